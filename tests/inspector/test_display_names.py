"""Addresses whose header encodes the display name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sesmock import SesMock, mock_ses
from sesmock.domain.mail import addresses
from sesmock.pages import serialization
from tests.inspector.sending import failure
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Iterator

JOSE = "=?UTF-8?Q?Jos=C3=A9?= <jose@example.net>"


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES with one message sent."""
    with mock_ses(identities=["example.com"]) as active:
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
def test_a_display_name_compares_decoded(mocked: SesMock, conditions: dict[str, object]) -> None:
    """However header and test write it."""
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
    """A name counts if the test gives one."""
    assert mocked.outbox.count(**conditions) == 0  # type: ignore[arg-type]


def test_failures_and_reports_show_names_decoded(mocked: SesMock) -> None:
    """They are what a reader would look for."""
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
    ("text", "shown"),
    [
        ("Ada <ada@example.net>", "Ada <ada@example.net>"),
        ("=?utf-8?q?M=C3=BCller=2C_J=22?= <a@example.net>", '"Müller, J\\"" <a@example.net>'),
        ("=?utf-8?q?x?=@example.net", "=?utf-8?q?x?=@example.net"),
    ],
)
def test_an_address_is_shown_as_mail_programs_show_it(text: str, shown: str) -> None:
    """A decoded name is quoted if it must be."""
    assert addresses.display(text) == shown
