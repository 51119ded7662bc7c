"""Reputation entities: resources whose mail SES judges, and that it or the customer stops. Spec: nouns.md §7."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.reputation.recommendation import Impact
from sesmock.domain.reputation.state import EnforcementChanged
from sesmock.domain.reputation.volumes import Volumes
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from sesmock.domain.account import Account


class SendingStatus(Word):
    """Whether mail is sent; REINSTATED is in spite of what SES finds fault with."""

    ENABLED = "ENABLED"
    REINSTATED = "REINSTATED"
    DISABLED = "DISABLED"


class FindingType(Word):
    """What SES finds too much of."""

    BOUNCE = "BOUNCE"
    COMPLAINT = "COMPLAINT"


class Policy(Word):
    """Upon which findings SES stops an entity: none, those of high impact, or all."""

    NONE = "none"
    STANDARD = "standard"
    STRICT = "strict"


_STOPPING = {
    Policy.NONE: frozenset[Impact](),
    Policy.STANDARD: frozenset({Impact.HIGH}),
    Policy.STRICT: frozenset(Impact),
}


class StatusRecord(NamedTuple):
    """A status, why and since when (seconds since 1970); None is what SES does not say."""

    status: SendingStatus = SendingStatus.ENABLED
    cause: str | None = None
    updated_at: float | None = None


class Entity:
    """What SES knows of a resource: the statuses set by SES and by the customer, the policy, and open findings.

    ``enforced`` is whether AWS's trust and safety team stopped it, whatever the customer says, ``is_watched``
    whether a review is due, ``is_deleted`` whether its tenant is no more.
    """

    __slots__ = (
        "account",
        "arn",
        "aws",
        "customer",
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
        self.volumes = Volumes()

    def __repr__(self) -> str:
        return f"<Entity {self.arn} {self.sending_status}>"

    @property
    def sending_status(self) -> SendingStatus:
        """The aggregate: what the customer and SES say together. Spec: nouns.md §7 [D]."""
        customer = SendingStatus.ENABLED if self.customer is None else self.customer.status
        if self.enforced:
            return SendingStatus.DISABLED
        if customer is SendingStatus.REINSTATED:
            return customer
        statuses = (customer, self.aws.status)
        return SendingStatus.DISABLED if SendingStatus.DISABLED in statuses else SendingStatus.ENABLED

    @property
    def impact(self) -> Impact | None:
        """The highest impact of what is open; None if nothing is."""
        impacts = self.findings.values()
        if Impact.HIGH in impacts:
            return Impact.HIGH
        return Impact.LOW if impacts else None

    def enforce(self, *, enforced: bool) -> None:
        """Have AWS's trust and safety team stop the entity, or release it. Spec: nouns.md §7 [D]."""
        world = self.account.world
        with world.change():
            self.enforced = enforced
            world.announce(EnforcementChanged(self))

    @property
    def must_stop(self) -> bool:
        """Whether the policy has SES stop the entity for what is open."""
        return not _STOPPING[self.policy].isdisjoint(self.findings.values())
