"""The template of a message and the template's data, as texts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sesmock.inspector import failure_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.domain.mail.messages import SentMessage

_MISSING = re.compile(r"Attribute '(.+)' is not present in the rendering data\.")
_MAX_TEXT = 64 * 1024


def dump_data(message: SentMessage) -> str | None:
    """Return the data of a message's template as indented JSON, or None if it has no template."""
    if message.template is None:
        return None
    return json.dumps(message.template.data, indent=2, ensure_ascii=False, default=str)[:_MAX_TEXT]


def describe_failure(message: SentMessage) -> dict[str, object]:
    """Return why a message could not be rendered: the missing attribute, the data, and the parts of the template.

    The attribute is None if the failure has a different reason. The parts are empty if the template has been deleted.
    """
    missing = _MISSING.search(failure_text.rendering_error(message))
    return {
        "attribute": missing and missing[1],
        "data": dump_data(message),
        "parts": {name: (text or "")[:_MAX_TEXT] for name, text in _find_parts(message).items()},
    }


def _find_parts(message: SentMessage) -> dict[str, str | None]:
    """Return the subject, text and HTML of a template, as it is stored now or, if inline, as it was in the request."""
    name = message.template.name or (message.template.arn or "").rpartition("/")[2]
    stored = message.account.templates.get(name)
    if stored is not None:
        return {"Subject": stored.subject, "Text": stored.text, "HTML": stored.html}
    params: Mapping[str, Any] = message.call.params
    content = params.get("Content") or params.get("DefaultContent") or {}
    inline = content.get("Template", {}).get("TemplateContent", {})
    return {
        part: inline.get(key) for part, key in (("Subject", "Subject"), ("Text", "Text"), ("HTML", "Html"))
    }
