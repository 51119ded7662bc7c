"""``sesmock migrate`` rewrites files, or shows what it would rewrite."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("libcst")

from typing import TYPE_CHECKING

from sesmock.command_line import main

if TYPE_CHECKING:
    from pathlib import Path

SUITE = "from moto import mock_ses\n\n\n@mock_ses\ndef test_it():\n    send()\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a test suite and other files."""
    (tmp_path / "test_it.py").write_text(SUITE)
    for name in (".venv", "node_modules"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "test_it.py").write_text(SUITE)
    return tmp_path


def test_a_diff_is_shown_by_default(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By default the command shows a diff and writes nothing."""
    status = main(["migrate", str(folder)])
    output = capsys.readouterr().out

    assert status == 0
    assert "-from moto import mock_ses\n+from sesmock import mock_ses\n" in output
    assert output.count("--- ") == 1
    assert output.endswith("1 file to rewrite: add --write\n")
    assert (folder / "test_it.py").read_text() == SUITE


def test_files_are_written_on_demand(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --write, files are rewritten, and a second run has nothing to do."""
    first = main(["migrate", "--write", str(folder / "test_it.py")])
    second = main(["migrate", "--write", str(folder)])

    assert (first, second) == (0, 0)
    assert (folder / "test_it.py").read_text() == SUITE.replace("moto", "sesmock")
    assert capsys.readouterr().out == "1 file rewritten\nno files rewritten\n"


@pytest.mark.parametrize("code", [b"from moto import (\n", b"# moto \xff\xfe\n", b"# coding: moto\n"])
def test_a_file_that_cannot_be_read_is_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str], code: bytes
) -> None:
    """A file that cannot be read or parsed is skipped; the others are rewritten, and the exit status is 1."""
    (folder / "broken.py").write_bytes(code)
    status = main(["migrate", "--write", str(folder)])

    assert status == 1
    assert f"{folder / 'broken.py'}: skipped: " in capsys.readouterr().out
    assert "sesmock" in (folder / "test_it.py").read_text()


def test_a_file_that_cannot_be_written_is_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that cannot be written is skipped with its error; the others are rewritten, and the exit status is 1."""
    (folder / "locked.py").write_text(SUITE)
    write = type(folder).write_bytes

    def refuse(path: Path, data: bytes) -> int:
        if path.name == "locked.py":
            raise PermissionError(13, "Permission denied", str(path))
        return write(path, data)

    monkeypatch.setattr(type(folder), "write_bytes", refuse)
    status = main(["migrate", "--write", str(folder)])
    output = capsys.readouterr().out

    assert status == 1
    assert f"{folder / 'locked.py'}: skipped: [Errno 13] Permission denied" in output
    assert output.endswith("1 file rewritten\n")
    assert "sesmock" in (folder / "test_it.py").read_text()


def test_a_file_stays_in_its_encoding(folder: Path) -> None:
    """A rewritten file keeps its encoding and its line ends."""
    # PEP 263 defines the comment that declares an encoding.
    text = "# coding: latin-1\r\n# é\r\nfrom moto import mock_ses\r\n\r\nmock = mock_ses()\r\n"
    (folder / "test_it.py").write_bytes(text.encode("latin-1"))
    main(["migrate", "--write", str(folder)])

    assert (folder / "test_it.py").read_bytes().decode("latin-1") == text.replace("moto", "sesmock")


def test_notes_are_listed_with_their_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A note starts with path:line, a format that editors can open."""
    (folder / "test_it.py").write_text("from moto import mock_aws\n\nmock_aws().start()\n")
    main(["migrate", str(folder)])

    assert (
        f"{folder / 'test_it.py'}:1: this file does not show whether mock_aws mocks"
        in capsys.readouterr().out
    )


def test_a_path_must_exist(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A path that does not exist ends the command with status 2 and an error."""
    status = main(["migrate", str(folder / "tets")])

    assert status == 2
    assert capsys.readouterr().err == f"sesmock migrate: no such file or directory: {folder / 'tets'}\n"


def test_the_command_needs_libcst(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without LibCST, the command ends with status 2, and the error mentions the extra to install."""
    for name in [name for name in sys.modules if name.startswith(("sesmock.migrate", "libcst"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "libcst", None)
    status = main(["migrate", str(folder)])

    assert status == 2
    assert capsys.readouterr().err == "sesmock migrate needs LibCST, e.g. pip install 'sesmock[migrate]'\n"


def test_the_command_has_help() -> None:
    """``sesmock migrate --help`` describes the command."""
    run = subprocess.run(
        [sys.executable, "-m", "sesmock", "migrate", "--help"], capture_output=True, text=True, check=True
    )

    assert "Without --write it only shows the changes" in " ".join(run.stdout.split())
