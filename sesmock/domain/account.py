"""One AWS account in one region: its status, its quota and its resources."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from sesmock.domain.argument_checks import check_boolean, check_number
from sesmock.domain.aws import arns
from sesmock.domain.completion import HidesInternals
from sesmock.domain.errors import OnlyAwsCanResume
from sesmock.domain.quota import Quota
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sesmock.domain.account_settings.account_details import AccountDetails
    from sesmock.domain.account_settings.settings import AccountSettings
    from sesmock.domain.configuration_sets.configuration_sets import ConfigurationSet
    from sesmock.domain.contacts.preferences import SubscriptionStatusText
    from sesmock.domain.contacts.state import Contacts
    from sesmock.domain.dedicated_ips.leases import DedicatedIps
    from sesmock.domain.deliverability.state import Deliverability
    from sesmock.domain.endpoints.state import Endpoints
    from sesmock.domain.identities.identities import Identity
    from sesmock.domain.jobs.state import Jobs
    from sesmock.domain.receiving.state import Receiving
    from sesmock.domain.reputation.state import Reputation
    from sesmock.domain.sending.custom_verification import VerificationTemplate
    from sesmock.domain.suppression.suppression import Suppression
    from sesmock.domain.templates.templates import Template
    from sesmock.domain.tenants.state import Tenants
    from sesmock.domain.world import World

# AWS sets the quotas of each production account individually; these are typical values.
PRODUCTION_MAX_24_HOUR_SEND = 50_000.0
PRODUCTION_MAX_SEND_RATE = 14.0
# Spec: account.md §1 [D, R].
SANDBOX_MAX_24_HOUR_SEND = 200.0
SANDBOX_MAX_SEND_RATE = 1.0


class EnforcementStatus(Word):
    """AWS's assessment of an account: healthy, under review but still able to send, or paused."""

    HEALTHY = "HEALTHY"
    PROBATION = "PROBATION"
    SHUTDOWN = "SHUTDOWN"


# Looked up once, because Python 3.11 takes 0.2 µs to look up a member of an enumeration.
_SHUTDOWN = EnforcementStatus.SHUTDOWN
EnforcementStatusText = Literal["HEALTHY", "PROBATION", "SHUTDOWN"]


class Account(HidesInternals):
    """An SES account in one region; a test may set its quotas and switches."""

    # With slots, a test that sets a mistyped attribute gets an error.
    __slots__ = (
        "_enforcement_status",
        "_max_24_hour_send",
        "_max_send_rate",
        "_sandbox",
        "_sending_enabled",
        "account_id",
        "configuration_sets",
        "contacts",
        "custom_verification_templates",
        "dedicated_ips",
        "deliverability",
        "endpoints",
        "identities",
        "jobs",
        "quota",
        "receiving",
        "region",
        "reputation",
        "settings",
        "suppression",
        "suspended",
        "templates",
        "tenants",
        "world",
    )

    _INTERNAL = frozenset("arn can_send quota settings switch_sending world".split())

    account_id: str
    """The 12-digit id of the account."""
    region: str
    """The region, such as ``"us-east-1"``."""
    identities: dict[str, Identity]
    """The identities, by name."""
    configuration_sets: dict[str, ConfigurationSet]
    """The configuration sets, by name."""
    templates: dict[str, Template]
    """The stored templates, by name."""
    custom_verification_templates: dict[str, VerificationTemplate]
    """The templates of custom verification mail, by name."""
    contacts: Contacts
    """The contact list and its contacts."""
    dedicated_ips: DedicatedIps
    """The dedicated IPs and pools; ``dedicated_ips.lease()`` leases one."""
    deliverability: Deliverability
    """The deliverability dashboard: tests, statistics and campaigns."""
    endpoints: Endpoints
    """The multi-region endpoints."""
    jobs: Jobs
    """The import and export jobs."""
    receiving: Receiving
    """The receipt rule sets and IP filters."""
    reputation: Reputation
    """The reputation entities and recommendations."""
    suppression: Suppression
    """The account's suppression list."""
    tenants: Tenants
    """The tenants."""
    suspended: bool
    """Whether AWS has suspended the account permanently; a test sets it on AWS's behalf."""

    def __init__(
        self,
        world: World,
        account_id: str,
        region: str,
        *,
        contacts: Contacts,
        dedicated_ips: DedicatedIps,
        deliverability: Deliverability,
        endpoints: Endpoints,
        jobs: Jobs,
        receiving: Receiving,
        reputation: Reputation,
        suppression: Suppression,
        settings: AccountSettings,
        tenants: Tenants,
    ) -> None:
        self.world = world
        self.account_id = account_id
        self.region = region
        self.sending_enabled = True
        self._enforcement_status = EnforcementStatus.HEALTHY
        self.suspended = False
        self.quota = Quota()
        self.identities = {}
        self.configuration_sets = {}
        self.templates = {}
        self.custom_verification_templates = {}
        self.contacts = contacts
        self.dedicated_ips = dedicated_ips
        self.deliverability = deliverability
        self.endpoints = endpoints
        self.jobs = jobs
        self.receiving = receiving
        self.reputation = reputation
        self.suppression = suppression
        self.settings = settings
        self.tenants = tenants
        # The setter also sets both quotas.
        self.sandbox = world.options.sandbox

    def __repr__(self) -> str:
        return f"<Account {self.account_id} {self.region}>"

    @property
    def sandbox(self) -> bool:
        """Whether the account lacks production access; setting it also sets the quotas."""
        return self._sandbox

    @sandbox.setter
    def sandbox(self, value: bool) -> None:
        self._sandbox = check_boolean("sandbox", value)
        self.max_24_hour_send = SANDBOX_MAX_24_HOUR_SEND if value else PRODUCTION_MAX_24_HOUR_SEND
        self.max_send_rate = SANDBOX_MAX_SEND_RATE if value else PRODUCTION_MAX_SEND_RATE

    @property
    def max_24_hour_send(self) -> float:
        """The maximum number of recipients in 24 hours; -1 means unlimited."""
        return self._max_24_hour_send

    @max_24_hour_send.setter
    def max_24_hour_send(self, value: float) -> None:
        self._max_24_hour_send = check_number("max_24_hour_send", value, minimum=-1)

    @property
    def max_send_rate(self) -> float:
        """The maximum number of recipients per second, enforced only with the option ``enforce_rate``."""
        return self._max_send_rate

    @max_send_rate.setter
    def max_send_rate(self, value: float) -> None:
        self._max_send_rate = check_number("max_send_rate", value, minimum=0)

    @property
    def sending_enabled(self) -> bool:
        """Whether the owner of the account has enabled sending."""
        return self._sending_enabled

    @sending_enabled.setter
    def sending_enabled(self, value: bool) -> None:
        self._sending_enabled = check_boolean("sending_enabled", value)

    @property
    def enforcement_status(self) -> EnforcementStatus:
        """AWS's assessment: ``"HEALTHY"``, ``"PROBATION"`` (the account still sends) or ``"SHUTDOWN"`` (it does not).

        A test sets it on AWS's behalf; an unknown value raises `ValueError`.
        """
        return self._enforcement_status

    @enforcement_status.setter
    def enforcement_status(self, value: EnforcementStatus | EnforcementStatusText) -> None:
        try:
            self._enforcement_status = EnforcementStatus(value)
        except ValueError:
            raise ValueError(
                f"enforcement_status must be one of {', '.join(EnforcementStatus)}, got {value!r}"
            ) from None

    @property
    def is_shut_down(self) -> bool:
        """Whether AWS has paused sending."""
        return self._enforcement_status is _SHUTDOWN

    @property
    def can_send(self) -> bool:
        """Whether neither the owner nor AWS has disabled sending."""
        return self.sending_enabled and not self.is_shut_down and not self.suspended

    def switch_sending(self, *, enabled: bool) -> None:
        """Enable or disable sending, as the owner of the account.

        Raise `OnlyAwsCanResume` if the owner enables sending while AWS has paused it.
        """
        if enabled and self.is_shut_down:
            raise OnlyAwsCanResume
        self.sending_enabled = enabled

    def grant_production_access(self) -> None:
        """Act as AWS and grant production access with its quotas, whether or not the account requested it.

        A pending review of account details ends as granted.
        """
        self.world.account_reviews.grant(self)

    def deny_production_access(self) -> None:
        """Act as AWS and deny production access.

        The account moves to the sandbox, and a pending review ends as denied.
        """
        self.world.account_reviews.deny(self)

    def fail_review(self) -> None:
        """Act as AWS and fail the pending review of account details, so that they can be submitted again.

        Raise `ValueError` if no review is pending.
        """
        self.world.account_reviews.fail(self)

    def add_contacts(
        self,
        contact_list: str,
        addresses: Iterable[str],
        *,
        topics: Mapping[str, SubscriptionStatusText] = MappingProxyType({}),
        unsubscribe_all: bool = False,
        attributes: str | None = None,
    ) -> None:
        """Add many addresses to a contact list with the same preferences, replacing existing contacts.

        *topics* maps topic names to ``"OPT_IN"`` or ``"OPT_OUT"``; *attributes* is the AttributesData of each contact.

        Raise `ValueError` for an unknown list, topic or status and for an invalid address, and `TypeError` for an
        argument of the wrong type. In all of these cases, no contact is added.
        """
        self.contacts.add(
            contact_list,
            addresses,
            topics=topics,
            unsubscribe_all=unsubscribe_all,
            attributes=attributes,
        )

    @property
    def details(self) -> AccountDetails | None:
        """The details submitted with PutAccountDetails, or None."""
        return self.settings.details

    @property
    def vdm_enabled(self) -> bool:
        """Whether Virtual Deliverability Manager is enabled."""
        return self.settings.vdm is not None and self.settings.vdm.enabled

    @property
    def sent_last_24_hours(self) -> int:
        """The number of recipients that currently count toward ``max_24_hour_send``."""
        return self.quota.sent_last_24_hours(self.world.clock.time())

    def arn(self, resource: str) -> str:
        """Return the ARN of a resource of the account, such as ``identity/example.com``."""
        return arns.build_ses_arn(self.account_id, self.region, resource)
