"""S/MIME certificates of identities in SES v2."""

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
    option = {} if address is None else {"FromAddress": address}
    boto3.client("sesv2").associate_email_identity_certificate(
        EmailIdentity=name, CertificateArn=arn, **option
    )


def disassociate(name: str = "example.com", address: str | None = ADA) -> None:
    """Disassociate a certificate."""
    option = {} if address is None else {"FromAddress": address}
    boto3.client("sesv2").disassociate_email_identity_certificate(EmailIdentity=name, **option)


def list_statuses(name: str = "example.com") -> dict[str, str]:
    """Return the certificate status of each address."""
    certificates = boto3.client("sesv2").list_email_identity_certificates(EmailIdentity=name)["Certificates"]
    return {each["FromAddress"]: each["Status"] for each in certificates}


def test_a_certificate_is_shown(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A certificate is listed with its ARN, status and expiry time."""
    associate()
    [certificate] = sesv2.list_email_identity_certificates(EmailIdentity="EXAMPLE.com")["Certificates"]

    assert certificate.pop("CertificateExpiryTime") > mocked.clock.now()
    assert certificate == {"FromAddress": ADA, "Status": "ACTIVE", "CertificateArn": ARN}


@pytest.mark.parametrize("address", [ADA, "ada@mail.example.com", "ada@EXAMPLE.com"])
def test_a_domain_covers_addresses_of_subdomains(mocked: SesMock, address: str) -> None:
    """A domain's certificate can be for an address at the domain, regardless of case, or at a subdomain."""
    associate(address=address)

    assert list_statuses() == {address: "ACTIVE"}


@pytest.mark.parametrize("address", [None, ADA])
def test_an_address_identity_has_its_own_certificate(sesv2: SESV2Client, address: str | None) -> None:
    """An address identity needs no FromAddress, and removing a certificate twice is not an error."""
    sesv2.create_email_identity(EmailIdentity=ADA)
    associate(ADA, address)
    before = list_statuses(ADA)
    for _ in range(2):
        disassociate(ADA, address)

    assert (before, list_statuses(ADA)) == ({ADA: "ACTIVE"}, {})


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
def test_an_invalid_association_is_refused(
    sesv2: SESV2Client, name: str, address: str | None, code: str, text: str
) -> None:
    """An address can have only one certificate, regardless of the identity, and a refusal changes nothing."""
    sesv2.create_email_identity(EmailIdentity="bob@example.com")
    associate("bob@example.com", None)

    assert refusal(associate, name=name, address=address) == (code, text)
    assert (list_statuses(), list_statuses("bob@example.com")) == ({}, {"bob@example.com": "ACTIVE"})


def test_the_arn_must_be_an_acm_arn(mocked: SesMock) -> None:
    """The ARN must be that of an ACM certificate."""
    code, text = refusal(associate, arn="arn:aws:acm:us-east-1:123456789012:key/0f8b")

    assert code == "BadRequestException"
    assert "Value at 'certificateArn' failed to satisfy constraint: Member must satisfy regular" in str(text)
    assert list_statuses() == {}


@pytest.mark.parametrize(
    ("name", "address", "expected"),
    [
        ("x.org", "a@x.org", ("NotFoundException", "Email identity x.org does not exist.")),
        ("example.com", None, ("BadRequestException", "FromAddress must be specified for a domain.")),
    ],
)
def test_an_invalid_removal_is_refused(
    mocked: SesMock, name: str, address: str | None, expected: tuple[str, str]
) -> None:
    """A removal needs an existing identity, and an address if the identity is a domain."""
    associate()

    assert refusal(disassociate, name=name, address=address) == expected
    assert list_statuses() == {ADA: "ACTIVE"}


def test_manual_verification_leaves_the_status_to_the_test() -> None:
    """With manual verification, a certificate is provisioning until the test activates it."""
    with mock_ses(verification="manual", identities=["example.com"]) as mocked:
        associate()
        provisioned = list_statuses()
        mocked.account.identities["example.com"].certificates[ADA].status = "ACTIVE"
        active = list_statuses()
        disassociate()
        deprovisioning = list_statuses()
        associate()

        assert (provisioned, active, deprovisioning, list_statuses()) == (
            {ADA: "PROVISIONING"},
            {ADA: "ACTIVE"},
            {ADA: "DEPROVISIONING"},
            {ADA: "PROVISIONING"},
        )


def test_an_unknown_status_is_refused(mocked: SesMock) -> None:
    """An unknown status raises ValueError, and the certificate keeps its status."""
    associate()
    certificate = mocked.account.identities["example.com"].certificates[ADA]

    with pytest.raises(ValueError, match="'ACTVE' is not a valid CertificateStatus"):
        certificate.status = "ACTVE"  # type: ignore[assignment] # the typo is intentional
    assert list_statuses() == {ADA: "ACTIVE"}


def test_an_expired_certificate_has_failed(mocked: SesMock) -> None:
    """A certificate fails when the mock's clock passes its expiry time."""
    associate()
    mocked.clock.shift(days=396)

    assert list_statuses() == {ADA: "FAILED"}


def test_certificates_of_an_unknown_identity_are_not_found(sesv2: SESV2Client) -> None:
    """Listing the certificates of an unknown identity is an error."""
    assert refusal(sesv2.list_email_identity_certificates, EmailIdentity="x.org") == (
        "NotFoundException",
        "Email identity x.org does not exist.",
    )


def test_certificates_are_listed_in_pages(sesv2: SESV2Client) -> None:
    """The paginator lists each certificate once, in order, and a token is valid for only one identity."""
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
