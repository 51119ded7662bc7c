"""Addresses with an encoded display name in the header."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sesmock import SesMock, mock_ses
from sesmock.domain.mail import addresses
from sesmock.inspector import lint
from sesmock.inspector.records import Record
from sesmock.pages import serialization
from tests.inspector.sending import failure
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Iterator

JOSE = "=?UTF-8?Q?Jos=C3=A9?= <jose@example.net>"


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Yield a mock in which one message was sent, with encoded display names."""
    with mock_ses(identities=["example.com"]) as active:
        # The base64 of "Zoë".
        send("ses", JOSE, "Ada <ada@example.net>", sender="=?utf-8?b?Wm/Dqw==?= <shop@example.com>")
        yield active


@pytest.mark.parametrize(
    "conditions",
    [
        {"to": "José <jose@example.net>"},
        {"to": '"José" <jose@EXAMPLE.net>'},
        {"to": JOSE},
        {"to": "jose@example.net"},
        {"recipient": ["José <jose@example.net>", "ada@example.net"]},
        {"sender": "Zoë <shop@example.com>"},
        {"to": re.compile("^José")},
        {"sender": re.compile("^Zoë <shop")},
        {"outcome": {"José <jose@example.net>": "delivered"}},
    ],
)
def test_display_names_are_compared_decoded(mocked: SesMock, conditions: dict[str, object]) -> None:
    """Display names are decoded before they are compared, both the message's and the test's."""
    assert mocked.outbox.count(**conditions) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "conditions",
    [
        {"to": "Joseph <jose@example.net>"},
        {"to": ["Joseph <jose@example.net>", "ada@example.net"]},
        {"to": ["José <jose@example.net>"]},
        {"sender": "Zoe <shop@example.com>"},
        {"return_path": re.compile("Zoé")},
        {"outcome": {"Joseph <jose@example.net>": "delivered"}},
    ],
)
def test_another_display_name_does_not_match(mocked: SesMock, conditions: dict[str, object]) -> None:
    """If a test passes a display name, a message with another one does not match."""
    assert mocked.outbox.count(**conditions) == 0  # type: ignore[arg-type]


def test_failures_and_reports_show_names_decoded(mocked: SesMock) -> None:
    """Failures and reports show decoded display names."""
    text = failure(mocked.outbox.one, to="Eve <eve@example.net>", sender="Zoe <shop@example.com>")
    page = serialization.serialize_message(mocked.outbox[0])

    assert "[0] ses SendEmail  to José <jose@example.net>, Ada <ada@example.net>  'Hello'" in text
    assert "+ ('José <jose@example.net>', 'Ada <ada@example.net>')" in text
    assert "+ 'Zoë <shop@example.com>'" in text
    assert repr(mocked.outbox[0]) == "<SentMessage 'Hello' to José <jose@example.net>, Ada <ada@example.net>>"
    assert (page["from"], page["to"]) == (
        "Zoë <shop@example.com>",
        ["José <jose@example.net>", "Ada <ada@example.net>"],
    )


@pytest.mark.parametrize(
    ("text", "display"),
    [
        ("Ada <ada@example.net>", "Ada <ada@example.net>"),
        ("=?utf-8?q?M=C3=BCller=2C_J=22?= <a@example.net>", '"Müller, J\\"" <a@example.net>'),
        # RFC 2047 §5: an encoded word must not appear inside an address, so this one is not decoded.
        ("=?utf-8?q?x?=@example.net", "=?utf-8?q?x?=@example.net"),
    ],
)
def test_an_address_is_shown_as_mail_clients_show_it(text: str, display: str) -> None:
    """An address is shown with its decoded name, in quotes where the name needs them."""
    assert addresses.display(text) == display


def test_names_are_shown_decoded_everywhere(mocked: SesMock) -> None:
    """The representations of a message in notebooks and of an event show decoded names."""
    [message] = mocked.outbox
    page = message._repr_html_()

    assert ("Zoë &lt;shop@example.com&gt;" in page, "José &lt;jose@example.net&gt;, Ada" in page) == (
        True,
        True,
    )
    assert repr(message.events[0]) == (
        "<Event Send of 'Hello' to José <jose@example.net>, Ada <ada@example.net>>"
    )


def test_errors_show_names_decoded(mocked: SesMock) -> None:
    """The errors of `bounce` and `deliver` show the decoded names of recipients."""
    [message] = mocked.outbox
    with pytest.raises(ValueError, match=r"its recipients: José <jose@example\.net>, Ada <ada@example\.net>"):
        message.bounce(recipient="bob@example.net")
    with pytest.raises(ValueError, match=r"outcomes: José <jose@example\.net> delivered, Ada"):
        message.deliver()


def test_findings_and_reports_show_names_decoded() -> None:
    """Lint findings and reports show the sender and the return path with decoded names."""
    zoe = "=?utf-8?b?Wm/Dqw==?= <zoe@gmail.com>"
    with mock_ses(identities="*") as active:
        send("ses", sender=zoe, ReturnPath=JOSE)
    [message] = active.outbox
    findings = {finding.rule: finding.text for finding in lint.check(Record(active._world, active._journal))}

    assert serialization.serialize_message(message)["return_path"] == "José <jose@example.net>"
    assert findings["mailbox-provider-sender"].startswith("From Zoë <zoe@gmail.com>: ")
    assert findings["unverified-sender"].startswith("From Zoë <zoe@gmail.com> is not covered by ")
    assert findings["unverified-return-path"].startswith(
        "Return-Path José <jose@example.net> is not covered by "
    )
