// Templates, with a preview that the server renders from test data in the same way as a send.

import { make, pre } from "../elements.js";
import { drawFrame } from "../frame.js";
import { frameAddress, post } from "./api.js";

const PAUSE = 250;
const ATTRIBUTE = /\{\{\{?\s*(?:#(if|unless|each|with)\s+)?([A-Za-z_][\w.]*)\s*\}?\}\}/g;

/** Return a template with its parts, a field for test data, and the preview. */
export function drawTemplate(template, place) {
  const preview = make("div", { class: "preview", "aria-live": "polite" });
  const field = make("textarea", { rows: "5", spellcheck: "false", "aria-label": `Test data for ${template.name}, as JSON` });
  field.value = JSON.stringify(guessData(template), null, 2);
  let timer = null;
  const render = async () => {
    try {
      showPreview(preview, await post("/inbox/preview", { template: template.name, data: field.value, ...place }));
    } catch (error) {
      preview.replaceChildren(make("p", { class: "alert" }, error.message));
    }
  };
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(render, PAUSE); });
  const parts = ["subject", "text", "html"].filter(name => template[name]);
  const details = make("details", { class: "card", ontoggle: () => { if (details.open) render(); } },
    make("summary", {}, make("b", {}, template.name), make("span", { class: "soft" }, ` ${template.subject || ""}`)),
    make("div", { class: "trial" },
      make("div", {}, parts.map(name => [make("h3", {}, { subject: "Subject", text: "Text", html: "HTML" }[name]), make("div", { class: "code" }, pre(template[name]))]).flat()),
      make("div", {}, make("h3", {}, "Test data"), field, make("h3", {}, "Preview"), preview)));
  return details;
}

function showPreview(container, result) {
  if (result.error) {
    container.replaceChildren(make("div", { class: "alert" },
      result.attribute ? make("p", {}, "The data has no value for ", make("mark", {}, result.attribute), ".") : make("p", {}, result.error)));
    return;
  }
  const parts = [make("p", { class: "subject" }, result.subject)];
  if (result.html !== null) parts.push(...drawFrame({ html: result.html, attachments: [] }, { frameAddress }));
  if (result.text !== null) parts.push(make("div", { class: "code" }, pre(result.text)));
  container.replaceChildren(...parts);
}

/** Return test data with a value for each attribute of the template. */
function guessData(template) {
  // An object without a prototype inherits no properties, such as constructor, that would look like an attribute.
  const data = Object.create(null);
  for (const part of [template.subject, template.text, template.html]) {
    for (const [, block, path] of (part || "").matchAll(ATTRIBUTE)) {
      if (["else", "this"].includes(path)) continue;
      const steps = path.split(".");
      let into = data;
      for (const step of steps.slice(0, -1)) into = typeof into[step] === "object" ? into[step] : (into[step] = Object.create(null));
      into[steps.at(-1)] ??= { each: ["one", "two"], with: {}, if: true, unless: false }[block] ?? steps.at(-1);
    }
  }
  return data;
}
