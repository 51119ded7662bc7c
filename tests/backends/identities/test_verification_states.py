"""How verifications end and restart: success, failure and time limits."""

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
    """Mock SES with manual verification, and example.com verified from the start."""
    with mock_ses(verification="manual", identities=["example.com"]) as active:
        yield active


def read_identity(name: str) -> Any:
    """Return an identity as v2 shows it."""
    return boto3.client("sesv2").get_email_identity(EmailIdentity=name)


def create_identity(name: str) -> None:
    """Create an identity with v2."""
    boto3.client("sesv2").create_email_identity(EmailIdentity=name)


def set_mail_from(domain: str = MAIL_FROM) -> None:
    """Set a MAIL FROM domain for example.com."""
    boto3.client("ses").set_identity_mail_from_domain(Identity="example.com", MailFromDomain=domain)


def read_status(name: str) -> str:
    """Return the verification status of an identity in v1."""
    response = boto3.client("ses").get_identity_verification_attributes(Identities=[name])
    return response["VerificationAttributes"][name]["VerificationStatus"]


def read_dkim_status(name: str = DOMAIN) -> str:
    """Return the DKIM status of a domain in v1."""
    response = boto3.client("ses").get_identity_dkim_attributes(Identities=[name])
    return response["DkimAttributes"][name]["DkimVerificationStatus"]


def read_mail_from_status() -> str:
    """Return the status of the MAIL FROM domain in v1."""
    response = boto3.client("ses").get_identity_mail_from_domain_attributes(Identities=["example.com"])
    return response["MailFromDomainAttributes"]["example.com"]["MailFromDomainStatus"]


def verify_domain() -> None:
    """Request the verification of a domain by its TXT record with v1."""
    boto3.client("ses").verify_domain_identity(Domain=DOMAIN)


def verify_dkim() -> None:
    """Request DKIM with v1."""
    boto3.client("ses").verify_domain_dkim(Domain=DOMAIN)


def verify_address() -> None:
    """Request the verification of an address with v1."""
    boto3.client("ses").verify_email_identity(EmailAddress=ADA)


def change_key() -> None:
    """Request Easy DKIM with v2."""
    boto3.client("sesv2").put_email_identity_dkim_signing_attributes(
        EmailIdentity=DOMAIN, SigningAttributesOrigin="AWS_SES"
    )


WAITING = [
    (verify_address, lambda: read_status(ADA), DAY),
    (verify_domain, lambda: read_status(DOMAIN), THREE_DAYS),
    (verify_dkim, lambda: read_status(DOMAIN), THREE_DAYS),
    (verify_dkim, read_dkim_status, THREE_DAYS),
    (set_mail_from, read_mail_from_status, THREE_DAYS),
]
IDS = ["address", "domain", "domain by DKIM", "DKIM", "MAIL FROM"]


@pytest.mark.parametrize(("start", "get_status", "hours"), WAITING, ids=IDS)
def test_a_verification_has_a_time_limit(
    manual: SesMock, start: Callable[[], None], get_status: Callable[[], str], hours: float
) -> None:
    """A verification fails at its time limit, and the same request restarts it."""
    start()
    manual.clock.shift(hours=hours, seconds=-5)
    before = get_status()
    manual.clock.shift(seconds=10)
    after = get_status()
    start()
    manual.clock.shift(hours=hours, seconds=-5)

    assert (before, after, get_status()) == ("Pending", "Failed", "Pending")


@pytest.mark.parametrize(("start", "get_status", "hours"), WAITING, ids=IDS)
def test_a_success_is_final(
    manual: SesMock, start: Callable[[], None], get_status: Callable[[], str], hours: float
) -> None:
    """A verified identity stays verified after another request and after the time limit."""
    start()
    for name in (ADA, DOMAIN, MAIL_FROM):
        manual.verify(name)
    start()
    manual.clock.shift(hours=hours + 1)

    assert get_status() == "Success"


def test_a_created_domain_fails_together_with_its_key(manual: SesMock) -> None:
    """A domain and its DKIM key fail together, and a change of the key restarts both."""
    create_identity(DOMAIN)
    manual.clock.shift(hours=73)
    failed = (read_status(DOMAIN), read_dkim_status())
    error = refusal(create_identity, name=DOMAIN)
    change_key()
    pending = (read_status(DOMAIN), read_dkim_status())
    manual.verify(DOMAIN)

    assert failed == ("Failed", "Failed")
    assert error == ("AlreadyExistsException", "Email identity example.org already exist.")
    assert pending == ("Pending", "Pending")
    assert (read_status(DOMAIN), read_dkim_status()) == ("Success", "Success")


def test_a_failed_domain_can_be_created_again(manual: SesMock) -> None:
    """A failed domain can be created again after its deletion."""
    create_identity(DOMAIN)
    manual.clock.shift(hours=73)
    boto3.client("sesv2").delete_email_identity(EmailIdentity=DOMAIN)
    create_identity(DOMAIN)

    assert read_status(DOMAIN) == "Pending"


def test_pinpoint_does_not_restart_a_verification(manual: SesMock) -> None:
    """Creating an existing identity in Pinpoint Email restarts nothing."""
    pinpoint = boto3.client("pinpoint-email")
    tokens = pinpoint.create_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]["Tokens"]
    manual.clock.shift(hours=73)
    again = pinpoint.create_email_identity(EmailIdentity=DOMAIN)

    assert (again["DkimAttributes"]["Status"], again["DkimAttributes"]["Tokens"]) == ("FAILED", tokens)
    assert again["VerifiedForSendingStatus"] is False


def test_a_verification_keeps_its_last_error(manual: SesMock) -> None:
    """VerificationInfo shows the last check and the last error, even after a success."""
    create_identity(DOMAIN)
    created_at = manual.clock.now()
    waiting = read_identity(DOMAIN)["VerificationInfo"]
    manual.clock.shift(hours=80)
    failed = read_identity(DOMAIN)["VerificationInfo"]
    manual.verify(DOMAIN)
    verified = read_identity(DOMAIN)["VerificationInfo"]

    assert waiting == {}
    assert failed["ErrorType"] == "HOST_NOT_FOUND"
    assert abs(failed["LastCheckedTimestamp"] - created_at - timedelta(hours=72)) < timedelta(minutes=1)
    assert "LastSuccessTimestamp" not in failed
    assert verified["LastCheckedTimestamp"] == verified["LastSuccessTimestamp"] > created_at
    assert verified["ErrorType"] == "HOST_NOT_FOUND"


def test_a_pending_domain_shows_missing_records(manual: SesMock) -> None:
    """SES checks the records every five minutes, and reports missing records with the SOA record."""
    create_identity(DOMAIN)
    created_at = manual.clock.now()
    manual.clock.shift(seconds=290)
    too_early = read_identity(DOMAIN)["VerificationInfo"]
    manual.clock.shift(minutes=8)
    response = read_identity(DOMAIN)

    assert (too_early, response["VerificationStatus"]) == ({}, "PENDING")
    information = response["VerificationInfo"]
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


def test_an_unconfirmed_address_has_no_error(manual: SesMock) -> None:
    """An address that was never confirmed fails without an error about records."""
    create_identity(ADA)
    manual.clock.shift(hours=25)
    response = read_identity(ADA)

    assert (response["VerificationStatus"], response["VerifiedForSendingStatus"]) == ("FAILED", False)
    assert "ErrorType" not in response["VerificationInfo"]


# Failures caused by a test


@pytest.mark.parametrize("name", ["example.com", "EXAMPLE.com"])
def test_a_verified_domain_can_fail(manual: SesMock, name: str) -> None:
    """A domain fails with its DKIM key in every region, even one first used later, and can be verified again."""
    manual.accounts["123456789012", "eu-west-1"]
    manual.fail_verification(name)
    failed = read_identity("example.com")
    elsewhere = manual.accounts["123456789012", "eu-west-1"].identities["example.com"].is_verified
    later = manual.accounts["123456789012", "eu-west-2"].identities["example.com"].is_verified
    manual.verify("example.com")

    assert (failed["VerificationStatus"], failed["DkimAttributes"]["Status"]) == ("FAILED", "FAILED")
    assert failed["VerifiedForSendingStatus"] is False
    assert (elsewhere, later) == (False, False)
    assert (read_status("example.com"), read_dkim_status("example.com")) == ("Success", "Success")


def test_a_failed_identity_cannot_send(manual: SesMock) -> None:
    """A send from a failed identity is refused."""
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


def test_a_failure_can_be_temporary_and_have_an_error(manual: SesMock) -> None:
    """v2 shows the error and the status of a temporary failure, v1 only the status."""
    manual.fail_verification("example.com", error="DNS_SERVER_ERROR", temporary=True)
    response = read_identity("example.com")

    assert (response["VerificationStatus"], response["DkimAttributes"]["Status"]) == (
        "TEMPORARY_FAILURE",
        "TEMPORARY_FAILURE",
    )
    assert response["VerificationInfo"]["ErrorType"] == "DNS_SERVER_ERROR"
    assert "LastSuccessTimestamp" in response["VerificationInfo"]
    assert (read_status("example.com"), read_dkim_status("example.com")) == (
        "TemporaryFailure",
        "TemporaryFailure",
    )


def test_a_pending_address_can_fail(manual: SesMock) -> None:
    """A test can fail a pending address, which has no DKIM key."""
    create_identity(ADA)
    manual.fail_verification(ADA)

    assert read_status(ADA) == "Failed"


def test_a_mail_from_domain_can_fail(manual: SesMock) -> None:
    """A failed MAIL FROM domain leaves its identity verified, and setting it again restarts its verification."""
    set_mail_from()
    manual.verify(MAIL_FROM)
    manual.fail_verification(MAIL_FROM.upper(), temporary=True)
    temporarily = read_mail_from_status()
    manual.fail_verification(MAIL_FROM)
    failed = read_mail_from_status()
    set_mail_from()

    assert (temporarily, failed, read_mail_from_status()) == ("TemporaryFailure", "Failed", "Pending")
    assert read_status("example.com") == "Success"


def test_another_mail_from_domain_must_be_verified(manual: SesMock) -> None:
    """A new MAIL FROM domain is pending even if the previous one was verified."""
    set_mail_from()
    manual.verify(MAIL_FROM)
    set_mail_from("bounces.example.com")

    assert read_mail_from_status() == "Pending"


def test_failing_an_unknown_identity_is_an_error(manual: SesMock) -> None:
    """Failing an unknown identity or MAIL FROM domain raises ValueError."""
    with pytest.raises(ValueError, match=r"No account has an identity or MAIL FROM domain 'example.net'"):
        manual.fail_verification("example.net")


def test_an_expired_link_does_not_fail_a_newer_request(manual: SesMock) -> None:
    """After a click on an expired link, a newer link still works."""
    verify_address()
    manual.clock.shift(hours=23)
    verify_address()
    manual.clock.shift(hours=2)
    manual.follow(manual.notices[0].links[0])
    late = read_status(ADA)
    manual.follow(manual.notices[1].links[0])

    assert (late, read_status(ADA)) == ("Pending", "Success")


def test_verifying_a_domain_covers_identity_and_mail_from(manual: SesMock) -> None:
    """A domain that is both an identity and a MAIL FROM domain is verified as both."""
    set_mail_from()
    create_identity(MAIL_FROM)

    manual.verify(MAIL_FROM)

    assert read_status(MAIL_FROM) == "Success"
    assert read_identity("example.com")["MailFromAttributes"]["MailFromDomainStatus"] == "SUCCESS"


@pytest.mark.parametrize(
    "name", ["nonsense", "a b@example.com", "Ada <ada@example.com>", "*", "", None, [ADA]]
)
def test_an_invalid_identity_is_an_error(manual: SesMock, name: Any) -> None:
    """Verifying or failing an invalid identity raises ValueError."""
    with pytest.raises(ValueError, match="is not an identity"):
        manual.verify(name)
    with pytest.raises(ValueError, match="is not an identity"):
        manual.fail_verification(name)


def test_an_unknown_verification_error_is_refused(manual: SesMock) -> None:
    """The message about an unknown error lists the valid ones, and nothing fails."""
    error: Any = "NOT_FOUND"
    with pytest.raises(ValueError, match=r"error must be one of SERVICE_ERROR, .* got 'NOT_FOUND'"):
        manual.fail_verification("example.com", error=error)

    assert read_status("example.com") == "Success"


def test_pinpoint_shows_the_status_of_an_existing_identity(manual: SesMock) -> None:
    """Only the first creation returns NOT_STARTED; a repeated one returns the current status."""
    client = boto3.client("pinpoint-email")

    statuses = [
        client.create_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]["Status"] for _ in range(2)
    ]

    assert statuses == ["NOT_STARTED", "PENDING"]


# Regions in which a test verifies an identity


def test_an_identity_is_verified_where_it_is_registered(manual: SesMock) -> None:
    """An identity is verified only in its own region, and a failed assertion about mail says so."""
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


def test_an_unregistered_identity_is_verified_everywhere(manual: SesMock) -> None:
    """Verifying an identity that no account has registered verifies it in every account and region."""
    manual.verify(DOMAIN)
    send(boto3.client("ses", region_name="eu-west-1"), sender=ADA)

    assert manual.outbox[0].region == "eu-west-1"
