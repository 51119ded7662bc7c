// The search field and the keys of the page: / to search, j and k for the next and previous mail, ↓ and Enter to read.

/**
 * Connect a search field. find(text) is called while the user types, list is the List of results, and read() moves
 * focus to the mail that is shown.
 */
export function connectSearch(input, { find, list, read }) {
  input.addEventListener("input", () => find(input.value));
  input.addEventListener("keydown", event => {
    const act = { ArrowDown: () => list.focus(), Enter: () => read(), Escape: () => { input.value = ""; find(""); } }[event.key];
    // While an input method composes text, Enter and the arrows belong to it.
    if (!act || event.isComposing) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const act = { "/": () => { input.focus(); input.select(); }, j: () => list.move(1), k: () => list.move(-1) }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** Return whether a string contains all words of a search, in any order. */
export function matches(text, words) {
  return words.every(word => text.includes(word));
}

/** Return the words of a search. */
export function splitWords(text) {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

function isTyping(element) {
  return element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
}
