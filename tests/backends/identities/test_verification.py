"""The mail that asks the owner of an address to verify it, and the links in that mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import mock_ses

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock import SesMock

ADDRESS = "ada+news@example.net"
REQUESTS: list[Callable[[], Any]] = [
    lambda: boto3.client("ses").verify_email_identity(EmailAddress=ADDRESS),
    lambda: boto3.client("ses").verify_email_address(EmailAddress=ADDRESS),
    lambda: boto3.client("sesv2").create_email_identity(EmailIdentity=ADDRESS),
    lambda: boto3.client("pinpoint-email").create_email_identity(EmailIdentity=ADDRESS),
]
IDS = ["VerifyEmailIdentity", "VerifyEmailAddress", "CreateEmailIdentity", "Pinpoint"]


def read_status(name: str = ADDRESS) -> str:
    """Return the verification status of an address."""
    response = boto3.client("ses").get_identity_verification_attributes(Identities=[name])
    return response["VerificationAttributes"][name]["VerificationStatus"]


@pytest.mark.parametrize("request_verification", REQUESTS, ids=IDS)
def test_a_new_address_gets_verification_mail(
    manual: SesMock, request_verification: Callable[[], Any]
) -> None:
    """The verification mail is a delivered notice that does not count toward the quota."""
    request_verification()
    notice = manual.notices.one(to=ADDRESS)

    assert (notice.sender, notice.subject) == (
        "Amazon Web Services <no-reply-aws@amazon.com>",
        "Amazon Web Services \N{EN DASH} Email Address Verification Request in region US East (N. Virginia)",
    )
    assert [str(outcome) for outcome in notice.outcomes.values()] == ["delivered"]
    assert notice.mime["To"] == ADDRESS
    assert (len(manual.outbox), manual.account.sent_last_24_hours) == (0, 0)


@pytest.mark.parametrize("request_verification", REQUESTS, ids=IDS)
def test_following_the_link_verifies_the_address(
    manual: SesMock, request_verification: Callable[[], Any]
) -> None:
    """Following the link verifies the address and redirects to AWS's success page."""
    request_verification()
    before = read_status()
    page = manual.follow(manual.notices[0].links[0])

    assert page == "https://aws.amazon.com/ses/verifysuccess/"
    assert (before, read_status()) == ("Pending", "Success")


def test_the_link_looks_like_an_ses_link(manual: SesMock) -> None:
    """The link contains the region, the account and the address."""
    boto3.client("ses", region_name="eu-west-1").verify_email_identity(EmailAddress=ADDRESS)
    [link] = manual.notices[0].links

    assert link.startswith("https://email-verification.eu-west-1.amazonaws.com/?Context=123456789012&")
    assert "Identity.IdentityName=ada%2Bnews%40example.net&" in link


def test_links_in_china_have_their_own_domain(manual: SesMock) -> None:
    """A link in China has the domain of its partition, and the subject has the region's code."""
    boto3.client("ses", region_name="cn-north-1").verify_email_identity(EmailAddress=ADDRESS)

    assert "https://email-verification.cn-north-1.amazonaws.com.cn/?" in (manual.notices[0].text or "")
    assert manual.notices[0].subject.endswith("in region cn-north-1")


@pytest.mark.parametrize(("hours", "expected"), [(23.9, "Success"), (24, "Failed")])
def test_a_link_is_valid_for_a_day(manual: SesMock, hours: float, expected: str) -> None:
    """An expired link fails the verification, and a new email starts it again."""
    REQUESTS[0]()
    manual.clock.shift(hours=hours)
    page = manual.follow(manual.notices[0].links[0])
    after = read_status()
    REQUESTS[0]()
    manual.follow(manual.notices[1].links[0])

    assert (after, "verifysuccess" in page) == (expected, expected == "Success")
    assert read_status() == "Success"


def test_an_expired_link_does_not_affect_a_verified_address(manual: SesMock) -> None:
    """An expired link of a verified address only redirects to the failure page."""
    REQUESTS[0]()
    manual.verify(ADDRESS)
    manual.clock.shift(hours=25)
    page = manual.follow(manual.notices[0].links[0])

    assert (page, read_status()) == ("https://aws.amazon.com/ses/verifyfailure/", "Success")


def test_the_link_of_a_deleted_address_has_no_effect(manual: SesMock) -> None:
    """The link of a deleted address does not re-create it."""
    REQUESTS[0]()
    boto3.client("ses").delete_identity(Identity=ADDRESS)
    page = manual.follow(manual.notices[0].links[0])

    assert page == "https://aws.amazon.com/ses/verifyfailure/"
    assert boto3.client("ses").list_identities()["Identities"] == []


def test_an_address_that_is_created_again_needs_a_new_link(manual: SesMock) -> None:
    """A link that was sent before an address was deleted does not verify the re-created address."""
    REQUESTS[0]()
    boto3.client("ses").delete_identity(Identity=ADDRESS)
    REQUESTS[0]()
    old, new = (notice.links[0] for notice in manual.notices)
    results = [(manual.follow(link).rsplit("/", 2)[1], read_status()) for link in (old, new)]

    assert results == [("verifyfailure", "Pending"), ("verifysuccess", "Success")]


def test_a_domain_gets_no_mail(manual: SesMock) -> None:
    """A domain gets no verification mail, because DNS records verify it."""
    boto3.client("ses").verify_domain_identity(Domain="example.net")

    assert len(manual.notices) == 0


def test_without_manual_verification_no_mail_is_sent() -> None:
    """An address that is verified immediately gets no verification mail."""
    with mock_ses() as mocked:
        REQUESTS[0]()

        assert (read_status(), len(mocked.notices)) == ("Success", 0)
