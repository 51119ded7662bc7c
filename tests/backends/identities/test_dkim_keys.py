"""DKIM keys of a domain: BYODKIM, other key lengths and replicas of another region's keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from tests.backends.identities.dkim_calls import OWN_KEY, create_identity, read_dkim, switch_signing
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client


def change_key(name: str = "example.org", origin: str = "AWS_SES", **signing: str) -> Any:
    """Change the key of a domain in v2."""
    options: Any = {"SigningAttributes": signing} if signing else {}
    response: Any = boto3.client("sesv2").put_email_identity_dkim_signing_attributes(
        EmailIdentity=name, SigningAttributesOrigin=origin, **options
    )
    del response["ResponseMetadata"]
    return response


# BYODKIM keys


def test_a_domain_can_have_its_own_key(manual: SesMock) -> None:
    """The token of a BYODKIM key is its selector, and neither the key nor a key length is shown."""
    created = create_identity(**OWN_KEY)

    assert created == {
        "SigningEnabled": True,
        "Status": "NOT_STARTED",
        "Tokens": ["s1"],
        "SigningAttributesOrigin": "EXTERNAL",
    }
    assert read_dkim("example.org") == {**created, "Status": "PENDING"}


def test_a_domain_can_have_a_short_key(mocked: SesMock) -> None:
    """A domain can be created with an Easy DKIM key of 1024 bits."""
    created = create_identity(NextSigningKeyLength="RSA_1024_BIT")

    assert (created["NextSigningKeyLength"], created["CurrentSigningKeyLength"]) == (
        "RSA_1024_BIT",
        "RSA_1024_BIT",
    )
    assert created["SigningAttributesOrigin"] == "AWS_SES"


INCOMPLETE = "DomainSigningSelector and DomainSigningPrivateKey must be specified together."
MIXED = "The DKIM signing attributes are mutually exclusive."
SELECTOR = {"DomainSigningSelector": "s1"}
SHORT = {"NextSigningKeyLength": "RSA_1024_BIT"}
REPLICA = {"DomainSigningAttributesOrigin": "AWS_SES_EU_WEST_1"}


@pytest.mark.parametrize(
    ("name", "signing", "text"),
    [
        ("example.org", SELECTOR, INCOMPLETE),
        ("example.org", {"DomainSigningPrivateKey": "TUlJQ1hB"}, INCOMPLETE),
        ("example.org", {**OWN_KEY, **SHORT}, MIXED),
        ("example.org", {**REPLICA, **OWN_KEY}, MIXED),
        ("example.org", {**REPLICA, **SHORT}, MIXED),
        (
            "example.org",
            {"DomainSigningAttributesOrigin": "AWS_SES"},
            "DomainSigningAttributesOrigin AWS_SES is not allowed here.",
        ),
        (
            "example.org",
            {"DomainSigningAttributesOrigin": "EXTERNAL", **OWN_KEY},
            "DomainSigningAttributesOrigin EXTERNAL is not allowed here.",
        ),
        ("ada@example.org", OWN_KEY, "DkimSigningAttributes can only be specified for a domain."),
        (
            "example.org",
            {**OWN_KEY, "DomainSigningSelector": "-"},
            "1 validation error detected: Value at 'dkimSigningAttributes.domainSigningSelector' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: "
            "^(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]*[a-zA-Z0-9]))$",
        ),
    ],
)
def test_invalid_signing_attributes_are_refused(
    mocked: SesMock, name: str, signing: dict[str, str], text: str
) -> None:
    """Invalid signing attributes are refused and nothing is registered."""
    assert refusal(create_identity, name=name, **signing) == ("BadRequestException", text)
    assert list(mocked.account.identities) == ["example.com"]


# Changes of the key


def test_a_domain_can_change_to_byodkim_and_back(manual: SesMock) -> None:
    """Each change starts a new verification, and Easy DKIM returns with the same tokens."""
    tokens = create_identity()["Tokens"]
    manual.verify("example.org")
    own_key = change_key(origin="EXTERNAL", **OWN_KEY)
    sending = boto3.client("sesv2").get_email_identity(EmailIdentity="example.org")[
        "VerifiedForSendingStatus"
    ]
    easy_dkim = change_key()

    assert own_key == {"DkimStatus": "PENDING", "DkimTokens": ["s1"]}
    assert sending is True
    assert easy_dkim == {
        "DkimStatus": "PENDING",
        "DkimTokens": tokens,
        "SigningHostedZone": "dkim.amazonses.com",
    }


def test_requesting_the_current_key_changes_nothing(manual: SesMock) -> None:
    """A request for the current key keeps it verified."""
    create_identity()
    manual.verify("example.org")
    before = read_dkim("example.org")
    response = change_key(NextSigningKeyLength="RSA_2048_BIT")

    assert (response["DkimStatus"], read_dkim("example.org")) == ("SUCCESS", before)


def test_v2_sets_up_dkim_for_a_domain_of_v1(mocked: SesMock, ses: SESClient) -> None:
    """A domain without DKIM gets Easy DKIM with the requested key length."""
    ses.verify_domain_identity(Domain="example.org")
    response = change_key(NextSigningKeyLength="RSA_1024_BIT")

    assert (response["DkimStatus"], len(response["DkimTokens"])) == ("SUCCESS", 3)
    assert read_dkim("example.org")["CurrentSigningKeyLength"] == "RSA_1024_BIT"


def test_another_length_creates_another_key(manual: SesMock) -> None:
    """A key of another length replaces the current one once it is verified, and disabled signing stays disabled."""
    tokens = create_identity()["Tokens"]
    manual.verify("example.org")
    switch_signing("sesv2", "example.org", on=False)
    response = change_key(NextSigningKeyLength="RSA_1024_BIT")
    pending = read_dkim("example.org")
    manual.clock.shift(hours=1)
    manual.verify("example.org")
    verified = read_dkim("example.org")

    assert response["DkimStatus"] == "PENDING"
    assert set(response["DkimTokens"]) & set(tokens) == set()
    assert (pending["NextSigningKeyLength"], pending["CurrentSigningKeyLength"]) == (
        "RSA_1024_BIT",
        "RSA_2048_BIT",
    )
    assert verified["CurrentSigningKeyLength"] == "RSA_1024_BIT"
    assert verified["LastKeyGenerationTimestamp"] > pending["LastKeyGenerationTimestamp"]
    assert verified["SigningEnabled"] is False


def test_the_length_can_change_once_a_day(mocked: SesMock) -> None:
    """A second change of the key length on the same day is refused and changes nothing."""
    create_identity()
    change_key(NextSigningKeyLength="RSA_1024_BIT")
    before = read_dkim("example.org")
    error = refusal(change_key, NextSigningKeyLength="RSA_2048_BIT")
    after = read_dkim("example.org")
    mocked.clock.shift(hours=24)
    change_key(NextSigningKeyLength="RSA_2048_BIT")

    assert error == (
        "BadRequestException",
        "The DKIM key length of example.org can be changed only once a day.",
    )
    assert before == after
    assert read_dkim("example.org")["CurrentSigningKeyLength"] == "RSA_2048_BIT"


@pytest.mark.parametrize("name", ["ada@example.com", " "])
def test_only_a_domain_has_a_key(mocked: SesMock, name: str) -> None:
    """An address cannot have a DKIM key."""
    error = refusal(change_key, name=name)

    assert error == ("BadRequestException", "The EmailIdentity value must be a valid domain.")


@pytest.mark.parametrize(
    ("origin", "signing", "text"),
    [
        ("EXTERNAL", {}, INCOMPLETE),
        ("EXTERNAL", SELECTOR, INCOMPLETE),
        ("EXTERNAL", {**OWN_KEY, **SHORT}, MIXED),
        ("AWS_SES", OWN_KEY, MIXED),
        ("AWS_SES_EU_WEST_1", SHORT, MIXED),
        ("AWS_SES", REPLICA, "DomainSigningAttributesOrigin AWS_SES_EU_WEST_1 is not allowed here."),
    ],
)
def test_an_invalid_change_is_refused(
    mocked: SesMock, origin: str, signing: dict[str, str], text: str
) -> None:
    """An invalid change of the key is refused and changes nothing."""
    before = read_dkim("example.com")

    assert refusal(change_key, name="example.com", origin=origin, **signing) == ("BadRequestException", text)
    assert read_dkim("example.com") == before


def test_an_unknown_domain_has_no_key(mocked: SesMock) -> None:
    """Changing the key of an unknown domain raises a NotFoundException."""
    assert refusal(change_key) == ("NotFoundException", "Email identity example.org does not exist.")


# Replicas


def test_a_replica_has_the_tokens_of_its_parent(mocked: SesMock) -> None:
    """A replica has its parent's tokens, is verified immediately and follows the key changes of its parent."""
    parent = create_identity(region="eu-west-1")
    replica = create_identity(**REPLICA)
    boto3.client("sesv2", region_name="eu-west-1").put_email_identity_dkim_signing_attributes(
        EmailIdentity="example.org", SigningAttributesOrigin="AWS_SES", SigningAttributes=SHORT
    )

    assert replica == {**parent, "SigningAttributesOrigin": "AWS_SES_EU_WEST_1"}
    assert (
        read_dkim("example.org")["Tokens"]
        == read_dkim("example.org", "eu-west-1")["Tokens"]
        != parent["Tokens"]
    )


def read_statuses(name: str = "example.org") -> Any:
    """Return the verification status, DKIM status and error type of a domain."""
    response = boto3.client("sesv2").get_email_identity(EmailIdentity=name)
    return (
        response["VerificationStatus"],
        response["DkimAttributes"]["Status"],
        response["VerificationInfo"]["ErrorType"],
    )


@pytest.mark.parametrize("verification", ["instant", "manual"])
@pytest.mark.parametrize(
    ("parent", "region", "error"),
    [
        (None, "EU_WEST_1", "REPLICATION_PRIMARY_NOT_FOUND"),
        ({}, "US_EAST_1", "REPLICATION_PRIMARY_INVALID_REGION"),
        (OWN_KEY, "EU_WEST_1", "REPLICATION_PRIMARY_BYO_DKIM_NOT_SUPPORTED"),
        (
            {"DomainSigningAttributesOrigin": "AWS_SES_EU_NORTH_1"},
            "EU_WEST_1",
            "REPLICATION_REPLICA_AS_PRIMARY_NOT_SUPPORTED",
        ),
    ],
)
def test_a_replica_needs_a_parent(
    verification: Any, parent: dict[str, str] | None, region: str, error: str
) -> None:
    """A missing or invalid parent fails the verification of a replica, not its creation."""
    with mock_ses(verification=verification):
        if parent is not None:
            create_identity(region="eu-west-1", **parent)
        created = create_identity(DomainSigningAttributesOrigin=f"AWS_SES_{region}")

        assert (created["SigningAttributesOrigin"], created["Tokens"]) == (f"AWS_SES_{region}", [])
        assert read_statuses() == ("FAILED", "FAILED", error)


def test_a_replica_waits_for_its_records(manual: SesMock) -> None:
    """With manual verification, a replica waits and is verified together with its parent."""
    parent = create_identity(region="eu-west-1")
    create_identity(**REPLICA)
    pending = read_dkim("example.org")
    manual.verify("example.org")

    assert (pending["Status"], pending["Tokens"]) == ("PENDING", parent["Tokens"])
    assert (read_dkim("example.org")["Status"], read_dkim("example.org", "eu-west-1")["Status"]) == (
        "SUCCESS",
        "SUCCESS",
    )


def test_a_replica_can_be_retried(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Requesting the replica again verifies it once its parent exists."""
    create_identity(**REPLICA)
    create_identity(region="eu-west-1")
    response = change_key(origin="AWS_SES_EU_WEST_1")

    assert response["DkimStatus"] == "SUCCESS"
    assert sesv2.get_email_identity(EmailIdentity="example.org")["VerificationStatus"] == "SUCCESS"


def test_a_failed_replica_keeps_a_domain_verified(mocked: SesMock) -> None:
    """A failed change of the key leaves the domain verified for sending."""
    change_key(name="example.com", origin="AWS_SES_EU_NORTH_1")  # the domain is verified there from the start
    verified = read_dkim("example.com")["Status"]
    change_key(name="example.com", origin="AWS_SES_US_EAST_1")

    assert verified == "SUCCESS"
    assert read_statuses("example.com") == ("SUCCESS", "FAILED", "REPLICATION_PRIMARY_INVALID_REGION")
