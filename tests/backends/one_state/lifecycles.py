"""Calls of the three APIs that create, read, change and remove a shared resource."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import boto3
import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock import SentMessage

SES, SESV2, PINPOINT = "ses", "sesv2", "pinpoint-email"
GONE = "gone"
NOT_FOUND = re.compile("does(n't| not) exist|is not subscribed|Could not find|^No \\w+ present")


class Shared(NamedTuple):
    """A shared resource: how each API creates, reads, changes and removes it, and what all APIs read after each step.

    An API that lacks an operation has no entry. A step that only a test can take has the key ``test``.
    """

    create: dict[str, Callable[[], Any]]
    after_create: Any
    read: dict[str, Callable[[], Any]]
    change: dict[str, Callable[[], Any]]
    after_change: Any
    remove: dict[str, Callable[[], Any]]
    after_remove: Any = GONE


@cache
def client(api: Any) -> Any:
    """Return a client; it is cached because it works in every mock."""
    return boto3.client(api)


def v1(method: str, **parameters: Any) -> Callable[[], Any]:
    """Return a deferred SES v1 call."""
    return lambda: getattr(client(SES), method)(**parameters)


def v2(method: str, **parameters: Any) -> Callable[[], Any]:
    """Return a deferred SES v2 call."""
    return lambda: getattr(client(SESV2), method)(**parameters)


def pinpoint(method: str, **parameters: Any) -> Callable[[], Any]:
    """Return a deferred Pinpoint Email call."""
    return lambda: getattr(client(PINPOINT), method)(**parameters)


def both(method: str, **parameters: Any) -> dict[str, Callable[[], Any]]:
    """Return a deferred call that SES v2 and Pinpoint Email share, by API."""
    return {SESV2: v2(method, **parameters), PINPOINT: pinpoint(method, **parameters)}


def extract(calls: dict[str, Callable[[], Any]], part: Callable[[Any], Any]) -> dict[str, Callable[[], Any]]:
    """Return calls that return a part of each call's response."""
    return {api: (lambda call=call: part(call())) for api, call in calls.items()}


def do_nothing() -> None:
    """Do nothing, in place of an operation that no API has."""


NO_CALL: dict[str, Callable[[], Any]] = {"test": do_nothing}


def read_outcome(message: SentMessage) -> str:
    """Return the outcome of a message to one recipient."""
    return str(next(iter(message.outcomes.values())))


def for_each_api(act: Callable[[str], Any]) -> dict[str, Callable[[], Any]]:
    """Return a deferred action for each API."""
    return {api: (lambda api=api: act(api)) for api in (SES, SESV2, PINPOINT)}


def list_lifecycles(table: dict[str, Shared]) -> list[Any]:
    """Return every combination of APIs that create, change and remove the resources of a table."""
    return [
        pytest.param(shared, *apis, id=f"{name}: {', '.join(apis)}")
        for name, shared in table.items()
        for apis in product(shared.create, shared.change, shared.remove)
    ]


def read_all(shared: Shared) -> dict[str, Any]:
    """Return the current value of a resource as each API reads it."""
    return {api: _read(read) for api, read in shared.read.items()}


def _read(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except ClientError as error:
        text = error.response["Error"]["Message"]
    assert NOT_FOUND.search(text)
    return GONE


def check_lifecycle(shared: Shared, creator: str, changer: str, remover: str) -> None:
    """Create, change and remove a resource with one API each, and compare what all APIs read after each step."""
    steps = []
    for act, expected in (
        (shared.create[creator], shared.after_create),
        (shared.change[changer], shared.after_change),
        (shared.remove[remover], shared.after_remove),
    ):
        act()
        steps.append((read_all(shared), dict.fromkeys(shared.read, expected)))

    for actual, expected in steps:
        assert actual == expected
