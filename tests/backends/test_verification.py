"""The mail by which SES has addresses verified, and its links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import mock_ses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sesmock import SesMock

ADDRESS = "ada+news@example.net"
REQUESTS: list[Callable[[], Any]] = [
    lambda: boto3.client("ses").verify_email_identity(EmailAddress=ADDRESS),
    lambda: boto3.client("ses").verify_email_address(EmailAddress=ADDRESS),
    lambda: boto3.client("sesv2").create_email_identity(EmailIdentity=ADDRESS),
    lambda: boto3.client("pinpoint-email").create_email_identity(EmailIdentity=ADDRESS),
]
IDS = ["VerifyEmailIdentity", "VerifyEmailAddress", "CreateEmailIdentity", "Pinpoint"]


@pytest.fixture
def manual() -> Iterator[SesMock]:
    """Mock SES such that identities wait for their verification."""
    with mock_ses(verification="manual") as active:
        yield active


def status(name: str = ADDRESS) -> str:
    """Return the verification status of an address."""
    known = boto3.client("ses").get_identity_verification_attributes(Identities=[name])
    return known["VerificationAttributes"][name]["VerificationStatus"]


@pytest.mark.parametrize("ask", REQUESTS, ids=IDS)
def test_the_owner_of_an_address_is_asked_by_mail(manual: SesMock, ask: Callable[[], Any]) -> None:
    """The mail is SES's own: a notice, delivered, that counts in no quota."""
    ask()
    notice = manual.notices.one(to=ADDRESS)

    assert (notice.sender, notice.subject) == (
        "Amazon Web Services <no-reply-aws@amazon.com>",
        "Amazon Web Services \N{EN DASH} Email Address Verification Request in region US East (N. Virginia)",
    )
    assert [str(outcome) for outcome in notice.outcomes.values()] == ["delivered"]
    assert notice.mime["To"] == ADDRESS
    assert (len(manual.outbox), manual.account.sent_last_24_hours) == (0, 0)


@pytest.mark.parametrize("ask", REQUESTS, ids=IDS)
def test_following_the_link_verifies_the_address(manual: SesMock, ask: Callable[[], Any]) -> None:
    """The reader is led to AWS's page."""
    ask()
    before = status()
    page = manual.follow(manual.notices[0].links[0])

    assert page == "https://aws.amazon.com/ses/verifysuccess/"
    assert (before, status()) == ("Pending", "Success")


def test_the_link_has_the_form_of_ses(manual: SesMock) -> None:
    """It names the region, the account and the address."""
    boto3.client("ses", region_name="eu-west-1").verify_email_identity(EmailAddress=ADDRESS)
    [link] = manual.notices[0].links

    assert link.startswith("https://email-verification.eu-west-1.amazonaws.com/?Context=123456789012&")
    assert "Identity.IdentityName=ada%2Bnews%40example.net&" in link


def test_links_of_china_are_elsewhere(manual: SesMock) -> None:
    """A region of a partition of its own, whose name AWS writes nowhere in English mail."""
    boto3.client("ses", region_name="cn-north-1").verify_email_identity(EmailAddress=ADDRESS)

    assert "https://email-verification.cn-north-1.amazonaws.com.cn/?" in (manual.notices[0].text or "")
    assert manual.notices[0].subject.endswith("in region cn-north-1")


@pytest.mark.parametrize(("hours", "known"), [(23.9, "Success"), (24, "Failed")])
def test_a_link_is_good_for_a_day(manual: SesMock, hours: float, known: str) -> None:
    """Followed later, the verification has failed; the next mail starts it anew."""
    REQUESTS[0]()
    manual.clock.shift(hours=hours)
    page = manual.follow(manual.notices[0].links[0])
    after = status()
    REQUESTS[0]()
    manual.follow(manual.notices[1].links[0])

    assert (after, "verifysuccess" in page) == (known, known == "Success")
    assert status() == "Success"


def test_an_old_link_takes_nothing_from_a_verified_address(manual: SesMock) -> None:
    """It only leads to the page of failures."""
    REQUESTS[0]()
    manual.verify(ADDRESS)
    manual.clock.shift(hours=25)
    page = manual.follow(manual.notices[0].links[0])

    assert (page, status()) == ("https://aws.amazon.com/ses/verifyfailure/", "Success")


def test_the_link_of_a_deleted_address_verifies_nothing(manual: SesMock) -> None:
    """The address does not come back."""
    REQUESTS[0]()
    boto3.client("ses").delete_identity(Identity=ADDRESS)
    page = manual.follow(manual.notices[0].links[0])

    assert page == "https://aws.amazon.com/ses/verifyfailure/"
    assert boto3.client("ses").list_identities()["Identities"] == []


def test_an_address_made_anew_needs_a_new_link(manual: SesMock) -> None:
    """What was sent before it was deleted is worth nothing."""
    REQUESTS[0]()
    boto3.client("ses").delete_identity(Identity=ADDRESS)
    REQUESTS[0]()
    old, new = (notice.links[0] for notice in manual.notices)
    seen = [(manual.follow(link).rsplit("/", 2)[1], status()) for link in (old, new)]

    assert seen == [("verifyfailure", "Pending"), ("verifysuccess", "Success")]


def test_a_domain_gets_no_mail(manual: SesMock) -> None:
    """It is verified by DNS records."""
    boto3.client("ses").verify_domain_identity(Domain="example.net")

    assert len(manual.notices) == 0


def test_what_is_verified_at_once_is_not_asked() -> None:
    """Without ``verification="manual"`` nobody waits for mail."""
    with mock_ses() as mocked:
        REQUESTS[0]()

        assert (status(), len(mocked.notices)) == ("Success", 0)
