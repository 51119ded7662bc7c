"""The state of an active mock."""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from sesmock.domain.clock import Clock
from sesmock.domain.links import Links
from sesmock.domain.notifier import Notifier
from sesmock.domain.subscribers import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.domain.account import Account
    from sesmock.domain.account_settings.account_details import AccountReviews
    from sesmock.domain.aws.aws_services import AwsServices
    from sesmock.domain.events.events import Event
    from sesmock.domain.events.publications import Publication
    from sesmock.domain.identities.auto_validation import Confidences
    from sesmock.domain.identities.verification_states import Failure
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.mail.outcomes import Outcomes
    from sesmock.domain.options import Options
    from sesmock.domain.receiving.lambda_functions import LambdaFunctions
    from sesmock.domain.receiving.received import Received
    from sesmock.domain.sending.recipient_simulation import RecipientSimulation
    from sesmock.domain.subscribers import Consumer, StateChange, Subscribers


class Delegates(NamedTuple):
    """Factories for the objects that worlds, accounts and messages delegate to, most of which are created lazily."""

    account: Callable[[World, str, str], Account]
    account_reviews: Callable[[World], AccountReviews]
    recipient_simulation: Callable[[World], RecipientSimulation]
    lambda_functions: Callable[[], LambdaFunctions]


class Alarm(NamedTuple):
    """A step that runs once the clock has passed a moment, in seconds since 1970."""

    moment: float
    step: Callable[[], None]


class Change:
    """A context manager that holds the world's lock, then runs deferred steps and notifies listeners.

    All deferred steps run; the first error among them reaches the caller. If the block raises, its deferred steps are
    dropped. A nested change leaves the deferred steps to the outer one. Scheduled steps that are due run before the
    block.
    """

    # All changes of a world share one instance of this class. A generator-based context manager would be slower.

    __slots__ = ("_depth", "_world")

    def __init__(self, world: World) -> None:
        self._world = world
        self._depth = 0

    def __enter__(self) -> None:
        world = self._world
        if world._alarms:  # noqa: SLF001 - a method would make every operation slower
            world.settle()
        world.lock.acquire()
        self._depth += 1

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        world = self._world
        steps: list[Callable[[], None]] | None = None
        self._depth -= 1
        if self._depth == 0 and world.deferred:
            steps, world.deferred = world.deferred, []
        world.lock.release()
        if kind is not None:
            return
        try:
            if steps is not None:
                _do(steps)
        finally:
            world.notifier.notify()


class Records:
    """What has happened in a world, in order; ``files`` are the files in S3, by URL."""

    def __init__(self) -> None:
        self.outbox: list[SentMessage] = []
        self.notices: list[SentMessage] = []
        self.rendering_failures: list[SentMessage] = []
        self.publications: list[Publication] = []
        self.events: list[Event] = []
        self.received: list[Received] = []
        self.files: dict[str, bytes] = {}

    def _clear_records(self) -> None:
        records: tuple[list[Any], ...] = (
            self.outbox,
            self.notices,
            self.rendering_failures,
            self.publications,
            self.events,
            self.received,
        )
        for items in records:
            items.clear()
        self.files.clear()


class World(Records):
    """All accounts by (account id, region), and all messages in order.

    ``lock`` is held while a call reads or changes state, but never while user code runs. Identities in
    ``verified_at_start`` are verified in every new account, unless ``failed_at_start`` contains their key;
    if ``accepts_any_sender`` is true, senders need no verification.
    """

    def __init__(
        self,
        options: Options,
        find_aws_services: Callable[[], AwsServices],
        *,
        delegates: Delegates,
        subscribers: Subscribers,
        outcomes: Outcomes,
        confidences: Confidences,
    ) -> None:
        super().__init__()
        self.options = options
        self._find_aws_services = find_aws_services
        self._delegates = delegates
        self._subscribers = subscribers
        self._consumers: frozenset[Consumer] = frozenset()
        self._active = subscribers.active(self._consumers)
        self.outcomes = outcomes
        self.confidences = confidences
        self.clock = Clock(self.settle)
        # Reentrant, because a change may run inside another one of the same thread.
        self.lock = threading.RLock()
        self.notifier = Notifier()
        self.accounts: dict[tuple[str, str], Account] = {}
        self.account_ids: dict[str | None, str] = {}  # by access key, as bound by the test or known from STS
        self.accepts_any_sender = False
        self.form = "mock_ses({})"  # the call that hints show, with {} in place of the options
        self.verified_at_start: list[str] = []
        self.failed_at_start: dict[str, Failure] = {}
        self.preparations: list[Callable[[Account], None]] = []  # called with each new account
        self.links = Links()
        # The steps that `change` runs after it releases the lock; they may call user code.
        self.deferred: list[Callable[[], None]] = []
        self._change = Change(self)
        self._alarms: list[Alarm] = []

    @cached_property
    def aws_services(self) -> AwsServices:
        """The services that SES works with, looked up on first access."""
        return self._find_aws_services()

    @cached_property
    def recipient_simulation(self) -> RecipientSimulation:
        """The simulation of mail servers and readers, created on first access."""
        return self._delegates.recipient_simulation(self)

    @cached_property
    def account_reviews(self) -> AccountReviews:
        """The decisions about production access, created on first access."""
        return self._delegates.account_reviews(self)

    @cached_property
    def lambda_functions(self) -> LambdaFunctions:
        """The Lambda handlers of a test, created on first access."""
        return self._delegates.lambda_functions()

    def change(self) -> Change:
        """Return a context manager that holds the lock and then runs the deferred steps."""
        return self._change

    def schedule(self, moment: float, step: Callable[[], None]) -> None:
        """Schedule a step to run once the clock has passed a moment, in seconds since 1970."""
        self._alarms.append(Alarm(moment, step))

    def settle(self) -> None:
        """Run the scheduled steps that are due, in order."""
        if not self._alarms:
            return
        with self.lock:
            now = self.clock.time()
            due = sorted(
                (alarm for alarm in self._alarms if alarm.moment <= now), key=lambda alarm: alarm.moment
            )
            # Removed before they run, because the change below settles the alarms again.
            self._alarms = [alarm for alarm in self._alarms if alarm.moment > now]
        if due:
            with self.change():
                for alarm in due:
                    alarm.step()

    def is_due(self) -> bool:
        """Return whether a scheduled step is due."""
        now = self.clock.time()
        return any(alarm.moment <= now for alarm in self._alarms)

    def record(self, event: Event) -> None:
        """Record an event, and call the subscribers of its type."""
        self.events.append(event)
        event.message.add(event)
        for function in self._active.get(event.type, ()):
            load(function)(event)

    def announce(self, change: StateChange) -> None:
        """Call the subscribers of a state change."""
        for function in self._active.get(type(change), ()):
            load(function)(change)

    def add_consumer(self, consumer: Consumer) -> None:
        """Activate the subscribers that need this kind of consumer."""
        if consumer not in self._consumers:
            self._consumers |= {consumer}
            self._active = self._subscribers.active(self._consumers)

    def clear(self) -> None:
        """Forget all accounts and messages, but keep the outcomes and confidences that a test set."""
        with self.lock:
            # Listeners are notified twice: they see the last items here, and the empty lists at the end.
            self.notifier.notify()
            self._clear_records()
            self.deferred.clear()
            self._alarms.clear()
            self.preparations.clear()
            self.verified_at_start.clear()
            self.accounts.clear()
            self.failed_at_start.clear()
            self.accepts_any_sender = False
            self.links = Links()
            self.__dict__.pop("account_reviews", None)
            self._consumers = frozenset()
            self._active = self._subscribers.active(self._consumers)
            self.notifier.notify()

    def forget(self, message_id: str | None = None) -> bool:
        """Remove a message and its events, or all messages if no id is given; return whether any was removed."""
        with self.lock:
            self.notifier.notify()
            kept = [each for each in self.outbox if message_id is not None and each.message_id != message_id]
            kept_ids = {id(each) for each in kept}
            forgotten = {id(each) for each in self.outbox} - kept_ids
            self.outbox[:] = kept
            self.events[:] = [event for event in self.events if id(event.message) not in forgotten]
            self.notifier.notify()
            return bool(forgotten)

    def account(self, account_id: str, region: str) -> Account:
        """Return an account in a region, creating it on first access."""
        key = (account_id, region)
        account = self.accounts.get(key)
        if account is None:
            with self.lock:
                # Looked up again, because another thread may have created the account before this one got the lock.
                account = self.accounts.get(key) or self._delegates.account(self, account_id, region)
                self.accounts[key] = account
        return account


def _do(steps: list[Callable[[], None]]) -> None:
    """Run every step, then raise the first error."""
    failures = [failure for failure in map(_catch, steps) if failure is not None]
    for failure in failures[1:]:
        # Only the first error is raised. Its traceback refers to this list, which would keep the frames of the other
        # errors alive.
        failure.__traceback__ = None
    if failures:
        raise failures[0]


def _catch(step: Callable[[], None]) -> Exception | None:
    """Run a step; return its error, if any."""
    try:
        step()
    except Exception as error:  # noqa: BLE001 - raised after the remaining steps
        return error
    return None
