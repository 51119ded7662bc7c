"""A mail as a test hands it in: whatever it looks like, it is read or refused, and soon."""

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


def body(received: Any) -> bytes:
    """Return a mail as it was handed in: without what SES put in front."""
    return bytes(
        re.sub(rb"\A.*?X-SES-DKIM-SIGNATURE:[^\r\n]*\r\n", b"", received.s3_object.body, flags=re.DOTALL)
    )


def message() -> EmailMessage:
    """Return a message of the standard library."""
    found = EmailMessage()
    found["From"], found["To"], found["Subject"] = "Ada <ada@example.net>", INFO, "Grüße"
    found.set_content("Hi ü\n")
    found.add_attachment(b"\0\1", "application", "pdf", filename="a.pdf")
    return found


def mime_text() -> MIMEText:
    """Return a message of the older interface."""
    found = MIMEText("Hi ü\n")
    found["From"], found["To"], found["Subject"] = (
        "Ada <ada@example.net>",
        INFO,
        "Gr=?utf-8?q?=C3=BC=C3=9F?=e",
    )
    return found


RAW = "From: Ada <ada@example.net>\nTo: info@example.com\nSubject: Grüße\n\nHi ü\n"


@pytest.mark.parametrize(
    "mail",
    [RAW, RAW.encode(), bytearray(RAW.encode()), memoryview(RAW.encode()), message(), mime_text()],
    ids=["str", "bytes", "bytearray", "memoryview", "EmailMessage", "MIMEText"],
)
def test_a_mail_may_be_of_any_type(mail: Any) -> None:
    """It is read as sent mail is."""
    received = receive(mail)

    assert (received.sender, received.to, received.source) == (
        "Ada <ada@example.net>",
        (INFO,),
        "ada@example.net",
    )
    assert (received.subject.replace(" ", ""), received.text.strip()) == ("Grüße", "Hi ü")
    assert b"\n" not in received.raw.replace(b"\r\n", b"")


def test_attachments_arrive() -> None:
    """Under their names."""
    assert receive(message()).attachments["a.pdf"].content == b"\0\1"


def test_line_ends_become_those_of_smtp() -> None:
    """Whatever they were; nothing else changes."""
    mail = b"To: info@example.com\rSubject: a\n\n\xff\x00\r\n\r\n\n.\nlast"

    assert body(receive(mail)) == b"To: info@example.com\r\nSubject: a\r\n\r\n\xff\x00\r\n\r\n\r\n.\r\nlast"


def test_a_message_of_the_outbox_arrives(ses_mock: SesMock) -> None:
    """From SES's own address, at all its recipients."""
    sent = send_message("ses", INFO, subject="Hello", html="<p>Hi</p>")
    received = receive(sent)

    assert body(received) == sent.raw
    assert received.source == f"{sent.message_id}@amazonses.com"
    assert (received.recipients, received.subject, received.html) == ((INFO,), "Hello", "<p>Hi</p>")
    assert received.verdicts.dkim == "PASS"


@pytest.mark.parametrize(
    ("region", "mail_from", "domain"),
    [("us-east-1", "mail.example.com", "mail.example.com"), ("eu-west-1", None, "eu-west-1.amazonses.com")],
)
def test_the_sender_of_an_outgoing_mail_is_at_its_mail_from_domain(
    region: str, mail_from: str | None, domain: str
) -> None:
    """At one of its own, else at SES's."""
    import boto3

    client = boto3.client("ses", region_name=region)
    if mail_from:
        client.set_identity_mail_from_domain(Identity="example.com", MailFromDomain=mail_from)
    sent = send_message(client, INFO)

    assert receive(sent).source == f"{sent.message_id}@{domain}"


def test_recipients_and_sender_are_read_from_the_header() -> None:
    """Each address once; fields that are no addresses do not matter."""
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


def test_the_envelope_may_be_another() -> None:
    """What the caller says goes before the header, and is bare."""
    received = receive(
        MAIL, recipients=["Support <support@example.com>", INFO, INFO], source="<bounces@example.org>"
    )

    assert received.recipients == ("support@example.com", INFO)
    assert received.source == "bounces@example.org"
    assert receive(source="").source is None
    assert receive(recipients=INFO).recipients == (INFO,)


def test_a_server_has_a_name_and_an_address() -> None:
    """By default in the sender's domain."""
    received = receive(source_ip="2001:DB8::1", host="[2001:db8::1]")

    assert (received.source_ip, received.host, received.tls) == ("2001:db8::1", "[2001:db8::1]", True)
    assert (receive().host, receive(source="").host) == ("mail.example.net", "mail.example.org")


def test_mail_arrives_in_a_region_and_account(ses_mock: SesMock) -> None:
    """In those of the mock unless the caller says other ones."""
    elsewhere = receive(region="eu-west-1", account_id="210987654321")
    seen = [(each.account_id, each.region, each.accepted) for each in (receive(), elsewhere)]

    assert seen == [("123456789012", "us-east-1", True), ("210987654321", "eu-west-1", False)]


@pytest.mark.parametrize(
    ("mail", "options", "error", "text"),
    [
        (None, {}, TypeError, "takes the mail as bytes, str, .* got NoneType"),
        (1, {}, TypeError, "got int"),
        ([], {}, TypeError, "got list"),
        ("", {}, ValueError, r"needs recipients=.*no To, Cc or Bcc"),
        ("Hello\n", {}, ValueError, "needs recipients="),
        ("To: undisclosed-recipients:;\n\n", {}, ValueError, "needs recipients="),
        (MAIL, {"recipients": []}, ValueError, "recipients must contain at least one address"),
        (MAIL, {"recipients": ["x"]}, ValueError, "recipients must be e-mail addresses.*got 'x'"),
        (MAIL, {"recipients": [b"a@example.com"]}, ValueError, "recipients must be e-mail addresses"),
        (
            MAIL,
            {"recipients": ["a@example.com\r\nRCPT TO:<b@example.com>"]},
            ValueError,
            "recipients must be",
        ),
        (MAIL, {"source": "x"}, ValueError, "source must be e-mail addresses.*got 'x'"),
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
def test_what_no_server_would_say_is_an_error(
    ses_mock: SesMock, mail: Any, options: dict[str, Any], error: type[Exception], text: str
) -> None:
    """It says what is wrong; nothing has arrived then."""
    with pytest.raises(error, match=text):
        receive(mail, **options)

    assert len(ses_mock.received) == 0


def test_a_message_that_cannot_be_written_is_an_error(ses_mock: SesMock) -> None:
    """The standard library's own error follows."""
    broken = MIMEText("Hi")
    broken.set_payload(["x"])

    with pytest.raises(ValueError, match="the message cannot be written as bytes: "):
        receive(broken, recipients=INFO)
    assert len(ses_mock.received) == 0


def hostile() -> dict[str, bytes]:
    """Return mail that is a burden to read."""
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


@pytest.mark.parametrize("mail", hostile().values(), ids=hostile())
def test_any_bytes_are_taken(mail: bytes) -> None:
    """They are stored as they are, told to topics and functions, and can be looked at, all of it soon."""
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
    assert body(received).removeprefix(b"\r\n") == re.sub(rb"\r\n|\r|\n", b"\r\n", mail)
    assert len(looks) >= 9
    assert time.process_time() - start < 10


@pytest.mark.parametrize("mail", [b"Hello world\n", b"\nHello world\n", b""])
def test_a_body_without_a_header_does_not_run_on_from_the_fields_of_ses(mail: bytes) -> None:
    """One blank line is between them."""
    received = receive(mail, recipients=INFO)

    fields, text = received.raw.split(b"\r\n\r\n")
    assert fields.splitlines()[-1].startswith(b"X-SES-DKIM-SIGNATURE: ")
    assert text.decode() == received.text == mail.decode().strip("\n") + "\r\n" * bool(mail)


@pytest.mark.parametrize(
    ("size", "accepted"), [(MAX_SIZE, True), (MAX_SIZE + 1, False)], ids=["40 MB", "40 MB and a byte"]
)
def test_a_mail_has_40_mb_at_most(size: int, accepted: bool) -> None:
    """The reply says so."""
    head = b"To: info@example.com\r\n\r\n"
    start = time.process_time()
    received = receive(head + b"x" * (size - len(head)))

    assert received.accepted is accepted
    assert received.smtp_reply[:10] == ("250 OK " + received.message_id[:3] if accepted else "552 5.3.4 ")
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "head", [b"a: b\n" * 300_000, b"x:" + b"x" * 2_000_000, b"Subject:" + b"\n x" * 400_000]
)
def test_a_header_has_1_mb_at_most(head: bytes) -> None:
    """A header of one line among them."""
    start = time.process_time()
    received = receive(head, recipients=INFO)

    assert (received.accepted, received.smtp_reply[:9]) == (False, "552 5.3.4")
    assert received.raw.startswith(head[:4])
    assert len(received.subject) < 1_100_000
    assert time.process_time() - start < 10


def test_a_mail_may_be_for_1000_recipients() -> None:
    """Under rules of 100 recipients each it arrives soon."""
    for number in range(20):
        add_rule(name=f"r{number}", Recipients=[f"u{number}-{each}@example.com" for each in range(100)])
    recipients = [f"u{number % 20}-{number // 20}@example.com" for number in range(1000)]
    start = time.process_time()
    received = receive(recipients=recipients)

    assert received.accepted
    assert received.recipients == tuple(recipients)
    assert len(received.rules) == 21
    assert time.process_time() - start < 10


def test_a_rule_may_be_a_megabyte(ses_mock: SesMock) -> None:
    """As far as SES's limits let it be."""
    recipients = [f"user{number}@example.com" for number in range(40_000)]
    start = time.process_time()
    add_rule(BUCKET, name="large", Recipients=recipients)
    received = receive(recipients="user39999@example.com")

    assert [rule.name for rule in received.rules] == ["rule", "large"]
    assert time.process_time() - start < 30
