"""Two source trees side by side: that of a commit, and the working tree."""

from __future__ import annotations

import compileall
import io
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
MEASURED = ("sesmock", "conftest_plugin")


class Trees(NamedTuple):
    """The folders of the two sides; the programs of the working tree measure both."""

    baseline: Path
    working: Path


def resolve(commit: str) -> str:
    """Return the full hash of a commit. Raise `ValueError` for an unknown one."""
    try:
        return _git("rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}").decode().strip()
    except subprocess.CalledProcessError:
        raise ValueError(f"unknown commit {commit!r}; a shallow clone lacks older ones") from None


@contextmanager
def side_by_side(commit: str) -> Iterator[Trees]:
    """Copy both sides to a temporary folder, compile them in the same way, and remove them at the end."""
    with TemporaryDirectory(prefix="sesmock-bench-") as folder:
        trees = Trees(Path(folder, "baseline"), Path(folder, "working"))
        # The commit is read from the repository, so the working tree stays as it is.
        ZipFile(io.BytesIO(_git("archive", "--format=zip", commit, *MEASURED))).extractall(trees.baseline)
        for name in MEASURED:
            _copy(name, trees.working)
        for tree in trees:
            _copy("benchmarks", tree)
            # Otherwise, the first import on each side would include the time of the compiler.
            compileall.compile_dir(tree, quiet=2)
        yield trees


def _copy(name: str, tree: Path) -> None:
    shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(ROOT), *arguments], stdout=subprocess.PIPE, check=True).stdout
