"""The benchmarks, which compare two commits even if module names differ."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import rounds
from benchmarks.comparison import Comparison, compare
from benchmarks.rows import PROGRAMS, ROWS, Row
from benchmarks.trees import ROOT, Trees, resolve, side_by_side

pytestmark = pytest.mark.slow

SOURCES = sorted((ROOT / "benchmarks/programs").glob("*.py"))
ROW = Row("SendEmail, ses", "sends", "x floor", 0.92)
needs_git = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a clone of the repository")


@pytest.mark.parametrize(
    ("baseline", "now", "verdict"),
    [
        (0.90, 0.90, "ok"),
        (1.00, 1.05, "ok, goal missed"),
        (1.00, 1.06, "WORSE"),
        (0.80, 0.85, "WORSE"),
        (1.20, 0.90, "ok"),
        (None, 0.90, "ok"),
        (0.90, None, "WORSE"),
    ],
)
def test_a_row_more_than_5_percent_worse_fails(
    baseline: float | None, now: float | None, verdict: str
) -> None:
    """A row counts as worse if it is over 5 % worse than the baseline or no longer measured, whatever its goal is."""
    comparison = Comparison(ROW, baseline, now)

    assert comparison.verdict == verdict
    assert comparison.is_worse is (verdict == "WORSE")


def test_a_row_without_a_goal_is_a_report() -> None:
    """A row without a goal is listed, but never counts as worse."""
    [comparison] = compare([ROW._replace(goal=None)], {ROW.name: 1.0}, {ROW.name: 2.0}, {ROW.name: 0.015})

    assert not comparison.is_worse
    assert str(comparison).split() == "SendEmail, ses x floor 1.000 2.000 1.5% +100.0% -".split()


@needs_git
@pytest.mark.parametrize(("now", "status"), [(1.0, 0), (1.2, 1)])
def test_a_worse_row_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], now: float, status: int
) -> None:
    """The run ends with status 1 if a row is worse, and with status 0 otherwise."""
    figures = [{row.name: figure for row in ROWS} for figure in (1.0, now)]
    monkeypatch.setattr(command, "measure", lambda trees, programs: rounds.Measurements(*figures, spreads={}))

    assert command.main(["--against", "HEAD"]) == status
    assert ("WORSE" in capsys.readouterr().out) is bool(status)


@needs_git
@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["nonsense"], "unknown program 'nonsense'; valid programs: sends, startup"),
        (["--record", "sends"], "--record needs the figures of all programs"),
        (["--against", "nonsense"], "unknown commit 'nonsense'"),
    ],
)
def test_a_wrong_command_line_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], text: str
) -> None:
    """A wrong command line is refused with an explanation, before any measurement."""
    with pytest.raises(SystemExit):
        command.main(arguments)

    assert text in capsys.readouterr().err


@needs_git
def test_each_side_imports_its_own_sesmock() -> None:
    """Both sides run the same programs, each with the sesmock of its own tree."""
    code = "import sesmock, pytest_sesmock, benchmarks; print(sesmock, pytest_sesmock, benchmarks)"
    with side_by_side(resolve("HEAD")) as trees:
        for tree in trees:
            printed = subprocess.run(
                [sys.executable, "-c", code],
                cwd=tree,
                env=rounds._environment(tree),
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            ).stdout
            assert printed.count(str(tree)) == 3


def test_the_sides_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each program runs three times for each side, in turns, and the figure of a side is the median."""
    trees = Trees(Path("baseline"), Path("working"))
    runs: list[Path] = []
    figures = iter([5.0, 1.0, 2.0, 4.0, 9.0, 3.0])

    def run(program: str, tree: Path) -> list[tuple[str, float]]:
        runs.append(tree)
        return [("row", next(figures))]

    monkeypatch.setattr(rounds, "_run", run)
    measurements = rounds.measure(trees, ["sends"])

    assert runs == [*reversed(trees), *trees, *reversed(trees)]
    assert measurements == ({"row": 2.0}, {"row": 5.0}, {"row": 1.0})


def test_a_failing_program_keeps_its_figures(tmp_path: Path) -> None:
    """If a program fails, the figures that it printed before are kept."""
    programs = tmp_path / "benchmarks/programs"
    programs.mkdir(parents=True)
    for package in (programs.parent, programs):
        (package / "__init__.py").touch()
    (programs / "sends.py").write_text("print('row\\t1.5')\nimport sys\nsys.exit(3)")

    assert rounds._run("sends", tmp_path) == [("row", 1.5)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_programs_import_only_public_names(path: Path) -> None:
    """Programs import only public modules, since other modules may have another name on one side."""
    imported = set(re.findall(r"(?:from|import) (sesmock[\w.]*|pytest_sesmock[\w.]*)", path.read_text()))

    assert imported <= {"sesmock", "pytest_sesmock.plugin"}


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_row_is_reported_by_its_program(program: str) -> None:
    """Each program reports exactly the rows that the table has for it, in the same order."""
    source = (ROOT / f"benchmarks/programs/{program}.py").read_text()
    reported = re.findall(r'(?:report\(\s*|^    \()"([^"]+)"', source, re.MULTILINE)

    assert reported == [row.name for row in ROWS if row.program == program]
