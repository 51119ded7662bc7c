"""The files of a migration, with their diffs."""

from __future__ import annotations

import difflib
import tokenize
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import libcst as cst

from sesmock.migrate.rewrite import rewrite

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sesmock.migrate.notes import Note

_NOT_OURS = frozenset({"node_modules", "site-packages", "__pycache__"})


class Result(NamedTuple):
    """The result for a file; ``error`` is the reason why it was skipped."""

    path: Path
    before: str
    after: str
    notes: list[Note]
    encoding: str = "utf-8"
    error: str | None = None

    @property
    def is_changed(self) -> bool:
        """Whether the file would change."""
        return self.before != self.after

    def diff(self) -> str:
        """Return the change as a unified diff."""
        before, after = (text.splitlines(keepends=True) for text in (self.before, self.after))
        return "".join(difflib.unified_diff(before, after, str(self.path), str(self.path)))


def migrate(paths: Iterable[Path], *, write: bool) -> Iterator[Result]:
    """Yield the results for files, and for the Python files in folders; write changed files if ``write`` is true."""
    for path in _find_files(paths):
        result = _migrate_file(path)
        yield _write(result) if write and result.is_changed else result


def _write(result: Result) -> Result:
    """Write a file, and return its result; if writing fails, the result has an error and no change."""
    try:
        result.path.write_bytes(result.after.encode(result.encoding))
    except OSError as error:
        return result._replace(after=result.before, error=str(error))
    return result


def _migrate_file(path: Path) -> Result:
    try:
        data = path.read_bytes()
        # Parsing takes most of the time, and most files do not mention moto.
        if b"moto" not in data:
            return Result(path, "", "", [])
        # The source may declare an encoding (PEP 263), and the file is written in the same one.
        encoding, _ = tokenize.detect_encoding(BytesIO(data).readline)
        text = data.decode(encoding)
        return Result(path, text, *rewrite(text), encoding=encoding)
    except (OSError, UnicodeDecodeError, SyntaxError, cst.ParserSyntaxError) as error:
        return Result(path, "", "", [], error=str(error).partition("\n")[0])


# A file that the user names is migrated, whatever its suffix and folder.
def _find_files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (each for each in sorted(path.rglob("*.py")) if _is_ours(each.relative_to(path)))
        else:
            yield path


def _is_ours(path: Path) -> bool:
    return not any(part.startswith(".") or part in _NOT_OURS for part in path.parts)
