"""Lists of identities: filters, pages, and what v1 has of old."""

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
    """Mock SES with identities of every kind; example.org is pending, ada@example.com failed."""
    with mock_ses(verification="manual", identities=["example.com"], retry_sleep=False) as active:
        sesv2 = boto3.client("sesv2")
        for name in ("Mail.example.org", "example.org", "ada@example.com"):
            sesv2.create_email_identity(EmailIdentity=name)
        active.verify("mail.example.org")
        active.fail_verification("ada@example.com")
        yield active


def listed(**given: Any) -> list[str]:
    """Return the names that v2 lists."""
    found = boto3.client("sesv2").list_email_identities(**given)["EmailIdentities"]
    return [each["IdentityName"] for each in found]


@pytest.mark.parametrize(
    ("wanted", "names"),
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
def test_filters_pick_identities(several: SesMock, wanted: dict[str, str], names: list[str]) -> None:
    """By part of the name, type and status, all of them together."""
    assert listed(Filter=wanted) == names


@pytest.mark.parametrize(
    ("wanted", "text"),
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
def test_filters_have_values_of_their_own(several: SesMock, wanted: dict[str, str], text: str) -> None:
    """Any other is a bad request."""
    assert refusal(listed, Filter=wanted) == ("BadRequestException", text)


def test_there_are_three_filters(several: SesMock) -> None:
    """The model names them."""
    code, text = refusal(listed, Filter={"IDENTITY": "x"})

    assert code == "BadRequestException"
    assert (
        "Member must satisfy enum value set: [IDENTITY_NAME_CONTAINS, IDENTITY_TYPE, VERIFICATION_STATUS]"
        in str(text)
    )


def test_a_token_is_of_its_filter(several: SesMock) -> None:
    """Asked for with another filter, the next page is refused; SES prints the token only without a filter."""
    client = boto3.client("sesv2")
    token = client.list_email_identities(PageSize=1, Filter={"IDENTITY_TYPE": "DOMAIN"})["NextToken"]

    assert listed(PageSize=5, NextToken=token, Filter={"IDENTITY_TYPE": "DOMAIN"}) == [
        "example.com",
        "example.org",
    ]
    assert refusal(listed, NextToken=token) == ("BadRequestException", f"Invalid NextToken <{token}>.")
    assert refusal(listed, NextToken=token, Filter={"IDENTITY_TYPE": "EMAIL_ADDRESS"}) == (
        "BadRequestException",
        "Invalid NextToken.",
    )


def test_a_token_of_v1_goes_on_in_v2(several: SesMock) -> None:
    """They list the same; nothing in the token tells the API."""
    token = boto3.client("ses").list_identities(MaxItems=3)["NextToken"]

    assert listed(NextToken=token) == NAMES[3:]


def test_a_token_of_a_type_goes_on_without_it(several: SesMock) -> None:
    """V1 forgets by what it was asked for."""
    ses = boto3.client("ses")
    token = ses.list_identities(MaxItems=1, IdentityType="Domain")["NextToken"]

    assert ses.list_identities(NextToken=token)["Identities"] == NAMES[1:]


def test_paginators_see_each_identity_once(several: SesMock) -> None:
    """Those of botocore: v1's and Pinpoint's."""
    v1 = boto3.client("ses").get_paginator("list_identities").paginate(PaginationConfig={"PageSize": 2})
    pinpoint_email: PinpointEmailClient = boto3.client("pinpoint-email")
    pages = pinpoint_email.get_paginator("list_email_identities").paginate(PaginationConfig={"PageSize": 3})

    assert [name for page in v1 for name in page["Identities"]] == NAMES
    assert [[each["IdentityName"] for each in page["EmailIdentities"]] for page in pages] == [
        NAMES[:3],
        NAMES[3:],
    ]


def test_what_is_told_of_each(several: SesMock) -> None:
    """Pinpoint tells no status."""
    by_v2 = boto3.client("sesv2").list_email_identities(PageSize=1)["EmailIdentities"]
    by_pinpoint = boto3.client("pinpoint-email").list_email_identities(PageSize=1)["EmailIdentities"]
    common = {"IdentityType": "DOMAIN", "IdentityName": "Mail.example.org", "SendingEnabled": True}

    assert by_v2 == [{**common, "VerificationStatus": "SUCCESS"}]
    assert by_pinpoint == [common]


def test_v1_lists_verified_addresses_alone(several: SesMock) -> None:
    """Neither domains nor what is pending or failed."""
    ses = boto3.client("ses")
    for name in ("zoe@example.net", "bob@example.net"):
        several.verify(name)

    assert ses.list_verified_email_addresses()["VerifiedEmailAddresses"] == [
        "bob@example.net",
        "zoe@example.net",
    ]


def test_v1_deletes_addresses_by_their_old_name(several: SesMock) -> None:
    """Twice is no error, and a domain is left alone."""
    ses = boto3.client("ses")
    for name in ("ada@example.com", "ada@example.com", "example.com"):
        ses.delete_verified_email_address(EmailAddress=name)

    assert listed() == ["Mail.example.org", "example.com", "example.org"]


def test_addresses_differ_by_case_and_domains_do_not(mocked: SesMock, sesv2: SESV2Client) -> None:
    """So says SES, even of the domain of an address."""
    for name in ("Ada@example.org", "ada@example.org", "ada@EXAMPLE.org"):
        sesv2.create_email_identity(EmailIdentity=name)
    by_other_spelling = sesv2.get_email_identity(EmailIdentity="EXAMPLE.COM")["IdentityType"]

    assert listed() == ["Ada@example.org", "ada@EXAMPLE.org", "ada@example.org", "example.com"]
    assert by_other_spelling == "DOMAIN"
    assert refusal(sesv2.get_email_identity, EmailIdentity="ADA@example.org")[0] == "NotFoundException"


def test_the_waiter_gives_up_while_an_identity_is_pending(several: SesMock) -> None:
    """And sees it when the test verifies it."""
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
def test_an_account_has_ten_thousand_identities(
    mocked: SesMock, ses: SESClient, api: str, method: str, member: str, name: str, code: str
) -> None:
    """The next one is refused; those that are there can be verified again."""
    known = mocked.account.identities
    known.update(dict.fromkeys(f"d{number}.example.com" for number in range(9_999)))
    told = refusal(getattr(boto3.client(api), method), **{member: name})
    ses.verify_domain_identity(Domain="example.com")

    assert told == (code, "An account can have 10000 identities.")
    assert len(known) == 10_000
