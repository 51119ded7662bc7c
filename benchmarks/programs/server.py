"""Requests to the server against requests to a bare werkzeug handler with the same response, timed in pairs."""

from __future__ import annotations

import threading
from functools import partial
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from werkzeug.serving import WSGIRequestHandler, make_server

from benchmarks.programs.report import report
from benchmarks.programs.timing import ratio_of_pairs
from sesmock import mock_ses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WARM_UP, PAIRS = 50, 1500
FIELDS = {
    "Action": "SendEmail",
    "Source": "shop@example.com",
    "Destination.ToAddresses.member.1": "ada@example.net",
    "Message.Subject.Data": "Hello",
    "Message.Body.Text.Data": "Hi",
}
BODY = urlencode(FIELDS)
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


class Quiet(WSGIRequestHandler):
    """A handler that writes no access log, as in a server that a test starts."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        """Write nothing."""


def post(port: int) -> bytes:
    """Send a message over a new connection, since the server closes each; return the response."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("POST", "/", BODY, HEADERS)
    content = connection.getresponse().read()
    connection.close()
    return content


def build_floor(content: bytes) -> Callable[..., Iterable[bytes]]:
    """Return an application that reads a request and always returns the same response."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        start_response("200 OK", [("Content-Type", "text/xml"), ("Content-Length", str(len(content)))])
        return [content]

    return application


def main() -> None:
    """Report the cost of a request to the server."""
    with mock_ses(identities=["example.com"]).serve() as server:
        server.ses_mock.account.max_24_hour_send = -1
        floor = make_server(
            "127.0.0.1", 0, build_floor(post(server.port)), threaded=True, request_handler=Quiet
        )
        threading.Thread(target=floor.serve_forever, daemon=True).start()
        pair = partial(post, server.port), partial(post, floor.server_port)
        ratio_of_pairs(*pair, WARM_UP)
        report("a request to the server", ratio_of_pairs(*pair, PAIRS))
        floor.shutdown()
        floor.server_close()


if __name__ == "__main__":
    main()
