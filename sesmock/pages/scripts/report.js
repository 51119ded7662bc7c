// The page of --ses-report: tests and their mail on the left, the selected mail on the right.

import { badge, breakName, copyButton, count, decodePart, factTable, make } from "./elements.js";
import { List } from "./list.js";
import { drawAlert, kindOf, showMessage, showRefusal } from "./message.js";
import { Pane } from "./panes.js";
import { connectSearch, matches, splitWords } from "./search.js";

// These outcomes need no badge: most mail has them, or the row says so anyway.
const USUAL = new Set(["delivered", "accepted", "not rendered"]);
const pane = new Pane(document.getElementById("mail"));
const search = document.getElementById("search");
const status = document.getElementById("count");
const failedOnly = document.getElementById("failed-only");
const order = document.getElementById("order");
const list = new List(document.getElementById("list"), (row, way) => pane.show(row.show, way));
pane.list = list;
let tests = [];
let tab = "Preview";

async function readData() {
  const packed = atob(document.getElementById("data").textContent);
  const bytes = Uint8Array.from(packed, letter => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
}

/** Return a test with its short name, its file, and rows for its failure and its mail. */
function prepareTest(test) {
  const start = test.name.split("[")[0].lastIndexOf("::");
  const prepared = { ...test, title: start < 0 ? test.name : test.name.slice(start + 2), file: start < 0 ? "" : test.name.slice(0, start) };
  prepared.rows = listRows(prepared).map((row, index) => ({ ...row, test: prepared, key: `${test.name} ${index}`, draw: () => drawRow(row) }));
  return prepared;
}

function listRows(test) {
  const mail = (each, title, below, kind) => ({
    title, below, kind, badges: listBadges(each), show: container => showMessage(container, each, { tab, selectTab: name => { tab = name; } }),
    search: () => [each.from, each.text, each.html, each.id].join("\n"),
  });
  const to = each => each.recipients.join(", ");
  return [
    ...(test.reason ? [{ title: firstLine(test.reason), below: test.location || "why the test failed", kind: "failure", show: container => showFailure(container, test), search: () => test.reason }] : []),
    ...(test.sent || []).map(each => mail(each, each.subject || "(no subject)", to(each), "sent")),
    ...(test.unrendered || []).map(each => mail(each, each.error, `not rendered, to ${to(each)}`, "rejected")),
    ...(test.notices || []).map(each => mail(each, each.subject, `by SES itself, to ${to(each)}`, "notice")),
    ...(test.received || []).map(each => mail(each, each.subject || "(no subject)", `${each.accepted ? "received" : "not received"}, to ${to(each)}`, each.accepted ? "received" : "rejected")),
    ...(test.rejected || []).map(call => ({ title: call.error, below: `${call.call} to ${call.to.join(", ")}`, kind: "rejected", show: container => showRefusal(container, call), search: () => call.params })),
    ...(test.errors || []).map(line => ({ title: line, below: "please report this", kind: "rejected", show: container => container.replaceChildren(drawAlert("sesmock failed", line)), search: () => "" })),
  ];
}

/** Return the badges of an email: unusual outcomes, and the number of attached files. */
function listBadges(mail) {
  const outcomes = new Set(mail.outcomes.map(([, outcome]) => outcome).filter(outcome => !USUAL.has(outcome) && outcome.length < 20));
  return [...[...outcomes].map(outcome => [outcome, kindOf(outcome)]), ...(mail.attachments.length ? [[count(mail.attachments.length, "file"), "plain"]] : [])];
}

function firstLine(text) {
  return text.split("\n", 1)[0];
}

function showFailure(container, test) {
  container.replaceChildren(
    make("header", { class: "mail" }, make("h2", { tabindex: "-1" }, breakName(test.title)), make("div", { class: "tools" }, copyButton(test.name, "Copy test ID"), copyButton(test.reason, "Copy reason"))),
    drawAlert("Why the test failed", test.reason),
    ...(test.hints || []).map(hint => drawAlert("Hint", hint, "hint")),
    factTable([["Outcome", badge(test.outcome, "bad")], ["Test", breakName(test.name)], ["Failed at", test.location], ["Mail", test.rows.length > 1 ? count(test.rows.length - 1, "entry", "entries") : "none"]]));
}

function drawRow(row) {
  return make("button", { type: "button", class: `row ${row.kind}` }, make("b", { dir: "auto" }, row.title),
    make("span", { class: "line" }, make("span", { class: "start", dir: "auto" }, row.below), (row.badges || []).map(([text, kind]) => badge(text, kind))));
}

function drawHeading(test) {
  return make("h2", { class: test.outcome, title: test.name }, badge(test.outcome, { failed: "bad", passed: "good" }[test.outcome]), make("b", {}, breakName(test.title)), make("small", {}, breakName(test.file)));
}

function sortTests() {
  const by_name = (one, other) => (one.name < other.name ? -1 : 1);
  const compare = order.value === "name" ? by_name : (one, other) => one.position - other.position || by_name(one, other);
  const rank = test => (test.outcome === "failed" ? 0 : 1);
  tests.sort((one, other) => rank(one) - rank(other) || compare(one, other));
}

function textOf(row) {
  // The text is built on the first search, since most readers never search.
  row.text ??= `${row.test.name}\n${row.title}\n${row.below}\n${row.search()}`.toLowerCase();
  return row.text;
}

function find() {
  const words = splitWords(search.value);
  const items = [];
  let number = 0;
  for (const test of tests) {
    if (failedOnly.checked && test.outcome !== "failed") continue;
    const rows = words.length ? test.rows.filter(row => matches(textOf(row), words)) : test.rows;
    if (rows.length) items.push({ heading: true, key: test.name, draw: () => drawHeading(test) }, ...rows);
    number += rows.length;
  }
  status.textContent = words.length ? (number ? `${count(number, "match", "matches")}` : "No matches") : "";
  list.show(items);
  if (!number) showEmpty(words.length);
  else if (!list.current) list.select(list.rows[0]);
}

function showEmpty(is_searching) {
  const text = is_searching ? `No matches for “${search.value.trim()}”.` : tests.length ? "No test failed." : "No mail was sent.";
  list.container.replaceChildren(make("p", { class: "empty" }, is_searching ? "No matches" : "Nothing to show"));
  pane.showEmpty(text);
}

readData().then(data => {
  tests = data.map(prepareTest);
  sortTests();
  failedOnly.closest("label").hidden = !tests.some(test => test.outcome === "failed");
  search.value = decodePart(location.hash.slice(1));
  find();
});
connectSearch(search, { find, list, read: () => pane.read() });
failedOnly.addEventListener("change", find);
order.addEventListener("change", () => { sortTests(); find(); });
