// Incoming mail: an .eml file that the user drops on the page or selects goes through the receipt rules.

import { badge, columnTable, factTable, make } from "../elements.js";
import { post } from "./api.js";
import { showDialog } from "./dialog.js";

/** Receive files that the user drops on the page or selects with a button; open(id) shows received mail. */
export function connectReceiving({ button, file, overlay, open }) {
  // Each element under the pointer sends its own dragenter and dragleave, so they are counted.
  let depth = 0;
  const hasFiles = event => [...(event.dataTransfer?.types || [])].includes("Files");
  const show = step => { depth = step ? Math.max(0, depth + step) : 0; overlay.hidden = depth === 0; };
  button.addEventListener("click", () => file.click());
  file.addEventListener("change", () => { receiveAll([...file.files], open); file.value = ""; });  // otherwise, the same file could not be selected twice
  document.addEventListener("dragenter", event => { if (hasFiles(event)) show(1); });
  document.addEventListener("dragleave", event => { if (hasFiles(event)) show(-1); });
  // Without this, the browser would open a dropped file instead of the page.
  document.addEventListener("dragover", event => { if (hasFiles(event)) event.preventDefault(); });
  document.addEventListener("drop", event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    show(0);
    receiveAll([...event.dataTransfer.files], open);
  });
}

async function receiveAll(files, open) {
  for (const file of files) await receive(file, open);
}

async function receive(file, open) {
  try {
    const received = await post("/receive", file, "message/rfc822");
    showResult(file, received, open);
  } catch (error) {
    showDialog(`${file.name} was not received`, make("p", {}, error.message), [{ label: "Close" }]);
  }
}

function showResult(file, received, open) {
  const actions = received.actions.map(each => [each.rule, each.type]);
  showDialog(received.accepted ? "SES received the mail" : "SES refused the mail", [
    factTable([
      ["File", file.name], ["Subject", received.subject], ["From", received.sender], ["To", received.recipients.join(", ")],
      ["Reply", badge(received.smtp_reply, received.accepted ? "good" : "bad")],
      ["Rules", received.rules.join(", ") || "no rule matched"],
    ]),
    ...(actions.length ? [columnTable(["Rule", "Action"], actions)] : []),
  ], [{ label: "Show the mail", act: () => open(received.message_id), kind: "main" }, { label: "Close" }]);
}
