"""The rules of the reference: for each operation, why SES refuses a call and what an accepted one changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fuzzing.reference.world import World

ANY = "any code"
SES, SESV2, PINPOINT = "ses", "sesv2", "pinpoint-email"

Parameters = dict[str, Any]
Effect = Callable[[Any], object]
"""A function that changes the world after an accepted call, given the response."""


class Forecast:
    """The error codes that SES may return for a call; empty if it accepts the call.

    ``is_certain`` is false if the specification leaves open whether it is accepted. ``readings`` are the known parts of
    the response: a name, a function that reads the part, and its value.
    """

    def __init__(self) -> None:
        self.codes: frozenset[str] = frozenset()
        self.is_certain = True
        self.effect: Effect = do_nothing
        self.held_back: frozenset[str] | None = None
        self.readings: list[tuple[str, Callable[[Any], Any], Any]] = []
        self._elsewhere: frozenset[str] = frozenset()

    def check(self, *cases: tuple[bool, str]) -> None:
        """Add a step of SES's checks: reasons to refuse a call, in unknown order. The first step with one decides."""
        self.codes = self.codes or _pick(cases)

    def check_elsewhere(self, *cases: tuple[bool, str]) -> None:
        """Add reasons to refuse a call that SES may check at any step."""
        self._elsewhere |= _pick(cases)

    def doubt(self, *conditions: bool) -> None:
        """If a condition is true, leave open whether the call is accepted."""
        self.is_certain = self.is_certain and not any(conditions)

    def expect(self, name: str, read: Callable[[Any], Any], value: Any) -> None:
        """Predict a part of the response to an accepted call."""
        self.readings.append((name, read, value))

    def finish(self) -> None:
        """Add the reasons that SES may check at any step."""
        self.codes |= self._elsewhere


Rule = Callable[["World", Parameters, Forecast], Effect]
RULES: dict[tuple[str, str], Rule] = {}


def describe(api: str, *operations: str) -> Callable[[Rule], Rule]:
    """Register a rule for operations of an API."""

    def register(rule: Rule) -> Rule:
        RULES.update({(api, operation): rule for operation in operations})
        return rule

    return register


def foresee(world: World, api: str, operation: str, parameters: Parameters) -> Forecast | None:
    """Return the prediction for a call; None if the reference has no rule for its operation."""
    rule = RULES.get((api, operation))
    if rule is None:
        return None
    forecast = Forecast()
    forecast.effect = rule(world, parameters, forecast)
    forecast.finish()
    return forecast


def do_nothing(_: Any = None) -> None:
    """Change nothing, like a call that only reads."""


def _pick(cases: tuple[tuple[bool, str], ...]) -> frozenset[str]:
    return frozenset(code for is_wrong, code in cases if is_wrong)
