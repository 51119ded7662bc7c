"""The suite of ``examples/from_moto``: with moto, with ``sesmock.moto``, and after ``sesmock migrate``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

pytest.importorskip("libcst")
pytest_plugins = ["pytester"]

EXAMPLE = Path(__file__).parents[2] / "examples"
TESTS = 5


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a copy of the example."""
    monkeypatch.delenv("SESMOCK_IN_MOCK_AWS", raising=False)
    package = pytester.path / "examples"
    package.mkdir()
    shutil.copy(EXAMPLE / "__init__.py", package)
    shutil.copytree(EXAMPLE / "from_moto", package / "from_moto")
    return package / "from_moto"


def run(pytester: pytest.Pytester, *arguments: str, ini: str = "") -> None:
    """Run the tests of the example, and check that all of them pass."""
    scope = "asyncio_default_fixture_loop_scope = function"
    pytester.makeini(f"[pytest]\npythonpath = .\n{scope}\nfilterwarnings =\n    error\n{ini}")
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "examples", *arguments)

    result.assert_outcomes(passed=TESTS)


def test_the_suite_passes_with_moto(suite: Path, pytester: pytest.Pytester) -> None:
    """The original suite passes with moto."""
    run(pytester)


def test_the_suite_passes_unchanged_with_sesmock(suite: Path, pytester: pytest.Pytester) -> None:
    """The suite passes unchanged with sesmock in moto's mocks, if the ini file allows the DeprecationWarning."""
    run(pytester, ini="    ignore:ses_backends:DeprecationWarning\nses_mock_in_mock_aws = true")


def test_the_rewritten_suite_passes(suite: Path, pytester: pytest.Pytester) -> None:
    """The suite passes after ``sesmock migrate --write``, and no longer uses ses_backends."""
    migration = pytester.run(sys.executable, "-m", "sesmock", "migrate", "--write", "examples")
    text = "".join(path.read_text() for path in suite.glob("test_*.py"))
    run(pytester)

    assert (migration.ret, migration.outlines) == (0, ["2 files rewritten"])
    assert "ses_backends" not in text
    assert text.count("from sesmock import current, mock_ses") == 2
