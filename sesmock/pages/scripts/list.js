// A list of rows with one tab stop, arrow keys, Home and End. A row becomes an element when it comes near the visible part
// of the list, so ten thousand rows cost no more than a hundred.

import { make } from "./elements.js";

const CHUNK = 100;

/**
 * A list in a container. An item is {key, draw}: draw() returns a button, or any other element if the item has
 * `heading: true` and cannot be selected. open(item, way) is called when a row is selected: way is "click" or "key"
 * (Enter) if the user opened the row, and "" if the user only moved to it, as with an arrow key.
 */
export class List {
  /** container: an element that scrolls. */
  constructor(container, open) {
    this.container = container;
    this.open = open;
    this.items = [];
    this.current = null;
    this.elements = new Map();
    this.end = make("div", { class: "end" });
    // Several entries for the same element can arrive together; the last one has the current state.
    this.observer = new IntersectionObserver(entries => entries.at(-1).isIntersecting && this.#reachEnd(), { root: container, rootMargin: "800px" });
    container.addEventListener("keydown", event => this.#handleKey(event));
  }

  /** Replace the rows. The current row stays current if it is among them. */
  show(items) {
    this.items = items;
    this.drawn = 0;
    this.elements.clear();
    this.container.replaceChildren(this.end);
    this.container.scrollTop = 0;
    this.#drawMore();
    const kept = this.current && items.find(item => item.key === this.current.key);
    this.current = kept || null;
    if (kept) this.#mark();
    else if (this.rows.length) this.elements.get(this.rows[0].key).tabIndex = 0;
  }

  /** Add rows at the end, such as those of the next page. */
  append(items) {
    this.items = [...this.items, ...items];
    this.#watchEnd();
  }

  /** Add rows at the start, such as new mail, without scrolling. */
  prepend(items) {
    this.items = [...items, ...this.items];
    this.drawn += items.length;
    this.container.prepend(...items.map(item => this.#draw(item)));
    if (!this.current && this.rows.length) this.elements.get(this.rows[0].key).tabIndex = 0;
  }

  /** The items that can be selected. */
  get rows() {
    return this.items.filter(item => !item.heading);
  }

  /** Select a row. */
  select(item, { focus = false, way = "" } = {}) {
    this.current = item;
    this.#drawUntil(item);
    this.#mark();
    const element = this.elements.get(item.key);
    if (focus) element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
    this.open(item, way);
  }

  /** Select the row that is a number of steps away from the current one. */
  move(step, { focus = true } = {}) {
    const rows = this.rows;
    const index = this.current ? rows.findIndex(row => row.key === this.current.key) + step : 0;
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row) this.select(row, { focus });
  }

  /** Focus the current row, or the first one. */
  focus() {
    const row = this.current || this.rows[0];
    if (row) this.select(row, { focus: true });
  }

  #handleKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.move(step);
  }

  #mark() {
    for (const element of this.container.querySelectorAll("[aria-current], [tabindex='0']")) {
      element.removeAttribute("aria-current");
      if (element.tagName === "BUTTON") element.tabIndex = -1;
    }
    const element = this.current && this.elements.get(this.current.key);
    if (!element) return;
    element.setAttribute("aria-current", "true");
    element.tabIndex = 0;
  }

  #draw(item) {
    const element = item.draw();
    if (!item.heading) {
      element.tabIndex = -1;
      // The detail counts pointer clicks, so it is 0 for a click by a key such as Enter.
      element.addEventListener("click", event => this.select(item, { focus: true, way: event.detail ? "click" : "key" }));
    }
    this.elements.set(item.key, element);
    return element;
  }

  #drawMore() {
    const items = this.items.slice(this.drawn, this.drawn + CHUNK);
    this.drawn += items.length;
    this.end.before(...items.map(item => this.#draw(item)));
    if (this.current) this.#mark();
    this.#watchEnd();
  }

  #reachEnd() {
    if (this.drawn < this.items.length) this.#drawMore();
    else this.container.dispatchEvent(new CustomEvent("end"));
  }

  // An observer reports whether the end is near once, and after that only changes, so it is restarted.
  #watchEnd() {
    this.observer.unobserve(this.end);
    this.observer.observe(this.end);
  }

  #drawUntil(item) {
    while (!this.elements.has(item.key) && this.drawn < this.items.length) this.#drawMore();
  }
}
