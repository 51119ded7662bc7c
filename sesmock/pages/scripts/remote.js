// The content from other hosts that an email loads if a client allows it: images, styles, fonts and media.

import { count, make } from "./elements.js";

// No host has a name in .invalid (RFC 6761 §6.4), so an address with this host was relative.
const BASE = "https://relative.invalid/";
const ATTRIBUTES = {
  "img, source, video, audio, track, input": ["src"], "img, source": ["srcset"], video: ["poster"], link: ["href"],
  "[background]": ["background"], "image, use, feImage": ["href", "xlink:href"],
};
const IN_STYLES = /(?:@import\s*(?=["'])|url\(\s*)["']?([^"'()\s]+)/gi;
const MOST_NAMES = 3;

/** Return the addresses of remote content in a parsed mail, each once. */
export function listRemoteContent(page) {
  const addresses = [];
  for (const [selector, names] of Object.entries(ATTRIBUTES)) {
    for (const element of page.querySelectorAll(selector)) {
      for (const name of names) addresses.push(...readAddresses(name, element.getAttribute(name) || ""));
    }
  }
  const styles = [...page.querySelectorAll("style")].map(style => style.textContent);
  styles.push(...[...page.querySelectorAll("[style]")].map(element => element.getAttribute("style")));
  for (const style of styles) addresses.push(...[...style.matchAll(IN_STYLES)].map(match => match[1]));
  return [...new Set(addresses.filter(isRemote))];
}

// srcset has several addresses, each followed by a width or a density.
function readAddresses(name, value) {
  return name === "srcset" ? value.split(/,\s/).map(part => part.trim().split(/\s/)[0]) : [value.trim()];
}

function isRemote(address) {
  try {
    const url = new URL(address, BASE);
    return /^https?:$/.test(url.protocol) && url.origin !== new URL(BASE).origin;
  } catch {
    return false;
  }
}

/** Return the host and the file name of an address; for an address without a host, a description in place of the host. */
export function splitAddress(address) {
  if (/^cid:/i.test(address)) return ["not attached, or too large", address];
  try {
    const url = new URL(address, BASE);
    const name = decodeURIComponent(url.pathname.split("/").filter(Boolean).pop() || url.host);
    return [url.origin === new URL(BASE).origin ? "relative address" : url.host, name];
  } catch {
    return ["", address];
  }
}

/** Return a line with the names of blocked content, which lists the addresses when it is opened. */
export function drawBlocked(addresses) {
  const names = addresses.slice(0, MOST_NAMES).map(address => [...new Set(splitAddress(address))].filter(Boolean).join("/"));
  const rest = addresses.length - names.length;
  return make("details", {},
    make("summary", {}, `Blocked: ${count(addresses.length, "remote file")}: ${names.join(", ")}${rest ? ` and ${rest} more` : ""}`),
    make("ul", {}, addresses.map(address => make("li", { class: "url" }, address))));
}
