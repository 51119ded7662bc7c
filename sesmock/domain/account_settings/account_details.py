"""Account details, and AWS's review of them, which can grant production access. Spec: account.md §3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sesmock.domain import ids
from sesmock.domain.errors import Conflict
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.world import World


class ReviewStatus(Word):
    """The status of AWS's review of the details; FAILED means that AWS did not receive them."""

    PENDING = "PENDING"
    GRANTED = "GRANTED"
    DENIED = "DENIED"
    FAILED = "FAILED"


class MailType(Word):
    """The type of most of the account's mail."""

    MARKETING = "MARKETING"
    TRANSACTIONAL = "TRANSACTIONAL"


class ContactLanguage(Word):
    """The language that AWS uses to write to the owner."""

    EN = "EN"
    JA = "JA"


@dataclass(slots=True)
class AccountDetails:
    """Account details as submitted; a missing value is None or empty."""

    mail_type: MailType
    website_url: str
    contact_language: ContactLanguage | None = None
    use_case_description: str | None = None
    additional_contacts: tuple[str, ...] = ()
    asks_for_production_access: bool = False
    review: ReviewStatus = ReviewStatus.PENDING
    case_id: str = ""


def submit(account: Account, details: AccountDetails) -> None:
    """Replace the details of an account and start a review of them.

    Raise `Conflict` while a review is pending, and after a denial. Spec: account.md §3 [U].
    """
    # Details whose review failed may be submitted again. Spec: account.md §3 [U].
    previous = account.settings.details
    if previous is not None and previous.review in {ReviewStatus.PENDING, ReviewStatus.DENIED}:
        raise Conflict
    details.case_id = ids.make_case_id(account.world.clock.time())
    account.settings.details = details


def is_under_review(account: Account) -> bool:
    """Return whether a review is pending."""
    details = account.settings.details
    return details is not None and details.review is ReviewStatus.PENDING


class AccountReviews:
    """AWS's decisions about account details, made by a test."""

    def __init__(self, world: World) -> None:
        self._world = world

    def grant(self, account: Account) -> None:
        """Grant production access with its quotas, and end a pending review."""
        with self._world.change():
            _end(account, ReviewStatus.GRANTED)

    def deny(self, account: Account) -> None:
        """Deny production access, and end a pending review."""
        with self._world.change():
            _end(account, ReviewStatus.DENIED)

    def fail(self, account: Account) -> None:
        """Fail a pending review, so that details may be submitted again. Raise `ValueError` if none is pending."""
        with self._world.change():
            details = account.settings.details
            if details is None or not is_under_review(account):
                raise ValueError("no review of account details is pending")
            details.review = ReviewStatus.FAILED


def _end(account: Account, status: ReviewStatus) -> None:
    details = account.settings.details
    if details is not None:
        details.review = status
    in_sandbox = status is not ReviewStatus.GRANTED
    # Set only if it changes, because the setter resets the quotas, which the test may have set.
    if account.sandbox is not in_sandbox:
        account.sandbox = in_sandbox
