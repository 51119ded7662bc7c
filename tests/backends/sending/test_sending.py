"""Sending in the three APIs: content, senders, recipients and errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from sesmock import OperationNotSupported, SesMock, mock_ses
from sesmock.backends.backend import load_backend
from sesmock.domain.configuration_sets.configuration_sets import ConfigurationSet
from sesmock.domain.configuration_sets.options import Options
from tests.backends.sending.single_sends import SENDER, TO, build_message, send_raw_v1, send_v1, send_v2
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client


def test_a_v1_message_keeps_all_members(mocked: SesMock, ses: SESClient) -> None:
    """A message sent with v1 keeps its parts, recipients, Reply-To, Return-Path and tags."""
    send_v1(
        ses,
        Message=build_message(Text="Hi", Html="<p>Hi</p>"),
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


def test_a_v2_message_keeps_all_members(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A message sent with v2 keeps its headers and attachments, which are also in the delivered mail."""
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
        **build_message(Text="Hi", Html="<img src='cid:logo'>"),
        "Headers": [{"Name": "X-Campaign", "Value": "spring"}],
        "Attachments": [attachment, picture],
    }
    send_v2(sesv2, Content={"Simple": simple})

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
def test_either_part_can_be_missing(
    mocked: SesMock, sesv2: SESV2Client, parts: dict[str, str], text: str | None, html: str | None
) -> None:
    """A missing part is None, and the recipient reads the other part."""
    send_v2(sesv2, Content={"Simple": build_message(**parts)})

    message = mocked.outbox[0]
    assert (message.text, message.html) == (text, html)
    assert message.mime.get_content().rstrip("\n") == (text or html)


@pytest.mark.parametrize(
    ("charset", "data", "expected", "delivered"),
    [
        ("ISO-8859-1", "Grüße", "iso-8859-1", "Grüße"),
        ("US-ASCII", "Grüße", "us-ascii", "Gr??e"),
        (None, "日本語の本文", "utf-8", "日本語の本文"),
        (None, "x" * 2000, "utf-8", "x" * 2000),
    ],
)
def test_the_charset_of_the_request_is_used(
    mocked: SesMock, ses: SESClient, charset: str | None, data: str, expected: str, delivered: str
) -> None:
    """Text is sent in the charset of the request, and a character that it lacks becomes a question mark."""
    text = {"Data": data, **({"Charset": charset} if charset else {})}
    send_v1(ses, Message={"Subject": {"Data": "Hello"}, "Body": {"Text": text}})

    parsed = mocked.outbox[0].mime
    assert parsed.get_content_charset() == expected
    assert parsed.get_content().rstrip("\n") == delivered


def test_a_subject_cannot_inject_a_header(mocked: SesMock, ses: SESClient) -> None:
    """A line break in a subject does not start another header."""
    send_v1(ses, Message={"Subject": {"Data": "Hi\r\nBcc: x@example.org"}, "Body": {"Text": {"Data": "Hi"}}})

    assert "Bcc" not in mocked.outbox[0].headers


@pytest.mark.parametrize(
    ("changes", "code", "text"),
    [
        ({"Destination": {}}, "BadRequestException", "There are no recipients specified."),
        ({"FromEmailAddress": None}, "BadRequestException", None),
        ({"FromEmailAddress": "nope"}, "BadRequestException", "Missing final '@domain'"),
        (
            {"Content": {"Simple": build_message(Text="a"), "Raw": {"Data": b"x"}}},
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
            {"Content": {"Simple": build_message(Text="a") | {"Headers": [{"Name": "a b", "Value": "c"}]}}},
            "BadRequestException",
            "1 validation error detected: Value at 'content.simple.headers.1.member.name' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: ^[!-9;-@A-~]+$",
        ),
        (
            {"Content": {"Simple": build_message(Text="a") | {"Headers": [{"Name": " ", "Value": "c"}]}}},
            "BadRequestException",
            "The header name must be specified.",
        ),
        (
            {
                "Content": {
                    "Simple": build_message(Text="a") | {"Headers": [{"Name": "Subject", "Value": "c"}]}
                }
            },
            "BadRequestException",
            "Duplicate header 'Subject'.",
        ),
        (
            {
                "Content": {
                    "Simple": build_message(Text="a")
                    | {"Attachments": [{"FileName": "a.js", "RawContent": b""}]}
                }
            },
            "BadRequestException",
            "Attachments with the extension .js are not allowed: 'a.js'.",
        ),
        (
            {
                "Content": {
                    "Simple": build_message(Text="a")
                    | {"Attachments": [{"FileName": "a" * 256, "RawContent": b""}]}
                }
            },
            "BadRequestException",
            "1 validation error detected: Value at 'content.simple.attachments.1.member.fileName' failed to satisfy "
            "constraint: Member must have length less than or equal to 255",
        ),
        (
            {"Content": {"Simple": build_message()}},
            "BadRequestException",
            "The message body must be specified.",
        ),
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
def test_v2_refuses_invalid_requests(
    mocked: SesMock, sesv2: SESV2Client, changes: dict[str, Any], code: str, text: str | None
) -> None:
    """v2 refuses an invalid request with its modeled error, and nothing is sent."""
    assert refusal(send_v2, sesv2, **changes) == (code, text)
    assert len(mocked.outbox) == 0


def test_unsupported_members_are_errors(
    mocked: SesMock, sesv2: SESV2Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Members that an operation marks as unsupported raise sesmock's own error; today there are none."""
    operation = load_backend("sesv2").find("SendEmail")
    monkeypatch.setattr(operation, "unsupported", ("TenantName", "Content.Raw", "EmailTags"))

    with pytest.raises(OperationNotSupported, match="does not mock EmailTags of SendEmail yet"):
        send_v2(sesv2, EmailTags=[{"Name": "a", "Value": "b"}])
    assert len(mocked.outbox) == 0


@pytest.mark.parametrize(
    ("state", "v1_code", "v2_code"),
    [
        ({"sending_enabled": False}, "AccountSendingPausedException", "SendingPausedException"),
        ({"enforcement_status": "SHUTDOWN"}, "MessageRejected", "MessageRejected"),
        ({"suspended": True}, "MessageRejected", "AccountSuspendedException"),
    ],
)
def test_a_stopped_account_cannot_send(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client, state: dict[str, Any], v1_code: str, v2_code: str
) -> None:
    """Each API has its own code for a paused or suspended account."""
    for name, value in state.items():
        setattr(mocked.account, name, value)

    assert (refusal(send_v1, ses)[0], refusal(send_v2, sesv2)[0]) == (v1_code, v2_code)


def test_a_paused_set_cannot_send(mocked: SesMock, sesv2: SESV2Client) -> None:
    """The error about a paused configuration set contains its name."""
    mocked.account.configuration_sets["a"] = ConfigurationSet("a", Options(sending_enabled=False))

    assert refusal(send_v2, sesv2, ConfigurationSetName="a") == (
        "SendingPausedException",
        "Sending is paused for configuration set a",
    )


def test_the_default_set_of_an_identity_is_used(mocked: SesMock, ses: SESClient) -> None:
    """A message without a configuration set uses the default set of its identity."""
    mocked.account.configuration_sets["a"] = ConfigurationSet("a")
    mocked.account.identities["example.com"].default_configuration_set = "a"
    send_v1(ses)

    assert mocked.outbox[0].configuration_set == "a"


@pytest.mark.parametrize(("identity", "expected"), [("a@example.com", "own"), ("example.com", "domain")])
def test_the_default_set_of_an_address_overrides_its_domains(
    mocked: SesMock, ses: SESClient, identity: str, expected: str
) -> None:
    """The default set comes from the address identity, or else from the domain."""
    ses.verify_email_identity(EmailAddress="a@example.com")
    for name in ("own", "domain"):
        mocked.account.configuration_sets[name] = ConfigurationSet(name)
    mocked.account.identities["example.com"].default_configuration_set = "domain"
    mocked.account.identities[identity].default_configuration_set = expected
    send_raw_v1(ses, b"Subject: s\nFrom: Ada <a@example.com>\nTo: b@x.com\n\n")

    assert mocked.outbox[0].configuration_set == expected


@pytest.mark.parametrize("sender", ["", "undisclosed:;", "broken"])
def test_a_header_without_a_sender_is_refused(mocked: SesMock, ses: SESClient, sender: str) -> None:
    """A From header without an address is refused before any default set is looked up."""
    assert (
        refusal(send_raw_v1, ses, f"From: {sender}\nTo: b@x.com\n\n".encode())[0] == "InvalidParameterValue"
    )


def test_a_deleted_default_set_is_a_bad_request(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A deleted default set causes a BadRequestException, not a NotFoundException."""
    mocked.account.identities["example.com"].default_configuration_set = "gone"

    assert refusal(send_v2, sesv2) == ("BadRequestException", "Configuration set <gone> does not exist.")


def test_the_rate_can_be_enforced() -> None:
    """With ``enforce_rate``, a send above the rate is throttled."""
    with mock_ses(identities=["example.com"], enforce_rate=True, retry_sleep=False) as mocked:
        mocked.account.max_send_rate = 0.5
        client = boto3.client("ses")
        mocked.account.quota.sent_this_second = lambda now: 1  # The second can change while the test runs.
        error = refusal(send_v1, client)

    assert error == ("Throttling", "Maximum sending rate exceeded.")


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
    """An identity covers labels, subdomains and any case of the domain; ``*`` covers every address."""
    with mock_ses(identities=identity if identity == "*" else [identity]) as mocked:
        send_v1(boto3.client("ses"), Source=sender)

    assert mocked.outbox[0].sender == sender


@pytest.mark.parametrize("sender", ["A@example.com", "a@EXAMPLE.com", "a@example.org", "b+a@example.com"])
def test_an_address_covers_only_itself(sender: str) -> None:
    """An address identity covers no address that differs in case, domain or local part."""
    with mock_ses(identities=["a@example.com"]), pytest.raises(ClientError):
        send_v1(boto3.client("ses"), Source=sender)


def test_only_simulator_addresses_have_an_outcome_with_manual_delivery() -> None:
    """With manual delivery, ordinary recipients wait, but simulator addresses do not."""
    with mock_ses(identities=["example.com"], delivery="manual") as mocked:
        send_v1(boto3.client("ses"), Destination={"ToAddresses": [*TO, "bounce@simulator.amazonses.com"]})

    assert [str(outcome) for outcome in mocked.outbox[0].outcomes.values()] == ["waiting", "bounced"]


def test_pinpoint_sends_to_the_same_outbox(mocked: SesMock, pinpoint_email: PinpointEmailClient) -> None:
    """A message that is sent with Pinpoint Email is in the same outbox."""
    pinpoint_email.send_email(
        FromEmailAddress=SENDER,
        Destination={"ToAddresses": TO},
        Content={"Simple": build_message(Html="<p>Hi</p>")},
    )

    assert repr(mocked.outbox[0]) == "<SentMessage 'Hello' to ada@example.net>"
    assert mocked.outbox[0].api == "pinpoint-email"
