"""Questions to the outbox, and what a failed one says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from sesmock import SesMock, mock_ses

if TYPE_CHECKING:
    from collections.abc import Iterator


def send(to: list[str], subject: str, sender: str = "Shop <shop@example.com>", **body: str) -> None:
    """Send a message."""
    parts = {name: {"Data": data} for name, data in (body or {"Text": "Hi"}).items()}
    boto3.client("ses").send_email(
        Source=sender,
        Destination={"ToAddresses": to},
        Message={"Subject": {"Data": subject}, "Body": parts},
    )


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES with three messages sent."""
    with mock_ses(identities=["example.com"]) as active:
        send(["Ada <ada@example.net>"], "Welcome, Ada", Text="Hi Ada", Html="<b>Hi</b>")
        send(["bob@example.net", "eve@example.org"], "Welcome", Text="Hi both")
        send(["ops@example.net"], "Alert", sender="alarm@example.com", Html="<p>fire</p>")
        yield active


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ({}, [0, 1, 2]),
        ({"to": "ada@EXAMPLE.net"}, [0]),
        ({"to": "Ada <ada@example.net>"}, [0]),
        ({"to": "Eva <ada@example.net>"}, []),
        ({"to": "eve@example.org"}, [1]),
        ({"to": ["eve@example.org", "bob@example.net"]}, [1]),
        ({"to": ["eve@example.org"]}, []),
        ({"to": re.compile(r"@example\.org$")}, [1]),
        ({"to": lambda to: len(to) == 2}, [1]),
        ({"to": ...}, [0, 1, 2]),
        ({"to": None}, []),
        ({"to": 3}, []),
        ({"sender": "shop@example.com"}, [0, 1]),
        ({"sender": re.compile("^alarm")}, [2]),
        ({"sender": ...}, [0, 1, 2]),
        ({"sender": 3}, []),
        ({"subject": "Welcome"}, [1]),
        ({"subject": re.compile("^Welcome")}, [0, 1]),
        ({"subject": lambda subject: "A" in subject}, [0, 2]),
        ({"text": "Hi"}, [0, 1]),
        ({"text": None}, [2]),
        ({"text": re.compile("both$")}, [1]),
        ({"html": "<p>"}, [2]),
        ({"html": ..., "text": ...}, [0]),
        ({"region": "us-east-1", "account_id": "123456789012"}, [0, 1, 2]),
        ({"region": "eu-west-1"}, []),
    ],
)
def test_messages_are_found_by_what_they_are(
    mocked: SesMock, conditions: dict[str, Any], found: list[int]
) -> None:
    """All conditions must hold; addresses compare without display name and case of domain."""
    outbox = mocked.outbox

    assert list(outbox.filter(**conditions)) == [outbox[position] for position in found]
    assert outbox.count(**conditions) == len(found)


def test_the_outbox_is_a_sequence(mocked: SesMock) -> None:
    """It has a length, an order and parts, and grows while the test runs."""
    outbox = mocked.outbox
    before = len(outbox)
    send(["zoe@example.net"], "Later")

    assert (before, len(outbox), outbox[-1].subject) == (3, 4, "Later")
    assert [message.subject for message in outbox[1:3]] == ["Welcome", "Alert"]
    assert outbox.count(outbox[0]) == 1
    assert outbox[0] in outbox


def test_one_returns_the_message(mocked: SesMock) -> None:
    """The only match is returned, however many others there are."""
    assert mocked.outbox.one(to="ops@example.net").subject == "Alert"


def test_none_is_content_when_nothing_matches(mocked: SesMock) -> None:
    """Nothing is raised when no message matches."""
    assert mocked.outbox.none(to="nobody@example.net") is None


def test_an_unknown_filter_lists_the_known_ones(mocked: SesMock) -> None:
    """A mistyped filter does not pass."""
    with pytest.raises(
        TypeError, match="unknown filter sbject; there are: region, account_id, to, sender, subject"
    ):
        mocked.outbox.one(sbject="Welcome")


def failure(verb: Any, **conditions: Any) -> str:
    """Return what an assertion of the outbox says."""
    with pytest.raises(AssertionError) as caught:
        verb(**conditions)
    return str(caught.value)


def test_a_failure_shows_the_nearest_miss(mocked: SesMock) -> None:
    """The message that fits best is compared condition by condition, the others are listed."""
    assert failure(mocked.outbox.one, to="ada@example.net", subject=re.compile("^Bye")) == (
        "expected exactly 1 message with to='ada@example.net', subject=re.compile('^Bye'); 0 of 3 match\n"
        "  closest  ses SendEmail  to Ada <ada@example.net>  'Welcome, Ada'\n"
        "           to='ada@example.net' ok\n"
        "           subject=re.compile('^Bye') is 'Welcome, Ada'\n"
        "  sent     ses SendEmail  to bob@example.net, eve@example.org  'Welcome'\n"
        "  sent     ses SendEmail  to ops@example.net  'Alert'"
    )


def test_a_failure_of_none_lists_what_was_sent(mocked: SesMock) -> None:
    """Too many is told as well as too few."""
    text = failure(mocked.outbox.none, to=...)

    assert text.startswith("expected no message with to=...; 3 of 3 match\n  sent     ses SendEmail")


def test_a_failure_without_conditions_counts(mocked: SesMock) -> None:
    """Without conditions all messages match."""
    assert failure(mocked.outbox.one).startswith("expected exactly 1 message; 3 of 3 match\n")


def test_a_failure_is_bounded(mocked: SesMock) -> None:
    """Many messages, many recipients and long subjects make no long text."""
    for number in range(12):
        send([f"a{number}{other}@example.net" for other in range(9)], "x" * 500)
    text = failure(mocked.outbox.one, to="nobody@example.net")

    assert "and 4 more" in text
    assert "and 6 more" in text
    assert max(map(len, text.splitlines())) <= 180


def test_a_failure_tells_how_to_verify() -> None:
    """When SES refused for want of a verified identity, the reader is told what to do."""
    with mock_ses() as mocked:
        with pytest.raises(ClientError):
            send(["ada@example.net"], "Welcome")
        text = failure(mocked.outbox.one, to="ada@example.net")

    assert "0 of 0 match" in text
    assert "rejected ses SendEmail  MessageRejected: Email address is not verified." in text
    assert (
        'verified identities: none. Name the sender\'s address or domain: mock_ses(identities=["example.com"])'
        in text
    )


def test_the_outbox_has_a_short_form(mocked: SesMock) -> None:
    """Pytest shows the form of a sequence in a failed assert."""
    for _ in range(3):
        send(["ada@example.net"], "More")

    assert repr(mocked.outbox).startswith(
        "<6 sent: ses SendEmail  to Ada <ada@example.net>  'Welcome, Ada'; "
    )
    assert repr(mocked.outbox).endswith("; …>")
    assert repr(mocked.notices) == "<0 sent>"
