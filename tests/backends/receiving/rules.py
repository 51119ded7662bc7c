"""Receipt rules of the rule set ``inbound``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient

SET = {"RuleSetName": "inbound"}
BOUNCE = {"SmtpReplyCode": "550", "Message": "No such mailbox", "Sender": "bounces@example.com"}


def create_rule(ses: SESClient, name: str, **members: Any) -> None:
    """Create a rule as the first of the set."""
    ses.create_receipt_rule(**SET, Rule={"Name": name, **members})


def read_rule(ses: SESClient, name: str = "one") -> Any:
    """Return a rule."""
    return ses.describe_receipt_rule(**SET, RuleName=name)["Rule"]


def list_names(ses: SESClient) -> list[str]:
    """Return the names of the rules in order."""
    return [item["Name"] for item in ses.describe_receipt_rule_set(**SET)["Rules"]]


def rule_error(ses: SESClient, *actions: Any, **members: Any) -> tuple[str, str | None]:
    """Return the error of creating a rule, after checking that an update raises the same error."""
    create_rule(ses, "old")
    creation_error = refusal(
        ses.create_receipt_rule, **SET, Rule={"Name": "one", "Actions": list(actions), **members}
    )
    update_error = refusal(
        ses.update_receipt_rule, **SET, Rule={"Name": "old", "Actions": list(actions), **members}
    )
    assert update_error == creation_error
    return creation_error
