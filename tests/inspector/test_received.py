"""Filters and assertions on received mail."""

from __future__ import annotations

import asyncio
import re
import threading
from typing import TYPE_CHECKING, Any

import pytest

from sesmock import SesMock, mock_ses
from sesmock.inspector import failure_text
from sesmock.inspector.records import Record
from tests.receiving import BUCKET, TOPIC, add_rule, receive

if TYPE_CHECKING:
    from collections.abc import Iterator

HTML = (
    b"From: Ada <ada@example.net>\nTo: info@example.com\nCc: cc@example.com\nReply-To: reply@example.net\n"
    b"Subject: News\nX-A: 1\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    b'--b\nContent-Type: text/html\n\n<p>Hello <a href="https://example.net/a">you</a></p>\n'
    b'--b\nContent-Type: application/pdf; name="a.pdf"\nContent-Disposition: attachment\n\nx\n--b--\n'
)


@pytest.fixture(autouse=True)
def ses_mock() -> Iterator[SesMock]:
    """Yield a mock with two receipt rules and three received emails, one of them refused."""
    with mock_ses(identities=["example.com"]) as active:
        add_rule(BUCKET, name="store")
        add_rule({"SNSAction": {"TopicArn": TOPIC}}, name="tell", Recipients=["info@example.com"])
        receive()
        receive(HTML, source="bounces@example.net", recipients=["info@example.com", "other@example.com"])
        receive(recipients="info@example.org")
        yield active


@pytest.mark.parametrize(
    ("conditions", "positions"),
    [
        ({}, [0, 1, 2]),
        ({"accepted": True}, [0, 1]),
        ({"accepted": False}, [2]),
        ({"subject": "News"}, [1]),
        ({"subject": re.compile("^H")}, [0, 2]),
        ({"to": "info@example.com", "accepted": True}, [0, 1]),
        ({"cc": "cc@example.com"}, [1]),
        ({"bcc": ...}, []),
        ({"sender": "ada@example.net", "subject": "News"}, [1]),
        ({"sender": None}, []),
        ({"reply_to": "reply@example.net"}, [1]),
        ({"recipient": "other@example.com"}, [1]),
        ({"recipient": ["info@example.org"]}, [2]),
        ({"source": "bounces@example.net"}, [1]),
        ({"rule": "store"}, [0, 1]),
        ({"rule": []}, [2]),
        ({"action": "SNS"}, [0, 1]),
        ({"action": "Lambda"}, []),
        ({"text": "Hi"}, [0, 2]),
        ({"html": "Hello"}, [1]),
        ({"body": "H"}, [0, 1, 2]),
        ({"link": "https://example.net/a"}, [1]),
        ({"attachment": "a.pdf"}, [1]),
        ({"header": {"X-A": "1"}}, [1]),
        ({"region": "us-east-1"}, [0, 1, 2]),
        ({"account_id": "123456789012", "region": "eu-west-1"}, []),
        ({"where": lambda mail: len(mail.actions) == 2}, [0, 1]),
    ],
)
def test_mail_is_filtered(ses_mock: SesMock, conditions: dict[str, Any], positions: list[int]) -> None:
    """Received mail can be filtered by all its attributes."""
    matches = ses_mock.received.filter(**conditions)  # type: ignore[arg-type]

    assert list(matches) == [ses_mock.received[position] for position in positions]
    assert ses_mock.received.count(**conditions) == len(positions)  # type: ignore[arg-type]


def test_methods_return_mail_or_fail(ses_mock: SesMock) -> None:
    """Each method of ``received`` returns the matching email, or fails if there is none or more than expected."""
    received = ses_mock.received
    first, news, refused = received

    assert received.one(subject="News") is news
    assert received.one(message_id=first.message_id) is first
    assert (received.first(subject="Hello"), received.last(subject="Hello")) == (first, refused)
    assert (received.count(news), received.count(news, accepted=False)) == (1, 0)
    received.none(subject="x")
    with pytest.raises(AssertionError, match="exactly 1 received email with accepted=True; 2 of 3 match"):
        received.one(accepted=True)
    with pytest.raises(AssertionError, match="no received email"):
        received.none()
    with pytest.raises(AssertionError, match="1 received email and no other"):
        received.only(subject="News")
    with pytest.raises(AssertionError, match="at least 1 received email"):
        received.first(subject="x")
    with pytest.raises(AssertionError, match="at least 1"):
        received.last(subject="x")
    with pytest.raises(TypeError, match="unknown filter 'subjct'; did you mean 'subject'"):
        received.one(subjct="x")  # type: ignore[call-arg]


def test_only_returns_the_only_mail(ses_mock: SesMock) -> None:
    """`only` returns an email if there are no others."""
    with mock_ses(isolated=True) as inner:
        received = receive()

        assert inner.received.only() is received


def test_a_failure_shows_the_mail(ses_mock: SesMock) -> None:
    """A failure shows the sender and recipients of received mail, and its rules or SES's reply."""
    with pytest.raises(AssertionError) as caught:
        ses_mock.received.one(subject="Newz")
    text = str(caught.value)

    assert "closest  [1] from bounces@example.net  to info@example.com, other@example.com  'News'" in text
    assert "[0] from ada@example.net  to info@example.com  'Hello'  (store, tell)" in text
    assert (
        "[2] from ada@example.net  to info@example.org  'Hello'  550 5.1.1 Requested action not taken: mailbox"
        in text
    )
    assert repr(ses_mock.received).startswith(
        "<3 received: from ada@example.net  to info@example.com  'Hello'"
    )


def test_the_repr_of_mail_shows_whether_it_was_accepted(ses_mock: SesMock) -> None:
    """The representation of an email shows whether it was accepted."""
    assert repr(ses_mock.received[0]) == "<Received 'Hello' from ada@example.net, accepted>"
    assert repr(ses_mock.received[2]).startswith("<Received 'Hello' from ada@example.net, refused: 550 5.1.1")
    assert repr(receive(source="")) == "<Received 'Hello' from <>, accepted>"


def test_mail_from_another_thread_is_waited_for(ses_mock: SesMock) -> None:
    """A test can wait for an email that SES receives in another thread."""
    thread = threading.Timer(0.05, receive, ["To: info@example.com\nSubject: Late\n\n"])
    thread.start()
    mail = ses_mock.received.wait_for(subject="Late")
    thread.join()

    assert mail is ses_mock.received[-1]
    with pytest.raises(AssertionError, match=r"a received email within 0\.01 s"):
        ses_mock.received.wait_for(subject="x", timeout=0.01)


def test_a_task_can_wait_for_mail(ses_mock: SesMock) -> None:
    """A task can wait for an email while other tasks run."""

    async def wait() -> Any:
        asyncio.get_running_loop().call_later(0.01, receive, "To: info@example.com\nSubject: Late\n\n")
        return await ses_mock.received.await_for(subject="Late")

    assert asyncio.run(wait()) is ses_mock.received[-1]


def test_received_mail_is_read_like_sent_mail(ses_mock: SesMock, tmp_path: Any) -> None:
    """Received mail has the same attributes and methods for its content as sent mail."""
    news = ses_mock.received[1]

    assert news.links == ("https://example.net/a",)
    assert news.find("Hello (\\w+)") == "you"
    assert news.text_content == "Hello you"
    assert news.attachments["a.pdf"].content.strip() == b"x"
    assert news.mime["Subject"] == "News"
    assert news.save(tmp_path / "mail.eml").read_bytes() == news.raw
    assert news.received_at.tzinfo is not None
    assert "Return-Path" in news.headers
    with pytest.raises(AssertionError, match=r"'x\{9\}' does not occur in <Received 'News'"):
        news.find("x{9}")


def test_received_mail_stays_readable_after_the_end(ses_mock: SesMock) -> None:
    """Received mail stays readable after the mock ends."""
    with mock_ses(isolated=True) as inner:
        receive()

    assert inner.received.one().smtp_reply.startswith("550")


@pytest.mark.parametrize("full", [False, True])
def test_a_failing_test_shows_received_mail(full: bool) -> None:
    """A failing test shows received mail with its rules or SES's reply; with --ses-mail=full also its text."""
    with mock_ses(identities=["example.com"], isolated=True) as mocked:
        add_rule(name="store")
        receive()
        receive(recipients="info@example.org", source="")
        text = failure_text.captured(Record(mocked._world, mocked._journal), full=full)
    body = "\n           | Hi" if full else ""

    assert text == (
        f"  received from ada@example.net  to info@example.com  'Hello'  (store){body}\n"
        "  received from <>  to info@example.org  'Hello'  550 5.1.1 Requested action not taken: mailbox unavailable"
        f"{body}"
    )
