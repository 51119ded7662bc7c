"""What SES changes in raw mail."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from sesmock.domain import raw_mail

SENT_AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
ADDED = b"Date: Fri, 02 Jan 2026 03:04:05 +0000\r\nMessage-ID: <id@eu-west-1.amazonses.com>\r\n"


@pytest.mark.parametrize(
    ("data", "outgoing"),
    [
        (b"A: 1\r\n\r\nbody\xff", b"A: 1\r\n" + ADDED + b"\r\nbody\xff"),
        (b"A: 1\n\nbody", b"A: 1\n" + ADDED.replace(b"\r\n", b"\n") + b"\nbody"),
        (b"Bcc: b@x.com,\r\n c@x.com\r\nA: 1\r\n\r\n", b"A: 1\r\n" + ADDED + b"\r\n"),
        (b"date: x\r\nmessage-id: y\r\nA: 1\r\n\r\nz", b"A: 1\r\n" + ADDED + b"\r\nz"),
        (b"A: 1\r\n two\r\nX-SES-TENANT: t\r\n\r\nz", b"A: 1\r\n two\r\n" + ADDED + b"\r\nz"),
        (b"A: 1", b"A: 1\r\n" + ADDED + b"\r\n"),
        (b"\r\nbody", ADDED + b"\r\nbody"),
        (b"", ADDED + b"\r\n"),
    ],
)
def test_only_what_ses_changes_is_changed(data: bytes, outgoing: bytes) -> None:
    """Everything else is the same, byte for byte."""
    assert raw_mail.outgoing(data, message_id="id", sent_at=SENT_AT, region="eu-west-1") == outgoing


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        (b"A : 1\r\nB: x\r\n y\r\n\r\nC: 2", (("A", "1"), ("B", "x y"))),
        (b"A: \xc3\xa4\n\n", (("A", "ä"),)),
        (b"\n\nbody", ()),
    ],
)
def test_a_header_is_read_unfolded(data: bytes, fields: tuple[tuple[str, str], ...]) -> None:
    """Names and values are told apart, folded lines joined; the body is not looked at."""
    assert raw_mail.header_section(data) == fields
