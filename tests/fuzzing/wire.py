"""The sending of damaged requests, to a mock and to its server, and the checks of the responses."""

from __future__ import annotations

import io
import json
import re
import time
import tracemalloc
from contextlib import contextmanager
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from botocore.awsrequest import AWSPreparedRequest, HeadersDict
from botocore.httpsession import URLLib3Session

from sesmock import UnmockedCall, stack
from sesmock.exceptions import ANSWERED
from sesmock.http import HttpResponse
from sesmock.server.access_log import Silence
from sesmock.server.wsgi import Application
from tests.fuzzing.answers import COMMON_JSON, COMMON_V1
from tests.fuzzing.doors import SERVER
from tests.fuzzing.models import MODELS, OPERATIONS
from tests.protocol.wires import read
from tests.world_state import state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock import SesMock
    from sesmock.http import HttpRequest

LONGEST_ANSWER = 10.0
"""The time limit in seconds. A response usually takes milliseconds, but machines that run tests can be slow."""
MOST_MEMORY = 128 * 1024 * 1024
"""The memory limit of one request, in bytes of Python objects; the largest damaged requests have one megabyte."""
OF_SERVER = frozenset({"Forbidden", "NotFound"})
"""Codes of sesmock's own server, for paths that are not SES's and for browsers."""
CODE = re.compile(r"[A-Za-z]+(\.[A-Za-z]+)*")


def send(request: HttpRequest, door: str) -> HttpResponse:
    """Send a request as it is."""
    return _send_to_server(request) if door == SERVER else _send_in_process(request)


def _send_in_process(request: HttpRequest) -> HttpResponse:
    headers = HeadersDict(dict(request.headers))
    prepared = AWSPreparedRequest(request.method, request.url, headers, request.body, False)
    response = URLLib3Session().send(prepared)
    return HttpResponse(response.status_code, response.headers, response.content)


def _send_to_server(request: HttpRequest) -> HttpResponse:
    active, answered = stack.innermost(), []
    assert active is not None

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        answered.append((int(status.split(maxsplit=1)[0]), dict(headers)))

    body = b"".join(Application(active, log=Silence())(build_environ(request), start_response))
    return HttpResponse(*answered[0], body)


def build_environ(request: HttpRequest) -> dict[str, Any]:
    """Return a WSGI environment with the raw path of a request."""
    parts = urlsplit(request.url)
    target = request.url.partition(parts.netloc)[2]
    headers = {
        f"HTTP_{name.upper().replace('-', '_')}": str(value) for name, value in request.headers.items()
    }
    return headers | {
        "REQUEST_METHOD": request.method,
        "REQUEST_URI": target,
        "PATH_INFO": target.partition("?")[0],
        "QUERY_STRING": target.partition("?")[2],
        "SERVER_NAME": parts.netloc,
        "SERVER_PORT": "443",
        "HTTP_HOST": parts.netloc,
        "CONTENT_TYPE": headers.get("HTTP_CONTENT_TYPE", ""),
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.url_scheme": "https",
        "wsgi.errors": io.StringIO(),
    }


def check(ses_mock: SesMock, request: HttpRequest, door: str, *, measures: bool = True) -> int:
    """Send a damaged request; assert that the response is well-formed and quick, and that an error changes nothing.

    Return the status of the response. ``measures`` says whether memory is measured, which is slow.
    """
    before = state(ses_mock)
    try:
        with bounds(measures=measures):
            response = send(request, door)
    except UnmockedCall as error:  # signed for another service
        error.owner = ANSWERED  # so that the plugin does not fail a test for it
        return HTTPStatus.NOT_IMPLEMENTED
    if response.status == 200:
        check_success(request, response)
    else:
        check_error(request, response)
        after = state(ses_mock)
        assert {name: after[name] for name in before} == before
    return response.status


@contextmanager
def bounds(*, measures: bool) -> Iterator[None]:
    """Assert that a block takes little time and memory. The peak of the whole process would include earlier use."""
    start, peak = time.monotonic(), 0
    if measures:
        tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1] if measures else 0
    finally:
        tracemalloc.stop()
    assert peak < MOST_MEMORY, f"{peak} bytes"
    assert time.monotonic() - start < LONGEST_ANSWER


def check_success(request: HttpRequest, response: HttpResponse) -> None:
    """Assert that a response is XML or JSON, whichever the API uses."""
    if request.method != "HEAD" and response.body:
        is_xml = response.body.lstrip().startswith(b"<")
        assert (ElementTree.fromstring if is_xml else json.loads)(response.body) is not None


@cache
def known_codes() -> frozenset[str]:
    """Return the codes that at least one operation declares, and the common ones."""
    shapes = [shape for api, name in OPERATIONS for shape in MODELS[api].operation_model(name).error_shapes]
    declared = {shape.metadata.get("error", {}).get("code", shape.name) for shape in shapes}
    return frozenset(declared | COMMON_V1 | COMMON_JSON | OF_SERVER | {UnmockedCall.__name__})


def check_error(request: HttpRequest, response: HttpResponse) -> None:
    """Assert that botocore can read an error, and that it is not an internal failure of the mock."""
    if request.method == "HEAD":
        return
    is_xml = response.body.lstrip().startswith(b"<")
    parsed = ElementTree.fromstring(response.body) if is_xml else json.loads(response.body or b"{}")
    assert parsed is not None
    code = read("ses" if is_xml else "sesv2", response, None)["Error"]["Code"]
    assert CODE.fullmatch(code), code
    assert code in known_codes() or response.status >= 500, code
    # Empty SuppressionOptions are an internal failure on SES, too. Spec: configuration_sets.md §1 [P].
    is_failure = response.status >= 500 and code != UnmockedCall.__name__
    assert not is_failure or b"SuppressionOptions" in request.body, response
