"""The texts of failed assertions about messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from sesmock.calls import list_recipients
from sesmock.domain.events.event_details import Bounce, RenderingFailure
from sesmock.domain.mail.addresses import display
from sesmock.inspector import closest_match, filters, hints

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from sesmock.calls import Call
    from sesmock.domain.events.events import Event
    from sesmock.domain.events.publications import Publication
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.mail.readable import ReadableMail
    from sesmock.domain.receiving.received import Received
    from sesmock.inspector.filters import Filter
    from sesmock.inspector.records import Record, UnsentEntry

Item = TypeVar("Item")

_MAX_LINES = 10
_MAX_TEXT_LINES = 30
_MAX_WIDTH = 160
_MAX_ERROR = 1000
_INDENT = " " * 11


def describe(message: SentMessage) -> str:
    """Return a message as one line."""
    call = f"{message.api} {message.operation}".rstrip()  # a notice belongs to no call
    return _shorten(f"{call}{_describe_recipients(message)}  {message.subject!r}")


def describe_event(event: Event) -> str:
    """Return an event as one line."""
    return _shorten(f"{event.type}  to {join_recipients(event.recipients)}  {event.message.subject!r}")


def describe_publication(publication: Publication) -> str:
    """Return a publication as one line."""
    about = f"  of {join_recipients(publication.recipients)}" if publication.recipients else ""
    kind = f"{publication.type} " if publication.type else ""
    return _shorten(f"{publication.kind} {kind}{publication.purpose}  to {publication.target}{about}")


def describe_received(received: Received) -> str:
    """Return received mail as one line: its sender and recipients, and the rules that ran or SES's reply."""
    rules = f"({', '.join(rule.name for rule in received.rules)})"
    outcome = rules if received.accepted else received.smtp_reply
    to = join_recipients(received.recipients)
    return _shorten(f"from {received.source or '<>'}  to {to}  {received.subject!r}  {outcome}")


def describe_refusal(call: Call) -> str:
    """Return a refused call as one line."""
    return _describe_refused(call, call.params, str(call.error))


def join_recipients(recipients: Sequence[Address | str]) -> str:
    """Return addresses as one short text."""
    return ", ".join(map(display, recipients[:3])) + (
        f" and {len(recipients) - 3} more" if len(recipients) > 3 else ""
    )


class Listing(Generic[Item]):
    """The items that a failure lists: their name, and their format as a line."""

    def __init__(self, label: str, describe: Callable[[Item], str], items: list[Item]) -> None:
        self.label = label
        self.describe = describe
        self.items = items


def explain_mismatch(
    expected: str, conditions: Sequence[Filter[Item]], listing: Listing[Item], record: Record
) -> str:
    """Return the expectation, the items that exist instead, and the calls that SES refused."""
    items = listing.items
    matches = filters.select(conditions, items)
    lines = [_headline(expected, conditions, len(matches), len(items))]
    closest = closest_match.find(conditions, items) if conditions and not matches else None
    if closest is not None:
        lines += ["  closest  " + _number(listing, [closest])[0], *_differences(conditions, closest)]
    if conditions and matches:
        lines += _list("matches", _number(listing, matches[: _MAX_LINES + 1]), len(matches))
    # Items are compared by identity, since equal messages are still different messages.
    match_ids = set(map(id, matches)) if conditions else set()
    others = [item for item in items if item is not closest and id(item) not in match_ids]
    lines += _list(
        "others" if match_ids or closest else listing.label,
        _number(listing, others[:_MAX_LINES]),
        len(others),
    )
    return "\n".join(lines + circumstances(record))


def explain_missing(name: str, listing: Listing[Item], record: Record) -> str:
    """Return the text for a position without an item: the items that exist, and the circumstances."""
    items = listing.items
    lines = [f"there is no {name}: {len(items) or 'nothing'} {listing.label}"]
    lines += _list(listing.label, _number(listing, items[:_MAX_LINES]), len(items))
    return "\n".join(lines + circumstances(record))


def explain_unpublished(record: Record) -> str:
    """Return the reason why no event was published, or ``""`` if there were no events."""
    types = list(dict.fromkeys(str(event.type) for event in record.events.items()))
    if not types:
        return ""
    return (
        f"\n  hint     nothing was published: no enabled event destination matches {' or '.join(types)}, "
        "and no identity has a topic for it"
    )


def explain_refusals(expected: str, conditions: Sequence[Filter[Call]], record: Record) -> str:
    """Return the expectation about refused calls, and the refused calls."""
    rejected = record.rejected()
    matches = filters.select(conditions, rejected)
    lines = [_headline(expected, conditions, len(matches), len(rejected))]
    closest = closest_match.find(conditions, rejected) if conditions and not matches else None
    if closest is not None:
        lines += [f"  closest  {describe_refusal(closest)}", *_differences(conditions, closest)]
    lines += _list(
        "sent", [describe(message) for message in record.sent.items()[:_MAX_LINES]], len(record.sent)
    )
    return "\n".join(lines + circumstances(record))


def compare(conditions: Sequence[Filter[SentMessage]], message: SentMessage) -> list[str]:
    """Return a message as one line, then its differences from the conditions."""
    return [
        describe(message),
        *[_shorten(line) for line in closest_match.list_differences(conditions, message)],
    ]


def captured(record: Record, *, full: bool = False) -> str:
    """Return a line for each message sent, received, written by SES or refused, and hints.

    With ``full`` the text of each message follows its line.
    """
    messages = record.sent.items()
    message_lines = [
        describe(message) + (_text(message) if full else "") for message in messages[:_MAX_LINES]
    ]
    notices = record.notices.items()
    notice_lines = [describe(message) + (_text(message) if full else "") for message in notices[:_MAX_LINES]]
    lines = _list("sent", message_lines, len(messages)) + _list("notice", notice_lines, len(notices))
    received = record.received.items()
    received_lines = [
        describe_received(mail) + (_text(mail) if full else "") for mail in received[:_MAX_LINES]
    ]
    lines += _list("received", received_lines, len(received))
    return "\n".join(lines + circumstances(record))


def _text(message: ReadableMail) -> str:
    lines = message.text_content.splitlines()
    excerpt = [_shorten(f"{_INDENT}| {line}") for line in lines[:_MAX_TEXT_LINES]]
    more = (
        [f"{_INDENT}| and {len(lines) - _MAX_TEXT_LINES} more lines"] if len(lines) > _MAX_TEXT_LINES else []
    )
    return "".join(f"\n{line}" for line in [*excerpt, *more])


def circumstances(record: Record) -> list[str]:
    """Return lines about messages that SES refused, could not render or did not deliver, and hints."""
    rejected, unrendered = record.rejected(), record.unrendered.items()
    entries = [_describe_unsent(entry) for entry in record.unsent_entries()]
    refusals = [describe_refusal(call) for call in rejected[:_MAX_LINES]] + entries[:_MAX_LINES]
    lines = _list("rejected", refusals, len(rejected) + len(entries))
    lines += _list(
        "unrendered", [_describe_unrendered(message) for message in unrendered[:_MAX_LINES]], len(unrendered)
    )
    suppressed = _list_suppressed(record.sent.items())
    lines += _list("suppressed", suppressed[:_MAX_LINES], len(suppressed))
    return lines + [f"  hint     {hint}" for hint in hints.list_hints(record)]


def _headline(expected: str, conditions: Sequence[Filter[Any]], match_count: int, total: int) -> str:
    filter_text = f" with {', '.join(map(str, conditions))}" if conditions else ""
    return f"expected {_shorten(expected + filter_text, 1000)}; {match_count} of {total} match"


def _differences(conditions: Sequence[Filter[Item]], item: Item) -> list[str]:
    return [_shorten(_INDENT + line) for line in closest_match.list_differences(conditions, item)]


def _number(listing: Listing[Item], items: Sequence[Item]) -> list[str]:
    """Return a line for each item, with its position in the sequence."""
    positions = {id(item): position for position, item in enumerate(listing.items)}
    return [f"[{positions[id(item)]}] {listing.describe(item)}" for item in items]


def _list(kind: str, lines: Sequence[str], total: int) -> list[str]:
    entries = [f"  {kind:<8} {line}" for line in lines[:_MAX_LINES]]
    return entries + ([f"  {kind:<8} and {total - _MAX_LINES} more"] if total > _MAX_LINES else [])


def _describe_unsent(entry: UnsentEntry) -> str:
    return _describe_refused(entry.call, entry.params, entry.error)


def _describe_refused(call: Call, params: Mapping[str, Any], error: str) -> str:
    """Return a refusal as one line."""
    recipients = list_recipients(params)
    to = f"  to {join_recipients(recipients)}" if recipients else ""
    # SES's message ends with the identities that are not verified, so the recipients are truncated instead.
    head = _shorten(f"{call.service} {call.operation}{to}", _MAX_WIDTH // 2)
    return f"{head}  {_shorten(' '.join(error.split()), _MAX_ERROR)}"


def _describe_unrendered(message: SentMessage) -> str:
    template = f"  template {message.template.name!r}" if message.template and message.template.name else ""
    to = _describe_recipients(message)
    return _shorten(f"{message.api} {message.operation}{to}{template}  {rendering_error(message)}")


def _describe_recipients(message: SentMessage) -> str:
    """Return the recipients of a message: To or, if it is empty, the envelope without blind copies; then Bcc."""
    blind = {address.key for address in message.bcc}
    to = message.to or [address for address in message.recipients if address.key not in blind]
    kinds = [("to", to), ("bcc", message.bcc)]
    return "".join(f"  {kind} {join_recipients(addresses)}" for kind, addresses in kinds if addresses)


def rendering_error(message: SentMessage) -> str:
    """Return the reason why a message could not be rendered."""
    return next(e.details.error_message for e in message.events if isinstance(e.details, RenderingFailure))


def _list_suppressed(messages: Sequence[SentMessage]) -> list[str]:
    """Return the recipients that got nothing, because they are on a suppression list or have opted out."""
    return [
        _shorten(f"{display(recipient)}  {message.subject!r}{_describe_opt_out(message, recipient)}")
        for message in messages
        for recipient, outcome in message.outcomes.items()
        if outcome == "suppressed"
    ]


def _describe_opt_out(message: SentMessage, recipient: Address) -> str:
    """Return the topic or list that a recipient opted out of if that prevented the delivery, else ``""``."""
    bounces = [event for event in message.events if recipient in event.recipients]
    if not any(isinstance(bounce.details, Bounce) and bounce.details.opted_out for bounce in bounces):
        return ""
    topic = "" if message.topic is None else f", topic {message.topic}"
    return f"  opted out of {message.contact_list}{topic}"


def printable(text: str) -> str:
    """Return a printable string, even if a raw message has undecodable bytes in its header."""
    # The email package decodes such bytes to lone surrogates, which UTF-8 cannot encode.
    return text.encode("utf-8", "backslashreplace").decode()


def _shorten(line: str, width: int = _MAX_WIDTH) -> str:
    return printable(line if len(line) <= width else line[: width - 1] + "…")
