// A shopper's picture, made small enough to send before it leaves the device.
const TYPES = ["image/jpeg", "image/png", "image/webp"];
const LONGEST_SIDE = 1024;
const MOST_BYTES = 25 * 1024 * 1024;

/** Resolves to a JPEG data URL of at most 1024 px. Rejects with an Error whose message is a key of strings.js. */
export async function prepared(file) {
  if (!TYPES.includes(file.type)) throw new Error("picture.badType");
  if (file.size > MOST_BYTES) throw new Error("picture.tooBig");
  const source = await decoded(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(source.width, source.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(source.width * scale));
  canvas.height = Math.max(1, Math.round(source.height * scale));
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff"; // JPEG has no transparency
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(source, 0, 0, canvas.width, canvas.height);
  source.close();
  return canvas.toDataURL("image/jpeg", 0.9);
}

async function decoded(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new Error("picture.unreadable");
  }
}
