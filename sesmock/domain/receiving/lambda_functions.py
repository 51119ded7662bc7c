"""The functions in a test that SES invokes in place of Lambda functions."""

from __future__ import annotations

from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

from sesmock.domain import ids
from sesmock.domain.aws.arns import parse_arn

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.domain.clock import Clock

    Handler = Callable[[Any, Any], object]

_TIMEOUT_SECONDS = 30  # the time that SES waits for a function. Spec: receiving.md §3 [D]


class LambdaFunctions:
    """The handlers of a world: by ARN, or by name, which applies to all accounts and regions."""

    def __init__(self) -> None:
        self._handlers: dict[str, Handler] = {}

    def add(self, name: str, handler: Handler) -> None:
        """Register a handler for a function.

        Raise `ValueError` for an invalid name or ARN, and `TypeError` for a handler that cannot be called.
        """
        if not isinstance(name, str) or _key(name) is None:
            raise ValueError(
                "arn must be the ARN or the name of a Lambda function, such as "
                f"'arn:aws:lambda:us-east-1:123456789012:function:inbound', got {name!r}"
            )
        if not callable(handler):
            raise TypeError(f"handler must be a function of event and context, got {handler!r}")
        if iscoroutinefunction(handler):
            # Lambda does not await handlers, so an async one would only return a coroutine.
            raise TypeError(f"handler is called, not awaited, so it must not be async, got {handler!r}")
        self._handlers[str(_key(name))] = handler

    def find(self, function_arn: str) -> Handler | None:
        """Return the handler of a function; a handler for its ARN takes precedence over a handler for its name."""
        key = _key(function_arn) or function_arn
        return self._handlers.get(key) or self._handlers.get(_name(key))


class LambdaContext:
    """The context that a handler gets with the event; it has the attributes of Lambda's context."""

    def __init__(self, function_arn: str, clock: Clock) -> None:
        name = _name(_key(function_arn) or function_arn)
        self.function_name = name
        self.function_version = "$LATEST"
        self.invoked_function_arn = function_arn
        self.memory_limit_in_mb = "128"
        self.aws_request_id = ids.make_uuid()
        self.log_group_name = f"/aws/lambda/{name}"
        self.log_stream_name = f"{clock.now():%Y/%m/%d}/[$LATEST]{ids.make_uuid().replace('-', '')}"
        self.identity = None
        self.client_context = None
        self._clock = clock
        self._ends_at = clock.time() + _TIMEOUT_SECONDS

    def __repr__(self) -> str:
        return f"<LambdaContext {self.function_name} {self.aws_request_id}>"

    def get_remaining_time_in_millis(self) -> int:
        """Return the time until the function times out, in milliseconds."""
        return max(0, round((self._ends_at - self._clock.time()) * 1000))


def _key(name: str) -> str | None:
    """Return a function's ARN without its version or alias, or its name; None for any other string."""
    if not name.startswith("arn:"):
        return name if name and ":" not in name and name.isprintable() else None
    arn = parse_arn(name)
    kind, _, resource = ("", "", "") if arn is None else arn.resource.partition(":")
    if arn is None or arn.service != "lambda" or kind != "function" or not resource:
        return None
    return str(arn._replace(resource=f"function:{resource.partition(':')[0]}"))


def _name(key: str) -> str:
    return key.rpartition(":")[2]
