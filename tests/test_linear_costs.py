"""The time and memory for large mail grow linearly with its size."""

from __future__ import annotations

import base64
import json
import sys
import tracemalloc
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from sesmock import mock_ses
from sesmock.http import HttpRequest, HttpResponse
from sesmock.stack import innermost
from tests.raw_requests import HOST

if TYPE_CHECKING:
    from types import FrameType

LINE = "The quick brown fox jumps over the lazy dog, \u00e9t\u00e9 comme hiver.\r\n"
HEADER = "From: shop@example.com\r\nTo: ada@example.net\r\nSubject: Hello\r\n"


def raw_by_v1(lines: int) -> tuple[str, str]:
    """Return the path and form of a request that sends raw mail."""
    data = f"{HEADER}\r\n{LINE * lines}".encode()
    return "/", urlencode({"Action": "SendRawEmail", "RawMessage.Data": base64.b64encode(data)})


def text_by_v1(lines: int) -> tuple[str, str]:
    """Return the path and form of a request that sends a simple message."""
    fields = {
        "Action": "SendEmail",
        "Source": "shop@example.com",
        "Destination.ToAddresses.member.1": "ada@example.net",
        "Message.Subject.Data": "Hello",
        "Message.Body.Text.Data": LINE * lines,
    }
    return "/", urlencode(fields)


def raw_by_v2(lines: int) -> tuple[str, str]:
    """Return the path and JSON of a request that sends raw mail."""
    data = base64.b64encode(f"{HEADER}\r\n{LINE * lines}".encode()).decode()
    return "/v2/email/outbound-emails", json.dumps({"Content": {"Raw": {"Data": data}}})


def attachments_by_v2(lines: int) -> tuple[str, str]:
    """Return the path and JSON of a request that sends a message with HTML and an attachment."""
    text = {"Data": LINE * lines}
    attachment = {"FileName": "a.txt", "RawContent": base64.b64encode(LINE.encode() * lines).decode()}
    content = {"Subject": {"Data": "Hello"}, "Body": {"Html": text}, "Attachments": [attachment]}
    mail = {
        "FromEmailAddress": "shop@example.com",
        "Destination": {"ToAddresses": ["ada@example.net"]},
        "Content": {"Simple": content},
    }
    return "/v2/email/outbound-emails", json.dumps(mail)


# The maximum number of copies of the mail in memory at one time: form, fields, tree, base64, message and its parts.
MAILS = [(raw_by_v1, 10), (text_by_v1, 10), (raw_by_v2, 5), (attachments_by_v2, 5)]


def send(path: str, body: str) -> HttpResponse | None:
    """Pass a request to the active mock and return its response."""
    handler = innermost()
    assert handler is not None
    return handler.answer(HttpRequest("POST", f"{HOST}{path}", {}, body.encode()))


def count_steps(path: str, body: str) -> int:
    """Return the number of bytecode instructions that a request takes, which unlike time is the same in every run."""
    steps = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal steps
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        steps += event == "opcode"
        return trace

    previous = sys.gettrace()
    sys.settrace(trace)
    try:
        response = send(path, body)
    finally:
        sys.settrace(previous)
    assert response is not None
    assert response.status == 200
    return steps


def measure_memory(path: str, body: str) -> int:
    """Return the peak memory of a request in bytes, without its own size."""
    tracemalloc.start()
    try:
        response = send(path, body)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert response is not None
    assert response.status == 200
    return peak


@pytest.mark.parametrize("build", [build for build, _ in MAILS])
def test_steps_grow_no_faster_than_the_mail(build: Any) -> None:
    """An email of twice the size takes at most about twice as many instructions."""
    with mock_ses(identities=["example.com"]):
        count_steps(*build(1))  # create the values that are cached
        small, large = count_steps(*build(200)), count_steps(*build(400))

    assert large < 2.1 * small


@pytest.mark.parametrize(("build", "copies"), MAILS)
def test_memory_contains_only_a_few_copies_of_a_message(build: Any, copies: int) -> None:
    """The memory that a request takes stays below a fixed number of copies of its mail."""
    with mock_ses(identities=["example.com"]):
        measure_memory(*build(1))
        path, body = build(20_000)
        peak = measure_memory(path, body)

    assert peak < copies * len(body)
