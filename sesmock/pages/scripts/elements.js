// Builds the elements of a page. Text is added only as text nodes, so nothing in an email can become markup of the page.

/**
 * Return an element. Functions are set as handlers, such as onclick, and other properties as attributes. Empty children
 * are omitted.
 */
export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    // A Content-Security-Policy blocks handlers in attributes, but not those in properties.
    if (typeof value === "function") element[key] = value;
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

/** Return a name, such as test_a_long_name, as pieces between which a line may break. */
export function breakName(name) {
  return name.split(/(?<=[_.:/[-])/).flatMap(piece => [piece, make("wbr")]);
}

/** Return preformatted text. */
export function pre(text) {
  return make("pre", {}, text);
}

/** Return a short label; the kind is good, bad, warn or plain. */
export function badge(text, kind = "plain") {
  return make("span", { class: `badge ${kind}` }, text);
}

/** Return a table of names and values; a value is a string, an element, or a list of both. Empty values are omitted. */
export function factTable(pairs) {
  const rows = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "" && value.length !== 0)
    .map(([name, value]) => make("tr", {}, make("th", { scope: "row" }, name), make("td", { dir: "auto" }, value)));
  return make("table", { class: "facts" }, make("tbody", {}, rows));
}

/** Return a table with a heading for each column; cells are texts, elements, or lists of both. */
export function columnTable(headings, rows) {
  const head = make("tr", {}, headings.map(heading => make("th", { scope: "col" }, heading)));
  const lines = rows.map(cells => make("tr", {}, cells.map((cell, index) => make("td", { dir: "auto", "data-heading": headings[index] }, cell))));
  return make("div", { class: "scroller" }, make("table", { class: "columns" }, make("thead", {}, head), make("tbody", {}, lines)));
}

/** Return a button that copies a text to the clipboard and then says so. */
export function copyButton(text, label = "Copy") {
  const button = make("button", { class: "tool", type: "button", onclick: async () => {
    const is_copied = await copy(text);
    button.textContent = is_copied ? "Copied" : "Cannot copy";
    setTimeout(() => { button.textContent = label; }, 1500);
  } }, label);
  return button;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

// Browsers offer navigator.clipboard only to pages from this computer or over HTTPS.
function copyBySelection(text) {
  const area = make("textarea", { class: "offscreen", "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  area.select();
  const is_copied = document.execCommand("copy");
  area.remove();
  return is_copied;
}

/** Return a link that saves base64 content as a file. */
export function fileLink(name, content, label = name) {
  return make("a", { download: name, href: `data:application/octet-stream;base64,${content}` }, label);
}

/** Return a time in the data, such as 2030-01-01T12:00:00.000+00:00, in a readable form. */
export function formatTime(text) {
  return text.replace("T", " ").replace(/(\.000)?\+00:00$/, " UTC");
}

/** Return a number of bytes in a readable form. */
export function formatSize(size) {
  if (size < 1024) return `${size} B`;
  return size < 1024 * 1024 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
}

/** Return a percent-decoded part of an address; an invalid one, such as 50%, stays as it is. */
export function decodePart(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Return a number with its noun. */
export function count(number, noun, plural = `${noun}s`) {
  return `${number.toLocaleString("en-US")} ${number === 1 ? noun : plural}`;
}
