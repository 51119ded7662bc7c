"""The items of the inbox in one list: sent mail, mail from SES itself, received mail and refused sends."""

from __future__ import annotations

from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sesmock.calls import list_recipients

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sesmock.calls import Call
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.receiving.received import Received
    from sesmock.inspector.records import Record

Kind = Literal["sent", "unrendered", "notice", "received", "refused"]
KINDS: tuple[Kind, ...] = ("sent", "unrendered", "notice", "received", "refused")
OF_SES: frozenset[Kind] = frozenset({"sent", "unrendered", "notice"})
"""The kinds whose record is a `SentMessage`."""


class Refusal(NamedTuple):
    """A send that SES refused: a call, or an entry of a bulk send."""

    id: str
    call: Call
    params: Mapping[str, Any]
    error: str

    @property
    def account_id(self) -> str:
        """The account that made the call."""
        return self.call.account_id

    @property
    def region(self) -> str:
        """The region of the call."""
        return self.call.region

    @property
    def recipients(self) -> list[str]:
        """The recipients in the parameters."""
        return list_recipients(self.params)

    @property
    def sender(self) -> str:
        """The sender in the parameters of the call, or an empty string."""
        params = self.call.params
        return str(params.get("FromEmailAddress") or params.get("Source") or "")


class Item(NamedTuple):
    """An item: its id, kind and record, and its time in seconds since 1970, which orders the items."""

    id: str
    kind: Kind
    record: Any
    moment: float


def list_items(record: Record) -> list[Item]:
    """Return all items, oldest first."""
    lists = [
        _list_messages("sent", record.sent.items()),
        _list_messages("unrendered", record.unrendered.items()),
        _list_messages("notice", record.notices.items()),
        _list_received(record.received.items()),
        _list_refused(record),
    ]
    filled = [items for items in lists if items]
    if len(filled) == 1:
        return filled[0]
    items = sorted((item for items in filled for item in items), key=attrgetter("moment"))
    return _sort_by_calls(record, items) if lists[-1] else items


def _sort_by_calls(record: Record, items: list[Item]) -> list[Item]:
    """Sort items of the same time by their calls, so a refused call comes right after the messages sent before it."""
    positions = {id(call): position for position, call in enumerate(record.calls.items())}
    last = len(positions)
    return sorted(
        items,
        key=lambda item: (item.moment, positions.get(id(getattr(item.record, "call", None)), last)),
    )


def list_refusals(record: Record) -> list[Refusal]:
    """Return the refused calls, then the refused entries of bulk sends; the id of a refusal never changes."""
    calls, entries = record.rejected(), record.unsent_entries()
    return [
        *(
            Refusal(f"refused-{number}", call, call.params, str(call.error))
            for number, call in enumerate(calls)
        ),
        *(Refusal(f"refused-entry-{number}", *entry) for number, entry in enumerate(entries)),
    ]


def _list_messages(kind: Kind, messages: Sequence[SentMessage]) -> list[Item]:
    moments = _make_monotonic(message.accepted_at for message in messages)
    return [
        Item(message.message_id, kind, message, moment)
        for message, moment in zip(messages, moments, strict=True)
    ]


def _list_received(mails: Sequence[Received]) -> list[Item]:
    moments = _make_monotonic(mail.received_seconds for mail in mails)
    return [
        Item(mail.message_id, "received", mail, moment) for mail, moment in zip(mails, moments, strict=True)
    ]


def _list_refused(record: Record) -> list[Item]:
    """Return the refused sends, each at the time of the last message before it, since calls have no time."""
    refusals = list_refusals(record)
    if not refusals:
        return []
    messages = record.sent.items() + record.unrendered.items()
    times = {id(message.call): message.accepted_at for message in messages}
    moments, moment = {}, 0.0
    for call in record.calls.items():
        moments[id(call)] = moment = max(moment, times.get(id(call), 0.0))
    return [Item(each.id, "refused", each, moments.get(id(each.call), moment)) for each in refusals]


def _make_monotonic(moments: Iterator[float]) -> Iterator[float]:
    """Yield times that never decrease, since a clock that was set back must not change the order of a list."""
    return accumulate(moments, max)
