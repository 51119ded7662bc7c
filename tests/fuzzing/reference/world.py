"""The state of the reference: one account in one region, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fuzzing.reference.arriving import Mail
    from tests.fuzzing.reference.endpoints import Endpoint
    from tests.fuzzing.reference.receiving import Filter, Rule
    from tests.fuzzing.reference.reports.campaigns import Campaign
    from tests.fuzzing.reference.reports.dashboard import Dashboard
    from tests.fuzzing.reference.reports.export_jobs import ExportJob
    from tests.fuzzing.reference.reports.import_jobs import ImportJob
    from tests.fuzzing.reference.reports.message_insights import Message
    from tests.fuzzing.reference.reports.placement_tests import PlacementTest
    from tests.fuzzing.reference.reports.recommendations import Recommendation
    from tests.fuzzing.reference.reputation import Entity

ACCOUNT = "arn:aws:ses:us-east-1:123456789012:"
SIMULATOR = "simulator.amazonses.com"
REASONS = frozenset({"BOUNCE", "COMPLAINT"})


@dataclass
class Identity:
    """An identity; its status is None until the next read shows it.

    ``is_signed`` says whether its mail has DKIM signatures, None if that is not known.
    """

    status: str | None
    is_signed: bool | None = None
    policies: set[str] = field(default_factory=set)
    default_set: str | None = None


@dataclass
class ConfigurationSet:
    """A configuration set; without suppression reasons of its own, the account's apply."""

    is_sending: bool = True
    reasons: frozenset[str] | None = None
    destinations: set[str] = field(default_factory=set)


@dataclass
class Contact:
    """A contact with explicit preferences by topic."""

    preferences: dict[str, str] = field(default_factory=dict)
    is_unsubscribed: bool = False


@dataclass
class ContactList:
    """A contact list; its contacts are None until the next read shows them."""

    topics: dict[str, str]
    contacts: dict[str, Contact] | None = field(default_factory=dict)


@dataclass
class Tenant:
    """A tenant with its resources and its own suppression list."""

    arn: str
    resources: set[str] = field(default_factory=set)
    suppressed: dict[str, str] = field(default_factory=dict)


@dataclass
class World:
    """Everything that the reference knows; ``sent`` is None until the next read shows the number of recipients.

    ``elapsed`` is how far a test has moved the clock, in seconds. ``single_sends`` is the number of messages to one
    recipient, None once that is not known.
    """

    is_manual: bool = False
    is_sandbox: bool = False
    max_24_hour_send: float = 50_000
    sent: int | None = 0
    is_sending: bool = True
    is_plain: bool = True
    identities: dict[str, Identity] = field(default_factory=dict)
    sets: dict[str, ConfigurationSet] = field(default_factory=dict)
    templates: set[str] = field(default_factory=set)
    verification_templates: set[str] = field(default_factory=set)
    suppressed: dict[str, str] = field(default_factory=dict)
    reasons: frozenset[str] = REASONS
    lists: dict[str, ContactList] = field(default_factory=dict)
    tenants: dict[str, Tenant] = field(default_factory=dict)
    rule_sets: dict[str, list[Rule]] = field(default_factory=dict)
    active_rule_set: str | None = None
    filters: dict[str, Filter] = field(default_factory=dict)
    received: dict[str, Mail] = field(default_factory=dict)
    pools: set[str] = field(default_factory=set)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    started: datetime = datetime(2026, 1, 1, tzinfo=timezone.utc)
    elapsed: float = 0.0
    has_vdm: bool = False
    files: dict[str, str] = field(default_factory=dict)
    export_jobs: dict[str, ExportJob] = field(default_factory=dict)
    import_jobs: dict[str, ImportJob] = field(default_factory=dict)
    placement_tests: dict[str, PlacementTest] = field(default_factory=dict)
    dashboard: Dashboard | None = None
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    endpoints: dict[str, Endpoint] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    recommendations: list[Recommendation] = field(default_factory=list)
    messages: dict[str, Message | None] = field(default_factory=dict)
    single_sends: int | None = 0
    confidences: dict[str, str] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The time of the mock, except for the time that the walk itself takes."""
        return self.started + timedelta(seconds=self.elapsed)

    def forget(self, arn: str) -> None:
        """Drop the tags and the reputation of a deleted resource."""
        self.tags.pop(arn, None)
        self.entities.pop(arn, None)

    def is_used_by_tenant(self, arn: str) -> bool:
        """Return whether a resource belongs to a tenant and so cannot be deleted. Spec: tenants.md §2 [P]."""
        return any(arn in tenant.resources for tenant in self.tenants.values())

    def has(self, arn: str) -> bool:
        """Return whether a resource that tenants and tags can refer to exists. Spec: requests.md §5."""
        kind, _, name = arn.removeprefix(ACCOUNT).partition("/")
        kinds = {
            "identity": self.identities,
            "configuration-set": self.sets,
            "template": self.templates,
            "contact-list": self.lists,
            "dedicated-ip-pool": self.pools,
        }
        return name in kinds.get(kind, ())


def identity_arn(name: str) -> str:
    """Return the ARN of an identity."""
    return f"{ACCOUNT}identity/{name}"


def set_arn(name: str) -> str:
    """Return the ARN of a configuration set."""
    return f"{ACCOUNT}configuration-set/{name}"


def template_arn(name: str) -> str:
    """Return the ARN of a template."""
    return f"{ACCOUNT}template/{name}"
