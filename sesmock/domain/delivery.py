"""What becomes of an accepted message at each of its recipients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import addresses, suppression
from sesmock.domain.content import RawContent
from sesmock.domain.outcomes import Outcome

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.addresses import Address
    from sesmock.domain.configuration_sets import ConfigurationSet
    from sesmock.domain.content import Content
    from sesmock.domain.messages import SentMessage

__all__ = ["Outcome", "deliver"]

_SIMULATED = {
    "success": Outcome.DELIVERED,
    "bounce": Outcome.BOUNCED,
    "complaint": Outcome.COMPLAINED,
    "ooto": Outcome.DELIVERED,
    "suppressionlist": Outcome.BOUNCED,
}
_REASONS: dict[Outcome, suppression.Reason] = {Outcome.BOUNCED: "BOUNCE", Outcome.COMPLAINED: "COMPLAINT"}
# The harmless file by which virus scanners are tested: as it is, and as an attachment's base64.
_VIRUS = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_ENCODED_VIRUS = b"WDVPIVAlQEFQWzRcUFpYNTQoUF4p"


def deliver(account: Account, message: SentMessage, content: Content) -> None:
    """Decide what becomes of a message that was just accepted.

    Predicates of the test are asked once the world's lock is free. Spec: sending.md §5, events.md §3.
    """
    world = account.world
    found = account.configuration_sets.get(message.configuration_set or "")
    decided = {recipient: _outcome(account, found, recipient) for recipient in message.recipients}
    if _is_infected(content) or Outcome.REJECTED in decided.values():
        decided = dict.fromkeys(decided, Outcome.REJECTED)
    message.decide(decided)
    predicates = world.outcomes.predicates()
    if predicates:
        world.deferred.append(lambda: _ask(account, found, message))
    else:
        _learn(account, found, message)


def _outcome(account: Account, configuration_set: ConfigurationSet | None, recipient: Address) -> Outcome:
    mailbox = addresses.simulator_mailbox(recipient)
    if mailbox is not None:
        return _SIMULATED.get(mailbox, Outcome.BOUNCED)
    if suppression.withheld(account, configuration_set, recipient):
        return Outcome.SUPPRESSED
    world = account.world
    chosen = world.outcomes.named(recipient)
    if chosen is not None:
        return chosen
    return Outcome.DELIVERED if world.options.delivery == "instant" else Outcome.WAITING


def _ask(account: Account, configuration_set: ConfigurationSet | None, message: SentMessage) -> None:
    """Ask the test's predicates about the recipients of which nothing else was decided, outside of the lock."""
    world = account.world
    usual = (Outcome.DELIVERED, Outcome.WAITING)
    asked = {
        recipient: outcome
        for recipient, known in message.outcomes.items()
        if known in usual
        and not addresses.is_simulator(recipient)
        and world.outcomes.named(recipient) is None
        for predicate, outcome in reversed(world.outcomes.predicates())  # so that the first stays
        if predicate(recipient)
    }
    with world.change():
        message.decide(asked)
        if Outcome.REJECTED in asked.values():
            message.decide(dict.fromkeys(message.outcomes, Outcome.REJECTED))
        _learn(account, configuration_set, message)


def _learn(account: Account, configuration_set: ConfigurationSet | None, message: SentMessage) -> None:
    """Put on the suppression list who bounced or complained; the simulator never is. Spec: events.md §3.1 [D]."""
    for recipient, outcome in message.outcomes.items():
        reason = _REASONS.get(outcome)
        if reason is not None and not addresses.is_simulator(recipient):
            suppression.learn(account, configuration_set, recipient, reason, message.message_id)


def _is_infected(content: Content) -> bool:
    """Return whether a message holds the scanners' test file. Spec: sending.md §5 [D, P]."""
    if isinstance(content, RawContent):
        return _VIRUS in content.data or _ENCODED_VIRUS in content.data
    texts = (part.data for part in (content.text, content.html) if part is not None)
    return any(_VIRUS.decode() in text for text in texts) or any(
        _VIRUS in attachment.content for attachment in content.attachments
    )
