"""Lists of identities: filters, pages, and the older operations of v1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import WaiterError

from sesmock import SesMock, mock_ses
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

NAMES = ["Mail.example.org", "ada@example.com", "example.com", "example.org"]


@pytest.fixture
def several() -> Iterator[SesMock]:
    """Mock SES with identities of every kind; example.org is pending, ada@example.com has failed."""
    with mock_ses(verification="manual", identities=["example.com"], retry_sleep=False) as active:
        sesv2 = boto3.client("sesv2")
        for name in ("Mail.example.org", "example.org", "ada@example.com"):
            sesv2.create_email_identity(EmailIdentity=name)
        active.verify("mail.example.org")
        active.fail_verification("ada@example.com")
        yield active


def list_names(**parameters: Any) -> list[str]:
    """Return the names that v2 lists."""
    items = boto3.client("sesv2").list_email_identities(**parameters)["EmailIdentities"]
    return [each["IdentityName"] for each in items]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, NAMES),
        ({"IDENTITY_NAME_CONTAINS": "mail"}, ["Mail.example.org"]),
        ({"IDENTITY_NAME_CONTAINS": "EXAMPLE.COM"}, ["ada@example.com", "example.com"]),
        ({"IDENTITY_NAME_CONTAINS": "nobody"}, []),
        ({"IDENTITY_TYPE": "EMAIL_ADDRESS"}, ["ada@example.com"]),
        ({"IDENTITY_TYPE": "DOMAIN"}, ["Mail.example.org", "example.com", "example.org"]),
        ({"IDENTITY_TYPE": "MANAGED_DOMAIN"}, []),
        ({"VERIFICATION_STATUS": "SUCCESS"}, ["Mail.example.org", "example.com"]),
        ({"VERIFICATION_STATUS": "PENDING"}, ["example.org"]),
        ({"VERIFICATION_STATUS": "FAILED"}, ["ada@example.com"]),
        ({"VERIFICATION_STATUS": "SUCCESS", "IDENTITY_NAME_CONTAINS": ".com"}, ["example.com"]),
    ],
)
def test_identities_are_filtered(several: SesMock, filters: dict[str, str], names: list[str]) -> None:
    """Filters select by part of the name, by type and by status, and all must match."""
    assert list_names(Filter=filters) == names


@pytest.mark.parametrize(
    ("filters", "text"),
    [
        (
            {"IDENTITY_TYPE": "domain"},
            "IDENTITY_TYPE domain is invalid, must be one of [EMAIL_ADDRESS, DOMAIN, MANAGED_DOMAIN].",
        ),
        (
            {"VERIFICATION_STATUS": "Success"},
            "VERIFICATION_STATUS Success is invalid, must be one of "
            "[PENDING, SUCCESS, FAILED, TEMPORARY_FAILURE, NOT_STARTED].",
        ),
    ],
)
def test_an_unknown_filter_value_is_refused(several: SesMock, filters: dict[str, str], text: str) -> None:
    """An unknown filter value is refused, and the error lists the valid values."""
    assert refusal(list_names, Filter=filters) == ("BadRequestException", text)


def test_an_unknown_filter_is_refused(several: SesMock) -> None:
    """The error about an unknown filter lists the three valid ones."""
    code, text = refusal(list_names, Filter={"IDENTITY": "x"})

    assert code == "BadRequestException"
    assert (
        "Member must satisfy enum value set: [IDENTITY_NAME_CONTAINS, IDENTITY_TYPE, VERIFICATION_STATUS]"
        in str(text)
    )


def test_a_token_is_bound_to_its_filter(several: SesMock) -> None:
    """A token is refused with another filter, and the error shows the token only if there is no filter."""
    client = boto3.client("sesv2")
    token = client.list_email_identities(PageSize=1, Filter={"IDENTITY_TYPE": "DOMAIN"})["NextToken"]

    assert list_names(PageSize=5, NextToken=token, Filter={"IDENTITY_TYPE": "DOMAIN"}) == [
        "example.com",
        "example.org",
    ]
    assert refusal(list_names, NextToken=token) == ("BadRequestException", f"Invalid NextToken <{token}>.")
    assert refusal(list_names, NextToken=token, Filter={"IDENTITY_TYPE": "EMAIL_ADDRESS"}) == (
        "BadRequestException",
        "Invalid NextToken.",
    )


def test_a_token_of_v1_works_in_v2(several: SesMock) -> None:
    """A token from v1 continues the list in v2."""
    token = boto3.client("ses").list_identities(MaxItems=3)["NextToken"]

    assert list_names(NextToken=token) == NAMES[3:]


def test_a_token_of_v1_is_not_bound_to_the_type(several: SesMock) -> None:
    """A token from v1 that was issued for a type also continues the list of all types."""
    ses = boto3.client("ses")
    token = ses.list_identities(MaxItems=1, IdentityType="Domain")["NextToken"]

    assert ses.list_identities(NextToken=token)["Identities"] == NAMES[1:]


def test_paginators_list_each_identity_once(several: SesMock) -> None:
    """The paginators of v1 and Pinpoint Email list each identity once."""
    v1 = boto3.client("ses").get_paginator("list_identities").paginate(PaginationConfig={"PageSize": 2})
    pinpoint_email: PinpointEmailClient = boto3.client("pinpoint-email")
    pages = pinpoint_email.get_paginator("list_email_identities").paginate(PaginationConfig={"PageSize": 3})

    assert [name for page in v1 for name in page["Identities"]] == NAMES
    assert [[each["IdentityName"] for each in page["EmailIdentities"]] for page in pages] == [
        NAMES[:3],
        NAMES[3:],
    ]


def test_v2_lists_the_verification_status(several: SesMock) -> None:
    """v2 lists the verification status of an identity, and Pinpoint Email does not."""
    by_v2 = boto3.client("sesv2").list_email_identities(PageSize=1)["EmailIdentities"]
    by_pinpoint = boto3.client("pinpoint-email").list_email_identities(PageSize=1)["EmailIdentities"]
    common = {"IdentityType": "DOMAIN", "IdentityName": "Mail.example.org", "SendingEnabled": True}

    assert by_v2 == [{**common, "VerificationStatus": "SUCCESS"}]
    assert by_pinpoint == [common]


def test_v1_lists_only_verified_addresses(several: SesMock) -> None:
    """ListVerifiedEmailAddresses omits domains and unverified addresses."""
    ses = boto3.client("ses")
    for name in ("zoe@example.net", "bob@example.net"):
        several.verify(name)

    assert ses.list_verified_email_addresses()["VerifiedEmailAddresses"] == [
        "bob@example.net",
        "zoe@example.net",
    ]


def test_v1_deletes_verified_addresses(several: SesMock) -> None:
    """DeleteVerifiedEmailAddress accepts unknown addresses and ignores domains."""
    ses = boto3.client("ses")
    for name in ("ada@example.com", "ada@example.com", "example.com"):
        ses.delete_verified_email_address(EmailAddress=name)

    assert list_names() == ["Mail.example.org", "example.com", "example.org"]


def test_addresses_differ_by_case_and_domains_do_not(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Addresses are case-sensitive, even in their domain; domains are not."""
    for name in ("Ada@example.org", "ada@example.org", "ada@EXAMPLE.org"):
        sesv2.create_email_identity(EmailIdentity=name)
    by_other_spelling = sesv2.get_email_identity(EmailIdentity="EXAMPLE.COM")["IdentityType"]

    assert list_names() == ["Ada@example.org", "ada@EXAMPLE.org", "ada@example.org", "example.com"]
    assert by_other_spelling == "DOMAIN"
    assert refusal(sesv2.get_email_identity, EmailIdentity="ADA@example.org")[0] == "NotFoundException"


def test_the_waiter_gives_up_while_an_identity_is_pending(several: SesMock) -> None:
    """Botocore's waiter fails for a pending identity and succeeds once it is verified."""
    waiter = boto3.client("ses").get_waiter("identity_exists")
    with pytest.raises(WaiterError, match="Max attempts exceeded"):
        waiter.wait(Identities=["example.org"], WaiterConfig={"Delay": 0, "MaxAttempts": 2})
    several.verify("example.org")

    assert waiter.wait(Identities=["example.org"]) is None


CREATES = [
    ("ses", "verify_email_identity", "EmailAddress", "one@example.net", "LimitExceeded"),
    ("ses", "verify_domain_identity", "Domain", "example.net", "LimitExceeded"),
    ("ses", "verify_domain_dkim", "Domain", "example.net", "LimitExceeded"),
    ("sesv2", "create_email_identity", "EmailIdentity", "one@example.net", "LimitExceededException"),
    ("pinpoint-email", "create_email_identity", "EmailIdentity", "example.net", "LimitExceededException"),
]


@pytest.mark.parametrize(("api", "method", "member", "name", "code"), CREATES)
def test_an_account_has_at_most_ten_thousand_identities(
    mocked: SesMock, ses: SESClient, api: str, method: str, member: str, name: str, code: str
) -> None:
    """An identity above the limit is refused, and an existing one can be verified again."""
    identities = mocked.account.identities
    identities.update(dict.fromkeys(f"d{number}.example.com" for number in range(9_999)))
    error = refusal(getattr(boto3.client(api), method), **{member: name})
    ses.verify_domain_identity(Domain="example.com")

    assert error == (code, "An account can have at most 10000 identities.")
    assert len(identities) == 10_000
