"""ListRecommendations tells what follows from the state of an account, and what a test says."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from freezegun import freeze_time

from sesmock import SesMock, mock_ses
from tests import sending
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

NOW = datetime(2026, 7, 11, 14, 41, tzinfo=timezone.utc)
ARN = "arn:aws:ses:us-east-1:123456789012:"
DOMAIN = f"{ARN}identity/example.com"
NO_DKIM = ("DKIM", "DKIM verification is not enabled.", "OPEN", "HIGH")
FIXED_DKIM = ("DKIM", "DKIM verification is not enabled.", "FIXED", "HIGH")


@pytest.fixture(autouse=True)
def clock(mocked: SesMock) -> Iterator[None]:
    """Stop the time; the clock of the mock still moves."""
    with freeze_time(NOW):
        yield


def listed(client: SESV2Client, **filters: Any) -> list[tuple[str, str, str, str]]:
    """Return type, description, status and impact of each recommendation."""
    parameters: Any = {"Filter": filters} if filters else {}
    return [
        (each["Type"], each["Description"], each["Status"], each["Impact"])
        for each in client.list_recommendations(**parameters)["Recommendations"]
    ]


def switch_signing(client: SESV2Client, *, enabled: bool) -> None:
    """Switch DKIM of the domain on or off."""
    client.put_email_identity_dkim_attributes(EmailIdentity="example.com", SigningEnabled=enabled)


def test_a_sound_account_has_none(ses: SESClient, sesv2: SESV2Client) -> None:
    """A domain that is verified, and an address, leave nothing to recommend."""
    ses.verify_email_identity(EmailAddress="ada@example.org")

    assert listed(sesv2) == []


def test_signing_that_is_off_is_recommended(sesv2: SESV2Client) -> None:
    """Once it is on again the recommendation is fixed, and vanishes after 30 days."""
    switch_signing(sesv2, enabled=False)
    [opened] = sesv2.list_recommendations()["Recommendations"]
    switch_signing(sesv2, enabled=True)
    fixed = listed(sesv2)

    assert opened == {
        "ResourceArn": DOMAIN,
        "Type": "DKIM",
        "Description": "DKIM verification is not enabled.",
        "Status": "OPEN",
        "CreatedTimestamp": NOW,
        "LastUpdatedTimestamp": NOW,
        "Impact": "HIGH",
    }
    assert fixed == [FIXED_DKIM]


def test_another_api_mends_what_was_recommended(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """What is wrong again is recommended again; what was fixed is forgotten after 30 days."""
    ses.set_identity_dkim_enabled(Identity="example.com", DkimEnabled=False)
    before = listed(sesv2)
    ses.set_identity_dkim_enabled(Identity="example.com", DkimEnabled=True)
    fixed = listed(sesv2)
    mocked.clock.shift(days=29)
    switch_signing(sesv2, enabled=False)
    again = listed(sesv2)
    mocked.clock.shift(days=1)

    assert (before, fixed, again) == ([NO_DKIM], [FIXED_DKIM], [NO_DKIM, FIXED_DKIM])
    assert listed(sesv2) == [NO_DKIM]


def test_a_short_key_is_recommended_to_be_changed(sesv2: SESV2Client) -> None:
    """Of Easy DKIM; SES does not know the length of a key of the owner's."""
    sesv2.create_email_identity(
        EmailIdentity="example.org", DkimSigningAttributes={"NextSigningKeyLength": "RSA_1024_BIT"}
    )
    sesv2.create_email_identity(
        EmailIdentity="example.net",
        DkimSigningAttributes={
            "DomainSigningSelector": "shop",
            "DomainSigningPrivateKey": "MIIEpAIBAAKCAQEA",
        },
    )

    assert listed(sesv2) == [("DKIM", "DKIM signing key length is below 2048 bits.", "OPEN", "HIGH")]


def test_records_that_are_not_found_are_recommended() -> None:
    """Of DKIM as long as they are looked for, and once that has failed; of a MAIL FROM domain."""
    with mock_ses(verification="manual", isolated=True) as manual:
        sesv2 = boto3.client("sesv2")
        sesv2.create_email_identity(EmailIdentity="example.org")
        sesv2.put_email_identity_mail_from_attributes(
            EmailIdentity="example.org", MailFromDomain="mail.example.org"
        )
        pending = listed(sesv2)
        manual.fail_verification("example.org")
        failed = listed(sesv2, TYPE="DKIM", STATUS="OPEN")
        manual.verify("mail.example.org")
        spf = listed(sesv2, TYPE="SPF")

    assert sorted(pending) == [
        ("DKIM", "DKIM record was not found.", "OPEN", "HIGH"),
        ("SPF", "SPF record for Amazon SES was not found.", "OPEN", "HIGH"),
    ]
    assert failed == [("DKIM", "DKIM verification has failed.", "OPEN", "HIGH")]
    assert [status for _, _, status, _ in spf] == ["FIXED"]


def test_a_domain_without_dkim_is_recommended_to_have_it(ses: SESClient, sesv2: SESV2Client) -> None:
    """SES v1 verifies domains by a token alone."""
    ses.verify_domain_identity(Domain="example.org")

    assert listed(sesv2) == [NO_DKIM]


def test_a_rate_of_bounces_is_recommended_to_be_lowered(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Of an identity; the simulator, and what SES held back by itself, do not count."""
    mocked.outcomes["bob@example.net"] = "bounced"
    sesv2.put_account_suppression_attributes(SuppressedReasons=[])
    for number in range(100):
        sending.send(
            "ses" if number % 2 else "sesv2", "bob@example.net" if number < 12 else "ada@example.net"
        )
        sending.send(sesv2, "bounce@simulator.amazonses.com")
    mocked.accounts["210987654321", "us-east-1"]
    [low] = sesv2.list_recommendations()["Recommendations"]
    mocked.clock.shift(days=15)

    assert (low["Type"], low["Impact"], low["ResourceArn"]) == ("BOUNCE", "LOW", DOMAIN)
    assert low["Description"] == (
        "The bounce rate exceeded 10.0% based on a representative volume of 100 emails "
        "from June 27, 2026 at 14:41 (UTC) to July 11, 2026 at 14:41 (UTC)"
    )
    assert [status for _, _, status, _ in listed(sesv2)] == ["FIXED"]


def test_a_rate_of_complaints_of_a_tenant_is_recommended_to_be_lowered(
    mocked: SesMock, sesv2: SESV2Client
) -> None:
    """Of the tenant, and of the identity that it sends from."""
    arn = sesv2.create_tenant(TenantName="acme")["TenantArn"]
    sesv2.create_tenant_resource_association(TenantName="acme", ResourceArn=DOMAIN)
    mocked.outcomes["bob@example.net"] = "complained"
    for number in range(100):
        sending.send(sesv2, "bob@example.net" if number == 99 else "ada@example.net", TenantName="acme")
    sesv2.put_suppressed_destination(EmailAddress="eve@example.net", Reason="BOUNCE")
    sending.send(sesv2, "eve@example.net")
    sending.send(boto_client("eu-west-1"))
    found = sesv2.list_recommendations()["Recommendations"]

    assert sorted((each["ResourceArn"], each["Type"], each["Impact"]) for each in found) == [
        (DOMAIN, "COMPLAINT", "LOW"),
        (arn, "COMPLAINT", "LOW"),
    ]
    assert found[0]["Description"].startswith("The complaint rate exceeded 0.5% based on")


def boto_client(region: str) -> Any:
    """Return a client of another region."""
    return boto3.client("sesv2", region_name=region)


def test_a_listed_ip_is_recommended_to_be_taken_off(mocked: SesMock, sesv2: SESV2Client) -> None:
    """The block lists of dedicated IPs are those that GetBlacklistReports tells."""
    mocked.lease_dedicated_ip("192.0.2.7").add_to_blacklist("zen.example")
    [found] = sesv2.list_recommendations()["Recommendations"]

    assert found["ResourceArn"] == f"{ARN}dedicated-ip-pool/ses-default-dedicated-pool"
    assert (found["Type"], found["Description"]) == (
        "IP_LISTING",
        "The dedicated IP address 192.0.2.7 is listed on zen.example.",
    )


def test_a_test_recommends_something(mocked: SesMock, sesv2: SESV2Client) -> None:
    """In SES's words or its own, for an identity or any ARN, until it is fixed."""
    dmarc = mocked.recommend("DMARC", "example.com")
    mocked.clock.shift(seconds=1)
    mocked.recommend("BIMI", f"{ARN}tenant/acme/tn-1", description="Look!", impact="LOW")
    opened = sesv2.list_recommendations()["Recommendations"]
    dmarc.fix()

    assert [(each["ResourceArn"], each["Description"]) for each in opened] == [
        (f"{ARN}tenant/acme/tn-1", "Look!"),
        (DOMAIN, "DMARC configuration was not found."),
    ]
    assert listed(sesv2, STATUS="FIXED") == [("DMARC", "DMARC configuration was not found.", "FIXED", "HIGH")]


def test_recommendations_are_filtered(mocked: SesMock, sesv2: SESV2Client) -> None:
    """By one thing, or by the status and one more; an unknown value matches nothing."""
    mocked.recommend("BIMI", "example.com", impact="LOW")
    mocked.recommend("DMARC", "example.org")

    def types(**filters: str) -> list[str]:
        return [kind for kind, *_ in listed(sesv2, **filters)]

    assert types(TYPE="BIMI") == types(IMPACT="LOW") == types(RESOURCE_ARN=DOMAIN) == ["BIMI"]
    assert types(STATUS="OPEN", IMPACT="HIGH") == types(STATUS="OPEN", TYPE="DMARC") == ["DMARC"]
    assert types(TYPE="X") == types(RESOURCE_ARN="x") == types(STATUS="FIXED") == []


def test_recommendations_are_listed_in_pages(mocked: SesMock, sesv2: SESV2Client) -> None:
    """The newest comes first; a token is bound to the filters."""
    for kind in ("BIMI", "DMARC", "SPF"):
        mocked.recommend(kind, "example.com")  # type: ignore[arg-type]
    first = sesv2.list_recommendations(PageSize=2)
    second = sesv2.list_recommendations(PageSize=2, NextToken=first["NextToken"])
    told = refusal(sesv2.list_recommendations, NextToken=first["NextToken"], Filter={"IMPACT": "HIGH"})

    assert [each["Type"] for page in (first, second) for each in page["Recommendations"]] == [
        "SPF",
        "DMARC",
        "BIMI",
    ]
    assert "NextToken" not in second
    assert told == ("BadRequestException", "Invalid Next Token")


KEYS = "[IMPACT, RESOURCE_ARN, STATUS, TYPE]"


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ({"Filter": {"TYPE": "DKIM", "IMPACT": "LOW"}}, "Invalid filter combination."),
        ({"Filter": {"STATUS": "OPEN", "RESOURCE_ARN": "x"}}, "Invalid filter combination."),
        (
            {"Filter": {}},
            "1 validation error detected: Value at 'filter' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1",
        ),
        (
            {"Filter": {"X": "y"}},
            "1 validation error detected: Value at 'filter' failed to satisfy constraint: "
            f"Map keys must satisfy constraint: [Member must satisfy enum value set: {KEYS}]",
        ),
        ({"NextToken": "x"}, "Invalid Next Token"),
        (
            {"PageSize": 101},
            "1 validation error detected: Value '101' at 'pageSize' failed to satisfy constraint: "
            "Member must have value less than or equal to 100",
        ),
    ],
)
def test_a_bad_request_is_refused(sesv2: SESV2Client, parameters: dict[str, Any], text: str) -> None:
    """Nothing is looked at then."""
    assert refusal(sesv2.list_recommendations, **parameters) == ("BadRequestException", text)


def test_a_test_recommends_what_ses_knows(mocked: SesMock) -> None:
    """Any other type or impact is a mistake of the test."""
    recommend: Any = mocked.recommend

    with pytest.raises(ValueError, match=r"unknown type 'DKMI'\. Valid types: DKIM, DMARC"):
        recommend("DKMI", "example.com")
    with pytest.raises(ValueError, match="impact must be 'LOW' or 'HIGH', got 'MEDIUM'"):
        recommend("DKIM", "example.com", impact="MEDIUM")
