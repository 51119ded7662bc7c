"""Runs of random walks and of damaged requests, each determined by a seed."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisWarning
from hypothesis.stateful import RULE_MARKER, run_state_machine_as_test

from sesmock import current, mock_ses
from tests.fuzzing.damage import damaged_requests
from tests.fuzzing.doors import CLIENT, SERVER
from tests.fuzzing.machine import SensibleWalk, WildWalk
from tests.fuzzing.wire import check

if TYPE_CHECKING:
    from collections.abc import Collection

    from sesmock.http import HttpRequest

WALKS: dict[str, type[SensibleWalk]] = {"sensible": SensibleWalk, "wild": WildWalk}
WIRE = "wire"
KINDS = (*WALKS, WIRE)


def run(
    kind: str, number: int, *, walks: int, steps: int, shrink: bool = False, only: Collection[str] = ()
) -> None:
    """Run walks of a kind, or ``walks * steps`` damaged requests; raise the first failure with its steps.

    ``only`` names the rules that the walks follow; by default all.
    """
    if kind == WIRE:
        run_damaged(number, build_settings(walks * steps, shrink))
        return
    walk = WALKS[kind]
    others = {name: None for name in dir(walk) if only and name not in only and is_rule(walk, name)}
    machine = seed(number)(type(walk.__name__, (walk,), others))
    options = settings(build_settings(walks, shrink), stateful_step_count=steps)
    run_state_machine_as_test(machine, settings=options)


def is_rule(walk: type[SensibleWalk], name: str) -> bool:
    """Return whether an attribute of a kind of walk is a rule."""
    return hasattr(getattr(walk, name), RULE_MARKER)


def run_damaged(number: int, options: settings) -> None:
    """Send damaged requests to one mock."""

    @seed(number)
    @options
    @given(damaged=damaged_requests(), door=st.sampled_from([CLIENT, SERVER]))
    def send(damaged: HttpRequest, door: str) -> None:
        check(current(), damaged, door)

    with mock_ses(identities=["example.com"], configuration_sets=["news"]), warnings.catch_warnings():
        # Hypothesis warns when it prints a long request. Since warnings are errors, this one would hide the failure.
        warnings.simplefilter("ignore", HypothesisWarning)
        send()


def build_settings(examples: int, shrink: bool) -> settings:
    """Return settings unlike those of the tests: shrinking may take minutes, and no examples are saved."""
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=False,
        phases=phases,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
