// The list of mail: it loads more rows when the user scrolls, and new rows when mail arrives.

import { badge, count, make } from "../elements.js";
import { kindOf } from "../message.js";
import { get } from "./api.js";

const PAGE = 100;
const MOST = 500;
const PAUSE = 200;
const MOST_BADGES = 3;
const KINDS = { unrendered: "not rendered", notice: "by SES", received: "received", refused: "refused" };
// These states need no badge: most mail has them, or the row shows them in another way.
const USUAL = new Set(["delivered", "accepted", "refused", "not rendered"]);

/** The rows that match a query, in a List. */
export class Mailbox {
  /** report({counts, total, error}) is called after each response. */
  constructor(list, report) {
    this.list = list;
    this.report = report;
    this.query = "";
    this.rows = [];
    this.next = null;
    this.asked = 0;
    this.shown = 0;
    this.places = { accounts: 0, regions: 0 };
    list.container.addEventListener("end", () => this.#loadMore());
  }

  /** Show the rows that match a query. */
  async search(query) {
    this.query = query;
    this.asked += 1;
    const page = await this.#ask({ limit: PAGE });
    if (page) this.#show(page);
  }

  /** Request only the counts of mail. */
  count() {
    return this.#ask({ limit: 1 });
  }

  /** Show changes; changes in quick succession are shown together. */
  refresh() {
    this.refreshing ??= new Promise(resolve => setTimeout(resolve, PAUSE)).then(() => this.running).then(() => { this.refreshing = null; this.running = this.#refresh(); return this.running; });
    return this.refreshing;
  }

  async #refresh() {
    const limit = Math.min(MOST, Math.max(PAGE, this.rows.length));
    const page = await this.#ask({ limit });
    if (!page) return;
    const known = new Map(this.rows.map(row => [row.id, row]));
    const fresh = page.items.findIndex(row => known.has(row.id));
    const rest = fresh < 0 ? [] : page.items.slice(fresh);
    const is_continued = rest.length > 0 && rest.every((row, index) => this.rows[index]?.id === row.id) && rest.length >= Math.min(this.rows.length, limit - fresh);
    if (!is_continued) {
      this.#show(page);
      return;
    }
    this.rows.splice(0, rest.length, ...page.items);
    for (const row of rest) this.#redraw(row, known.get(row.id));
    if (fresh > 0) this.list.prepend(page.items.slice(0, fresh).map(row => this.#item(row)));
    if (this.rows.length <= page.items.length) this.next = page.next;
  }

  async #ask(parameters) {
    const number = this.asked;
    try {
      const page = await get("/inbox/mail", { query: this.query, ...parameters });
      if (number !== this.asked) return null;  // the user has typed another query
      this.places = page;
      this.report({ counts: page.counts, total: page.total, error: null });
      return page;
    } catch (error) {
      if (number === this.asked) this.report({ counts: null, total: null, error: error.message });
      return null;
    }
  }

  #show(page) {
    const { scrollTop } = this.list.container;
    const is_same = page.items.some(row => row.id === this.rows[0]?.id);
    this.shown += 1;
    this.rows = page.items;
    this.next = page.next;
    this.list.show(page.items.map(row => this.#item(row)));
    if (is_same) this.list.container.scrollTop = scrollTop;
    if (!page.items.length) this.list.container.replaceChildren(drawEmpty(this.query));
  }

  async #loadMore() {
    if (this.next === null || this.isLoading) return;
    this.isLoading = true;
    const { shown } = this;
    const page = await this.#ask({ limit: PAGE, before: this.next });
    this.isLoading = false;
    if (shown !== this.shown) this.list.append([]);  // the end of a new list may be visible already
    if (!page || shown !== this.shown) return;
    this.next = page.next;
    this.rows.push(...page.items);
    this.list.append(page.items.map(row => this.#item(row)));
  }

  #item(row) {
    return { key: row.id, row, draw: () => drawRow(row, this.places) };
  }

  #redraw(row, former) {
    if (JSON.stringify(row) === JSON.stringify(former)) return;
    const element = this.list.elements.get(row.id);
    if (element) element.replaceChildren(...drawRow(row, this.places).childNodes);
  }
}

function drawEmpty(query) {
  return query
    ? make("p", { class: "empty" }, "No matches")
    : make("p", { class: "empty" }, "No mail yet");
}

function drawRow(row, { accounts, regions }) {
  const [account, region] = row.place.split(" ");
  const badges = [
    KINDS[row.kind] && badge(KINDS[row.kind], row.kind === "refused" || row.kind === "unrendered" ? "bad" : "plain"),
    ...row.states.filter(state => !USUAL.has(state)).map(state => badge(state, kindOf(state.replace("not accepted", "refused")))),
    row.attachments > 0 && badge(count(row.attachments, "file")),
    ...row.tags.map(tag => badge(tag)),
    regions > 1 && badge(region),
    accounts > 1 && badge(account),
  ].filter(Boolean);
  const to = row.kind === "received" || row.kind === "notice" ? `${row.from || "nobody"} → ${listTo(row)}` : `to ${listTo(row)}`;
  const visible = badges.length > MOST_BADGES ? [...badges.slice(0, MOST_BADGES - 1), badge(`+${badges.length - MOST_BADGES + 1}`)] : badges;
  const is_bad = row.kind === "refused" || row.kind === "unrendered";
  return make("button", { type: "button", class: `row item ${is_bad ? "rejected" : row.kind}` },
    make("span", { class: "line" }, make("b", { dir: "auto" }, row.subject || "(no subject)"), row.at && make("time", { datetime: row.at, title: row.at }, formatMoment(row.at))),
    make("span", { class: "to", dir: "auto" }, to),
    make("span", { class: "line" }, make("span", { class: "start", dir: "auto" }, row.preview), visible));
}

function listTo(row) {
  return `${row.to.join(", ") || "nobody"}${row.others ? ` and ${row.others} more` : ""}`;
}

function formatMoment(text) {
  const time = new Date(text);
  const pad = number => String(number).padStart(2, "0");
  const clock = `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}`;
  const is_today = time.toDateString() === new Date().toDateString();
  return is_today ? clock : `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`;
}
