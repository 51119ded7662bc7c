"""The state machine: random calls, each compared with the reference and with the rules for every response."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from sesmock import mock_ses
from tests.fuzzing.answers import is_declared, list_problems, status_of
from tests.fuzzing.arrivals import answer_function
from tests.fuzzing.calls import names
from tests.fuzzing.calls.harvest import HARVEST
from tests.fuzzing.calls.sensible import KITS, by_noun, kits
from tests.fuzzing.calls.wild import wild_calls
from tests.fuzzing.doors import CLIENT, DOORS, REFUSED_BY_CLIENT, SERVER, Result, perform, send_by_smtp
from tests.fuzzing.happenings import Happenings
from tests.fuzzing.models import MODELS
from tests.fuzzing.reference.model import ANY, Forecast, World, foresee
from tests.fuzzing.reference.rules import do_nothing
from tests.fuzzing.reference.sending import SMTP
from tests.world_state import state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.fuzzing.calls.shapes import Call

TALLY: Counter[tuple[str, str, str]] = Counter()
"""The number of times that each operation returned each code, over all walks; an empty code is a success."""

# The codes for invalid parameters, whatever else is wrong with a call.
VALIDATION = frozenset(
    """BadRequestException SerializationException ValidationException ValidationError InvalidParameterValue
    MalformedInput InvalidTemplate InvalidPolicy InvalidTrackingOptions InvalidSNSDestination InvalidSnsTopic
    InvalidFirehoseDestination InvalidCloudWatchDestination InvalidS3Configuration InvalidLambdaFunction
    InvalidNextTokenException InvalidRenderingParameter MissingRenderingAttribute""".split()
)

SENDS = frozenset(
    {"SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBounce", "SendCustomVerificationEmail"}
)
BULKS = {"SendBulkTemplatedEmail": "Status", "SendBulkEmail": "BulkEmailEntryResults"}
# The number and label of the reply for a code of SES v1. Spec: smtp.md §3.
SMTP_REPLIES = {
    "MessageRejected": "554 Message rejected",
    "InvalidParameterValue": "554 Transaction failed",
    "Throttling": "454 Throttling failure",
    "ConfigurationSetDoesNotExist": "554 Configuration Set does not exist",
    "AccountSendingPausedException": "554 Message rejected",
    "ConfigurationSetSendingPausedException": "554 Configuration Set sending paused",
}


def calls_of(noun: str) -> Any:
    """Return a rule that makes the calls of one group, such as ``contacts``."""

    @rule(call=by_noun.get(noun, st.nothing()), door=st.sampled_from(DOORS))
    def call(self: SensibleWalk, call: Call, door: str) -> None:
        self.check(call, door, is_sensible=True)

    return call


class SensibleWalk(Happenings):
    """A walk of calls with valid parameters, so that the reference can predict the outcome of nearly all."""

    @initialize(
        is_manual=st.booleans(),
        is_sandbox=st.sampled_from((False, False, True)),
        max_send=st.sampled_from((0, 0, 8)),
        chosen=kits,
    )
    def start(self, is_manual: bool, is_sandbox: bool, max_send: int, chosen: list[str]) -> None:
        """Start a mock, perhaps with a sending quota, and create the first resources."""
        verification = "manual" if is_manual else "instant"
        self.mock = mock_ses(verification=verification, sandbox=is_sandbox)
        self.ses_mock = self.mock.start()
        if max_send:
            self.ses_mock.account.max_24_hour_send = max_send
        quota = max_send or (200 if is_sandbox else 50_000)
        self.world = World(is_manual=is_manual, is_sandbox=is_sandbox, max_24_hour_send=quota)
        self.prepare()
        for call in [call for kit in chosen for call in KITS[kit]]:
            self.check(call, CLIENT, is_sensible=True, is_compared=False)
        self.compare()

    def prepare(self) -> None:
        """Set what only a test can set: files, functions and the time."""
        self.world.started = self.ses_mock.clock.now()
        self.world.files = dict(names.FILES)
        self.ses_mock.files.update(names.FILES)
        for arn in names.FUNCTIONS:
            self.ses_mock.on_lambda(arn, answer_function)

    def teardown(self) -> None:
        """Stop the mock."""
        self.mock.stop()

    # Hypothesis leaves out some rules in each walk, so that the others run more often.
    account = calls_of("account")
    address_insights = calls_of("address_insights")
    bounces = calls_of("bounces")
    campaigns = calls_of("campaigns")
    configuration_sets = calls_of("configuration_sets")
    contacts = calls_of("contacts")
    dashboard = calls_of("dashboard")
    endpoints = calls_of("endpoints")
    export_jobs = calls_of("export_jobs")
    identities = calls_of("identities")
    import_jobs = calls_of("import_jobs")
    message_insights = calls_of("message_insights")
    placement_tests = calls_of("placement_tests")
    receiving = calls_of("receiving")
    recommendations = calls_of("recommendations")
    reputation = calls_of("reputation")
    sends = calls_of("sending")
    more_sends = calls_of("sending")
    suppression = calls_of("suppression")
    templates = calls_of("templates")
    tenants = calls_of("tenants")

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
        result = send_by_smtp(sender, recipients, headers)
        TALLY["smtp", "Send", result.code or ""] += 1
        replies = {SMTP_REPLIES[code] for code in forecast.codes}
        assert result.code is None or result.code in SMTP_REPLIES.values(), result
        if forecast.is_certain:
            assert result.code in (replies or {None}), (result, forecast.codes)
        self.settle(before, forecast, result, count=1)

    def check(self, call: Call, door: str, *, is_sensible: bool, is_compared: bool = True) -> None:
        """Make a call and compare its outcome with the reference."""
        forecast = foresee(self.world, *call)
        before = state(self.ses_mock)
        result = perform(call, door)
        TALLY[call.api, call.operation, result.code or ""] += 1
        check_answer(call, result)
        if forecast is not None and forecast.is_certain:
            check_outcome(result, forecast, is_sensible=is_sensible)
        if result.code is None and forecast is not None:
            check_readings(result, forecast, is_sensible=is_sensible)
        count = count_messages(call.operation, result.answer)
        self.settle(before, forecast, result, count=count, is_compared=is_compared)

    def settle(
        self,
        before: dict[str, Any],
        forecast: Forecast | None,
        result: Result,
        *,
        count: int,
        is_compared: bool = True,
    ) -> None:
        """Assert that a refused call changed nothing; apply an accepted one to the reference and compare them."""
        after = state(self.ses_mock)
        if result.code is not None:
            # An account is created by the first call to it.
            assert {name: after[name] for name in before} == before
            return
        assert after["outbox"] - before["outbox"] == count, (before["outbox"], after["outbox"], count)
        HARVEST.collect(result.answer)
        effect = do_nothing
        if forecast is not None:
            effect = forecast.effect
            effect(result.answer)
            self.check_outcomes(forecast)
        if is_compared and (after != before or effect is not do_nothing):
            self.compare()

    def check_outcomes(self, forecast: Forecast) -> None:
        """Compare the suppressed recipients of a new message."""
        if forecast.held_back is not None and forecast.is_certain:
            outcomes = self.ses_mock.outbox[-1].outcomes
            # Mail to a suppressed address is neither delivered nor bounced by the recipient's mail server.
            held_back = {
                str(address) for address, outcome in outcomes.items() if outcome in {"suppressed", "bounced"}
            }
            assert held_back == forecast.held_back, outcomes


@contextmanager
def start_walk(
    *, chosen: Iterable[str] = KITS, is_manual: bool = False, is_sandbox: bool = False
) -> Iterator[SensibleWalk]:
    """Yield a walk that has started; stop its mock even if the start fails, as with the models of an old botocore."""
    walk = SensibleWalk()
    try:
        walk.start(is_manual=is_manual, is_sandbox=is_sandbox, max_send=0, chosen=list(chosen))
        yield walk
    finally:
        walk.teardown()


class WildWalk(SensibleWalk):
    """A walk that also makes calls of all operations with any parameters of the right type."""

    @rule(call=wild_calls, door=st.sampled_from((CLIENT, SERVER)))
    def call_wildly(self, call: Call, door: str) -> None:
        """Make a call with any parameters; if it changes something, the results of later sends are unpredictable."""
        before = state(self.ses_mock)
        self.check(call, door, is_sensible=False)
        self.world.is_plain = self.world.is_plain and state(self.ses_mock) == before


def check_answer(call: Call, result: Result) -> None:
    """Assert that a response fits its shape, or that its error is one that the operation can return."""
    operation = MODELS[call.api].operation_model(call.operation)
    if result.code is None:
        problems = list_problems(operation, result.body)
        assert not problems, problems
    elif result.code != REFUSED_BY_CLIENT:
        assert is_declared(operation, result.code), result.code
        assert result.status == status_of(operation, result.code), result


def check_outcome(result: Result, forecast: Forecast, *, is_sensible: bool) -> None:
    """Assert that a call was accepted or refused as predicted. Invalid parameters may also be refused as such."""
    if forecast.codes:
        codes = forecast.codes if is_sensible else forecast.codes | VALIDATION | {REFUSED_BY_CLIENT}
        assert result.code in codes or (ANY in codes and result.code), (result.code, codes)
    elif is_sensible:
        assert result.code is None, (result.code, result.body)


def check_readings(result: Result, forecast: Forecast, *, is_sensible: bool) -> None:
    """Assert that a response contains what the reference predicted."""
    for name, reading, value in forecast.readings if is_sensible and forecast.is_certain else ():
        assert reading(result.answer) == value, (name, result.answer, value)


def count_messages(operation: str, answer: Any) -> int:
    """Return how many messages an accepted call sent, according to its response."""
    if operation in BULKS:
        results = answer[BULKS[operation]] if answer else []
        return sum(result["Status"].upper() == "SUCCESS" for result in results)
    return operation in SENDS
