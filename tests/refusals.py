"""Calls that SES refuses, and the errors that clients get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from sesmock import current
from tests.world_state import state

if TYPE_CHECKING:
    from collections.abc import Callable


def refusal(call: Callable[..., Any], *arguments: Any, **parameters: Any) -> tuple[str, str | None]:
    """Make a call that SES refuses; check that it changes no state; return the error's code and message."""
    return refusal_with_status(call, *arguments, **parameters)[1:]


def refusal_with_status(
    call: Callable[..., Any], *arguments: Any, **parameters: Any
) -> tuple[int, str, str | None]:
    """Make a call that SES refuses; check that it changes no state; return the error's status, code and message."""
    before = state(current())
    with pytest.raises(ClientError) as caught:
        call(*arguments, **parameters)
    after = state(current())
    assert {name: after[name] for name in before} == before
    response = caught.value.response
    error = response["Error"]
    return response["ResponseMetadata"]["HTTPStatusCode"], error["Code"], error.get("Message")
