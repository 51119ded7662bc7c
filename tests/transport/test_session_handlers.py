"""Inside a mock, a session registers event handlers as botocore does."""

from __future__ import annotations

import inspect
from functools import partial
from typing import Any

import pytest
from botocore.compat import accepts_kwargs
from botocore.handlers import BUILTIN_HANDLERS
from botocore.hooks import EventAliaser, HierarchicalEmitter

from sesmock import mock_ses
from sesmock.transport.session_handlers import wrap_accepts_kwargs, wrap_aliaser_init


def takes_any(event_name: str, **kwargs: Any) -> None:
    """Accept any keyword."""


def takes_none(event_name: str) -> None:
    """Accept no other keyword."""


def declares_any(event_name: str) -> None:
    """Declare a signature with any keyword."""


declares_any.__signature__ = inspect.signature(takes_any)  # type: ignore[attr-defined]


class Handler:
    """Has methods of each kind, and can be called."""

    def method(self, **kwargs: Any) -> None:
        """Accept any keyword."""

    @classmethod
    def class_method(cls, event_name: str) -> None:
        """Accept no other keyword."""

    def __call__(self, **kwargs: Any) -> None:
        """Accept any keyword."""


@pytest.mark.parametrize(
    "handler",
    [
        takes_any,
        takes_none,
        declares_any,
        Handler().method,
        Handler.class_method,
        Handler(),
        partial(takes_any),
    ],
    ids=[
        "function",
        "function without keywords",
        "declared signature",
        "method",
        "class method",
        "callable object",
        "partial",
    ],
)
def test_a_handler_accepts_keywords_as_botocore_says(handler: object) -> None:
    """The faster check whether a handler accepts keywords has the same result as botocore's."""
    assert bool(wrap_accepts_kwargs(accepts_kwargs)(handler)) == bool(accepts_kwargs(handler))


@mock_ses
def test_a_handler_without_keywords_is_refused() -> None:
    """Inside a mock, a session also refuses a handler without keyword arguments."""
    emitter = HierarchicalEmitter()

    with pytest.raises(ValueError, match="must accept keyword arguments"):
        emitter.register("before-send", takes_none)


@pytest.mark.parametrize("aliases", [None, {"ses": "mail"}])
def test_events_have_the_aliases_of_botocore(aliases: dict[str, str] | None) -> None:
    """Every event name, including botocore's aliases, selects the same handlers inside a mock as outside."""
    names = [*(name for name, *_ in BUILTIN_HANDLERS), "before-call.ses.SendEmail", "x.cloudwatch.y"]
    outside = EventAliaser(HierarchicalEmitter(), aliases)
    with mock_ses():
        inside = [EventAliaser(HierarchicalEmitter(), aliases) for _ in range(2)]

    expected = [outside._alias_event_name(name) for name in names]
    assert [[aliaser._alias_event_name(name) for name in names] for aliaser in inside] == [expected] * 2


def test_an_aliaser_without_the_private_attributes_still_works() -> None:
    """A botocore whose aliasers have other private attributes only registers handlers more slowly."""

    class Aliaser:
        """An aliaser that keeps its names elsewhere."""

    initialized = []
    aliaser = Aliaser()
    wrap_aliaser_init(lambda *arguments: initialized.append(arguments))(aliaser, "emitter")

    assert initialized == [(aliaser, "emitter", None)]
    assert vars(aliaser) == {}
