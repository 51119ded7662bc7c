"""One state of receiving: what an operation makes, others read, change and remove, and mail that arrives meets."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from sesmock import current
from tests.backends.test_one_state import NOTHING, Shared, nobody, seen, v1
from tests.receiving import MAIL, receive

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock import SesMock

SET = {"RuleSetName": "inbound"}
BOUNCED = [{"Recipient": "info@example.com", "BounceType": "DoesNotExist"}]


def rule(name: str, **members: Any) -> dict[str, Any]:
    """Return a rule, enabled unless the members say otherwise, with its set."""
    return {**SET, "Rule": {"Name": name, "Enabled": True, **members}}


def ip_filter(name: str, policy: str) -> dict[str, Any]:
    """Return a filter for the address that mail comes from."""
    return {"Filter": {"Name": name, "IpFilter": {"Policy": policy, "Cidr": "203.0.113.0/24"}}}


def in_turn(*calls: Callable[[], Any]) -> Callable[[], None]:
    """Return several calls as one, to be made later."""

    def make() -> None:
        for call in calls:
            call()

    return make


def part(call: Callable[[], Any], read: Callable[[Any], Any]) -> Callable[[], Any]:
    """Return a call that gives a part of its answer."""
    return lambda: read(call())


def rules_that_ran() -> list[str]:
    """Return the rules that a mail meets."""
    return [run.name for run in receive(MAIL).rules]


def enabled_rules(answer: Any) -> list[str]:
    """Return the names of the rules of a set that are enabled."""
    return [found["Name"] for found in answer["Rules"] if found["Enabled"]]


def is_blocked() -> bool:
    """Return whether mail is blocked as far as the list of filters tells."""
    policies = {found["IpFilter"]["Policy"] for found in v1("list_receipt_filters")()["Filters"]}
    return "Block" in policies and "Allow" not in policies


def first_rule() -> list[str]:
    """Return the first rule as it is described by itself, if it is enabled."""
    answer = v1("describe_receipt_rule_set", **SET)()
    names = [found["Name"] for found in answer["Rules"]][:1]
    described = [v1("describe_receipt_rule", **SET, RuleName=name)()["Rule"] for name in names]
    return [found["Name"] for found in described if found["Enabled"]]


def send_bounce() -> None:
    """Bounce a mail that arrives."""
    v1(
        "send_bounce",
        OriginalMessageId=receive(MAIL).message_id,
        BounceSender="mailer@example.com",
        BouncedRecipientInfoList=BOUNCED,
    )()


RULES = {
    "described": part(v1("describe_receipt_rule_set", **SET), enabled_rules),
    "described as the active set": part(v1("describe_active_receipt_rule_set"), enabled_rules),
    "met by a mail": rules_that_ran,
}
WITH_RULES = in_turn(
    v1("create_receipt_rule", **rule("two")),
    v1("create_receipt_rule", **rule("one")),
    v1("create_receipt_rule", **rule("three"), After="two"),
)
SHARED = {
    "receipt rule set": Shared(
        make={
            "created": v1("create_receipt_rule_set", RuleSetName="new"),
            "cloned": v1("clone_receipt_rule_set", RuleSetName="new", OriginalRuleSetName="inbound"),
        },
        made=True,
        read={
            "listed": part(
                v1("list_receipt_rule_sets"),
                lambda answer: "new" in [found["Name"] for found in answer["RuleSets"]],
            ),
            "described": part(v1("describe_receipt_rule_set", RuleSetName="new"), lambda answer: True),
        },
        change=NOTHING,
        changed=True,
        remove={"deleted": v1("delete_receipt_rule_set", RuleSetName="new")},
        removed={"listed": False, "described": "gone"},
    ),
    "active receipt rule set": Shared(
        make={"activated": in_turn(WITH_RULES, v1("set_active_receipt_rule_set", **SET))},
        made=True,
        read={
            "described": part(v1("describe_active_receipt_rule_set"), lambda answer: "Metadata" in answer),
            "met by a mail": lambda: receive(MAIL).accepted,
        },
        change=NOTHING,
        changed=True,
        remove={"deactivated": v1("set_active_receipt_rule_set")},
        removed=False,
    ),
    "receipt rule": Shared(
        make={"created": v1("create_receipt_rule", **rule("one"))},
        made=["one"],
        read={**RULES, "described by itself": first_rule},
        change={"updated": v1("update_receipt_rule", **rule("one", Enabled=False))},
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
            "created": in_turn(
                v1("create_receipt_rule", **rule("one")),
                v1("create_receipt_filter", **ip_filter("all", "Block")),
            )
        },
        made=True,
        read={"listed": is_blocked, "met by a mail": lambda: not receive(MAIL).accepted},
        change={"excepted": v1("create_receipt_filter", **ip_filter("us", "Allow"))},
        changed=False,
        remove={"deleted": v1("delete_receipt_filter", FilterName="us")},
        removed=True,
    ),
    "bounce": Shared(
        make={"sent": in_turn(v1("create_receipt_rule", **rule("one")), send_bounce)},
        made=1,
        read={
            "in the outbox": lambda: current().outbox.count(operation="SendBounce", to="ada@example.net"),
            "in the quota": part(v1("get_send_quota"), lambda answer: answer["SentLast24Hours"]),
        },
        change={"sent again": send_bounce},
        changed=2,
        remove={"nobody": nobody},
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
    """However it is made, changed and removed: all read the same at each step, and mail meets it."""
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
        steps.append((seen(shared), by_reader))

    for found, expected in steps:
        assert found == expected
