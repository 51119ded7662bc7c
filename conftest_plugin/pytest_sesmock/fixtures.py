"""The fixtures that mock Amazon SES, and the fixtures for the outbox and the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_sesmock import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock import Outbox, SesMock
    from sesmock.server import SesServer


@pytest.fixture
def ses_mock(request: pytest.FixtureRequest) -> Iterator[SesMock]:
    """Mock Amazon SES for the test, with the options of its markers and of the ini file."""
    yield from _mock(request)


@pytest.fixture(scope="module")
def ses_mock_module(request: pytest.FixtureRequest) -> Iterator[SesMock]:
    """Mock Amazon SES for all tests of a module, which share the mail. Use it in fixtures of module scope."""
    yield from _mock(request)


@pytest.fixture(scope="session")
def ses_mock_session(request: pytest.FixtureRequest) -> Iterator[SesMock]:
    """Mock Amazon SES for the whole run; all tests share the mail. Use it in fixtures of session scope."""
    yield from _mock(request)


@pytest.fixture
def ses_outbox(ses_mock: SesMock) -> Outbox:
    """Return the messages sent in the test, in order."""
    return ses_mock.outbox


@pytest.fixture
def ses_server(ses_mock: SesMock) -> Iterator[SesServer]:
    """Serve the mock of the test over HTTP, on a free port, for other processes."""
    with ses_mock.serve() as server:
        yield server


@pytest.fixture(autouse=True)
def _ses_mock_of_marker(request: pytest.FixtureRequest) -> None:
    """Mock Amazon SES for a test that has the marker but does not request the fixture."""
    if request.node.get_closest_marker("ses_mock") is not None:
        request.getfixturevalue("ses_mock")


def _mock(request: pytest.FixtureRequest) -> Iterator[SesMock]:
    """Yield the active mock, with the options of markers and of the ini file."""
    from sesmock.mock import MarkedMock

    # In an xdist worker, the collection has not checked the markers.
    settings.check_markers(request.node)
    with MarkedMock(**settings.options(request.node)) as active:
        yield active
