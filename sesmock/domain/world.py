"""Everything that exists while a mock is active."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sesmock.domain import identities
from sesmock.domain.account import Account
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


class World:
    """Accounts by (account id, region), and the order of all that was sent.

    ``lock`` is held while a call reads or changes state, never while user code runs.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        self.clock = Clock()
        self.lock = threading.RLock()
        self.changes = Changes()
        self.accounts: dict[tuple[str, str], Account] = {}
        self.account_ids: dict[str | None, str] = {}  # by access key, as bound or once asked
        self.any_sender = "*" in options.identities
        self.verified_at_start = [name for name in options.identities if name != "*"]
        self.outcomes = Outcomes()
        self.links = Links()
        self.neighbours: Neighbours = NoNeighbours()
        # What `change` does when the lock is free again: user code runs there.
        self.deferred: list[Callable[[], None]] = []
        self._depth = 0
        self.outbox: list[SentMessage] = []
        self.notices: list[SentMessage] = []
        self.rendering_failures: list[SentMessage] = []
        self.publications: list[Publication] = []
        self.events: list[Event] = []

    @contextmanager
    def change(self) -> Iterator[None]:
        """Hold the lock while the block runs; then do without it what was deferred, and tell those who wait.

        What a deferred step raises reaches the caller. A block that raises changed nothing: what it deferred is
        forgotten. Inside another change, the outer one does the rest.
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
            for step in steps:
                step()
        finally:
            self.changes.tell()

    def account(self, account_id: str, region: str) -> Account:
        """Return the account in that region; it appears when first asked for."""
        key = (account_id, region)
        account = self.accounts.get(key)
        if account is None:
            with self.lock:
                account = self.accounts.get(key) or self._new_account(account_id, region)
        return account

    def verify_everywhere(self, names: tuple[str, ...]) -> None:
        """Verify identities in every account and region, those that appear later included."""
        with self.lock:
            self.any_sender = self.any_sender or "*" in names
            added = [name for name in names if name != "*" and name not in self.verified_at_start]
            self.verified_at_start += added
            for account in self.accounts.values():
                for name in added:
                    identities.verify(account, name)

    def verify_mail_from(self, domain: str) -> bool:
        """Verify a custom MAIL FROM domain wherever an identity has it; return whether one has."""
        with self.lock:
            found = [
                identity.mail_from
                for account in self.accounts.values()
                for identity in account.identities.values()
                if identity.mail_from is not None and identity.mail_from.domain.lower() == domain.lower()
            ]
            for each in found:
                each.status = identities.VerificationStatus.SUCCESS
            return bool(found)

    def _new_account(self, account_id: str, region: str) -> Account:
        account = Account(self, account_id, region)
        for name in self.verified_at_start:
            identities.verify(account, name)
        self.accounts[account_id, region] = account
        return account
