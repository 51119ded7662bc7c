// Requests to the server. Changes carry the token that only a page of the server can read.

const PREFIX = "/_sesmock";
let token = null;

/** An answer of the server that is an error; without a status, there was no answer. */
export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** Return the JSON at a path below /_sesmock; parameters that are null or empty are left out. */
export function get(path, parameters = {}) {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const query = new URLSearchParams(pairs).toString();
  return request("GET", query ? `${path}?${query}` : path);
}

/** Post JSON, or a body of another type; return the JSON of the answer, or null if it has none. */
export function post(path, content = {}, type = "application/json") {
  return change("POST", path, type === "application/json" ? JSON.stringify(content) : content, type);
}

/** Delete what is at a path. */
export function remove(path) {
  return change("DELETE", path);
}

async function change(method, path, body, type) {
  // A token of a server that was started anew is another one.
  for (const is_last of [false, true]) {
    token = token || (await request("GET", "/token")).token;
    try {
      return await request(method, path, { body, headers: { "X-Sesmock-Token": token, ...(type && { "Content-Type": type }) } });
    } catch (error) {
      if (error.status !== 403 || is_last) throw error;
      token = null;
    }
  }
  return null;
}

async function request(method, path, options = {}) {
  let response;
  try {
    response = await fetch(`${PREFIX}${path}`, { method, ...options });
  } catch {
    throw new ApiError("The server does not answer.", null);
  }
  if (response.status === 204) return null;
  const content = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(content.message || `The server answered ${response.status}.`, response.status);
  return content;
}

/** Return the address of the document around a mail, whose policy allows remote content if asked. */
export function frameAddress({ remote }) {
  return `${PREFIX}/inbox/frame${remote ? "?remote=1" : ""}`;
}

/** Return whether the server answers. */
export async function isAlive() {
  try {
    await fetch(`${PREFIX}/inbox/updates`, { method: "HEAD" });
    return true;
  } catch {
    return false;
  }
}
