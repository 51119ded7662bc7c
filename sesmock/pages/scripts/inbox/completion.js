// Suggestions below the search field: keys, and values that occur in the mail.

import { make } from "../elements.js";
import { get } from "./api.js";

/** Suggest completions while the user types a term. After a choice, apply(text) is called with the new text. */
export function connectCompletion(input, box, apply) {
  let answer = null;
  let active = -1;
  let asked = 0;

  async function suggest() {
    const number = ++asked;
    const position = input.selectionStart;
    const completion = await get("/inbox/complete", { query: input.value, position }).catch(() => null);
    // Responses can arrive in a different order than the requests, and after the user has left the field.
    if (number !== asked || document.activeElement !== input) return;
    const typed = input.value.slice(completion?.start, completion?.end);
    const suggestions = (completion?.suggestions || []).filter(each => each !== typed);
    if (!suggestions.length) {
      close();
      return;
    }
    answer = { ...completion, suggestions };
    active = -1;
    box.replaceChildren(...suggestions.map((text, index) => make("div", {
      role: "option", id: `suggestion-${index}`, "aria-selected": "false",
      // A click comes too late: by then, the field has lost focus, and the suggestions are closed.
      onmousedown: event => { event.preventDefault(); choose(index); },
    }, text)));
    box.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function close() {
    asked += 1;
    answer = null;
    box.hidden = true;
    box.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function move(step) {
    const options = [...box.children];
    active = (active + step + options.length + (active < 0 && step < 0 ? 1 : 0)) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  }

  function choose(index) {
    const { start, end, suggestions } = answer;
    // A value gets a space for the next term; a key gets none, since its value follows.
    const term = suggestions[index].endsWith(":") ? suggestions[index] : `${suggestions[index]} `;
    const rest = input.value.slice(end).trimStart();
    input.value = `${input.value.slice(0, start)}${term}${rest}`;
    input.setSelectionRange(start + term.length, start + term.length);
    close();
    apply(input.value);
    if (term.endsWith(":")) suggest();
  }

  function handleKey(event) {
    if (box.hidden || event.isComposing) return;
    const act = {
      ArrowDown: () => move(1), ArrowUp: () => move(-1), Escape: close,
      Enter: active >= 0 && (() => choose(active)), Tab: active >= 0 && (() => choose(active)),
    }[event.key];
    if (event.key === "Enter" && active < 0) close();
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  }

  input.addEventListener("input", suggest);
  input.addEventListener("click", () => { if (!input.value) suggest(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", handleKey);
  return close;
}
