"""The suppression list in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.words import dump_switch, dump_words, parse_switch, parse_word
from sesmock.domain import clock
from sesmock.domain.errors import InvalidNextToken
from sesmock.domain.identities.auto_validation import Threshold, Verdict
from sesmock.domain.suppression import suppression
from sesmock.domain.suppression.suppression import Reason

if TYPE_CHECKING:
    from datetime import datetime

    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.account import Account
    from sesmock.domain.suppression.suppression import SuppressedDestination

_PAGING = Paging(
    "PageSize",
    "suppressed destinations",
    default=1000,
    maximum=1000,
    size_text="Page size {size} is invalid, expected a number between 1 and {maximum}",
    token_text="Token is invalid.",
    empty_token_is_valid=False,
    token_error=InvalidNextToken,  # only this list has it; the others answer BadRequestException. Spec: paging.md §1
)


@sesv2.operation("PutSuppressedDestination")
def put_suppressed_destination(context: Context, request: Params) -> None:
    """Add an address to the suppression list of the account or of a tenant, or change its reason.

    Raise BadRequestException for an invalid address or reason, or in the sandbox, then NotFoundException for an
    unknown tenant. Spec: suppression.md §2, §3; tenants.md §3.
    """
    suppression.put(
        context.account, request["EmailAddress"], Reason[request["Reason"]], request.get("TenantName")
    )


@sesv2.operation("GetSuppressedDestination")
def get_suppressed_destination(context: Context, request: Params) -> Result:
    """Return why and when an address was added to the list of the account or of a tenant.

    Raise NotFoundException. Spec: suppression.md §3; tenants.md §3.
    """
    tenant_name = request.get("TenantName")
    entry = suppression.get(context.account, request["EmailAddress"], tenant_name)
    attributes = None if entry.message_id is None else {"MessageId": entry.message_id}
    return {
        "SuppressedDestination": {**_summarize(entry), "TenantName": tenant_name, "Attributes": attributes}
    }


@sesv2.operation("DeleteSuppressedDestination")
def delete_suppressed_destination(context: Context, request: Params) -> None:
    """Remove an address from the list of the account or of a tenant, so that it receives mail again.

    Raise NotFoundException. Spec: suppression.md §3; tenants.md §3.
    """
    suppression.delete(context.account, request["EmailAddress"], request.get("TenantName"))


@sesv2.operation("ListSuppressedDestinations", checks=_PAGING.checks)
def list_suppressed_destinations(context: Context, request: Params) -> Result:
    """List the addresses of the account or of a tenant, optionally filtered by reason and time, in pages of 1000.

    Raise BadRequestException for a bad PageSize or reason, InvalidNextTokenException, then NotFoundException.
    Spec: suppression.md §3; tenants.md §3.
    """
    reasons = request.get("Reasons", [])
    after, before = _parse_time(request.get("StartDate")), _parse_time(request.get("EndDate"))
    tenant_name = request.get("TenantName")
    scope = {"reasons": reasons, "after": after, "before": before, "tenant_name": tenant_name}
    _PAGING.check(context, request, **scope)
    entries = suppression.list_destinations(
        context.account, reasons=reasons, after=after, before=before, tenant_name=tenant_name
    )
    page, token = _PAGING.page(context, entries, request, **scope)
    return {"SuppressedDestinationSummaries": list(map(_summarize, page)), "NextToken": token}


@sesv2.operation("PutAccountSuppressionAttributes")
def put_account_suppression_attributes(context: Context, request: Params) -> None:
    """Set the reasons for suppression and the threshold of Auto Validation; without reasons, nothing is suppressed.

    The entries of the list are kept. `SesMock.confidences` sets SES's confidence in an address. Raise
    BadRequestException for an unknown reason or threshold. Spec: account.md §3; suppression.md §3.
    """
    context.account.suppression.reasons = suppression.parse_reasons(request.get("SuppressedReasons", ()))
    context.account.suppression.validation = parse_threshold(request.get("ValidationAttributes"))


def dump_suppression(account: Account) -> Params:
    """Return the account's reasons for suppression, and the threshold of Auto Validation if one was set."""
    return {
        "SuppressedReasons": dump_words(account.suppression.reasons),
        "ValidationAttributes": dump_threshold(account.suppression.validation),
    }


def parse_threshold(attributes: Params | None) -> Threshold | None:
    """Return a threshold of Auto Validation, or None if there is none."""
    if attributes is None:
        return None
    condition = attributes["ConditionThreshold"]
    verdict = condition.get("OverallConfidenceThreshold", {}).get("ConfidenceVerdictThreshold")
    return Threshold(bool(parse_switch(condition["ConditionThresholdEnabled"])), parse_word(Verdict, verdict))


def dump_threshold(threshold: Threshold | None) -> Params | None:
    """Return a threshold in the format of v2, or None if there is none."""
    if threshold is None:
        return None
    verdict = threshold.verdict
    return {
        "ConditionThreshold": {
            "ConditionThresholdEnabled": dump_switch(threshold.enabled),
            "OverallConfidenceThreshold": None
            if verdict is None
            else {"ConfidenceVerdictThreshold": verdict.name},
        }
    }


def _summarize(entry: SuppressedDestination) -> Params:
    return {
        "EmailAddress": entry.address,
        "Reason": entry.reason.name,
        "LastUpdateTime": clock.to_datetime(entry.updated_at),
    }


def _parse_time(time: datetime | None) -> float | None:
    return None if time is None else time.timestamp()
