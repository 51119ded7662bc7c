"""The resources of an account as the inbox lists them: plain, read-only rows."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from sesmock.domain.clock import to_datetime
from sesmock.domain.contacts.preferences import SubscriptionStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sesmock.domain.account import Account
    from sesmock.domain.configuration_sets.configuration_sets import ConfigurationSet
    from sesmock.domain.configuration_sets.event_destinations import EventDestination
    from sesmock.domain.contacts.contact_lists import ContactList
    from sesmock.domain.contacts.contacts import Contact
    from sesmock.domain.identities.identities import Identity
    from sesmock.domain.receiving.rule_sets import RuleSet
    from sesmock.domain.suppression.suppression import SuppressedDestination
    from sesmock.domain.templates.templates import Template

Row = dict[str, object]


class Listing(NamedTuple):
    """A list: the function that reads it, the function that describes an item, and the name that a search matches."""

    read: Callable[[Account], Sequence[Any]]
    describe: Callable[[Any], Row]
    name: Callable[[Any], str] = attrgetter("name")


class Suppressed(NamedTuple):
    """An entry of a suppression list, and the tenant that owns the list, or None for the account's list."""

    entry: SuppressedDestination
    tenant: str | None


class Member(NamedTuple):
    """A contact and its list."""

    contact_list: ContactList
    contact: Contact


def describe_account(account: Account) -> Row:
    """Return the status, quota and settings of an account, its dedicated IPs, and the number of its tenants."""
    details = account.details
    return {
        "account_id": account.account_id,
        "region": account.region,
        "sandbox": account.sandbox,
        "sending_enabled": account.sending_enabled,
        "enforcement_status": str(account.enforcement_status),
        "max_24_hour_send": account.max_24_hour_send,
        "max_send_rate": account.max_send_rate,
        "sent_last_24_hours": account.sent_last_24_hours,
        "accepts_any_sender": account.world.accepts_any_sender,
        "suppressed_reasons": list(map(str, account.suppression.reasons)),
        "vdm_enabled": account.vdm_enabled,
        "review": None if details is None else str(details.review),
        "website": None if details is None else details.website_url,
        "dedicated_ips": [f"{each.address} ({each.pool})" for each in account.dedicated_ips.sorted()],
        "tenants": len(account.tenants.by_name),
    }


def _describe_identity(identity: Identity) -> Row:
    dkim, mail_from = identity.dkim, identity.mail_from
    return {
        "name": identity.name,
        "kind": "domain" if identity.is_domain else "address",
        "status": str(identity.status),
        "dkim": None if dkim is None else str(dkim.verification.status),
        "mail_from": None if mail_from is None else f"{mail_from.domain} ({mail_from.verification.status})",
        "configuration_set": identity.default_configuration_set,
        "feedback_forwarding": identity.feedback_forwarding,
        "topics": {str(kind): topic for kind, topic in identity.notification_topics.items()},
        "policies": sorted(identity.policies),
        "tags": dict(identity.tags),
    }


def _describe_template(template: Template) -> Row:
    return {
        "name": template.name,
        "subject": template.subject,
        "text": template.text,
        "html": template.html,
        "created_at": _format(template.created_at),
        "tags": dict(template.tags),
    }


def _describe_set(configuration_set: ConfigurationSet) -> Row:
    options = configuration_set.options
    reasons = options.suppression.reasons
    values = {
        "Sending": "enabled" if options.sending_enabled else "disabled",
        "Reputation metrics": "enabled" if options.reputation_metrics_enabled else "disabled",
        "Redirect domain": options.tracking.redirect_domain,
        "HTTPS policy": options.tracking.https_policy,
        "TLS policy": options.delivery.tls_policy,
        "Sending pool": options.delivery.sending_pool,
        "Maximum delivery seconds": options.delivery.max_delivery_seconds,
        "Suppressed reasons": None if reasons is None else ", ".join(map(str, reasons)) or "none",
        "Archive": options.archive,
    }
    return {
        "name": configuration_set.name,
        "options": {name: str(value) for name, value in values.items() if value is not None},
        "destinations": [
            _describe_destination(each) for each in configuration_set.event_destinations.values()
        ],
        "tags": dict(configuration_set.tags),
    }


def _describe_destination(destination: EventDestination) -> Row:
    return {
        "name": destination.name,
        "kind": destination.target.kind,
        "target": destination.target.name,
        "types": sorted(map(str, destination.matching_types)),
        "enabled": destination.enabled,
    }


def _list_suppressed(account: Account) -> list[Suppressed]:
    """Return the entries of the suppression lists of the account and its tenants, newest first."""
    entries = [Suppressed(entry, None) for entry in list(account.suppression.destinations.values())]
    for tenant in account.tenants:
        entries += [Suppressed(entry, tenant.name) for entry in list(tenant.suppressed.values())]
    return sorted(entries, key=lambda each: each.entry.updated_at, reverse=True)


def _describe_suppressed(suppressed: Suppressed) -> Row:
    entry = suppressed.entry
    return {
        "address": entry.address,
        "reason": str(entry.reason),
        "updated_at": _format(entry.updated_at),
        "message_id": entry.message_id,
        "tenant": suppressed.tenant,
    }


def _list_contacts(account: Account) -> list[Member]:
    """Return the contacts of all lists, sorted by list and address."""
    lists = list(account.contacts.lists.values())
    return [Member(each, contact) for each in lists for contact in each.sort()]


def _describe_contact_list(contact_list: ContactList) -> Row:
    topics = contact_list.topics.values()
    return {
        "name": contact_list.name,
        "description": contact_list.description,
        "contacts": len(contact_list.contacts),
        "topics": [
            {"name": each.name, "display_name": each.display_name, "default": each.default_status.name}
            for each in topics
        ],
    }


def _describe_contact(member: Member) -> Row:
    contact_list, contact = member
    statuses = {topic.name: contact.status(topic) for topic in contact_list.topics.values()}
    return {
        "address": contact.address,
        "list": contact_list.name,
        "unsubscribed": contact.unsubscribe_all,
        "subscribed": [name for name, status in statuses.items() if status is SubscriptionStatus.OPT_IN],
        "opted_out": [name for name, status in statuses.items() if status is SubscriptionStatus.OPT_OUT],
        "attributes": contact.attributes,
        "updated_at": _format(contact.updated_at),
    }


def _list_rule_sets(account: Account) -> list[RuleSet]:
    """Return the receipt rule sets, the active one first."""
    return sorted(account.receiving.rule_sets.values(), key=lambda each: not each.active)


def _describe_rule_set(rule_set: RuleSet) -> Row:
    return {
        "name": rule_set.name,
        "active": rule_set.active,
        "rules": [
            {
                "name": rule.name,
                "enabled": rule.enabled,
                "recipients": list(rule.recipients or ()),
                "actions": [str(action.type) for action in rule.actions],
            }
            for rule in rule_set.rules
        ],
    }


def _format(seconds: float) -> str:
    return to_datetime(seconds).isoformat(timespec="milliseconds")


def _sort(items: Mapping[str, Any]) -> list[Any]:
    """Return resources sorted by their names."""
    return [item for _, item in sorted(items.items())]


LISTS: Mapping[str, Listing] = {
    "identities": Listing(lambda account: _sort(account.identities), _describe_identity),
    "templates": Listing(lambda account: _sort(account.templates), _describe_template),
    "configuration-sets": Listing(lambda account: _sort(account.configuration_sets), _describe_set),
    "suppression": Listing(_list_suppressed, _describe_suppressed, attrgetter("entry.address")),
    "contacts": Listing(_list_contacts, _describe_contact, attrgetter("contact.address")),
    "contact-lists": Listing(lambda account: _sort(account.contacts.lists), _describe_contact_list),
    "rules": Listing(_list_rule_sets, _describe_rule_set),
}
"""The lists by the names of their routes."""
