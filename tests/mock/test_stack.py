"""Mocks that are stopped and resumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sesmock import stack
from sesmock.domain.options import Options

if TYPE_CHECKING:
    from sesmock.active import ActiveMock


@pytest.fixture
def stopped() -> ActiveMock:
    """Return a mock that was started and stopped, and whose record is forgotten."""
    entry = stack.push(Options.build({}), ())
    stack.remove(entry)
    stack.forget()
    return entry.mock


def test_a_resumed_mock_is_recorded_again(stopped: ActiveMock) -> None:
    """A mock that is resumed after its record was forgotten gets a new record."""
    entry = stack.resume(stopped)
    records = stack.records()
    stack.remove(entry)

    assert [record.world for record in records] == [stopped.world]


def test_an_interrupted_resume_leaves_no_mock(stopped: ActiveMock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A KeyboardInterrupt while the patches are applied leaves no mock on the stack."""
    interceptor = type(stack._interceptor)
    update = interceptor.update
    interrupts = iter([KeyboardInterrupt])

    def interrupt(self: object) -> None:
        for error in interrupts:
            raise error
        update(stack._interceptor)

    monkeypatch.setattr(interceptor, "update", interrupt)
    with pytest.raises(KeyboardInterrupt):
        stack.resume(stopped)

    assert stack.innermost() is None
