// The message box: Enter sends, a picture can go along, the draft survives a reload.
import { byId, fill, h, icon } from "./dom.js";
import { notice } from "./notices.js";
import { prepared } from "./picture.js";
import { load, save } from "./stored.js";
import { counted, t } from "./strings.js";

const NEAR = 300; // characters left at which the counter appears

export class Composer {
  /** `send(text, image)` is called with the words and a data URL or null. */
  constructor(send) {
    this.send = send;
    this.image = null;
    this.busy = true; // until a conversation is there to send to
    this.limit = 4000;
    this.form = byId("composer");
    this.box = byId("message");
    this.file = byId("picture-file");
    this.listen();
    this.set(load("draft", ""));
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.submit();
    });
    this.box.addEventListener("input", () => this.changed());
    this.box.addEventListener("paste", (event) => {
      const file = [...(event.clipboardData?.files || [])].find((each) => each.type.startsWith("image/"));
      if (file) this.attach(file);
    });
    byId("picture-add").addEventListener("click", () => this.file.click());
    this.file.addEventListener("change", () => {
      if (this.file.files[0]) this.attach(this.file.files[0]);
      this.file.value = "";
    });
  }

  setLimit(limit) {
    this.limit = limit;
    this.box.maxLength = limit;
    this.changed();
  }

  set(text) {
    this.box.value = text;
    this.changed();
  }

  /** Puts words back that could not be sent, unless others were typed meanwhile. */
  giveBack(text) {
    if (!this.box.value.trim()) this.set(text);
  }

  /** Takes back what giveBack put there, once it was sent after all. */
  taken(text) {
    if (this.box.value === text) this.set("");
  }

  changed() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, innerHeight / 3)}px`;
    save("draft", this.box.value || null);
    const left = this.limit - this.box.value.length;
    byId("composer-left").textContent = left <= NEAR ? counted("composer.left", left) : "";
    byId("composer-left").classList.toggle("low", left <= 0);
    this.refreshSend();
  }

  refreshSend() {
    byId("send").disabled = this.busy || !(this.box.value.trim() || this.image);
  }

  setBusy(busy) {
    this.busy = busy;
    this.refreshSend();
  }

  /** A word of warning above the box, or none. */
  warn(text) {
    fill(byId("composer-warning"), text);
  }

  async attach(file) {
    fill(byId("composer-note"));
    try {
      this.image = await prepared(file);
    } catch (problem) {
      fill(byId("composer-note"), notice({ title: t(problem.message), code: "unsupported_image" }));
      return;
    }
    this.showAttachment();
    this.box.focus();
  }

  detach() {
    this.image = null;
    this.showAttachment();
    this.box.focus();
  }

  showAttachment() {
    const place = byId("attachment");
    place.hidden = !this.image;
    fill(
      place,
      this.image && h("img", { src: this.image, alt: t("picture.yours"), "data-testid": "picture-preview" }),
      this.image &&
        h("button", { type: "button", class: "icon-button", "aria-label": t("composer.pictureRemove"), "data-testid": "picture-remove", onclick: () => this.detach() }, icon("close")),
    );
    this.refreshSend();
  }

  submit() {
    const text = this.box.value.trim();
    if (this.busy || !(text || this.image)) return;
    const image = this.image;
    this.image = null;
    this.showAttachment();
    this.set("");
    fill(byId("composer-note"));
    this.send(text, image);
  }
}
