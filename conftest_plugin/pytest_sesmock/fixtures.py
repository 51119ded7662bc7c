"""The fixtures ``ses_mock`` and ``ses_outbox``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_sesmock import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock import SesMock
    from sesmock.inspector.outbox import Outbox


@pytest.fixture
def ses_mock(request: pytest.FixtureRequest) -> Iterator[SesMock]:
    """Mock Amazon SES for the test, with the options of its markers and of the ini file; give the active mock."""
    from sesmock.mock import MarkedMock

    settings.check_markers(request.node)
    with MarkedMock(**settings.options(request.node)) as active:
        yield active


@pytest.fixture
def ses_outbox(ses_mock: SesMock) -> Outbox:
    """Give the messages sent in the test, in order."""
    return ses_mock.outbox


@pytest.fixture(autouse=True)
def ses_mock_of_marker(request: pytest.FixtureRequest) -> None:
    """Mock Amazon SES for a test that has the marker and does not ask for the fixture."""
    if request.node.get_closest_marker("ses_mock") is not None:
        request.getfixturevalue("ses_mock")
