"""Hints about the most frequent reasons for missing mail."""

from __future__ import annotations

import re
import sys
import threading
from typing import TYPE_CHECKING

from sesmock.inspector import resource_hints, verification_hints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.calls import Call
    from sesmock.inspector.records import Record

# SES's texts about an identity with an underscore. Spec: sending.md §3 [U, P].
_IDENTITY_WITH_UNDERSCORE = re.compile(
    r"Invalid domain name [A-Za-z0-9.-]*_|Invalid email address<[^@>]*@[A-Za-z0-9.-]*_"
)


def list_hints(record: Record) -> list[str]:
    """Return hints about refused calls and about messages that could not be rendered."""
    rejected = record.rejected()
    hints = [f"the test itself caused a failure: {fault}" for fault in _faults(record, rejected)]
    hints += verification_hints.list_hints(record)
    if any(call.error is not None and _has_underscore(call) for call in record.calls.items()):
        hints.append("SES refuses an underscore in a domain")
    hints += resource_hints.list_hints(record)
    if len(record.unrendered):
        hints.append(
            "a template attribute is missing from the data: SES accepts such mail and delivers nothing"
        )
    return hints


def list_waiting_hints(record: Record, attribute: str) -> list[str]:
    """Return hints about code that can still send: threads that the test has started, and tasks of the event loop."""
    threads = [
        thread.name
        for thread in threading.enumerate()
        if thread.ident not in record.journal.older_threads and thread is not threading.current_thread()
    ]
    hints = []
    if threads:
        names = ", ".join(threads[:3]) + (" …" if len(threads) > 3 else "")
        hints.append(
            f"other threads are still running ({names}); if one sends, write {attribute}.wait_for(…)"
        )
    if _has_other_tasks():
        hints.append(
            f"other tasks of the event loop are not done; if one sends, write await {attribute}.await_for(…)"
        )
    return hints


def _has_other_tasks() -> bool:
    # If nothing has imported asyncio, no event loop can be running, and the import would take time.
    asyncio = sys.modules.get("asyncio")
    if asyncio is None or asyncio._get_running_loop() is None:  # noqa: SLF001 - documented for this
        return False
    return bool(asyncio.all_tasks() - {asyncio.current_task()})


def _faults(record: Record, rejected: Sequence[Call]) -> list[str]:
    """Return the faults that the test itself has set."""
    faults = [call.error.fault for call in rejected if call.error is not None]
    return list(dict.fromkeys(str(fault) for fault in faults + record.journal.entry_faults if fault))


def _has_underscore(call: Call) -> bool:
    """Return whether SES refused a call for a domain such as ``my_shop.com``. Spec: sending.md §3 [I]."""
    error = str(call.error)
    if "Domain contains illegal character" in error:
        return re.search(r"@[A-Za-z0-9.-]*_", str(call.params)) is not None
    return _IDENTITY_WITH_UNDERSCORE.search(error) is not None
