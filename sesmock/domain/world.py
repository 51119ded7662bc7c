"""Everything that exists while a mock is active."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from sesmock.domain import identities, subscribers
from sesmock.domain.account import Account
from sesmock.domain.auto_validation import Confidences
from sesmock.domain.changes import Changes
from sesmock.domain.clock import Clock
from sesmock.domain.links import Links
from sesmock.domain.neighbours import NoNeighbours
from sesmock.domain.outcomes import Outcomes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sesmock.domain.events import Event
    from sesmock.domain.messages import SentMessage
    from sesmock.domain.neighbours import Neighbours
    from sesmock.domain.options import Options
    from sesmock.domain.publications import Publication
    from sesmock.domain.recipient_simulation import RecipientSimulation
    from sesmock.domain.subscribers import Happening, Subscribers, Taker
    from sesmock.domain.verification_states import Failure, VerificationState


class World:
    """Accounts by (account id, region), and the order of all that was sent.

    ``lock`` is held while a call reads or changes state, never while user code runs.
    """

    def __init__(
        self,
        options: Options,
        table: Subscribers,
        find_neighbours: Callable[[], Neighbours] = NoNeighbours,
    ) -> None:
        self.options = options
        self._subscribers = table
        self._takers: frozenset[Taker] = frozenset()
        self._active = table.active(self._takers)
        self._find_neighbours = find_neighbours
        self.clock = Clock()
        self.lock = threading.RLock()
        self.changes = Changes()
        self.accounts: dict[tuple[str, str], Account] = {}
        self.account_ids: dict[str | None, str] = {}  # by access key, as bound or as STS says
        self.any_sender = "*" in options.identities
        self.verified_at_start = [name for name in options.identities if name != "*"]
        for name in self.verified_at_start:
            identities.check_named(name)
        self._failed_at_start: dict[str, Failure] = {}
        self.outcomes = Outcomes()
        self.links = Links()
        self.confidences = Confidences()
        # What `change` does when the lock is free again: user code runs there.
        self.deferred: list[Callable[[], None]] = []
        self._depth = 0
        self.outbox: list[SentMessage] = []
        self.notices: list[SentMessage] = []
        self.rendering_failures: list[SentMessage] = []
        self.publications: list[Publication] = []
        self.events: list[Event] = []

    @cached_property
    def neighbours(self) -> Neighbours:
        """The services that SES works with, looked for when one is first needed."""
        return self._find_neighbours()

    @cached_property
    def recipient_simulation(self) -> RecipientSimulation:
        """What plays servers and readers; it is made when a test first plays one."""
        from sesmock.domain.recipient_simulation import RecipientSimulation

        return RecipientSimulation(self)

    @contextmanager
    def change(self) -> Iterator[None]:
        """Hold the lock while the block runs; then do without it what was deferred, and tell those who wait.

        Every deferred step is done; what the first that fails raises reaches the caller. A block that raises changed
        nothing: what it deferred is forgotten. Inside another change, the outer one does the rest.
        """
        with self.lock:
            self._depth += 1
            try:
                yield
                steps = self.deferred if self._depth == 1 else []
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self.deferred = []
        try:
            if steps:
                _do(steps)
        finally:
            self.changes.tell()

    def record(self, event: Event) -> None:
        """Write down what happened to a message, and call the subscribers of its type: few worlds have any."""
        self.events.append(event)
        event.message.add(event)
        for function in self._active.get(event.type, ()):
            subscribers.load(function)(event)

    def announce(self, happening: Happening) -> None:
        """Call the subscribers of what happened other than to a message."""
        for function in self._active.get(type(happening), ()):
            subscribers.load(function)(happening)

    def add_taker(self, taker: Taker) -> None:
        """Have the subscribers called that need such a taker."""
        if taker not in self._takers:
            self._takers |= {taker}
            self._active = self._subscribers.active(self._takers)

    def account(self, account_id: str, region: str) -> Account:
        """Return the account in that region; it appears when first asked for."""
        key = (account_id, region)
        account = self.accounts.get(key)
        if account is None:
            with self.lock:
                account = self.accounts.get(key) or self._new_account(account_id, region)
        return account

    def verify_everywhere(self, names: tuple[str, ...]) -> None:
        """Verify identities in every account and region, those that appear later included; raise `ValueError`."""
        named = [name for name in names if name != "*"]
        for name in named:
            identities.check_named(name)
        with self.lock:
            self.any_sender = self.any_sender or "*" in names
            self.verified_at_start += [name for name in named if name not in self.verified_at_start]
            for name in named:
                self._failed_at_start.pop(identities.key(name), None)
                for account in self.accounts.values():
                    identities.verify(account, name)

    def verify_mail_from(self, domain: str) -> bool:
        """Verify a custom MAIL FROM domain wherever an identity has it; return whether one has."""
        with self.lock:
            found = self._mail_from_verifications(domain)
            for verification in found:
                verification.succeed()
            return bool(found)

    def has_identity(self, name: str) -> bool:
        """Return whether any account has an identity of that name."""
        with self.lock:
            return any(identities.find(account, name) for account in self.accounts.values())

    def fail_verification(self, name: str, failure: Failure) -> bool:
        """Fail the verification of a MAIL FROM domain, else of an identity with its DKIM; return whether there is one.

        One that is verified from the start fails in accounts that appear later, too.
        """
        with self.lock:
            found = self._mail_from_verifications(name)
            for verification in found:
                verification.fail(failure)
            return bool(found) or self._fail_identity(name, failure)

    def _fail_identity(self, name: str, failure: Failure) -> bool:
        key = identities.key(name)
        at_start = key in map(identities.key, self.verified_at_start)
        if at_start:
            self._failed_at_start[key] = failure
        found = [account.identities[key] for account in self.accounts.values() if key in account.identities]
        for identity in found:
            identities.fail(identity, failure)
        return at_start or bool(found)

    def _mail_from_verifications(self, domain: str) -> list[VerificationState]:
        return [
            identity.mail_from.verification
            for account in self.accounts.values()
            for identity in account.identities.values()
            if identity.mail_from is not None and identity.mail_from.domain.lower() == domain.lower()
        ]

    def _new_account(self, account_id: str, region: str) -> Account:
        account = Account(self, account_id, region)
        for name in self.verified_at_start:
            identity = identities.verify(account, name)
            failure = self._failed_at_start.get(identities.key(name))
            if failure is not None:
                identities.fail(identity, failure)
        self.accounts[account_id, region] = account
        return account


def _do(steps: list[Callable[[], None]]) -> None:
    """Do every step, and raise what the first that fails raises."""
    failures = [failure for failure in map(_failure_of, steps) if failure is not None]
    for failure in failures[1:]:
        failure.__traceback__ = None  # the first speaks for all
    if failures:
        raise failures[0]


def _failure_of(step: Callable[[], None]) -> Exception | None:
    """Carry out a step; return what it raises."""
    try:
        step()
    except Exception as error:  # noqa: BLE001 - it is raised once the steps that follow are done
        return error
    return None
