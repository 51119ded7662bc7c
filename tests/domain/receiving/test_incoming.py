"""Mail that a test passes to SES, with any content: it is parsed or refused, in bounded time."""

from __future__ import annotations

import re
import time
from email.message import EmailMessage
from email.mime.text import MIMEText
from typing import TYPE_CHECKING, Any

import pytest

from sesmock import SesMock, mock_ses
from sesmock.domain.receiving.arrival import MAX_SIZE
from tests.receiving import BUCKET, MAIL, add_rule, receive
from tests.sending import send_message

if TYPE_CHECKING:
    from collections.abc import Iterator

INFO = "info@example.com"


@pytest.fixture(autouse=True)
def ses_mock() -> Iterator[SesMock]:
    """Mock SES with a rule for all mail to example.com."""
    with mock_ses(identities=["example.com"]) as active:
        add_rule(BUCKET)
        yield active


def original_bytes(received: Any) -> bytes:
    """Return received mail without the headers that SES added."""
    return bytes(
        re.sub(rb"\A.*?X-SES-DKIM-SIGNATURE:[^\r\n]*\r\n", b"", received.s3_object.body, flags=re.DOTALL)
    )


def build_message() -> EmailMessage:
    """Return a message built with the standard library's current class."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ada <ada@example.net>", INFO, "Grüße"
    mail.set_content("Hi ü\n")
    mail.add_attachment(b"\0\1", "application", "pdf", filename="a.pdf")
    return mail


def build_mime_text() -> MIMEText:
    """Return a message built with the standard library's older class."""
    mail = MIMEText("Hi ü\n")
    mail["From"], mail["To"], mail["Subject"] = (
        "Ada <ada@example.net>",
        INFO,
        "Gr=?utf-8?q?=C3=BC=C3=9F?=e",
    )
    return mail


RAW = "From: Ada <ada@example.net>\nTo: info@example.com\nSubject: Grüße\n\nHi ü\n"


@pytest.mark.parametrize(
    "mail",
    [
        RAW,
        RAW.encode(),
        bytearray(RAW.encode()),
        memoryview(RAW.encode()),
        build_message(),
        build_mime_text(),
    ],
    ids=["str", "bytes", "bytearray", "memoryview", "EmailMessage", "MIMEText"],
)
def test_mail_can_be_of_any_type(mail: Any) -> None:
    """Mail can be text, bytes or a message object, and is parsed like sent mail."""
    received = receive(mail)

    assert (received.sender, received.to, received.source) == (
        "Ada <ada@example.net>",
        (INFO,),
        "ada@example.net",
    )
    assert (received.subject.replace(" ", ""), received.text.strip()) == ("Grüße", "Hi ü")
    assert b"\n" not in received.raw.replace(b"\r\n", b"")


def test_attachments_arrive() -> None:
    """Attachments are available under their file names."""
    assert receive(build_message()).attachments["a.pdf"].content == b"\0\1"


def test_line_ends_become_crlf() -> None:
    """Every line end becomes CRLF, and nothing else changes."""
    mail = b"To: info@example.com\rSubject: a\n\n\xff\x00\r\n\r\n\n.\nlast"

    assert (
        original_bytes(receive(mail))
        == b"To: info@example.com\r\nSubject: a\r\n\r\n\xff\x00\r\n\r\n\r\n.\r\nlast"
    )


def test_a_sent_message_can_be_received(ses_mock: SesMock) -> None:
    """A sent message can be received by its recipients, with SES's own address as the envelope sender."""
    sent = send_message("ses", INFO, subject="Hello", html="<p>Hi</p>")
    received = receive(sent)

    assert original_bytes(received) == sent.raw
    assert received.source == f"{sent.message_id}@amazonses.com"
    assert (received.recipients, received.subject, received.html) == ((INFO,), "Hello", "<p>Hi</p>")
    assert received.verdicts.dkim == "PASS"


@pytest.mark.parametrize(
    ("region", "mail_from", "domain"),
    [("us-east-1", "mail.example.com", "mail.example.com"), ("eu-west-1", None, "eu-west-1.amazonses.com")],
)
def test_a_sent_message_comes_from_its_mail_from_domain(
    region: str, mail_from: str | None, domain: str
) -> None:
    """The envelope sender of a sent message is at its MAIL FROM domain, or at SES's."""
    import boto3

    client = boto3.client("ses", region_name=region)
    if mail_from:
        client.set_identity_mail_from_domain(Identity="example.com", MailFromDomain=mail_from)
    sent = send_message(client, INFO)

    assert receive(sent).source == f"{sent.message_id}@{domain}"


def test_recipients_and_sender_come_from_the_header() -> None:
    """Without an envelope, mail has the recipients and sender of its header, each address once."""
    mail = (
        "From: Ada <ada@example.net>, Bob <bob@example.net>\nTo: A <a@example.com>, a@example.com\n"
        "Cc: team: b@example.com, c@example.com;\nCc: <<\nBcc: d@example.com\n\n"
    )
    received = receive(mail)

    assert received.recipients == ("a@example.com", "b@example.com", "c@example.com", "d@example.com")
    assert received.source == "ada@example.net"
    assert (received.to, received.cc) == (
        ("A <a@example.com>", "a@example.com"),
        ("b@example.com", "c@example.com"),
    )
    assert (received.bcc, received.reply_to) == (("d@example.com",), ())


def test_the_envelope_can_differ_from_the_header() -> None:
    """The caller's recipients and sender override the header, as bare addresses."""
    received = receive(
        MAIL, recipients=["Support <support@example.com>", INFO, INFO], source="<bounces@example.org>"
    )

    assert received.recipients == ("support@example.com", INFO)
    assert received.source == "bounces@example.org"
    assert receive(source="").source is None
    assert receive(recipients=INFO).recipients == (INFO,)


def test_the_sending_server_has_a_name_and_an_address() -> None:
    """The sending server has the name and IP address that the test passes, by default a name in the sender's domain."""
    received = receive(source_ip="2001:DB8::1", host="[2001:db8::1]")

    assert (received.source_ip, received.host, received.tls) == ("2001:db8::1", "[2001:db8::1]", True)
    assert (receive().host, receive(source="").host) == ("mail.example.net", "mail.example.org")


def test_mail_is_received_in_a_region_and_account(ses_mock: SesMock) -> None:
    """Mail is received in the region and account of the mock unless the caller passes others."""
    elsewhere = receive(region="eu-west-1", account_id="210987654321")
    arrivals = [(each.account_id, each.region, each.accepted) for each in (receive(), elsewhere)]

    assert arrivals == [("123456789012", "us-east-1", True), ("210987654321", "eu-west-1", False)]


@pytest.mark.parametrize(
    ("mail", "options", "error", "text"),
    [
        (None, {}, TypeError, "accepts mail as bytes, str, .* got NoneType"),
        (1, {}, TypeError, "got int"),
        ([], {}, TypeError, "got list"),
        ("", {}, ValueError, r"needs recipients=.*no To, Cc or Bcc"),
        ("Hello\n", {}, ValueError, "needs recipients="),
        ("To: undisclosed-recipients:;\n\n", {}, ValueError, "needs recipients="),
        (MAIL, {"recipients": []}, ValueError, "recipients must contain at least one address"),
        (MAIL, {"recipients": ["x"]}, ValueError, "recipients must be an email address.*got 'x'"),
        (MAIL, {"recipients": [b"a@example.com"]}, ValueError, "recipients must be an email address"),
        (
            MAIL,
            {"recipients": ["a@example.com\r\nRCPT TO:<b@example.com>"]},
            ValueError,
            "recipients must be",
        ),
        (MAIL, {"source": "x"}, ValueError, "source must be an email address.*got 'x'"),
        (MAIL, {"source": "a@example.com>\r\nX-A: <b"}, ValueError, "source must be"),
        (MAIL, {"source_ip": "203.0.113"}, ValueError, "source_ip must be an IP address.*got '203.0.113'"),
        (MAIL, {"host": "a\r\nb"}, ValueError, "host must be the name of a server"),
        (MAIL, {"host": ""}, ValueError, "host must be the name of a server"),
        (MAIL, {"host": 1}, ValueError, "host must be the name of a server"),
        (MAIL, {"spam": "pass"}, ValueError, "spam must be one of 'PASS', .*got 'pass'"),
        (MAIL, {"dkim": "DISABLED"}, ValueError, "dkim must be one of"),
        (MAIL, {"dmarc_policy": "x"}, ValueError, "dmarc_policy must be one of 'none', .*got 'x'"),
        (MAIL, {"account_id": "1"}, ValueError, "account_id must be a string of 12 digits, got .1."),
    ],
)
def test_an_invalid_argument_is_an_error(
    ses_mock: SesMock, mail: Any, options: dict[str, Any], error: type[Exception], text: str
) -> None:
    """An invalid argument raises an error that says what is valid, and nothing is received."""
    with pytest.raises(error, match=text):
        receive(mail, **options)

    assert len(ses_mock.received) == 0


def test_a_message_without_bytes_is_an_error(ses_mock: SesMock) -> None:
    """A message object that cannot be serialized raises an error with the standard library's text."""
    broken = MIMEText("Hi")
    broken.set_payload(["x"])

    with pytest.raises(ValueError, match="the message cannot be written as bytes: "):
        receive(broken, recipients=INFO)
    assert len(ses_mock.received) == 0


def list_hostile_mail() -> dict[str, bytes]:
    """Return messages that are hard to parse, by name."""
    head = b"To: info@example.com\n"
    return {
        "empty": b"",
        "no header": b"Hello world\nHow are you?\n",
        "one long line": b"a" * 900_000,
        "garbage": bytes(range(256)) * 1000,
        "header of garbage": head + bytes(range(128, 256)) * 100 + b": x\n\n",
        "no colon": head + b"Subject\n\nHi",
        "only a header": head + b"Subject: Hi",
        "nul bytes": head + b"Subject: a\0b\n\n\0",
        "encoded words": head + b"Subject: " + b"=?" * 50_000 + b"\n\n",
        "a long address list": b"To: " + b"a@example.com, " * 20_000 + b"b@example.com\n\n",
        "brackets": b"To: " + b"<" * 50_000 + b"\nFrom: " + b"(" * 50_000 + b"\n\n",
        "many fields": head + b"a: b\n" * 100_000 + b"\nHi",
        "folds": head + b"Subject:" + b"\n x" * 100_000 + b"\n\nHi",
        "deep parts": head
        + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(500)),
        "unknown charset": head + b"Content-Type: text/plain; charset=x-nothing\n\n\xff",
        "injection": head + b"Subject: a\r\n\r\nFrom: root@example.com\r\n\r\nHi",
    }


@pytest.mark.slow
@pytest.mark.parametrize("mail", list_hostile_mail().values(), ids=list_hostile_mail())
def test_any_bytes_are_accepted(mail: bytes) -> None:
    """Mail of any bytes is stored unchanged, published and readable within ten seconds of CPU time."""
    add_rule({"SNSAction": {"TopicArn": "arn:aws:sns:us-east-1:123456789012:inbound"}}, name="tell")
    add_rule(
        {"LambdaAction": {"FunctionArn": "arn:aws:lambda:us-east-1:123456789012:function:f"}}, name="call"
    )
    start = time.process_time()
    received = receive(mail, recipients=INFO, source="ada@example.net")
    looks = [
        received.subject,
        received.text,
        received.html,
        received.to,
        received.sender,
        received.lambda_event,
    ]
    looks += [len(received.attachments), received.links, repr(received)]
    looks += [notification.payload for notification in received.notifications]

    assert received.accepted
    assert original_bytes(received).removeprefix(b"\r\n") == re.sub(rb"\r\n|\r|\n", b"\r\n", mail)
    assert len(looks) >= 9
    assert time.process_time() - start < 10


@pytest.mark.parametrize("mail", [b"Hello world\n", b"\nHello world\n", b""])
def test_a_blank_line_follows_the_ses_fields(mail: bytes) -> None:
    """A body without a header is separated from SES's fields by one blank line."""
    received = receive(mail, recipients=INFO)

    fields, text = received.raw.split(b"\r\n\r\n")
    assert fields.splitlines()[-1].startswith(b"X-SES-DKIM-SIGNATURE: ")
    assert text.decode() == received.text == mail.decode().strip("\n") + "\r\n" * bool(mail)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "accepted"), [(MAX_SIZE, True), (MAX_SIZE + 1, False)], ids=["40 MB", "40 MB and a byte"]
)
def test_mail_over_40_mb_is_refused(size: int, accepted: bool) -> None:
    """Mail of more than 40 MB is refused with SMTP reply 552."""
    # Spec: receiving.md §6.
    head = b"To: info@example.com\r\n\r\n"
    start = time.process_time()
    received = receive(head + b"x" * (size - len(head)))

    assert received.accepted is accepted
    assert received.smtp_reply[:10] == ("250 OK " + received.message_id[:3] if accepted else "552 5.3.4 ")
    assert time.process_time() - start < 10


@pytest.mark.slow
@pytest.mark.parametrize(
    "head", [b"a: b\n" * 300_000, b"x:" + b"x" * 2_000_000, b"Subject:" + b"\n x" * 400_000]
)
def test_a_header_over_1_mb_is_refused(head: bytes) -> None:
    """A header of more than 1 MB is refused, even if it is a single line."""
    start = time.process_time()
    received = receive(head, recipients=INFO)

    assert (received.accepted, received.smtp_reply[:9]) == (False, "552 5.3.4")
    assert received.raw.startswith(head[:4])
    assert len(received.subject) < 1_100_000
    assert time.process_time() - start < 10


def test_mail_can_have_1000_recipients() -> None:
    """Mail to 1,000 recipients is received within ten seconds, even with 20 rules of 100 recipients each."""
    for number in range(20):
        add_rule(name=f"r{number}", Recipients=[f"u{number}-{each}@example.com" for each in range(100)])
    recipients = [f"u{number % 20}-{number // 20}@example.com" for number in range(1000)]
    start = time.process_time()
    received = receive(recipients=recipients)

    assert received.accepted
    assert received.recipients == tuple(recipients)
    assert len(received.rules) == 21
    assert time.process_time() - start < 10


@pytest.mark.slow
def test_a_rule_can_be_a_megabyte(ses_mock: SesMock) -> None:
    """A rule with 40,000 recipients is created and matched within thirty seconds of CPU time."""
    recipients = [f"user{number}@example.com" for number in range(40_000)]
    start = time.process_time()
    add_rule(BUCKET, name="large", Recipients=recipients)
    received = receive(recipients="user39999@example.com")

    assert [rule.name for rule in received.rules] == ["rule", "large"]
    assert time.process_time() - start < 30
