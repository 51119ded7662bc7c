"""The rules of the HTML check: what Gmail, Outlook for Windows and Apple Mail drop, change or cut off.

The rules follow the tests of caniemail.com; docs/reference/html_check.md has links to the tests.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sesmock.inspector.html_check.parsing import Declaration, Document, Element

MAX_HTML = 102 * 1024
"""The number of bytes of HTML that Gmail shows."""
_MAX_CSS = 16 * 1024
_GMAIL, _OUTLOOK, _APPLE_MAIL = "Gmail", "Outlook", "Apple Mail"
_ALL = (_GMAIL, _OUTLOOK, _APPLE_MAIL)
_UNSUPPORTED_IMAGE = re.compile(r"\.(svg|webp)(?:[?#]|$)", re.IGNORECASE)
_WEB_FONTS = re.compile(r"//fonts\.(googleapis|bunny)\.|use\.typekit\.net|\.woff2?\b", re.IGNORECASE)
_BLACK = re.compile(r"^(black|#000|#000000|#111|#111111|#222|#222222|#333|#333333|rgb\(0,\s*0,\s*0\))\b")


class Place(NamedTuple):
    """Where a rule applies: the line in the HTML, counted from 1, and the source."""

    line: int
    source: str


class Rule(NamedTuple):
    """A rule: its sentence, the clients that it concerns, and a function that yields the places."""

    text: str
    clients: tuple[str, ...]
    find: Callable[[Document], Iterator[Element | Declaration | Place]]


def _find_elements(*tags: str) -> Callable[[Document], Iterator[Element]]:
    return lambda document: (element for element in document.elements if element.tag in tags)


def _find_declarations(
    names: str, values: str = ""
) -> Callable[[Document], Iterator[Element | Declaration | Place]]:
    """Return a function that yields the declarations whose name and value match regular expressions."""
    name, value = re.compile(names), re.compile(values)
    return lambda document: (
        each for each in document.declarations if name.fullmatch(each.name) and value.search(each.value)
    )


def measure(html: str) -> int:
    """Return the number of bytes of HTML."""
    return len(html.encode("utf-8", "replace"))


def _find_clipped(document: Document) -> Iterator[Place]:
    size = measure(document.html)
    if size > MAX_HTML:
        yield Place(1, f"{size // 1024} KB of HTML")


def _find_styles_in_body(document: Document) -> Iterator[Element]:
    return (sheet.element for sheet in document.style_sheets if not sheet.element.is_in_head)


def _find_large_styles(document: Document) -> Iterator[Element]:
    size = 0
    for sheet in document.style_sheets:
        # Gmail adds up the sizes of all <style> elements.
        size += len(sheet.css)
        if size > _MAX_CSS:
            yield sheet.element
            return


def _find_linked_styles(document: Document) -> Iterator[Element | Declaration | Place]:
    for element in document.elements:
        if element.tag == "link" and "stylesheet" in element.attributes.get("rel", "").lower():
            yield element
    yield from _find_declarations("@import")(document)


def _find_scripts(document: Document) -> Iterator[Element]:
    for element in document.elements:
        has_handler = any(re.fullmatch(r"on[a-z]+", name) for name in element.attributes)
        href = element.attributes.get("href", "").strip().lower()
        if element.tag == "script" or has_handler or href.startswith("javascript:"):
            yield element


def _find_images(document: Document) -> Iterator[Element]:
    return (element for element in document.elements if element.tag == "img")


def _find_data_images(document: Document) -> Iterator[Element]:
    for image in _find_images(document):
        if image.attributes.get("src", "").strip().lower().startswith("data:"):
            yield image


def _find_image_formats(document: Document) -> Iterator[Element]:
    for element in document.elements:
        source = element.attributes.get("src", "").strip()
        is_unsupported = source.lower().startswith(("data:image/svg", "data:image/webp"))
        if element.tag == "svg" or (
            element.tag == "img" and (is_unsupported or _UNSUPPORTED_IMAGE.search(source))
        ):
            yield element


def _find_missing_alt(document: Document) -> Iterator[Element]:
    return (image for image in _find_images(document) if "alt" not in image.attributes)


def _find_missing_width(document: Document) -> Iterator[Element]:
    return (image for image in _find_images(document) if not image.attributes.get("width", "").strip())


def _find_web_fonts(document: Document) -> Iterator[Element | Declaration | Place]:
    for element in document.elements:
        if element.tag == "link" and _WEB_FONTS.search(element.attributes.get("href", "")):
            yield element
    yield from _find_declarations("@font-face")(document)


def _find_background_images(document: Document) -> Iterator[Element | Declaration | Place]:
    yield from (element for element in document.elements if "background" in element.attributes)
    yield from _find_declarations("background(-image)?", r"url\(|gradient\(")(document)


def _find_dark_text(document: Document) -> Iterator[Element]:
    """Yield elements whose own style sets a dark text color, in a document that sets no background color at all."""
    names = {each.name for each in document.declarations} | {
        name for element in document.elements for name in element.attributes
    }
    if names.isdisjoint({"background", "background-color", "bgcolor"}):
        for each in document.declarations:
            if each.name == "color" and each.element is not None and _BLACK.match(each.value):
                yield each.element


RULES: dict[str, Rule] = {
    "clipped": Rule(
        "Gmail shows the first 102 KB of the HTML, and hides the rest behind a link.",
        (_GMAIL,),
        _find_clipped,
    ),
    "style-in-body": Rule(
        "Gmail and Outlook ignore <style> outside <head>.", (_GMAIL, _OUTLOOK), _find_styles_in_body
    ),
    "large-style": Rule(
        "Once the CSS of an email exceeds 16 KB, Gmail ignores that <style> and all later ones.",
        (_GMAIL,),
        _find_large_styles,
    ),
    "linked-stylesheet": Rule(
        "Gmail ignores style sheets that are linked or imported; write the CSS into the mail.",
        (_GMAIL,),
        _find_linked_styles,
    ),
    "script": Rule("All clients remove scripts and event handlers.", _ALL, _find_scripts),
    "form": Rule(
        "Forms do not work in Outlook; link to a page with the form.",
        (_OUTLOOK,),
        _find_elements("form", "input", "select", "textarea"),
    ),
    "video": Rule(
        "Gmail and Outlook do not play video or audio; link to it from an image.",
        (_GMAIL, _OUTLOOK),
        _find_elements("video", "audio"),
    ),
    "embedded-content": Rule(
        "Clients remove frames, objects and plug-ins.",
        (_GMAIL, _OUTLOOK),
        _find_elements("iframe", "frame", "object", "embed", "applet"),
    ),
    "picture": Rule(
        "Gmail and Outlook ignore <picture> and its <source> elements, and show the <img> in it.",
        (_GMAIL, _OUTLOOK),
        _find_elements("picture"),
    ),
    "data-image": Rule(
        "Outlook and Gmail on iOS do not show images in data: URLs; attach them and refer to them by cid:.",
        (_GMAIL, _OUTLOOK),
        _find_data_images,
    ),
    "image-format": Rule(
        "Outlook does not show SVG or WebP, and Gmail does not show SVG; use PNG or JPEG.",
        (_GMAIL, _OUTLOOK),
        _find_image_formats,
    ),
    "missing-alt": Rule(
        "Most clients block images by default, and show the alt text; this image has none.",
        _ALL,
        _find_missing_alt,
    ),
    "image-width": Rule(
        "Outlook ignores max-width on images, and shows an image without a width attribute at full size.",
        (_OUTLOOK,),
        _find_missing_width,
    ),
    "flex-or-grid": Rule(
        "Outlook ignores flexbox and grid, and Gmail ignores grid; use tables for columns.",
        (_GMAIL, _OUTLOOK),
        _find_declarations("display", "flex|grid"),
    ),
    "position": Rule(
        "Gmail and Outlook ignore position, so elements do not overlap.",
        (_GMAIL, _OUTLOOK),
        _find_declarations("position", "^(?!static)"),
    ),
    "float": Rule(
        "Outlook ignores float; use the align attribute of a table or an image.",
        (_OUTLOOK,),
        _find_declarations("float", "^(?!none)"),
    ),
    "background-image": Rule(
        "Outlook does not show background images; set a background color as well.",
        (_OUTLOOK,),
        _find_background_images,
    ),
    "css-variable": Rule(
        "Gmail and Outlook do not support CSS variables, and ignore declarations that use them.",
        (_GMAIL, _OUTLOOK),
        _find_declarations(".*", r"\bvar\("),
    ),
    "web-font": Rule(
        "Gmail ignores web fonts, and Outlook may fall back to Times New Roman; end font-family with a common font.",
        (_GMAIL, _OUTLOOK),
        _find_web_fonts,
    ),
    "dark-text": Rule(
        "In dark mode, dark text may end up on the client's dark background; set a background color, too.",
        (_APPLE_MAIL, _OUTLOOK),
        _find_dark_text,
    ),
}
