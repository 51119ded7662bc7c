// Changes on the server, which it reports by server-sent events.

import { isAlive } from "./api.js";

const PATIENCE = 1000;
const PAUSE = 2000;

/**
 * Follow the server. change(state, previous) is called at the start and after each change, and connect(is_connected)
 * when the connection is lost or restored. The server ends streams from time to time, and the browser connects again.
 */
export function followUpdates({ change, connect }) {
  let previous = null;
  let timer = null;

  function open() {
    const source = new EventSource("/_sesmock/inbox/updates");
    source.addEventListener("open", () => { stop(); connect(true); });
    source.addEventListener("change", event => {
      if (event.data === previous) return;
      const [state, former] = [JSON.parse(event.data), previous && JSON.parse(previous)];
      previous = event.data;
      change(state, former);
    });
    source.addEventListener("error", () => {
      timer ??= setTimeout(check, PATIENCE);
      if (source.readyState === EventSource.CLOSED) setTimeout(open, PAUSE);
    });
  }

  function stop() {
    clearTimeout(timer);
    timer = null;
  }

  // The end of a stream is normal. The connection is lost only if the server does not respond to another request.
  async function check() {
    const is_alive = await isAlive();
    stop();
    connect(is_alive);
    if (!is_alive) timer = setTimeout(check, PATIENCE);
  }

  open();
}
