// Shows the HTML of an email as its reader sees it: in a frame without scripts, at several widths, in light or dark colors.

import { make } from "./elements.js";
import { drawBlocked, listRemoteContent, splitAddress } from "./remote.js";

const WIDTHS = { Desktop: "", Tablet: "768px", Phone: "375px" };
const SCHEMES = ["Light", "Dark"];
const chosen = { width: "Desktop", scheme: "Light" };

/**
 * Return the elements that show the HTML of an email. The choices of width and scheme last until the page is closed.
 * frameAddress({ remote }) returns the address of an empty document around the mail. Its policy allows the mail's
 * styles and, if remote is true, remote content. Without it, the page's own policy applies, and remote content is never
 * loaded.
 */
export function drawFrame(mail, { frameAddress } = {}) {
  const stage = make("div", { class: "stage" });
  const blocked = make("div", { class: "blocked" });
  let loads_remote = false;
  const load = make("button", { type: "button", class: "tool", hidden: true, onclick: () => { loads_remote = !loads_remote; show(); } });
  const prepare = parser => {
    // A parsed document is inert: it runs no scripts and loads nothing.
    const page = parser.parseFromString(embedAttachments(mail.html, mail.attachments), "text/html");
    const addresses = listRemoteContent(page);
    load.hidden = !frameAddress || !addresses.length;
    load.textContent = loads_remote ? "Block remote content" : "Load remote content";
    blocked.replaceChildren(...(loads_remote || !addresses.length ? [] : [drawBlocked(addresses)]));
    return prepareHtml(page, { scheme: chosen.scheme, loads_remote });
  };
  const show = () => {
    stage.dataset.width = chosen.width;
    stage.style.setProperty("--width", WIDTHS[chosen.width] || "100%");
    stage.replaceChildren(frameAddress ? drawHost(frameAddress({ remote: loads_remote }), prepare) : drawMail(document, prepare(new DOMParser())));
  };
  const bar = make("div", { class: "toolbar" },
    choice("Width", Object.keys(WIDTHS), chosen.width, width => { chosen.width = width; show(); }),
    load,
    choice("Colors", SCHEMES, chosen.scheme, scheme => { chosen.scheme = scheme; show(); }));
  show();
  return [bar, stage, blocked];
}

function drawMail(page, html) {
  // The sandbox allows no scripts, forms or windows. Without windows, links with target=_blank do nothing.
  const frame = page.createElement("iframe");
  frame.title = "The mail as its reader sees it";
  frame.setAttribute("sandbox", "");
  frame.srcdoc = html;
  frame.style.colorScheme = chosen.scheme.toLowerCase();
  return frame;
}

// The mail is a frame inside this frame: a document without an address has the policy of the document around it.
function drawHost(address, prepare) {
  const frame = make("iframe", { title: "The mail", src: address });
  frame.style.background = "none";
  frame.style.colorScheme = chosen.scheme.toLowerCase();
  frame.addEventListener("load", () => {
    const { contentDocument: page, contentWindow: view } = frame;
    // The page's own parser would report the mail's styles as errors, since the page's policy forbids them.
    const mail = drawMail(page, prepare(new view.DOMParser()));
    mail.style.cssText += "position:absolute;inset:0;width:100%;height:100%;border:0;background:Canvas";
    page.body.append(mail);
  });
  return frame;
}

function choice(label, names, selected, select) {
  const buttons = names.map(name => make("button", {
    type: "button", "aria-pressed": String(name === selected),
    onclick: () => {
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.textContent === name));
      select(name);
    },
  }, name));
  return make("div", { role: "group", "aria-label": label, class: "choice" }, buttons);
}

// An image from another host is replaced by a box with its name, unless it is loaded, and links do nothing.
function prepareHtml(page, { scheme, loads_remote }) {
  // The frame would turn a template with shadowrootmode into a shadow tree, whose links querySelectorAll() does not find.
  for (const template of page.querySelectorAll("template")) template.remove();
  for (const link of page.querySelectorAll("a, area, form, base")) link.setAttribute("target", "_blank");
  const base = page.createElement("base");
  base.target = "_blank";
  page.head.prepend(base);
  for (const meta of page.querySelectorAll("meta[http-equiv]")) meta.remove();
  if (!loads_remote) page.querySelectorAll("img").forEach(nameImage);
  if (!loads_remote) for (const source of page.querySelectorAll("picture source")) source.remove();
  applyScheme(page, scheme);
  return `<!doctype html>${page.documentElement.outerHTML}`;
}

function embedAttachments(html, attachments) {
  const pictures = new Map(attachments.filter(each => each.content_id && each.content !== null && each.type.startsWith("image/"))
    .map(each => [each.content_id, `data:${each.type};base64,${each.content}`]));
  // A cid: address names a part of the mail by its Content-ID (RFC 2392).
  return html.replace(/cid:([^"'\s)>]+)/g, (reference, id) => pictures.get(id) || reference);
}

// The frame loads nothing, so each image from another host is replaced by a box with its name.
function nameImage(image) {
  const address = image.getAttribute("src") || "";
  if (/^data:/i.test(address) || !address) return;
  const [host, name] = splitAddress(address);
  const width = readLength(image, "width") || Math.max(120, Math.min(320, 7 * Math.max(name.length, host.length) + 32));
  const height = readLength(image, "height") || Math.max(48, Math.min(160, Math.round(width / 3)));
  image.removeAttribute("srcset");
  image.setAttribute("title", address);
  image.setAttribute("src", `data:image/svg+xml,${encodeURIComponent(drawBox(width, height, name, host))}`);
}

function readLength(image, name) {
  const value = /^\s*(\d+)(px)?\s*$/.exec(image.style[name] || image.getAttribute(name) || "");
  return value ? Number(value[1]) : 0;
}

function drawBox(width, height, name, host) {
  const box = `<rect x=".5" y=".5" width="${Math.max(0, width - 1)}" height="${Math.max(0, height - 1)}" rx="4" fill="#e8ebf0" stroke="#8a93a3" stroke-dasharray="4 3"/>`;
  const line = (text, y, size) => `<text x="${width / 2}" y="${y}" font-family="system-ui,sans-serif" font-size="${size}" fill="#4a5361" text-anchor="middle">${escape(shorten(text, width))}</text>`;
  const texts = width < 48 || height < 20 ? "" : height < 44 ? line(name, height / 2 + 4, 12) : line(name, height / 2 - 2, 12) + line(host, height / 2 + 14, 11);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${box}${texts}</svg>`;
}

function shorten(text, width) {
  const length = Math.max(3, Math.floor((width - 12) / 7));
  const letters = [...text];
  return letters.length > length ? `${letters.slice(0, length - 1).join("")}…` : text;
}

// XML allows neither control characters nor lone surrogates.
function escape(text) {
  return text.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, "").replace(/[^\w .:/-]/gu, letter => `&#${letter.codePointAt(0)};`);
}

// A page cannot set the preference of a frame. Therefore, the conditions in the mail's own styles are made true or false,
// and an email that declares both schemes gets the selected one.
function applyScheme(page, scheme) {
  const name = scheme.toLowerCase();
  const choose = value => (/\blight\b/i.test(value) && /\bdark\b/i.test(value) ? name : value);
  const decide = text => text
    .replace(/prefers-color-scheme\s*:\s*(light|dark)/gi, (_, wanted) => (wanted.toLowerCase() === name ? "min-width: 0px" : "max-width: 0px"))
    .replace(/(?<![-\w])(color-scheme\s*:)([\w\s]+)/gi, (_, property, value) => property + choose(value));
  for (const style of page.querySelectorAll("style")) style.textContent = decide(style.textContent);
  for (const attribute of ["media", "style"]) {
    for (const element of page.querySelectorAll(`[${attribute}*="color-scheme" i]`)) element.setAttribute(attribute, decide(element.getAttribute(attribute)));
  }
  for (const meta of page.querySelectorAll('meta[name="color-scheme" i]')) meta.content = choose(meta.content);
}
