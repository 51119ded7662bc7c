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
    """A record of a file: its text and its values by name; ``values`` is None if the record is malformed."""

    text: str
    values: Mapping[str, Any] | None

    def require(self) -> Mapping[str, Any]:
        """Return the values; raise `MalformedRecord` if there are none."""
        if self.values is None:
            raise MalformedRecord(self.text)
        return self.values


def read(content: bytes, data_format: DataFormat, columns: Sequence[str]) -> list[Record]:
    """Return the records of a file; *columns* are the names of the columns of a CSV file without a header.

    Raise `UnreadableFile` if the file is not UTF-8, has a huge cell, or lacks the column of addresses.
    """
    try:
        # Unlike "utf-8", this codec drops a byte order mark, which would be part of the first column's name.
        text = content.decode("utf-8-sig")
        return _read_lines(text) if data_format is DataFormat.JSON else _read_cells(text, columns)
    # The csv module raises csv.Error for a cell of more than 131,072 characters.
    except (UnicodeDecodeError, csv.Error):
        raise UnreadableFile from None


def write_failures(failures: Iterable[tuple[Record, str]], data_format: DataFormat) -> str:
    """Return a file of refused records with their errors; its format is inferred. Spec: choices.md §3."""
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
        # Encoding fails for a lone surrogate, which JSON allows as an escape, but which is not valid text.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _read_cells(text: str, columns: Sequence[str]) -> list[Record]:
    # newline="" keeps the line ends inside quoted cells as they are.
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    if not columns:
        columns = [name.strip() for name in rows.pop(0)] if rows else []
        if "emailAddress" not in columns:
            raise UnreadableFile
    return [Record(_join(row), _name_cells(row, columns)) for row in rows]


def _name_cells(row: Sequence[str], columns: Sequence[str]) -> Mapping[str, str] | None:
    """Return the nonempty cells by column name, or None if the row has more cells than there are columns."""
    if len(row) > len(columns):
        return None
    return {name: cell.strip() for name, cell in zip(columns, row, strict=False) if cell.strip()}


def _join(row: Sequence[str]) -> str:
    """Return a row as CSV, without a line end."""
    # The line end is removed afterwards: with lineterminator="", csv.writer() does not quote cells that contain
    # line ends.
    stream = io.StringIO(newline="")
    csv.writer(stream).writerow(row)
    return stream.getvalue().removesuffix("\r\n")
