"""The problems of a message, as the pages get them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sesmock import mock_ses
from sesmock.inspector.records import Record
from sesmock.pages import checks, serialization
from tests.receiving import add_rule, receive
from tests.sending import send

if TYPE_CHECKING:
    from sesmock import SesMock


def list_mail(mocked: SesMock, kind: str) -> list[dict[str, Any]]:
    """Return the mail of a kind, such as ``sent``, as pages get it."""
    return serialization.serialize_record(Record(mocked._world, mocked._journal))[kind]  # type: ignore[return-value]


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
def test_a_message_has_the_findings_of_both_checks(api: str) -> None:
    """A message has the findings of lint, and the findings of the HTML check with their lines."""
    with mock_ses(identities=["example.com"]) as mocked:
        send(api, "ada@example.net", text=None, html="<p>\n<img width=1 src=a.png>")  # type: ignore[arg-type]
        [message] = list_mail(mocked, "sent")

    assert [(each["rule"], each["places"]) for each in message["checks"]] == [
        ("no-text-part", []),
        ("missing-alt", [[2, "<img width=1 src=a.png>"]]),
    ]


def test_a_rule_has_at_most_twenty_places() -> None:
    """For a rule with many findings, the page gets their number, but only the first twenty places."""
    [check] = checks.list_html_checks("\n".join(["<img width=1 src=a.png>"] * 30))

    assert (check["count"], len(check["places"])) == (30, 20)  # type: ignore[arg-type]


def test_received_mail_has_the_findings_of_its_html() -> None:
    """Received mail has the findings of the HTML check, but none of lint, which is about sending."""
    with mock_ses(identities=["example.com"]) as mocked:
        add_rule()
        receive(b"From: ada@example.net\r\nTo: in@example.com\r\nContent-Type: text/html\r\n\r\n<form>")
        [mail] = list_mail(mocked, "received")

    assert [check["rule"] for check in mail["checks"]] == ["form"]
