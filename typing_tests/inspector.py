"""What type checkers see of the inspector; `make types` checks this file, nothing runs it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from typing_extensions import assert_type

from sesmock import Address, Mail, SentMessage, SesMock


def verbs(ses_mock: SesMock) -> None:
    """Verbs return messages; an unknown filter is an error of the type checker too."""
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
    outbox.one(sbject="Welcome")  # type: ignore[call-arg] # the filter is mistyped on purpose
    Mail(too="ada@example.net")  # type: ignore[call-arg] # likewise
    ses_mock.rejected.none(code="Throttling")


async def awaitable(ses_mock: SesMock) -> None:
    """The awaitable twin of `wait_for`."""
    assert_type(await ses_mock.outbox.await_for(subject="Welcome", timeout=1.5), SentMessage)


def matcher(ses_mock: SesMock, message: SentMessage) -> None:
    """Matchers compare with messages without complaints about types."""
    assert Mail(to="ada@example.net") in ses_mock.outbox
    assert message == Mail(subject="Welcome")
    with ses_mock.capture() as box:
        pass
    assert_type(box.one(), SentMessage)


def attributes(message: SentMessage) -> None:
    """What a message has."""
    assert_type(message.sender, Address | None)
    assert_type(message.to, tuple[Address, ...])
    assert_type(message.text, str | None)
    assert_type(message.sent_at, datetime)
    assert_type(message.tags, Mapping[str, str])
    assert_type(message.mime, EmailMessage)
    assert_type(message.links, tuple[str, ...])
    assert_type(message.find(r"\d{6}"), str)
    assert_type(message.text_content, str)
    assert_type(message.save("x.eml"), Path)
    assert_type(message.snapshot(), dict[str, object])
    assert_type(message.attachments["x.pdf"].content, bytes)
