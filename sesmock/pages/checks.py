"""The problems with an email, by rule: the findings of the lint, and those of the HTML check with their places."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from sesmock.inspector import lint
from sesmock.inspector.html_check import checker

if TYPE_CHECKING:
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.world import World
    from sesmock.inspector.html_check.checker import HtmlFinding

_MAX_PLACES = 20


def list_checks(message: SentMessage, world: World) -> list[dict[str, object]]:
    """Return the problems with a message; those that both checks find appear once, with their places."""
    findings = lint.check_message(message, world, ignore=lint.HTML_RULES)
    return [
        *(
            {"rule": each.rule, "text": each.text, "clients": [], "count": 1, "places": []}
            for each in findings
        ),
        *list_html_checks(message.html),
    ]


def list_html_checks(html: str | None) -> list[dict[str, object]]:
    """Return the problems with HTML, by rule, each with at most 20 places."""
    rules: dict[str, list[HtmlFinding]] = {}
    for finding in checker.check_html(html):
        rules.setdefault(finding.rule, []).append(finding)
    return list(map(_describe, rules.values()))


def _describe(findings: list[HtmlFinding]) -> dict[str, object]:
    first = findings[0]
    places = [[each.line, each.source] for each in islice(findings, _MAX_PLACES)]
    return {
        "rule": first.rule,
        "text": first.text,
        "clients": first.clients,
        "count": len(findings),
        "places": places,
    }
