"""How verifications end: found, failed, or given up when their time is over; and how they start again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from tests.refusals import refusal
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DAY, THREE_DAYS = 24.0, 72.0
ADA, DOMAIN, MAIL_FROM = "ada@example.org", "example.org", "mail.example.com"


@pytest.fixture
def manual() -> Iterator[SesMock]:
    """Mock SES where nothing is verified by itself, but example.com from the start."""
    with mock_ses(verification="manual", identities=["example.com"]) as active:
        yield active


def shown(name: str) -> Any:
    """Return what v2 tells of an identity."""
    return boto3.client("sesv2").get_email_identity(EmailIdentity=name)


def create(name: str) -> None:
    """Create an identity by v2."""
    boto3.client("sesv2").create_email_identity(EmailIdentity=name)


def set_mail_from(domain: str = MAIL_FROM) -> None:
    """Give example.com a MAIL FROM domain."""
    boto3.client("ses").set_identity_mail_from_domain(Identity="example.com", MailFromDomain=domain)


def status(name: str) -> str:
    """Return the verification status of an identity, by v1."""
    known = boto3.client("ses").get_identity_verification_attributes(Identities=[name])
    return known["VerificationAttributes"][name]["VerificationStatus"]


def dkim_status(name: str = DOMAIN) -> str:
    """Return the DKIM status of a domain, by v1."""
    known = boto3.client("ses").get_identity_dkim_attributes(Identities=[name])
    return known["DkimAttributes"][name]["DkimVerificationStatus"]


def mail_from_status() -> str:
    """Return the status of the MAIL FROM domain, by v1."""
    known = boto3.client("ses").get_identity_mail_from_domain_attributes(Identities=["example.com"])
    return known["MailFromDomainAttributes"]["example.com"]["MailFromDomainStatus"]


def verify_domain() -> None:
    """Ask by v1 for the verification of a domain by its TXT record."""
    boto3.client("ses").verify_domain_identity(Domain=DOMAIN)


def verify_dkim() -> None:
    """Ask by v1 for DKIM."""
    boto3.client("ses").verify_domain_dkim(Domain=DOMAIN)


def verify_address() -> None:
    """Ask by v1 for the verification of an address."""
    boto3.client("ses").verify_email_identity(EmailAddress=ADA)


def change_key() -> None:
    """Ask by v2 for Easy DKIM."""
    boto3.client("sesv2").put_email_identity_dkim_signing_attributes(
        EmailIdentity=DOMAIN, SigningAttributesOrigin="AWS_SES"
    )


WAITING = [
    (verify_address, lambda: status(ADA), DAY),
    (verify_domain, lambda: status(DOMAIN), THREE_DAYS),
    (verify_dkim, lambda: status(DOMAIN), THREE_DAYS),
    (verify_dkim, dkim_status, THREE_DAYS),
    (set_mail_from, mail_from_status, THREE_DAYS),
]
IDS = ["address", "domain", "domain by DKIM", "DKIM", "MAIL FROM"]


@pytest.mark.parametrize(("start", "status_of", "hours"), WAITING, ids=IDS)
def test_a_verification_ends_when_its_time_is_over(
    manual: SesMock, start: Callable[[], None], status_of: Callable[[], str], hours: float
) -> None:
    """It has failed then, and the same call starts it again."""
    start()
    manual.clock.shift(hours=hours, seconds=-5)
    before = status_of()
    manual.clock.shift(seconds=10)
    after = status_of()
    start()
    manual.clock.shift(hours=hours, seconds=-5)

    assert (before, after, status_of()) == ("Pending", "Failed", "Pending")


@pytest.mark.parametrize(("start", "status_of", "hours"), WAITING, ids=IDS)
def test_what_is_found_stays_found(
    manual: SesMock, start: Callable[[], None], status_of: Callable[[], str], hours: float
) -> None:
    """Asked for anew, and when its time would have been over."""
    start()
    for name in (ADA, DOMAIN, MAIL_FROM):
        manual.verify(name)
    start()
    manual.clock.shift(hours=hours + 1)

    assert status_of() == "Success"


def test_a_created_domain_waits_with_its_key(manual: SesMock) -> None:
    """Both fail together, and a change of the key starts both again."""
    create(DOMAIN)
    manual.clock.shift(hours=73)
    failed = (status(DOMAIN), dkim_status())
    told = refusal(create, name=DOMAIN)
    change_key()
    pending = (status(DOMAIN), dkim_status())
    manual.verify(DOMAIN)

    assert failed == ("Failed", "Failed")
    assert told == ("AlreadyExistsException", "Email identity example.org already exist.")
    assert pending == ("Pending", "Pending")
    assert (status(DOMAIN), dkim_status()) == ("Success", "Success")


def test_a_failed_domain_can_be_created_anew(manual: SesMock) -> None:
    """After it has been deleted."""
    create(DOMAIN)
    manual.clock.shift(hours=73)
    boto3.client("sesv2").delete_email_identity(EmailIdentity=DOMAIN)
    create(DOMAIN)

    assert status(DOMAIN) == "Pending"


def test_pinpoint_leaves_a_pending_identity_as_it_is(manual: SesMock) -> None:
    """Creating it again starts nothing."""
    pinpoint = boto3.client("pinpoint-email")
    tokens = pinpoint.create_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]["Tokens"]
    manual.clock.shift(hours=73)
    again = pinpoint.create_email_identity(EmailIdentity=DOMAIN)

    assert (again["DkimAttributes"]["Status"], again["DkimAttributes"]["Tokens"]) == ("FAILED", tokens)
    assert again["VerifiedForSendingStatus"] is False


def test_the_history_of_a_verification(manual: SesMock) -> None:
    """Nothing at first; then when it was looked for and what went wrong, which stays on record when it is found."""
    create(DOMAIN)
    created_at = manual.clock.now()
    waiting = shown(DOMAIN)["VerificationInfo"]
    manual.clock.shift(hours=80)
    failed = shown(DOMAIN)["VerificationInfo"]
    manual.verify(DOMAIN)
    verified = shown(DOMAIN)["VerificationInfo"]

    assert waiting == {}
    assert failed["ErrorType"] == "HOST_NOT_FOUND"
    assert abs(failed["LastCheckedTimestamp"] - created_at - timedelta(hours=72)) < timedelta(minutes=1)
    assert "LastSuccessTimestamp" not in failed
    assert verified["LastCheckedTimestamp"] == verified["LastSuccessTimestamp"] > created_at
    assert verified["ErrorType"] == "HOST_NOT_FOUND"


def test_a_pending_domain_tells_of_missing_records(manual: SesMock) -> None:
    """After five minutes SES has looked for them in vain, again every five minutes, and has seen the SOA record."""
    create(DOMAIN)
    created_at = manual.clock.now()
    manual.clock.shift(seconds=290)
    too_early = shown(DOMAIN)["VerificationInfo"]
    manual.clock.shift(minutes=8)
    answer = shown(DOMAIN)

    assert (too_early, answer["VerificationStatus"]) == ({}, "PENDING")
    information = answer["VerificationInfo"]
    checked_after = information.pop("LastCheckedTimestamp") - created_at
    assert abs(checked_after - timedelta(minutes=10)) < timedelta(seconds=30)
    assert information == {
        "ErrorType": "HOST_NOT_FOUND",
        "SOARecord": {
            "PrimaryNameServer": "ns1.example.org",
            "AdminEmail": "hostmaster.example.org",
            "SerialNumber": 1,
        },
    }


def test_an_address_that_nobody_confirmed(manual: SesMock) -> None:
    """No record was looked for, so none was missing."""
    create(ADA)
    manual.clock.shift(hours=25)
    got = shown(ADA)

    assert (got["VerificationStatus"], got["VerifiedForSendingStatus"]) == ("FAILED", False)
    assert "ErrorType" not in got["VerificationInfo"]


# What a test lets fail


@pytest.mark.parametrize("name", ["example.com", "EXAMPLE.com"])
def test_a_verified_domain_can_fail(manual: SesMock, name: str) -> None:
    """With its DKIM key, in every region, also in those that appear later; and be verified again."""
    manual.accounts["123456789012", "eu-west-1"]
    manual.fail_verification(name)
    failed = shown("example.com")
    elsewhere = manual.accounts["123456789012", "eu-west-1"].identities["example.com"].is_verified
    later = manual.accounts["123456789012", "eu-west-2"].identities["example.com"].is_verified
    manual.verify("example.com")

    assert (failed["VerificationStatus"], failed["DkimAttributes"]["Status"]) == ("FAILED", "FAILED")
    assert failed["VerifiedForSendingStatus"] is False
    assert (elsewhere, later) == (False, False)
    assert (status("example.com"), dkim_status("example.com")) == ("Success", "Success")


def test_nobody_sends_from_a_failed_identity(manual: SesMock) -> None:
    """The sender is refused."""
    manual.fail_verification("example.com")
    content: Any = {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}
    code, text = refusal(
        boto3.client("ses").send_email,
        Source="ada@example.com",
        Destination={"ToAddresses": ["bob@example.net"]},
        Message=content,
    )

    assert code == "MessageRejected"
    assert str(text).endswith("in region US-EAST-1: ada@example.com")


def test_a_failure_may_be_temporary_and_have_a_reason(manual: SesMock) -> None:
    """V2 tells both, v1 the status."""
    manual.fail_verification("example.com", error="DNS_SERVER_ERROR", temporary=True)
    got = shown("example.com")

    assert (got["VerificationStatus"], got["DkimAttributes"]["Status"]) == (
        "TEMPORARY_FAILURE",
        "TEMPORARY_FAILURE",
    )
    assert got["VerificationInfo"]["ErrorType"] == "DNS_SERVER_ERROR"
    assert "LastSuccessTimestamp" in got["VerificationInfo"]
    assert (status("example.com"), dkim_status("example.com")) == ("TemporaryFailure", "TemporaryFailure")


def test_a_pending_address_can_fail(manual: SesMock) -> None:
    """It has no key that would fail with it."""
    create(ADA)
    manual.fail_verification(ADA)

    assert status(ADA) == "Failed"


def test_a_mail_from_domain_can_fail(manual: SesMock) -> None:
    """Its identity stays verified; set again, it is looked for again."""
    set_mail_from()
    manual.verify(MAIL_FROM)
    manual.fail_verification(MAIL_FROM.upper(), temporary=True)
    temporarily = mail_from_status()
    manual.fail_verification(MAIL_FROM)
    failed = mail_from_status()
    set_mail_from()

    assert (temporarily, failed, mail_from_status()) == ("TemporaryFailure", "Failed", "Pending")
    assert status("example.com") == "Success"


def test_another_mail_from_domain_has_to_be_found(manual: SesMock) -> None:
    """One that was found says nothing of it."""
    set_mail_from()
    manual.verify(MAIL_FROM)
    set_mail_from("bounces.example.com")

    assert mail_from_status() == "Pending"


def test_only_what_is_there_can_fail(manual: SesMock) -> None:
    """Anything else is a mistake of the test."""
    with pytest.raises(ValueError, match=r"No account has an identity or MAIL FROM domain 'example.net'"):
        manual.fail_verification("example.net")


def test_a_late_click_fails_no_newer_request(manual: SesMock) -> None:
    """The second link is still good."""
    verify_address()
    manual.clock.shift(hours=23)
    verify_address()
    manual.clock.shift(hours=2)
    manual.follow(manual.notices[0].links[0])
    late = status(ADA)
    manual.follow(manual.notices[1].links[0])

    assert (late, status(ADA)) == ("Pending", "Success")


def test_a_mail_from_domain_that_is_an_identity_too(manual: SesMock) -> None:
    """Both are verified."""
    set_mail_from()
    create(MAIL_FROM)

    manual.verify(MAIL_FROM)

    assert status(MAIL_FROM) == "Success"
    assert shown("example.com")["MailFromAttributes"]["MailFromDomainStatus"] == "SUCCESS"


@pytest.mark.parametrize(
    "name", ["nonsense", "a b@example.com", "Ada <ada@example.com>", "*", "", None, [ADA]]
)
def test_what_is_no_identity(manual: SesMock, name: Any) -> None:
    """A test that verifies it, or has it fail, is told so."""
    with pytest.raises(ValueError, match="is not an identity"):
        manual.verify(name)
    with pytest.raises(ValueError, match="is not an identity"):
        manual.fail_verification(name)


def test_a_failure_that_ses_does_not_know(manual: SesMock) -> None:
    """A test that has it happen is told which there are, and nothing fails."""
    error: Any = "NOT_FOUND"
    with pytest.raises(ValueError, match=r"error must be one of SERVICE_ERROR, .* got 'NOT_FOUND'"):
        manual.fail_verification("example.com", error=error)

    assert status("example.com") == "Success"


def test_pinpoint_creates_an_identity_again(manual: SesMock) -> None:
    """The answer shows how far it has come; only that to a creation says that nothing has begun."""
    client = boto3.client("pinpoint-email")

    found = [client.create_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]["Status"] for _ in range(2)]

    assert found == ["NOT_STARTED", "PENDING"]


# Where a test verifies an identity


def test_an_identity_is_verified_where_it_is_registered(manual: SesMock) -> None:
    """A send from another region fails, as on SES, and the failure text says where the identity is verified."""
    boto3.client("ses", region_name="eu-west-1").verify_domain_identity(Domain=DOMAIN)
    boto3.client("ses").verify_domain_identity(Domain="example.info")
    manual.verify(DOMAIN)
    send(boto3.client("ses", region_name="eu-west-1"), sender=ADA)
    code, text = refusal(send, client="ses", sender=ADA)
    with pytest.raises(
        AssertionError, match=r"\(sender\) is not registered in us-east-1; it is verified in eu-west-1 only"
    ):
        manual.outbox.one(subject="Nothing")

    assert code == "MessageRejected"
    assert str(text).endswith(f"in region US-EAST-1: {ADA}")
    assert DOMAIN not in manual.account.identities


def test_an_identity_that_is_registered_nowhere_is_verified_everywhere(manual: SesMock) -> None:
    """Accounts that appear later have it, too."""
    manual.verify(DOMAIN)
    send(boto3.client("ses", region_name="eu-west-1"), sender=ADA)

    assert manual.outbox[0].region == "eu-west-1"
