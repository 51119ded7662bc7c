"""Recommendations that follow from the state of an account, or that a test adds."""

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
    """Freeze the time; the mock's clock can still be shifted."""
    with freeze_time(NOW):
        yield


def list_recommendations(client: SESV2Client, **filters: Any) -> list[tuple[str, str, str, str]]:
    """Return the type, description, status and impact of each recommendation."""
    parameters: Any = {"Filter": filters} if filters else {}
    return [
        (each["Type"], each["Description"], each["Status"], each["Impact"])
        for each in client.list_recommendations(**parameters)["Recommendations"]
    ]


def switch_signing(client: SESV2Client, *, enabled: bool) -> None:
    """Switch DKIM signing of the domain on or off."""
    client.put_email_identity_dkim_attributes(EmailIdentity="example.com", SigningEnabled=enabled)


def test_a_healthy_account_has_no_recommendations(ses: SESClient, sesv2: SESV2Client) -> None:
    """A verified domain and a verified address cause no recommendations."""
    ses.verify_email_identity(EmailAddress="ada@example.org")

    assert list_recommendations(sesv2) == []


def test_disabled_signing_causes_a_recommendation(sesv2: SESV2Client) -> None:
    """A recommendation to sign is fixed once signing is on again."""
    switch_signing(sesv2, enabled=False)
    [opened] = sesv2.list_recommendations()["Recommendations"]
    switch_signing(sesv2, enabled=True)
    fixed = list_recommendations(sesv2)

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


def test_a_fixed_recommendation_disappears_after_30_days(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client
) -> None:
    """v1 can fix a recommendation, which disappears after 30 days; if the problem recurs, it gets a new one."""
    ses.set_identity_dkim_enabled(Identity="example.com", DkimEnabled=False)
    before = list_recommendations(sesv2)
    ses.set_identity_dkim_enabled(Identity="example.com", DkimEnabled=True)
    fixed = list_recommendations(sesv2)
    mocked.clock.shift(days=29)
    switch_signing(sesv2, enabled=False)
    again = list_recommendations(sesv2)
    mocked.clock.shift(days=1)

    assert (before, fixed, again) == ([NO_DKIM], [FIXED_DKIM], [NO_DKIM, FIXED_DKIM])
    assert list_recommendations(sesv2) == [NO_DKIM]


def test_a_short_key_causes_a_recommendation(sesv2: SESV2Client) -> None:
    """A short Easy DKIM key causes a recommendation; a BYODKIM key does not, because its length is unknown."""
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

    assert list_recommendations(sesv2) == [
        ("DKIM", "DKIM signing key length is below 2048 bits.", "OPEN", "HIGH")
    ]


def test_missing_records_cause_recommendations() -> None:
    """Missing DNS records of DKIM and of a MAIL FROM domain cause recommendations."""
    with mock_ses(verification="manual", isolated=True) as manual:
        sesv2 = boto3.client("sesv2")
        sesv2.create_email_identity(EmailIdentity="example.org")
        sesv2.put_email_identity_mail_from_attributes(
            EmailIdentity="example.org", MailFromDomain="mail.example.org"
        )
        pending = list_recommendations(sesv2)
        manual.fail_verification("example.org")
        failed = list_recommendations(sesv2, TYPE="DKIM", STATUS="OPEN")
        manual.verify("mail.example.org")
        spf = list_recommendations(sesv2, TYPE="SPF")

    assert sorted(pending) == [
        ("DKIM", "DKIM record was not found.", "OPEN", "HIGH"),
        ("SPF", "SPF record for Amazon SES was not found.", "OPEN", "HIGH"),
    ]
    assert failed == [("DKIM", "DKIM verification has failed.", "OPEN", "HIGH")]
    assert [status for _, _, status, _ in spf] == ["FIXED"]


def test_a_domain_without_dkim_causes_a_recommendation(ses: SESClient, sesv2: SESV2Client) -> None:
    """A domain that v1 verifies with a token has no DKIM, which causes a recommendation."""
    ses.verify_domain_identity(Domain="example.org")

    assert list_recommendations(sesv2) == [NO_DKIM]


def test_a_bounce_rate_causes_a_recommendation(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A high bounce rate causes a recommendation, and mail to the simulator does not count."""
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
    assert [status for _, _, status, _ in list_recommendations(sesv2)] == ["FIXED"]


def test_a_complaint_rate_causes_recommendations(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A high complaint rate causes recommendations for the tenant and for its identity."""
    arn = sesv2.create_tenant(TenantName="acme")["TenantArn"]
    sesv2.create_tenant_resource_association(TenantName="acme", ResourceArn=DOMAIN)
    mocked.outcomes["bob@example.net"] = "complained"
    for number in range(100):
        sending.send(sesv2, "bob@example.net" if number == 99 else "ada@example.net", TenantName="acme")
    sesv2.put_suppressed_destination(EmailAddress="eve@example.net", Reason="BOUNCE")
    sending.send(sesv2, "eve@example.net")
    sending.send(make_client("eu-west-1"))
    items = sesv2.list_recommendations()["Recommendations"]

    assert sorted((each["ResourceArn"], each["Type"], each["Impact"]) for each in items) == [
        (DOMAIN, "COMPLAINT", "LOW"),
        (arn, "COMPLAINT", "LOW"),
    ]
    assert items[0]["Description"].startswith("The complaint rate exceeded 0.5% based on")


def make_client(region: str) -> Any:
    """Return an SES v2 client for a region."""
    return boto3.client("sesv2", region_name=region)


def test_a_listed_ip_causes_a_recommendation(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A dedicated IP on a block list causes a recommendation."""
    mocked.lease_dedicated_ip("192.0.2.7").add_to_blacklist("zen.example")
    [recommendation] = sesv2.list_recommendations()["Recommendations"]

    assert recommendation["ResourceArn"] == f"{ARN}dedicated-ip-pool/ses-default-dedicated-pool"
    assert (recommendation["Type"], recommendation["Description"]) == (
        "IP_LISTING",
        "The dedicated IP address 192.0.2.7 is listed on zen.example.",
    )


def test_a_test_can_add_recommendations(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A test can add a recommendation for any ARN, with SES's text or its own, and mark it as fixed."""
    dmarc = mocked.recommend("DMARC", "example.com")
    mocked.clock.shift(seconds=1)
    mocked.recommend("BIMI", f"{ARN}tenant/acme/tn-1", description="Look!", impact="LOW")
    opened = sesv2.list_recommendations()["Recommendations"]
    dmarc.fix()

    assert [(each["ResourceArn"], each["Description"]) for each in opened] == [
        (f"{ARN}tenant/acme/tn-1", "Look!"),
        (DOMAIN, "DMARC configuration was not found."),
    ]
    assert list_recommendations(sesv2, STATUS="FIXED") == [
        ("DMARC", "DMARC configuration was not found.", "FIXED", "HIGH")
    ]


def test_recommendations_are_filtered(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A filter has one property, or the status and one more; an unknown value matches nothing."""
    mocked.recommend("BIMI", "example.com", impact="LOW")
    mocked.recommend("DMARC", "example.org")

    def list_types(**filters: str) -> list[str]:
        return [kind for kind, *_ in list_recommendations(sesv2, **filters)]

    assert list_types(TYPE="BIMI") == list_types(IMPACT="LOW") == list_types(RESOURCE_ARN=DOMAIN) == ["BIMI"]
    assert list_types(STATUS="OPEN", IMPACT="HIGH") == list_types(STATUS="OPEN", TYPE="DMARC") == ["DMARC"]
    assert list_types(TYPE="X") == list_types(RESOURCE_ARN="x") == list_types(STATUS="FIXED") == []


def test_recommendations_are_listed_in_pages(mocked: SesMock, sesv2: SESV2Client) -> None:
    """The newest recommendation comes first, and a token is valid only with the same filters."""
    for kind in ("BIMI", "DMARC", "SPF"):
        mocked.recommend(kind, "example.com")  # type: ignore[arg-type]
    first = sesv2.list_recommendations(PageSize=2)
    second = sesv2.list_recommendations(PageSize=2, NextToken=first["NextToken"])
    error = refusal(sesv2.list_recommendations, NextToken=first["NextToken"], Filter={"IMPACT": "HIGH"})

    assert [each["Type"] for page in (first, second) for each in page["Recommendations"]] == [
        "SPF",
        "DMARC",
        "BIMI",
    ]
    assert "NextToken" not in second
    assert error == ("BadRequestException", "Invalid Next Token")


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
def test_an_invalid_request_is_refused(sesv2: SESV2Client, parameters: dict[str, Any], text: str) -> None:
    """Invalid filters, tokens and page sizes are refused."""
    assert refusal(sesv2.list_recommendations, **parameters) == ("BadRequestException", text)


def test_an_unknown_recommendation_is_an_error(mocked: SesMock) -> None:
    """An unknown type or impact raises ValueError."""
    recommend: Any = mocked.recommend

    with pytest.raises(
        ValueError, match=r"unknown type 'DKMI'; did you mean 'DKIM'\? Valid types: DKIM, DMARC"
    ):
        recommend("DKMI", "example.com")
    with pytest.raises(ValueError, match="impact must be 'LOW' or 'HIGH', got 'MEDIUM'"):
        recommend("DKIM", "example.com", impact="MEDIUM")


@pytest.mark.parametrize(
    ("resource", "description", "error", "text"),
    [
        (None, None, ValueError, "None is not an identity"),
        ("", None, ValueError, "'' is not an identity"),
        ("example.com", 5, TypeError, "description must be a string, got 5"),
    ],
)
def test_an_invalid_resource_or_description_is_an_error(
    mocked: SesMock, sesv2: SESV2Client, resource: Any, description: Any, error: type[Exception], text: str
) -> None:
    """An invalid resource or description raises an error, and nothing is listed."""
    with pytest.raises(error, match=text):
        mocked.recommend("BIMI", resource, description=description)
    with pytest.raises((TypeError, ValueError), match="resource_arn must be"):
        mocked.account.reputation.recommend("BIMI", "example.com" if resource is None else None)  # type: ignore[arg-type]
    assert "BIMI" not in {each["Type"] for each in sesv2.list_recommendations()["Recommendations"]}
