"""The operations of the JSON API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.server.api import actions

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "/_sesmock"
LOCALSTACK = "/_aws/ses"
ROUTES: Mapping[str, tuple[str, str]] = {
    "list_messages": ("GET", "/_sesmock/messages"),
    "delete_messages": ("DELETE", "/_sesmock/messages"),
    "get_message": ("GET", "/_sesmock/messages/{id}"),
    "get_raw": ("GET", "/_sesmock/messages/{id}/raw"),
    "get_attachment": ("GET", "/_sesmock/messages/{id}/attachments/{n}"),
    **{name: ("POST", f"/_sesmock/messages/{{id}}/{name}") for name in actions.MESSAGE_ACTIONS},
    "list_events": ("GET", "/_sesmock/events"),
    "list_rejected": ("GET", "/_sesmock/rejected"),
    "list_received": ("GET", "/_sesmock/received"),
    "receive": ("POST", "/_sesmock/receive"),
    "verify": ("POST", "/_sesmock/verify"),
    "reset": ("POST", "/_sesmock/reset"),
    "get_token": ("GET", "/_sesmock/token"),
    "get_openapi": ("GET", "/_sesmock/openapi.json"),
    "get_certificate": ("GET", "/_sesmock/sns/certificate.pem"),
    "confirm": ("GET", "/_sesmock/sns/confirm"),
    "list_localstack": ("GET", LOCALSTACK),
    "delete_localstack": ("DELETE", LOCALSTACK),
}
"""The method and path of each operation, by name."""
METHODS = ("GET", "POST", "DELETE")
CHANGES = frozenset(name for name, (method, _) in ROUTES.items() if method != "GET")
"""The operations that change state."""
