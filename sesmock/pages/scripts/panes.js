// The two panes of a page: the list, and the item that is selected in it. A narrow window shows one of them at a time.

import { make } from "./elements.js";

// This must be the width in styles.css.
const narrow = window.matchMedia("(max-width: 760px)");

/** The pane beside a list. */
export class Pane {
  constructor(container) {
    this.container = container;
    this.list = null;
    container.addEventListener("keydown", event => { if (event.key === "Escape") this.close(); });
  }

  /** Show content: draw(container) fills the pane. way says how the row was selected, see List. */
  show(draw, way) {
    draw(this.container);
    this.container.prepend(make("button", { type: "button", class: "back tool", onclick: () => this.close() }, "← Back to the list"));
    this.container.scrollTop = 0;
    if (way === "key" || (way === "click" && narrow.matches)) this.read();
  }

  /** Show a text while no item is selected. */
  showEmpty(text) {
    this.container.replaceChildren(make("p", { class: "empty" }, text));
    document.body.classList.remove("reading");
  }

  /** Move focus to the content; in a narrow window, show it instead of the list. */
  read() {
    if (!this.container.querySelector(".back")) return;
    document.body.classList.add("reading");
    this.container.querySelector("h2")?.focus({ preventScroll: true });
  }

  /** Return to the list. */
  close() {
    document.body.classList.remove("reading");
    this.list.focus();
  }
}
