"""S/MIME certificates of identities, by v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

ARN = "arn:aws:acm:us-east-1:123456789012:certificate/0f8b"
ADA = "ada@example.com"


def associate(name: str = "example.com", address: str | None = ADA, arn: str = ARN) -> None:
    """Associate a certificate."""
    given = {} if address is None else {"FromAddress": address}
    boto3.client("sesv2").associate_email_identity_certificate(
        EmailIdentity=name, CertificateArn=arn, **given
    )


def disassociate(name: str = "example.com", address: str | None = ADA) -> None:
    """Take a certificate away."""
    given = {} if address is None else {"FromAddress": address}
    boto3.client("sesv2").disassociate_email_identity_certificate(EmailIdentity=name, **given)


def statuses(name: str = "example.com") -> dict[str, str]:
    """Return the status of the certificate of each address."""
    found = boto3.client("sesv2").list_email_identity_certificates(EmailIdentity=name)["Certificates"]
    return {each["FromAddress"]: each["Status"] for each in found}


def test_a_certificate_is_shown(mocked: SesMock, sesv2: SESV2Client) -> None:
    """With its ARN, and the time when it expires."""
    associate()
    [found] = sesv2.list_email_identity_certificates(EmailIdentity="EXAMPLE.com")["Certificates"]

    assert found.pop("CertificateExpiryTime") > mocked.clock.now()
    assert found == {"FromAddress": ADA, "Status": "ACTIVE", "CertificateArn": ARN}


@pytest.mark.parametrize("address", [ADA, "ada@mail.example.com", "ada@EXAMPLE.com"])
def test_an_address_of_the_domain_or_below(mocked: SesMock, address: str) -> None:
    """The domain's spelling does not count."""
    associate(address=address)

    assert statuses() == {address: "ACTIVE"}


@pytest.mark.parametrize("address", [None, ADA])
def test_an_address_identity_has_its_own(sesv2: SESV2Client, address: str | None) -> None:
    """It need not be named, and may; taken away twice it is gone."""
    sesv2.create_email_identity(EmailIdentity=ADA)
    associate(ADA, address)
    before = statuses(ADA)
    for _ in range(2):
        disassociate(ADA, address)

    assert (before, statuses(ADA)) == ({ADA: "ACTIVE"}, {})


@pytest.mark.parametrize(
    ("name", "address", "code", "text"),
    [
        ("x.org", "a@x.org", "NotFoundException", "Email identity x.org does not exist."),
        ("example.com", None, "BadRequestException", "FromAddress must be specified for a domain."),
        ("example.com", "nobody", "BadRequestException", "Invalid email address<nobody>."),
        (
            "example.com",
            "a@myexample.com",
            "BadRequestException",
            "FromAddress a@myexample.com does not belong to the identity example.com.",
        ),
        (
            "bob@example.com",
            "BOB@example.com",
            "BadRequestException",
            "FromAddress BOB@example.com does not belong to the identity bob@example.com.",
        ),
        (
            "example.com",
            "bob@example.com",
            "AlreadyExistsException",
            "A certificate is already associated with bob@example.com.",
        ),
    ],
)
def test_an_association_is_refused(
    sesv2: SESV2Client, name: str, address: str | None, code: str, text: str
) -> None:
    """An address has one certificate, whichever identity it is associated by; nothing else changes."""
    sesv2.create_email_identity(EmailIdentity="bob@example.com")
    associate("bob@example.com", None)

    assert refusal(associate, name=name, address=address) == (code, text)
    assert (statuses(), statuses("bob@example.com")) == ({}, {"bob@example.com": "ACTIVE"})


def test_the_arn_is_of_acm(mocked: SesMock) -> None:
    """The model says so."""
    code, text = refusal(associate, arn="arn:aws:acm:us-east-1:123456789012:key/0f8b")

    assert code == "BadRequestException"
    assert "Value at 'certificateArn' failed to satisfy constraint: Member must satisfy regular" in str(text)
    assert statuses() == {}


@pytest.mark.parametrize(
    ("name", "address", "expected"),
    [
        ("x.org", "a@x.org", ("NotFoundException", "Email identity x.org does not exist.")),
        ("example.com", None, ("BadRequestException", "FromAddress must be specified for a domain.")),
    ],
)
def test_taking_away_is_refused(
    mocked: SesMock, name: str, address: str | None, expected: tuple[str, str]
) -> None:
    """The identity must exist, and a domain needs an address."""
    associate()

    assert refusal(disassociate, name=name, address=address) == expected
    assert statuses() == {ADA: "ACTIVE"}


def test_states_are_the_tests_with_manual_verification() -> None:
    """A certificate is provisioned until the test says otherwise, and one on its way out can be replaced."""
    with mock_ses(verification="manual", identities=["example.com"]) as mocked:
        associate()
        provisioned = statuses()
        mocked.account.identities["example.com"].certificates[ADA].status = "ACTIVE"
        active = statuses()
        disassociate()
        leaving = statuses()
        associate()

        assert (provisioned, active, leaving, statuses()) == (
            {ADA: "PROVISIONING"},
            {ADA: "ACTIVE"},
            {ADA: "DEPROVISIONING"},
            {ADA: "PROVISIONING"},
        )


def test_a_status_that_is_unknown_is_refused(mocked: SesMock) -> None:
    """A mistyped status is the test's own mistake, and the certificate keeps its status."""
    associate()
    certificate = mocked.account.identities["example.com"].certificates[ADA]

    with pytest.raises(ValueError, match="'ACTVE' is not a valid CertificateStatus"):
        certificate.status = "ACTVE"  # type: ignore[assignment] # it is mistyped on purpose
    assert statuses() == {ADA: "ACTIVE"}


def test_an_expired_certificate_has_failed(mocked: SesMock) -> None:
    """By the clock of the mock."""
    associate()
    mocked.clock.shift(days=396)

    assert statuses() == {ADA: "FAILED"}


def test_the_certificates_of_an_unknown_identity(sesv2: SESV2Client) -> None:
    """They are not found."""
    assert refusal(sesv2.list_email_identity_certificates, EmailIdentity="x.org") == (
        "NotFoundException",
        "Email identity x.org does not exist.",
    )


def test_the_list_comes_in_pages(sesv2: SESV2Client) -> None:
    """Botocore's paginator sees each once, in order; a token is of one identity."""
    addresses = [f"a{number}@example.com" for number in range(5)]
    for address in reversed(addresses):
        associate(address=address)
    sesv2.create_email_identity(EmailIdentity="example.org")
    pages = list(
        sesv2.get_paginator("list_email_identity_certificates").paginate(
            EmailIdentity="example.com", PaginationConfig={"PageSize": 2}
        )
    )
    token: Any = pages[0]["NextToken"]

    assert [[each["FromAddress"] for each in page["Certificates"]] for page in pages] == [
        addresses[:2],
        addresses[2:4],
        addresses[4:],
    ]
    assert refusal(sesv2.list_email_identity_certificates, EmailIdentity="example.org", NextToken=token) == (
        "BadRequestException",
        "Invalid NextToken.",
    )
    assert refusal(sesv2.list_email_identity_certificates, EmailIdentity="example.com", PageSize=1001) == (
        "BadRequestException",
        "1 validation error detected: Value '1001' at 'pageSize' failed to satisfy constraint: "
        "Member must have value less than or equal to 1000",
    )
