"""DKIM of identities in the three APIs: Easy DKIM, BYODKIM and replicas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

OWN_KEY = {"DomainSigningSelector": "s1", "DomainSigningPrivateKey": "TUlJQ1hB"}
# SES shows 1024 bits here, although new Easy DKIM keys have 2048. Spec: identities.md §3.
NEVER_SIGNED = {
    "SigningEnabled": False,
    "Status": "NOT_STARTED",
    "SigningAttributesOrigin": "AWS_SES",
    "NextSigningKeyLength": "RSA_1024_BIT",
}


@pytest.fixture
def manual() -> Iterator[SesMock]:
    """Mock SES with manual verification."""
    with mock_ses(verification="manual") as active:
        yield active


def read_dkim(name: str, region: str = "us-east-1") -> Any:
    """Return the DKIM attributes of an identity in v2."""
    client = boto3.client("sesv2", region_name=region)
    return client.get_email_identity(EmailIdentity=name)["DkimAttributes"]


def read_dkim_by_v1(*names: str) -> Any:
    """Return the DKIM attributes of identities in v1."""
    return boto3.client("ses").get_identity_dkim_attributes(Identities=list(names))["DkimAttributes"]


def create_identity(name: str = "example.org", region: str = "us-east-1", **signing: str) -> Any:
    """Create an identity with signing attributes in v2, and return the DKIM attributes in the response."""
    client = boto3.client("sesv2", region_name=region)
    options: Any = {"DkimSigningAttributes": signing} if signing else {}
    return client.create_email_identity(EmailIdentity=name, **options).get("DkimAttributes")


def change_key(name: str = "example.org", origin: str = "AWS_SES", **signing: str) -> Any:
    """Change the key of a domain in v2."""
    options: Any = {"SigningAttributes": signing} if signing else {}
    response: Any = boto3.client("sesv2").put_email_identity_dkim_signing_attributes(
        EmailIdentity=name, SigningAttributesOrigin=origin, **options
    )
    del response["ResponseMetadata"]
    return response


def test_a_new_domain_has_three_tokens(manual: SesMock) -> None:
    """A created domain has three tokens, and its status changes from NOT_STARTED to PENDING."""
    created = create_identity()
    first, again = read_dkim("example.org"), read_dkim("example.org")

    assert created == {**first, "Status": "NOT_STARTED"}
    assert len(set(created["Tokens"])) == 3
    assert all(re.fullmatch("[a-z2-7]{32}", token) for token in created["Tokens"])
    generated_at = first.pop("LastKeyGenerationTimestamp")
    assert first == {
        "SigningEnabled": True,
        "Status": "PENDING",
        "Tokens": created["Tokens"],
        "SigningAttributesOrigin": "AWS_SES",
        "SigningHostedZone": "dkim.amazonses.com",
        "NextSigningKeyLength": "RSA_2048_BIT",
        "CurrentSigningKeyLength": "RSA_2048_BIT",
    }
    assert again["LastKeyGenerationTimestamp"] == generated_at


def test_tokens_are_regional(mocked: SesMock) -> None:
    """Tokens differ by region, and some regions have their own hosted zone."""
    here, there = create_identity(), create_identity(region="eu-south-1")

    assert set(here["Tokens"]) & set(there["Tokens"]) == set()
    assert there["SigningHostedZone"] == "dkim.eu-south-1.amazonses.com"


def test_a_domain_is_verified_immediately_with_its_key(mocked: SesMock) -> None:
    """Unless verification is manual, domains are verified and signed immediately."""
    assert create_identity()["Status"] == "SUCCESS"
    assert (read_dkim("example.com")["Status"], read_dkim("example.com")["SigningEnabled"]) == (
        "SUCCESS",
        True,
    )


@pytest.mark.parametrize("api", ["sesv2", "pinpoint-email"])
def test_a_created_address_has_no_dkim_attributes(mocked: SesMock, api: str) -> None:
    """Creating an address returns no DKIM attributes, and later calls show that it was never signed."""
    created = boto3.client(api).create_email_identity(EmailIdentity="ada@example.org")

    assert "DkimAttributes" not in created
    assert read_dkim("ada@example.org") == NEVER_SIGNED


def test_an_address_is_signed_like_its_exact_domain(mocked: SesMock) -> None:
    """An address has the DKIM attributes of its exact domain, not of a parent domain."""
    sesv2 = boto3.client("sesv2")
    for name in ("ada@example.com", "ada@mail.example.com"):
        sesv2.create_email_identity(EmailIdentity=name)

    assert read_dkim("ada@example.com") == read_dkim("example.com")
    assert read_dkim("ada@mail.example.com") == NEVER_SIGNED
    assert (
        read_dkim_by_v1("ada@example.com")["ada@example.com"] == read_dkim_by_v1("example.com")["example.com"]
    )


def test_pinpoint_shows_only_members_of_its_model(
    mocked: SesMock, pinpoint_email: PinpointEmailClient
) -> None:
    """Pinpoint Email shows whether signing is on, the status and the tokens; a BYODKIM token is the selector."""
    create_identity(**OWN_KEY)
    response = pinpoint_email.get_email_identity(EmailIdentity="example.org")["DkimAttributes"]
    created = pinpoint_email.create_email_identity(EmailIdentity="example.info")["DkimAttributes"]

    assert response == {"SigningEnabled": True, "Status": "SUCCESS", "Tokens": ["s1"]}
    assert (created["Status"], created["Tokens"]) == ("SUCCESS", read_dkim("example.info")["Tokens"])


# SES v1


def test_v1_sets_up_easy_dkim(manual: SesMock) -> None:
    """VerifyDomainDkim registers a domain and always returns the tokens that v2 shows."""
    ses = boto3.client("ses")
    tokens = ses.verify_domain_dkim(Domain="example.org")["DkimTokens"]
    again = ses.verify_domain_dkim(Domain="EXAMPLE.org")["DkimTokens"]

    assert tokens == again == read_dkim("example.org")["Tokens"]
    assert read_dkim_by_v1("example.org") == {
        "example.org": {"DkimEnabled": True, "DkimVerificationStatus": "Pending", "DkimTokens": tokens}
    }


def test_dkim_records_verify_a_domain(manual: SesMock) -> None:
    """DKIM records verify a domain even without the TXT record of VerifyDomainIdentity."""
    ses = boto3.client("ses")
    ses.verify_domain_dkim(Domain="example.org")
    manual.verify("example.org")
    status = ses.get_identity_verification_attributes(Identities=["example.org"])["VerificationAttributes"]

    assert status["example.org"]["VerificationStatus"] == "Success"
    assert read_dkim_by_v1("example.org")["example.org"]["DkimVerificationStatus"] == "Success"


def test_a_domain_of_v1_is_signed_only_on_request(mocked: SesMock, ses: SESClient) -> None:
    """VerifyDomainIdentity does not set up DKIM, and unknown identities are omitted."""
    ses.verify_domain_identity(Domain="example.org")
    not_started = {"DkimEnabled": False, "DkimVerificationStatus": "NotStarted"}
    before = read_dkim_by_v1("example.org", "ada@example.info")
    v2 = read_dkim("example.org")
    ses.verify_domain_dkim(Domain="example.org")

    assert before == {"example.org": not_started}
    assert v2 == NEVER_SIGNED
    assert read_dkim_by_v1("example.org")["example.org"]["DkimVerificationStatus"] == "Success"


def test_v1_replaces_a_byodkim_key(mocked: SesMock, ses: SESClient) -> None:
    """VerifyDomainDkim switches a domain to Easy DKIM, even from BYODKIM."""
    create_identity(**OWN_KEY)
    selector = read_dkim_by_v1("example.org")["example.org"]["DkimTokens"]
    tokens = ses.verify_domain_dkim(Domain="example.org")["DkimTokens"]

    assert (selector, len(tokens), read_dkim("example.org")["SigningAttributesOrigin"]) == (
        ["s1"],
        3,
        "AWS_SES",
    )


def test_v1_accepts_only_a_domain(mocked: SesMock, ses: SESClient) -> None:
    """VerifyDomainDkim refuses anything but a domain and registers nothing."""
    error = refusal(ses.verify_domain_dkim, Domain="no domain")

    assert error == ("InvalidParameterValue", "Invalid domain name no domain.")
    assert list(mocked.account.identities) == ["example.com"]


# Switching signing on and off


def switch_signing(api: str, name: str, *, on: bool) -> None:
    """Switch signing on or off with any API."""
    client: Any = boto3.client(api)
    if api == "ses":
        client.set_identity_dkim_enabled(Identity=name, DkimEnabled=on)
    elif on:
        client.put_email_identity_dkim_attributes(EmailIdentity=name, SigningEnabled=True)
    else:  # a missing value means off
        client.put_email_identity_dkim_attributes(EmailIdentity=name)


APIS = ["ses", "sesv2", "pinpoint-email"]


@pytest.mark.parametrize("api", APIS)
def test_every_api_switches_signing(mocked: SesMock, api: str) -> None:
    """Switching signing off and on keeps the key and its status."""
    before = read_dkim("example.com")
    switch_signing(api, "example.com", on=False)
    off, off_by_v1 = read_dkim("example.com"), read_dkim_by_v1("example.com")["example.com"]["DkimEnabled"]
    switch_signing(api, "EXAMPLE.com", on=True)

    assert off == {**before, "SigningEnabled": False}
    assert off_by_v1 is False
    assert read_dkim("example.com") == before


@pytest.mark.parametrize("api", APIS)
def test_the_switch_of_an_address_has_no_effect(mocked: SesMock, api: str) -> None:
    """Switching signing on or off for an address does not affect its domain."""
    switch_signing(api, "ada@example.com", on=False)

    assert read_dkim("example.com")["SigningEnabled"] is True


@pytest.mark.parametrize("name", ["example.org", "ada@example.org", "plain.org"])
@pytest.mark.parametrize("api", APIS)
def test_signing_cannot_be_switched_without_dkim(
    mocked: SesMock, ses: SESClient, api: str, name: str
) -> None:
    """Signing cannot be switched for a domain without DKIM, or for an address at such a domain."""
    ses.verify_domain_identity(Domain="plain.org")
    code = "InvalidParameterValue" if api == "ses" else "BadRequestException"
    domain = name.rpartition("@")[2]

    assert refusal(switch_signing, api=api, name=name, on=True) == (
        code,
        f"Domain {domain} is not verified for DKIM signing.",
    )
    assert read_dkim("plain.org") == NEVER_SIGNED


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
