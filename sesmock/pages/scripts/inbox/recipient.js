// Buttons that act as the recipient of a message. Each shows the event that it caused, as SES publishes it.

import { badge, copyButton, formatTime, make, pre } from "../elements.js";
import { abbreviate, kindOf } from "../message.js";
import { post } from "./api.js";

// The last result for each message, since a message is redrawn after each event.
const results = new Map();

/** Return the buttons for a message. settings has the types of bounces and complaints. */
export function drawRecipient(item, settings) {
  const { mail } = item;
  const form = make("div", { class: "form", hidden: true });
  const result = make("div", { role: "status", class: "result" });
  const act = async (name, parameters) => {
    try {
      results.set(mail.id, { event: await post(`/messages/${encodeURIComponent(mail.id)}/${name}`, parameters) });
      form.hidden = true;
    } catch (error) {
      results.set(mail.id, { error: error.message });
    }
    drawResult(result, mail.id);
  };
  const buttons = listActions(item, settings).map(({ name, label, fields, parse = values => values }) => make("button", {
    type: "button", class: "tool", "data-action": name, "aria-expanded": fields ? "false" : null,
    onclick: event => {
      const button = event.currentTarget;
      const is_open = button.getAttribute("aria-expanded") === "true";
      for (const other of buttons) if (other.hasAttribute("aria-expanded")) other.setAttribute("aria-expanded", "false");
      form.hidden = !fields || is_open;
      if (!fields) act(name, {});
      else if (!is_open) {
        button.setAttribute("aria-expanded", "true");
        openForm(form, label, fields, values => act(name, parse(values)));
      }
    },
  }, label));
  drawResult(result, mail.id);
  return make("section", { class: "recipient", "aria-label": "Act as the recipient" },
    make("div", { class: "tools" }, make("span", { class: "soft" }, "Act as the recipient"), buttons), form, result);
}

function listActions({ mail, links }, settings) {
  const recipient = { name: "recipient", label: "Recipient", options: [["", "all"], ...mail.recipients.map(each => [each, each])] };
  const of_recipient = mail.recipients.length > 1 ? [recipient] : [];
  return [
    { name: "deliver", label: of_recipient.length ? "Deliver…" : "Deliver", fields: of_recipient.length ? of_recipient : null },
    { name: "bounce", label: "Bounce…", fields: [
      { name: "type", label: "Type", value: "Permanent", options: Object.keys(settings.bounces).map(each => [each, each]) },
      { name: "subtype", label: "Subtype", options: values => settings.bounces[values.type].map(each => [each, each]) }, ...of_recipient] },
    { name: "complain", label: "Complain…", fields: [{ name: "feedback_type", label: "Reason", options: settings.feedback_types.map(each => [each, each]) }, ...of_recipient] },
    { name: "open", label: "Open", fields: null },
    ...(links.length ? [{ name: "click", label: "Click…", fields: [{ name: "link", label: "Link", options: links.map(each => [each, each]) }] }] : []),
    listScopes(mail),
  ];
}

// Mail to a contact list has a link to SES's preferences page, in addition to the one-click link.
function listScopes(mail) {
  const transmission = Object.fromEntries(mail.transmission);
  if (!transmission["Contact list"]) return { name: "unsubscribe", label: "Unsubscribe", fields: null };
  const options = [["", "with one click"], ["everything", "everything, on the preferences page"]];
  if (transmission.Topic) options.push(["topic", `${transmission.Topic}, on the preferences page`]);
  const parse = ({ scope }) => ({ everything: { everything: true }, topic: { topic: transmission.Topic } })[scope] || {};
  return { name: "unsubscribe", label: "Unsubscribe…", fields: [{ name: "scope", label: "How", options }], parse };
}

function openForm(form, label, fields, submit) {
  const selects = new Map(fields.map(field => [field.name, make("select", { name: field.name })]));
  const read = () => Object.fromEntries([...selects].map(([name, select]) => [name, select.value]).filter(([, value]) => value));
  const fill = field => {
    const options = typeof field.options === "function" ? field.options(read()) : field.options;
    selects.get(field.name).replaceChildren(...options.map(([value, text]) => make("option", { value, selected: value === field.value }, text)));
  };
  fields.forEach(fill);
  for (const field of fields) if (typeof field.options !== "function") selects.get(field.name).addEventListener("change", () => fields.filter(each => typeof each.options === "function").forEach(fill));
  const name = label.replace("…", "");
  form.replaceChildren(
    ...fields.map(field => make("label", {}, make("span", {}, field.label), selects.get(field.name))),
    make("button", { type: "button", class: "tool main", onclick: () => submit(read()) }, name));
  form.querySelector("select").focus();
}

function drawResult(container, id) {
  const result = results.get(id);
  if (!result) return;
  if (result.error) {
    container.replaceChildren(make("p", { class: "alert" }, result.error));
    return;
  }
  const { event } = result;
  const text = JSON.stringify(event.document, null, 2);
  container.replaceChildren(make("details", { class: "code" },
    make("summary", {}, badge(event.type, kindOf(event.type)), ` ${abbreviate(event.recipients)} · ${formatTime(event.timestamp)} · JSON as SES publishes it`),
    copyButton(text, "Copy JSON"), pre(text)));
}
