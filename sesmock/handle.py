"""`SesMock`: what a test holds of an active mock. It delegates, and holds no rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sesmock.domain import identities
from sesmock.inspector.outbox import Outbox
from sesmock.inspector.records import Record, Span
from sesmock.inspector.rejected import Rejected
from sesmock.journal import Calls

if TYPE_CHECKING:
    from sesmock.domain.account import Account, EnforcementStatus
    from sesmock.domain.clock import Clock
    from sesmock.domain.verification_states import VerificationError
    from sesmock.domain.world import World
    from sesmock.journal import Journal


class Accounts(Mapping[tuple[str, str], "Account"]):
    """The accounts by (account id, region); asking for one makes it appear, as a call would."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __getitem__(self, key: tuple[str, str]) -> Account:
        account_id, region = key
        return self._world.account(account_id, region)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(list(self._world.accounts))

    def __len__(self) -> int:
        return len(self._world.accounts)

    def bind(self, access_key: str, account_id: str) -> None:
        """Have the calls that an access key signs belong to an account."""
        self._world.account_ids[access_key] = account_id


class SesMock:
    """An active mock: what was sent, and the world behind it. It stays readable after the end."""

    def __init__(self, world: World, journal: Journal) -> None:
        self._world = world
        self._journal = journal
        record = Record(world, journal)
        self.outbox = Outbox(record.sent, record)
        self.notices = Outbox(Span(world.notices), record)
        self.rendering_failures = Outbox(record.unrendered, record)
        self.rejected = Rejected(record)
        self.calls = Calls(journal.calls)
        self.accounts = Accounts(world)
        self.outcomes = world.outcomes

    def __repr__(self) -> str:
        return f"<SesMock {len(self.outbox)} sent, {len(self.rejected)} rejected>"

    @property
    def account(self) -> Account:
        """The default account in the default region."""
        options = self._world.options
        return self._world.account(options.account_id, options.region)

    @property
    def clock(self) -> Clock:
        """The time of this mock; ``clock.shift(hours=24)`` moves it."""
        return self._world.clock

    @contextmanager
    def capture(self) -> Iterator[Outbox]:
        """Give an outbox of what is sent while the block runs; it stays readable behind it."""
        record = Record(self._world, self._journal, from_now=True)
        try:
            yield Outbox(record.sent, record)
        finally:
            record.close()

    def verify(self, identity: str) -> None:
        """Have an address or domain verified in every account and region; it is registered if it is new.

        The DKIM key of a domain is found with it. The custom MAIL FROM domain of an identity is verified as such.
        """
        identities.check(identity)
        if not self._world.verify_mail_from(identity):
            self._world.verify_everywhere((identity,))

    def grant_production_access(self) -> None:
        """Let AWS grant production access to the default account; ``accounts[...]`` has the same for any other."""
        self.account.grant_production_access()

    def deny_production_access(self) -> None:
        """Let AWS deny production access to the default account: it is in the sandbox."""
        self.account.deny_production_access()

    def set_enforcement_status(self, status: EnforcementStatus) -> None:
        """Let AWS see the default account as ``"HEALTHY"``, on ``"PROBATION"``, or in ``"SHUTDOWN"``: it cannot send.

        Raise `ValueError` for anything else.
        """
        self.account.enforcement_status = status

    def fail_verification(
        self, identity: str, *, error: VerificationError | None = None, temporary: bool = False
    ) -> None:
        """Have the verification of an identity and its DKIM key fail, or that of a custom MAIL FROM domain.

        ``error`` is what GetEmailIdentity tells of it. A temporary failure leaves open whether it will succeed. Raise
        `ValueError` if no account has such an identity.
        """
        if not self._world.fail_verification(identity, error, temporary=temporary):
            raise ValueError(f"No account has an identity or MAIL FROM domain {identity!r}.")

    def follow(self, link: str) -> str:
        """Follow a link that SES wrote into a mail, as its reader would; return the URL that the reader is led to.

        Raise `ValueError` for a link of anybody else.
        """
        with self._world.change():
            return self._world.links.follow(link)
