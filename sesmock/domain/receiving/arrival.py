"""The arrival of an email: SES accepts or refuses it, and runs the rules. Spec: receiving.md §1, §9."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import ids, unconfirmed_messages
from sesmock.domain.configuration_sets.options import TlsPolicy
from sesmock.domain.mail import raw_mail
from sesmock.domain.receiving import conditions, evaluation, filters, received_headers, rule_sets
from sesmock.domain.receiving.evaluation import MatchingRule
from sesmock.domain.receiving.incoming import MAX_HEADER_SIZE
from sesmock.domain.receiving.received import Received

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sesmock.domain.account import Account
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.receiving.incoming import IncomingMail

MAX_SIZE = 40 * 1024 * 1024
"""The maximum size of an email in bytes. Spec: receiving.md §6 [D]."""


def receive(account: Account, mail: IncomingMail) -> Received:
    """Accept or refuse an email, record it in `World.received`, and run the rules of the active set.

    Changes to the rules after its arrival have no effect. Errors in the test's functions reach the caller after all
    rules have run. Spec: receiving.md §1 [D].
    """
    world = account.world
    with world.change():
        matches = _matching_rules(account, mail)
        refusals = _refuse_recipients(mail, matches)
        matches = _without_recipients(matches, refusals)
        received = _judge(account, mail, matches, refusals)
        world.received.append(received)
    # Outside the lock, because actions call the test's functions and other mocks.
    if received.accepted:
        evaluation.run(received, matches)
    return received


def refuse(account: Account, mail: IncomingMail) -> str | None:
    """Return the SMTP reply that refuses all recipients before the data; None if SES accepts any of them."""
    with account.world.lock:
        return _refusal(account, mail, _refuse_recipients(mail, _matching_rules(account, mail)))


def _matching_rules(account: Account, mail: IncomingMail) -> list[MatchingRule]:
    """Return the enabled rules of the active set that match a recipient, with the matching recipients."""
    rule_set = rule_sets.find_active(account)
    rules = () if rule_set is None else tuple(rule for rule in rule_set.rules if rule.enabled)
    matches = (MatchingRule(rule, conditions.match(account, rule, mail.recipients)) for rule in rules)
    return [match for match in matches if match.recipients]


def _refuse_recipients(mail: IncomingMail, matches: Sequence[MatchingRule]) -> dict[Address, str]:
    """Return the replies to refused recipients: no rule matches them, or a rule requires TLS and the mail came without.

    Spec: receiving.md §9 [I].
    """
    matching_recipients = {recipient for match in matches for recipient in match.recipients}
    need_tls = {
        recipient
        for match in matches
        if match.rule.tls_policy is TlsPolicy.REQUIRE
        for recipient in match.recipients
    }
    refusals = {}
    for recipient in mail.recipients:
        if recipient not in matching_recipients:
            refusals[recipient] = unconfirmed_messages.NO_SUCH_MAILBOX
        elif not mail.tls and recipient in need_tls:
            refusals[recipient] = unconfirmed_messages.TLS_REQUIRED
    return refusals


def _without_recipients(
    matches: Sequence[MatchingRule], refusals: Mapping[Address, str]
) -> list[MatchingRule]:
    """Return the matching rules without the refused recipients; leave out rules that match no other recipient."""
    remaining = (
        match._replace(recipients=tuple(each for each in match.recipients if each not in refusals))
        for match in matches
    )
    return [match for match in remaining if match.recipients]


def _judge(
    account: Account, mail: IncomingMail, matches: Sequence[MatchingRule], refusals: Mapping[Address, str]
) -> Received:
    """Return an email with SES's reply, and with SES's headers if it is accepted."""
    # The documents that SES publishes show milliseconds.
    now = round(account.world.clock.time(), 3)
    message_id = ids.make_received_id()
    refusal = _refusal(account, mail, refusals)
    # A single rule that scans is enough to add the verdicts to the headers.
    scanned = any(match.rule.scan_enabled for match in matches)
    return Received(
        account,
        mail,
        message_id=message_id,
        received_seconds=now,
        smtp_reply=refusal or f"250 OK {message_id}",
        refusals=refusals,
        headers=b""
        if refusal
        else received_headers.write(mail, message_id, account.region, now, scanned=scanned),
    )


def _refusal(account: Account, mail: IncomingMail, refusals: Mapping[Address, str]) -> str | None:
    """Return the reply that refuses an email for its connection, recipients or size; None if SES accepts the email."""
    # The checks are in the order of SMTP: the connection, the recipients, then the data.
    if not filters.admits(account, mail.source_ip):
        return unconfirmed_messages.BLOCKED_CLIENT.format(ip_address=mail.source_ip)
    if len(refusals) == len(mail.recipients):
        return next(iter(refusals.values()))
    if (
        # One byte more than the limit is enough to see that a header exceeds it.
        len(mail.data) > MAX_SIZE
        or raw_mail.measure_header(mail.data[: MAX_HEADER_SIZE + 1]) > MAX_HEADER_SIZE
    ):
        return unconfirmed_messages.INCOMING_MAIL_TOO_LARGE
    return None
