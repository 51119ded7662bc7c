"""The mail of the inbox: pages of rows, single items, and completion."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import quote

from sesmock.pages import mail_links, serialization
from sesmock.server.answers import ApiError
from sesmock.server.inbox import completion
from sesmock.server.inbox.items import KINDS, list_items
from sesmock.server.inbox.query import Query
from sesmock.server.inbox.summaries import summarize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.receiving.received import Received
    from sesmock.inspector.records import Record
    from sesmock.server.inbox.items import Item

Document = dict[str, object]


class Mailbox:
    """All mail of a record."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def list_page(self, text: str, *, limit: int, before: int, newer_than: int) -> Document:
        """Return the rows that match a query, newest first, and counts of all items; raise `ApiError`.

        Items are numbered from 0, oldest first. The page has the newest rows whose numbers are at least ``newer_than``
        and less than ``before``. In the result, ``next`` is the ``before`` of the next page, and ``end`` is the
        ``newer_than`` that selects only later items.
        """
        items = list_items(self._record)
        numbers = self._select(items, text)
        page = [number for number in numbers if newer_than <= number < before][-limit:]
        more = bool(page) and bool(numbers) and numbers[0] < page[0] and page[0] > newer_than
        return {
            "items": [summarize(items[number]) for number in reversed(page)],
            "next": page[0] if more else None,
            "end": len(items),
            "total": len(numbers),
            "counts": self._count(items),
            "accounts": len({item.record.account_id for item in items}),
            "regions": len({item.record.region for item in items}),
        }

    def describe(self, item_id: str) -> Document:
        """Return an item with everything that a page shows; raise `ApiError`."""
        item = self._find(item_id)
        if item.kind == "refused":
            refusal = item.record
            call = serialization.serialize_refused_send(refusal.call, refusal.params, refusal.error)
            return {"id": item.id, "kind": item.kind, "refusal": call}
        mail = self._describe_mail(item)
        links = item.record.links[: mail_links.MAX_LINKS]
        return {"id": item.id, "kind": item.kind, "mail": mail, "links": list(links)}

    def find_mail(self, item_id: str) -> SentMessage | Received:
        """Return sent or received mail; raise `ApiError`."""
        item = self._find(item_id)
        if item.kind == "refused":
            raise ApiError(404, "NotFound", "a refused send has no mail")
        mail: SentMessage | Received = item.record
        return mail

    def complete(self, text: str, position: int) -> Document:
        """Return the completions of a query at a position."""
        return completion.complete(text, position, list_items(self._record))

    def _select(self, items: Sequence[Item], text: str) -> Sequence[int]:
        try:
            query = Query(text, self._record.world.clock.time())
            return query.select(items)
        except ValueError as error:
            raise ApiError(400, "InvalidQuery", str(error)) from None

    def _describe_mail(self, item: Item) -> Document:
        if item.kind == "received":
            mail = serialization.serialize_received(item.record)
        elif item.kind == "unrendered":
            mail = serialization.serialize_unrendered(item.record)
        else:
            mail = serialization.serialize_checked(item.record, self._record.world)
        for number, attachment in enumerate(_list_attachments(mail)):
            attachment["url"] = f"/_sesmock/inbox/mail/{quote(item.id, safe='')}/attachments/{number}"
        return mail

    def _find(self, item_id: str) -> Item:
        items = list_items(self._record)
        item: Item | None = next((each for each in reversed(items) if each.id == item_id), None)
        if item is None:
            raise ApiError(404, "NotFound", f"no mail has the id {item_id!r}")
        return item

    def _count(self, items: Sequence[Item]) -> dict[str, int]:
        numbers = Counter(item.kind for item in items)
        return {"all": len(items), **{kind: numbers[kind] for kind in KINDS}}


def _list_attachments(mail: Document) -> list[dict[str, object]]:
    attachments = mail["attachments"]
    assert isinstance(attachments, list)
    return attachments
