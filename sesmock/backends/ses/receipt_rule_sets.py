"""Receipt rule sets in SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.ses.backend import ses
from sesmock.backends.ses.receipt_rules import NAME, dump_rule
from sesmock.domain import clock
from sesmock.domain.receiving import rule_sets
from sesmock.protocol.validation import Constraint

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.receiving.rule_sets import RuleSet

# An account has at most 40 rule sets, so a list has only one page. Spec: paging.md §3 [E].
_PAGING = Paging(
    "MaxItems", "receipt rule sets", default=100, maximum=100, token_text="Invalid page token: {token}"
)


@ses.operation("CreateReceiptRuleSet", checks={"RuleSetName": NAME})
def create_receipt_rule_set(context: Context, request: Params) -> None:
    """Add an empty, inactive rule set.

    Raise AlreadyExists, LimitExceeded, or InvalidParameterValue for an invalid name.
    Spec: receipt_rules.md §1 [P].
    """
    rule_sets.create(context.account, request["RuleSetName"])


# If both names are malformed, SES reports the original first. Spec: receipt_rules.md §1 [P].
@ses.operation(
    "CloneReceiptRuleSet",
    checks={
        "": Constraint(order=("OriginalRuleSetName", "RuleSetName")),
        "RuleSetName": NAME,
        "OriginalRuleSetName": NAME,
    },
)
def clone_receipt_rule_set(context: Context, request: Params) -> None:
    """Add an inactive copy of a rule set with all its rules.

    Raise AlreadyExists, RuleSetDoesNotExist, LimitExceeded or InvalidParameterValue.
    Spec: receipt_rules.md §1 [P, R].
    """
    rule_sets.clone(context.account, request["RuleSetName"], request["OriginalRuleSetName"])


@ses.operation("DeleteReceiptRuleSet", checks={"RuleSetName": NAME})
def delete_receipt_rule_set(context: Context, request: Params) -> None:
    """Remove a rule set; an unknown one is not an error.

    Raise CannotDelete for the active one. Spec: receipt_rules.md §1 [P].
    """
    rule_sets.delete(context.account, request["RuleSetName"])


@ses.operation("DescribeReceiptRuleSet", checks={"RuleSetName": NAME})
def describe_receipt_rule_set(context: Context, request: Params) -> Result:
    """Return a rule set with its rules in order.

    Raise RuleSetDoesNotExist. Spec: receipt_rules.md §1 [P].
    """
    return _dump_rule_set(rule_sets.get(context.account, request["RuleSetName"]))


@ses.operation("DescribeActiveReceiptRuleSet")
def describe_active_receipt_rule_set(context: Context, request: Params) -> Result:
    """Return the active rule set, or nothing if there is none.

    Spec: receipt_rules.md §1 [P].
    """
    active = (rule_set for rule_set in rule_sets.list_rule_sets(context.account) if rule_set.active)
    return next(map(_dump_rule_set, active), {})


@ses.operation("ListReceiptRuleSets")
def list_receipt_rule_sets(context: Context, request: Params) -> Result:
    """List the rule sets, oldest first.

    Raise InvalidParameterValue for a bad NextToken. Spec: paging.md §3 [E]; receipt_rules.md §1.
    """
    page, token = _PAGING.page(context, rule_sets.list_rule_sets(context.account), request)
    return {"RuleSets": [_dump_metadata(rule_set) for rule_set in page], "NextToken": token}


# An empty name deactivates the rule set, as a missing one does. Spec: receipt_rules.md §1 [P].
@ses.operation(
    "SetActiveReceiptRuleSet", checks={"RuleSetName": NAME._replace(minimum=None, blank_passes=True)}
)
def set_active_receipt_rule_set(context: Context, request: Params) -> None:
    """Activate a rule set; without a name, deactivate the active one.

    Raise RuleSetDoesNotExist. Spec: receipt_rules.md §1 [P].
    """
    rule_sets.activate(context.account, request.get("RuleSetName"))


@ses.operation("ReorderReceiptRuleSet", checks={"RuleSetName": NAME, "RuleNames[]": NAME})
def reorder_receipt_rule_set(context: Context, request: Params) -> None:
    """Change the order of the rules in a set; the request must list each rule once.

    Raise RuleSetDoesNotExist, InvalidParameterValue or RuleDoesNotExist. Spec: receipt_rules.md §1 [P].
    """
    rule_sets.reorder(context.account, request["RuleSetName"], request["RuleNames"])


def _dump_rule_set(rule_set: RuleSet) -> Params:
    return {"Metadata": _dump_metadata(rule_set), "Rules": [dump_rule(rule) for rule in rule_set.rules]}


def _dump_metadata(rule_set: RuleSet) -> Params:
    return {"Name": rule_set.name, "CreatedTimestamp": clock.to_datetime(rule_set.created_at)}
