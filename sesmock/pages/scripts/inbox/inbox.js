// The page of the inbox: the list of mail on the left, the selected mail on the right, and the pages of resources.

import { decodePart, make } from "../elements.js";
import { List } from "../list.js";
import { showMessage, showRefusal } from "../message.js";
import { Pane } from "../panes.js";
import { connectSearch } from "../search.js";
import { frameAddress, get, post, remove } from "./api.js";
import { connectCompletion } from "./completion.js";
import { showDialog } from "./dialog.js";
import { Mailbox } from "./mailbox.js";
import { connectReceiving } from "./receiving.js";
import { drawRecipient } from "./recipient.js";
import { PAGES, drawPage } from "./resources.js";
import { followUpdates } from "./updates.js";

const settings = JSON.parse(document.body.dataset.settings);
const element = id => document.getElementById(id);
const search = element("search");
const resource = element("resource");
const pane = new Pane(element("mail"));
const list = new List(element("list"), openRow);
pane.list = list;
const mailbox = new Mailbox(list, showCounts);
const FOLDERS = { all: ["All mail", ""], sent: ["Sent", "is:sent"], unrendered: ["Not rendered", "is:unrendered"], refused: ["Refused", "is:refused"], notice: ["By SES", "is:notice"], received: ["Received", "is:received"] };
const PAUSE = 80;
let typing = null;
let tab = "Preview";
let shown = { id: null, text: "" };
let route = { page: "mail", id: null, query: "" };
let place = {};
let counts = {};

// Addresses: #/mail?query=…, #/mail/<id>?query=…, and #/<page>.
function readRoute() {
  const [path, query = ""] = location.hash.slice(2).split("?");
  const [page, id = ""] = path.split("/");
  return { page: Object.hasOwn(PAGES, page) ? page : "mail", id: decodePart(id) || null, query: new URLSearchParams(query).get("query") || "" };
}

function writeRoute(next, { is_step = false } = {}) {
  route = next;
  const query = route.query ? `?${new URLSearchParams({ query: route.query })}` : "";
  const address = `#/${route.page}${route.id ? `/${encodeURIComponent(route.id)}` : ""}${query}`;
  if (is_step) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

async function follow() {
  const former = route;
  route = readRoute();
  const is_mail = route.page === "mail";
  document.body.classList.toggle("reading", false);
  resource.hidden = is_mail;
  for (const part of document.querySelectorAll("main > .side, main > .pane")) part.hidden = !is_mail;
  drawPages();
  document.title = is_mail ? "sesmock inbox" : `${PAGES[route.page].title} – sesmock`;
  if (!is_mail) {
    await Promise.all([mailbox.count(), showResource()]);
    showCurrentPage();
    if (former.page !== route.page) resource.querySelector("h2")?.focus();
    return;
  }
  if (search.value.trim() !== route.query) search.value = route.query;
  await mailbox.search(route.query);
  showCurrentPage();
  const row = list.rows.find(each => each.key === route.id);
  if (row) list.select(row, { way: "click" });
  else if (route.id) showItem(route.id, "click");
  else showNothing();
}

function drawPages() {
  const link = (label, address, is_current, number, kind = "") => make("a", { href: address, "aria-current": is_current ? "page" : null, class: kind },
    label, number > 0 && make("span", { class: "count" }, number.toLocaleString("en-US")));
  const folders = Object.entries(FOLDERS).filter(([kind]) => ["all", "sent"].includes(kind) || counts[kind] || route.query === FOLDERS[kind][1]);
  const is_bad = kind => kind === "refused" || kind === "unrendered";
  const pages = element("pages");
  const focused = pages.contains(document.activeElement) && document.activeElement.getAttribute("href");
  pages.replaceChildren(
    make("h2", {}, "Mail"),
    ...folders.map(([kind, [label, query]]) => link(label, `#/mail${query ? `?query=${encodeURIComponent(query)}` : ""}`, route.page === "mail" && route.query === query, counts[kind], is_bad(kind) ? "bad" : "")),
    make("h2", {}, "Resources"),
    ...Object.entries(PAGES).map(([name, { title }]) => link(title, `#/${name}`, route.page === name)));
  if (focused) pages.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

// In a narrow window, the links to the pages form a scrolling line.
function showCurrentPage() {
  element("pages").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}

function showCounts({ counts: numbers, total, error }) {
  element("search-error").textContent = error || "";
  search.setAttribute("aria-invalid", String(Boolean(error)));
  if (error) return;
  counts = numbers;
  element("count").textContent = route.query ? (total ? `${total.toLocaleString("en-US")} of ${counts.all.toLocaleString("en-US")}` : "No matches") : `${counts.all.toLocaleString("en-US")} in all`;
  drawPages();
}

function find(query) {
  clearTimeout(typing);
  typing = setTimeout(() => {
    if (route.page !== "mail") history.pushState(null, "", "#/mail");
    writeRoute({ page: "mail", id: null, query: query.trim() });
    follow();
  }, PAUSE);
}

function openRow(item, way) {
  writeRoute({ ...route, id: item.key });
  showItem(item.key, way);
}

async function showItem(id, way = "") {
  let item;
  try {
    item = await get(`/inbox/mail/${encodeURIComponent(id)}`);
  } catch (error) {
    if (error.status === null || route.id !== id) return;
    pane.showEmpty(error.status === 404 ? "This message no longer exists." : error.message);
    shown = { id: null, text: "" };
    return;
  }
  if (route.id !== id) return;  // another item was selected in the meantime
  const text = JSON.stringify(item);
  if (shown.id === id && shown.text === text && !way) return;
  const is_same = shown.id === id;
  shown = { id, text };
  keepFocus(is_same, () => pane.show(container => drawItem(container, item), way));
}

function drawItem(container, item) {
  if (item.kind === "refused") {
    showRefusal(container, item.refusal);
    return;
  }
  showMessage(container, item.mail, {
    tab, selectTab: name => { tab = name; },
    eml: `/_sesmock/inbox/mail/${encodeURIComponent(item.id)}/raw`,
    frameAddress,
  });
  if (item.kind === "sent" || item.kind === "notice") container.querySelector(".tabs").before(drawRecipient(item, settings));
}

// A message is redrawn after each event, and a user who is reading it must not lose their place.
function keepFocus(is_same, draw) {
  const { activeElement: active } = document;
  const is_inside = is_same && pane.container.contains(active);
  const { scrollTop } = pane.container;
  const name = is_inside && (active.dataset.action || active.dataset.name);
  draw();
  if (!is_same) return;
  pane.container.scrollTop = scrollTop;
  if (is_inside) (name && pane.container.querySelector(`[data-action="${CSS.escape(name)}"], [role="tab"][data-name="${CSS.escape(name)}"]`) || pane.container).focus({ preventScroll: true });
}

function showNothing() {
  shown = { id: null, text: "" };
  pane.container.replaceChildren(counts.all ? make("p", { class: "empty" }, "Select a message to read it.") : drawWelcome());
}

function drawWelcome() {
  return make("div", { class: "empty welcome" },
    make("h2", {}, "No mail yet"),
    make("p", {}, "Mail that a program sends to this server appears here. Point an AWS SDK at it:"),
    make("pre", {}, `AWS_ENDPOINT_URL=${location.origin} python your_program.py`),
    make("p", {}, "To receive mail, drop an .eml file on this page."));
}

async function showResource() {
  try {
    await drawPage(resource, route.page, { place, choose: ([account_id, region]) => { place = { account_id, region }; showResource(); } });
  } catch (error) {
    if (error.status === 404 && place.region) {
      place = {};  // a reset has removed the account
      await showResource();
    } else resource.replaceChildren(make("p", { class: "alert" }, error.message));
  }
}

async function change(_state, former) {
  if (!former) return;
  if (route.page === "mail") {
    await mailbox.refresh();
    if (route.id) await showItem(route.id);
    else showNothing();
    return;
  }
  await mailbox.count();
  if (!resource.contains(document.activeElement) && !resource.querySelector("details[open]")) await showResource();
}

function askToDelete() {
  showDialog("Delete", make("p", {}, "Delete all sent messages with their events, or reset the server to its initial state, without any mail, calls or new resources?"), [
    { label: "Cancel" },
    { label: "Delete mail", act: () => attempt(() => remove("/messages")) },
    { label: "Reset everything", act: () => attempt(() => post("/reset", {})), kind: "danger" },
  ]);
}

async function attempt(act) {
  try {
    await act();
  } catch (error) {
    showDialog("That did not work", make("p", {}, error.message), [{ label: "Close" }]);
  }
}

function openMail(id) {
  writeRoute({ page: "mail", id, query: "" }, { is_step: true });
  follow();
}

connectCompletion(search, element("suggestions"), find);
connectSearch(search, { find, list, read: () => pane.read() });
connectReceiving({ button: element("receive"), file: element("file"), overlay: element("drop"), open: openMail });
element("delete").addEventListener("click", askToDelete);
window.addEventListener("hashchange", follow);
followUpdates({
  change,
  connect: is_connected => {
    const status = element("connection");
    if (is_connected && status.classList.contains("bad")) change({}, {});
    status.textContent = is_connected ? "Live" : "Disconnected, reconnecting…";
    status.classList.toggle("bad", !is_connected);
  },
});
follow();
