"""What type checkers see of the inspector; `make types` checks this file, but nothing runs it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from typing_extensions import assert_type

from sesmock import Address, Event, Mail, Publication, SentMessage, SesMock
from sesmock.calls import Call
from sesmock.domain.mail.outcomes import Outcome


def verbs(ses_mock: SesMock) -> None:
    """Methods return messages; type checkers refuse an unknown filter."""
    outbox = ses_mock.outbox
    assert_type(outbox.one(to="ada@example.net", subject=re.compile("^Hi"), html=..., cc=None), SentMessage)
    assert_type(outbox.only(recipient=["ada@example.net"]), SentMessage)
    assert_type(outbox.first(where=lambda message: True), SentMessage)  # noqa: ARG005 - a reader's callable
    assert_type(outbox.last(), SentMessage)
    assert_type(outbox.wait_for(to="ada@example.net", timeout=2), SentMessage)
    assert_type(outbox.filter(tag={"campaign": "q3"}), Sequence[SentMessage])
    assert_type(outbox.count(outcome="bounced"), int)
    assert_type(outbox[0], SentMessage)
    assert_type(outbox[:2], Sequence[SentMessage])
    outbox.none(template="welcome", data={"name": "Ada"})
    outbox.one(sbject="Welcome")  # type: ignore[call-arg] # deliberately misspelled
    Mail(too="ada@example.net")  # type: ignore[call-arg] # deliberately misspelled
    ses_mock.rejected.none(code="Throttling")
    assert_type(ses_mock.rejected.only(code="Throttling"), Call)
    assert_type(ses_mock.rejected.wait_for(message="quota", timeout=2), Call)
    ses_mock.rejected.last(to="ada@example.net")  # type: ignore[call-arg] # the filter is a message's


async def awaitable(ses_mock: SesMock) -> None:
    """The awaitable counterpart of `wait_for`."""
    assert_type(await ses_mock.outbox.await_for(subject="Welcome", timeout=1.5), SentMessage)
    assert_type(await ses_mock.rejected.await_for(code="Throttling"), Call)


def matcher(ses_mock: SesMock, message: SentMessage) -> None:
    """Matchers compare with messages without type errors."""
    assert Mail(to="ada@example.net") in ses_mock.outbox
    assert message == Mail(subject="Welcome")
    with ses_mock.capture() as box:
        pass
    assert_type(box.one(), SentMessage)


def attributes(message: SentMessage) -> None:
    """The attributes of a message have types."""
    assert_type(message.sender, Address)
    assert_type(message.to[0], Address)
    every_to: tuple[Address, ...] = message.to
    assert "ada@example.net" in every_to
    assert message.to == ["ada@example.net"]
    assert message.to == ("ada@example.net",)
    assert_type(message.outcomes["ada@example.net"], Outcome)
    assert_type(message.outcomes.get("ada@example.net"), Outcome | None)
    assert message.outcomes == {"ada@example.net": "delivered"}
    assert message.sender == "hello@example.com"
    assert_type(message.text, str | Any)
    assert_type(message.sent_at, datetime)
    assert_type(message.tags, Mapping[str, str])
    assert_type(message.mime, EmailMessage)
    assert_type(message.links, tuple[str, ...])
    assert_type(message.find(r"\d{6}"), str)
    assert_type(message.text_content, str)
    assert_type(message.save("x.eml"), Path)
    assert_type(message.snapshot(), dict[str, object])
    assert_type(message.attachments["x.pdf"].content, bytes)


def events(ses_mock: SesMock, message: SentMessage) -> None:
    """Events are selected by filters, and created by the methods of a message."""
    found = ses_mock.events
    assert_type(found.one(type="Bounce", recipient="ada@example.net", message=message), Event)
    assert_type(found.filter(type=["Open", "Click"], tag={"campaign": "q3"}), Sequence[Event])
    assert_type(found.count(message_id=message.message_id), int)
    assert_type(found[0], Event)
    assert_type(found[:2], Sequence[Event])
    found.none(typ="Bounce")  # type: ignore[call-arg] # deliberately misspelled
    assert_type(message.deliver(recipient="ada@example.net"), Event)
    assert_type(message.bounce("Transient", "MailboxFull"), Event)
    message.bounce("Hard")  # type: ignore[arg-type] # deliberately unknown
    message.complain("spam")  # type: ignore[arg-type] # deliberately unknown
    assert_type(message.complain("fraud").document, dict[str, Any])
    assert_type(message.click("https://example.com/").json, str)
    assert_type(message.open().timestamp, datetime)


def publications(ses_mock: SesMock, message: SentMessage) -> None:
    """Publications are selected by filters, and refer to their event and message."""
    found = ses_mock.publications
    assert_type(found.one(kind="sns", purpose="event", type="Bounce", message=message), Publication)
    assert_type(found.filter(target="arn:aws:sns:us-east-1:123456789012:events"), Sequence[Publication])
    assert_type(found.count(recipient="ada@example.net"), int)
    assert_type(found[0], Publication)
    found.none(targets="x")  # type: ignore[call-arg] # deliberately misspelled
    published = found.last()
    assert_type(published.payload, str)
    assert_type(published.event, Event | Any)
    assert_type(published.message, SentMessage | Any)
    assert_type(published.published_at, datetime)
    assert_type(published.envelope, Mapping[str, Any])
