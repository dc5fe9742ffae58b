// One conversation on the server: its id, its runs, its state.
import { ApiError } from "./api.js";
import { pictureOf } from "./dom.js";
import { load, save } from "./stored.js";

const ASSISTANT = "shop";
const MODES = ["updates", "values"];

export class Thread {
  /** `owner` is the identity's name: each identity goes on with its own conversation. */
  constructor(api, owner) {
    this.api = api;
    this.key = `thread.${owner}`;
    this.id = load(this.key);
  }

  adopt(id) {
    this.id = id;
    save(this.key, id);
  }

  async open() {
    if (!this.id) this.adopt((await this.api.post("/threads", {})).thread_id);
    return this.id;
  }

  /** Sends a message. Resolves to {values, interrupts} when the run is over. */
  async send(text, image, onNode) {
    await this.open();
    const input = { messages: [{ role: "user", content: text }] };
    if (image) input.image = { data_url: image };
    return this.run({ input }, onNode);
  }

  /** Answers the open decision, by the interrupt's id where it has one, with the digest of the terms that were on screen. */
  async answer(interrupt, decision, onNode) {
    const { id, digest } = interrupt.value.approval;
    if (interrupt.standing) return this.run({ input: { messages: [], approval: { id, digest, decision } } }, onNode);
    return this.run({ command: { resume: { [interrupt.id]: { id, digest, decision } } } }, onNode);
  }

  async run(body, onNode) {
    let values = null;
    let interrupts = [];
    const path = `/threads/${encodeURIComponent(this.id)}/runs/stream`;
    await this.api.stream(path, { assistant_id: ASSISTANT, ...body, stream_mode: MODES }, (event, data) => {
      if (event === "error") throw new ApiError(data?.code || data?.error || "internal", data?.message || String(data?.error || ""));
      if (event === "values") values = data;
      if (event === "updates") for (const [node, written] of Object.entries(data || {})) onNode?.(node, written);
      if (data?.__interrupt__) interrupts = data.__interrupt__;
    });
    if (!values) return this.read();
    return { values, interrupts: decisions(interrupts, values), busy: false };
  }

  /** The conversation as it stands: {values, interrupts, busy}. */
  async read() {
    const state = await this.api.get(`/threads/${encodeURIComponent(this.id)}/state`);
    const open = (state.tasks || []).flatMap((task) => task.interrupts || []);
    const values = state.values || {};
    const going = (state.next || []).length > 0;
    const interrupts = going ? approvals(open) : decisions(open, values);
    return { values, interrupts, busy: going && !interrupts.length };
  }
}

function approvals(interrupts) {
  return (interrupts || []).filter((each) => each?.value?.type === "approval");
}

/** The decisions that are open: interrupts, or an approval that outlived its interrupt since an answer to it was refused. */
function decisions(interrupts, values) {
  const found = approvals(interrupts);
  const { approval, quote } = values;
  if (found.length || approval?.status !== "pending" || quote?.digest !== approval.digest) return found;
  const pictures = Object.fromEntries((values.cart?.lines || []).map((line) => [line.variant_id, pictureOf(line.image)]));
  return [{ id: `standing-${approval.id}`, standing: true, value: { type: "approval", role: "shopper", approval, quote, pictures } }];
}

/** A message's words, whether its content is a text or a list of parts. */
export function wordsOf(message) {
  if (typeof message.content === "string") return message.content;
  return (message.content || []).map((part) => (typeof part === "string" ? part : part.text || "")).join("\n");
}

export const isShopper = (message) => message.type === "human" || message.role === "user";
