// Shows the problems with an email: the findings of the lint, and those of the HTML check with links to their lines.

import { badge, make } from "./elements.js";

/** Return a list of the problems with an email; openLine(line) shows a line of its HTML. */
export function drawChecks(checks, openLine) {
  if (!checks.length) return make("p", { class: "soft" }, "No problems found.");
  return make("ul", { class: "checks" }, checks.map(check => make("li", {},
    make("div", { class: "event" }, make("strong", {}, check.rule), check.clients.map(client => badge(client, "warn"))),
    make("p", {}, check.text),
    check.places.map(([line, source]) => make("button", { class: "tool place", type: "button", onclick: () => openLine(line) },
      make("span", { class: "soft" }, `Line ${line}`), " ", make("code", {}, source))),
    check.count > check.places.length && check.places.length > 0 && make("p", { class: "soft" }, `and ${check.count - check.places.length} more`))));
}

/** Mark a line, counted from 1, of the text in an element, and scroll to it. */
export function markLine(element, line) {
  const lines = element.textContent.split("\n");
  const before = lines.slice(0, line - 1), after = lines.slice(line);
  const mark = make("mark", { tabindex: "-1" }, lines[line - 1] || " ");
  element.replaceChildren(before.length ? `${before.join("\n")}\n` : "", mark, after.length ? `\n${after.join("\n")}` : "");
  mark.scrollIntoView({ block: "center" });
  mark.focus({ preventScroll: true });
}
