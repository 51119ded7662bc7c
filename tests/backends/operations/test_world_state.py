"""The state that ``refusal`` compares contains everything that a call can change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from tests.world_state import state

if TYPE_CHECKING:
    from sesmock import SesMock

ARN = "arn:aws:ses:us-east-1:123456789012:identity/example.com"


@pytest.mark.parametrize(
    ("service", "operation", "request_"),
    [
        ("ses", "verify_email_identity", {"EmailAddress": "ada@example.org"}),
        ("ses", "set_identity_dkim_enabled", {"Identity": "example.com", "DkimEnabled": False}),
        (
            "ses",
            "set_identity_headers_in_notifications_enabled",
            {"Identity": "example.com", "NotificationType": "Bounce", "Enabled": True},
        ),
        (
            "ses",
            "set_identity_mail_from_domain",
            {"Identity": "example.com", "MailFromDomain": "m.example.com"},
        ),
        ("sesv2", "tag_resource", {"ResourceArn": ARN, "Tags": [{"Key": "a", "Value": "b"}]}),
        ("sesv2", "put_account_sending_attributes", {"SendingEnabled": False}),
        ("sesv2", "put_account_vdm_attributes", {"VdmAttributes": {"VdmEnabled": "ENABLED"}}),
        ("pinpoint-email", "put_email_identity_feedback_attributes", {"EmailIdentity": "example.com"}),
        ("pinpoint-email", "create_configuration_set", {"ConfigurationSetName": "s"}),
        ("ses", "create_receipt_rule_set", {"RuleSetName": "s"}),
    ],
)
def test_every_change_changes_the_state(
    mocked: SesMock, service: str, operation: str, request_: dict[str, Any]
) -> None:
    """A change at any depth changes the compared state."""
    client: Any = boto3.client(service)  # type: ignore[call-overload]
    assert mocked.account.sending_enabled
    before = state(mocked)

    getattr(client, operation)(**request_)

    assert state(mocked) != before


def test_reading_does_not_change_the_state(mocked: SesMock) -> None:
    """A call that only reads does not change the compared state."""
    boto3.client("sesv2").get_email_identity(EmailIdentity="example.com")
    before = state(mocked)
    boto3.client("sesv2").get_email_identity(EmailIdentity="example.com")

    assert state(mocked) == before
