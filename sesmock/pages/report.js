"use strict";
const list = document.getElementById("list"), pane = document.getElementById("mail");
const search = document.getElementById("search"), count = document.getElementById("count");
let rows = [], tab = "View";

function make(name, values = {}, ...children) {
  const element = Object.assign(document.createElement(name), values);
  element.append(...children);
  return element;
}

async function read() {
  const packed = atob(document.getElementById("data").textContent);
  const bytes = Uint8Array.from(packed, letter => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
}

function table(pairs) {
  const body = make("tbody");
  for (const [name, value] of pairs) {
    const cell = make("td");
    cell.append(value);
    body.append(make("tr", {}, make("th", { textContent: name, scope: "row" }), cell));
  }
  return make("table", {}, body);
}

function frame(html) {
  // An empty sandbox: no scripts, no forms, no windows. The page's policy holds inside: nothing is loaded.
  const element = make("iframe", { title: "The mail as its reader sees it" });
  element.setAttribute("sandbox", "");
  element.srcdoc = html;
  return element;
}

function file(attachment) {
  const size = `${attachment.type}, ${attachment.size} bytes${attachment.inline ? ", inline" : ""}`;
  if (attachment.content === null) return [attachment.name, `${size} (too large for this page)`];
  const link = make("a", { textContent: attachment.name || "unnamed", download: attachment.name || "unnamed" });
  link.href = `data:application/octet-stream;base64,${attachment.content}`;
  return [link, size];
}

function happening(event) {
  const told = Object.entries(event.body).filter(([name]) => name !== "timestamp")
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  return [event.type, pre([`${event.at}  ${event.to.join(", ")}`, ...told].join("\n"))];
}

const pre = text => make("pre", { textContent: text });
const tabs = mail => ({
  View: () => mail.html === null ? pre(mail.text || "") : frame(mail.html),
  ...(mail.text !== null && mail.html !== null && { Text: () => pre(mail.text) }),
  Headers: () => table(mail.headers),
  Source: () => pre(mail.source),
  ...(mail.attachments.length && {
    Attachments: () => {
      const body = make("tbody");
      for (const [name, size] of mail.attachments.map(file)) body.append(make("tr", {}, make("td", {}, name), make("td", { textContent: size })));
      return make("table", {}, body);
    },
  }),
  Outcomes: () => table(mail.outcomes),
  ...(mail.actions && mail.actions.length && { Actions: () => table(mail.actions.map(([name, text]) => [name, pre(text)])) }),
  ...(mail.events.length && { Events: () => table(mail.events.map(happening)) }),
});

function showMail(mail) {
  const facts = [["From", mail.from], ["To", mail.to.join(", ")], ["Cc", mail.cc.join(", ")], ["Bcc", mail.bcc.join(", ")],
    ["Reply-To", mail.reply_to.join(", ")], ["Reply", mail.reply], ["Hint", mail.hint], ["Error", mail.error], ["Template", mail.template], ["Configuration set", mail.configuration_set],
    ...mail.transmission, ["Tags", Object.entries(mail.tags).map(pair => pair.join("=")).join(", ")],
    [mail.reply ? "Received" : "Sent", `${mail.sent_at}  ${mail.call}  ${mail.place}`]].filter(([, value]) => value);
  const views = tabs(mail), bar = make("div"), body = make("div");
  bar.setAttribute("role", "tablist");
  body.style.cssText = "flex:1;display:flex;flex-direction:column;min-height:0";
  const choose = name => {
    for (const button of bar.children) button.setAttribute("aria-selected", button.textContent === name);
    body.replaceChildren(views[name]());
  };
  for (const name of Object.keys(views)) {
    const button = make("button", { textContent: name, onclick: () => choose(tab = name) });
    button.setAttribute("role", "tab");
    bar.append(button);
  }
  pane.replaceChildren(make("h2", { textContent: mail.subject || "(no subject)" }), table(facts), bar, body);
  choose(tab in views ? tab : "View");
}

function showRefusal(call) {
  pane.replaceChildren(make("h2", { textContent: "Rejected", className: "failed" }),
    table([["Error", call.error], ["Call", `${call.call}  ${call.place}`], ["To", call.to.join(", ")]]),
    make("h3", { textContent: "Parameters" }), pre(call.params));
}

function choose(row) {
  for (const other of rows) other.button.removeAttribute("aria-current");
  row.button.setAttribute("aria-current", "true");
  row.show();
}

function add(test, title, below, text, show, className) {
  const button = make("button", { className }, make("b", { textContent: title }), make("span", { textContent: below }));
  const row = { button, show, test, text: `${test.name}\n${title}\n${below}\n${text}`.toLowerCase() };
  button.onclick = () => choose(row);
  rows.push(row);
  return button;
}

function build(tests) {
  for (const test of tests) {
    const row = (mail, title, below, className) => add(test, title, below,
      [mail.from, mail.text, mail.html, mail.id].join("\n"), () => showMail(mail), className);
    const heading = make("h2", {}, make("span", { textContent: test.outcome, className: test.outcome }), test.name);
    test.section = make("section", {}, heading,
      ...test.sent.map(mail => row(mail, mail.subject || "(no subject)", mail.recipients.join(", "), "sent")),
      ...test.unrendered.map(mail => row(mail, mail.error, `not rendered, to ${mail.recipients.join(", ")}`, "rejected")),
      ...test.notices.map(mail => row(mail, mail.subject, `by SES itself, to ${mail.recipients.join(", ")}`, "notice")),
      ...(test.received || []).map(mail => row(mail, mail.subject || "(no subject)", `${mail.accepted ? "received" : "not received"}, to ${mail.recipients.join(", ")}`, mail.accepted ? "notice" : "rejected")),
      ...test.rejected.map(call => add(test, call.error, `${call.call} to ${call.to.join(", ")}`, call.params, () => showRefusal(call), "rejected")),
      ...(test.errors || []).map(line => add(test, line, "please report this", "", () => pane.replaceChildren(pre(line)), "rejected")));
    list.append(test.section);
  }
  find();
  if (rows.length) choose(rows[0]);
}

function find() {
  const words = search.value.toLowerCase().split(/\s+/), shown = new Set();
  for (const row of rows) {
    row.button.hidden = !words.every(word => row.text.includes(word));
    if (!row.button.hidden) shown.add(row.test);
  }
  for (const row of rows) row.test.section.hidden = !shown.has(row.test);
  count.textContent = search.value ? `${rows.filter(row => !row.button.hidden).length} found` : "";
}

search.oninput = find;
list.onkeydown = event => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const seen = rows.filter(row => !row.button.hidden), at = seen.findIndex(row => row.button === document.activeElement);
  const next = seen[at + step];
  if (next) { next.button.focus(); choose(next); event.preventDefault(); }
};
read().then(build).then(() => {
  search.value = decodeURIComponent(location.hash.slice(1));
  if (search.value) find();
});
