"""The attributes of HTML's start tags, as browsers read them."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

ATTRIBUTE = re.compile(r"(?:[\s/]|(?<=[\"']))([^\s=>/\"']+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+))?")
# In ?a=1&copy=2 there is no ©: what has no semicolon and goes on is no reference. The standard library says otherwise.
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]*(?:;|(?![a-zA-Z0-9=])))")


def attributes(start_tag: str) -> dict[str, str]:
    """Return the attributes of a start tag by name; of those given twice, the first."""
    found: dict[str, str] = {}
    for name, value in ATTRIBUTE.findall(start_tag):
        quoted = value[:1] in {'"', "'"}
        found.setdefault(name.lower(), _REFERENCE.sub(_character, value[1:-1] if quoted else value))
    return found


def _character(reference: re.Match[str]) -> str:
    written = reference[0]
    return unescape(written) if written[1] == "#" else html5.get(written[1:], written)
