// Shows one message with all its tabs, for the report and the inbox. sesmock/pages/serialization.py creates the data.

import { drawChecks, markLine } from "./checks.js";
import { badge, columnTable, copyButton, factTable, fileLink, formatSize, formatTime, make, pre } from "./elements.js";
import { drawFrame } from "./frame.js";
import { showTabs } from "./tabs.js";

const MANY = 6;

/**
 * Show a message in a container.
 *
 * tab is the name of the tab to show first, and selectTab(name) is called when the user selects another one. tabs are
 * additional tabs, as {name, count, draw}, and actions are additional elements next to the download. eml is the address to
 * download the mail from, unless the message contains it. For frameAddress, see drawFrame().
 */
export function showMessage(container, mail, { tab, selectTab, tabs = [], actions = [], eml, frameAddress } = {}) {
  const body = make("div", { class: "tabs" });
  container.replaceChildren(
    make("header", { class: "mail" },
      make("h2", { dir: "auto", tabindex: "-1" }, titleOf(mail)),
      make("div", { class: "tools" }, actions, drawDownload(mail, eml), copyButton(mail.id, "Copy ID"))),
    ...(mail.error ? [drawAlert("SES could not render this mail", mail.error)] : []),
    ...(mail.hint ? [drawAlert("Hint", mail.hint, "hint")] : []),
    factTable(listFacts(mail)), body);
  function openLine(line) {
    select("HTML");
    selectTab?.("HTML");
    markLine(body.querySelector("[role=tabpanel] pre"), line);
  }
  const select = showTabs(body, [...listTabs(mail, { frameAddress, openLine }), ...tabs], { label: "Parts of the mail", selected: tab, select: selectTab });
}

function titleOf(mail) {
  const subject = mail.rendering ? mail.rendering.parts.Subject : mail.subject;
  return subject || make("i", {}, mail.rendering ? "(not rendered)" : "(no subject)");
}

/** Show a call that SES refused in a container. */
export function showRefusal(container, call) {
  container.replaceChildren(
    make("header", { class: "mail" }, make("h2", { tabindex: "-1" }, "Rejected"), make("div", { class: "tools" }, copyButton(call.error, "Copy error"))),
    drawAlert("SES refused this call", call.error),
    factTable([["Call", call.call], ["To", drawAddresses(call.to)], ["Account", call.place]]),
    make("h3", {}, "Parameters"), make("div", { class: "code" }, copyButton(call.params), pre(call.params)));
}

/** Return a box with a warning; the text keeps its line breaks. */
export function drawAlert(title, text, kind = "") {
  return make("div", { class: `alert ${kind}` }, make("strong", {}, title), pre(text));
}

function listFacts(mail) {
  const is_received = mail.reply !== undefined;
  return [
    ["From", drawAddresses([mail.from])], ["To", drawAddresses(mail.to)], ["Cc", drawAddresses(mail.cc)],
    ["Bcc", drawAddresses(mail.bcc)], ["Reply-To", drawAddresses(mail.reply_to)],
    ...(mail.to.length + mail.cc.length + mail.bcc.length ? [] : [["Recipients", drawAddresses(mail.recipients)]]),
    ["Reply", mail.reply], ["Template", mail.template], ["Configuration set", mail.configuration_set], ...mail.transmission,
    ["Tags", Object.entries(mail.tags).map(pair => badge(pair.join("=")))],
    [is_received ? "Received" : "Sent", [formatTime(mail.sent_at), " ", make("span", { class: "soft" }, `${mail.call} · ${mail.place}`)]],
  ];
}

/** Return the first addresses as text, and how many more there are. */
export function abbreviate(addresses) {
  if (addresses.length <= MANY) return addresses.join(", ");
  return `${addresses.slice(0, MANY - 1).join(", ")} and ${addresses.length - MANY + 1} more`;
}

function drawAddresses(addresses) {
  const texts = addresses.filter(Boolean);
  if (texts.length <= MANY) return texts.join(", ");
  return make("details", {}, make("summary", {}, `${texts.slice(0, MANY - 1).join(", ")} `, make("span", { class: "link" }, `and ${texts.length - MANY + 1} more`)),
    texts.slice(MANY - 1).join(", "));
}

function drawDownload(mail, address) {
  const name = `${(mail.subject || "mail").replace(/[^\p{L}\p{N}._-]+/gu, " ").trim().slice(0, 60) || "mail"}.eml`;
  if (address) return make("a", { class: "tool", href: address, download: name }, "Download .eml");
  if (mail.eml === null) return make("span", { class: "soft" }, "too large to download here");
  const content = mail.eml === undefined ? encodeText(mail.source) : mail.eml;
  const link = fileLink(name, content, "Download .eml");
  link.className = "tool";
  return link;
}

function encodeText(text) {
  // btoa() accepts only characters below 256. Engines limit the number of arguments, so the bytes are converted in pieces.
  const bytes = new TextEncoder().encode(text);
  let letters = "";
  for (let start = 0; start < bytes.length; start += 8192) letters += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(letters);
}

function listTabs(mail, options) {
  const tabs = [];
  const add = (name, draw, number) => tabs.push({ name, draw, count: number });
  if (mail.rendering) add("Template", () => drawRendering(mail.rendering));
  else if (mail.html !== null) add("Preview", () => drawFrame(mail, options));
  else add("Preview", () => make("div", { class: "text", dir: "auto" }, pre(mail.text || "This mail has no text.")));
  if (mail.text !== null && mail.html !== null) add("Text", () => drawCode(mail.text));
  if (mail.html !== null) add("HTML", () => drawCode(mail.html));
  if (mail.links.length) add("Links", () => drawLinks(mail.links, mail.more_links), mail.links.length + mail.more_links);
  if (mail.attachments.length) add("Attachments", () => drawAttachments(mail.attachments), mail.attachments.length);
  if (mail.checks) add("Check", () => drawChecks(mail.checks, options.openLine), mail.checks.length);
  add("Headers", () => columnTable(["Header", "Value"], mail.headers));
  add("Source", () => drawCode(mail.source));
  if (mail.template_data && !mail.rendering) add("Data", () => drawCode(mail.template_data));
  add("Outcomes", () => columnTable(["Recipient", "Outcome"], mail.outcomes.map(([to, outcome]) => [to, badge(outcome, kindOf(outcome))])));
  if (mail.actions && mail.actions.length) add("Actions", () => columnTable(["Rule", "Action"], mail.actions.map(([name, text]) => [name, pre(text)])), mail.actions.length);
  if (mail.events.length) add("Events", () => drawEvents(mail.events), mail.events.length);
  return tabs;
}

function drawCode(text) {
  return make("div", { class: "code" }, copyButton(text), pre(text));
}

function drawRendering(rendering) {
  const parts = Object.entries(rendering.parts).filter(([, text]) => text);
  return [
    rendering.attribute && make("p", {}, "The data has no value for ", make("mark", {}, rendering.attribute), "."),
    make("h3", {}, "Data"), drawCode(rendering.data),
    ...parts.flatMap(([name, text]) => [make("h3", {}, name), make("div", { class: "code" }, make("pre", {}, markAttribute(text, rendering.attribute)))]),
    !parts.length && make("p", { class: "soft" }, "The template does not exist any more."),
  ].filter(Boolean);
}

function markAttribute(text, attribute) {
  if (!attribute) return [text];
  const pieces = text.split(new RegExp(`(\\{\\{[^{}]*${attribute.replace(/[^\w]/g, "\\$&")}[^{}]*\\}\\})`));
  return pieces.map((piece, index) => (index % 2 ? make("mark", {}, piece) : piece));
}

function drawLinks(links, omitted) {
  const table = columnTable(["Link", "What it is", "Copy"], links.map(link => [
    [make("span", { class: "url" }, link.url), link.sent_as && make("div", { class: "soft" }, "sent as ", make("span", { class: "url" }, link.sent_as))],
    link.kinds.map(([kind, level]) => badge(kind, level)),
    copyButton(link.sent_as || link.url)]));
  return omitted ? [table, make("p", { class: "soft" }, `${omitted} more links are not shown.`)] : table;
}

function drawAttachments(attachments) {
  return columnTable(["Name", "Type", "Size"], attachments.map(each => {
    const name = each.name || "unnamed";
    const note = [each.inline && badge("inline"), each.content === null && !each.url && badge("too large for this page")];
    const link = each.url ? make("a", { href: each.url, download: name }, name) : each.content === null ? name : fileLink(name, each.content);
    return [link, [each.type, " ", note], formatSize(each.size)];
  }));
}

function drawEvents(events) {
  return make("ol", { class: "events" }, events.map(event => {
    const details = Object.entries(event.body).filter(([name, value]) => name !== "timestamp" && value !== null)
      .map(([name, value]) => [name, typeof value === "string" ? value : make("code", {}, JSON.stringify(value))]);
    return make("li", {}, make("div", { class: "event" }, badge(event.type, kindOf(event.type)), make("time", {}, formatTime(event.at)),
      make("span", { class: "soft" }, abbreviate(event.to)), copyButton(JSON.stringify(event.body, null, 2), "Copy JSON")), factTable(details));
  }));
}

/** Return the kind of the badge for an outcome or an event: good, bad, warn or plain. */
export function kindOf(name) {
  if (/bounce|complain|reject|fail|refus|^5/i.test(name)) return "bad";
  if (/suppress|delay|wait|unsub/i.test(name)) return "warn";
  return /deliver|accept|open|click|^250/i.test(name) ? "good" : "plain";
}
