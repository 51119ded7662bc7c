"""Mistakes that new users make, and the errors that they get."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import pytest

import sesmock
from sesmock import Attachment, Mail, SesMock, mock_ses
from sesmock.mock import MockSes
from tests import sending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAIL = "unknown filter {!r}; did you mean {!r}? Valid filters: region, account_id, api, operation, "

# A misspelled filter of the outbox, and the filter that was meant.
ALIASES = [
    ("source", "sender"),
    ("from_", "sender"),
    ("from_email", "sender"),
    ("from_address", "sender"),
    ("recipients", "recipient"),
    ("destination", "recipient"),
    ("destinations", "recipient"),
    ("email", "recipient"),
    ("to_addresses", "to"),
    ("html_body", "html"),
    ("body_html", "html"),
    ("text_body", "text"),
    ("content", "body"),
    ("template_data", "data"),
    ("template_name", "template"),
    ("tags", "tag"),
    ("links", "link"),
    ("headers", "header"),
    ("attachments", "attachment"),
    ("filename", "attachment"),
    ("outcomes", "outcome"),
    ("replyto", "reply_to"),
    ("mail_from", "return_path"),
    ("subjct", "subject"),
    ("config_set", "configuration_set"),
    ("configset", "configuration_set"),
    ("ConfigurationSetName", "configuration_set"),
    ("FromEmailAddress", "sender"),
    ("ToAddresses", "to"),
    ("CcAddresses", "cc"),
    ("bcc_addresses", "bcc"),
    ("replyTo", "reply_to"),
    ("MessageId", "message_id"),
    ("id", "message_id"),
]


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Yield a mock in which one message was sent."""
    with mock_ses(identities="*") as active:
        sending.send()
        yield active


@pytest.mark.parametrize(("name", "suggestion"), ALIASES)
def test_an_alias_of_a_filter_is_suggested(mocked: SesMock, name: str, suggestion: str) -> None:
    """A name from boto3, Django or another mail tool is not accepted, but the error suggests the right one."""
    with pytest.raises(TypeError, match=f"^{re.escape(MAIL.format(name, suggestion))}"):
        mocked.outbox.one(**{name: "x"})  # type: ignore[misc]


@pytest.mark.parametrize(
    ("attribute", "name", "suggestion"),
    [
        ("events", "event_type", "type"),
        ("events", "id", "message_id"),
        ("publications", "topic", "target"),
        ("publications", "destination", "event_destination"),
        ("publications", "content", "payload"),
        ("received", "mail_from", "source"),
        ("received", "rules", "rule"),
        ("rejected", "error_code", "code"),
        ("rejected", "service", "api"),
    ],
)
def test_each_list_suggests_its_own_filters(
    mocked: SesMock, attribute: str, name: str, suggestion: str
) -> None:
    """The suggested filter is one that the list of messages, events, publications or calls has."""
    with pytest.raises(TypeError, match=f"^unknown filter {name!r}; did you mean {suggestion!r}\\?"):
        getattr(mocked, attribute).first(**{name: "x"})


def test_a_filter_without_a_similar_one_gets_no_suggestion(mocked: SesMock) -> None:
    """Unknown filters that resemble no valid one are listed together, without a suggestion."""
    with pytest.raises(TypeError, match=r"^unknown filters 'qq', 'xx'\. Valid filters: region, "):
        mocked.outbox.none(qq=1, xx=2)  # type: ignore[call-arg]


POSITIONAL: list[tuple[str, str, Any, str]] = [
    ("outbox", "one", "ada@example.net", "write one(to='ada@example.net')"),
    ("outbox", "none", "Welcome", "write none(subject='Welcome')"),
    ("outbox", "filter", len, "write filter(where=<built-in function len>)"),
    ("outbox", "only", "a@example.net", "write only(to='a@example.net')"),
    ("outbox", "wait_for", "a@example.net", "write wait_for(to='a@example.net')"),
    ("outbox", "await_for", "a@example.net", "write await_for(to='a@example.net')"),
    ("outbox", "count", "a@example.net", "write count(to='a@example.net')"),
    ("events", "first", "ada@example.net", "write first(recipient='ada@example.net')"),
    ("events", "last", "Bounce", "write last(type='Bounce')"),
    ("events", "count", "Bounce", "write count(type='Bounce')"),
    ("publications", "one", "Bounce", "write one(type='Bounce')"),
    ("publications", "count", "Bounce", "write count(type='Bounce')"),
    ("received", "one", "ada@example.net", "write one(to='ada@example.net')"),
    ("received", "count", "Hello", "write count(subject='Hello')"),
    ("rejected", "one", "Throttling", "write one(code='Throttling')"),
    ("rejected", "count", "Throttling", "write count(code='Throttling')"),
    ("rejected", "one", "ada@example.net", "write one(code='ada@example.net')"),
]


@pytest.mark.parametrize(("attribute", "verb", "value", "advice"), POSITIONAL)
def test_a_filter_without_its_name_gets_a_suggestion(
    mocked: SesMock, attribute: str, verb: str, value: object, advice: str
) -> None:
    """A value without a name raises a `TypeError`; `count` does not return 0 for it."""
    with pytest.raises(TypeError, match=f"^{verb}\\(\\) accepts filters only by name; {re.escape(advice)}$"):
        getattr(getattr(mocked, attribute), verb)(value)


def test_a_matcher_requires_the_names_of_filters() -> None:
    """`Mail` raises the same error as the outbox."""
    with pytest.raises(
        TypeError, match=r"^Mail\(\) accepts filters only by name; write Mail\(to='a@example.net'\)"
    ):
        Mail("a@example.net")  # type: ignore[misc]


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (
            lambda ses_mock: ses_mock.fail("Throttling"),
            TypeError,
            "'Throttling' is an error, not an operation; write fail(error='Throttling')",
        ),
        (
            lambda ses_mock: ses_mock.fail(["SendEmail", "ReadTimeoutError"]),
            TypeError,
            "'ReadTimeoutError' is an error, not an operation; write fail(error='ReadTimeoutError')",
        ),
        (
            lambda ses_mock: ses_mock.fail(error="Throttling", times="2"),
            TypeError,
            "times must be a whole number, got '2'",
        ),
        (
            lambda ses_mock: ses_mock.fail(error="Throttling", after=1.5),
            TypeError,
            "after must be a whole number, got 1.5",
        ),
        (lambda ses_mock: ses_mock.fail(latency="1"), TypeError, "latency must be a number, got '1'"),
        (
            lambda ses_mock: ses_mock.fail(error="Throttling", region="eu-west"),
            ValueError,
            "region must be a name such as 'us-east-1', got 'eu-west'; did you mean 'eu-west-1'?",
        ),
        (
            lambda ses_mock: ses_mock.fail(error="Throttling", account_id="12"),
            ValueError,
            "account_id must be a string of 12 digits, got '12'",
        ),
        (
            lambda ses_mock: ses_mock.receive("From: a@b.c\nTo: d@e.f\n\nHi", region="eu-west"),
            ValueError,
            "region must be a name such as 'us-east-1', got 'eu-west'; did you mean 'eu-west-1'?",
        ),
        (
            lambda ses_mock: setattr(ses_mock.account, "sandbox", "false"),
            TypeError,
            "sandbox must be True or False, got 'false'",
        ),
        (
            lambda ses_mock: setattr(ses_mock.account, "sending_enabled", "no"),
            TypeError,
            "sending_enabled must be True or False, got 'no'",
        ),
        (
            lambda ses_mock: setattr(ses_mock.account, "max_send_rate", "14"),
            TypeError,
            "max_send_rate must be a number, got '14'",
        ),
        (
            lambda ses_mock: setattr(ses_mock.account, "max_24_hour_send", -2),
            ValueError,
            "max_24_hour_send must be >= -1, got -2",
        ),
        (
            lambda ses_mock: ses_mock.outbox.wait_for(timeout="5"),
            TypeError,
            "timeout must be a number, got '5'",
        ),
        (
            lambda ses_mock: ses_mock.outbox.wait_for(timeout=True),
            TypeError,
            "timeout must be a number, got True",
        ),
        (
            lambda ses_mock: asyncio.run(ses_mock.outbox.await_for(timeout=-1)),
            ValueError,
            "timeout must be >= 0, got -1",
        ),
    ],
)
def test_a_wrong_argument_is_explained(
    mocked: SesMock, call: Callable[[SesMock], object], kind: type[Exception], text: str
) -> None:
    """An argument of a wrong kind raises an error that shows what to pass instead."""
    with pytest.raises(kind, match=f"^{re.escape(text)}$"):
        call(mocked)


GUESSES: list[tuple[Callable[[SesMock], object], str, str]] = [
    (lambda ses_mock: ses_mock, "messages", "outbox"),
    (lambda ses_mock: ses_mock, "sent", "outbox"),
    (lambda ses_mock: ses_mock, "verify_identity", "verify"),
    (lambda ses_mock: ses_mock, "rejects", "rejected"),
    (lambda ses_mock: ses_mock.outbox[0], "body_text", "text"),
    (lambda ses_mock: ses_mock.outbox[0], "from_email", "sender"),
    (lambda ses_mock: ses_mock.outbox[0], "subjekt", "subject"),
    (lambda ses_mock: ses_mock.receive("From: a@b.c\nTo: d@e.f\n\nHi"), "html_body", "html"),
    (lambda _: Attachment("a.txt", b"", "text/plain", None, inline=False), "filename", "file_name"),
]


@pytest.mark.parametrize(("find", "name", "meant"), GUESSES)
def test_a_guessed_attribute_gets_a_suggestion(
    mocked: SesMock, find: Callable[[SesMock], object], name: str, meant: str
) -> None:
    """The error of an unknown attribute suggests the one that was probably meant."""
    thing = find(mocked)

    with pytest.raises(
        AttributeError,
        match=f"^'{type(thing).__name__}' object has no attribute '{name}'; did you mean '{meant}'\\?$",
    ):
        getattr(thing, name)


@pytest.mark.parametrize("name", ["zzz", "_sent", "__html__"])
def test_an_attribute_without_a_similar_one_gets_no_suggestion(mocked: SesMock, name: str) -> None:
    """Unknown attributes without a similar one, and names that libraries probe for, get no suggestion."""
    with pytest.raises(AttributeError, match=f"^'SesMock' object has no attribute '{name}'$"):
        getattr(mocked, name)


def test_the_error_in_a_property_is_not_replaced(mocked: SesMock, monkeypatch: pytest.MonkeyPatch) -> None:
    """An AttributeError raised inside a property is not reported as an unknown attribute."""
    monkeypatch.setattr(SesMock, "account", property(lambda _: object().missing))  # type: ignore[attr-defined]

    with pytest.raises(AttributeError, match="'object' object has no attribute 'missing'"):
        _ = mocked.account


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Message", "did you mean SentMessage?"),
        ("MockSES", "did you mean MockSes?"),
        ("ses_mock", "ses_mock is a pytest fixture; "),
    ],
)
def test_a_guessed_import_gets_a_suggestion(name: str, hint: str) -> None:
    """Both ``from sesmock import`` and attribute access suggest the right name."""
    with pytest.raises(ImportError, match=re.escape(hint)):
        exec(f"from sesmock import {name}")
    with pytest.raises(AttributeError, match=re.escape(hint)):
        getattr(sesmock, name)


@pytest.mark.parametrize(
    ("attribute", "index", "advice"),
    [
        ("outbox", "ada@example.net", "write one(to='ada@example.net')"),
        ("outbox", "Hello", "write one(subject='Hello')"),
        ("events", "Bounce", "write one(type='Bounce')"),
    ],
)
def test_a_string_is_not_an_index(mocked: SesMock, attribute: str, index: str, advice: str) -> None:
    """Indexing the outbox or the events with a string raises an error that shows the method to use."""
    text = f"an index must be an int or a slice, got {index!r}; one() accepts filters only by name; {advice}"
    with pytest.raises(TypeError, match=f"^{re.escape(text)}$"):
        getattr(mocked, attribute)[index]


@pytest.mark.parametrize("verb", ["bounce", "complain", "delay"])
def test_an_address_in_place_of_a_type_is_an_error(mocked: SesMock, verb: str) -> None:
    """Passing an address as a type raises an error that shows ``recipient=``, and the message is unchanged."""
    message = mocked.outbox[0]

    with pytest.raises(ValueError, match=r"got 'ada@example\.net'; write recipient='ada@example\.net'$"):
        getattr(message, verb)("ada@example.net")
    assert message.outcome == "delivered"


@pytest.mark.parametrize("attribute", ["outbox", "notices", "received", "rejected"])
def test_waiting_refuses_to_block_an_event_loop(mocked: SesMock, attribute: str) -> None:
    """In a running loop, `wait_for` raises an error that shows the call to await, even if there is a match."""

    async def wait() -> None:
        getattr(mocked, attribute).wait_for()

    label = "outbox" if attribute == "notices" else attribute
    with pytest.raises(
        RuntimeError, match=f"would block the running event loop.*; write `await {label}.await_for"
    ):
        asyncio.run(wait())


def test_a_mock_that_is_not_started_says_so() -> None:
    """Before a mock starts, reading one of its later attributes raises an error that says how to start it."""
    mock = mock_ses(identities=["example.com"])

    assert not hasattr(mock, "outbx")
    with pytest.raises(AttributeError, match=r"^mock_ses\(\.\.\.\) has no attribute 'outbx'$"):
        mock.outbx.one()  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match=r"so it has no 'verify' yet: call start\(\) first, or use `w"):
        mock.verify("example.com")


def test_a_started_mock_has_the_attributes_of_its_handle() -> None:
    """A mock started by ``with`` has the attributes of its handle, even when nested and after its end."""
    mock = mock_ses(identities=["example.com"])
    with mock:
        sending.send()
        inside = mock.outbox.one().subject
        with mock as inner:
            nested = mock.outbox is inner.outbox
        mock.verify("example.org")
        identities = sorted(mock.account.identities)

    assert (inside, nested, identities) == ("Hello", True, ["example.com", "example.org"])
    assert mock.outbox.one().subject == "Hello"


def test_a_decorator_has_the_attributes_of_its_handle() -> None:
    """The attributes belong to the mock of the current call, and are gone after it."""
    mock = mock_ses(identities=["example.com"])

    @mock
    def count() -> int:
        sending.send()
        return len(mock.outbox)

    assert (count(), count()) == (1, 1)
    with pytest.raises(AttributeError, match="not started"):
        len(mock.outbox)


def test_an_interrupted_start_ends_the_mock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A KeyboardInterrupt during a start stops the mock and reaches the caller."""

    class Interrupted(list[SesMock]):
        def append(self, handle: SesMock) -> None:
            raise KeyboardInterrupt

    mock = MockSes()
    mock._running = Interrupted()

    with pytest.raises(KeyboardInterrupt):
        mock(len)([])
    with mock_ses() as ses_mock:
        assert len(ses_mock.outbox) == 0
