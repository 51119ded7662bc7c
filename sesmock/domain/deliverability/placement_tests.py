"""Inbox placement tests, which predict whether mail reaches the inboxes of providers.

Spec: deliverability.md §1, §2.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isclose
from typing import TYPE_CHECKING, Literal, NamedTuple

from sesmock.domain import ids
from sesmock.domain.argument_checks import check_number
from sesmock.domain.deliverability.errors import PlacementTestDoesNotExist, PlacementTestNotRendered
from sesmock.domain.events import mailbox_providers
from sesmock.domain.identities import identities
from sesmock.domain.sending import sending
from sesmock.domain.suggestions import describe_unknown
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.mail.send_request import SendRequest

SECONDS = 24 * 3600.0
"""The duration of a test. Spec: deliverability.md §2."""
SEED = "success@simulator.amazonses.com"
"""The recipient of a test's message, which is not delivered (inferred)."""
PROVIDERS = tuple(name for name in mailbox_providers.CATALOG if name != mailbox_providers.UNKNOWN)


class PlacementTestStatus(Word):
    """Whether a test is complete."""

    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"


Folder = Literal["inbox", "spam", "missing"]


class Placement(NamedTuple):
    """The placement of mail at a provider, and its SPF and DKIM results; all in percent."""

    inbox: float = 100.0
    spam: float = 0.0
    missing: float = 0.0
    spf: float = 100.0
    dkim: float = 100.0


class PlacementTest:
    """An inbox placement test of a message, which is not delivered.

    ``placements`` has the result for each mailbox provider; it is None until the test is complete. ``created_at`` is in
    seconds since 1970.
    """

    __slots__ = ("account", "created_at", "id", "message", "name", "placements", "tags")

    def __init__(
        self, account: Account, name: str | None, message: SentMessage, tags: dict[str, str]
    ) -> None:
        self.account = account
        self.id = ids.make_uuid()
        self.name = name
        self.message = message
        self.tags = tags
        self.created_at = account.world.clock.time()
        self.placements: dict[str, Placement] | None = None
        account.world.schedule(self.created_at + SECONDS, self._complete_if_open)

    def __repr__(self) -> str:
        return f"<PlacementTest {self.id} {self.status}>"

    @property
    def status(self) -> PlacementTestStatus:
        """The current status."""
        return PlacementTestStatus.IN_PROGRESS if self.placements is None else PlacementTestStatus.COMPLETED

    @property
    def overall(self) -> Placement | None:
        """The mean of the placements at all providers; None while the test is in progress."""
        if not self.placements:
            return None
        values = zip(*self.placements.values(), strict=True)
        return Placement(*[round(sum(value) / len(self.placements), 2) for value in values])

    def complete(self, placements: Mapping[str, Folder | Mapping[str, float]] | None = None) -> None:
        """Complete the test now.

        *placements* maps providers to folders or percentages; for other providers, all mail is in the inbox.

        Raise `TypeError` or `ValueError` for an unknown provider or folder, for percentages that do not add up, and for
        a test that is already complete.
        """
        overrides = _parse_all({} if placements is None else placements)
        with self.account.world.change():
            if self.placements is not None:
                raise ValueError(f"the test report {self.id} is already complete")
            self.placements = self._default_placements() | overrides

    def _complete_if_open(self) -> None:
        if self.placements is None:
            self.placements = self._default_placements()

    def _default_placements(self) -> dict[str, Placement]:
        """Return the default result: all mail is in the inbox, and DKIM fails only if it is off or not verified."""
        identity = identities.find(self.account, self.message.sender.domain)
        dkim = None if identity is None else identity.dkim
        is_signed = dkim is None or (dkim.signing_enabled and dkim.verification.has_succeeded)
        return dict.fromkeys(PROVIDERS, Placement(dkim=100.0 if is_signed else 0.0))


def create(account: Account, name: str | None, request: SendRequest, tags: dict[str, str]) -> PlacementTest:
    """Start a test; raise the errors of `sending.rehearse`, or `PlacementTestNotRendered`."""
    # SES makes the same checks as for a send, but sends nothing and uses no quota.
    # Spec: deliverability.md §1 [D, I].
    message, failure = sending.rehearse(account, request)
    if failure is not None:
        raise PlacementTestNotRendered(failure)
    report = PlacementTest(account, name, message, tags)
    account.deliverability.reports[report.id] = report
    return report


def get(account: Account, report_id: str) -> PlacementTest:
    """Return a report; raise `PlacementTestDoesNotExist`."""
    report = account.deliverability.reports.get(report_id)
    if report is None:
        raise PlacementTestDoesNotExist(report_id)
    return report


def _parse_all(placements: Mapping[str, Folder | Mapping[str, float]]) -> dict[str, Placement]:
    if not isinstance(placements, Mapping):
        raise TypeError(
            f"placements must be a dict by provider, e.g. {{'Gmail': 'spam'}}, got {placements!r}"
        )
    unknown = [provider for provider in placements if provider not in PROVIDERS]
    if unknown:
        raise ValueError(describe_unknown("provider", unknown, PROVIDERS))
    return {provider: _parse(placement) for provider, placement in placements.items()}


def _parse(placement: Folder | Mapping[str, float]) -> Placement:
    if isinstance(placement, Mapping):
        return _parse_percentages(placement)
    if placement not in ("inbox", "spam", "missing"):
        raise ValueError(
            f"a placement must be 'inbox', 'spam', 'missing' or a dict of percentages, got {placement!r}"
        )
    return Placement(**{"inbox": 0.0, placement: 100.0})


def _parse_percentages(percentages: Mapping[str, float]) -> Placement:
    """Return percentages as a placement; mail that they do not mention is in the inbox."""
    unknown = percentages.keys() - set(Placement._fields)
    if unknown:
        raise ValueError(describe_unknown("percentage", unknown, Placement._fields))
    for name, value in percentages.items():
        if check_number(name, value, minimum=0) > 100:
            raise ValueError(f"{name} must be <= 100, got {value!r}")
    # Rounded, because 100 - 70.1 - 29.9, for example, is not exactly zero in floating point.
    rest = round(100.0 - percentages.get("spam", 0.0) - percentages.get("missing", 0.0), 9)
    placement = Placement(**{"inbox": rest, **percentages})
    # Not compared exactly, because an explicit inbox percentage can have a similar rounding error.
    if rest < 0 or not isclose(placement.inbox, rest, abs_tol=1e-6):
        raise ValueError(f"the sum of inbox, spam and missing must be 100, got {percentages!r}")
    return placement
