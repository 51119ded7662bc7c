"""The WSGI application: SES, the inbox, the JSON API and LocalStack's endpoint on one port."""

from __future__ import annotations

import time
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sesmock.server import ses_requests
from sesmock.server.access_log import AccessLog
from sesmock.server.answers import write_error, write_json
from sesmock.server.api.json_api import JsonApi
from sesmock.server.browser_guard import BrowserGuard, Forbidden
from sesmock.server.inbox.paths import is_inbox_path
from sesmock.server.inbox.updates import EVENT_STREAM, Updates
from sesmock.server.reading import BadRequest, as_wire_error, read_request
from sesmock.server.ses_requests import SesRequests

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from _typeshed.wsgi import StartResponse

    from sesmock.active import ActiveMock
    from sesmock.http import HttpRequest, HttpResponse
    from sesmock.server.inbox.inbox import Inbox
    from sesmock.server.state_log import StateLog

_PROCESSES = (
    "sesmock keeps its mail in memory, so it must run in one process: gunicorn --workers 1 --threads 8"
)
_INDEX = {
    "service": "sesmock",
    "messages": "/_sesmock/messages",
    "openapi": "/_sesmock/openapi.json",
}
# The WSGI server writes these headers itself.
_OF_CONNECTION = frozenset({"connection", "date"})


class Application:
    """Serves a mock. The guard refuses requests from pages of other sites; the log gets a line for each request."""

    def __init__(
        self,
        mock: ActiveMock,
        *,
        credentials: Mapping[str, str] | None = None,
        guard: BrowserGuard | None = None,
        log: AccessLog | None = None,
    ) -> None:
        self.mock = mock
        self.guard = guard or BrowserGuard()
        self.log = log or AccessLog()
        self.ses = SesRequests(mock.gateway, mock.region, credentials or {})
        self.api = JsonApi(mock, self.guard.token)
        self.updates = Updates(mock.record())
        self.state: StateLog | None = None

    @cached_property
    def inbox(self) -> Inbox:
        """The inbox. Its modules are imported when it is first opened."""
        from sesmock.server.inbox.inbox import Inbox

        return Inbox(self.mock)

    def __call__(self, environ: Mapping[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request from a WSGI server."""
        start = time.perf_counter()
        request, operation = None, ""
        try:
            # WSGI servers set this if another process may serve the same application (PEP 3333).
            if environ.get("wsgi.multiprocess"):
                raise BadRequest(503, "ServiceUnavailable", _PROCESSES)
            request = read_request(environ)
            response, operation = self.answer(request)
        except BadRequest as error:
            request = error.request
            response = _refuse(error)
        self.log.write_request(request, operation, response, time.perf_counter() - start)
        headers = [pair for pair in response.headers.items() if pair[0].lower() not in _OF_CONNECTION]
        start_response(f"{response.status} {_find_phrase(response.status)}", headers)
        if environ.get("REQUEST_METHOD") == "HEAD":
            return []
        if response is EVENT_STREAM:
            return self.updates.stream(may_wait=bool(environ.get("wsgi.multithread")))
        return [response.body]

    def answer(self, request: HttpRequest) -> tuple[HttpResponse, str]:
        """Return the response to a request, and its operation for the log."""
        path = urlsplit(request.url).path
        try:
            if JsonApi.serves(path):
                self.guard.check_host(request)
                self.guard.check_origin(request)
                return self._carry_out(request, "inbox" if is_inbox_path(path) else "api")
            if ses_requests.is_for_ses(request):
                self.guard.check_ses_request(request)
                # Finding the operation parses the form again, so it is done only for a log or a state that needs it.
                is_needed = self.log.names_operations or self.state is not None
                operation = ses_requests.find_operation(request) if is_needed else ""
                refusal = self.ses.refuse(request)
                return (refusal, operation) if refusal else self._carry_out(request, operation)
            self.guard.check_host(request)
        except Forbidden as error:
            return write_error(403, "Forbidden", str(error)), ""
        if path == "/" and request.method in {"GET", "HEAD"}:
            return self._answer_front_page(request), ""
        return write_error(404, "NotFound", f"unknown path {path}"), ""

    def run(self, request: HttpRequest) -> HttpResponse:
        """Answer a request that the guard has admitted."""
        path = urlsplit(request.url).path
        if is_inbox_path(path):
            return self.inbox.answer(request)
        if JsonApi.serves(path):
            return self.api.answer(request)
        return self.ses.answer(request)

    def _answer_front_page(self, request: HttpRequest) -> HttpResponse:
        """Return the inbox to browsers, and an index to other clients."""
        if "text/html" in (request.headers.get("Accept") or ""):
            return self.inbox.answer_page()
        return write_json(_INDEX, headers={"Vary": "Accept"})

    def _carry_out(self, request: HttpRequest, operation: str) -> tuple[HttpResponse, str]:
        if self.state is None:
            return self.run(request), operation
        return self.state.carry_out(request, operation, self.run), operation


def _refuse(error: BadRequest) -> HttpResponse:
    """Return the response to an unreadable request, in the format of its API."""
    request = error.request
    if request is None or not ses_requests.may_be_for_ses(request):
        return write_error(error.status, error.code, str(error))
    return ses_requests.write_error(request, as_wire_error(error))


def _find_phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
