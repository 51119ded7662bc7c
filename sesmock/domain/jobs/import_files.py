"""The files that import jobs read, and the files of refused records that they write. Spec: nouns.md §5.3 [D]."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from sesmock.domain.jobs.errors import MalformedRecord, UnreadableFile
from sesmock.domain.jobs.jobs import DataFormat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Record(NamedTuple):
    """A record of a file: its text, and its values by name; None if it is malformed."""

    text: str
    values: Mapping[str, Any] | None

    def require(self) -> Mapping[str, Any]:
        """Return the values; raise `MalformedRecord`."""
        if self.values is None:
            raise MalformedRecord(self.text)
        return self.values


def read(content: bytes, data_format: DataFormat, columns: Sequence[str]) -> list[Record]:
    """Return the records of a file; *columns* are for CSV without a header. Raise `UnreadableFile`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile from None
    return _read_lines(text) if data_format is DataFormat.JSON else _read_cells(text, columns)


def write_failures(failures: Iterable[tuple[Record, str]], data_format: DataFormat) -> str:
    """Return a file of refused records with their errors; its form is inferred."""
    if data_format is DataFormat.JSON:
        lines = [json.dumps({"record": record.text, "error": error}) for record, error in failures]
        return "".join(f"{line}\n" for line in lines)
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(
        [*next(csv.reader([record.text])), error] for record, error in failures
    )
    return stream.getvalue()


def _read_lines(text: str) -> list[Record]:
    return [Record(line, _read_object(line)) for line in text.splitlines() if line.strip()]


def _read_object(line: str) -> Mapping[str, Any] | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _read_cells(text: str, columns: Sequence[str]) -> list[Record]:
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    if not columns:
        if not rows:
            raise UnreadableFile
        columns = [name.strip() for name in rows.pop(0)]
    return [Record(_join(row), _name(row, columns)) for row in rows]


def _name(row: Sequence[str], columns: Sequence[str]) -> Mapping[str, str] | None:
    """Return the cells that are not empty by the names of their columns; None if there are too many cells."""
    if len(row) > len(columns):
        return None
    return {name: cell.strip() for name, cell in zip(columns, row, strict=False) if cell.strip()}


def _join(row: Sequence[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow(row)
    return stream.getvalue()
