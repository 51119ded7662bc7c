"""The actions of the JSON API, which call methods of `SentMessage` and `SesMock`."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from sesmock.domain.suggestions import describe_unknown
from sesmock.server.answers import ApiError
from sesmock.server.api.documents import Document, describe_event, describe_received
from sesmock.server.api.listings import check_names, read_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.domain.mail.messages import SentMessage
    from sesmock.handle import SesMock
    from sesmock.http import HttpRequest

TEXT = "string"
TEXTS = "array"
FLAG = "boolean"
_TYPES: Mapping[str, type] = {TEXT: str, FLAG: bool}


class Action(NamedTuple):
    """An action: the parameters of its method with their JSON types, and the names of the required ones."""

    parameters: Mapping[str, str]
    required: tuple[str, ...] = ()


MESSAGE_ACTIONS: Mapping[str, Action] = {
    "deliver": Action({"recipient": TEXT}),
    "bounce": Action({"type": TEXT, "subtype": TEXT, "recipient": TEXT}),
    "complain": Action({"feedback_type": TEXT, "recipient": TEXT}),
    "open": Action({"user_agent": TEXT, "ip_address": TEXT}),
    "click": Action({"link": TEXT, "user_agent": TEXT, "ip_address": TEXT}, ("link",)),
    "unsubscribe": Action({"topic": TEXT, "everything": FLAG}),
}
"""The methods of a message that can be called, by name."""
VERIFY = Action({"identity": TEXT}, ("identity",))
RECEIVE = Action(
    {
        "raw": TEXT,
        "raw_base64": TEXT,
        "recipients": TEXTS,
        "source": TEXT,
        "source_ip": TEXT,
        "host": TEXT,
        "tls": FLAG,
        **dict.fromkeys(("spam", "virus", "spf", "dkim", "dmarc", "dmarc_policy"), TEXT),
        "region": TEXT,
        "account_id": TEXT,
    }
)
_MAIL_TYPE = "message/rfc822"


def play(message: SentMessage, name: str, request: HttpRequest) -> Document:
    """Call a method of a message; return the event. Raise `ApiError`."""
    parameters = read_body(request, MESSAGE_ACTIONS[name])
    try:
        event = getattr(message, name)(**parameters)
    except (TypeError, ValueError) as error:
        raise ApiError(400, "InvalidAction", str(error)) from None
    return describe_event(event)


def verify(ses_mock: SesMock, request: HttpRequest) -> Document:
    """Verify an identity; raise `ApiError`."""
    identity = read_body(request, VERIFY)["identity"]
    try:
        ses_mock.verify(identity)
    except (TypeError, ValueError) as error:
        raise ApiError(400, "InvalidIdentity", str(error)) from None
    return {"identity": identity}


def receive(ses_mock: SesMock, request: HttpRequest) -> Document:
    """Hand SES an email, either as raw MIME with the envelope in the query string or as JSON; raise `ApiError`."""
    content_type = (request.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    if content_type == _MAIL_TYPE:
        message, options = request.body, _read_envelope(request)
    else:
        options = read_body(request, RECEIVE)
        message = _take_mail(options)
    try:
        return describe_received(ses_mock.receive(message, **options))
    except (TypeError, ValueError) as error:
        raise ApiError(400, "InvalidMail", str(error)) from None


def read_body(request: HttpRequest, action: Action) -> dict[str, Any]:
    """Return the parameters in a JSON body; an empty body has none. Raise `ApiError`."""
    try:
        content = json.loads(request.body.decode() or "{}", parse_constant=_refuse_constant)
        json.dumps(content, ensure_ascii=False).encode()  # a lone surrogate is not valid text
    except (ValueError, RecursionError):
        raise ApiError(400, "InvalidBody", "the body must be JSON in UTF-8") from None
    if not isinstance(content, dict):
        raise ApiError(400, "InvalidBody", "the body must be a JSON object")
    unknown = content.keys() - action.parameters.keys()
    if unknown:
        raise ApiError(400, "InvalidBody", describe_unknown("member", unknown, sorted(action.parameters)))
    for name in action.required:
        if name not in content:
            raise ApiError(400, "InvalidBody", f"the body must have {name}")
    for name, value in content.items():
        _check_type(name, value, action.parameters[name])
    return content


def _check_type(name: str, value: object, kind: str) -> None:
    valid = (
        isinstance(value, list) and all(isinstance(each, str) for each in value)
        if kind == TEXTS
        else isinstance(value, _TYPES[kind])
    )
    if not valid:
        expected = "an array of strings" if kind == TEXTS else f"a {kind}"
        raise ApiError(400, "InvalidBody", f"{name} must be {expected}, got {json.dumps(value)[:80]}")


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _read_envelope(request: HttpRequest) -> dict[str, Any]:
    query: dict[str, Any] = dict(read_query(request))
    check_names(query, [name for name in RECEIVE.parameters if not name.startswith("raw")])
    if "recipients" in query:
        query["recipients"] = query["recipients"].split(",")
    if "tls" in query:
        query["tls"] = query["tls"] == "true"
    return query


def _take_mail(options: dict[str, Any]) -> bytes:
    """Remove the mail from the parameters and return it."""
    raw, encoded = options.pop("raw", None), options.pop("raw_base64", None)
    if (raw is None) == (encoded is None):
        raise ApiError(400, "InvalidBody", "the body must have either raw or raw_base64")
    try:
        content: bytes = raw.encode() if raw is not None else base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise ApiError(400, "InvalidBody", "raw_base64 must be base64") from None
    return content
