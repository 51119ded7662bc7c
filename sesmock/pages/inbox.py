"""The page of the server's inbox; its scripts and styles are separate files."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

import jinja2

if TYPE_CHECKING:
    from collections.abc import Mapping


def render(settings: Mapping[str, object], static: str) -> str:
    """Return the page, with settings for its scripts; *static* is the address of its files, with a slash at the end."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    source = (files("sesmock.pages") / "inbox.html").read_text("utf-8")
    return environment.from_string(source).render(settings=json.dumps(settings), static=static)
