"""Identities in the three APIs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client


def test_v1_verifies_an_address(mocked: SesMock, ses: SESClient) -> None:
    """Both operations of v1 register an address, which is verified immediately."""
    ses.verify_email_identity(EmailAddress="a@example.org")
    ses.verify_email_address(EmailAddress="b@example.org")

    attributes = ses.get_identity_verification_attributes(
        Identities=["a@example.org", "b@example.org", "c@d.org"]
    )
    assert attributes["VerificationAttributes"] == {
        "a@example.org": {"VerificationStatus": "Success"},
        "b@example.org": {"VerificationStatus": "Success"},
    }


def test_a_domain_has_a_token(mocked: SesMock, ses: SESClient) -> None:
    """The token of a domain has 44 characters, stays the same and differs by region."""
    token = ses.verify_domain_identity(Domain="example.org")["VerificationToken"]
    elsewhere = boto3.client("ses", region_name="eu-west-1").verify_domain_identity(Domain="example.org")

    attributes = ses.get_identity_verification_attributes(Identities=["example.org"])[
        "VerificationAttributes"
    ]
    assert attributes["example.org"]["VerificationToken"] == token
    assert len(token) == 44 == len(elsewhere["VerificationToken"])
    assert token != elsewhere["VerificationToken"]


def test_v1_deletes_unknown_identities(mocked: SesMock, ses: SESClient) -> None:
    """Deleting an unknown identity is not an error in v1."""
    for _ in range(2):
        ses.delete_identity(Identity="example.com")

    assert ses.list_identities()["Identities"] == []


@pytest.mark.parametrize(
    ("method", "parameters", "text"),
    [
        ("verify_email_identity", {"EmailAddress": "nope"}, "Invalid email address<nope>."),
        ("verify_email_identity", {"EmailAddress": "A <a@b.com>"}, "Invalid email address<A <a@b.com>>."),
        ("verify_domain_identity", {"Domain": "no domain"}, "Invalid domain name no domain."),
        (
            "list_identities",
            {"MaxItems": 0},
            "Value 0 for parameter MaxItems is invalid. MaxItems must be between 1 and 1000.",
        ),
        ("list_identities", {"NextToken": "x"}, "Invalid NextToken <x>."),
        ("list_identities", {"NextToken": "WzFd"}, "Invalid NextToken <WzFd>."),
    ],
)
def test_v1_refuses_invalid_input(
    mocked: SesMock, ses: SESClient, method: str, parameters: dict[str, Any], text: str
) -> None:
    """Invalid input causes an InvalidParameterValue error and registers nothing."""
    assert refusal(getattr(ses, method), **parameters) == ("InvalidParameterValue", text)
    assert list(mocked.account.identities) == ["example.com"]


@pytest.mark.parametrize("service", ["ses", "sesv2", "pinpoint-email"])
def test_identities_are_listed_in_pages(service: str) -> None:
    """The pages list every identity once, in order."""
    names = [f"d{number:02}.example.com" for number in range(7)]
    method, size, key = ("list_email_identities", "PageSize", "EmailIdentities")
    if service == "ses":
        method, size, key = ("list_identities", "MaxItems", "Identities")
    with mock_ses(identities=names):
        client, listed_names, token = boto3.client(service), [], None
        while True:
            page = getattr(client, method)(**{size: 3, **({"NextToken": token} if token else {})})
            listed_names += [item if isinstance(item, str) else item["IdentityName"] for item in page[key]]
            token = page.get("NextToken")
            if token is None:
                break

    assert listed_names == names


def test_v2_creates_reads_and_deletes_an_identity(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A created identity can be read and deleted in v2."""
    created = sesv2.create_email_identity(EmailIdentity="a@example.org")
    response = sesv2.get_email_identity(EmailIdentity="a@example.org")
    sesv2.delete_email_identity(EmailIdentity="a@example.org")

    assert (created["IdentityType"], created["VerifiedForSendingStatus"]) == ("EMAIL_ADDRESS", True)
    assert (response["VerificationStatus"], response["FeedbackForwardingStatus"]) == ("SUCCESS", True)
    assert list(mocked.account.identities) == ["example.com"]


@pytest.mark.parametrize(
    ("method", "name", "code", "text"),
    [
        ("create", "example.com", "AlreadyExistsException", "Email identity example.com already exist."),
        ("create", "EXAMPLE.com", "AlreadyExistsException", "Email identity EXAMPLE.com already exist."),
        ("create", "a@", "BadRequestException", "Invalid email address<a@>."),
        ("create", "x" * 300, "BadRequestException", f"Invalid domain name {'x' * 300}."),
        ("get", "a@b.com", "NotFoundException", "Email identity a@b.com does not exist."),
        ("delete", "a@b.com", "NotFoundException", "Email identity a@b.com does not exist."),
    ],
)
def test_v2_refuses_existing_and_unknown_identities(
    mocked: SesMock, sesv2: SESV2Client, method: str, name: str, code: str, text: str
) -> None:
    """v2 refuses to create an existing identity, and to read or delete an unknown one."""
    assert refusal(getattr(sesv2, f"{method}_email_identity"), EmailIdentity=name) == (code, text)


def test_pinpoint_returns_an_existing_identity(mocked: SesMock, pinpoint_email: PinpointEmailClient) -> None:
    """Creating an identity twice is not an error in Pinpoint Email."""
    for _ in range(2):
        created = pinpoint_email.create_email_identity(EmailIdentity="example.org")

    assert created["IdentityType"] == "DOMAIN"


def test_manual_verification_waits_for_the_test() -> None:
    """With manual verification, an identity is pending until the test verifies it."""
    with mock_ses(verification="manual") as mocked:
        client = boto3.client("sesv2")
        client.create_email_identity(EmailIdentity="example.org")
        before = client.get_email_identity(EmailIdentity="example.org")
        mocked.verify("example.org")
        boto3.client("ses").verify_domain_identity(Domain="example.org")
        after = client.get_email_identity(EmailIdentity="example.org")

    assert [response["VerificationStatus"] for response in (before, after)] == ["PENDING", "SUCCESS"]


def test_the_waiter_sees_a_verified_identity(mocked: SesMock, ses: SESClient) -> None:
    """Botocore's waiter succeeds for a verified identity."""
    assert ses.get_waiter("identity_exists").wait(Identities=["example.com"]) is None


@pytest.mark.parametrize(
    ("region", "arn"),
    [
        ("eu-west-1", "arn:aws:ses:eu-west-1:123456789012:x/y"),
        ("cn-north-1", "arn:aws-cn:ses:cn-north-1:123456789012:x/y"),
        ("us-gov-west-1", "arn:aws-us-gov:ses:us-gov-west-1:123456789012:x/y"),
    ],
)
def test_arns_have_the_partition_of_their_region(mocked: SesMock, region: str, arn: str) -> None:
    """ARNs in China and GovCloud have their own partitions."""
    assert mocked.accounts["123456789012", region].arn("x/y") == arn


def test_an_identity_can_have_a_default_configuration_set(sesv2: SESV2Client) -> None:
    """The default set of a new identity must exist; otherwise the identity is not created."""
    sesv2.create_configuration_set(ConfigurationSetName="news")
    sesv2.create_email_identity(EmailIdentity="example.org", ConfigurationSetName="news")
    error = refusal(sesv2.create_email_identity, EmailIdentity="example.info", ConfigurationSetName="gone")

    assert sesv2.get_email_identity(EmailIdentity="example.org")["ConfigurationSetName"] == "news"
    assert error == ("NotFoundException", "Configuration set <gone> does not exist.")
    assert refusal(sesv2.get_email_identity, EmailIdentity="example.info")[0] == "NotFoundException"


@pytest.mark.parametrize("name", ["ada@example.com", "ada@mail.EXAMPLE.com"])
def test_an_address_of_a_verified_domain_can_send_at_once(name: str) -> None:
    """An address of a verified domain is pending but can send, as v2 and Pinpoint Email show."""
    with mock_ses(verification="manual", identities=["example.com"]):
        client = boto3.client("sesv2")
        created = client.create_email_identity(EmailIdentity=name)
        response = client.get_email_identity(EmailIdentity=name)
        entries = client.list_email_identities()["EmailIdentities"]
        by_pinpoint = boto3.client("pinpoint-email").get_email_identity(EmailIdentity=name)

    assert (created["VerifiedForSendingStatus"], by_pinpoint["VerifiedForSendingStatus"]) == (True, True)
    assert (response["VerificationStatus"], response["VerifiedForSendingStatus"]) == ("PENDING", True)
    assert {entry["IdentityName"]: entry["SendingEnabled"] for entry in entries}[name] is True


@pytest.mark.parametrize("name", ["ada@example.org", "mail.example.com"])
def test_other_pending_identities_cannot_send(name: str) -> None:
    """Neither an address at another domain nor a subdomain of a verified domain can send while it is pending."""
    with mock_ses(verification="manual", identities=["example.com"]):
        created = boto3.client("sesv2").create_email_identity(EmailIdentity=name)

    assert created["VerifiedForSendingStatus"] is False


def test_dkim_attributes_of_unknown_identities_are_omitted(ses: SESClient) -> None:
    """The response has no DKIM attributes for unknown identities."""
    response = ses.get_identity_dkim_attributes(Identities=["example.com", "example.org"])

    assert list(response["DkimAttributes"]) == ["example.com"]


@pytest.mark.parametrize("name", ["a@b.com;", "bad domain"])
def test_dkim_attributes_need_valid_names(ses: SESClient, name: str) -> None:
    """A name that is not a valid identity is refused."""
    assert refusal(ses.get_identity_dkim_attributes, Identities=["example.com", name]) == (
        "InvalidParameterValue",
        f"Identity {name} is invalid. Must be a verified email address or domain.",
    )


@pytest.mark.parametrize("name", ["my_shop.com", "ada@my_shop.com"])
def test_an_underscore_in_a_domain_is_an_error(mocked: SesMock, name: str) -> None:
    """Verifying a domain with an underscore raises an error that says why SES refuses it."""
    with pytest.raises(ValueError, match=r"SES refuses an underscore in a domain\."):
        mocked.verify(name)
