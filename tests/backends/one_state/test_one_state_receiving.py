"""Receiving shares one state: operations and received mail see what another operation has created or changed."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from sesmock import current
from tests.backends.one_state.test_one_state import NOTHING, Shared, do_nothing, read_all, v1
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
    """Return whether the list of filters blocks mail."""
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
    "met by an email": list_matched_rules,
}
WITH_RULES = chain(
    v1("create_receipt_rule", **rule_parameters("two")),
    v1("create_receipt_rule", **rule_parameters("one")),
    v1("create_receipt_rule", **rule_parameters("three"), After="two"),
)
SHARED = {
    "receipt rule set": Shared(
        make={
            "created": v1("create_receipt_rule_set", RuleSetName="new"),
            "cloned": v1("clone_receipt_rule_set", RuleSetName="new", OriginalRuleSetName="inbound"),
        },
        made=True,
        read={
            "listed": read_part(
                v1("list_receipt_rule_sets"),
                lambda response: "new" in [entry["Name"] for entry in response["RuleSets"]],
            ),
            "described": read_part(v1("describe_receipt_rule_set", RuleSetName="new"), lambda response: True),
        },
        change=NOTHING,
        changed=True,
        remove={"deleted": v1("delete_receipt_rule_set", RuleSetName="new")},
        removed={"listed": False, "described": "gone"},
    ),
    "active receipt rule set": Shared(
        make={"activated": chain(WITH_RULES, v1("set_active_receipt_rule_set", **SET))},
        made=True,
        read={
            "described": read_part(
                v1("describe_active_receipt_rule_set"), lambda response: "Metadata" in response
            ),
            "met by an email": lambda: receive(MAIL).accepted,
        },
        change=NOTHING,
        changed=True,
        remove={"deactivated": v1("set_active_receipt_rule_set")},
        removed=False,
    ),
    "receipt rule": Shared(
        make={"created": v1("create_receipt_rule", **rule_parameters("one"))},
        made=["one"],
        read={**RULES, "described by itself": read_first_rule},
        change={"updated": v1("update_receipt_rule", **rule_parameters("one", Enabled=False))},
        changed=[],
        remove={"deleted": v1("delete_receipt_rule", **SET, RuleName="one")},
        removed=[],
    ),
    "order of receipt rules": Shared(
        make={"created": WITH_RULES},
        made=["one", "two", "three"],
        read=RULES,
        change={
            "reordered": v1("reorder_receipt_rule_set", **SET, RuleNames=["two", "three", "one"]),
            "moved": v1("set_receipt_rule_position", **SET, RuleName="one", After="three"),
        },
        changed=["two", "three", "one"],
        remove={"deleted": v1("delete_receipt_rule", **SET, RuleName="three")},
        removed=["two", "one"],
    ),
    "IP filter": Shared(
        make={
            "created": chain(
                v1("create_receipt_rule", **rule_parameters("one")),
                v1("create_receipt_filter", **filter_parameters("all", "Block")),
            )
        },
        made=True,
        read={"listed": is_blocked, "met by an email": lambda: not receive(MAIL).accepted},
        change={"excepted": v1("create_receipt_filter", **filter_parameters("us", "Allow"))},
        changed=False,
        remove={"deleted": v1("delete_receipt_filter", FilterName="us")},
        removed=True,
    ),
    "bounce": Shared(
        make={"sent": chain(v1("create_receipt_rule", **rule_parameters("one")), send_bounce)},
        made=1,
        read={
            "in the outbox": lambda: current().outbox.count(operation="SendBounce", to="ada@example.net"),
            "in the quota": read_part(v1("get_send_quota"), lambda response: response["SentLast24Hours"]),
        },
        change={"sent again": send_bounce},
        changed=2,
        remove={"test": do_nothing},
        removed=2,
    ),
}
WALKS = [
    pytest.param(shared, *ways, id=f"{name}: {', '.join(ways)}")
    for name, shared in SHARED.items()
    for ways in product(shared.make, shared.change, shared.remove)
]


@pytest.mark.parametrize(("shared", "maker", "changer", "remover"), WALKS)
def test_operations_and_mail_share_a_resource(
    mocked: SesMock, shared: Shared, maker: str, changer: str, remover: str
) -> None:
    """All operations and received mail see the same after a resource was created, changed and removed."""
    v1("create_receipt_rule_set", **SET)()
    if shared is not SHARED["active receipt rule set"]:
        v1("set_active_receipt_rule_set", **SET)()
    steps = []
    for act, expected in (
        (shared.make[maker], shared.made),
        (shared.change[changer], shared.changed),
        (shared.remove[remover], shared.removed),
    ):
        act()
        by_reader = expected if isinstance(expected, dict) else dict.fromkeys(shared.read, expected)
        steps.append((read_all(shared), by_reader))

    for actual, expected in steps:
        assert actual == expected
