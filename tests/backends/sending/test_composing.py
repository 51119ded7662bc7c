"""Header fields of the mail that SES composes, byte for byte. Spec: messages.md §6, §7."""

from __future__ import annotations

import email.policy
import re
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sesmock import mock_ses
from tests.refusals import refusal
from tests.sending import send, send_message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock import SentMessage, SesMock

TEMPLATE = {"TemplateContent": {"Subject": "Hi", "Text": "Hi"}, "TemplateData": "{}"}


@pytest.fixture(autouse=True)
def mocked() -> Iterator[SesMock]:
    """Mock SES with every identity verified."""
    with mock_ses(identities="*") as active:
        yield active


def list_header_fields(message: SentMessage) -> list[str]:
    """Return the header fields of a message as written, with their folds."""
    head = message.raw.partition(b"\r\n\r\n")[0].decode("latin-1")
    return re.split(r"\r\n(?![ \t])", head)


def read_field(message: SentMessage, name: str) -> str:
    """Return the value of a field that occurs once, with its folds."""
    [line] = [line for line in list_header_fields(message) if line.startswith(f"{name}: ")]
    return line.removeprefix(f"{name}: ")


@pytest.mark.parametrize("api", ["ses", "sesv2"])
@pytest.mark.parametrize(
    ("address", "encoded"),
    [
        ("Ana <ana@example.net>", "Ana <ana@example.net>"),
        ("José <jose@example.net>", "Jos\xe9 <jose@example.net>"),
        ('"Müller, Jörg" <jm@example.com>', '"M\xfcller, J\xf6rg" <jm@example.com>'),
        # SES sends the low byte of each UTF-16 unit, so U+D55C arrives as 5C. Spec: sending.md §4 [I]. A NUL or a line
        # break among these bytes would damage the header, so sesmock sends a question mark instead.
        ("한국어 <ko@example.net>", "\x5c\x6d\xb4 <ko@example.net>"),
        ("O\u2019Hara \U0001f600 <o@example.net>", "O\x19Hara \x3d\x00 <o@example.net>".replace("\x00", "?")),
        ("\u010a\u010d <x@example.net>", "?? <x@example.net>"),
        ("=?UTF-8?Q?Jos=C3=A9?= <jose@example.net>", "=?UTF-8?Q?Jos=C3=A9?= <jose@example.net>"),
    ],
)
def test_a_display_name_is_sent_as_its_low_bytes(api: str, address: str, encoded: str) -> None:
    """SES does not encode display names, and the message keeps them as the caller wrote them."""
    message = send_message(api, address, sender=address, ReplyToAddresses=[address])

    assert [read_field(message, name) for name in ("From", "Reply-To", "To")] == [encoded] * 3
    assert (message.sender, list(message.to), list(message.reply_to)) == (address, [address], [address])


@pytest.mark.parametrize("kind", ["simple", "templated", "bulk"])
def test_each_mailbox_of_a_list_keeps_its_address(mocked: SesMock, kind: str) -> None:
    """A display name never hides the address of another mailbox, in any kind of send."""
    to, cc = ["Ana <ana@example.net>", "José <jose@example.net>"], ["Zoë <zoe@example.net>", "b@example.net"]
    destination = {"ToAddresses": to, "CcAddresses": cc}
    client: Any = boto3.client("sesv2")
    if kind == "bulk":
        client.send_bulk_email(
            FromEmailAddress="shop@example.com",
            DefaultContent={"Template": TEMPLATE},
            BulkEmailEntries=[{"Destination": destination}],
        )
    else:
        simple = {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hi"}}}
        client.send_email(
            FromEmailAddress="shop@example.com",
            Destination=destination,
            Content={"Template": TEMPLATE} if kind == "templated" else {"Simple": simple},
        )
    [message] = mocked.outbox

    assert read_field(message, "To") == "Ana <ana@example.net>, Jos\xe9 <jose@example.net>"
    assert read_field(message, "Cc") == "Zo\xeb <zoe@example.net>, b@example.net"


def test_events_list_each_mailbox() -> None:
    """Events list each mailbox as one item, with its display name as the recipient sees it."""
    message = send_message(
        "sesv2", "Ana <ana@example.net>", "José <jose@example.net>", sender="Zoë <z@example.com>"
    )
    mail: Any = message.events[0].document["mail"]

    assert mail["source"] == "Zoë <z@example.com>"
    assert mail["commonHeaders"]["from"] == ["Zoë <z@example.com>"]
    assert mail["commonHeaders"]["to"] == ["Ana <ana@example.net>", "José <jose@example.net>"]
    assert {"name": "To", "value": "Ana <ana@example.net>, José <jose@example.net>"} in mail["headers"]


def test_a_list_of_recipients_is_folded_between_addresses() -> None:
    """No line is longer than 76 characters, and parsers read every recipient."""
    to = [f"reader{number}@example.net" for number in range(50)]
    message = send_message("sesv2", *to)

    encoded = read_field(message, "To")
    assert encoded.split(",\r\n\t")[0] == "reader0@example.net, reader1@example.net, reader2@example.net"
    assert max(map(len, encoded.split("\r\n"))) <= 77
    assert [address.addr_spec for address in message.mime["To"].addresses] == to


@pytest.mark.parametrize(
    ("subject", "charset", "encoded"),
    [
        ("Hello", None, "Hello"),
        ("Grüße", None, "=?UTF-8?Q?Gr=C3=BC=C3=9Fe?="),
        ("Grüße, Ada_?", "ISO-8859-1", "=?ISO-8859-1?Q?Gr=FC=DFe,_Ada=5F=3F?="),
        ("日本", "Shift_JIS", "=?Shift_JIS?B?k/qWew==?="),
        ("Grüße", "utf8", "=?utf8?Q?Gr=C3=BC=C3=9Fe?="),
        ("日", "ISO-8859-1", "=?ISO-8859-1?B?Pw==?="),
        ("=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=", None, "=?UTF-8?Q?Gr=C3=BC=C3=9Fe?="),
        ("", None, ""),
        (
            "word " * 20,
            None,
            "word word word word word word word word word word word word word\r\n word word word word word word word",
        ),
        (
            "ä" * 20 + "x" * 21,
            None,
            "=?UTF-8?Q?=C3=A4=C3=A4=C3=A4=C3=A4=C3=A4=C3=A4=C3=A4=C3=A4=C3=A4=C3=A4?=\r\n"
            " =?UTF-8?Q?=C3=A4=C3=A4=C3=A4=C3=A4=C3=A4=C3=A4=C3=A4=C3=A4=C3=A4=C3=A4?=\r\n"
            " =?UTF-8?Q?xxxxxxxxxxxxxxxxxxxxx?=",
        ),
    ],
)
@pytest.mark.parametrize("api", ["ses", "sesv2"])
def test_a_subject_is_encoded_as_in_javamail(
    api: str, subject: str, charset: str | None, encoded: str
) -> None:
    """A subject is encoded in its charset, in encoded words of at most 75 characters, and folded at spaces."""
    data = {"Data": subject, **({"Charset": charset} if charset else {})}
    content = {"Subject": data, "Body": {"Text": {"Data": "Hi"}}}
    options = {"Message": content} if api == "ses" else {"Content": {"Simple": content}}
    message = send_message(api, **options)

    assert read_field(message, "Subject") == encoded


@pytest.mark.parametrize("subject", ["x" * 2000, "word " * 500, "ä" * 2000])
def test_a_long_subject_is_folded(subject: str) -> None:
    """A long subject is folded, and parsers read all of it."""
    message = send_message(subject=subject)

    assert max(map(len, message.raw.splitlines())) <= 998
    assert message.mime["Subject"] == subject.rstrip()


@pytest.mark.parametrize("api", ["ses", "sesv2"])
@pytest.mark.parametrize("part", ["Subject", "Text", "Html"])
@pytest.mark.parametrize(
    "charset", ["x", "rot13", "utf-8-sig", "unicode_escape", "latin-1", "bad\r\ncharset"]
)
def test_an_unknown_charset_is_refused(mocked: SesMock, api: str, part: str, charset: str) -> None:
    """Codecs and charset names that only Python knows are refused."""
    parts = {"Subject": {"Data": "Hi"}, "Text": {"Data": "Hi"}, "Html": {"Data": "Hi"}}
    parts[part]["Charset"] = charset
    content = {"Subject": parts.pop("Subject"), "Body": parts}
    options = {"Message": content} if api == "ses" else {"Content": {"Simple": content}}

    code = "InvalidParameterValue" if api == "ses" else "BadRequestException"
    assert refusal(lambda: send(api, **options)) == (code, f"Unsupported charset '{charset}'.")
    assert not mocked.outbox


def test_reply_to_occurs_once(mocked: SesMock) -> None:
    """A Reply-To header and a reply-to parameter are refused together; the header alone is sent."""
    simple = {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hi"}}}
    content = {"Simple": {**simple, "Headers": [{"Name": "reply-to", "Value": "a@example.com"}]}}

    assert refusal(lambda: send(Content=content, ReplyToAddresses=["b@example.com"])) == (
        "BadRequestException",
        "Duplicate header 'reply-to'.",
    )
    assert read_field(send_message(Content=content), "reply-to") == "a@example.com"
    assert len(mocked.outbox) == 1


@pytest.mark.parametrize(
    ("region", "host", "address"),
    [
        ("us-east-1", "email", "54.240.48.102"),
        ("eu-west-1", "eu-west-1", "23.251.240.2"),
    ],
)
def test_ses_adds_its_own_fields(mocked: SesMock, region: str, host: str, address: str) -> None:
    """SES adds two signatures first, and Message-ID, Date, Feedback-ID and X-SES-Outgoing last."""
    send(boto3.client("ses", region_name=region), html="<p>Hi</p>")
    message = mocked.outbox[0]

    names = [line.partition(":")[0] for line in list_header_fields(message)]
    assert names == [
        *["DKIM-Signature", "DKIM-Signature", "From", "To", "Subject", "MIME-Version", "Content-Type"],
        *["Message-ID", "Date", "Feedback-ID", "X-SES-Outgoing"],
    ]
    signatures = message.headers.get_all("DKIM-Signature")
    assert [re.findall(r" d=([^;]+);", signature) for signature in signatures] == [
        ["example.com"],
        ["amazonses.com"],
    ]
    assert read_field(message, "Message-ID") == f"<{message.message_id}@{host}.amazonses.com>"
    assert re.fullmatch(rf"::1\.{region}\.[A-Za-z0-9+/]{{43}}=:AmazonSES", read_field(message, "Feedback-ID"))
    assert read_field(message, "X-SES-Outgoing") == f"{message.sent_at:%Y.%m.%d}-{address}"


def test_tags_set_parts_of_the_feedback_id() -> None:
    """The first two parts of the feedback ID are the values of SES's tags for them."""
    tags = [{"Name": f"ses:feedback-id-{part}", "Value": f"value-{part}"} for part in "ab"]
    message = send_message(EmailTags=tags)

    assert read_field(message, "Feedback-ID").startswith("value-a:value-b:1.us-east-1.")


def test_raw_mail_keeps_the_position_of_date_and_message_id() -> None:
    """Date and Message-ID of raw mail stay in place with SES's values."""
    data = b"Date: x\r\nFrom: a@example.com\r\nMessage-ID: <own@example.com>\r\nTo: b@example.net\r\n\r\nHi"
    with mock_ses(identities="*") as mocked:
        boto3.client("ses").send_raw_email(RawMessage={"Data": data})
        [message] = mocked.outbox

    names = [line.partition(":")[0] for line in list_header_fields(message)]
    assert names == [
        *[
            "DKIM-Signature",
            "DKIM-Signature",
            "Date",
            "From",
            "Message-ID",
            "To",
            "Feedback-ID",
            "X-SES-Outgoing",
        ]
    ]
    assert read_field(message, "Message-ID") == f"<{message.message_id}@email.amazonses.com>"


@pytest.mark.parametrize(
    ("region", "prefix"),
    [
        ("ap-northeast-1", "0106"),
        ("ap-southeast-2", "0108"),
        ("ap-northeast-2", "010c"),
        ("ca-central-1", "010d"),
        ("us-east-2", "010f"),
        ("us-west-1", "0111"),
        ("eu-west-3", "0113"),
    ],
)
def test_a_message_id_starts_with_its_region(region: str, prefix: str) -> None:
    """The first four digits of a message ID depend on the region."""
    assert send(boto3.client("sesv2", region_name=region)).startswith(prefix)


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
def test_raw_mail_without_a_from_header_gets_one(mocked: SesMock, api: Any) -> None:
    """SES adds the sender of the call as the From header of raw mail that has none."""
    data = b"To: ada@example.net\r\nSubject: Hi\r\n\r\nHello"
    if api == "ses":
        boto3.client("ses").send_raw_email(Source="shop@example.com", RawMessage={"Data": data})
    else:
        client: Any = boto3.client(api)
        client.send_email(
            FromEmailAddress="shop@example.com",
            Destination={"ToAddresses": ["ada@example.net"]},
            Content={"Raw": {"Data": data}},
        )
    message = mocked.outbox.one()

    assert b"\r\nFrom: shop@example.com\r\nTo: ada@example.net\r\n" in message.raw
    assert message.headers.get_all("From") == ["shop@example.com"]


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=30
)
CHARSETS = st.sampled_from(["UTF-8", "ISO-8859-1", "Shift_JIS", "windows-1252", "KOI8-R", None])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    subject=st.lists(WORDS, min_size=1, max_size=20).map(" ".join),
    text=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=200),
    charset=CHARSETS,
    names=st.lists(st.text("abcdefghij ", min_size=1, max_size=30), min_size=1, max_size=12),
)
def test_the_standard_library_reads_composed_mail(
    subject: str, text: str, charset: str | None, names: list[str]
) -> None:
    """The standard library reads any subject, text, charset and list of mailboxes."""
    assume("=?" not in subject)  # SES sends the caller's encoded words unchanged.
    option = {"Charset": charset} if charset else {}
    to = [f"{name.strip() or 'x'} <reader{number}@example.net>" for number, name in enumerate(names)]
    content = {"Subject": {"Data": subject, **option}, "Body": {"Text": {"Data": text, **option}}}
    message = send_message("ses", *to, Message=content)
    parsed: Any = message_from_bytes(message.raw, policy=email.policy.SMTP)

    def reencode(value: str) -> str:
        return value.encode(charset or "utf-8", "replace").decode(charset or "utf-8")

    assert parsed["Subject"] == reencode(subject)
    assert parsed.get_content().rstrip("\n") == reencode(text)
    assert [address.addr_spec for address in parsed["To"].addresses] == [
        f"reader{number}@example.net" for number in range(len(names))
    ]
    assert max(map(len, message.raw.splitlines())) <= 998
