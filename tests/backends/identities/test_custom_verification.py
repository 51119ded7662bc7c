"""Custom verification mail in SES v1 and v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from sesmock.domain.identities import identities
from sesmock.domain.sending import custom_verification
from tests.clients import shared_client
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
    """Mock SES with manual verification and a stored template."""
    with mock_ses(identities=["example.com"], verification="manual", retry_sleep=False) as active:
        create_template()
        yield active


def make_client(api: str) -> Any:
    """Return an SES v1 or v2 client."""
    return shared_client(api)


def create_template(api: str = "sesv2", **changes: Any) -> None:
    """Create the template, with changes."""
    make_client(api).create_custom_verification_email_template(**{**TEMPLATE, **changes})


def update_template(api: str = "sesv2", **changes: Any) -> None:
    """Update the template, with changes."""
    make_client(api).update_custom_verification_email_template(**{**TEMPLATE, **changes})


def send_verification(api: str = "sesv2", **changes: Any) -> str:
    """Send a verification email and return its message ID."""
    request = {"EmailAddress": ADDRESS, "TemplateName": "welcome", **changes}
    message_id: str = make_client(api).send_custom_verification_email(**request)["MessageId"]
    return message_id


def read_status(name: str = ADDRESS) -> str:
    """Return the verification status of an address."""
    return boto3.client("sesv2").get_email_identity(EmailIdentity=name)["VerificationStatus"]


def strip_metadata(response: Any) -> dict[str, Any]:
    """Return a response without botocore's metadata."""
    return {member: value for member, value in response.items() if member != "ResponseMetadata"}


@BOTH
def test_both_apis_share_templates(mocked: SesMock, ses: SESClient, sesv2: SESV2Client, api: str) -> None:
    """A template that is created with either API is shown by both, and listed without its content."""
    create_template(api)
    summary = {name: value for name, value in TEMPLATE.items() if name != "TemplateContent"}

    assert strip_metadata(ses.get_custom_verification_email_template(TemplateName="welcome")) == TEMPLATE
    assert strip_metadata(sesv2.get_custom_verification_email_template(TemplateName="welcome")) == {
        **TEMPLATE,
        "Tags": [],
    }
    for client in map(make_client, ("ses", "sesv2")):
        response = client.list_custom_verification_email_templates()
        assert response["CustomVerificationEmailTemplates"] == [summary]


def test_v1_updates_only_members_of_the_request(mocked: SesMock, ses: SESClient) -> None:
    """An update in v1 keeps the members that the request omits."""
    create_template()
    ses.update_custom_verification_email_template(TemplateName="welcome", TemplateSubject="Hi")
    template = ses.get_custom_verification_email_template(TemplateName="welcome")

    assert strip_metadata(template) == {**TEMPLATE, "TemplateSubject": "Hi"}


def test_v2_replaces_all_but_the_tags(mocked: SesMock, sesv2: SESV2Client) -> None:
    """An update in v2 replaces everything except the tags, which can be changed by ARN."""
    create_template(Tags=[{"Key": "team", "Value": "shop"}])
    arn = "arn:aws:ses:us-east-1:123456789012:custom-verification-email-template/welcome"
    sesv2.tag_resource(ResourceArn=arn, Tags=[{"Key": "kind", "Value": "b"}])
    update_template(TemplateContent="Hi")
    template = sesv2.get_custom_verification_email_template(TemplateName="welcome")

    assert template["TemplateContent"] == "Hi"
    assert template["Tags"] == [{"Key": "team", "Value": "shop"}, {"Key": "kind", "Value": "b"}]


def test_templates_are_deleted(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """Both APIs can delete a template, and only v2 refuses to delete an unknown one."""
    for client in map(make_client, ("ses", "sesv2")):
        create_template()
        client.delete_custom_verification_email_template(TemplateName="welcome")
    ses.delete_custom_verification_email_template(TemplateName="welcome")
    unknown = ("NotFoundException", "Custom verification email template <welcome> does not exist")

    assert refusal(sesv2.delete_custom_verification_email_template, TemplateName="welcome") == unknown
    assert sesv2.list_custom_verification_email_templates()["CustomVerificationEmailTemplates"] == []


def test_templates_are_listed_in_pages(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """A token from v2 continues the list in v1, where a size out of range means 50."""
    for number in range(5):
        create_template(TemplateName=f"t{number}")
    first = sesv2.list_custom_verification_email_templates(PageSize=2)
    rest = ses.list_custom_verification_email_templates(NextToken=first["NextToken"], MaxResults=51)

    assert [
        item["TemplateName"] for page in (first, rest) for item in page["CustomVerificationEmailTemplates"]
    ] == [f"t{number}" for number in range(5)]
    assert "NextToken" not in rest


@pytest.mark.parametrize(
    ("api", "parameters", "error"),
    [
        ("sesv2", {"PageSize": 0}, ("BadRequestException", "The page size must be between 1 and 50")),
        ("sesv2", {"PageSize": 51}, ("BadRequestException", "The page size must be between 1 and 50")),
        ("sesv2", {"NextToken": "x"}, ("BadRequestException", "Invalid nextToken <x>.")),
        ("ses", {"NextToken": "x"}, ("InvalidParameterValue", "Invalid nextToken <x>.")),
    ],
)
def test_sizes_and_tokens_are_checked(
    mocked: SesMock, api: str, parameters: dict[str, Any], error: tuple[str, str]
) -> None:
    """An invalid page size or token is refused, and both APIs use the same texts."""
    assert refusal(make_client(api).list_custom_verification_email_templates, **parameters) == error


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
        # The limit applies to bytes: this content has as many characters as are allowed, but one byte more in UTF-8.
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
    """An invalid template is refused at creation and update, and nothing is stored."""
    creation_errors = {
        api: refusal(create_template, api=api, TemplateName="other", **changes) for api in ("ses", "sesv2")
    }
    create_template()
    update_errors = {api: refusal(update_template, api=api, **changes) for api in ("ses", "sesv2")}

    assert creation_errors == update_errors == {"ses": (v1_code, message), "sesv2": (v2_code, message)}
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
    """A name can be used once, the number of templates is limited, and unknown names are refused."""
    create_template()
    monkeypatch.setattr(custom_verification, "MAX_TEMPLATES", 1)
    missing = (unknown, "Custom verification email template <x> does not exist")

    assert refusal(create_template, api=api) == (
        exists,
        "Custom verification email template <welcome> already exists",
    )
    assert refusal(create_template, api=api, TemplateName="x") == (
        limit,
        "An account can have at most 1 custom verification email templates.",
    )
    assert refusal(update_template, api=api, TemplateName="x") == missing
    assert refusal(make_client(api).get_custom_verification_email_template, TemplateName="x") == missing


def test_v1_needs_a_name(mocked: SesMock) -> None:
    """A blank name counts as missing in v1."""
    assert refusal(create_template, api="ses", TemplateName=" ") == (
        "InvalidParameterValue",
        "The template name must be specified.",
    )


@BOTH
def test_a_name_has_no_control_characters(mocked: SesMock, api: str) -> None:
    """Control characters are refused, because the XML of SES v1 cannot contain them."""
    text = "Invalid template name <a\tb>: control characters are not allowed."
    code = "InvalidParameterValue" if api == "ses" else "BadRequestException"

    assert refusal(create_template, api=api, TemplateName="a\tb") == (code, text)


@BOTH
def test_a_verification_mail_is_in_the_outbox(manual: SesMock, api: str) -> None:
    """The mail has the template's content, a link and AWS's disclaimer, and counts toward the quota."""
    message_id = send_verification(api)
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
    assert (read_status(), len(manual.notices), manual.account.sent_last_24_hours) == ("PENDING", 0, 1)


def test_content_without_a_body_gets_its_link_at_the_end(manual: SesMock) -> None:
    """Content without a body element gets its link at the end."""
    update_template(TemplateContent="Nearly done.")
    send_verification()

    assert (manual.outbox[0].html or "").startswith("Nearly done.<p><a href=")


@BOTH
def test_following_the_link_verifies_the_address(manual: SesMock, api: str) -> None:
    """The link verifies the address and redirects to the template's success page."""
    send_verification(api)
    page = manual.follow(manual.outbox[0].find(LINK))

    assert (page, read_status()) == (TEMPLATE["SuccessRedirectionURL"], "SUCCESS")


def test_a_late_click_redirects_to_the_failure_page(manual: SesMock) -> None:
    """After 24 hours, the link redirects to the failure page, and a new email restarts the verification."""
    send_verification()
    manual.clock.shift(hours=24)
    page = manual.follow(manual.outbox[0].find(LINK))
    after = read_status()
    send_verification()

    assert (page, after) == (TEMPLATE["FailureRedirectionURL"], "FAILED")
    assert read_status() == "PENDING"


def test_a_verified_address_stays_verified(manual: SesMock) -> None:
    """A verified address gets the mail and stays verified."""
    manual.verify(ADDRESS)
    send_verification()

    assert (len(manual.outbox), read_status()) == (1, "SUCCESS")


def test_by_default_an_address_is_verified_immediately(mocked: SesMock) -> None:
    """By default, the address is verified immediately, and the link redirects to the success page."""
    create_template()
    send_verification()

    assert read_status() == "SUCCESS"
    assert mocked.follow(mocked.outbox[0].find(LINK)) == TEMPLATE["SuccessRedirectionURL"]


def test_any_sender_is_verified_with_a_wildcard() -> None:
    """With ``identities="*"``, every sender is verified."""
    with mock_ses(identities="*") as mocked:
        create_template()
        send_verification()

    assert mocked.outbox[0].sender == SENDER


def test_the_configuration_set_applies(manual: SesMock) -> None:
    """Events go to the destinations of the configuration set, but the mail is never tracked."""
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
    send_verification(ConfigurationSetName="main")

    assert manual.outbox[0].configuration_set == "main"
    assert b"awstrack" not in manual.outbox[0].raw
    assert [publication.kind for publication in manual.account.world.publications] == ["eventbridge"]


PAUSED = (
    "Sending paused for this account. For more information, please check the inbox of the email address "
    "associated with your AWS account."
)


@pytest.mark.parametrize(
    ("changes", "account", "v1_error", "v2_error"),
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
def test_a_refused_request_has_no_effect(
    manual: SesMock,
    changes: dict[str, Any],
    account: dict[str, Any],
    v1_error: tuple[str, str],
    v2_error: tuple[str, str],
) -> None:
    """A refused request sends no mail and creates no identity; the recipient is checked first."""
    for name, value in account.items():
        setattr(manual.account, name, value)

    assert (
        refusal(send_verification, api="ses", **changes),
        refusal(send_verification, api="sesv2", **changes),
    ) == (v1_error, v2_error)
    assert len(manual.outbox) == 0
    assert list(manual.account.identities) == ["example.com"]


@pytest.mark.parametrize(
    ("api", "code"), [("ses", "FromEmailAddressNotVerified"), ("sesv2", "NotFoundException")]
)
def test_the_sender_is_checked_at_each_send(manual: SesMock, api: str, code: str) -> None:
    """The sender's verification is checked again for each email."""
    boto3.client("ses").delete_identity(Identity="example.com")

    assert refusal(send_verification, api=api) == (code, f"The from email address <{SENDER}> is not verified")


@pytest.mark.parametrize(("api", "code"), [("ses", "LimitExceeded"), ("sesv2", "LimitExceededException")])
def test_the_number_of_identities_is_limited(
    manual: SesMock, monkeypatch: pytest.MonkeyPatch, api: str, code: str
) -> None:
    """At the maximum number of identities, mail to a new address is refused, but mail to a known one is sent."""
    monkeypatch.setattr(identities, "MAX_IDENTITIES", 1)
    error = refusal(send_verification, api=api)
    monkeypatch.setattr(identities, "MAX_IDENTITIES", 2)
    send_verification(api)
    send_verification(api)

    assert error[0] == code
    assert len(manual.outbox) == 2
