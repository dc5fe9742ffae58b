// Runs before the first paint, so that a stored theme or language does not flash.
(() => {
  const read = (key) => {
    try {
      return localStorage.getItem(`truecart.${key}`);
    } catch {
      return null; // storage is switched off: the system's preference rules
    }
  };
  const root = document.documentElement;
  const theme = read("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  const language = read("language") || navigator.language || "en";
  root.lang = language.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
})();
