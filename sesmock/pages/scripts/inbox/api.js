// Requests to the server. Changes carry a token that only the server's own pages can read.

const PREFIX = "/_sesmock";
let token = null;

/** An error response from the server. If the server did not respond, the status is null. */
export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** Return the JSON at a path below /_sesmock; parameters that are null or empty are omitted. */
export function get(path, parameters = {}) {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const query = new URLSearchParams(pairs).toString();
  return request("GET", query ? `${path}?${query}` : path);
}

/** Post JSON, or a body of a different type; return the JSON of the response, or null if it has none. */
export function post(path, content = {}, type = "application/json") {
  return change("POST", path, type === "application/json" ? JSON.stringify(content) : content, type);
}

/** Send a DELETE request for a path. */
export function remove(path) {
  return change("DELETE", path);
}

async function change(method, path, body, type) {
  // A server that was restarted has a new token, so the token is read again once.
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
    throw new ApiError("The server does not respond.", null);
  }
  if (response.status === 204) return null;
  const content = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(content.message || `The server answered ${response.status}.`, response.status);
  return content;
}

/** Return the address of the document around an email, whose policy allows remote content if remote is true. */
export function frameAddress({ remote }) {
  return `${PREFIX}/inbox/frame${remote ? "?remote=1" : ""}`;
}

/** Return whether the server responds. */
export async function isAlive() {
  try {
    await fetch(`${PREFIX}/inbox/updates`, { method: "HEAD" });
    return true;
  } catch {
    return false;
  }
}
