"""The JSON API: sent, refused and received mail, and actions on it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from sesmock.protocol.routes import Routes
from sesmock.server.answers import ApiError, write_bytes, write_error, write_json, write_nothing
from sesmock.server.api import actions, documents, localstack
from sesmock.server.api.listings import list_page, read_query
from sesmock.server.api.routes import METHODS, PREFIX, ROUTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.active import ActiveMock
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.http import HttpRequest, HttpResponse


_CONFIRMED = (
    b'<ConfirmSubscriptionResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">'
    b"<ConfirmSubscriptionResult/></ConfirmSubscriptionResponse>"
)


class JsonApi:
    """Serves the records of a mock."""

    def __init__(self, mock: ActiveMock, token: str) -> None:
        self._mock = mock
        self._token = token
        self.webhook_tokens: frozenset[str] = frozenset()
        self.confirmed_tokens: set[str] = set()
        self._routes = Routes((name, method, path) for name, (method, path) in ROUTES.items())

    @staticmethod
    def serves(path: str) -> bool:
        """Return whether a path belongs to the API."""
        return path.startswith((f"{PREFIX}/", "/_aws/")) or path in {PREFIX, "/_aws"}

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        method = "GET" if request.method == "HEAD" else request.method
        path = urlsplit(request.url).path
        route = self._routes.find(method, path)
        if route is None:
            return self._refuse(path)
        name, labels = route
        try:
            return self._answer(name, [unquote(label) for label in labels], request)
        except ApiError as error:
            return write_error(error.status, error.code, str(error))

    def _refuse(self, path: str) -> HttpResponse:
        allowed = [method for method in METHODS if self._routes.find(method, path)]
        if allowed:
            error = {"code": "MethodNotAllowed", "message": f"{path} accepts {', '.join(allowed)}"}
            return write_json(error, 405, {"Allow": ", ".join(allowed)})
        return write_error(
            404, "NotFound", f"unknown path {path}; /_sesmock/openapi.json lists the valid ones"
        )

    def _answer(self, name: str, labels: list[str], request: HttpRequest) -> HttpResponse:
        if name in actions.MESSAGE_ACTIONS:
            return write_json(actions.play(self._find_message(labels[0]), name, request))
        function: Callable[..., HttpResponse] = getattr(self, f"_{name}")
        return function(request, *labels)

    def _list_messages(self, request: HttpRequest) -> HttpResponse:
        outbox = self._mock.handle.outbox
        return write_json(list_page("messages", request, list(outbox), documents.summarize_message))

    def _list_events(self, request: HttpRequest) -> HttpResponse:
        events = list(self._mock.handle.events)
        return write_json(list_page("events", request, events, documents.describe_event))

    def _list_rejected(self, request: HttpRequest) -> HttpResponse:
        calls = list(self._mock.handle.rejected)
        return write_json(list_page("rejected", request, calls, documents.describe_refusal))

    def _list_received(self, request: HttpRequest) -> HttpResponse:
        received = list(self._mock.handle.received)
        return write_json(list_page("received", request, received, documents.describe_received))

    def _get_message(self, _request: HttpRequest, message_id: str) -> HttpResponse:
        return write_json(documents.describe_message(self._find_message(message_id)))

    def _get_raw(self, _request: HttpRequest, message_id: str) -> HttpResponse:
        return write_bytes(self._find_message(message_id).raw, "message/rfc822")

    def _get_attachment(self, _request: HttpRequest, message_id: str, number: str) -> HttpResponse:
        attachments = list(self._find_message(message_id).attachments)
        if not (
            number.isascii() and number.isdecimal() and len(number) < 6 and int(number) < len(attachments)
        ):
            raise ApiError(404, "NotFound", f"the message has {len(attachments)} attachments, counted from 0")
        attachment = attachments[int(number)]
        return write_bytes(
            attachment.content, "application/octet-stream", attachment.file_name or "attachment"
        )

    def _delete_messages(self, _request: HttpRequest) -> HttpResponse:
        self._delete(None)
        return write_nothing()

    def _receive(self, request: HttpRequest) -> HttpResponse:
        return write_json(actions.receive(self._mock.handle, request))

    def _verify(self, request: HttpRequest) -> HttpResponse:
        return write_json(actions.verify(self._mock.handle, request))

    def _reset(self, _request: HttpRequest) -> HttpResponse:
        self._mock.reset()
        return write_nothing()

    def _get_token(self, _request: HttpRequest) -> HttpResponse:
        return write_json({"token": self._token})

    def _get_openapi(self, _request: HttpRequest) -> HttpResponse:
        from sesmock.server.api import openapi

        return write_json(openapi.build_document())

    def _list_localstack(self, request: HttpRequest) -> HttpResponse:
        return write_json(localstack.list_messages(list(self._mock.handle.outbox), request))

    def _delete_localstack(self, request: HttpRequest) -> HttpResponse:
        self._delete(localstack.read_id(request))
        return write_nothing()

    def _find_message(self, message_id: str) -> SentMessage:
        handle = self._mock.handle
        for box in (handle.outbox, handle.notices, handle.rendering_failures):
            # Clients usually ask for the newest message.
            for message in reversed(list(box)):
                if message.message_id == message_id:
                    return message
        raise ApiError(404, "NotFound", f"no message has the id {message_id!r}")

    def _delete(self, message_id: str | None) -> None:
        """Delete a message with its events, or all messages; raise `ApiError` for an unknown id."""
        if not self._mock.world.forget(message_id) and message_id is not None:
            raise ApiError(404, "NotFound", f"no message has the id {message_id!r}")

    def _get_certificate(self, _request: HttpRequest) -> HttpResponse:
        from sesmock.server import webhooks

        return write_bytes(webhooks.certificate_pem(), "application/x-pem-file")

    def _confirm(self, request: HttpRequest) -> HttpResponse:
        token = read_query(request).get("Token")
        if token not in self.webhook_tokens:
            raise ApiError(404, "NotFound", "no webhook has a pending confirmation with this Token")
        self.confirmed_tokens.add(str(token))
        return write_bytes(_CONFIRMED, "text/xml")
