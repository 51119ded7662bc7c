"""The texts of failed assertions."""

from __future__ import annotations

import re
from copy import copy
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.exceptions import ClientError

from sesmock import Outcome, SesMock, mock_ses
from sesmock.domain.mail import addresses
from sesmock.domain.mail.content import UsedTemplate
from sesmock.inspector import failure_text
from sesmock.inspector.records import Record
from tests.inspector.sending import failure, send_three, send_unrendered
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Yield a mock in which three messages were sent."""
    with mock_ses(identities=["example.com"]) as active:
        send_three()
        yield active


def test_a_failure_shows_the_closest_message(mocked: SesMock) -> None:
    """A failure compares the most similar message field by field, and lists the others."""
    assert failure(mocked.outbox.one, to="ada@example.net", subject=re.compile("^Bye")) == (
        "expected exactly 1 message with to='ada@example.net', subject=re.compile('^Bye'); 0 of 3 match\n"
        "  closest  [0] ses SendEmail  to Ada <ada@example.net>  'Welcome, Ada'\n"
        "           to       ok\n"
        "           subject  differs\n"
        "             - re.compile('^Bye')\n"
        "             + 'Welcome, Ada'\n"
        "  others   [1] ses SendEmail  to bob@example.net, eve@example.org  'Welcome'\n"
        "  others   [2] ses SendEmail  to ops@example.net  'Alert'"
    )


def test_a_misspelling_is_found(mocked: SesMock) -> None:
    """If no condition matches, the message with the most similar text is the closest."""
    assert "closest  [2] ses SendEmail  to ops@example.net" in failure(
        mocked.outbox.one, to="opps@example.net"
    )


def test_a_misspelling_is_found_among_many(mocked: SesMock) -> None:
    """A misspelling is found among many messages with equally few matches."""
    ses = boto3.client("ses")
    for number in range(300):
        send(ses, f"somebody{number:03}@example.net", subject="Welcome")
    send(ses, "needle@example.org", subject="Found")

    assert "'Found'" in failure(mocked.outbox.one, to="nedle@example.org").splitlines()[1]


def test_several_matches_are_listed(mocked: SesMock) -> None:
    """A failure for several matches lists them before the other messages."""
    lines = failure(mocked.outbox.one, sender="shop@example.com").splitlines()

    assert lines[0].endswith("2 of 3 match")
    assert [line[:14] for line in lines[1:]] == ["  matches  [0]", "  matches  [1]", "  others   [2]"]


def test_a_failure_of_none_lists_the_messages(mocked: SesMock) -> None:
    """Without conditions, a failure of `none` lists all messages."""
    assert failure(mocked.outbox.none).startswith(
        "expected no message; 3 of 3 match\n  sent     [0] ses SendEmail"
    )
    assert "; 3 of 3 match\n  matches  [0]" in failure(mocked.outbox.none, to=...)


def test_the_most_similar_line_of_a_long_text_is_shown(mocked: SesMock) -> None:
    """A failure shows only the most similar line of a long text."""
    page = "<p>nothing</p>\n" * 50 + "<p>Your code is 42</p>\n" + "x\n" * 50
    send("ses", "ada@example.net", subject="Long", text=None, html=page)
    send("ses", "ada@example.net", subject="Empty lines", text=None, html="\n" * 300)
    text = failure(mocked.outbox.one, subject="Long", html="Your code: 42")
    blank = failure(mocked.outbox.one, subject="Empty lines", body="Your code: 42")

    assert "- 'Your code: 42'\n" in text
    assert "nearest line: '<p>Your code is 42</p>'\n" in text
    assert "+ 300 characters, nearest line: ''" in blank


def test_a_callable_that_raises_is_reported(mocked: SesMock) -> None:
    """A failure reports an exception that a test's callable raised, and also shows the other conditions."""
    before = len(mocked.outbox)
    first = mocked.outbox[0]
    text = failure(
        mocked.outbox.one,
        to="ada@example.net",
        subject="Bye",
        where=lambda message: {}["key"] if message is first else True,
    )

    assert before == 3
    assert "where    differs\n             raised KeyError: 'key'" in text
    assert "returned a false value" in failure(mocked.outbox.one, to="ada@example.net", where=lambda _: False)


def test_a_template_is_shown_by_its_name(mocked: SesMock) -> None:
    """A failure shows a template by its name, not as an object."""
    mocked.outbox[0].template = UsedTemplate("welcome", None, {})

    assert "+ 'welcome'" in failure(mocked.outbox.one, to="ada@example.net", template="wellcome")


def test_a_failure_is_bounded_in_length(mocked: SesMock) -> None:
    """Many messages, many recipients and long subjects do not make the text long."""
    for number in range(12):
        send("ses", *[f"a{number}{other}@example.net" for other in range(9)], subject="x" * 500)
    text = failure(mocked.outbox.one, to="nobody@example.net", subject="y" * 5000)

    assert "others   and 4 more" in text
    assert "and 6 more" in text
    assert max(map(len, text.splitlines()[1:])) <= 180
    assert len(text) < 4000


@pytest.mark.slow
def test_a_failure_among_many_messages_is_short() -> None:
    """The text is short even for ten thousand messages; its speed is covered by the benchmarks."""
    with mock_ses(identities=["example.com"]) as active:
        send("ses", "ada@example.net", subject="Welcome", text=None, html="<p>Hi</p>" * 100)
        message = active.outbox[0]
        for number in range(10_000):  # this many sends would take seconds
            other = copy(message)
            other.to = (addresses.parse(f"somebody.{number}@example.net"),)
            active._world.outbox.append(other)
        text = failure(
            active.outbox.one, to="eve@example.net", subject="Bye", html="Bye", link="https://a.b/"
        )

    assert "0 of 10001 match" in text
    assert len(text) < 4000


def test_refusals_are_listed_with_a_hint() -> None:
    """A failure lists refused calls, and shows how to verify the missing identity."""
    with mock_ses() as mocked:
        with pytest.raises(ClientError):
            send("ses", "ada@example.net", subject="Welcome")
        text = failure(mocked.outbox.one, to="ada@example.net")

    assert "0 of 0 match" in text
    assert (
        "rejected ses SendEmail  to ada@example.net  MessageRejected: Email address is not verified." in text
    )
    assert "\n  hint     shop@example.com (sender) is unknown in us-east-1; verified there: none\n" in text
    assert text.endswith('\n  hint     write mock_ses(identities=["shop@example.com"])')


@pytest.mark.parametrize("destinations", [{}, {"Destinations": ["eve@example.net"]}])
def test_a_refused_raw_message_is_listed_with_its_recipients(destinations: dict[str, list[str]]) -> None:
    """A failure lists a refused raw message with the recipients of the call, if it has any."""
    with mock_ses() as mocked:
        with pytest.raises(ClientError):
            boto3.client("ses").send_raw_email(
                RawMessage={"Data": b"From: a@example.com\nTo: b@example.net\n\nHi"}, **destinations
            )
        text = failure(mocked.outbox.one)

    assert ("to eve@example.net" in text) == bool(destinations)


def test_suppressed_and_unrendered_mail_is_listed(mocked: SesMock) -> None:
    """Suppressed and unrendered messages are listed, although SES accepted them."""
    message = mocked.outbox[0]
    message.decide(dict.fromkeys(message.recipients, "suppressed"))
    send_unrendered()
    text = failure(mocked.outbox.one, subject="Bye")

    assert "  suppressed Ada <ada@example.net>  'Welcome, Ada'" in text
    assert (
        "  unrendered sesv2 SendEmail  to ada@example.net  template 'welcome'  "
        "Attribute 'name' is not present in the rendering data." in text
    )
    assert "hint     a template attribute is missing" in text


def test_refused_calls_are_found_by_their_error() -> None:
    """Refused calls can be filtered by the code and message of their error and by the call."""
    with mock_ses() as mocked:
        with pytest.raises(ClientError):
            send("ses", "ada@example.net", subject="Welcome")
        rejected = mocked.rejected

        assert (
            rejected.one(code="MessageRejected", message="not verified", operation="SendEmail") is rejected[0]
        )
        assert list(rejected.filter(api="sesv2")) == []
        assert rejected.none(code="Throttling", region=..., account_id=...) is None
        assert rejected.one(where=lambda call: call.params["Source"] == "shop@example.com")


def test_a_failure_lists_refused_calls() -> None:
    """A failure of ``rejected`` compares the closest refused call, and lists sent messages and refused calls."""
    with mock_ses() as mocked:
        with pytest.raises(ClientError):
            send("ses", "ada@example.net", subject="Welcome")
        mocked.verify("example.com")
        send("ses", "ada@example.net", subject="Again")
        text = failure(mocked.rejected.one, code="Throttling")

        assert text.startswith(
            "expected exactly 1 rejected call with code='Throttling'; 0 of 1 match\n"
            "  closest  ses SendEmail  to ada@example.net  MessageRejected: Email address is not verified. The "
            "following identities failed the check in region US-EAST-1: shop@example.com\n"
            "           code  differs\n"
            "             - 'Throttling'\n"
            "             + 'MessageRejected'\n"
            "  sent     ses SendEmail  to ada@example.net  'Again'\n"
            "  rejected ses SendEmail  to ada@example.net  MessageRejected"
        )
        assert failure(mocked.rejected.none, code=...).startswith(
            "expected no rejected call with code=...; 1 of 1"
        )
        with pytest.raises(TypeError, match="unknown filter 'cod'; did you mean 'code'"):
            mocked.rejected.one(cod="x")  # type: ignore[call-arg]


def test_an_underscore_in_a_domain_is_explained() -> None:
    """A failure explains an underscore in a domain, since SES's error does not say which character is illegal."""
    with mock_ses(identities="*") as mocked:
        with pytest.raises(ClientError, match="Domain contains illegal character"):
            send("ses", "ada@my_shop.com")
        text = failure(mocked.outbox.one, subject="Hello")

    assert "hint     SES refuses an underscore in a domain" in text


@pytest.mark.parametrize(
    "create",
    [
        lambda: boto3.client("ses").verify_domain_identity(Domain="my_shop.com"),
        lambda: boto3.client("ses").verify_domain_dkim(Domain="my_shop.com"),
        lambda: boto3.client("ses").verify_email_identity(EmailAddress="ada@my_shop.com"),
        lambda: boto3.client("sesv2").create_email_identity(EmailIdentity="my_shop.com"),
        lambda: boto3.client("sesv2").create_email_identity(EmailIdentity="ada@my_shop.com"),
        lambda: boto3.client("pinpoint-email").create_email_identity(EmailIdentity="my_shop.com"),
    ],
)
def test_an_underscore_in_an_identity_is_explained(create: Callable[[], object]) -> None:
    """The failure explains the underscore for any operation that creates an identity, even without mail."""
    with mock_ses() as mocked:
        with pytest.raises(ClientError, match="Invalid "):
            create()
        text = failure_text.captured(Record(mocked._world, mocked._journal))

    assert text == "  hint     SES refuses an underscore in a domain"


def test_other_illegal_characters_need_no_hint() -> None:
    """Other illegal characters in a domain get no hint about underscores."""
    with mock_ses(identities="*") as mocked:
        with pytest.raises(ClientError, match="Domain contains illegal character"):
            send("ses", "ada@my!shop.com")
        with pytest.raises(ClientError, match="Invalid email address"):
            boto3.client("ses").verify_email_identity(EmailAddress="a_b@my!shop.com")
        text = failure(mocked.outbox.one, subject="Hello")

    assert "underscore" not in text


@pytest.mark.parametrize("outcome", ["bounced", Outcome.BOUNCED], ids=["text", "member"])
def test_outcomes_are_shown_as_texts(mocked: SesMock, outcome: str) -> None:
    """A failure shows an outcome as a string, even if the test passed a member of `Outcome`."""
    text = failure(mocked.outbox.one, outcome=outcome, to="ops@example.net")

    assert "with to='ops@example.net', outcome='bounced'; 0 of 3 match" in text
    assert "- 'bounced'\n             + {'ops@example.net': 'delivered'}" in text
