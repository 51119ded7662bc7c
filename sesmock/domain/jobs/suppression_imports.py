"""Import suppressed addresses from lines such as ``email,reason`` or ``{"emailAddress": …, "reason": …}``.

Spec: jobs.md §2 [D].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sesmock.domain.jobs.errors import MalformedRecord
from sesmock.domain.suppression import suppression

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sesmock.domain.account import Account
    from sesmock.domain.jobs.import_files import Record


def prepare(account: Account, *, is_put: bool) -> Callable[[Record], None]:
    """Return a function that puts the address of a record on the suppression list, or deletes it from the list."""

    def put(record: Record) -> None:
        values = record.require()
        [reason] = suppression.parse_reasons([values.get("reason")])
        suppression.put(account, _read_address(record, values), reason)

    def delete(record: Record) -> None:
        suppression.delete(account, _read_address(record, record.require()))

    return put if is_put else delete


def _read_address(record: Record, values: Mapping[str, Any]) -> str:
    # The column is called email in CSV, and the member emailAddress in JSON. Spec: jobs.md §2 [D].
    address = values.get("emailAddress") or values.get("email")
    if not isinstance(address, str):
        raise MalformedRecord(record.text)
    return address
