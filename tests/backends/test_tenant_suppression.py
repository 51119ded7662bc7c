"""The suppression lists of tenants: kept by calls and by bounces, asked when mail is sent for a tenant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.refusals import refusal
from tests.sending import send_message

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

ADA = "ada@example.net"
IDENTITY = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
SET = "arn:aws:ses:us-east-1:123456789012:configuration-set/news"
TENANT: Any = {"SuppressedReasons": ["BOUNCE", "COMPLAINT"], "SuppressionScope": "TENANT"}
ACCOUNT: Any = TENANT | {"SuppressionScope": "ACCOUNT"}
NOT_LISTED = ("NotFoundException", f"Email address {ADA} does not exist on your tenant suppression list.")
UNKNOWN = ("NotFoundException", "The requested tenant <x> does not exist.")


@pytest.fixture
def acme(sesv2: SESV2Client) -> SESV2Client:
    """Return a client, with a tenant that has a set and sends by a list of its own."""
    sesv2.create_configuration_set(ConfigurationSetName="news")
    sesv2.create_tenant(TenantName="acme", SuppressionAttributes=TENANT)
    for arn in (IDENTITY, SET):
        sesv2.create_tenant_resource_association(TenantName="acme", ResourceArn=arn)
    return sesv2


def listed(client: SESV2Client, **options: Any) -> list[str]:
    """Return the addresses on a list."""
    answer = client.list_suppressed_destinations(**options)
    return [entry["EmailAddress"] for entry in answer["SuppressedDestinationSummaries"]]


def outcome(client: SESV2Client, **options: Any) -> str:
    """Return what becomes of a message to Ada for the tenant."""
    return str(send_message(client, TenantName="acme", **options).outcomes[ADA])


def test_a_tenant_has_a_list_of_its_own(acme: SESV2Client) -> None:
    """It is put, read, listed and deleted apart from the account's."""
    acme.put_suppressed_destination(EmailAddress=ADA, Reason="COMPLAINT", TenantName="acme")
    own: Any = acme.get_suppressed_destination(EmailAddress=ADA, TenantName="acme")["SuppressedDestination"]
    [summary] = acme.list_suppressed_destinations(TenantName="acme")["SuppressedDestinationSummaries"]
    of_account = refusal(acme.get_suppressed_destination, EmailAddress=ADA)
    acme.delete_suppressed_destination(EmailAddress=ADA, TenantName="acme")

    assert (own["Reason"], own["TenantName"], summary["EmailAddress"]) == ("COMPLAINT", "acme", ADA)
    assert of_account == (
        "NotFoundException",
        f"Email address {ADA} does not exist on your suppression list.",
    )
    assert listed(acme, TenantName="acme") == []


@pytest.mark.parametrize("method", ["get_suppressed_destination", "delete_suppressed_destination"])
def test_an_address_must_be_on_the_tenants_list(acme: SESV2Client, method: str) -> None:
    """That the account has it listed does not count; a second deletion is refused."""
    acme.put_suppressed_destination(EmailAddress=ADA, Reason="BOUNCE")

    assert refusal(getattr(acme, method), EmailAddress=ADA, TenantName="acme") == NOT_LISTED


def test_an_unknown_tenant_has_no_list(acme: SESV2Client) -> None:
    """The request's own checks come first."""
    for method in ("get_suppressed_destination", "delete_suppressed_destination"):
        assert refusal(getattr(acme, method), EmailAddress=ADA, TenantName="x") == UNKNOWN
    put: Any = {"Reason": "BOUNCE", "TenantName": "x"}
    assert refusal(acme.put_suppressed_destination, EmailAddress=ADA, **put) == UNKNOWN
    assert refusal(acme.put_suppressed_destination, EmailAddress="ada", **put)[0] == "BadRequestException"
    assert refusal(acme.list_suppressed_destinations, TenantName="x") == UNKNOWN
    assert refusal(acme.list_suppressed_destinations, TenantName="x", NextToken="t") == (
        "InvalidNextTokenException",
        "Token is invalid.",
    )


def test_a_token_goes_with_the_tenant(acme: SESV2Client) -> None:
    """The next page of one list is not one of another's."""
    for address in ("a@example.net", "b@example.net"):
        acme.put_suppressed_destination(EmailAddress=address, Reason="BOUNCE", TenantName="acme")
    token = acme.list_suppressed_destinations(TenantName="acme", PageSize=1)["NextToken"]

    assert listed(acme, TenantName="acme", PageSize=1, NextToken=token) == ["b@example.net"]
    assert refusal(acme.list_suppressed_destinations, NextToken=token)[0] == "InvalidNextTokenException"


@pytest.mark.parametrize(
    ("tenant", "of_set", "withheld_by"),
    [
        (TENANT, None, "tenant"),
        (ACCOUNT, None, "account"),
        ({}, None, "account"),
        (ACCOUNT, {"SuppressionScope": "TENANT"}, "tenant"),
        (TENANT, {"SuppressionScope": "ACCOUNT"}, "account"),
        ({}, {"SuppressionScope": "TENANT"}, "tenant"),
        (TENANT | {"SuppressedReasons": ["COMPLAINT"]}, None, None),
        (TENANT | {"SuppressedReasons": []}, None, None),
        (TENANT, {"SuppressedReasons": []}, None),
        (TENANT | {"SuppressedReasons": []}, {"SuppressedReasons": ["BOUNCE"]}, "tenant"),
    ],
)
@pytest.mark.parametrize("owner", ["tenant", "account"])
def test_scope_and_reasons_say_whose_list_counts(
    acme: SESV2Client, owner: str, tenant: Any, of_set: Any, withheld_by: str | None
) -> None:
    """Each of the two is the set's own, else the tenant's, else the account's."""
    acme.put_tenant_suppression_attributes(TenantName="acme", **tenant)
    if of_set is not None:
        acme.put_configuration_set_suppression_options(ConfigurationSetName="news", **of_set)
    owned: Any = {"TenantName": "acme"} if owner == "tenant" else {}
    acme.put_suppressed_destination(EmailAddress=ADA, Reason="BOUNCE", **owned)

    expected = "suppressed" if owner == withheld_by else "delivered"
    assert outcome(acme, ConfigurationSetName="news") == expected


def test_a_set_without_a_tenant_asks_the_account(acme: SESV2Client) -> None:
    """The scope TENANT has no effect on mail that is nobody's."""
    acme.put_configuration_set_suppression_options(ConfigurationSetName="news", SuppressionScope="TENANT")
    acme.put_suppressed_destination(EmailAddress=ADA, Reason="BOUNCE")

    assert send_message(acme, ConfigurationSetName="news").outcomes[ADA] == "suppressed"


@pytest.mark.parametrize("reason", ["BOUNCE", "COMPLAINT"])
def test_mail_withheld_for_a_tenant_bounces(mocked: SesMock, acme: SESV2Client, reason: Any) -> None:
    """A hard bounce OnTenantSuppressionList, for complaints too; it counts in the quota."""
    acme.put_suppressed_destination(EmailAddress=ADA, Reason=reason, TenantName="acme")
    message = send_message(acme, TenantName="acme")
    bounce = json.loads(message.events[-1].json)["bounce"]

    assert (bounce["bounceType"], bounce["bounceSubType"]) == ("Permanent", "OnTenantSuppressionList")
    assert "suppression list for your tenant" in bounce["bouncedRecipients"][0]["diagnosticCode"]
    assert mocked.account.sent_last_24_hours == 1


@pytest.mark.parametrize("attributes", [TENANT, ACCOUNT])
def test_what_comes_back_is_listed_for_the_tenant(acme: SESV2Client, attributes: Any) -> None:
    """With the scope TENANT a bounce and a complaint list the reader for the tenant, else for the account."""
    acme.put_tenant_suppression_attributes(TenantName="acme", **attributes)
    send_message(acme, "bounced@example.net", TenantName="acme").bounce()
    send_message(acme, ADA, TenantName="acme").complain()
    lists = [listed(acme, TenantName="acme"), listed(acme)]

    assert lists == (
        [["bounced@example.net", ADA], []] if attributes is TENANT else [[], ["bounced@example.net", ADA]]
    )


def test_no_reason_lists_nobody(acme: SESV2Client) -> None:
    """Without reasons nothing is asked, and nothing recorded."""
    acme.put_tenant_suppression_attributes(TenantName="acme", SuppressedReasons=[], SuppressionScope="TENANT")
    send_message(acme, TenantName="acme").bounce()

    assert (listed(acme, TenantName="acme"), listed(acme)) == ([], [])


@pytest.mark.parametrize(
    ("scope", "reason", "stays"),
    [
        (TENANT, "COMPLAINT", False),
        (TENANT, "BOUNCE", True),
        (TENANT, None, False),
        (ACCOUNT, "COMPLAINT", True),
    ],
)
def test_no_spam_takes_a_reader_off_a_tenants_list(
    acme: SESV2Client, scope: Any, reason: Any, stays: bool
) -> None:
    """Only who was listed for a complaint, and only where the tenant's list counts."""
    acme.put_tenant_suppression_attributes(TenantName="acme", **scope)
    message = send_message(acme, TenantName="acme")
    if reason is not None:
        acme.put_suppressed_destination(EmailAddress=ADA, Reason=reason, TenantName="acme")
    message.complain("not-spam")

    assert listed(acme, TenantName="acme") == ([ADA] if stays else [])


def test_a_list_goes_with_its_tenant(acme: SESV2Client) -> None:
    """A new tenant of the name has nobody listed, whatever comes back for the old one."""
    message = send_message(acme, TenantName="acme")
    acme.put_suppressed_destination(EmailAddress="b@example.net", Reason="BOUNCE", TenantName="acme")
    acme.delete_tenant(TenantName="acme")
    acme.create_tenant(TenantName="acme", SuppressionAttributes=TENANT)
    message.bounce()

    assert listed(acme, TenantName="acme") == []
