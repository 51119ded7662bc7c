// The pages of resources. They are read-only, since calls to SES change resources; only identities can be verified.

import { badge, columnTable, count, factTable, formatTime, make } from "../elements.js";
import { get, post } from "./api.js";
import { drawTemplate } from "./templates.js";

const PAGE = 100;
const CALLS = {
  identities: "CreateEmailIdentity", templates: "CreateEmailTemplate", "configuration-sets": "CreateConfigurationSet",
  suppression: "PutSuppressedDestination", contacts: "CreateContact", rules: "CreateReceiptRule", account: "PutAccountDetails",
};

/** The pages by name: their titles, and functions that draw them. */
export const PAGES = {
  identities: { title: "Identities", draw: (page, place) => drawList(page, "identities", place, drawIdentities, "No identities yet. SES sends only from verified identities.") },
  templates: { title: "Templates", draw: (page, place) => drawList(page, "templates", place, rows => rows.map(row => drawTemplate(row, place)), "No templates yet.") },
  "configuration-sets": { title: "Configuration sets", draw: (page, place) => drawList(page, "configuration-sets", place, rows => rows.map(drawSet), "No configuration sets yet.") },
  suppression: { title: "Suppression list", draw: (page, place) => drawList(page, "suppression", place, drawSuppressed, "No suppressed addresses yet. Bounces and complaints add them.") },
  contacts: { title: "Contacts", draw: drawContacts },
  rules: { title: "Receipt rules", draw: (page, place) => drawList(page, "rules", place, rows => rows.map(drawRuleSet), "No receipt rules yet, so SES refuses all incoming mail.") },
  account: { title: "Account", draw: drawAccount },
};

/** Draw a page into a container. place is the account and region; choose(place) selects another one. */
export async function drawPage(container, name, { place, choose }) {
  const { title, draw } = PAGES[name];
  const body = make("div", { class: "body" });
  const account = await get("/inbox/account", place);
  const { places } = account;
  container.replaceChildren(
    make("header", { class: "mail" }, make("h2", { tabindex: "-1" }, title), places.length > 1 && drawPlaces(places, account, choose)),
    make("p", { class: "soft" }, "Read-only. To make changes, call SES, for example ", make("code", {}, CALLS[name]), "."),
    body);
  await draw(body, place, account);
}

function drawPlaces(places, account, choose) {
  const select = make("select", { onchange: () => choose(places[Number(select.value)]) },
    places.map(([account_id, region], index) => make("option", { value: String(index), selected: account_id === account.account_id && region === account.region }, `${region} · ${account_id}`)));
  return make("label", { class: "place" }, make("span", { class: "soft" }, "Account and region "), select);
}

async function drawList(container, name, place, draw, empty) {
  const label = name === "contacts" || name === "suppression" ? "Search by address" : "Search by name";
  const search = make("input", { type: "search", placeholder: label, "aria-label": label });
  const status = make("span", { class: "soft", role: "status" });
  const body = make("div", { class: "body" });
  const more = make("button", { type: "button", class: "tool", hidden: true }, "Show more");
  let rows = [];
  let next = null;
  const load = async cursor => {
    const page = await get(`/inbox/resources/${name}`, { ...place, search: search.value, limit: PAGE, cursor });
    rows = cursor ? [...rows, ...page.items] : page.items;
    next = page.next;
    more.hidden = next === null;
    status.textContent = count(page.total, "entry", "entries");
    body.replaceChildren(...(rows.length ? [draw(rows, () => load(null))].flat() : [make("p", { class: "empty" }, search.value ? "No matches" : empty)]));
  };
  search.addEventListener("input", () => load(null));
  more.addEventListener("click", () => load(next));
  await load(null);
  container.append(make("div", { class: "filters" }, rows.length > 5 && search, status), body, more);
}

function drawIdentities(rows, reload) {
  return columnTable(["Identity", "Status", "DKIM", "MAIL FROM", "Configuration set", "Verification"], rows.map(row => [
    row.name, drawStatus(row.status), row.dkim && drawStatus(row.dkim), row.mail_from, row.configuration_set,
    row.status === "SUCCESS" ? make("span", { class: "soft" }, "done") : drawVerify(row, reload)]));
}

function drawVerify(row, reload) {
  const button = make("button", { type: "button", class: "tool", onclick: async () => {
    try {
      await post("/verify", { identity: row.name });
      await reload();
      document.querySelector("#resource h2").focus();
    } catch (error) {
      button.after(make("p", { class: "alert" }, error.message));
    }
  } }, "Verify", make("span", { class: "offscreen" }, ` ${row.name}`));
  return button;
}

function drawStatus(status) {
  return badge(status, { SUCCESS: "good", PENDING: "warn" }[status] || (status.includes("FAIL") ? "bad" : "plain"));
}

function drawSet(row) {
  return make("section", { class: "card" }, make("h3", {}, row.name),
    factTable([...Object.entries(row.options), ["Tags", Object.entries(row.tags).map(pair => badge(pair.join("=")))]]),
    row.destinations.length ? columnTable(["Event destination", "Target", "Events", "State"], row.destinations.map(each => [
      each.name, [badge(each.kind), " ", make("span", { class: "url" }, each.target)], each.types.map(type => badge(type)), badge(each.enabled ? "enabled" : "disabled", each.enabled ? "good" : "warn")]))
      : make("p", { class: "soft" }, "No event destinations: events are not published."));
}

function drawSuppressed(rows) {
  return columnTable(["Address", "Reason", "List", "Since", "Caused by"], rows.map(row => [
    row.address, badge(row.reason, "warn"), row.tenant ? `tenant ${row.tenant}` : "account", formatTime(row.updated_at),
    row.message_id && make("a", { href: `#/mail/${encodeURIComponent(row.message_id)}` }, "message")]));
}

async function drawContacts(container, place) {
  const { items: lists } = await get("/inbox/resources/contact-lists", place);
  if (!lists.length) {
    container.append(make("p", { class: "empty" }, "No contact list yet."));
    return;
  }
  container.append(...lists.map(each => make("section", { class: "card" }, make("h3", {}, each.name),
    factTable([["Description", each.description], ["Contacts", count(each.contacts, "contact")]]),
    each.topics.length > 0 && columnTable(["Topic", "Display name", "Default"], each.topics.map(topic => [topic.name, topic.display_name, badge(topic.default)])))));
  await drawList(container, "contacts", place, rows => columnTable(["Contact", "Subscribed to", "Opted out of", "Attributes", "Changed"], rows.map(row => [
    row.address, row.unsubscribed ? badge("unsubscribed from all", "warn") : row.subscribed.map(each => badge(each, "good")), row.opted_out.map(each => badge(each, "warn")),
    row.attributes && make("code", {}, row.attributes), formatTime(row.updated_at)])), "No contacts yet.");
}

function drawRuleSet(row) {
  return make("section", { class: "card" },
    make("h3", {}, row.name, " ", badge(row.active ? "active" : "inactive", row.active ? "good" : "plain")),
    row.rules.length ? columnTable(["Rule", "Recipients", "Actions", "State"], row.rules.map(rule => [
      rule.name, rule.recipients.join(", ") || "all verified domains", rule.actions.map(each => badge(each)), badge(rule.enabled ? "enabled" : "disabled", rule.enabled ? "good" : "warn")]))
      : make("p", { class: "soft" }, "This set has no rules."));
}

function drawAccount(container, _place, account) {
  const limit = account.max_24_hour_send < 0 ? "unlimited" : account.max_24_hour_send.toLocaleString("en-US");
  container.append(
    make("section", { class: "card" }, make("h3", {}, "Sending"), factTable([
      ["Account", account.account_id], ["Region", account.region],
      ["Access", account.sandbox ? badge("sandbox", "warn") : badge("production", "good")],
      ["Sending", badge(account.sending_enabled ? "enabled" : "disabled", account.sending_enabled ? "good" : "bad")],
      ["Status", badge(account.enforcement_status, account.enforcement_status === "HEALTHY" ? "good" : "bad")],
      ["Senders", account.accepts_any_sender ? "any address (identities=\"*\")" : "verified identities"],
    ])),
    make("section", { class: "card" }, make("h3", {}, "Quota"), factTable([
      ["Last 24 hours", [`${account.sent_last_24_hours.toLocaleString("en-US")} of ${limit} recipients `, drawMeter(account)]],
      ["Rate", `${account.max_send_rate} recipients per second`],
    ])),
    make("section", { class: "card" }, make("h3", {}, "Settings"), factTable([
      ["Suppressed for", account.suppressed_reasons.map(each => badge(each))],
      ["VDM", account.vdm_enabled ? "enabled" : "disabled"], ["Review", account.review], ["Website", account.website],
      ["Dedicated IPs", account.dedicated_ips.join(", ")], ["Tenants", account.tenants ? String(account.tenants) : ""],
    ])));
}

function drawMeter(account) {
  if (account.max_24_hour_send < 0) return "";
  return make("meter", { min: "0", max: String(account.max_24_hour_send), value: String(account.sent_last_24_hours), "aria-label": "Quota used" });
}
