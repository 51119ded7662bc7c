"""Delivery of mail by SMTP, and the parts of received mail that a walk compares."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sesmock.smtp.inbound import Inbound

if TYPE_CHECKING:
    from sesmock.domain.account import Account

ANSWERS = {"stop-rule": {"disposition": "STOP_RULE"}, "stop-rule-set": {"disposition": "STOP_RULE_SET"}}
SUBJECT = "Amazon SES Email Receipt Notification"


def answer_function(event: dict[str, Any], context: Any) -> Any:
    """Return the result that the name of a Lambda function stands for."""
    [record] = event["Records"]
    return ANSWERS.get(record["ses"]["receipt"]["action"]["functionArn"].rpartition(":")[2])


def arrive_by_smtp(account: Account, source: str, recipients: list[str], address: str) -> list[str]:
    """Deliver an email; return the reply codes for each recipient and for the data."""
    dialog = Inbound(account, address)
    dialog.greet()
    ask(dialog, "EHLO mail.example.net")
    ask(dialog, f"MAIL FROM:<{source}>")
    replies = [ask(dialog, f"RCPT TO:<{recipient}>") for recipient in recipients]
    if ask(dialog, "DATA") == "354":
        replies.append(ask(dialog, f"From: {source}\r\nSubject: Hello\r\n\r\nHi\r\n."))
    return replies


def ask(dialog: Inbound, line: str) -> str:
    """Return the reply code for a line."""
    return dialog.receive(f"{line}\r\n".encode()).decode()[:3]


def list_replies(received: Any) -> tuple[str, dict[str, str]]:
    """Return the reply code for an email, and those for its refused recipients."""
    refusals = {str(recipient): reply[:3] for recipient, reply in received.refusals.items()}
    return received.smtp_reply[:3], refusals


def list_actions(received: Any) -> list[tuple[str, str]]:
    """Return the actions that ran, each with its rule; assert that none failed and each had its effect."""
    for run in received.actions:
        assert run.error is None, run
        products = {"S3": run.s3_object, "Lambda": run.lambda_event, "Bounce": run.bounce}
        assert products.get(run.type, run) is not None, run
    return [(run.rule, run.type) for run in received.actions]


def list_topics(received: Any) -> list[str]:
    """Return the topics that were notified, in order; assert that each document names its email and action."""
    topics = []
    for run in received.actions:
        if run.notification is not None:
            document = json.loads(run.notification.payload)
            assert run.notification.subject == SUBJECT
            assert document["mail"]["messageId"] == received.message_id
            assert document["receipt"]["action"]["type"] == run.type
            assert ("content" in document) == (run.type == "SNS")
            topics.append(run.notification.target)
    return topics
