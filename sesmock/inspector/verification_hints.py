"""Hints about identities that SES refused, with the line of code that verifies them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from sesmock.domain.identities import identities
from sesmock.domain.mail import address_syntax, addresses, parsed_mail

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sesmock.calls import Call
    from sesmock.domain.account import Account
    from sesmock.domain.world import World
    from sesmock.inspector.records import Record

_MAX_IDENTITIES = 5
_SENDER_PARAMS = ("Source", "FromEmailAddress", "BounceSender", "FromArn", "MailFrom")
# SES's texts for a send with an unverified identity. Spec: sending.md §2; custom_verification.md §1;
# receiving.md §10.
_SENTENCES = (
    re.compile(r"Email address is not verified\. .* in region [A-Z0-9-]+: (.+)", re.DOTALL),
    re.compile(r"The following identities are not verified: (.+)", re.DOTALL),
    re.compile(r"The from email address <(.+)> is not verified"),
)
_STATES = {
    "PENDING": "is pending",
    "NOT_STARTED": "is pending",
    "FAILED": "has failed its verification",
    "TEMPORARY_FAILURE": "has failed its verification for now",
    "SUCCESS": "was not verified yet, but is now",
}


class _Refusal(NamedTuple):
    """An address that SES refused as not verified, and the account of the call."""

    address: str
    account: Account
    role: str


def list_hints(record: Record) -> list[str]:
    """Return the state of each refused identity, then the line that verifies them, or nothing without refusals."""
    refusals = list(dict.fromkeys(_find_refusals(record)))
    if not refusals:
        return []
    states = [_describe(refusal) for refusal in refusals[:_MAX_IDENTITIES]]
    names = list(dict.fromkeys(_name_to_verify(each) for each in refusals if not _is_verified(each)))
    if not names:
        return states
    is_elsewhere = any(_verified_elsewhere(refusal) for refusal in refusals)
    return [*states, f"write {_write(record.world, names, is_elsewhere=is_elsewhere)}"]


def _find_refusals(record: Record) -> Iterator[_Refusal]:
    refusals = [(call, call.params, str(call.error)) for call in record.rejected() if not _is_fault(call)]
    # An entry has only its recipients, so the sender comes from the parameters of the call.
    refusals += [
        (entry.call, {**entry.call.params, **entry.params}, entry.error) for entry in record.unsent_entries()
    ]
    for call, params, error in refusals:
        account = record.world.account(call.account_id, call.region)
        for address in _refused_addresses(error):
            yield _Refusal(address, account, _role(address, params, account))


def _is_fault(call: Call) -> bool:
    return call.error is not None and call.error.fault is not None


def _refused_addresses(error: str) -> Iterator[str]:
    for sentence in _SENTENCES:
        match = sentence.search(error)
        if match is not None:
            yield from (mailbox.bare for mailbox in address_syntax.parse_mailboxes(match[1]))


def _role(address: str, params: Mapping[str, Any], account: Account) -> str:
    """Return whether an address was refused as the sender, or as a recipient, which happens only in the sandbox."""
    senders = (addresses.lenient(text).address for text in _list_senders(params))
    is_sender = not account.sandbox or address in senders
    return "sender" if is_sender else "recipient: the account is in the sandbox"


def _list_senders(params: Mapping[str, Any]) -> list[str]:
    """Return the senders of a call, including senders in the header of raw mail."""
    senders = [params[name] for name in _SENDER_PARAMS if name in params]
    raw = params.get("RawMessage") or (params.get("Content") or {}).get("Raw")
    if raw:
        senders += parsed_mail.ParsedMail(raw["Data"]).headers.get_all("From")
    return [str(text) for text in senders]


def _describe(refusal: _Refusal) -> str:
    """Return the state of the identity that would cover an address, in the call's account or in others."""
    address = addresses.lenient(refusal.address)
    subject = f"{refusal.address} ({refusal.role})"
    here = f"in {refusal.account.region}"
    registered = identities.list_registered(refusal.account, address)
    if registered:
        identity = registered[0]
        name = "" if identity.name == refusal.address else f"{identity.name} "
        return f"{subject}: {name}{_STATES[str(identity.status)]} {here}"
    elsewhere = _verified_elsewhere(refusal)
    if elsewhere:
        return f"{subject} is not registered {here}; it is verified in {', '.join(elsewhere)} only"
    return f"{subject} is unknown {here}; verified there: {_list_verified(refusal.account)}"


def _is_verified(refusal: _Refusal) -> bool:
    """Return whether an address was verified after SES refused it."""
    return identities.find_verified(refusal.account, addresses.lenient(refusal.address)) is not None


def _name_to_verify(refusal: _Refusal) -> str:
    """Return the registered identity that covers an address, or the address itself."""
    registered = identities.list_registered(refusal.account, addresses.lenient(refusal.address))
    return registered[0].name if registered else refusal.address


def _verified_elsewhere(refusal: _Refusal) -> list[str]:
    """Return the other regions and accounts where a verified identity covers an address."""
    account, address = refusal.account, addresses.lenient(refusal.address)
    return [
        other.region
        if other.account_id == account.account_id
        else f"{other.region} of account {other.account_id}"
        for other in account.world.accounts.values()
        if other is not account and identities.find_verified(other, address) is not None
    ]


def _list_verified(account: Account) -> str:
    names = sorted(identity.name for identity in account.identities.values() if identity.is_verified)
    more = f" and {len(names) - _MAX_IDENTITIES} more" if len(names) > _MAX_IDENTITIES else ""
    return ", ".join(names[:_MAX_IDENTITIES]) + more or "none"


def _write(world: World, names: list[str], *, is_elsewhere: bool) -> str:
    """Return the line that verifies identities, in the style of the test; `verify` covers all regions and accounts."""
    options = world.options
    # A test that has called verify() gets a line with verify(), and any other test one with identities=.
    uses_verify = options.verification == "manual" or len(world.verified_at_start) > len(options.identities)
    if uses_verify and not is_elsewhere:
        return "; ".join(f"ses_mock.verify({_quote(name)})" for name in names)
    all_names = [*options.identities, *names]
    names_text = ", ".join(map(_quote, all_names if len(all_names) <= _MAX_IDENTITIES else names))
    more = "" if len(all_names) <= _MAX_IDENTITIES else "…, "
    return world.form.format(f"identities=[{more}{names_text}]")


def _quote(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
