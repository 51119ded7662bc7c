"""Other parsers can read sent mail: the standard library and mail-parser."""

from __future__ import annotations

import email.policy
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import formataddr
from typing import TYPE_CHECKING, Any

import boto3
import mailparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sesmock import mock_ses
from sesmock.domain.mail.headers import header_rules
from tests.sending import send_message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock import SesMock

# Header values without control characters, and without white space other than the plain space.
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=20
)
# "=?" begins an encoded word (RFC 2047 §2), which a parser would decode instead of returning it as it is.
PHRASES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join).filter(lambda phrase: "=?" not in phrase)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=200)
CHARSETS = st.sampled_from(["UTF-8", "ISO-8859-1", "Shift_JIS", "windows-1252", "KOI8-R", None])
FILE_NAMES = PHRASES.map(
    lambda phrase: "".join(part for part in phrase if part not in '/\\:*?"<>|').strip() + ".dat"
)
FILES = st.lists(st.tuples(FILE_NAMES, st.binary(max_size=300), st.booleans()), max_size=3)


@pytest.fixture(autouse=True)
def mocked() -> Iterator[SesMock]:
    """Mock SES, which accepts mail from any sender."""
    with mock_ses(identities="*") as active:
        yield active


def build_attachment(name: str, content: bytes, *, inline: bool) -> dict[str, Any]:
    """Return an attachment in the format of SES v2."""
    return {
        "FileName": name,
        "RawContent": content,
        "ContentTransferEncoding": "BASE64",
        "ContentType": "application/octet-stream",
        **({"ContentDisposition": "INLINE", "ContentId": "one"} if inline else {}),
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(
    subject=PHRASES,
    names=st.lists(PHRASES, min_size=1, max_size=5),
    text=st.none() | TEXTS,
    html=TEXTS,
    charset=CHARSETS,
    files=FILES,
)
def test_parsers_read_every_part_of_composed_mail(
    subject: str,
    names: list[str],
    text: str | None,
    html: str,
    charset: str | None,
    files: list[tuple[str, bytes, bool]],
) -> None:
    """The standard library reads every address, text and file of composed mail as the caller passed it."""
    mailboxes = [formataddr((name, f"reader{number}@example.net")) for number, name in enumerate(names)]
    option = {"Charset": charset} if charset else {}
    body = {
        name: {"Data": data, **option} for name, data in (("Text", text), ("Html", html)) if data is not None
    }
    simple = {
        "Subject": {"Data": subject, **option},
        "Body": body,
        "Attachments": [build_attachment(name, content, inline=inline) for name, content, inline in files],
    }
    message = send_message("sesv2", *mailboxes, Content={"Simple": simple}, ReplyToAddresses=mailboxes[:1])
    read: Any = message_from_bytes(message.raw, policy=email.policy.SMTP)

    def reencode(value: str) -> str:
        return value.encode(charset or "utf-8", "replace").decode(charset or "utf-8")

    assert read["Subject"] == reencode(subject)
    assert [address.display_name for address in read["To"].addresses] == names
    assert [address.display_name for address in read["Reply-To"].addresses] == names[:1]
    plain = read.get_body(["plain"])
    assert (plain and plain.get_content().rstrip("\n")) == (None if text is None else reencode(text))
    assert read.get_body(["html"]).get_content().rstrip("\n") == reencode(html)
    parts = [part for part in read.walk() if part.get_content_type() == "application/octet-stream"]
    assert sorted((part.get_filename(), part.get_content()) for part in parts) == sorted(
        (name, content) for name, content, _ in files
    )
    assert max(map(len, message.raw.splitlines())) <= header_rules.MAX_FIELD_LENGTH + 2


@pytest.mark.parametrize("way", ["composed", "raw"])
def test_mail_parser_reads_a_message_with_a_file(mocked: SesMock, way: str) -> None:
    """The package mail-parser reads the names, subject, texts and file of composed and raw mail."""
    sender, to = formataddr(("Zoë", "zoe@example.com")), formataddr(("Müller, Jörg", "jm@example.net"))
    if way == "composed":
        simple = {
            "Subject": {"Data": "Grüße"},
            "Body": {"Text": {"Data": "Hällo"}, "Html": {"Data": "<p>Hällo</p>"}},
            "Attachments": [build_attachment("Rechnung März.pdf", b"data", inline=False)],
        }
        send_message("sesv2", to, sender=sender, Content={"Simple": simple})
    else:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, to, "Grüße"
        mail.set_content("Hällo")
        mail.add_alternative("<p>Hällo</p>", subtype="html")
        mail.add_attachment(b"data", maintype="application", subtype="pdf", filename="Rechnung März.pdf")
        boto3.client("ses").send_raw_email(RawMessage={"Data": bytes(mail)})
    read = mailparser.parse_from_bytes(mocked.outbox[0].raw)

    assert (read.from_, read.to) == ([("Zoë", "zoe@example.com")], [("Müller, Jörg", "jm@example.net")])
    assert (read.subject, read.text_plain[0].strip()) == ("Grüße", "Hällo")
    assert read.text_html[0].strip() == "<p>Hällo</p>"
    assert [file["filename"] for file in read.attachments] == ["Rechnung März.pdf"]
    assert read.message_id == f"<{mocked.outbox[0].message_id}@email.amazonses.com>"


def test_mail_parser_reads_a_forwarded_bounce(mocked: SesMock) -> None:
    """The package mail-parser finds no defects in the report of a bounce, and reads the recipient in it."""
    send_message("sesv2", "bounce@simulator.amazonses.com")
    [notice] = mocked.notices
    read = mailparser.parse_from_bytes(notice.raw)

    assert read.subject == "Delivery Status Notification (Failure)"
    assert "bounce@simulator.amazonses.com" in read.text_plain[0]
    assert not read.has_defects
