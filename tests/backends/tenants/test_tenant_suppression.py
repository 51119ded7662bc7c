"""Suppression lists of tenants: how calls and bounces change them, and how they affect the tenants' mail."""

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
    """Return a client with a tenant that has a configuration set and its own suppression list."""
    sesv2.create_configuration_set(ConfigurationSetName="news")
    sesv2.create_tenant(TenantName="acme", SuppressionAttributes=TENANT)
    for arn in (IDENTITY, SET):
        sesv2.create_tenant_resource_association(TenantName="acme", ResourceArn=arn)
    return sesv2


def list_addresses(client: SESV2Client, **options: Any) -> list[str]:
    """Return the addresses on the list of a tenant or of the account."""
    response = client.list_suppressed_destinations(**options)
    return [entry["EmailAddress"] for entry in response["SuppressedDestinationSummaries"]]


def send_for_tenant(client: SESV2Client, **options: Any) -> str:
    """Send a message to Ada for the tenant, and return its outcome."""
    return str(send_message(client, TenantName="acme", **options).outcomes[ADA])


def test_a_tenant_has_its_own_list(acme: SESV2Client) -> None:
    """A tenant's list is separate from the account's, and its addresses can be read, listed and deleted."""
    acme.put_suppressed_destination(EmailAddress=ADA, Reason="COMPLAINT", TenantName="acme")
    own: Any = acme.get_suppressed_destination(EmailAddress=ADA, TenantName="acme")["SuppressedDestination"]
    [summary] = acme.list_suppressed_destinations(TenantName="acme")["SuppressedDestinationSummaries"]
    account_error = refusal(acme.get_suppressed_destination, EmailAddress=ADA)
    acme.delete_suppressed_destination(EmailAddress=ADA, TenantName="acme")

    assert (own["Reason"], own["TenantName"], summary["EmailAddress"]) == ("COMPLAINT", "acme", ADA)
    assert account_error == (
        "NotFoundException",
        f"Email address {ADA} does not exist on your suppression list.",
    )
    assert list_addresses(acme, TenantName="acme") == []


@pytest.mark.parametrize("method", ["get_suppressed_destination", "delete_suppressed_destination"])
def test_an_address_must_be_on_the_tenants_list(acme: SESV2Client, method: str) -> None:
    """An address that only the account lists is not found on the tenant's list."""
    acme.put_suppressed_destination(EmailAddress=ADA, Reason="BOUNCE")

    assert refusal(getattr(acme, method), EmailAddress=ADA, TenantName="acme") == NOT_LISTED


def test_an_unknown_tenant_has_no_list(acme: SESV2Client) -> None:
    """An unknown tenant is not found, but an invalid address or token is reported first."""
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


def test_a_token_is_bound_to_the_tenant(acme: SESV2Client) -> None:
    """A token from a tenant's list is refused for the account's list."""
    for address in ("a@example.net", "b@example.net"):
        acme.put_suppressed_destination(EmailAddress=address, Reason="BOUNCE", TenantName="acme")
    token = acme.list_suppressed_destinations(TenantName="acme", PageSize=1)["NextToken"]

    assert list_addresses(acme, TenantName="acme", PageSize=1, NextToken=token) == ["b@example.net"]
    assert refusal(acme.list_suppressed_destinations, NextToken=token)[0] == "InvalidNextTokenException"


@pytest.mark.parametrize(
    ("tenant", "set_options", "withheld_by"),
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
def test_scope_and_reasons_select_the_list(
    acme: SESV2Client, owner: str, tenant: Any, set_options: Any, withheld_by: str | None
) -> None:
    """Scope and reasons each come from the set, or else the tenant, or else the account."""
    acme.put_tenant_suppression_attributes(TenantName="acme", **tenant)
    if set_options is not None:
        acme.put_configuration_set_suppression_options(ConfigurationSetName="news", **set_options)
    owner_parameter: Any = {"TenantName": "acme"} if owner == "tenant" else {}
    acme.put_suppressed_destination(EmailAddress=ADA, Reason="BOUNCE", **owner_parameter)

    expected = "suppressed" if owner == withheld_by else "delivered"
    assert send_for_tenant(acme, ConfigurationSetName="news") == expected


def test_mail_without_a_tenant_uses_the_accounts_list(acme: SESV2Client) -> None:
    """The scope TENANT has no effect on mail without a tenant."""
    acme.put_configuration_set_suppression_options(ConfigurationSetName="news", SuppressionScope="TENANT")
    acme.put_suppressed_destination(EmailAddress=ADA, Reason="BOUNCE")

    assert send_message(acme, ConfigurationSetName="news").outcomes[ADA] == "suppressed"


@pytest.mark.parametrize("reason", ["BOUNCE", "COMPLAINT"])
def test_mail_withheld_for_a_tenant_bounces(mocked: SesMock, acme: SESV2Client, reason: Any) -> None:
    """Withheld mail bounces with the subtype OnTenantSuppressionList, whatever the reason, and uses quota."""
    acme.put_suppressed_destination(EmailAddress=ADA, Reason=reason, TenantName="acme")
    message = send_message(acme, TenantName="acme")
    bounce = json.loads(message.events[-1].json)["bounce"]

    assert (bounce["bounceType"], bounce["bounceSubType"]) == ("Permanent", "OnTenantSuppressionList")
    assert "suppression list for your tenant" in bounce["bouncedRecipients"][0]["diagnosticCode"]
    assert mocked.account.sent_last_24_hours == 1


@pytest.mark.parametrize("attributes", [TENANT, ACCOUNT])
def test_bounces_and_complaints_are_listed_for_the_tenant(acme: SESV2Client, attributes: Any) -> None:
    """With the scope TENANT, a recipient is listed for the tenant, and otherwise for the account."""
    acme.put_tenant_suppression_attributes(TenantName="acme", **attributes)
    send_message(acme, "bounced@example.net", TenantName="acme").bounce()
    send_message(acme, ADA, TenantName="acme").complain()
    lists = [list_addresses(acme, TenantName="acme"), list_addresses(acme)]

    assert lists == (
        [["bounced@example.net", ADA], []] if attributes is TENANT else [[], ["bounced@example.net", ADA]]
    )


def test_without_reasons_nobody_is_listed(acme: SESV2Client) -> None:
    """Without suppressed reasons, a bounce adds an entry to neither list."""
    acme.put_tenant_suppression_attributes(TenantName="acme", SuppressedReasons=[], SuppressionScope="TENANT")
    send_message(acme, TenantName="acme").bounce()

    assert (list_addresses(acme, TenantName="acme"), list_addresses(acme)) == ([], [])


@pytest.mark.parametrize(
    ("scope", "reason", "stays"),
    [
        (TENANT, "COMPLAINT", False),
        (TENANT, "BOUNCE", True),
        (TENANT, None, False),
        (ACCOUNT, "COMPLAINT", True),
    ],
)
def test_a_not_spam_report_removes_a_complaint(
    acme: SESV2Client, scope: Any, reason: Any, stays: bool
) -> None:
    """A not-spam report removes only an address listed for a complaint, and only with the scope TENANT."""
    acme.put_tenant_suppression_attributes(TenantName="acme", **scope)
    message = send_message(acme, TenantName="acme")
    if reason is not None:
        acme.put_suppressed_destination(EmailAddress=ADA, Reason=reason, TenantName="acme")
    message.complain("not-spam")

    assert list_addresses(acme, TenantName="acme") == ([ADA] if stays else [])


def test_deleting_a_tenant_deletes_its_list(acme: SESV2Client) -> None:
    """A new tenant with the name of a deleted one has an empty list, even after the old tenant's mail bounces."""
    message = send_message(acme, TenantName="acme")
    acme.put_suppressed_destination(EmailAddress="b@example.net", Reason="BOUNCE", TenantName="acme")
    acme.delete_tenant(TenantName="acme")
    acme.create_tenant(TenantName="acme", SuppressionAttributes=TENANT)
    message.bounce()

    assert list_addresses(acme, TenantName="acme") == []
