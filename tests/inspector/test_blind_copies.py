"""Blind copies: recipients that the header of an email does not mention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from sesmock.inspector import failure_text
from sesmock.inspector.records import Record
from sesmock.pages import serialization
from tests.inspector.sending import send_rich

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = b"From: shop@example.com\r\nTo: Ada <ada@example.net>\r\nCc: bob@example.net\r\n"
VISIBLE = ["ada@example.net", "bob@example.net"]


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES, which accepts mail from any sender."""
    with mock_ses(identities="*") as active:
        yield active


def send_raw(api: str, data: bytes, **options: Any) -> None:
    """Send raw mail with one of the APIs."""
    client: Any = boto3.client(api)  # type: ignore[call-overload]
    if api == "ses":
        client.send_raw_email(RawMessage={"Data": data}, **options)
    else:
        client.send_email(Content={"Raw": {"Data": data}}, **options)


@pytest.mark.parametrize(
    ("api", "header", "options", "bcc"),
    [
        ("ses", HEADER, {"Destinations": [*VISIBLE, "eve@example.org"]}, ("eve@example.org",)),
        (
            "sesv2",
            HEADER,
            {"Destination": {"ToAddresses": [*VISIBLE, "eve@EXAMPLE.org"]}},
            ("eve@EXAMPLE.org",),
        ),
        ("sesv2", HEADER, {"Destination": {"BccAddresses": ["eve@example.org"]}}, ("eve@example.org",)),
        (
            "pinpoint-email",
            HEADER,
            {"Destination": {"ToAddresses": VISIBLE, "BccAddresses": ["eve@example.org"] * 2}},
            ("eve@example.org",),
        ),
        (
            "ses",
            HEADER + b"Bcc: Eve <eve@example.org>\r\n",
            {"Destinations": [*VISIBLE, "eve@example.org", "kim@example.org"]},
            ("Eve <eve@example.org>", "kim@example.org"),
        ),
        ("ses", HEADER + b"Bcc: eve@example.org\r\n", {}, ("eve@example.org",)),
        ("ses", HEADER, {"Destinations": VISIBLE}, ()),
        (
            "ses",
            b"",
            {"Source": "shop@example.com", "Destinations": ["eve@example.org"]},
            ("eve@example.org",),
        ),
    ],
    ids=[
        "Destinations",
        "To of the call",
        "Bcc of the call",
        "Bcc of the call, twice",
        "Bcc of the header and Destinations",
        "Bcc of the header",
        "none",
        "no header",
    ],
)
def test_recipients_outside_the_header_are_blind_copies(
    mocked: SesMock, api: str, header: bytes, options: dict[str, Any], bcc: tuple[str, ...]
) -> None:
    """Every recipient that is in neither the To nor the Cc header is in ``bcc``."""
    send_raw(api, header + b"\r\nHi", **options)

    assert mocked.outbox.one(bcc=list(bcc) or None).bcc == bcc


def test_blind_copies_are_shown(mocked: SesMock) -> None:
    """The section of a failing test and the report distinguish blind copies from other recipients."""
    send_raw("ses", HEADER + b"\r\nHi", Destinations=["ada@example.net", "eve@example.org"])
    record = Record(mocked._world, mocked._journal)

    assert failure_text.captured(record) == (
        "  sent     ses SendRawEmail  to Ada <ada@example.net>  bcc eve@example.org  ''"
    )
    assert serialization.serialize_message(mocked.outbox[0])["bcc"] == ["eve@example.org"]


@pytest.mark.parametrize(
    ("destination", "text"),
    [
        ({"BccAddresses": ["eve@example.org"]}, "bcc eve@example.org"),
        (
            {"CcAddresses": ["bob@example.net"], "BccAddresses": ["eve@example.org"]},
            "to bob@example.net  bcc eve@example.org",
        ),
    ],
)
def test_mail_without_a_to_is_shown(mocked: SesMock, destination: dict[str, Any], text: str) -> None:
    """For a message without To, the representation shows the Cc recipients after ``to``, and the Bcc recipients."""
    boto3.client("sesv2").send_email(
        FromEmailAddress="shop@example.com",
        Destination=destination,
        Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}},
    )

    assert repr(mocked.outbox) == f"<1 sent: sesv2 SendEmail  {text}  'Hello'>"


def test_blind_copies_of_composed_mail_are_shown(mocked: SesMock) -> None:
    """The blind copies of mail that SES composes are the Bcc addresses of the call."""
    send_rich()

    assert "to ada@example.net  bcc archive@example.com  'Invoice'" in repr(mocked.outbox)
