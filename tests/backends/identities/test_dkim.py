"""DKIM of identities in the three APIs: tokens, verification and signing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from tests.backends.identities.dkim_calls import OWN_KEY, create_identity, read_dkim, switch_signing
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_ses import SESClient

    from sesmock import SesMock

# SES shows 1024 bits here, although new Easy DKIM keys have 2048. Spec: identities.md §3.
NEVER_SIGNED = {
    "SigningEnabled": False,
    "Status": "NOT_STARTED",
    "SigningAttributesOrigin": "AWS_SES",
    "NextSigningKeyLength": "RSA_1024_BIT",
}


def read_dkim_by_v1(*names: str) -> Any:
    """Return the DKIM attributes of identities in v1."""
    return boto3.client("ses").get_identity_dkim_attributes(Identities=list(names))["DkimAttributes"]


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
