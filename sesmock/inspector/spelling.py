"""Error texts for misspelled and misused filters."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from sesmock.domain import suggestions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from sesmock.inspector.filters import Field

_SENDER = ["sender"]
_RECIPIENT = ["recipient"]
# Names that users expect for filters, from boto3, Django, the email package and other inspectors.
_ALIASES = {
    "arn": ["target"],
    "bcc_addresses": ["bcc"],
    "body_html": ["html"],
    "body_text": ["text"],
    "cc_addresses": ["cc"],
    "config_set": ["configuration_set"],
    "configset": ["configuration_set"],
    "content": ["body", "payload"],
    "destination": ["event_destination", "recipient"],
    "email": _RECIPIENT,
    "error": ["code"],
    "error_code": ["code"],
    "error_message": ["message"],
    "event": ["type"],
    "event_type": ["type"],
    "file": ["attachment"],
    "filename": ["attachment"],
    "file_name": ["attachment"],
    "from": _SENDER,
    "from_": _SENDER,
    "from_addr": _SENDER,
    "from_address": _SENDER,
    "from_email": _SENDER,
    "from_email_address": _SENDER,
    "html_body": ["html"],
    "id": ["message_id"],
    "mail_from": ["return_path", "source"],
    "name": ["rule"],
    "outcomes": ["outcome"],
    "plain": ["text"],
    "predicate": ["where"],
    "rcpt": _RECIPIENT,
    "replyto": ["reply_to"],
    "reply_to_addresses": ["reply_to"],
    "service": ["api"],
    "source": _SENDER,
    "status": ["outcome"],
    "template_data": ["data"],
    "template_name": ["template"],
    "text_body": ["text"],
    "to_address": ["to", "recipient"],
    "to_addresses": ["to", "recipient"],
    "to_email": ["to", "recipient"],
    "topic": ["target"],
    "url": ["link"],
}
# The probable filter for an unnamed string: for an address, and for anything else.
_FOR_ADDRESSES = ("to", "recipient")
_FOR_TEXTS = ("code", "type", "subject")


def describe_unknown(unknown: Iterable[str], fields: Iterable[str]) -> str:
    """Return the error text for unknown filters."""
    return suggestions.describe_unknown("filter", unknown, fields, aliases=_ALIASES)


def require_names(verb: Callable[..., Any], name: str, fields: Mapping[str, Field]) -> Callable[..., Any]:
    """Return a method that raises `TypeError` with the right spelling for a value that is passed by position."""

    @wraps(verb)
    def call(self: object, *values: object, **conditions: object) -> Any:
        __tracebackhide__ = True
        if values:
            raise TypeError(describe_positional(name, values[0], fields))
        return verb(self, **conditions)

    return call


def describe_positional(verb: str, value: object, fields: Collection[str]) -> str:
    """Return the error text for a value without a name, with the filter that was probably meant."""
    choices: Iterable[str] = ("where",)
    if isinstance(value, str):
        choices = (*_FOR_ADDRESSES, *_FOR_TEXTS) if "@" in value else _FOR_TEXTS
    name = next(each for each in choices if each in fields)
    return f"{verb}() accepts filters only by name; write {verb}({name}={value!r})"
