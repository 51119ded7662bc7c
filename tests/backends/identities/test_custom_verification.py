"""Custom verification mail in SES v1 and v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from sesmock.domain.identities import identities
from tests.backends.identities.custom_verifications import (
    BOTH,
    SENDER,
    TEMPLATE,
    create_template,
    make_client,
    update_template,
)
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS = "ada@example.net"
LINK = r"https://email-verification\S+"


@pytest.fixture
def manual() -> Iterator[SesMock]:
    """Mock SES with manual verification and a stored template."""
    with mock_ses(identities=["example.com"], verification="manual", retry_sleep=False) as active:
        create_template()
        yield active


def send_verification(api: str = "sesv2", **changes: Any) -> str:
    """Send a verification email and return its message ID."""
    request = {"EmailAddress": ADDRESS, "TemplateName": "welcome", **changes}
    message_id: str = make_client(api).send_custom_verification_email(**request)["MessageId"]
    return message_id


def read_status(name: str = ADDRESS) -> str:
    """Return the verification status of an address."""
    return boto3.client("sesv2").get_email_identity(EmailIdentity=name)["VerificationStatus"]


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
