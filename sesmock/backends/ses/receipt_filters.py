"""IP filters of received mail in SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.ses.backend import ses
from sesmock.domain.receiving import filters
from sesmock.domain.receiving.filters import FilterPolicy, IpFilter
from sesmock.protocol.validation import Constraint

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result


@ses.operation("CreateReceiptFilter", checks={"Filter.IpFilter": Constraint(order=("Cidr", "Policy"))})
def create_receipt_filter(context: Context, request: Params) -> None:
    """Block or allow mail from an IP address or a range of addresses.

    Raise AlreadyExists, LimitExceeded, or InvalidParameterValue for an invalid name or range.
    Spec: receipt_rules.md §5 [P].
    """
    name, members = request["Filter"]["Name"], request["Filter"]["IpFilter"]
    filters.create(context.account, IpFilter(name, FilterPolicy(members["Policy"]), members["Cidr"]))


@ses.operation("DeleteReceiptFilter")
def delete_receipt_filter(context: Context, request: Params) -> None:
    """Remove an IP filter; an unknown one is not an error.

    Spec: receipt_rules.md §5 [P].
    """
    filters.delete(context.account, request["FilterName"])


@ses.operation("ListReceiptFilters")
def list_receipt_filters(context: Context, request: Params) -> Result:
    """List all IP filters, sorted by name.

    Spec: receipt_rules.md §5 [P].
    """
    return {
        "Filters": [
            {"Name": each.name, "IpFilter": {"Policy": each.policy, "Cidr": each.cidr}}
            for each in filters.list_filters(context.account)
        ]
    }
