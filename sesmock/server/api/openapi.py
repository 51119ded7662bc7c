"""The description of the JSON API in OpenAPI 3.1, which is generated from the server's tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sesmock.server.api import actions
from sesmock.server.api.listings import FILTERS, MAX_LIMIT
from sesmock.server.api.routes import ROUTES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Schema = dict[str, Any]

_SUMMARIES: Mapping[str, str] = {
    "list_messages": "List the messages that were sent, oldest first",
    "delete_messages": "Delete all messages and their events",
    "get_message": "Return a message with its parts, headers, links and events",
    "get_raw": "Return the raw source of a message",
    "get_attachment": "Return the content of an attachment",
    "deliver": "Deliver a pending message",
    "bounce": "Bounce a message",
    "complain": "Complain about a message as a recipient",
    "open": "Open a message as a reader",
    "click": "Follow a link of a message as a reader",
    "unsubscribe": "Unsubscribe a reader with List-Unsubscribe",
    "list_events": "List the events of messages, oldest first",
    "list_rejected": "List the send calls that SES refused, oldest first",
    "list_received": "List the mail that SES received, oldest first",
    "receive": "Hand an email to SES, as another server would",
    "verify": "Verify an address or domain",
    "reset": "Start over without mail",
    "get_token": "Return the token that browsers need for changes",
    "get_openapi": "Return this document",
    "get_certificate": "Return the certificate of the key that signs posts to webhooks",
    "confirm": "Confirm the subscription of a webhook",
    "list_localstack": "List messages in LocalStack's format",
    "delete_localstack": "Delete messages, as LocalStack does",
}
_LABEL = re.compile(r"\{(\w+)\}")
_TEXT: Schema = {"type": "string"}
_NULLABLE: Schema = {"type": ["string", "null"]}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_ADDRESSES = ("to", "cc", "bcc", "reply_to", "recipients")
_PLACE = ("region", "account_id")


def _object(properties: Mapping[str, Schema], required: Sequence[str] | None = None) -> Schema:
    names = list(properties) if required is None else list(required)
    return {"type": "object", "properties": dict(properties), "required": names}


def _list_of(name: str, schema: str) -> Schema:
    items = {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}}
    return _object({name: items, "next": _NULLABLE})


_ATTACHMENT = _object(
    {
        "file_name": _NULLABLE,
        "content_type": _TEXT,
        "content_id": _NULLABLE,
        "inline": {"type": "boolean"},
        "size": {"type": "integer"},
    }
)
_SUMMARY: dict[str, Schema] = {
    **dict.fromkeys(("message_id", "subject", "sender", "return_path"), _TEXT),
    **dict.fromkeys(_ADDRESSES, _TEXTS),
    "sent_at": {"type": "string", "format": "date-time"},
    **dict.fromkeys(("api", "operation", *_PLACE), _TEXT),
    **dict.fromkeys(("configuration_set", "template"), _NULLABLE),
    **{key: {"type": "object", "additionalProperties": _TEXT} for key in ("tags", "outcomes")},
    "attachments": {"type": "array", "items": _ATTACHMENT},
}
_EVENT = _object(
    {
        **dict.fromkeys(("type", "message_id", *_PLACE), _TEXT),
        "timestamp": {"type": "string", "format": "date-time"},
        "recipients": _TEXTS,
        "document": {"type": "object"},
    }
)
_SCHEMAS: dict[str, Schema] = {
    "MessageSummary": _object(_SUMMARY),
    "Message": _object(
        {
            **_SUMMARY,
            "text": _NULLABLE,
            "html": _NULLABLE,
            "headers": {"type": "array", "items": {"type": "array", "items": _TEXT}},
            "links": _TEXTS,
            "events": {"type": "array", "items": {"$ref": "#/components/schemas/Event"}},
        }
    ),
    "Event": _EVENT,
    "Refusal": _object(
        {
            **dict.fromkeys(("api", "operation", *_PLACE, "code"), _TEXT),
            "message": _NULLABLE,
            "status": {"type": ["integer", "null"]},
            "attempts": {"type": "integer"},
            "to": _TEXTS,
        }
    ),
    "ReceivedMail": _object(
        {
            **dict.fromkeys(("message_id", "subject", "sender", "source", "smtp_reply", *_PLACE), _TEXT),
            **dict.fromkeys(_ADDRESSES, _TEXTS),
            "received_at": {"type": "string", "format": "date-time"},
            "accepted": {"type": "boolean"},
            "rules": _TEXTS,
            "actions": {"type": "array", "items": _object({"rule": _TEXT, "type": _TEXT})},
            "text": _NULLABLE,
            "html": _NULLABLE,
            "attachments": {"type": "array", "items": _ATTACHMENT},
        }
    ),
    "Error": _object({"code": _TEXT, "message": _TEXT}),
}
_RESULTS: Mapping[str, Schema] = {
    "list_messages": _list_of("messages", "MessageSummary"),
    "list_events": _list_of("events", "Event"),
    "list_rejected": _list_of("rejected", "Refusal"),
    "list_received": _list_of("received", "ReceivedMail"),
    "get_message": {"$ref": "#/components/schemas/Message"},
    "receive": {"$ref": "#/components/schemas/ReceivedMail"},
    "verify": _object({"identity": _TEXT}),
    "get_token": _object({"token": _TEXT}),
    "get_openapi": {"type": "object"},
    "list_localstack": _object({"messages": {"type": "array", "items": {"type": "object"}}}),
    **{key: {"$ref": "#/components/schemas/Event"} for key in actions.MESSAGE_ACTIONS},
}
_BINARY: Mapping[str, str] = {
    "get_raw": "message/rfc822",
    "get_attachment": "application/octet-stream",
    "get_certificate": "application/x-pem-file",
    "confirm": "text/xml",
}
_BODIES: Mapping[str, actions.Action] = {
    **actions.MESSAGE_ACTIONS,
    "verify": actions.VERIFY,
    "receive": actions.RECEIVE,
}
_TYPES: Mapping[str, Schema] = {"array": _TEXTS, "string": _TEXT, "boolean": {"type": "boolean"}}


def build_document() -> Schema:
    """Return the OpenAPI document."""
    paths: dict[str, Schema] = {}
    for name, (method, path) in ROUTES.items():
        paths.setdefault(path, {})[method.lower()] = _describe(name, path)
    return {
        "openapi": "3.1.0",
        "info": {"title": "sesmock", "version": "1", "description": "The records of a mock of Amazon SES."},
        "paths": paths,
        "components": {"schemas": _SCHEMAS},
    }


def _describe(name: str, path: str) -> Schema:
    operation: Schema = {
        "operationId": name,
        "summary": _SUMMARIES[name],
        "parameters": [*map(_label, _LABEL.findall(path)), *_list_query(name)],
        "responses": {**_result(name), "default": _json("The error", "#/components/schemas/Error")},
    }
    if name in _BODIES:
        operation["requestBody"] = _body(name, _BODIES[name])
    return operation


def _label(name: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": _TEXT}


def _list_query(name: str) -> list[Schema]:
    listing = name.removeprefix("list_")
    if listing in FILTERS:
        numbers: dict[str, Schema] = {
            "limit": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT},
            "cursor": {"type": "string", "pattern": "^[0-9]{1,9}$"},
        }
        schemas = {**dict.fromkeys(FILTERS[listing], _TEXT), **numbers}
    else:
        names = {"list_localstack": ("id", "email"), "delete_localstack": ("id",), "confirm": ("Token",)}.get(
            name, ()
        )
        schemas = dict.fromkeys(names, _TEXT)
    return [{"name": each, "in": "query", "schema": schema} for each, schema in schemas.items()]


def _result(name: str) -> Schema:
    if name in _RESULTS:
        content: Schema = {"application/json": {"schema": _RESULTS[name]}}
        return {"200": {"description": "Done", "content": content}}
    if name in _BINARY:
        return {"200": {"description": "The bytes", "content": {_BINARY[name]: {}}}}
    return {"204": {"description": "Done"}}


def _json(description: str, reference: str) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": {"$ref": reference}}}}


def _body(name: str, action: actions.Action) -> Schema:
    properties = {each: _TYPES[kind] for each, kind in action.parameters.items()}
    schema = {**_object(properties, action.required), "additionalProperties": False}
    content: Schema = {"application/json": {"schema": schema}}
    if name == "receive":
        content["message/rfc822"] = {}
    return {"required": bool(action.required), "content": content}
