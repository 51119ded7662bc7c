"""Sending through the three APIs: content, senders, recipients, and what is refused."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from sesmock import OperationNotSupported, SesMock, mock_ses
from sesmock.backends.backend import load_backend
from sesmock.domain.configuration_sets.configuration_sets import ConfigurationSet
from sesmock.domain.configuration_sets.options import Options
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

SENDER = "shop@example.com"
TO = ["ada@example.net"]
SIMPLE = {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}


def body(**parts: str) -> dict[str, Any]:
    """Return a message with Text and Html parts."""
    return {"Subject": {"Data": "Hello"}, "Body": {name: {"Data": data} for name, data in parts.items()}}


def v2(client: SESV2Client, **changes: Any) -> str:
    """Send a message by SES v2."""
    request: dict[str, Any] = {
        "FromEmailAddress": SENDER,
        "Destination": {"ToAddresses": TO},
        "Content": {"Simple": body(Text="Hi")},
        **changes,
    }
    return client.send_email(**{name: value for name, value in request.items() if value is not None})[
        "MessageId"
    ]


def v1(client: SESClient, **changes: Any) -> str:
    """Send a message by SES v1."""
    request = {"Source": SENDER, "Destination": {"ToAddresses": TO}, "Message": body(Text="Hi"), **changes}
    return client.send_email(**request)["MessageId"]


def raw_v1(client: SESClient, data: bytes, **changes: Any) -> str:
    """Send a raw message by SES v1."""
    return client.send_raw_email(RawMessage={"Data": data}, **changes)["MessageId"]


def test_nothing_of_a_v1_message_is_dropped(mocked: SesMock, ses: SESClient) -> None:
    """Parts, recipients, Reply-To, Return-Path and tags are all kept."""
    v1(
        ses,
        Message=body(Text="Hi", Html="<p>Hi</p>"),
        Destination={"ToAddresses": TO, "CcAddresses": ["c@example.net"], "BccAddresses": ["b@example.net"]},
        ReplyToAddresses=["r@example.org"],
        ReturnPath="bounces@example.com",
        Tags=[{"Name": "campaign", "Value": "spring"}],
    )

    message = mocked.outbox[0]
    assert (message.text, message.html) == ("Hi", "<p>Hi</p>")
    assert (message.to, message.cc, message.bcc) == (
        ("ada@example.net",),
        ("c@example.net",),
        ("b@example.net",),
    )
    assert message.recipients == ("ada@example.net", "c@example.net", "b@example.net")
    assert (message.reply_to, message.return_path) == (("r@example.org",), "bounces@example.com")
    assert message.tags == {"campaign": "spring"}
    assert (message.api, message.operation, message.region) == ("ses", "SendEmail", "us-east-1")
    assert message.sent_at.tzinfo is not None


def test_nothing_of_a_v2_message_is_dropped(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Headers and attachments are kept, and are in the mail that the recipient gets."""
    attachment = {
        "FileName": "Rechnung März.pdf",
        "RawContent": b"%PDF\x00\xff",
        "ContentTransferEncoding": "BASE64",
        "ContentDescription": "The invoice",
    }
    picture = {
        "FileName": "logo.png",
        "RawContent": b"PNG",
        "ContentDisposition": "INLINE",
        "ContentId": "logo",
    }
    simple = {
        **body(Text="Hi", Html="<img src='cid:logo'>"),
        "Headers": [{"Name": "X-Campaign", "Value": "spring"}],
        "Attachments": [attachment, picture],
    }
    v2(sesv2, Content={"Simple": simple})

    message = mocked.outbox[0]
    parsed = message.mime
    assert message.headers["x-campaign"] == "spring"
    assert [part.file_name for part in message.attachments] == ["Rechnung März.pdf", "logo.png"]
    assert message.attachments["logo.png"].inline
    assert {part.get_filename(): part.get_content() for part in parsed.walk() if part.get_filename()} == {
        "Rechnung März.pdf": b"%PDF\x00\xff",
        "logo.png": b"PNG",
    }


@pytest.mark.parametrize(
    ("parts", "text", "html"),
    [({"Text": "Hi"}, "Hi", None), ({"Html": "<p>"}, None, "<p>"), ({"Text": "Grüße"}, "Grüße", None)],
)
def test_either_part_may_be_missing(
    mocked: SesMock, sesv2: SESV2Client, parts: dict[str, str], text: str | None, html: str | None
) -> None:
    """A part that was not given is None, and what was given is what the recipient reads."""
    v2(sesv2, Content={"Simple": body(**parts)})

    message = mocked.outbox[0]
    assert (message.text, message.html) == (text, html)
    assert message.mime.get_content().rstrip("\n") == (text or html)


@pytest.mark.parametrize(
    ("charset", "data", "used", "delivered"),
    [
        ("ISO-8859-1", "Grüße", "iso-8859-1", "Grüße"),
        ("US-ASCII", "Grüße", "us-ascii", "Gr??e"),
        (None, "日本語の本文", "utf-8", "日本語の本文"),
        (None, "x" * 2000, "utf-8", "x" * 2000),
    ],
)
def test_a_charset_is_used_as_it_is(
    mocked: SesMock, ses: SESClient, charset: str | None, data: str, used: str, delivered: str
) -> None:
    """What a charset lacks becomes a question mark."""
    text = {"Data": data, **({"Charset": charset} if charset else {})}
    v1(ses, Message={"Subject": {"Data": "Hello"}, "Body": {"Text": text}})

    parsed = mocked.outbox[0].mime
    assert parsed.get_content_charset() == used
    assert parsed.get_content().rstrip("\n") == delivered


def test_a_header_cannot_be_smuggled_in(mocked: SesMock, ses: SESClient) -> None:
    """Line ends in a subject do not make headers."""
    v1(ses, Message={"Subject": {"Data": "Hi\r\nBcc: x@example.org"}, "Body": {"Text": {"Data": "Hi"}}})

    assert "Bcc" not in mocked.outbox[0].headers


@pytest.mark.parametrize("method", ["v1", "v2"])
def test_a_raw_message_is_kept(mocked: SesMock, ses: SESClient, sesv2: SESV2Client, method: str) -> None:
    """Texts, attachments and addresses are read out of the MIME; Bcc does not go out."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Bcc"] = "Shop <shop@example.com>", "ada@example.net", "b@example.net"
    mail["Subject"], mail["Reply-To"] = "Grüße", "r@example.org"
    mail.set_content("Hi")
    mail.add_alternative("<p>Hi</p>", subtype="html")
    mail.add_attachment(b"data", maintype="application", subtype="pdf", filename="a.pdf", cid="<one>")
    if method == "v1":
        raw_v1(ses, mail.as_bytes())
    else:
        v2(sesv2, FromEmailAddress=None, Destination=None, Content={"Raw": {"Data": mail.as_bytes()}})

    message = mocked.outbox.one(to="ada@example.net", sender="shop@example.com", subject="Grüße")
    assert (message.text.strip(), message.html.strip()) == ("Hi", "<p>Hi</p>")
    assert (message.recipients, message.bcc) == (("ada@example.net", "b@example.net"), ("b@example.net",))
    assert (message.reply_to, message.attachments["a.pdf"].content_id) == (("r@example.org",), "one")
    assert message.headers.get("Bcc") is None
    assert message.headers.get_all("message-id") == [f"<{message.message_id}@email.amazonses.com>"]


RAW = b"From: shop@example.com\nTo: ada@example.net\nSubject: S\n"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (RAW + b"\nbody", "body"),
        (RAW + b"Content-Type: text/plain; charset=x-windows-949\n\n\xff", "\xff"),
        (RAW + b"Content-Type: text/plain; charset=utf-8\n\n\xff", "\xff"),
        (RAW.rstrip(), ""),
        (RAW + b"Content-Type: application/pdf\n\nx", None),
    ],
)
def test_an_odd_raw_message_is_read_as_well_as_can_be(
    mocked: SesMock, ses: SESClient, data: bytes, text: str | None
) -> None:
    """Bad charsets, eight bits and missing bodies crash nothing."""
    raw_v1(ses, data)

    message = mocked.outbox[0]
    assert (message.text, message.html) == (text, None)
    assert RAW.rstrip() in message.raw


@pytest.mark.parametrize("subject", ["=?utf-8?q?broken", "=?x-windows-949?q?x?="])
def test_a_subject_that_cannot_be_decoded_is_shown_as_it_is(
    mocked: SesMock, ses: SESClient, subject: str
) -> None:
    """An encoded word stays what it is if it has no end, or a charset that only Java knows."""
    raw_v1(ses, f"From: a@example.com\r\nTo: b@example.net\r\nSubject: {subject}\r\n\r\n".encode())

    assert mocked.outbox[0].subject == subject


def test_raw_mail_without_data_is_accepted(mocked: SesMock, ses: SESClient) -> None:
    """SES takes a raw message without data when the call says all."""
    raw_v1(ses, b"", Source=SENDER, Destinations=TO)

    message = mocked.outbox[0]
    assert (message.sender, message.recipients, message.to) == (SENDER, ("ada@example.net",), ())


def test_raw_mail_is_from_its_header_though_the_call_names_a_return_path(
    mocked: SesMock, sesv2: SESV2Client
) -> None:
    """SES v2 takes an address for feedback without one for the sender."""
    data = b"From: Ada <a@example.com>\nTo: b@example.net\n\nHi\n"
    v2(
        sesv2,
        FromEmailAddress=None,
        FeedbackForwardingEmailAddress="bounces@example.com",
        Content={"Raw": {"Data": data}},
    )

    message = mocked.outbox[0]
    assert (message.sender, message.return_path) == ("Ada <a@example.com>", "bounces@example.com")


def test_the_header_of_raw_mail_asks_for_set_and_tags(mocked: SesMock, ses: SESClient) -> None:
    """X-SES headers are honoured and removed."""
    mocked.account.configuration_sets["marketing"] = ConfigurationSet("marketing")
    header = b"X-SES-CONFIGURATION-SET: marketing\nX-SES-MESSAGE-TAGS: a=1, b=2\nX-SES-SOURCE-ARN: "
    header += mocked.account.arn("identity/example.com").encode() + b"\n"
    raw_v1(ses, header + RAW + b"\n")

    message = mocked.outbox[0]
    assert (message.configuration_set, message.tags) == ("marketing", {"a": "1", "b": "2"})
    assert [name for name in message.headers if name.startswith("X-SES")] == ["X-SES-Outgoing"]


def test_what_a_call_says_comes_before_the_header_of_raw_mail(mocked: SesMock, ses: SESClient) -> None:
    """Set, tags and ARN of the call are used, and those of the header are not looked at."""
    mocked.account.configuration_sets["news"] = ConfigurationSet("news")
    header = b"X-SES-CONFIGURATION-SET: none\nX-SES-MESSAGE-TAGS: a=1\nX-SES-SOURCE-ARN: none\n"
    raw_v1(
        ses,
        header + RAW + b"\n",
        ConfigurationSetName="news",
        Tags=[{"Name": "b", "Value": "2"}],
        SourceArn=mocked.account.arn("identity/example.com"),
    )

    message = mocked.outbox[0]
    assert (message.configuration_set, message.tags) == ("news", {"b": "2"})


@pytest.mark.parametrize(
    ("data", "parameters", "text"),
    [
        (b"To: a@example.net\n\n", {}, "Missing required header 'From'."),
        (b"From: a@example.com\n\n", {}, "Missing required header 'To'."),
        (b"From: a@example.com\nTo:\n\n", {}, "Empty required header 'To'."),
        (b"", {"Destinations": TO}, "Missing required header 'From'."),
        (b"", {"Source": SENDER}, "Missing required header 'To'."),
        (b"From: a\nTo: b@x.com\n\n", {}, "Missing final '@domain'"),
        (RAW, {"Destinations": ["a@example.net"] * 51}, "Recipient count exceeds 50."),
        (RAW + b"\n" + b"x" * (10 << 20), {}, "Message length is more than 10485760 bytes long: '10485815'."),
    ],
)
def test_raw_mail_that_says_too_little_is_refused(
    mocked: SesMock, ses: SESClient, data: bytes, parameters: dict[str, Any], text: str
) -> None:
    """Header and call together must name a sender and recipients, within the limits."""
    assert refusal(raw_v1, ses, data, **parameters) == ("InvalidParameterValue", text)


def test_a_refusal_of_raw_mail_names_every_sender(mocked: SesMock, ses: SESClient) -> None:
    """The bare source comes first, then the From header as written."""
    data = b"From: Travel <a@t.com>\nTo: b@x.com\n\n"
    _, text = refusal(raw_v1, ses, data, Source="Travel <a@t.com>")

    assert text.endswith("US-EAST-1: a@t.com, Travel <a@t.com>")


@pytest.mark.parametrize(
    ("changes", "code", "text"),
    [
        ({"Destination": {}}, "BadRequestException", "There are no recipients specified."),
        ({"FromEmailAddress": None}, "BadRequestException", None),
        ({"FromEmailAddress": "nope"}, "BadRequestException", "Missing final '@domain'"),
        (
            {"Content": {"Simple": body(Text="a"), "Raw": {"Data": b"x"}}},
            "BadRequestException",
            "Exactly one of Simple, Raw and Template must be specified.",
        ),
        ({"ConfigurationSetName": "a"}, "NotFoundException", "Configuration set <a> does not exist."),
        (
            {"EmailTags": [{"Name": "a b", "Value": "c"}]},
            "BadRequestException",
            "Invalid tag name <a b>: only alphanumeric ASCII characters, '_',  '-' are allowed.",
        ),
        (
            {"Destination": {"ToAddresses": ["x" * 311 + "@example.com"]}},
            "BadRequestException",
            f"Address length is more than 320 characters long: '{'x' * 311}@example.com'.",
        ),
        (
            {"FeedbackForwardingEmailAddress": "b@example.org"},
            "MessageRejected",
            "Email address is not verified. The following identities failed the check in region US-EAST-1: "
            "b@example.org",
        ),
        (
            {"Content": {"Simple": body(Text="a") | {"Headers": [{"Name": "a b", "Value": "c"}]}}},
            "BadRequestException",
            "1 validation error detected: Value at 'content.simple.headers.1.member.name' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: ^[!-9;-@A-~]+$",
        ),
        (
            {"Content": {"Simple": body(Text="a") | {"Headers": [{"Name": " ", "Value": "c"}]}}},
            "BadRequestException",
            "The header name must be specified.",
        ),
        (
            {"Content": {"Simple": body(Text="a") | {"Headers": [{"Name": "Subject", "Value": "c"}]}}},
            "BadRequestException",
            "Duplicate header 'Subject'.",
        ),
        (
            {
                "Content": {
                    "Simple": body(Text="a") | {"Attachments": [{"FileName": "a.js", "RawContent": b""}]}
                }
            },
            "BadRequestException",
            "Attachments with the extension .js are not allowed: 'a.js'.",
        ),
        (
            {
                "Content": {
                    "Simple": body(Text="a") | {"Attachments": [{"FileName": "a" * 256, "RawContent": b""}]}
                }
            },
            "BadRequestException",
            "1 validation error detected: Value at 'content.simple.attachments.1.member.fileName' failed to satisfy "
            "constraint: Member must have length less than or equal to 255",
        ),
        ({"Content": {"Simple": body()}}, "BadRequestException", "The message body must be specified."),
        (
            {"FeedbackForwardingEmailAddress": f"{'b' * 320}@example.com"},
            "BadRequestException",
            f"Address length is more than 320 characters long: '{'b' * 320}@example.com'.",
        ),
        (
            {
                "Content": {
                    "Raw": {"Data": b"From: a@example.com\nTo: b@x.com\nTo: c@x.com\nFrom: d@x.com\n\n"}
                }
            },
            "BadRequestException",
            "Duplicate header 'From'.",
        ),
    ],
)
def test_v2_refuses_in_the_words_of_ses(
    mocked: SesMock, sesv2: SESV2Client, changes: dict[str, Any], code: str, text: str | None
) -> None:
    """What is wrong with a call is told with the modelled error; nothing is sent."""
    assert refusal(v2, sesv2, **changes) == (code, text)
    assert len(mocked.outbox) == 0


def test_what_has_no_effect_yet_is_not_silently_accepted(
    mocked: SesMock, sesv2: SESV2Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Members that an operation marks as not built raise sesmock's own error, naming them; there are none today."""
    operation = load_backend("sesv2").find("SendEmail")
    monkeypatch.setattr(operation, "unsupported", ("TenantName", "Content.Raw", "EmailTags"))

    with pytest.raises(OperationNotSupported, match="does not mock EmailTags of SendEmail yet"):
        v2(sesv2, EmailTags=[{"Name": "a", "Value": "b"}])
    assert len(mocked.outbox) == 0


@pytest.mark.parametrize(
    ("state", "v1_code", "v2_code"),
    [
        ({"sending_enabled": False}, "AccountSendingPausedException", "SendingPausedException"),
        ({"enforcement_status": "SHUTDOWN"}, "MessageRejected", "MessageRejected"),
        ({"suspended": True}, "MessageRejected", "AccountSuspendedException"),
    ],
)
def test_an_account_that_may_not_send_is_refused(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client, state: dict[str, Any], v1_code: str, v2_code: str
) -> None:
    """A paused or suspended account is refused with each API's code."""
    for name, value in state.items():
        setattr(mocked.account, name, value)

    assert (refusal(v1, ses)[0], refusal(v2, sesv2)[0]) == (v1_code, v2_code)


def test_a_paused_set_is_refused(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Sending through a paused configuration set fails with its name."""
    mocked.account.configuration_sets["a"] = ConfigurationSet("a", Options(sending_enabled=False))

    assert refusal(v2, sesv2, ConfigurationSetName="a") == (
        "SendingPausedException",
        "Sending is paused for configuration set a",
    )


def test_the_default_set_of_an_identity_is_used(mocked: SesMock, ses: SESClient) -> None:
    """Without a set of its own a message uses that of its identity."""
    mocked.account.configuration_sets["a"] = ConfigurationSet("a")
    mocked.account.identities["example.com"].default_configuration_set = "a"
    v1(ses)

    assert mocked.outbox[0].configuration_set == "a"


@pytest.mark.parametrize(("identity", "used"), [("a@example.com", "own"), ("example.com", "domain")])
def test_the_default_set_is_that_of_the_address_then_of_its_domain(
    mocked: SesMock, ses: SESClient, identity: str, used: str
) -> None:
    """A raw message without Source is from whom its header says."""
    ses.verify_email_identity(EmailAddress="a@example.com")
    for name in ("own", "domain"):
        mocked.account.configuration_sets[name] = ConfigurationSet(name)
    mocked.account.identities["example.com"].default_configuration_set = "domain"
    mocked.account.identities[identity].default_configuration_set = used
    raw_v1(ses, b"Subject: s\nFrom: Ada <a@example.com>\nTo: b@x.com\n\n")

    assert mocked.outbox[0].configuration_set == used


@pytest.mark.parametrize("sender", ["", "undisclosed:;", "broken"])
def test_no_default_set_without_a_sender(mocked: SesMock, ses: SESClient, sender: str) -> None:
    """A header that names nobody is refused for that."""
    assert refusal(raw_v1, ses, f"From: {sender}\nTo: b@x.com\n\n".encode())[0] == "InvalidParameterValue"


def test_a_default_set_that_is_gone_is_an_invalid_parameter(mocked: SesMock, sesv2: SESV2Client) -> None:
    """The deleted default set is no NotFoundException."""
    mocked.account.identities["example.com"].default_configuration_set = "gone"

    assert refusal(v2, sesv2) == ("BadRequestException", "Configuration set <gone> does not exist.")


def test_the_rate_is_enforced_when_asked_for() -> None:
    """With enforce_rate a second that is full refuses more."""
    with mock_ses(identities=["example.com"], enforce_rate=True, retry_sleep=False) as mocked:
        mocked.account.max_send_rate = 0.5
        client = boto3.client("ses")
        mocked.account.quota.add(mocked.clock.time(), 1)
        mocked.clock.shift(seconds=0)
        mocked.account.quota.sent_this_second = lambda now: 1  # the second may roll over while the test runs
        told = refusal(v1, client)

    assert told == ("Throttling", "Maximum sending rate exceeded.")


@pytest.mark.parametrize(
    ("sender", "identity"),
    [
        ("a@example.com", "a@example.com"),
        ("a+label@example.com", "a@example.com"),
        ("a@example.com", "example.com"),
        ("a@EXAMPLE.com", "example.COM"),
        ("a@mail.example.com", "example.com"),
        ("anyone@nowhere.org", "*"),
    ],
)
def test_identities_cover_addresses(sender: str, identity: str) -> None:
    """Labels, sub-domains and any spelling of a domain are covered; ``*`` covers all."""
    with mock_ses(identities=identity if identity == "*" else [identity]) as mocked:
        v1(boto3.client("ses"), Source=sender)

    assert mocked.outbox[0].sender == sender


@pytest.mark.parametrize("sender", ["A@example.com", "a@EXAMPLE.com", "a@example.org", "b+a@example.com"])
def test_an_address_covers_itself_alone(sender: str) -> None:
    """Address identities are compared as they are spelled."""
    with mock_ses(identities=["a@example.com"]), pytest.raises(ClientError):
        v1(boto3.client("ses"), Source=sender)


def test_waiting_messages_have_no_outcome_yet() -> None:
    """With manual delivery real recipients wait, the simulator's do not."""
    with mock_ses(identities=["example.com"], delivery="manual") as mocked:
        v1(boto3.client("ses"), Destination={"ToAddresses": [*TO, "bounce@simulator.amazonses.com"]})

    assert [str(outcome) for outcome in mocked.outbox[0].outcomes.values()] == ["waiting", "bounced"]


def test_pinpoint_sends_as_v2_does(mocked: SesMock, pinpoint_email: PinpointEmailClient) -> None:
    """Pinpoint Email's own client reaches the same outbox."""
    pinpoint_email.send_email(
        FromEmailAddress=SENDER, Destination={"ToAddresses": TO}, Content={"Simple": body(Html="<p>Hi</p>")}
    )

    assert repr(mocked.outbox[0]) == "<SentMessage 'Hello' to ada@example.net>"
    assert mocked.outbox[0].api == "pinpoint-email"
