"""What an assertion says when the messages are not as a test expects them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from sesmock.calls import named_recipients
from sesmock.domain.events.event_details import RenderingFailure
from sesmock.inspector import closest_match, filters

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from sesmock.calls import Call
    from sesmock.domain.events.events import Event
    from sesmock.domain.events.publications import Publication
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.inspector.filters import Filter
    from sesmock.inspector.records import Record, UnsentEntry

Item = TypeVar("Item")

_MAX_LINES = 10
_MAX_TEXT_LINES = 30
_MAX_WIDTH = 160
_INDENT = " " * 11


def describe(message: SentMessage) -> str:
    """Return a message in one line."""
    to = recipients_shown(message.to or message.recipients)
    call = f"{message.api} {message.operation}".rstrip()  # no call asked for a notice
    return _cut(f"{call}  to {to}  {message.subject!r}")


def describe_event(event: Event) -> str:
    """Return an event in one line."""
    return _cut(f"{event.type}  to {recipients_shown(event.recipients)}  {event.message.subject!r}")


def describe_publication(publication: Publication) -> str:
    """Return a publication in one line."""
    about = f"  of {recipients_shown(publication.recipients)}" if publication.recipients else ""
    kind = f"{publication.type} " if publication.type else ""
    return _cut(f"{publication.kind} {kind}{publication.purpose}  to {publication.target}{about}")


def describe_refusal(call: Call) -> str:
    """Return a refused call in one line."""
    recipients = named_recipients(call.params)
    to = f"  to {recipients_shown(recipients)}" if recipients else ""
    return _cut(f"{call.service} {call.operation}{to}  {call.error}")


def recipients_shown(recipients: Sequence[Address | str]) -> str:
    """Return addresses in one short line."""
    return ", ".join(recipients[:3]) + (f" and {len(recipients) - 3} more" if len(recipients) > 3 else "")


class Shown(Generic[Item]):
    """Items that a failure lists: what they are called, and how one is written in a line."""

    def __init__(self, label: str, describe: Callable[[Item], str], items: list[Item]) -> None:
        self.label = label
        self.describe = describe
        self.items = items


def unexpected(expected: str, conditions: Sequence[Filter[Item]], shown: Shown[Item], record: Record) -> str:
    """Return what was expected, what there is instead, and what SES refused."""
    items = shown.items
    found = filters.select(conditions, items)
    lines = [_headline(expected, conditions, len(found), len(items))]
    closest = closest_match.find(conditions, items) if conditions and not found else None
    if closest is not None:
        lines += ["  closest  " + _numbered(shown, [closest])[0], *_differences(conditions, closest)]
    if conditions and found:
        lines += _listed("matches", _numbered(shown, found[: _MAX_LINES + 1]), len(found))
    told = set(map(id, found)) if conditions else set()
    others = [item for item in items if item is not closest and id(item) not in told]
    lines += _listed(
        "others" if told or closest else shown.label, _numbered(shown, others[:_MAX_LINES]), len(others)
    )
    return "\n".join(lines + circumstances(record))


def unpublished(record: Record) -> str:
    """Return why nothing was published although something happened; ``""`` if nothing did."""
    types = list(dict.fromkeys(str(event.type) for event in record.events.items()))
    if not types:
        return ""
    return (
        f"\n  hint     what happened ({', '.join(types)}) no enabled event destination takes, "
        "and no identity has a topic for it"
    )


def unexpected_refusals(expected: str, conditions: Sequence[Filter[Call]], record: Record) -> str:
    """Return what was expected of the refused calls, and what there is."""
    rejected = record.rejected()
    found = filters.select(conditions, rejected)
    lines = [_headline(expected, conditions, len(found), len(rejected))]
    closest = closest_match.find(conditions, rejected) if conditions and not found else None
    if closest is not None:
        lines += [f"  closest  {describe_refusal(closest)}", *_differences(conditions, closest)]
    lines += _listed(
        "sent", [describe(message) for message in record.sent.items()[:_MAX_LINES]], len(record.sent)
    )
    return "\n".join(lines + circumstances(record))


def mismatch(conditions: Sequence[Filter[SentMessage]], message: SentMessage) -> list[str]:
    """Return how one message compares with conditions."""
    return [describe(message), *[_cut(line) for line in closest_match.differences(conditions, message)]]


def captured(record: Record, *, full: bool = False) -> str:
    """Return what was sent, what SES wrote by itself and refused, a line each, and what to do about it.

    With ``full`` the text of each message follows its line.
    """
    sent = record.sent.items()
    entries = [describe(message) + (_text(message) if full else "") for message in sent[:_MAX_LINES]]
    notices = record.notices.items()
    written = [describe(message) + (_text(message) if full else "") for message in notices[:_MAX_LINES]]
    lines = _listed("sent", entries, len(sent)) + _listed("notice", written, len(notices))
    return "\n".join(lines + circumstances(record))


def _text(message: SentMessage) -> str:
    lines = message.text_content.splitlines()
    shown = [_cut(f"{_INDENT}| {line}") for line in lines[:_MAX_TEXT_LINES]]
    more = (
        [f"{_INDENT}| and {len(lines) - _MAX_TEXT_LINES} more lines"] if len(lines) > _MAX_TEXT_LINES else []
    )
    return "".join(f"\n{line}" for line in [*shown, *more])


def circumstances(record: Record) -> list[str]:
    """Return what SES refused, could not render and did not deliver, and what to do about it."""
    rejected, unrendered = record.rejected(), record.unrendered.items()
    entries = [_unsent(entry) for entry in record.unsent_entries()]
    refusals = [describe_refusal(call) for call in rejected[:_MAX_LINES]] + entries[:_MAX_LINES]
    lines = _listed("rejected", refusals, len(rejected) + len(entries))
    lines += _listed(
        "unrendered", [_unrendered(message) for message in unrendered[:_MAX_LINES]], len(unrendered)
    )
    suppressed = _suppressed(record.sent.items())
    lines += _listed("suppressed", suppressed[:_MAX_LINES], len(suppressed))
    return lines + _hints(record, rejected, unrendered)


def _headline(expected: str, conditions: Sequence[Filter[Any]], found: int, total: int) -> str:
    wanted = f" with {', '.join(map(str, conditions))}" if conditions else ""
    return f"expected {_cut(expected + wanted, 1000)}; {found} of {total} match"


def _differences(conditions: Sequence[Filter[Item]], item: Item) -> list[str]:
    return [_cut(_INDENT + line) for line in closest_match.differences(conditions, item)]


def _numbered(shown: Shown[Item], chosen: Sequence[Item]) -> list[str]:
    """Return items in a line each, with their position in the sequence."""
    positions = {id(item): position for position, item in enumerate(shown.items)}
    return [f"[{positions[id(item)]}] {shown.describe(item)}" for item in chosen]


def _listed(kind: str, lines: Sequence[str], total: int) -> list[str]:
    shown = [f"  {kind:<8} {line}" for line in lines[:_MAX_LINES]]
    return shown + ([f"  {kind:<8} and {total - _MAX_LINES} more"] if total > _MAX_LINES else [])


def _unsent(entry: UnsentEntry) -> str:
    to = recipients_shown(named_recipients(entry.params))
    return _cut(f"{entry.call.service} {entry.call.operation}  to {to}  {entry.error}")


def _unrendered(message: SentMessage) -> str:
    template = f"  template {message.template.name!r}" if message.template and message.template.name else ""
    to = recipients_shown(message.to or message.recipients)
    return _cut(f"{message.api} {message.operation}  to {to}{template}  {rendering_error(message)}")


def rendering_error(message: SentMessage) -> str:
    """Return why a message could not be rendered."""
    return next(e.details.error_message for e in message.events if isinstance(e.details, RenderingFailure))


def _suppressed(messages: Sequence[SentMessage]) -> list[str]:
    """Return the recipients that got nothing because they are on a suppression list."""
    return [
        _cut(f"{recipient}  {message.subject!r}")
        for message in messages
        for recipient, outcome in message.outcomes.items()
        if outcome == "suppressed"
    ]


def _hints(record: Record, rejected: Sequence[Call], unrendered: Sequence[SentMessage]) -> list[str]:
    """Tell the reader what to do about the commonest reasons for missing mail."""
    hints = [f"the test had it fail: {fault}" for fault in _faults(record, rejected)]
    if any("is not verified" in str(call.error) for call in rejected):
        hints.append(_verification_hint(record))
    if unrendered:
        hints.append(
            "a template attribute is missing from the data: SES accepts such mail and delivers nothing"
        )
    return [f"  hint     {hint}" for hint in hints]


def _faults(record: Record, rejected: Sequence[Call]) -> list[str]:
    """Return what the test itself had going wrong."""
    faults = [call.error.fault for call in rejected if call.error is not None]
    return list(dict.fromkeys(str(fault) for fault in faults + record.journal.entry_faults if fault))


def _verification_hint(record: Record) -> str:
    accounts = list(record.world.accounts.values())
    known = sorted({identity.name for account in accounts for identity in account.identities.values()})
    shown = recipients_shown(known) or "none"
    return (
        f"verified identities: {shown}. Name the sender's address or domain: "
        'mock_ses(identities=["example.com"])'
    )


def printable(text: str) -> str:
    """Return a text that can be printed, whatever bytes a raw message had in its header."""
    return text.encode("utf-8", "backslashreplace").decode()


def _cut(line: str, width: int = _MAX_WIDTH) -> str:
    return printable(line if len(line) <= width else line[: width - 1] + "…")
