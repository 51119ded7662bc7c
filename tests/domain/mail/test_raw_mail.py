"""Changes that SES makes to raw mail."""

from __future__ import annotations

import re
from datetime import datetime, timezone

import pytest

from sesmock.domain.mail import raw_mail
from sesmock.domain.mail.headers.outgoing_fields import Postmark

SENT_AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
POSTMARK = Postmark("id", SENT_AT, "123456789012", "eu-west-1", "amazonses.com")
ID_AND_DATE = b"Message-ID: <id@eu-west-1.amazonses.com>\r\nDate: Fri, 02 Jan 2026 03:04:05 +0000\r\n"


@pytest.mark.parametrize(
    ("data", "outgoing"),
    [
        (b"A: 1\r\n\r\nbody\xff", b"A: 1\r\n" + ID_AND_DATE + b"\r\nbody\xff"),
        (b"A: 1\n\nbody", (b"A: 1\n" + ID_AND_DATE + b"\nbody").replace(b"\r\n", b"\n")),
        (b"Bcc: b@x.com,\r\n c@x.com\r\nA: 1\r\n\r\n", b"A: 1\r\n" + ID_AND_DATE + b"\r\n"),
        (
            b"date: x\r\nA: 1\r\nmessage-id:\r\n y\r\n\r\nz",
            b"Date: Fri, 02 Jan 2026 03:04:05 +0000\r\nA: 1\r\n"
            b"Message-ID: <id@eu-west-1.amazonses.com>\r\n\r\nz",
        ),
        (b"A: 1\r\n two\r\nX-SES-TENANT: t\r\n\r\nz", b"A: 1\r\n two\r\n" + ID_AND_DATE + b"\r\nz"),
        (b"A: 1", b"A: 1\r\n" + ID_AND_DATE + b"\r\n"),
        (b"\r\nbody", ID_AND_DATE + b"\r\nbody"),
        (b"RnJvbTogYQ==", ID_AND_DATE + b"\r\nRnJvbTogYQ=="),
        (b"", ID_AND_DATE + b"\r\n"),
    ],
)
def test_everything_else_stays_unchanged(data: bytes, outgoing: bytes) -> None:
    """SES adds the missing From, sets Message-ID and Date, removes its own fields, and changes nothing else."""
    # Spec: messages.md §7.
    mail = raw_mail.write_outgoing(data, POSTMARK, "shop@example.com")
    line_end = b"\r\n" if b"\r\n" in outgoing else b"\n"

    assert (
        re.sub(rb"(?:DKIM-Signature|Feedback-ID|X-SES-Outgoing):[^\n]*\n(?:\t[^\n]*\n)*", b"", mail)
        == b"From: shop@example.com" + line_end + outgoing
    )


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        (b"A : 1\r\nB: x\r\n y\r\n\r\nC: 2", (("A", "1"), ("B", "x y"))),
        (b"A: \xc3\xa4\n\n", (("A", "ä"),)),
        (b"\n\nbody", ()),
    ],
)
def test_a_header_section_is_parsed_unfolded(data: bytes, fields: tuple[tuple[str, str], ...]) -> None:
    """Header fields are parsed with folded lines joined, and the body is not read."""
    assert raw_mail.read_header_section(data) == fields


@pytest.mark.parametrize(
    ("data", "rewritten"),
    [
        (
            b"Content-Type: text/html\r\nSubject: x\r\n\r\n<p>",
            b"Content-Type: text/html\r\nSubject: x\r\nContent-Transfer-Encoding: 7bit\r\n\r\n<P>",
        ),
        (
            b"content-transfer-encoding: base64\nContent-Type: text/html\n\nPHA+\n",
            b"Content-Type: text/html\nContent-Transfer-Encoding: 7bit\n\n<P>",
        ),
        (
            b"Content-Type: text/html; charset=nonsense",
            b"Content-Type: text/html; charset=nonsense\r\nContent-Transfer-Encoding: 7bit\r\n\r\n",
        ),
        (b"Content-Type: text/plain\n\n<p>\xff", b"Content-Type: text/plain\n\n<p>\xff"),
        (
            b"Content-Type: multipart/mixed; boundary=b\n\n\xff\n--b\nContent-Type: text/html; charset=latin-1\n"
            b"Content-Transfer-Encoding: quoted-printable\n\n<=E9>\n--b\nContent-Type: text/html\n"
            b"Content-Disposition: attachment\n\n<p>\n--b--\n\xff",
            b"Content-Type: multipart/mixed; boundary=b\n\n\xff\n--b\nContent-Type: text/html; charset=latin-1\n"
            b"Content-Transfer-Encoding: quoted-printable\n\n<=C9>\n--b\nContent-Type: text/html\n"
            b"Content-Disposition: attachment\n\n<p>\n--b--\n\xff",
        ),
    ],
    ids=["alone", "encoded", "unknown charset", "no HTML", "one of several parts"],
)
def test_html_is_rewritten_in_place(data: bytes, rewritten: bytes) -> None:
    """Rewriting the HTML leaves the other parts and the text between them unchanged, byte for byte."""
    assert raw_mail.rewrite_html(data, str.upper) == rewritten


def test_unencodable_characters_become_references() -> None:
    """Rewritten HTML is in the charset of its header, or in ASCII with character references."""
    # Python's "idna" is a codec for host names, whose labels have at most 63 characters.
    result = raw_mail.rewrite_html(
        b"Content-Type: text/html; charset=idna\n\na", lambda html: html + "é" * 99
    )

    assert result.endswith(b"\na" + b"&#233;" * 99)
