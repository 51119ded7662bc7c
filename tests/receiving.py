"""Receipt rules and incoming mail for tests in which their details do not matter."""

from __future__ import annotations

from typing import Any

from sesmock import current
from tests.clients import shared_client

BUCKET = {"S3Action": {"BucketName": "inbound"}}
TOPIC = "arn:aws:sns:us-east-1:123456789012:inbound"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:inbound"
MAIL = "From: Ada <ada@example.net>\nTo: info@example.com\nSubject: Hello\n\nHi\n"


def ses() -> Any:
    """Return the shared client of SES v1 for the default region of the mock."""
    return shared_client("ses", current().account.region)


def activate() -> None:
    """Create a rule set and activate it."""
    client = ses()
    client.create_receipt_rule_set(RuleSetName="inbound")
    client.set_active_receipt_rule_set(RuleSetName="inbound")


def add_rule(*actions: dict[str, Any], name: str = "rule", **members: Any) -> None:
    """Add an enabled rule at the end of the active rule set, which is created if necessary."""
    client = ses()
    active = client.describe_active_receipt_rule_set()
    if "Metadata" not in active:
        activate()
    last = {"After": active["Rules"][-1]["Name"]} if active.get("Rules") else {}
    rule = {"Name": name, "Enabled": True, "Actions": list(actions), **members}
    client.create_receipt_rule(RuleSetName="inbound", Rule=rule, **last)


def receive(mail: Any = MAIL, **options: Any) -> Any:
    """Pass an incoming email to SES; return the received mail."""
    return current().receive(mail, **options)
