"""pytest's output for failed comparisons with a matcher."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pytest_sesmock.plugin import pytest_assertrepr_compare

from sesmock import Mail, SesMock, mock_ses
from tests.plugin_runs import run
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest_plugins = ["pytester"]


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Yield a mock in which one message was sent."""
    with mock_ses(identities=["example.com"]) as active:
        send("ses", "ada@example.net", subject="Welcome")
        yield active


def test_a_matcher_that_is_not_in_the_outbox_is_explained(mocked: SesMock) -> None:
    """If no message matches a matcher, the explanation compares the closest one field by field."""
    lines = pytest_assertrepr_compare("in", Mail(subject="Bye"), mocked.outbox)

    assert lines == [
        "Mail(subject='Bye') in the outbox",
        "expected a message with subject='Bye'; 0 of 1 match",
        "  closest  [0] ses SendEmail  to ada@example.net  'Welcome'",
        "           subject  differs",
        "             - 'Bye'",
        "             + 'Welcome'",
    ]


@pytest.mark.parametrize("swapped", [False, True])
def test_a_message_that_a_matcher_does_not_equal_is_explained(mocked: SesMock, swapped: bool) -> None:
    """A failed comparison of a message with a matcher is explained, whichever side the matcher is on."""
    sides: list[object] = [Mail(to="ada@example.net", subject="Bye"), mocked.outbox[0]]
    left, right = reversed(sides) if swapped else sides

    assert pytest_assertrepr_compare("==", left, right) == [
        "Mail(to='ada@example.net', subject='Bye') == the message",
        "ses SendEmail  to ada@example.net  'Welcome'",
        "to       ok",
        "subject  differs",
        "  - 'Bye'",
        "  + 'Welcome'",
    ]


def test_other_comparisons_are_left_to_pytest() -> None:
    """Comparisons without mail are not explained."""
    assert pytest_assertrepr_compare("==", 1, 2) is None


def test_pytest_shows_the_explanation(pytester: pytest.Pytester) -> None:
    """The output of pytest has the explanation of a failed comparison with a matcher."""
    result = run(
        pytester,
        "from sesmock import mock_ses\n"
        "def test_plain():\n    assert 1 == 2\n"
        "@mock_ses(identities=['example.com'])\n"
        "def test_it():\n"
        "    from sesmock import Mail, current\n"
        "    send()\n"
        "    assert Mail(to='eve@example.net') in current().outbox\n",
    )

    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        ["E * Mail(to='eve@example.net') in the outbox", "E *closest  [[]0[]] sesv2 SendEmail*"]
    )
