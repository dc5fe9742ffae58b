// HTTP to the shop: JSON calls, errors in one shape, and server-sent events read from a fetch.

/** `code` is the server's own, or "network" when no answer came, "bad_answer" when it could not be read. */
export class ApiError extends Error {
  constructor(code, message, status = 0, details = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

let clockSkewMs = 0;

/** The server's time, so that a wrong clock on this device does not bend a countdown. */
export function serverNow() {
  return Date.now() + clockSkewMs;
}

function noteClock(response) {
  const date = Date.parse(response.headers.get("date") || "");
  if (!Number.isNaN(date) && Math.abs(date - Date.now()) > 2000) clockSkewMs = date - Date.now();
  else if (!Number.isNaN(date)) clockSkewMs = 0;
}

async function errorOf(response) {
  const body = await response.json().catch(() => null);
  const error = body?.error?.code ? body.error : body?.detail;
  if (error?.code) return new ApiError(error.code, error.message, response.status, error.details || {});
  const detail = typeof body?.detail === "string" ? body.detail : response.statusText;
  const codes = { 401: "unauthenticated", 403: "forbidden", 404: "not_found" };
  return new ApiError(codes[response.status] || "internal", detail || `HTTP ${response.status}`, response.status);
}

/** A client that speaks as `token()`; every method raises ApiError. */
export function client(token) {
  async function request(method, path, body, extra = {}) {
    const headers = { Accept: "application/json", ...extra.headers };
    const secret = token();
    if (secret) headers.Authorization = `Bearer ${secret}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let response;
    try {
      const payload = body === undefined ? undefined : JSON.stringify(body);
      response = await fetch(path, { method, headers, body: payload, signal: extra.signal, cache: "no-store" });
    } catch (problem) {
      if (problem.name === "AbortError") throw problem;
      throw new ApiError("network", problem.message);
    }
    noteClock(response);
    if (!response.ok) throw await errorOf(response);
    return response;
  }

  async function json(method, path, body, extra) {
    const response = await request(method, path, body, extra);
    try {
      return await response.json();
    } catch (problem) {
      throw new ApiError("bad_answer", problem.message, response.status);
    }
  }

  return {
    get: (path, extra) => json("GET", path, undefined, extra),
    post: (path, body, extra) => json("POST", path, body, extra),
    async stream(path, body, onEvent, extra = {}) {
      const response = await request("POST", path, body, { ...extra, headers: { Accept: "text/event-stream" } });
      await readEvents(response.body, onEvent);
    },
  };
}

/** Calls onEvent(name, data) for each event of the stream. A connection that breaks raises ApiError "network". */
export async function readEvents(stream, onEvent) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    let part;
    try {
      part = await reader.read();
    } catch (problem) {
      if (problem.name === "AbortError") throw problem;
      throw new ApiError("network", problem.message);
    }
    text += decoder.decode(part.value || new Uint8Array(), { stream: !part.done });
    if (part.done) break;
    const blocks = text.split(/\r\n\r\n|\n\n|\r\r/);
    text = blocks.pop();
    for (const block of blocks) dispatch(block, onEvent);
  }
  if (text.trim()) dispatch(text, onEvent);
}

function dispatch(block, onEvent) {
  let name = "message";
  const data = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    if (field === "event") name = value;
    else if (field === "data") data.push(value);
  }
  if (!data.length) return;
  let parsed;
  try {
    parsed = JSON.parse(data.join("\n"));
  } catch {
    throw new ApiError("bad_answer", "The stream's data is not JSON.");
  }
  onEvent(name, parsed);
}
