// The dialog of the page: a title, content, and buttons.

import { make } from "../elements.js";

const dialog = document.getElementById("dialog");

/** Show content in the dialog. Buttons are {label, act, kind}; each closes the dialog, then calls its act(). */
export function showDialog(title, content, buttons) {
  dialog.replaceChildren(
    make("h2", { id: "dialog-title" }, title), ...[content].flat(),
    make("div", { class: "tools" }, buttons.map(({ label, act = () => {}, kind = "" }) => make("button", {
      type: "button", class: `tool ${kind}`, onclick: () => { dialog.close(); act(); },
    }, label))));
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(".tools button").focus();
}
