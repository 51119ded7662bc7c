"""The page of ``--ses-report``, which is self-contained, has compressed data, and is safe from scripts in emails."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jinja2

from sesmock.pages import bundling

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = ("sent", "unrendered", "notices", "received", "rejected", "errors")
"""The lists that a page shows for each test: messages, refusals, and hints."""

_PAGES = files("sesmock.pages")


def render(tests: list[dict[str, Any]]) -> str:
    """Return the page that shows the mail of tests.

    Each test has its ``name``, its ``outcome``, the lists of `KINDS` that are not empty, and possibly its ``position``
    in the run and the ``reason``, ``location`` and ``hints`` of its failure.
    """
    script = bundling.bundle("report.js")
    # A header of raw mail can have undecodable bytes. They are lone surrogates here, which UTF-8 cannot encode.
    data = json.dumps(tests, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    counts = {kind: sum(len(test.get(kind, ())) for test in tests) for kind in KINDS}
    return environment.from_string((_PAGES / "report.html").read_text("utf-8")).render(
        script=script,
        # The page's Content-Security-Policy allows only this script, so no script of an email can run.
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        style=(_PAGES / "styles.css").read_text("utf-8"),
        # The header of gzip contains a time; without it, the same tests make the same page.
        data=base64.b64encode(gzip.compress(data, mtime=0)).decode(),
        totals=list(_list_totals(tests, counts)),
        counts=counts,
    )


def _list_totals(tests: list[dict[str, Any]], counts: dict[str, int]) -> Iterator[tuple[int, str, str]]:
    """Yield the numbers in the header of the page, each with its noun and the class of its style."""
    failed = sum(test["outcome"] == "failed" for test in tests)
    yield len(tests), "test" if len(tests) == 1 else "tests", ""
    yield failed, "failed", "bad" if failed else ""
    yield counts["sent"], "sent", ""
    for kind, noun in (
        ("unrendered", "not rendered"),
        ("notices", "by SES itself"),
        ("received", "received"),
    ):
        if counts[kind]:
            yield counts[kind], noun, "bad" if kind == "unrendered" else ""
    yield counts["rejected"], "rejected", "bad" if counts["rejected"] else ""
