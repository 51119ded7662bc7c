"""The page of ``--ses-report``: self-contained, with compressed data, and safe against scripts in emails."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from importlib.resources import files
from typing import Any

import jinja2

KINDS = ("sent", "unrendered", "notices", "received", "rejected", "errors")
"""The lists that a page shows for each test: messages, refusals, and hints."""

_PAGES = files("sesmock.pages")


def render(tests: list[dict[str, Any]]) -> str:
    """Return the page for tests, each with its name, its outcome, and the lists of `KINDS` that are not empty."""
    script = (_PAGES / "report.js").read_text("utf-8")
    data = json.dumps(tests, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.from_string((_PAGES / "report.html").read_text("utf-8")).render(
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        style=(_PAGES / "report.css").read_text("utf-8"),
        data=base64.b64encode(gzip.compress(data, mtime=0)).decode(),
        tests=len(tests),
        counts={kind: sum(len(test.get(kind, ())) for test in tests) for kind in KINDS},
    )
