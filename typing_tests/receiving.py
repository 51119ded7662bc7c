"""What type checkers see of received mail; `make types` checks this file, but nothing runs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from typing_extensions import assert_type

from sesmock import Publication, Received, SentMessage, SesMock

if TYPE_CHECKING:
    from email.message import EmailMessage, Message


def hand_in(ses_mock: SesMock, mail: EmailMessage, old: Message, sent: SentMessage) -> None:
    """An email can be of many types; a verdict is one of four."""
    assert_type(ses_mock.receive(b"To: a@example.com\n\n", recipients="a@example.com"), Received)
    ses_mock.receive("text", recipients=["a@example.com"], source="", tls=False, spam="FAIL")
    ses_mock.receive(mail, region="eu-west-1", account_id="210987654321")
    ses_mock.receive(old, dmarc="FAIL", dmarc_policy="reject")
    ses_mock.receive(sent)
    ses_mock.receive(1)  # type: ignore[arg-type] # deliberately not an email
    ses_mock.receive(mail, spam="pass")  # type: ignore[arg-type] # deliberately lowercase


def look(ses_mock: SesMock) -> None:
    """The results of received mail have types."""
    received = ses_mock.received.one(subject="Hello", accepted=True)
    assert_type(received, Received)
    assert_type(received.accepted, bool)
    assert_type(received.smtp_reply, str)
    assert_type(received.text, str | Any)
    assert_type(received.notifications, tuple[Publication, ...])
    assert_type(received.lambda_event, dict[str, Any])
    assert_type(received.s3_object.body, bytes)
    assert_type(received.actions[0].type, str)
    assert_type(ses_mock.received.filter(rule="store"), Sequence[Received])
    assert_type(ses_mock.received.count(), int)
    ses_mock.received.one(rules="store")  # type: ignore[call-arg] # deliberately unknown


def play(ses_mock: SesMock) -> None:
    """A function that takes an event and a context can play a Lambda function."""

    def handler(event: Any, context: Any) -> dict[str, str]:
        return {"disposition": "STOP_RULE"} if event["Records"] and context.function_name else {}

    ses_mock.on_lambda("inbound", handler)
    ses_mock.on_lambda("inbound", None)  # type: ignore[arg-type] # it cannot be called
