"""Every filter, with every kind of value that it accepts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from sesmock import Mail, mock_ses
from sesmock.domain.mail.content import UsedTemplate
from tests.inspector.sending import send_rich
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.inspector.outbox import Outbox


class Ends:
    """Equals every string with a certain ending, as an object of dirty-equals would."""

    def __init__(self, ending: str) -> None:
        self.ending = ending

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and other.endswith(self.ending)

    __hash__ = None  # type: ignore[assignment]  # it equals many texts


# All tests of the module share the outbox, since they only read it.
@pytest.fixture(scope="module")
def outbox() -> Iterator[Outbox]:
    """Yield an outbox with a plain message and one with all features."""
    with mock_ses(identities=["example.com"]) as active:
        send("ses", "eve@example.org", subject="Plain", sender="shop@example.com")
        send_rich()
        send("ses", "Zoe <zoe@example.org>", subject="Named", sender="Shop <shop@example.com>")
        rich = active.outbox[1]
        rich.template = UsedTemplate(
            "invoice", "arn:aws:ses:x", {"user": {"name": "Ada", "age": 36}, "items": [1, 2]}
        )
        yield active.outbox


@pytest.mark.parametrize(
    ("name", "matching", "missing"),
    [
        (
            "to",
            ["ada@example.net", ["ada@example.net"], ..., Ends(".net"), re.compile("^ada")],
            [None, "bob@example.net"],
        ),
        ("cc", ["bob@example.net", ..., ("bob@EXAMPLE.net",)], [None, "ada@example.net"]),
        ("bcc", ["archive@example.com", lambda bcc: len(bcc) == 1], [None]),
        (
            "recipient",
            [["bob@example.net", "ada@example.net", "archive@example.com"], "bob@example.net"],
            ["x@y.z"],
        ),
        (
            "sender",
            ["billing@example.com", re.compile("billing"), Ends("g@example.com")],
            [None, "shop@example.com"],
        ),
        ("reply_to", ["help@example.com", ...], [None, []]),
        ("return_path", ["bounces@example.com"], ["billing@example.com"]),
        (
            "subject",
            ["Invoice", re.compile("inv", re.IGNORECASE), Ends("voice"), str.istitle],
            ["Inv", "Invoices"],
        ),
        ("text", ["123456", ...], [None, "654321", re.compile("^x")]),
        ("html", ["<p>Pay", ..., Ends("</p>")], [None]),
        (
            "body",
            ["123456", "<p>", ..., re.compile("^<p>"), Ends("</p>"), lambda text: "<p>" in text],
            [None, "absent"],
        ),
        (
            "link",
            [
                "https://example.com/pay",
                re.compile(r"a=1$"),
                ["https://example.com/pay?a=1", "https://example.com/pay"],
                ...,
            ],
            ["https://example.com/", None],
        ),
        (
            "attachment",
            [
                "invoice.pdf",
                re.compile(r"\.pdf$"),
                ["invoice.pdf"],
                lambda found: len(found) == 1,
                ...,
            ],
            ["invoice", None, []],
        ),
        (
            "header",
            ["x-campaign", {"X-Campaign": "spring", "X-Other": None}, {"X-Campaign": re.compile("^s")}],
            ["X-Other", {"X-Campaign": "autumn"}, {"X-Campaign": None}, Ends("x")],
        ),
        (
            "tag",
            ["campaign", {"campaign": "spring"}, {"campaign": ...}, ...],
            ["other", {"campaign": "x"}, None],
        ),
        ("template", ["invoice", "arn:aws:ses:x", re.compile("^inv"), ...], [None, "other"]),
        (
            "data",
            [
                {"user": {"name": "Ada"}},
                "user",
                {"items": [1, 2]},
                {"user": {"age": lambda age: age > 30}},
                ...,
            ],
            [{"user": {"name": "Eve"}}, {"items": [1]}, None, {"items": {"a": 1}}, {"nobody": ...}],
        ),
        ("configuration_set", [None], [..., "x"]),
        (
            "outcome",
            ["delivered", {"ada@example.net": "delivered"}, ["delivered"] * 3, ...],
            ["bounced", None, {"ada@example.net": None}, {"nobody@example.net": "delivered"}],
        ),
        ("api", ["sesv2", re.compile("v2$")], ["ses"]),
        ("operation", ["SendEmail"], ["SendRawEmail"]),
        ("region", ["us-east-1"], ["eu-west-1"]),
        ("account_id", ["123456789012"], ["1"]),
        ("where", [lambda message: message.attachments, Mail(subject="Invoice")], [Mail(subject="x"), 3]),
    ],
)
def test_a_filter_accepts_every_kind_of_value(
    outbox: Outbox, name: str, matching: list[Any], missing: list[Any]
) -> None:
    """A filter accepts strings, patterns, callables, lists, None, ``...`` and objects with their own equality."""
    rich = outbox[1]

    assert [value for value in matching if rich not in outbox.filter(**{name: value})] == []
    assert [value for value in missing if rich in outbox.filter(**{name: value})] == []


def test_none_matches_missing_values(outbox: Outbox) -> None:
    """None matches a message that has no value for the filter."""
    absent = dict.fromkeys(["cc", "bcc", "html", "link", "attachment", "tag", "template", "data"])

    assert outbox.one(**absent, to="eve@example.org") is outbox[0]
    assert outbox.none(template="x", data={"x": 1}) is None


def test_an_expected_display_name_is_compared(outbox: Outbox) -> None:
    """If a test passes an address with a display name, the display name must match, too."""
    assert outbox.count(to="Zoe <zoe@example.org>", sender="Shop <shop@example.com>") == 1
    assert outbox.count(to="Eve <zoe@example.org>") == outbox.count(sender="Eve <shop@example.com>") == 0


def test_a_type_is_compared_and_not_called(outbox: Outbox) -> None:
    """A class is compared like a value and not called, since the classes of dirty-equals define equality."""
    assert outbox.count(subject=str) == 0


def test_count_accepts_a_matcher(outbox: Outbox) -> None:
    """`count` accepts a matcher, as `list.count` does, alone or together with filters."""
    assert outbox.count(Mail(subject="Invoice")) == 1
    assert outbox.count(Mail(subject="Invoice"), to="eve@example.org") == 0


def test_a_matcher_equals_matching_messages(outbox: Outbox) -> None:
    """A matcher equals only messages that match it, including in lists and with ``in``."""
    assert Mail(to="eve@example.org", subject="Plain") in outbox
    assert Mail(subject="Nothing") not in outbox
    assert list(outbox[:2]) == [Mail(subject="Plain"), Mail(subject="Invoice")]
    assert outbox[1] == Mail(subject="Invoice") != outbox[0]
    assert Mail() != "Invoice"


def test_a_matcher_is_shown_as_it_is_written() -> None:
    """The representation of a matcher is the code that would create it."""
    assert repr(Mail(subject=re.compile("^I"), cc=...)) == "Mail(cc=..., subject=re.compile('^I'))"


@pytest.mark.parametrize(
    "outcome",
    ["bounce", ["bounced", "bounce"], {"ada@example.net": "bounce"}],
    ids=["text", "list", "recipient"],
)
def test_an_unknown_outcome_is_an_error(outcome: object, outbox: Outbox) -> None:
    """An unknown outcome raises an error, since otherwise `none(outcome=…)` would always pass."""
    with pytest.raises(
        ValueError, match=r"outcome must be one of 'waiting', .*'not rendered', got 'bounce'$"
    ):
        outbox.none(outcome=outcome)


def test_a_matcher_refuses_unknown_filters() -> None:
    """A matcher with a misspelled filter raises an error that suggests the right one."""
    with pytest.raises(TypeError, match="did you mean 'sender'"):
        Mail(sendr="x")  # type: ignore[call-arg]
