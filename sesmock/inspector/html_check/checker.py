"""`check_html`, which applies the rules to the HTML of an email."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain import suggestions
from sesmock.inspector.html_check import parsing
from sesmock.inspector.html_check.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sesmock.inspector.html_check.parsing import Document
    from sesmock.inspector.html_check.rules import Rule


class HtmlFinding(NamedTuple):
    """A place in HTML that some mail clients do not show as intended."""

    rule: str
    """The name of the rule, such as ``"missing-alt"``."""

    text: str
    """A sentence about the problem."""

    clients: tuple[str, ...]
    """The clients that have the problem: ``"Gmail"``, ``"Outlook"`` (for Windows) and ``"Apple Mail"``."""

    line: int
    """The line in the HTML, counted from 1."""

    source: str
    """The element or CSS, shortened to 120 characters."""


def check_html(html: str | None, *, ignore: Collection[str] = ()) -> tuple[HtmlFinding, ...]:
    """Return what mail clients drop or change in the HTML of an email, sorted by line.

    ``ignore`` lists names of rules. Only the first 256 KB are read. An email without HTML has no findings. Raise
    `ValueError` for an unknown rule, or `TypeError` if ``html`` is neither a string nor None.
    """
    ignored = {ignore} if isinstance(ignore, str) else set(ignore)
    if unknown := ignored - RULES.keys():
        raise ValueError(suggestions.describe_unknown("rule", unknown, RULES))
    if html is not None and not isinstance(html, str):
        raise TypeError(
            f"html must be a string or None, got {type(html).__name__}; pass the html of a message"
        )
    if not html:
        return ()
    document = parsing.parse(html)
    findings = [
        finding
        for name, rule in RULES.items()
        if name not in ignored
        for finding in _apply(name, rule, document)
    ]
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.line))


def _apply(name: str, rule: Rule, document: Document) -> Iterator[HtmlFinding]:
    is_about_outlook = rule.clients == ("Outlook",)
    for place in rule.find(document):
        if not is_about_outlook or getattr(place, "is_for_outlook", True):
            yield HtmlFinding(name, rule.text, rule.clients, place.line, place.source)
