"""DKIM of identities: Easy DKIM, keys of one's own and replicas, through the three APIs."""

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
NEVER_SIGNED = {
    "SigningEnabled": False,
    "Status": "NOT_STARTED",
    "SigningAttributesOrigin": "AWS_SES",
    "NextSigningKeyLength": "RSA_1024_BIT",
}


@pytest.fixture
def manual() -> Iterator[SesMock]:
    """Mock SES where nothing is verified by itself."""
    with mock_ses(verification="manual") as active:
        yield active


def shown(name: str, region: str = "us-east-1") -> Any:
    """Return the DKIM attributes of an identity as v2 shows them."""
    client = boto3.client("sesv2", region_name=region)
    return client.get_email_identity(EmailIdentity=name)["DkimAttributes"]


def by_v1(*names: str) -> Any:
    """Return the DKIM attributes of identities as v1 shows them."""
    return boto3.client("ses").get_identity_dkim_attributes(Identities=list(names))["DkimAttributes"]


def create(name: str = "example.org", region: str = "us-east-1", **signing: str) -> Any:
    """Create an identity by v2 with signing attributes; return the DKIM attributes that it answers."""
    client = boto3.client("sesv2", region_name=region)
    given: Any = {"DkimSigningAttributes": signing} if signing else {}
    return client.create_email_identity(EmailIdentity=name, **given).get("DkimAttributes")


def change(name: str = "example.org", origin: str = "AWS_SES", **signing: str) -> Any:
    """Change the key of a domain by v2."""
    given: Any = {"SigningAttributes": signing} if signing else {}
    answer: Any = boto3.client("sesv2").put_email_identity_dkim_signing_attributes(
        EmailIdentity=name, SigningAttributesOrigin=origin, **given
    )
    del answer["ResponseMetadata"]
    return answer


def test_a_new_domain_has_three_tokens(manual: SesMock) -> None:
    """SES has not begun to look for their records when the domain is created, then it waits for them."""
    created = create()
    first, again = shown("example.org"), shown("example.org")

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


def test_tokens_are_of_a_region(mocked: SesMock) -> None:
    """Some regions have a zone of their own, and no two have the same tokens."""
    here, there = create(), create(region="eu-south-1")

    assert set(here["Tokens"]) & set(there["Tokens"]) == set()
    assert there["SigningHostedZone"] == "dkim.eu-south-1.amazonses.com"


def test_a_domain_is_verified_at_once_with_its_key(mocked: SesMock) -> None:
    """Unless verification is manual, created domains and those that a test names are signed."""
    assert create()["Status"] == "SUCCESS"
    assert (shown("example.com")["Status"], shown("example.com")["SigningEnabled"]) == ("SUCCESS", True)


@pytest.mark.parametrize("api", ["sesv2", "pinpoint-email"])
def test_an_address_is_not_told_of_dkim_when_it_is_created(mocked: SesMock, api: str) -> None:
    """Later it shows what has never been signed."""
    created = boto3.client(api).create_email_identity(EmailIdentity="ada@example.org")

    assert "DkimAttributes" not in created
    assert shown("ada@example.org") == NEVER_SIGNED


def test_an_address_is_signed_as_its_exact_domain_is(mocked: SesMock) -> None:
    """Not as the domain above that."""
    sesv2 = boto3.client("sesv2")
    for name in ("ada@example.com", "ada@mail.example.com"):
        sesv2.create_email_identity(EmailIdentity=name)

    assert shown("ada@example.com") == shown("example.com")
    assert shown("ada@mail.example.com") == NEVER_SIGNED
    assert by_v1("ada@example.com")["ada@example.com"] == by_v1("example.com")["example.com"]


def test_pinpoint_shows_what_its_model_has(mocked: SesMock, pinpoint_email: PinpointEmailClient) -> None:
    """Of a key of one's own, the selector."""
    create(**OWN_KEY)
    got = pinpoint_email.get_email_identity(EmailIdentity="example.org")["DkimAttributes"]
    created = pinpoint_email.create_email_identity(EmailIdentity="example.info")["DkimAttributes"]

    assert got == {"SigningEnabled": True, "Status": "SUCCESS", "Tokens": ["s1"]}
    assert (created["Status"], created["Tokens"]) == ("SUCCESS", shown("example.info")["Tokens"])


# v1


def test_v1_sets_up_easy_dkim(manual: SesMock) -> None:
    """It registers a domain, and always returns the same tokens, which v2 shows too."""
    ses = boto3.client("ses")
    tokens = ses.verify_domain_dkim(Domain="example.org")["DkimTokens"]
    again = ses.verify_domain_dkim(Domain="EXAMPLE.org")["DkimTokens"]

    assert tokens == again == shown("example.org")["Tokens"]
    assert by_v1("example.org") == {
        "example.org": {"DkimEnabled": True, "DkimVerificationStatus": "Pending", "DkimTokens": tokens}
    }


def test_found_records_verify_a_domain(manual: SesMock) -> None:
    """Even without the TXT record of VerifyDomainIdentity."""
    ses = boto3.client("ses")
    ses.verify_domain_dkim(Domain="example.org")
    manual.verify("example.org")
    status = ses.get_identity_verification_attributes(Identities=["example.org"])["VerificationAttributes"]

    assert status["example.org"]["VerificationStatus"] == "Success"
    assert by_v1("example.org")["example.org"]["DkimVerificationStatus"] == "Success"


def test_a_domain_of_v1_is_not_signed_until_it_is_asked_for(mocked: SesMock, ses: SESClient) -> None:
    """VerifyDomainIdentity alone sets up no DKIM; what does not exist is left out."""
    ses.verify_domain_identity(Domain="example.org")
    not_started = {"DkimEnabled": False, "DkimVerificationStatus": "NotStarted"}
    before = by_v1("example.org", "ada@example.info")
    v2 = shown("example.org")
    ses.verify_domain_dkim(Domain="example.org")

    assert before == {"example.org": not_started}
    assert v2 == NEVER_SIGNED
    assert by_v1("example.org")["example.org"]["DkimVerificationStatus"] == "Success"


def test_v1_replaces_a_key_of_ones_own(mocked: SesMock, ses: SESClient) -> None:
    """VerifyDomainDkim is Easy DKIM whatever was before."""
    create(**OWN_KEY)
    selector = by_v1("example.org")["example.org"]["DkimTokens"]
    tokens = ses.verify_domain_dkim(Domain="example.org")["DkimTokens"]

    assert (selector, len(tokens), shown("example.org")["SigningAttributesOrigin"]) == (["s1"], 3, "AWS_SES")


def test_v1_takes_a_domain_alone(mocked: SesMock, ses: SESClient) -> None:
    """Anything else is refused, and nothing registered."""
    told = refusal(ses.verify_domain_dkim, Domain="no domain")

    assert told == ("InvalidParameterValue", "Invalid domain name no domain.")
    assert list(mocked.account.identities) == ["example.com"]


# The switch


def switch(api: str, name: str, *, on: bool) -> None:
    """Switch signing by any API."""
    client: Any = boto3.client(api)
    if api == "ses":
        client.set_identity_dkim_enabled(Identity=name, DkimEnabled=on)
    elif on:
        client.put_email_identity_dkim_attributes(EmailIdentity=name, SigningEnabled=True)
    else:  # left out, it is off
        client.put_email_identity_dkim_attributes(EmailIdentity=name)


APIS = ["ses", "sesv2", "pinpoint-email"]


@pytest.mark.parametrize("api", APIS)
def test_signing_is_switched(mocked: SesMock, api: str) -> None:
    """The key and its status stay."""
    before = shown("example.com")
    switch(api, "example.com", on=False)
    off, off_by_v1 = shown("example.com"), by_v1("example.com")["example.com"]["DkimEnabled"]
    switch(api, "EXAMPLE.com", on=True)

    assert off == {**before, "SigningEnabled": False}
    assert off_by_v1 is False
    assert shown("example.com") == before


@pytest.mark.parametrize("api", APIS)
def test_the_switch_of_an_address_has_no_effect(mocked: SesMock, api: str) -> None:
    """Its domain is registered, and stays as it is."""
    switch(api, "ada@example.com", on=False)

    assert shown("example.com")["SigningEnabled"] is True


@pytest.mark.parametrize("name", ["example.org", "ada@example.org", "plain.org"])
@pytest.mark.parametrize("api", APIS)
def test_a_domain_without_dkim_has_no_switch(mocked: SesMock, ses: SESClient, api: str, name: str) -> None:
    """Unknown domains, addresses at them, and domains for which DKIM was never set up."""
    ses.verify_domain_identity(Domain="plain.org")
    code = "InvalidParameterValue" if api == "ses" else "BadRequestException"
    domain = name.rpartition("@")[2]

    assert refusal(switch, api=api, name=name, on=True) == (
        code,
        f"Domain {domain} is not verified for DKIM signing.",
    )
    assert shown("plain.org") == NEVER_SIGNED


# Keys of one's own


def test_a_domain_brings_its_own_key(manual: SesMock) -> None:
    """Its token is the selector; the key is never shown, and lengths are Easy DKIM's affair."""
    created = create(**OWN_KEY)

    assert created == {
        "SigningEnabled": True,
        "Status": "NOT_STARTED",
        "Tokens": ["s1"],
        "SigningAttributesOrigin": "EXTERNAL",
    }
    assert shown("example.org") == {**created, "Status": "PENDING"}


def test_a_domain_has_a_key_of_another_length(mocked: SesMock) -> None:
    """By Easy DKIM."""
    created = create(NextSigningKeyLength="RSA_1024_BIT")

    assert (created["NextSigningKeyLength"], created["CurrentSigningKeyLength"]) == (
        "RSA_1024_BIT",
        "RSA_1024_BIT",
    )
    assert created["SigningAttributesOrigin"] == "AWS_SES"


INCOMPLETE = "DomainSigningSelector and DomainSigningPrivateKey must be specified together."
MIXED = "The DKIM signing attributes exclude each other."
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
def test_signing_attributes_must_fit(mocked: SesMock, name: str, signing: dict[str, str], text: str) -> None:
    """Else nothing is registered."""
    assert refusal(create, name=name, **signing) == ("BadRequestException", text)
    assert list(mocked.account.identities) == ["example.com"]


# Changes


def test_a_key_is_changed_for_ones_own_and_back(manual: SesMock) -> None:
    """SES looks for the records of each; the tokens of Easy DKIM are the same as before."""
    tokens = create()["Tokens"]
    manual.verify("example.org")
    to_own = change(origin="EXTERNAL", **OWN_KEY)
    sending = boto3.client("sesv2").get_email_identity(EmailIdentity="example.org")[
        "VerifiedForSendingStatus"
    ]
    back = change()

    assert to_own == {"DkimStatus": "PENDING", "DkimTokens": ["s1"]}
    assert sending is True
    assert back == {"DkimStatus": "PENDING", "DkimTokens": tokens, "SigningHostedZone": "dkim.amazonses.com"}


def test_asking_for_what_is_there_changes_nothing(manual: SesMock) -> None:
    """The records stay found."""
    create()
    manual.verify("example.org")
    before = shown("example.org")
    answer = change(NextSigningKeyLength="RSA_2048_BIT")

    assert (answer["DkimStatus"], shown("example.org")) == ("SUCCESS", before)


def test_dkim_is_set_up_for_a_domain_of_v1(mocked: SesMock, ses: SESClient) -> None:
    """From none to Easy DKIM, with the length that is asked for."""
    ses.verify_domain_identity(Domain="example.org")
    answer = change(NextSigningKeyLength="RSA_1024_BIT")

    assert (answer["DkimStatus"], len(answer["DkimTokens"])) == ("SUCCESS", 3)
    assert shown("example.org")["CurrentSigningKeyLength"] == "RSA_1024_BIT"


def test_another_length_makes_another_key(manual: SesMock) -> None:
    """It is the next key until its records are found; the switch of signing stays off."""
    tokens = create()["Tokens"]
    manual.verify("example.org")
    switch("sesv2", "example.org", on=False)
    answer = change(NextSigningKeyLength="RSA_1024_BIT")
    waiting = shown("example.org")
    manual.clock.shift(hours=1)
    manual.verify("example.org")
    found = shown("example.org")

    assert answer["DkimStatus"] == "PENDING"
    assert set(answer["DkimTokens"]) & set(tokens) == set()
    assert (waiting["NextSigningKeyLength"], waiting["CurrentSigningKeyLength"]) == (
        "RSA_1024_BIT",
        "RSA_2048_BIT",
    )
    assert found["CurrentSigningKeyLength"] == "RSA_1024_BIT"
    assert found["LastKeyGenerationTimestamp"] > waiting["LastKeyGenerationTimestamp"]
    assert found["SigningEnabled"] is False


def test_the_length_changes_once_a_day(mocked: SesMock) -> None:
    """A second change waits for the next day, and nothing changes before."""
    create()
    change(NextSigningKeyLength="RSA_1024_BIT")
    before = shown("example.org")
    told = refusal(change, NextSigningKeyLength="RSA_2048_BIT")
    after = shown("example.org")
    mocked.clock.shift(hours=24)
    change(NextSigningKeyLength="RSA_2048_BIT")

    assert told == ("BadRequestException", "The DKIM key length of example.org can be changed once a day.")
    assert before == after
    assert shown("example.org")["CurrentSigningKeyLength"] == "RSA_2048_BIT"


@pytest.mark.parametrize("name", ["ada@example.com", " "])
def test_only_a_domain_has_a_key(mocked: SesMock, name: str) -> None:
    """An address is refused in SES's words."""
    told = refusal(change, name=name)

    assert told == ("BadRequestException", "The EmailIdentity value must be a valid domain.")


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
def test_a_change_must_fit(mocked: SesMock, origin: str, signing: dict[str, str], text: str) -> None:
    """Else the key stays as it is."""
    before = shown("example.com")

    assert refusal(change, name="example.com", origin=origin, **signing) == ("BadRequestException", text)
    assert shown("example.com") == before


def test_an_unknown_domain_has_no_key(mocked: SesMock) -> None:
    """It is not found."""
    assert refusal(change) == ("NotFoundException", "Email identity example.org does not exist.")


# Replicas


def test_a_replica_has_the_tokens_of_its_parent(mocked: SesMock) -> None:
    """The records of the parent, which are there already, verify it; its key follows the parent's."""
    parent = create(region="eu-west-1")
    replica = create(**REPLICA)
    boto3.client("sesv2", region_name="eu-west-1").put_email_identity_dkim_signing_attributes(
        EmailIdentity="example.org", SigningAttributesOrigin="AWS_SES", SigningAttributes=SHORT
    )

    assert replica == {**parent, "SigningAttributesOrigin": "AWS_SES_EU_WEST_1"}
    assert shown("example.org")["Tokens"] == shown("example.org", "eu-west-1")["Tokens"] != parent["Tokens"]


def error_of(name: str = "example.org") -> Any:
    """Return statuses and error of a domain."""
    got = boto3.client("sesv2").get_email_identity(EmailIdentity=name)
    return got["VerificationStatus"], got["DkimAttributes"]["Status"], got["VerificationInfo"]["ErrorType"]


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
    """What is wrong is told later, not when it is created."""
    with mock_ses(verification=verification):
        if parent is not None:
            create(region="eu-west-1", **parent)
        created = create(DomainSigningAttributesOrigin=f"AWS_SES_{region}")

        assert (created["SigningAttributesOrigin"], created["Tokens"]) == (f"AWS_SES_{region}", [])
        assert error_of() == ("FAILED", "FAILED", error)


def test_a_replica_waits_for_its_records(manual: SesMock) -> None:
    """With manual verification, though its parent is there; then both are verified alike."""
    parent = create(region="eu-west-1")
    create(**REPLICA)
    waiting = shown("example.org")
    manual.verify("example.org")

    assert (waiting["Status"], waiting["Tokens"]) == ("PENDING", parent["Tokens"])
    assert (shown("example.org")["Status"], shown("example.org", "eu-west-1")["Status"]) == (
        "SUCCESS",
        "SUCCESS",
    )


def test_a_replica_is_tried_again(mocked: SesMock, sesv2: SESV2Client) -> None:
    """When its parent is there, asking anew verifies it."""
    create(**REPLICA)
    create(region="eu-west-1")
    answer = change(origin="AWS_SES_EU_WEST_1")

    assert answer["DkimStatus"] == "SUCCESS"
    assert sesv2.get_email_identity(EmailIdentity="example.org")["VerificationStatus"] == "SUCCESS"


def test_a_verified_domain_may_send_while_its_replica_fails(mocked: SesMock) -> None:
    """Its verification is not undone by a change of the key."""
    change(name="example.com", origin="AWS_SES_EU_NORTH_1")  # where it is verified at the start, too
    verified = shown("example.com")["Status"]
    change(name="example.com", origin="AWS_SES_US_EAST_1")

    assert verified == "SUCCESS"
    assert error_of("example.com") == ("SUCCESS", "FAILED", "REPLICATION_PRIMARY_INVALID_REGION")
