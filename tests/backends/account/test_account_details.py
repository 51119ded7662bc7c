"""Account details and their review, which can grant production access."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from tests.backends.account.account_details import DETAILS, ONE
from tests.refusals import refusal
from tests.sending import send

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock


def test_details_are_reviewed(sandboxed: SesMock) -> None:
    """Account details show their review, and the account stays in the sandbox until the review ends."""
    client = boto3.client("sesv2")
    client.put_account_details(**DETAILS)
    answer = client.get_account()

    case_id = answer["Details"]["ReviewDetails"]["CaseId"]
    assert case_id.isdecimal()
    assert answer["Details"] == {
        **{key: value for key, value in DETAILS.items() if key != "ProductionAccessEnabled"},
        "ReviewDetails": {"Status": "PENDING", "CaseId": case_id},
    }
    assert answer["ProductionAccessEnabled"] is False
    assert sandboxed.account.details is not None
    assert sandboxed.account.details.asks_for_production_access


def test_account_details_can_be_partial(sesv2: SESV2Client) -> None:
    """Account details show only the members of the request."""
    sesv2.put_account_details(MailType="MARKETING", WebsiteURL="example.com")
    answer = sesv2.get_account()["Details"]

    assert answer.keys() == {"MailType", "WebsiteURL", "ReviewDetails"}


def test_production_access_is_granted(sandboxed: SesMock) -> None:
    """A grant ends the review, permits mail to unverified recipients and raises the quotas."""
    client = boto3.client("sesv2")
    client.put_account_details(**DETAILS)
    before = refusal(send, "ses")[0]
    sandboxed.grant_production_access()
    send("ses")
    answer = client.get_account()

    assert before == "MessageRejected"
    assert (answer["ProductionAccessEnabled"], answer["Details"]["ReviewDetails"]["Status"]) == (
        True,
        "GRANTED",
    )
    assert (answer["SendQuota"]["Max24HourSend"], answer["SendQuota"]["MaxSendRate"]) == (50_000.0, 14.0)


def test_production_access_is_denied(sandboxed: SesMock) -> None:
    """A denial ends the review, and the account stays in the sandbox."""
    client = boto3.client("sesv2")
    client.put_account_details(**DETAILS)
    sandboxed.deny_production_access()
    answer = client.get_account()

    assert (answer["ProductionAccessEnabled"], answer["Details"]["ReviewDetails"]["Status"]) == (
        False,
        "DENIED",
    )


def test_production_access_needs_no_review(mocked: SesMock) -> None:
    """A test can grant and deny access without a review; the quotas that it sets remain until a denial."""
    mocked.account.max_24_hour_send = 10
    mocked.grant_production_access()
    quota = mocked.account.max_24_hour_send
    mocked.deny_production_access()
    sandbox = boto3.client("ses").get_send_quota()
    mocked.accounts["123456789012", "us-east-1"].grant_production_access()

    assert quota == 10
    assert (sandbox["Max24HourSend"], sandbox["MaxSendRate"]) == (200.0, 1.0)
    assert mocked.account.max_24_hour_send == 50_000.0


def test_production_access_is_regional(sandboxed: SesMock) -> None:
    """Access in one region leaves the other regions in the sandbox."""
    sandboxed.accounts["123456789012", "eu-west-1"].grant_production_access()

    assert boto3.client("sesv2", region_name="eu-west-1").get_account()["ProductionAccessEnabled"] is True
    assert boto3.client("sesv2").get_account()["ProductionAccessEnabled"] is False


@pytest.mark.parametrize(
    ("end", "again"), [("grant_production_access", True), ("deny_production_access", False)]
)
def test_details_can_be_submitted_again_after_a_grant(
    mocked: SesMock, sesv2: SESV2Client, end: str, again: bool
) -> None:
    """New details are refused during a review and after a denial, but not after a grant."""
    sesv2.put_account_details(**DETAILS)
    pending = refusal(sesv2.put_account_details, **DETAILS)
    getattr(mocked.account, end)()

    assert pending == ("ConflictException", None)
    if again:
        sesv2.put_account_details(MailType="MARKETING", WebsiteURL="https://example.org")
        answer = sesv2.get_account()["Details"]
        assert (answer["MailType"], answer["ReviewDetails"]["Status"]) == ("MARKETING", "PENDING")
    else:
        assert refusal(sesv2.put_account_details, **DETAILS) == ("ConflictException", None)


def test_a_failed_review_can_be_requested_again(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Only a pending review can fail, and new details start a new review."""
    with pytest.raises(ValueError, match="no review of account details is pending"):
        mocked.account.fail_review()
    sesv2.put_account_details(**DETAILS)
    mocked.account.fail_review()
    failed = sesv2.get_account()["Details"]["ReviewDetails"]["Status"]
    with pytest.raises(ValueError, match="no review of account details is pending"):
        mocked.account.fail_review()
    sesv2.put_account_details(**DETAILS)

    assert (failed, sesv2.get_account()["Details"]["ReviewDetails"]["Status"]) == ("FAILED", "PENDING")


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            {"MailType": "SPAM"},
            f"{ONE}'mailType' failed to satisfy constraint: Member must satisfy enum value set: "
            "[MARKETING, TRANSACTIONAL]",
        ),
        (
            {"ContactLanguage": "DE"},
            f"{ONE}'contactLanguage' failed to satisfy constraint: Member must satisfy enum value set: [EN, JA]",
        ),
        (
            {"WebsiteURL": "x" * 1001},
            f"{ONE}'websiteURL' failed to satisfy constraint: Member must have length less than or equal to 1000",
        ),
        (
            {"AdditionalContactEmailAddresses": ["ada@example.com"] * 5},
            f"{ONE}'additionalContactEmailAddresses' failed to satisfy constraint: Member must have length less than "
            "or equal to 4",
        ),
    ],
)
def test_invalid_details_are_not_stored(sesv2: SESV2Client, changes: Any, text: str) -> None:
    """Invalid details are not stored and do not start a review."""
    error = refusal(sesv2.put_account_details, **DETAILS | changes)

    assert error == ("BadRequestException", text)
    assert "Details" not in sesv2.get_account()
