"""A change by any operation for receiving is visible to all other operations, and applies to received mail."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from sesmock import current
from tests.backends.one_state.lifecycles import NO_CALL, Shared, do_nothing, read_all, v1
from tests.receiving import MAIL, receive

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock import SesMock

SET = {"RuleSetName": "inbound"}
BOUNCED = [{"Recipient": "info@example.com", "BounceType": "DoesNotExist"}]


def rule_parameters(name: str, **members: Any) -> dict[str, Any]:
    """Return the parameters of a rule, which is enabled by default."""
    return {**SET, "Rule": {"Name": name, "Enabled": True, **members}}


def filter_parameters(name: str, policy: str) -> dict[str, Any]:
    """Return the parameters of a filter for the sending server's address."""
    return {"Filter": {"Name": name, "IpFilter": {"Policy": policy, "Cidr": "203.0.113.0/24"}}}


def chain(*calls: Callable[[], Any]) -> Callable[[], None]:
    """Return a call that makes several calls in order."""

    def make() -> None:
        for call in calls:
            call()

    return make


def read_part(call: Callable[[], Any], read: Callable[[Any], Any]) -> Callable[[], Any]:
    """Return a call that returns a part of another call's response."""
    return lambda: read(call())


def list_matched_rules() -> list[str]:
    """Return the names of the rules that match a received message."""
    return [run.name for run in receive(MAIL).rules]


def list_enabled_rules(response: Any) -> list[str]:
    """Return the names of the enabled rules of a set."""
    return [entry["Name"] for entry in response["Rules"] if entry["Enabled"]]


def is_blocked() -> bool:
    """Return whether the listed filters block mail."""
    policies = {entry["IpFilter"]["Policy"] for entry in v1("list_receipt_filters")()["Filters"]}
    return "Block" in policies and "Allow" not in policies


def read_first_rule() -> list[str]:
    """Return the name of the first rule from DescribeReceiptRule, if it is enabled."""
    response = v1("describe_receipt_rule_set", **SET)()
    names = [entry["Name"] for entry in response["Rules"]][:1]
    rules = [v1("describe_receipt_rule", **SET, RuleName=name)()["Rule"] for name in names]
    return [entry["Name"] for entry in rules if entry["Enabled"]]


def send_bounce() -> None:
    """Bounce a received message."""
    v1(
        "send_bounce",
        OriginalMessageId=receive(MAIL).message_id,
        BounceSender="mailer@example.com",
        BouncedRecipientInfoList=BOUNCED,
    )()


RULES = {
    "described": read_part(v1("describe_receipt_rule_set", **SET), list_enabled_rules),
    "described as the active set": read_part(v1("describe_active_receipt_rule_set"), list_enabled_rules),
    "applied to mail": list_matched_rules,
}
WITH_RULES = chain(
    v1("create_receipt_rule", **rule_parameters("two")),
    v1("create_receipt_rule", **rule_parameters("one")),
    v1("create_receipt_rule", **rule_parameters("three"), After="two"),
)
SHARED = {
    "receipt rule set": Shared(
        create={
            "created": v1("create_receipt_rule_set", RuleSetName="new"),
            "cloned": v1("clone_receipt_rule_set", RuleSetName="new", OriginalRuleSetName="inbound"),
        },
        after_create=True,
        read={
            "listed": read_part(
                v1("list_receipt_rule_sets"),
                lambda response: "new" in [entry["Name"] for entry in response["RuleSets"]],
            ),
            "described": read_part(v1("describe_receipt_rule_set", RuleSetName="new"), lambda response: True),
        },
        change=NO_CALL,
        after_change=True,
        remove={"deleted": v1("delete_receipt_rule_set", RuleSetName="new")},
        after_remove={"listed": False, "described": "gone"},
    ),
    "active receipt rule set": Shared(
        create={"activated": chain(WITH_RULES, v1("set_active_receipt_rule_set", **SET))},
        after_create=True,
        read={
            "described": read_part(
                v1("describe_active_receipt_rule_set"), lambda response: "Metadata" in response
            ),
            "applied to mail": lambda: receive(MAIL).accepted,
        },
        change=NO_CALL,
        after_change=True,
        remove={"deactivated": v1("set_active_receipt_rule_set")},
        after_remove=False,
    ),
    "receipt rule": Shared(
        create={"created": v1("create_receipt_rule", **rule_parameters("one"))},
        after_create=["one"],
        read={**RULES, "described by itself": read_first_rule},
        change={"updated": v1("update_receipt_rule", **rule_parameters("one", Enabled=False))},
        after_change=[],
        remove={"deleted": v1("delete_receipt_rule", **SET, RuleName="one")},
        after_remove=[],
    ),
    "order of receipt rules": Shared(
        create={"created": WITH_RULES},
        after_create=["one", "two", "three"],
        read=RULES,
        change={
            "reordered": v1("reorder_receipt_rule_set", **SET, RuleNames=["two", "three", "one"]),
            "moved": v1("set_receipt_rule_position", **SET, RuleName="one", After="three"),
        },
        after_change=["two", "three", "one"],
        remove={"deleted": v1("delete_receipt_rule", **SET, RuleName="three")},
        after_remove=["two", "one"],
    ),
    "IP filter": Shared(
        create={
            "created": chain(
                v1("create_receipt_rule", **rule_parameters("one")),
                v1("create_receipt_filter", **filter_parameters("all", "Block")),
            )
        },
        after_create=True,
        read={"listed": is_blocked, "applied to mail": lambda: not receive(MAIL).accepted},
        change={"excepted": v1("create_receipt_filter", **filter_parameters("us", "Allow"))},
        after_change=False,
        remove={"deleted": v1("delete_receipt_filter", FilterName="us")},
        after_remove=True,
    ),
    "bounce": Shared(
        create={"sent": chain(v1("create_receipt_rule", **rule_parameters("one")), send_bounce)},
        after_create=1,
        read={
            "in the outbox": lambda: current().outbox.count(operation="SendBounce", to="ada@example.net"),
            "in the quota": read_part(v1("get_send_quota"), lambda response: response["SentLast24Hours"]),
        },
        change={"sent again": send_bounce},
        after_change=2,
        remove={"test": do_nothing},
        after_remove=2,
    ),
}
LIFECYCLES = [
    pytest.param(shared, *ways, id=f"{name}: {', '.join(ways)}")
    for name, shared in SHARED.items()
    for ways in product(shared.create, shared.change, shared.remove)
]


@pytest.mark.parametrize(("shared", "creator", "changer", "remover"), LIFECYCLES)
def test_operations_and_mail_share_a_resource(
    mocked: SesMock, shared: Shared, creator: str, changer: str, remover: str
) -> None:
    """All operations show the same value after a resource is created, changed and removed, and it applies to mail."""
    v1("create_receipt_rule_set", **SET)()
    if shared is not SHARED["active receipt rule set"]:
        v1("set_active_receipt_rule_set", **SET)()
    steps = []
    for act, expected in (
        (shared.create[creator], shared.after_create),
        (shared.change[changer], shared.after_change),
        (shared.remove[remover], shared.after_remove),
    ):
        act()
        by_reader = expected if isinstance(expected, dict) else dict.fromkeys(shared.read, expected)
        steps.append((read_all(shared), by_reader))

    for actual, expected in steps:
        assert actual == expected
