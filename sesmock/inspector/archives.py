"""The mail that configuration sets archive with Mail Manager."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sesmock.inspector.outbox import Outbox
from sesmock.inspector.records import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.inspector.records import Record


class Archives(Mapping[str, Outbox]):
    """A mapping from the ARN of each archive to its mail. It raises `KeyError` for an archive that no set uses."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def __getitem__(self, arn: str) -> Outbox:
        if arn not in self._list_arns():
            archives = ", ".join(self) or "none"
            raise KeyError(f"no configuration set has the archive {arn!r}; archives: {archives}")
        messages = Selection(self._record.sent, lambda message: message.archive == arn)
        return Outbox(messages, self._record)

    def __iter__(self) -> Iterator[str]:
        return iter(self._list_arns())

    def __len__(self) -> int:
        return len(self._list_arns())

    def __repr__(self) -> str:
        return f"Archives({', '.join(f'{arn}: {len(self[arn])}' for arn in self)})"

    def _list_arns(self) -> list[str]:
        """Return the archives of configuration sets and the archives with mail, without duplicates."""
        targets = [
            configuration_set.options.archive
            for account in self._record.world.accounts.values()
            for configuration_set in account.configuration_sets.values()
        ]
        sources = [message.archive for message in self._record.sent.items()]
        return [arn for arn in dict.fromkeys((*targets, *sources)) if arn is not None]
