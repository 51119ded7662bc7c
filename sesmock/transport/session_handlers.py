"""Faster registration of the 140 handlers of each new session, which takes two thirds of the time of a fresh client."""

from __future__ import annotations

from contextlib import suppress
from inspect import CO_VARKEYWORDS
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from botocore.handlers import BUILTIN_HANDLERS
from botocore.utils import EVENT_ALIASES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def wrap_accepts_kwargs(original: Callable[[Any], object]) -> Callable[[Any], object]:
    """Return a wrapper that reads from a function's flags whether it accepts any keyword.

    botocore asks this about each handler, and `inspect` takes 2 ms to answer for all of them.
    """

    def accepts_kwargs(handler: Any) -> object:
        function = handler.__func__ if type(handler) is MethodType else handler
        # `inspect` returns the signature that a function declares in this attribute, if it has one.
        if type(function) is not FunctionType or "__signature__" in vars(function):
            return original(handler)
        return function.__code__.co_flags & CO_VARKEYWORDS

    return accepts_kwargs


def wrap_aliaser_init(original: Callable[..., None]) -> Callable[..., None]:
    """Return a wrapper that gives each new aliaser of events the names of botocore's own handlers.

    An aliaser compares each new name with 50 aliases, which takes 2 ms for the names of a session.
    """
    names: dict[str, str] = {}

    def __init__(  # noqa: N807 - replaces the method of this name
        aliaser: Any, event_emitter: object, event_aliases: Mapping[str, str] | None = None
    ) -> None:
        original(aliaser, event_emitter, event_aliases)
        # These attributes are private: without them, the names of a future botocore are only looked up more slowly.
        with suppress(AttributeError):
            if aliaser._event_aliases == EVENT_ALIASES:
                if not names:
                    names.update(_look_up_names(aliaser))
                aliaser._alias_name_cache.update(names)

    return __init__


def _look_up_names(aliaser: Any) -> dict[str, str]:
    for event_name, *_ in BUILTIN_HANDLERS:
        aliaser._alias_event_name(event_name)
    return dict(aliaser._alias_name_cache)
