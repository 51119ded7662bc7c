"""The state machine: random calls, each held against the reference and against what every answer must be like."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from sesmock import mock_ses
from tests.fuzzing import names
from tests.fuzzing.answers import faults_of, is_declared
from tests.fuzzing.audit import audit
from tests.fuzzing.doors import CLIENT, DOORS, REFUSED_BY_CLIENT, SERVER, Result, perform, send_by_smtp
from tests.fuzzing.harvest import HARVEST
from tests.fuzzing.models import MODELS
from tests.fuzzing.reference.model import ANY, Forecast, World, foresee
from tests.fuzzing.reference.rules import do_nothing
from tests.fuzzing.reference.sending import SMTP
from tests.fuzzing.sensible_calls import KITS, Call, by_noun, kits
from tests.fuzzing.wild_calls import wild_calls
from tests.world_state import state

TALLY: Counter[tuple[str, str, str]] = Counter()
"""How often each operation answered with each code, over all walks; an empty code is a success."""

# What SES says of parameters that do not fit, whatever else is wrong with a call.
VALIDATION = frozenset(
    """BadRequestException SerializationException ValidationException ValidationError InvalidParameterValue
    MalformedInput InvalidTemplate InvalidPolicy InvalidTrackingOptions InvalidSNSDestination InvalidSnsTopic
    InvalidFirehoseDestination InvalidCloudWatchDestination InvalidS3Configuration InvalidLambdaFunction
    InvalidNextTokenException InvalidRenderingParameter MissingRenderingAttribute""".split()
)


def calls_of(noun: str) -> Any:
    """Return a rule that makes calls about a noun."""

    @rule(call=by_noun[noun], door=st.sampled_from(DOORS))
    def call(self: SensibleWalk, call: Call, door: str) -> None:
        self.check(call, door, is_sensible=True)

    return call


class SensibleWalk(RuleBasedStateMachine):
    """A walk of calls whose parameters are fine, so that the reference knows the outcome of nearly all."""

    def __init__(self) -> None:
        super().__init__()
        HARVEST.clear()
        self.world = World()

    @initialize(
        is_manual=st.booleans(),
        is_sandbox=st.sampled_from((False, False, True)),
        max_send=st.sampled_from((0, 0, 8)),
        chosen=kits,
    )
    def start(self, is_manual: bool, is_sandbox: bool, max_send: int, chosen: list[str]) -> None:
        """Start a mock with a quota of its own, if any, and create something."""
        verification = "manual" if is_manual else "instant"
        self.mock = mock_ses(verification=verification, sandbox=is_sandbox)
        self.ses_mock = self.mock.start()
        if max_send:
            self.ses_mock.account.max_24_hour_send = max_send
        quota = max_send or (200 if is_sandbox else 50_000)
        self.world = World(is_manual=is_manual, is_sandbox=is_sandbox, max_24_hour_send=quota)
        for call in [call for kit in chosen for call in KITS[kit]]:
            self.check(call, CLIENT, is_sensible=True, is_compared=False)
        self.compare()

    def teardown(self) -> None:
        """Stop the mock."""
        self.mock.stop()

    # Hypothesis leaves out some rules in each walk, so that others are followed more often.
    account = calls_of("account")
    configuration_sets = calls_of("configuration_sets")
    contacts = calls_of("contacts")
    identities = calls_of("identities")
    receiving = calls_of("receiving")
    sends = calls_of("sending")
    more_sends = calls_of("sending")
    suppression = calls_of("suppression")
    templates = calls_of("templates")
    tenants = calls_of("tenants")

    @precondition(lambda self: self.world.is_manual and self.world.identities)
    @rule(index=st.integers(0, len(names.IDENTITIES)))
    def verify(self, index: int) -> None:
        """Have an identity verified by a test."""
        name = sorted(self.world.identities)[index % len(self.world.identities)]
        self.ses_mock.verify(name)
        self.world.identities[name].status = "Success"
        self.compare()

    @rule(
        sender=st.sampled_from(names.SENDERS[:1] + names.SENDERS[2:]),
        recipients=st.lists(st.sampled_from(names.RECIPIENTS), min_size=1, max_size=3, unique=True),
        set_name=st.none() | st.sampled_from(names.SETS),
    )
    def send_by_smtp(self, sender: str, recipients: list[str], set_name: str | None) -> None:
        """Send by SMTP."""
        headers = {} if set_name is None else {"X_SES_CONFIGURATION_SET": set_name}
        parameters = {"Source": sender, "Destinations": recipients, "ConfigurationSetName": set_name}
        forecast = foresee(self.world, SMTP, "Send", parameters)
        assert forecast is not None
        before = state(self.ses_mock)
        reply = send_by_smtp(sender, recipients, headers)
        assert not forecast.is_certain or (reply == 250) == (not forecast.codes), (reply, forecast.codes)
        self.settle(before, forecast, Result({}) if reply == 250 else Result(code=str(reply)))

    def check(self, call: Call, door: str, *, is_sensible: bool, is_compared: bool = True) -> None:
        """Make a call and compare its outcome with the reference."""
        forecast = foresee(self.world, *call)
        before = state(self.ses_mock)
        result = perform(call, door)
        TALLY[call.api, call.operation, result.code or ""] += 1
        check_answer(call, result)
        if forecast is not None and forecast.is_certain:
            check_outcome(result, forecast, is_sensible=is_sensible)
        self.settle(before, forecast, result, is_compared=is_compared)

    def settle(
        self, before: dict[str, Any], forecast: Forecast | None, result: Result, *, is_compared: bool = True
    ) -> None:
        """Hold that a refused call changed nothing; follow the changes of an accepted one and compare all readings."""
        after = state(self.ses_mock)
        if result.code is not None:
            # An account appears with the first call to it.
            assert {name: after[name] for name in before} == before
            return
        HARVEST.collect(result.answer)
        effect = do_nothing
        if forecast is not None:
            effect = forecast.effect
            effect(result.answer)
            self.check_outcomes(forecast, after["outbox"] - before["outbox"])
        if is_compared and (after != before or effect is not do_nothing):
            self.compare()

    def check_outcomes(self, forecast: Forecast, count: int) -> None:
        """Compare the recipients of a new message that were held back."""
        if forecast.held_back is not None and forecast.is_certain:
            assert count == 1
            outcomes = self.ses_mock.outbox[-1].outcomes
            # An address that was held back is neither delivered nor bounced by its own mail server.
            held_back = {
                str(address) for address, outcome in outcomes.items() if outcome in {"suppressed", "bounced"}
            }
            assert held_back == forecast.held_back, outcomes

    def compare(self) -> None:
        """Compare everything that the APIs read with the reference."""
        assert audit(self.world) == []


class WildWalk(SensibleWalk):
    """A walk that also makes calls of all operations with any parameters of the right type."""

    @rule(call=wild_calls, door=st.sampled_from((CLIENT, SERVER)))
    def call_wildly(self, call: Call, door: str) -> None:
        """Make a call with any parameters; if it changes something, nobody knows what later sends do."""
        before = state(self.ses_mock)
        self.check(call, door, is_sensible=False)
        self.world.is_plain = self.world.is_plain and state(self.ses_mock) == before


def check_answer(call: Call, result: Result) -> None:
    """Hold that an answer fits its shape, or that its error is one that the operation can have."""
    operation = MODELS[call.api].operation_model(call.operation)
    if result.code is None:
        assert faults_of(operation, result.body) == []
    else:
        assert result.code == REFUSED_BY_CLIENT or is_declared(operation, result.code), result.code


def check_outcome(result: Result, forecast: Forecast, *, is_sensible: bool) -> None:
    """Hold that a call was accepted or refused as foreseen. Parameters that do not fit may be refused for that."""
    if forecast.codes:
        codes = forecast.codes if is_sensible else forecast.codes | VALIDATION | {REFUSED_BY_CLIENT}
        assert result.code in codes or (ANY in codes and result.code), (result.code, codes)
    elif is_sensible:
        assert result.code is None, (result.code, result.body)
