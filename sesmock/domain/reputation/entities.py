"""Reputation entities: resources whose sending SES or the customer can disable.

Spec: reputation.md §1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.reputation.recommendation import Impact
from sesmock.domain.reputation.state import EnforcementChanged
from sesmock.domain.reputation.volumes import Volumes
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from sesmock.domain.account import Account


class SendingStatus(Word):
    """Whether SES sends mail; REINSTATED means that it does so in spite of findings."""

    ENABLED = "ENABLED"
    REINSTATED = "REINSTATED"
    DISABLED = "DISABLED"


class FindingType(Word):
    """The rate that a finding is about."""

    BOUNCE = "BOUNCE"
    COMPLAINT = "COMPLAINT"


class Policy(Word):
    """The findings for which SES disables an entity: none, only findings of high impact, or all."""

    NONE = "none"
    STANDARD = "standard"
    STRICT = "strict"


_STOPPING = {
    Policy.NONE: frozenset[Impact](),
    Policy.STANDARD: frozenset({Impact.HIGH}),
    Policy.STRICT: frozenset(Impact),
}


class StatusRecord(NamedTuple):
    """A status with its cause and its time (seconds since 1970); a part that SES does not state is None."""

    status: SendingStatus = SendingStatus.ENABLED
    cause: str | None = None
    updated_at: float | None = None


class Entity:
    """The reputation of a resource: the statuses set by SES and by the customer, the policy, and open findings.

    ``descriptions`` has the sentence about each open finding, by type, as it was when the finding was opened.
    ``enforced`` is true if AWS's trust and safety team stopped the entity, which overrides the customer's setting.
    ``is_watched`` is true while a review is scheduled, ``is_deleted`` after the tenant was deleted.
    """

    __slots__ = (
        "account",
        "arn",
        "aws",
        "customer",
        "descriptions",
        "enforced",
        "findings",
        "is_deleted",
        "is_tenant",
        "is_watched",
        "policy",
        "volumes",
    )

    def __init__(
        self, account: Account, arn: str, created_at: float | None = None, *, is_tenant: bool = False
    ) -> None:
        self.account = account
        self.arn = arn
        self.policy = Policy.STANDARD
        self.aws = StatusRecord(updated_at=created_at)
        self.customer: StatusRecord | None = None
        self.enforced = False
        self.is_tenant = is_tenant
        self.is_watched = False
        self.is_deleted = False
        self.findings: dict[FindingType, Impact] = {}
        self.descriptions: dict[FindingType, str] = {}
        self.volumes = Volumes()

    def __repr__(self) -> str:
        return f"<Entity {self.arn} {self.sending_status}>"

    @property
    def sending_status(self) -> SendingStatus:
        """The aggregate of the statuses set by the customer and by SES. Spec: reputation.md §1 [D]."""
        customer = SendingStatus.ENABLED if self.customer is None else self.customer.status
        # REINSTATED overrides a status that SES disabled, but not an enforcement by AWS's trust and safety team.
        if self.enforced:
            return SendingStatus.DISABLED
        if customer is SendingStatus.REINSTATED:
            return customer
        statuses = (customer, self.aws.status)
        return SendingStatus.DISABLED if SendingStatus.DISABLED in statuses else SendingStatus.ENABLED

    @property
    def impact(self) -> Impact | None:
        """The highest impact of the open findings; None if there are no findings."""
        impacts = self.findings.values()
        if Impact.HIGH in impacts:
            return Impact.HIGH
        return Impact.LOW if impacts else None

    def enforce(self, *, enforced: bool) -> None:
        """Stop or release the entity as AWS's trust and safety team. Spec: reputation.md §1 [D]."""
        world = self.account.world
        with world.change():
            self.enforced = enforced
            world.announce(EnforcementChanged(self))

    @property
    def must_stop(self) -> bool:
        """Whether the policy requires SES to disable the entity for its open findings."""
        return not _STOPPING[self.policy].isdisjoint(self.findings.values())
