"""The sends that SES accepts, how they count toward the quota, and the recipients that it suppresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.fuzzing.reference.endpoints import choose_region
from tests.fuzzing.reference.reports.message_insights import Message
from tests.fuzzing.reference.reputation import is_disabled
from tests.fuzzing.reference.rules import PINPOINT, SES, SESV2, describe
from tests.fuzzing.reference.world import (
    ACCOUNT,
    SIMULATOR,
    Contact,
    Identity,
    identity_arn,
    set_arn,
    template_arn,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import ContactList, World

SMTP = "smtp"
TAG = re.compile("[A-Za-z0-9_-]+")


class Codes(NamedTuple):
    """The codes of one API for the checks of a send."""

    invalid: str
    unknown_set: str
    paused_set: str
    paused_account: str
    unknown_template: str
    unverified: str
    over_quota: str
    lost_default_set: frozenset[str]


CODES = {
    SES: Codes(
        "InvalidParameterValue",
        "ConfigurationSetDoesNotExist",
        "ConfigurationSetSendingPausedException",
        "AccountSendingPausedException",
        "TemplateDoesNotExist",
        "MessageRejected",
        "Throttling",
        frozenset({"InvalidParameterValue", "ConfigurationSetDoesNotExist"}),
    ),
    SESV2: Codes(
        "BadRequestException",
        "NotFoundException",
        "SendingPausedException",
        "SendingPausedException",
        "NotFoundException",
        "MessageRejected",
        "TooManyRequestsException",
        frozenset({"BadRequestException"}),
    ),
}
CODES[PINPOINT] = CODES[SESV2]
CODES[SMTP] = CODES[SES]


class Send(NamedTuple):
    """A send, independent of the API."""

    sender: str
    recipients: tuple[str, ...]
    set_name: str | None = None
    template: str | None = None
    tags: tuple[str, ...] = ()
    tenant: str | None = None
    contact_list: str | None = None
    topic: str | None = None


def bare(address: str) -> str:
    """Return an address without a display name."""
    return address.rpartition("<")[2].removesuffix(">")


def covering_identities(world: World, address: str) -> Iterator[tuple[str, Identity]]:
    """Yield the identities that cover an address, the most granular one first. Spec: identities.md §1 [D]."""
    local, _, domain = bare(address).rpartition("@")
    labels = domain.lower().split(".")
    parents = [".".join(labels[first:]) for first in range(len(labels))]
    names = [f"{local}@{domain}", f"{local.partition('+')[0]}@{domain}", *parents]
    yield from ((name, world.identities[name]) for name in dict.fromkeys(names) if name in world.identities)


def is_verified(world: World, address: str) -> bool:
    """Return whether mail can be sent from an address. Spec: identities.md §1 [D]."""
    return any(identity.status == "Success" for _, identity in covering_identities(world, address))


def is_simulator(address: str) -> bool:
    """Return whether an address belongs to the mailbox simulator. Spec: simulator.md §1 [D]."""
    return address.endswith(f"@{SIMULATOR}")


def foresee_send(world: World, api: str, send: Send, forecast: Forecast) -> Effect:
    """Check a send in SES's order. Spec: sending.md §1 [P]."""
    codes = CODES[api]
    all_default_sets = list_default_sets(world, send)
    default_sets = [name for name in all_default_sets if name is not None]
    # The default set of an address precedes that of its domain; if there are several, the result is uncertain.
    default = None if send.set_name is not None else next(iter(default_sets), None)
    set_name = send.set_name or default
    forecast.doubt(not world.is_plain, default is not None and len(set(all_default_sets)) > 1)
    _check_tenant(world, send, set_name, forecast)
    forecast.check((not all(map(TAG.fullmatch, send.tags)), codes.invalid))
    for code in codes.lost_default_set:
        forecast.check_elsewhere((default is not None and default not in world.sets, code))
    forecast.check((send.set_name is not None and send.set_name not in world.sets, codes.unknown_set))
    is_paused = set_name in world.sets and not world.sets[set_name].is_sending
    forecast.check((is_paused, codes.paused_set))
    forecast.check_elsewhere((not world.is_sending, codes.paused_account))
    _check_entities(world, send, set_name, codes, forecast)
    _check_list(world, send, forecast)
    forecast.check(
        (send.template is not None and send.template not in world.templates, codes.unknown_template)
    )
    forecast.check((len(send.recipients) > 50, codes.invalid))
    forecast.check((_fails_verification(world, send), codes.unverified))
    _check_quota(world, send, codes, forecast)
    forecast.held_back = frozenset(_held_back(world, send, set_name))
    return lambda answer: _count(world, send, forecast, answer)


def list_default_sets(world: World, send: Send) -> list[str | None]:
    """Return the default sets, or None, of the identities that cover a sender, the most granular one first."""
    return [identity.default_set for _, identity in covering_identities(world, send.sender)]


def _check_tenant(world: World, send: Send, set_name: str | None, forecast: Forecast) -> None:
    """Refuse an unknown tenant, and one without the resources of a send. Spec: tenants.md §4 [P]."""
    if send.tenant is None:
        return
    forecast.check((send.tenant not in world.tenants, "NotFoundException"))
    resources = world.tenants[send.tenant].resources if send.tenant in world.tenants else set()
    names = [name for name, _ in covering_identities(world, send.sender)]
    needed = [identity_arn(name) for name in names[:1]]
    needed += [set_arn(set_name)] if set_name in world.sets else []
    needed += [template_arn(send.template)] if send.template in world.templates else []
    forecast.check((not resources.issuperset(needed), "AccessDeniedException"))
    # The error for a resource that does not exist is unknown, and so is which of several identities SES checks.
    is_clear = len(names) == 1 and (set_name is None or set_name in world.sets)
    is_clear = is_clear and (send.template is None or send.template in world.templates)
    forecast.doubt(not is_clear)
    forecast.check_elsewhere((not is_clear, "AccessDeniedException"))


def _check_entities(world: World, send: Send, set_name: str | None, codes: Codes, forecast: Forecast) -> None:
    """Refuse a send that uses a disabled resource. Spec: reputation.md §1 [D], choices.md §3."""
    covering = [is_disabled(world, identity_arn(name)) for name, _ in covering_identities(world, send.sender)]
    is_set_disabled = set_name is not None and is_disabled(world, set_arn(set_name))
    tenant = world.tenants.get(send.tenant or "")
    is_tenant_disabled = tenant is not None and is_disabled(world, tenant.arn)
    # Whether SES checks the most granular identity or all of them is unknown.
    forecast.doubt(any(covering) and not all(covering))
    for code in (codes.paused_set, codes.paused_account, codes.unverified):
        forecast.check_elsewhere(
            (any(covering) or is_set_disabled or is_tenant_disabled, code),
        )


def _check_list(world: World, send: Send, forecast: Forecast) -> None:
    """Refuse an unknown list or topic, after the configuration set (inferred). Spec: contacts.md §2 [P]."""
    contact_list = None if send.contact_list is None else world.lists.get(send.contact_list)
    forecast.check_elsewhere((send.contact_list is not None and contact_list is None, "NotFoundException"))
    is_unknown = contact_list is not None and send.topic is not None and send.topic not in contact_list.topics
    forecast.check_elsewhere((is_unknown, "BadRequestException"))


def _fails_verification(world: World, send: Send) -> bool:
    """Return whether the sender, or a recipient in the sandbox, is not verified.

    Spec: sending.md §2 [U], identities.md §1 [D].
    """
    people = [address for address in send.recipients if not is_simulator(address)]
    to_verify = [send.sender, *(people if world.is_sandbox else [])]
    return not all(is_verified(world, address) for address in to_verify)


def _check_quota(world: World, send: Send, codes: Codes, forecast: Forecast) -> None:
    """Refuse a send once the quota is used up, but not one that exceeds the rest of it. Spec: sending.md §10 [D]."""
    is_used_up = world.sent is not None and world.sent >= world.max_24_hour_send
    forecast.check((is_used_up, codes.over_quota))
    forecast.doubt(world.sent is None, is_used_up and any(map(is_simulator, send.recipients)))


def _held_back(world: World, send: Send, set_name: str | None) -> Iterator[str]:
    """Yield the recipients on the suppression list, or opted out. Spec: suppression.md §1, contacts.md §2 [P]."""
    own = world.sets[set_name].reasons if set_name in world.sets else None
    reasons = world.reasons if own is None else own
    suppressed = {address.lower() for address, reason in world.suppressed.items() if reason in reasons}
    contact_list = None if send.contact_list is None else world.lists.get(send.contact_list)
    for address in send.recipients:
        is_opted_out = contact_list is not None and _has_opted_out(contact_list, send.topic, address)
        if address.lower() in suppressed or is_opted_out:
            yield address


def _has_opted_out(contact_list: ContactList, topic: str | None, address: str) -> bool:
    contact = (contact_list.contacts or {}).get(address, Contact())
    default = contact_list.topics.get(topic, "OPT_IN") if topic is not None else "OPT_IN"
    choice = contact.preferences.get(topic, default) if topic is not None else default
    return contact.is_unsubscribed or choice == "OPT_OUT"


def _count(world: World, send: Send, forecast: Forecast, answer: Any) -> None:
    """Count the recipients except those at the simulator, and make all of them contacts.

    Spec: sending.md §10 [D], contacts.md §2 [P].
    """
    count = sum(not is_simulator(address) for address in send.recipients)
    world.sent = None if world.sent is None else world.sent + count
    _keep_message(world, send, forecast, answer)
    contacts = None if send.contact_list is None else world.lists[send.contact_list].contacts
    # The next audit reads contacts that the reference does not know.
    known_contacts = {} if contacts is None else contacts
    for address in send.recipients:
        known_contacts.setdefault(address, Contact())


def _keep_message(world: World, send: Send, forecast: Forecast, answer: Any) -> None:
    """Keep a message for its insights and for metrics. Spec: insights.md §2."""
    is_single = len(send.recipients) == 1 and not is_simulator(send.recipients[0])
    outcomes = None
    if is_single and forecast.is_certain and forecast.held_back is not None:
        outcomes = ("SEND", "BOUNCE" if forecast.held_back else "DELIVERY")
    if world.single_sends is not None:
        world.single_sends += is_single
    if "MessageId" in answer:
        world.messages[answer["MessageId"]] = Message(send.sender, send.recipients, outcomes)


@describe(SES, "SendEmail", "SendTemplatedEmail", "SendRawEmail")
@describe(SMTP, "Send")
def send_by_v1(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Check a send of one message. Spec: sending.md §8."""
    return _check(world, SES, read_v1(parameters), forecast)


@describe(SESV2, "SendEmail")
def send_by_v2(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Check a send of one message. Spec: sending.md §7."""
    chosen, endpoint = choose_region(world, parameters.get("EndpointId"), forecast)
    effect = _check(chosen, SESV2, read_v2(parameters), forecast)

    def take_turn(answer: Any) -> None:
        if endpoint is not None:
            endpoint.sends += 1
        effect(answer)

    return take_turn


@describe(PINPOINT, "SendEmail")
def send_by_pinpoint(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Check a send of one message. Spec: sending.md §9."""
    return _check(world, PINPOINT, read_v2(parameters), forecast)


@describe(SES, "SendBulkTemplatedEmail")
def send_bulk_by_v1(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Check the parameters that all entries of a bulk send share. Spec: sending.md §6."""
    return _check_bulk(world, SES, read_v1(parameters), forecast)


@describe(SESV2, "SendBulkEmail")
def send_bulk_by_v2(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Check the parameters that all entries of a bulk send share. Spec: sending.md §6."""
    template = parameters["DefaultContent"].get("Template", {}).get("TemplateName")
    entries = [entry["Destination"] for entry in parameters["BulkEmailEntries"]]
    send = read_v2({**parameters, "Content": {"Template": {"TemplateName": template}}})
    return _check_bulk(world, SESV2, send and send._replace(recipients=_recipients(*entries)), forecast)


def _check(world: World, api: str, send: Send | None, forecast: Forecast) -> Effect:
    """Check a send; the result is uncertain if that requires parsing its mail."""
    if send is None:
        forecast.doubt(True)
        return lambda answer: forget_counts(world, answer)
    return foresee_send(world, api, send, forecast)


def _check_bulk(world: World, api: str, send: Send | None, forecast: Forecast) -> Effect:
    """Check a bulk send; single entries can fail, so neither counts nor outcomes are known."""
    effect = _check(world, api, send, forecast)
    forecast.held_back = None
    # The first entries may use up the quota.
    most = 0 if send is None or world.sent is None else world.sent + len(send.recipients)
    is_clear = not world.is_sandbox and 0 < most <= world.max_24_hour_send
    forecast.doubt(not is_clear)
    return lambda answer: _count_bulk(world, answer, effect if is_clear and send else None)


def _count_bulk(world: World, answer: Any, effect: Effect | None) -> None:
    forget_messages(world, answer)
    if effect is None:
        forget_counts(world, {})
    else:
        effect({})
        world.single_sends = None


def forget_messages(world: World, answer: Any) -> None:
    """Record that there are messages about which nothing else is known."""
    results = answer.get("Status", answer.get("BulkEmailEntryResults", [answer]))
    world.messages |= {result["MessageId"]: None for result in results if "MessageId" in result}
    world.single_sends = None


def forget_counts(world: World, answer: Any) -> None:
    """Forget the counts and contacts, so that the next reading supplies them."""
    forget_messages(world, answer)
    world.sent = None
    for contact_list in world.lists.values():
        contact_list.contacts = None


def read_v1(parameters: Parameters) -> Send | None:
    """Return a send of SES v1; None if that requires parsing its mail."""
    entries = parameters.get("Destinations", [])
    destinations = [entry["Destination"] for entry in entries if isinstance(entry, dict)]
    recipients = _recipients(parameters.get("Destination", {}), *destinations)
    recipients += tuple(entry for entry in entries if isinstance(entry, str))
    source = parameters.get("Source")
    if source is None or not recipients or _has_tenant(parameters.get("RawMessage", {})):
        return None
    return Send(
        source,
        recipients,
        parameters.get("ConfigurationSetName"),
        parameters.get("Template"),
        tuple(tag["Name"] for tag in parameters.get("Tags", [])),
    )


def read_v2(parameters: Parameters) -> Send | None:
    """Return a send of SES v2 or Pinpoint Email; None if that requires parsing its mail."""
    template = parameters["Content"].get("Template", {})
    arn = template.get("TemplateArn", "").removeprefix(f"{ACCOUNT}template/")
    options = parameters.get("ListManagementOptions", {})
    recipients = _recipients(parameters.get("Destination", {}))
    sender = parameters.get("FromEmailAddress")
    is_addressed = recipients or "BulkEmailEntries" in parameters
    if sender is None or not is_addressed or _has_tenant(parameters["Content"].get("Raw", {})):
        return None
    return Send(
        sender,
        recipients,
        parameters.get("ConfigurationSetName"),
        template.get("TemplateName") or arn or None,
        tuple(tag["Name"] for tag in parameters.get("EmailTags", parameters.get("DefaultEmailTags", []))),
        parameters.get("TenantName"),
        options.get("ContactListName"),
        options.get("TopicName"),
    )


def _has_tenant(raw: dict[str, Any]) -> bool:
    """Return whether a raw message has the header that names its tenant. Spec: tenants.md §4."""
    return b"x-ses-tenant" in raw.get("Data", b"").lower()


def _recipients(*destinations: dict[str, Any]) -> tuple[str, ...]:
    kinds = ("ToAddresses", "CcAddresses", "BccAddresses")
    return tuple(
        bare(address)
        for destination in destinations
        for kind in kinds
        for address in destination.get(kind, [])
    )
