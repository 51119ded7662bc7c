"""Verification mail in one's own words, by SES v1 and v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from sesmock.domain.identities import identities
from sesmock.domain.sending import custom_verification
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

ADDRESS = "ada@example.net"
SENDER = "Tea & Cake <hello@example.com>"
TEMPLATE: dict[str, Any] = {
    "TemplateName": "welcome",
    "FromEmailAddress": SENDER,
    "TemplateSubject": "Please confirm",
    "TemplateContent": "<html><body><h1>Nearly done</h1></BODY ></html>",
    "SuccessRedirectionURL": "https://example.com/welcome",
    "FailureRedirectionURL": "https://example.com/sorry?again=1",
}
LINK = r"https://email-verification\S+"
BOTH = pytest.mark.parametrize("api", ["ses", "sesv2"])


@pytest.fixture
def manual() -> Iterator[SesMock]:
    """Mock SES such that identities wait for their verification, with a template stored."""
    with mock_ses(identities=["example.com"], verification="manual", retry_sleep=False) as active:
        create()
        yield active


def client_of(api: str) -> Any:
    """Return a client of SES v1 or v2."""
    return boto3.client("ses") if api == "ses" else boto3.client("sesv2")


def create(api: str = "sesv2", **changes: Any) -> None:
    """Create the template, or a like one."""
    client_of(api).create_custom_verification_email_template(**{**TEMPLATE, **changes})


def update(api: str = "sesv2", **changes: Any) -> None:
    """Replace the template."""
    client_of(api).update_custom_verification_email_template(**{**TEMPLATE, **changes})


def send(api: str = "sesv2", **changes: Any) -> str:
    """Have a verification mail sent; return its id."""
    request = {"EmailAddress": ADDRESS, "TemplateName": "welcome", **changes}
    sent: str = client_of(api).send_custom_verification_email(**request)["MessageId"]
    return sent


def status(name: str = ADDRESS) -> str:
    """Return the verification status of an address."""
    return boto3.client("sesv2").get_email_identity(EmailIdentity=name)["VerificationStatus"]


def shown(answer: Any) -> dict[str, Any]:
    """Return an answer without what botocore adds."""
    return {member: value for member, value in answer.items() if member != "ResponseMetadata"}


@BOTH
def test_both_apis_share_the_store(mocked: SesMock, ses: SESClient, sesv2: SESV2Client, api: str) -> None:
    """What one stores both show, and list without its content."""
    create(api)
    listed = {name: value for name, value in TEMPLATE.items() if name != "TemplateContent"}

    assert shown(ses.get_custom_verification_email_template(TemplateName="welcome")) == TEMPLATE
    assert shown(sesv2.get_custom_verification_email_template(TemplateName="welcome")) == {
        **TEMPLATE,
        "Tags": [],
    }
    for client in map(client_of, ("ses", "sesv2")):
        answer = client.list_custom_verification_email_templates()
        assert answer["CustomVerificationEmailTemplates"] == [listed]


def test_v1_replaces_what_is_given(mocked: SesMock, ses: SESClient) -> None:
    """All else stays."""
    create()
    ses.update_custom_verification_email_template(TemplateName="welcome", TemplateSubject="Hi")
    found = ses.get_custom_verification_email_template(TemplateName="welcome")

    assert shown(found) == {**TEMPLATE, "TemplateSubject": "Hi"}


def test_v2_replaces_all_but_the_tags(mocked: SesMock, sesv2: SESV2Client) -> None:
    """They can be changed by ARN."""
    create(Tags=[{"Key": "team", "Value": "shop"}])
    arn = "arn:aws:ses:us-east-1:123456789012:custom-verification-email-template/welcome"
    sesv2.tag_resource(ResourceArn=arn, Tags=[{"Key": "kind", "Value": "b"}])
    update(TemplateContent="Hi")
    found = sesv2.get_custom_verification_email_template(TemplateName="welcome")

    assert found["TemplateContent"] == "Hi"
    assert found["Tags"] == [{"Key": "team", "Value": "shop"}, {"Key": "kind", "Value": "b"}]


def test_templates_are_deleted(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """Only v2 minds if there is none."""
    for client in map(client_of, ("ses", "sesv2")):
        create()
        client.delete_custom_verification_email_template(TemplateName="welcome")
    ses.delete_custom_verification_email_template(TemplateName="welcome")
    unknown = ("NotFoundException", "Custom verification email template <welcome> does not exist")

    assert refusal(sesv2.delete_custom_verification_email_template, TemplateName="welcome") == unknown
    assert sesv2.list_custom_verification_email_templates()["CustomVerificationEmailTemplates"] == []


def test_lists_come_in_pages(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """A token of one API continues the list of the other; v1 serves a size out of range as 50."""
    for number in range(5):
        create(TemplateName=f"t{number}")
    first = sesv2.list_custom_verification_email_templates(PageSize=2)
    rest = ses.list_custom_verification_email_templates(NextToken=first["NextToken"], MaxResults=51)

    assert [
        found["TemplateName"] for page in (first, rest) for found in page["CustomVerificationEmailTemplates"]
    ] == [f"t{number}" for number in range(5)]
    assert "NextToken" not in rest


@pytest.mark.parametrize(
    ("api", "parameters", "told"),
    [
        ("sesv2", {"PageSize": 0}, ("BadRequestException", "The page size must be between 1 and 50")),
        ("sesv2", {"PageSize": 51}, ("BadRequestException", "The page size must be between 1 and 50")),
        ("sesv2", {"NextToken": "x"}, ("BadRequestException", "Invalid nextToken <x>.")),
        ("ses", {"NextToken": "x"}, ("InvalidParameterValue", "Invalid nextToken <x>.")),
    ],
)
def test_sizes_and_tokens_are_checked(
    mocked: SesMock, api: str, parameters: dict[str, Any], told: tuple[str, str]
) -> None:
    """In the words of these lists."""
    assert refusal(client_of(api).list_custom_verification_email_templates, **parameters) == told


UNVERIFIED = "The from email address <a@example.org> is not verified"
SUCCESS, FAILURE = "The success redirection URL is invalid", "The failure redirection URL is invalid"
BAD: list[tuple[dict[str, Any], str, str, str]] = [
    ({"FromEmailAddress": "a@example.org"}, "FromEmailAddressNotVerified", "NotFoundException", UNVERIFIED),
    ({"FromEmailAddress": "nope"}, "InvalidParameterValue", "BadRequestException", "Missing final '@domain'"),
    ({"SuccessRedirectionURL": "nope"}, "InvalidParameterValue", "BadRequestException", SUCCESS),
    ({"SuccessRedirectionURL": "https://"}, "InvalidParameterValue", "BadRequestException", SUCCESS),
    ({"FailureRedirectionURL": "ftp://a.b"}, "InvalidParameterValue", "BadRequestException", FAILURE),
    ({"FailureRedirectionURL": "https://[a"}, "InvalidParameterValue", "BadRequestException", FAILURE),
    ({"FailureRedirectionURL": "https://a.b/ c"}, "InvalidParameterValue", "BadRequestException", FAILURE),
    (
        {"TemplateContent": "x" * (10 * 1024 * 1024 - 1) + "é"},
        "CustomVerificationEmailInvalidContent",
        "BadRequestException",
        "The template content cannot exceed 10 MB.",
    ),
]


@pytest.mark.parametrize(
    ("changes", "v1_code", "v2_code", "message"), BAD, ids=[next(iter(b[0])) for b in BAD]
)
def test_templates_are_checked(
    mocked: SesMock, changes: dict[str, Any], v1_code: str, v2_code: str, message: str
) -> None:
    """At creation and at update; nothing changes then."""
    refused = {api: refusal(create, api=api, TemplateName="other", **changes) for api in ("ses", "sesv2")}
    create()
    refused_updates = {api: refusal(update, api=api, **changes) for api in ("ses", "sesv2")}

    assert refused == refused_updates == {"ses": (v1_code, message), "sesv2": (v2_code, message)}
    assert list(mocked.account.custom_verification_templates) == ["welcome"]
    assert mocked.account.custom_verification_templates["welcome"].sender == SENDER


@pytest.mark.parametrize(
    ("api", "exists", "limit", "unknown"),
    [
        (
            "ses",
            "CustomVerificationEmailTemplateAlreadyExists",
            "LimitExceeded",
            "CustomVerificationEmailTemplateDoesNotExist",
        ),
        ("sesv2", "AlreadyExistsException", "LimitExceededException", "NotFoundException"),
    ],
)
def test_names_are_checked(
    mocked: SesMock, monkeypatch: pytest.MonkeyPatch, api: str, exists: str, limit: str, unknown: str
) -> None:
    """A name is taken once, there are 50 at most, and what there is not cannot be read or replaced."""
    create()
    monkeypatch.setattr(custom_verification, "MAX_TEMPLATES", 1)
    missing = (unknown, "Custom verification email template <x> does not exist")

    assert refusal(create, api=api) == (exists, "Custom verification email template <welcome> already exists")
    assert refusal(create, api=api, TemplateName="x") == (
        limit,
        "An account can have 1 custom verification email templates.",
    )
    assert refusal(update, api=api, TemplateName="x") == missing
    assert refusal(client_of(api).get_custom_verification_email_template, TemplateName="x") == missing


def test_v1_needs_a_name(mocked: SesMock) -> None:
    """A blank one is none."""
    assert refusal(create, api="ses", TemplateName=" ") == (
        "InvalidParameterValue",
        "The template name must be specified.",
    )


@BOTH
def test_a_name_has_no_control_characters(mocked: SesMock, api: str) -> None:
    """The answers of SES v1 could not hold it."""
    text = "Invalid template name <a\tb>: control characters are not allowed."
    code = "InvalidParameterValue" if api == "ses" else "BadRequestException"

    assert refusal(create, api=api, TemplateName="a\tb") == (code, text)


@BOTH
def test_a_verification_mail_is_in_the_outbox(manual: SesMock, api: str) -> None:
    """It is the template with a link and AWS's disclaimer; the address waits, and counts in the quota."""
    message_id = send(api)
    message = manual.outbox.one(to=ADDRESS)

    assert (message.message_id, message.operation, message.api) == (
        message_id,
        "SendCustomVerificationEmail",
        api,
    )
    assert (message.sender, message.subject) == (SENDER, "Please confirm")
    assert (message.html or "").startswith("<html><body><h1>Nearly done</h1><p><a href=")
    assert (message.html or "").endswith("your questions or comments.</p>\n</BODY ></html>")
    assert "If you did not request to verify this email address, please disregard" in message.text_content
    assert message.find(LINK) in message.links
    assert (status(), len(manual.notices), manual.account.sent_last_24_hours) == ("PENDING", 0, 1)


def test_content_that_is_no_page_gets_its_link_at_the_end(manual: SesMock) -> None:
    """SES hardly looks at it."""
    update(TemplateContent="Nearly done.")
    send()

    assert (manual.outbox[0].html or "").startswith("Nearly done.<p><a href=")


@BOTH
def test_following_the_link_verifies_the_address(manual: SesMock, api: str) -> None:
    """The reader is led to the page of the template."""
    send(api)
    page = manual.follow(manual.outbox[0].find(LINK))

    assert (page, status()) == (TEMPLATE["SuccessRedirectionURL"], "SUCCESS")


def test_a_late_reader_is_led_elsewhere(manual: SesMock) -> None:
    """After 24 hours the verification has failed; it can be started again."""
    send()
    manual.clock.shift(hours=24)
    page = manual.follow(manual.outbox[0].find(LINK))
    after = status()
    send()

    assert (page, after) == (TEMPLATE["FailureRedirectionURL"], "FAILED")
    assert status() == "PENDING"


def test_a_verified_address_stays_verified(manual: SesMock) -> None:
    """It gets the mail all the same."""
    manual.verify(ADDRESS)
    send()

    assert (len(manual.outbox), status()) == (1, "SUCCESS")


def test_without_manual_verification_an_address_is_verified_at_once(mocked: SesMock) -> None:
    """As every identity is; the link leads to the page of success."""
    create()
    send()

    assert status() == "SUCCESS"
    assert mocked.follow(mocked.outbox[0].find(LINK)) == TEMPLATE["SuccessRedirectionURL"]


def test_any_sender_is_verified_where_all_are() -> None:
    """With ``identities="*"``."""
    with mock_ses(identities="*") as mocked:
        create()
        send()

    assert mocked.outbox[0].sender == SENDER


def test_the_configuration_set_is_honoured(manual: SesMock) -> None:
    """These mails are never tracked, whatever its destinations take."""
    sesv2 = boto3.client("sesv2")
    sesv2.create_configuration_set(ConfigurationSetName="main")
    sesv2.create_configuration_set_event_destination(
        ConfigurationSetName="main",
        EventDestinationName="all",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["SEND", "OPEN", "CLICK"],
            "EventBridgeDestination": {
                "EventBusArn": "arn:aws:events:us-east-1:123456789012:event-bus/default"
            },
        },
    )
    send(ConfigurationSetName="main")

    assert manual.outbox[0].configuration_set == "main"
    assert b"awstrack" not in manual.outbox[0].raw
    assert [publication.kind for publication in manual.account.world.publications] == ["eventbridge"]


PAUSED = (
    "Sending paused for this account. For more information, please check the inbox of the email address "
    "associated with your AWS account."
)


@pytest.mark.parametrize(
    ("changes", "account", "v1_told", "v2_told"),
    [
        (
            {"EmailAddress": "", "TemplateName": "x"},
            {},
            ("InvalidParameterValue", "Email address not specified."),
            ("BadRequestException", "Email address not specified."),
        ),
        (
            {"EmailAddress": "nope", "TemplateName": "x"},
            {},
            ("InvalidParameterValue", "Invalid email address<nope>."),
            ("BadRequestException", "Invalid email address<nope>."),
        ),
        (
            {"TemplateName": "x"},
            {"sandbox": True},
            ("CustomVerificationEmailTemplateDoesNotExist", "Template <x> does not exist"),
            ("NotFoundException", "Custom verification email template <x> does not exist"),
        ),
        (
            {},
            {"sandbox": True},
            ("ProductionAccessNotGranted", "Your account must have production access to do this."),
            ("MessageRejected", "Your account must have production access to do this."),
        ),
        (
            {"ConfigurationSetName": "x"},
            {},
            ("ConfigurationSetDoesNotExist", "Configuration set <x> does not exist."),
            ("NotFoundException", "Configuration set <x> does not exist."),
        ),
        (
            {},
            {"sending_enabled": False},
            ("AccountSendingPausedException", PAUSED),
            ("SendingPausedException", PAUSED),
        ),
        (
            {},
            {"max_24_hour_send": 0},
            ("Throttling", "Daily message quota exceeded."),
            ("TooManyRequestsException", "Daily message quota exceeded."),
        ),
    ],
    ids=["none", "malformed", "template", "sandbox", "set", "paused", "quota"],
)
def test_what_is_refused_leaves_nothing(
    manual: SesMock,
    changes: dict[str, Any],
    account: dict[str, Any],
    v1_told: tuple[str, str],
    v2_told: tuple[str, str],
) -> None:
    """Neither mail nor an identity; the recipient is looked at before the template."""
    for name, value in account.items():
        setattr(manual.account, name, value)

    assert (refusal(send, api="ses", **changes), refusal(send, api="sesv2", **changes)) == (v1_told, v2_told)
    assert len(manual.outbox) == 0
    assert list(manual.account.identities) == ["example.com"]


@pytest.mark.parametrize(
    ("api", "code"), [("ses", "FromEmailAddressNotVerified"), ("sesv2", "NotFoundException")]
)
def test_a_sender_may_lose_its_verification(manual: SesMock, api: str, code: str) -> None:
    """It is looked at again with each mail."""
    boto3.client("ses").delete_identity(Identity="example.com")

    assert refusal(send, api=api) == (code, f"The from email address <{SENDER}> is not verified")


@pytest.mark.parametrize(("api", "code"), [("ses", "LimitExceeded"), ("sesv2", "LimitExceededException")])
def test_an_account_is_full_some_day(
    manual: SesMock, monkeypatch: pytest.MonkeyPatch, api: str, code: str
) -> None:
    """A new address is refused before it gets mail; a known one is not."""
    monkeypatch.setattr(identities, "MAX_IDENTITIES", 1)
    refused = refusal(send, api=api)
    monkeypatch.setattr(identities, "MAX_IDENTITIES", 2)
    send(api)
    send(api)

    assert refused[0] == code
    assert len(manual.outbox) == 2
