"""Fixtures of the tests of the server."""

from __future__ import annotations

import pytest

from tests.server.clients import Caller


@pytest.fixture
def caller() -> Caller:
    """Return a client of a new mock."""
    return Caller()
