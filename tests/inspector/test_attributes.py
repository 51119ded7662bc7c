"""The attributes of messages, events, publications, calls and received mail."""

from __future__ import annotations

import ast
import copy
import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest

import sesmock
from sesmock import Call, Event, Publication, Received, SentMessage, SesMock, mock_ses
from sesmock.inspector import filters
from tests import sending
from tests.inspector.sending import send_rich

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = {"name": "Ada"}


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Yield a mock in which a plain and a rich message were sent."""
    with mock_ses(identities="*") as active:
        sending.send(html='<a href="https://example.com/">Hi</a>')
        send_rich()
        yield active


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (SentMessage, filters.MESSAGE_FIELDS),
        (Event, filters.EVENT_FIELDS),
        (Publication, filters.PUBLICATION_FIELDS),
        (Received, filters.RECEIVED_FIELDS),
        (Call, filters.REFUSAL_FIELDS),
    ],
)
def test_names_of_filters_are_attributes(kind: type, fields: dict[str, object]) -> None:
    """Each filter's name is also an attribute."""
    assert [name for name in fields if name != "where" and not hasattr(kind, name)] == []


def test_a_single_value_has_the_name_of_its_filter(mocked: SesMock) -> None:
    """A plain message has one recipient, one link and one outcome; its texts are joined in the body."""
    message = mocked.outbox[0]
    event = mocked.events[0]

    assert (message.recipient, message.outcome, message.link) == (
        "ada@example.net",
        "delivered",
        "https://example.com/",
    )
    assert message.body == 'Hi\n<a href="https://example.com/">Hi</a>'
    assert message.header["Subject"] == "Hello"
    assert (message.data, message.tag) == (None, {})
    assert (event.recipient, event.message_id, event.sender) == (
        "ada@example.net",
        message.message_id,
        "shop@example.com",
    )
    assert (event.region, event.account_id, event.api) == ("us-east-1", "123456789012", "sesv2")
    assert (event.operation, event.subject, event.tag, event.configuration_set) == (
        "SendEmail",
        "Hello",
        {},
        None,
    )


def test_singular_attributes_require_a_single_value(mocked: SesMock) -> None:
    """A singular attribute raises an error unless there is one value; the error suggests the plural."""
    message = mocked.outbox[1]

    assert message.attachment.file_name == "invoice.pdf"
    assert message.tag == {"campaign": "spring"}
    with pytest.raises(
        ValueError,
        match=r"^expected exactly one recipient, got 3: 'ada@example.net', .*; use \.recipients$",
    ):
        _ = message.recipient
    with pytest.raises(ValueError, match=r"^expected exactly one link, got 2: .*; use \.links$"):
        _ = message.link
    with pytest.raises(ValueError, match=r"one attachment, got 0: none; use \.attachments$"):
        _ = mocked.outbox[0].attachment


def test_a_template_shows_its_data(mocked: SesMock) -> None:
    """The ``data`` of a message are the values that its template was rendered with."""
    client: Any = boto3.client("ses")
    client.create_template(Template={"TemplateName": "hi", "SubjectPart": "Hi {{name}}", "TextPart": "Hi"})
    client.send_templated_email(
        Source="shop@example.com",
        Destination={"ToAddresses": ["ada@example.net"]},
        Template="hi",
        TemplateData='{"name": "Ada"}',
    )

    assert mocked.outbox[-1].data == DATA


def test_a_refused_call_shows_its_error() -> None:
    """A refused call has a code, a message and an API; a successful call has neither code nor message."""
    with mock_ses() as active, pytest.raises(Exception, match="not verified"):
        sending.send("ses")
    call = active.rejected[0]
    with mock_ses(identities="*") as active:
        sending.send("ses")

    assert (call.api, call.code) == ("ses", "MessageRejected")
    assert (call.message or "").startswith("Email address is not verified.")
    assert (active.calls[0].code, active.calls[0].message) == (None, None)


def test_a_refused_mail_has_no_rule_and_no_action() -> None:
    """``rule`` and ``action`` raise an error for mail that no rule handled."""
    with mock_ses() as active:
        received = active.receive("From: a@example.com\nTo: b@example.net\n\nHi")

    with pytest.raises(ValueError, match=r"one rule, got 0: none; use \.rules"):
        _ = received.rule
    with pytest.raises(ValueError, match=r"one action, got 0: none; use \.actions"):
        _ = received.action


def test_a_publication_shows_its_only_recipient() -> None:
    """The ``recipient`` of a publication is the recipient of its event."""
    with mock_ses(identities=["example.com"]) as active:
        boto3.client("ses").set_identity_notification_topic(
            Identity="example.com",
            NotificationType="Delivery",
            SnsTopic="arn:aws:sns:us-east-1:123456789012:topic",
        )
        sending.send()

    assert active.publications.one(type="Delivery").recipient == "ada@example.net"


def test_completion_omits_internals(mocked: SesMock) -> None:
    """``dir`` omits attributes that only the mock itself needs."""
    names = dir(mocked.outbox[0])
    received = mocked.receive("From: a@example.com\nTo: b@example.net\n\nHi")

    assert {"subject", "to", "body", "outcomes", "bounce"} <= set(names)
    assert {"add", "decide", "tag_pairs", "accepted_at", "used_tenant"}.isdisjoint(names)
    assert {"has_consumer", "occurred_at"}.isdisjoint(dir(mocked.events[0]))
    assert {"begin", "add_header", "received_seconds"}.isdisjoint(dir(received))
    assert {"world", "quota", "shut_down"}.isdisjoint(dir(mocked.account))
    assert {"sandbox", "max_send_rate", "identities"} <= set(dir(mocked.account))


@pytest.mark.parametrize("kind", [SentMessage, Event, Publication, SesMock])
def test_attributes_have_docstrings(kind: type) -> None:
    """Every public property has a docstring, and every attribute has one below its annotation."""
    [tree] = [
        node
        for node in ast.parse(Path(inspect.getfile(kind)).read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name == kind.__name__
    ]
    bare = [
        statement.target.id
        for statement, following in zip(tree.body, [*tree.body[1:], ast.Pass()], strict=True)
        if isinstance(statement, ast.AnnAssign)
        and isinstance(statement.target, ast.Name)
        and not (isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant))
    ]
    public = [
        name for name in vars(kind) if not name.startswith("_") and isinstance(vars(kind)[name], property)
    ]

    assert bare == []
    assert [name for name in public if not vars(kind)[name].__doc__] == []


def test_the_signature_of_mock_ses_shows_its_options() -> None:
    """The signature of mock_ses has the types and defaults of its options, and its docstring describes each."""
    parameters = inspect.signature(mock_ses).parameters

    assert list(parameters)[:3] == ["target", "identities", "verification"]
    assert str(parameters["sandbox"]) == "sandbox: bool = False"
    assert str(parameters["region"]) == "region: str = 'us-east-1'"
    assert "\n        sandbox: limit the account" in (inspect.getdoc(mock_ses) or "").replace(
        "\n    ", "\n        "
    )
    assert list(inspect.signature(sesmock.MockSes).parameters) == list(parameters)[1:]


def test_the_signature_of_mock_ses_can_be_changed_and_copied() -> None:
    """The lazy signature of mock_ses can be copied, compared, changed and printed as any other."""
    signature = inspect.signature(mock_ses)

    assert copy.copy(signature) == signature
    assert str(signature.replace(parameters=[])) == "()"
    assert str(signature).startswith("(target=None, /, *, identities: Iterable[str] = (), verification: ")
