"""Receipt rule sets in SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from tests.receiving import receive
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient

    from sesmock import SesMock

PATTERN = "Member must satisfy regular expression pattern: ^[a-zA-Z0-9_.-]+$"
SHORT = "Member must have length greater than or equal to 1"
LONG = "Member must have length less than or equal to 100"
OPERATIONS: dict[str, dict[str, Any]] = {
    "create_receipt_rule_set": {},
    "clone_receipt_rule_set": {"OriginalRuleSetName": "inbound"},
    "delete_receipt_rule_set": {},
    "describe_receipt_rule_set": {},
    "set_active_receipt_rule_set": {},
    "reorder_receipt_rule_set": {"RuleNames": []},
}


def list_names(ses: SESClient) -> list[str]:
    """Return the names of the rule sets."""
    return [response["Name"] for response in ses.list_receipt_rule_sets()["RuleSets"]]


def list_rule_names(ses: SESClient, name: str = "inbound") -> list[str]:
    """Return the names of the rules of a set."""
    return [rule["Name"] for rule in ses.describe_receipt_rule_set(RuleSetName=name)["Rules"]]


def create_set(ses: SESClient, *rules: str) -> None:
    """Create a rule set with empty rules in order."""
    ses.create_receipt_rule_set(RuleSetName="inbound")
    for rule in reversed(rules):
        ses.create_receipt_rule(RuleSetName="inbound", Rule={"Name": rule})


def test_a_new_rule_set_is_empty_and_not_active(ses: SESClient, mocked: SesMock) -> None:
    """A new rule set has a name and a creation time, but no rules, and is not active."""
    ses.create_receipt_rule_set(RuleSetName="in_bound.1-a")
    response = ses.describe_receipt_rule_set(RuleSetName="in_bound.1-a")

    assert (response["Metadata"]["Name"], response["Rules"]) == ("in_bound.1-a", [])
    assert abs(response["Metadata"]["CreatedTimestamp"] - mocked.clock.now()).total_seconds() < 60
    assert "Metadata" not in ses.describe_active_receipt_rule_set()


def test_without_an_active_rule_set_the_description_is_empty(ses: SESClient) -> None:
    """The description has neither metadata nor rules if no rule set is active."""
    response = ses.describe_active_receipt_rule_set()

    assert response.keys() == {"ResponseMetadata"}


def test_at_most_one_rule_set_is_active(ses: SESClient) -> None:
    """Activating a rule set deactivates the previous one; a request without a name only deactivates it."""
    create_set(ses, "all")
    ses.update_receipt_rule(RuleSetName="inbound", Rule={"Name": "all", "Enabled": True})
    ses.create_receipt_rule_set(RuleSetName="other")
    states = []
    for name in ("inbound", "other", "inbound", ""):
        ses.set_active_receipt_rule_set(RuleSetName=name)
        active = ses.describe_active_receipt_rule_set().get("Metadata", {}).get("Name")
        states.append((active, receive().accepted))
    ses.set_active_receipt_rule_set(RuleSetName="inbound")
    ses.set_active_receipt_rule_set()

    assert states == [("inbound", True), ("other", False), ("inbound", True), (None, False)]
    assert "Metadata" not in ses.describe_active_receipt_rule_set()


def test_rule_sets_are_listed_by_age(ses: SESClient) -> None:
    """Rule sets are listed in the order of their creation."""
    for name in ("b", "a", "c"):
        ses.create_receipt_rule_set(RuleSetName=name)

    assert list_names(ses) == ["b", "a", "c"]


def test_every_token_is_refused(ses: SESClient) -> None:
    """The list has only one page, so every token is invalid."""
    assert refusal(ses.list_receipt_rule_sets, NextToken="x") == (
        "InvalidParameterValue",
        "Invalid page token: x",
    )


def test_a_clone_has_the_rules_and_is_not_active(ses: SESClient) -> None:
    """A clone starts with the rules of its original, and later changes to one do not affect the other."""
    create_set(ses, "one", "two")
    ses.set_active_receipt_rule_set(RuleSetName="inbound")
    ses.clone_receipt_rule_set(RuleSetName="copy", OriginalRuleSetName="inbound")
    ses.delete_receipt_rule(RuleSetName="copy", RuleName="one")
    ses.create_receipt_rule(RuleSetName="inbound", Rule={"Name": "zero"})

    assert (list_rule_names(ses), list_rule_names(ses, "copy")) == (["zero", "one", "two"], ["two"])
    assert ses.describe_active_receipt_rule_set()["Metadata"]["Name"] == "inbound"


def test_a_rule_set_is_deleted_with_its_rules(ses: SESClient) -> None:
    """Deleting a rule set deletes its rules, and deleting it again is not an error."""
    create_set(ses, "one")
    ses.delete_receipt_rule_set(RuleSetName="inbound")
    ses.delete_receipt_rule_set(RuleSetName="inbound")

    assert list_names(ses) == []
    assert (
        refusal(ses.describe_receipt_rule, RuleSetName="inbound", RuleName="one")[0] == "RuleSetDoesNotExist"
    )


def test_the_active_rule_set_cannot_be_deleted(ses: SESClient) -> None:
    """A rule set can be deleted once it is no longer active."""
    ses.create_receipt_rule_set(RuleSetName="inbound")
    ses.set_active_receipt_rule_set(RuleSetName="inbound")
    error = refusal(ses.delete_receipt_rule_set, RuleSetName="inbound")
    ses.set_active_receipt_rule_set()
    ses.delete_receipt_rule_set(RuleSetName="inbound")

    assert error == ("CannotDelete", "Cannot delete active rule set: inbound")
    assert list_names(ses) == []


def test_rules_can_be_reordered(ses: SESClient) -> None:
    """The rules of a set get the order of the request."""
    create_set(ses, "one", "two", "three")
    ses.reorder_receipt_rule_set(RuleSetName="inbound", RuleNames=["three", "one", "two"])

    assert list_rule_names(ses) == ["three", "one", "two"]


@pytest.mark.parametrize(
    ("order", "error"),
    [
        (["one", "two", "one"], ("InvalidParameterValue", "Multiple positions found for rule: one")),
        (["two", "x"], ("InvalidParameterValue", "Positions for rules not found: one, three")),
        ([], ("InvalidParameterValue", "Positions for rules not found: one, two, three")),
        (["y", "three", "two", "one", "x"], ("RuleDoesNotExist", "Rule does not exist: y")),
        (
            ["one", "t wo"],
            (
                "ValidationError",
                "1 validation error detected: Value at 'ruleNames' failed to satisfy constraint: "
                f"Member must satisfy constraint: [{LONG}, {SHORT}, {PATTERN}]",
            ),
        ),
    ],
)
def test_an_invalid_order_is_refused(ses: SESClient, order: list[str], error: tuple[str, str]) -> None:
    """Repeated names are reported first, then missing ones, then unknown ones."""
    create_set(ses, "one", "two", "three")

    assert refusal(ses.reorder_receipt_rule_set, RuleSetName="inbound", RuleNames=order) == error


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("in bound", ("ValidationError", f"Value at 'ruleSetName' failed to satisfy constraint: {PATTERN}")),
        ("a" * 101, ("ValidationError", f"Value at 'ruleSetName' failed to satisfy constraint: {LONG}")),
        ("a" * 65, ("InvalidParameterValue", f"Not a valid ruleSetName: {'a' * 65}")),
        ("-a", ("InvalidParameterValue", "Not a valid ruleSetName: -a")),
        ("a.", ("InvalidParameterValue", "Not a valid ruleSetName: a.")),
    ],
)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_invalid_name_is_refused(
    ses: SESClient, operation: str, name: str, error: tuple[str, str]
) -> None:
    """A name is checked for its characters, then for its first and last character and its length."""
    code, text = error
    detected = "1 validation error detected: " if code == "ValidationError" else ""

    assert refusal(getattr(ses, operation), RuleSetName=name, **OPERATIONS[operation]) == (
        code,
        detected + text,
    )


@pytest.mark.parametrize("operation", [name for name in OPERATIONS if name != "set_active_receipt_rule_set"])
def test_an_empty_name_is_refused(ses: SESClient, operation: str) -> None:
    """An empty name violates the constraints of length and characters together."""
    at = "Value at 'ruleSetName' failed to satisfy constraint: "

    assert refusal(getattr(ses, operation), RuleSetName="", **OPERATIONS[operation]) == (
        "ValidationError",
        f"2 validation errors detected: {at}{SHORT}; {at}{PATTERN}",
    )


def test_invalid_names_of_a_clone_are_reported_together(ses: SESClient) -> None:
    """Invalid names of a clone and its original are reported together, the original's first."""
    at = "Value at '{}' failed to satisfy constraint: " + PATTERN

    assert refusal(ses.clone_receipt_rule_set, RuleSetName="a b", OriginalRuleSetName="c d") == (
        "ValidationError",
        f"2 validation errors detected: {at.format('originalRuleSetName')}; {at.format('ruleSetName')}",
    )


def test_the_name_of_a_clone_is_checked_before_the_original(ses: SESClient) -> None:
    """An existing target is reported before a missing original."""
    ses.create_receipt_rule_set(RuleSetName="inbound")
    clone = ses.clone_receipt_rule_set

    assert refusal(clone, RuleSetName="inbound", OriginalRuleSetName="gone") == (
        "AlreadyExists",
        "Rule set already exists: inbound",
    )
    assert refusal(clone, RuleSetName="copy", OriginalRuleSetName="gone") == (
        "RuleSetDoesNotExist",
        "Rule set does not exist: gone",
    )
    assert refusal(clone, RuleSetName="copy", OriginalRuleSetName="gone-") == (
        "InvalidParameterValue",
        "Not a valid ruleSetName: gone-",
    )


def test_a_name_can_be_used_once(ses: SESClient) -> None:
    """A name can be used only once, and names are case-sensitive."""
    ses.create_receipt_rule_set(RuleSetName="inbound")
    ses.create_receipt_rule_set(RuleSetName="Inbound")

    assert refusal(ses.create_receipt_rule_set, RuleSetName="inbound") == (
        "AlreadyExists",
        "Rule set already exists: inbound",
    )


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("describe_receipt_rule_set", {}),
        ("set_active_receipt_rule_set", {}),
        ("reorder_receipt_rule_set", {"RuleNames": ["x", "x"]}),
        ("create_receipt_rule", {"Rule": {"Name": "one"}, "After": "x"}),
        ("update_receipt_rule", {"Rule": {"Name": "one"}}),
        ("delete_receipt_rule", {"RuleName": "one"}),
        ("describe_receipt_rule", {"RuleName": "one"}),
        ("set_receipt_rule_position", {"RuleName": "one", "After": "x"}),
    ],
)
def test_an_unknown_rule_set_is_refused(ses: SESClient, operation: str, parameters: dict[str, Any]) -> None:
    """An unknown rule set is reported before anything else that is looked up."""
    assert refusal(getattr(ses, operation), RuleSetName="gone", **parameters) == (
        "RuleSetDoesNotExist",
        "Rule set does not exist: gone",
    )


def test_an_account_has_at_most_40_rule_sets(ses: SESClient) -> None:
    """A 41st rule set is refused, and clones count toward the limit."""
    for number in range(39):
        ses.create_receipt_rule_set(RuleSetName=f"set{number}")
    ses.clone_receipt_rule_set(RuleSetName="copy", OriginalRuleSetName="set0")

    assert refusal(ses.create_receipt_rule_set, RuleSetName="x") == ("LimitExceeded", "Too many rule sets")
    assert refusal(ses.clone_receipt_rule_set, RuleSetName="x", OriginalRuleSetName="set0") == (
        "LimitExceeded",
        "Too many rule sets",
    )
    assert len(list_names(ses)) == 40


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("list_receipt_rule_sets", {}),
        ("describe_active_receipt_rule_set", {}),
        ("create_receipt_rule_set", {"RuleSetName": "inbound"}),
        ("create_receipt_rule", {"RuleSetName": "inbound", "Rule": {"Name": "one"}}),
        ("list_receipt_filters", {}),
        ("delete_receipt_filter", {"FilterName": "one"}),
    ],
)
def test_some_regions_have_no_receiving(mocked: SesMock, operation: str, parameters: dict[str, Any]) -> None:
    """Regions without email receiving refuse all of its operations."""
    client = boto3.client("ses", region_name="us-gov-west-1")

    assert refusal(getattr(client, operation), **parameters) == ("InvalidAction", "Unavailable Operation")


def test_rule_sets_are_regional(ses: SESClient, mocked: SesMock) -> None:
    """Rule sets of the same name in two regions are independent."""
    ses.create_receipt_rule_set(RuleSetName="inbound")
    elsewhere = boto3.client("ses", region_name="eu-west-1")
    before = list_names(elsewhere)
    elsewhere.create_receipt_rule_set(RuleSetName="inbound")
    elsewhere.delete_receipt_rule_set(RuleSetName="inbound")

    assert (before, list_names(ses)) == ([], ["inbound"])
