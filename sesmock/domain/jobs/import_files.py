"""The files that import jobs read, and the files of refused records that they write. Spec: jobs.md §2 [D]."""

from __future__ import annotations

import csv
import io
import json
import re
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
        return _read_lines(text) if data_format is DataFormat.JSON else _read_cells(text, columns)
    except (UnicodeDecodeError, csv.Error):  # the latter for a huge cell
        raise UnreadableFile from None


def write_failures(failures: Iterable[tuple[Record, str]], data_format: DataFormat) -> str:
    """Return a file of refused records with their errors; its form is inferred."""
    if data_format is DataFormat.JSON:
        lines = [json.dumps({"record": record.text, "error": error}) for record, error in failures]
        return "".join(f"{line}\n" for line in lines)
    return "".join(f"{record.text},{_join([error])}\n" for record, error in failures)


def _read_lines(text: str) -> list[Record]:
    # str.splitlines() would also split at characters that are allowed in the strings of JSON, such as U+2028.
    return [Record(line, _read_object(line)) for line in re.split("\r\n?|\n", text) if line.strip()]


def _read_object(line: str) -> Mapping[str, Any] | None:
    try:
        value = json.loads(line)
        json.dumps(value, ensure_ascii=False).encode()  # fails for a lone surrogate, which is not valid text
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _read_cells(text: str, columns: Sequence[str]) -> list[Record]:
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    if not columns:
        columns = [name.strip() for name in rows.pop(0)] if rows else []
        if "emailAddress" not in columns:
            raise UnreadableFile
    return [Record(_join(row), _name(row, columns)) for row in rows]


def _name(row: Sequence[str], columns: Sequence[str]) -> Mapping[str, str] | None:
    """Return the cells that are not empty by the names of their columns; None if there are too many cells."""
    if len(row) > len(columns):
        return None
    return {name: cell.strip() for name, cell in zip(columns, row, strict=False) if cell.strip()}


def _join(row: Sequence[str]) -> str:
    """Return a line of CSV; the writer quotes cells with line ends only if it also ends the line."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerow(row)
    return stream.getvalue().removesuffix("\r\n")
