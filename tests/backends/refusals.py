"""What a client was told, for comparing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from sesmock import current
from tests.backends.world_state import state

if TYPE_CHECKING:
    from collections.abc import Callable


def refusal(call: Callable[..., Any], **parameters: Any) -> tuple[str, str | None]:
    """Make a call that is refused, and that therefore changes nothing; return code and message."""
    before = state(current())
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    after = state(current())
    assert {name: after[name] for name in before} == before
    error = caught.value.response["Error"]
    return error["Code"], error.get("Message")
