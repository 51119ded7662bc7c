"""Test the built wheel on other versions of Python and of botocore: ``nox``, or ``make versions``.

Each session installs the wheel, and runs the tests in a folder without the source, so that they import the wheel.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import nox

ROOT = Path(__file__).parent
WORK = ROOT / ".nox"
TREE = WORK / "tree"
"""The repository without the packages that the wheel contains."""

WITHOUT = {".git", ".nox", "sesmock", "conftest_plugin", "dist"}
EXTRAS = "smtp,sns,migrate,server"
LOWEST = """
    aiosmtpd==1.4.5 botocore==1.35.0 cryptography==3.4 jinja2==3.0.0 libcst==1.4.0 werkzeug==3.0.0 wrapt==1.16.0
""".split()
"""The lowest versions of the dependencies in pyproject.toml; a test compares them."""

SOURCE = (
    "tests/pages/test_packaging.py::test_files_of_the_pages_are_not_ignored",
    "tests/repository/test_citations.py::test_the_code_cites_its_evidence",
)
"""Tests that need the source, which the installed wheel does not have."""

CONSTRAINTS = (ROOT / "constraints/dev.txt").read_text()
NEWEST_MINOR = int(re.findall(r"^botocore==1\.(\d+)\.", CONSTRAINTS, re.MULTILINE)[0])
MINORS = range(35, NEWEST_MINOR + 1)
"""The minor versions of botocore 1 that are tested; a newer one is added when the constraints are compiled again."""

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lowest", "newest", "botocore"]


@nox.session
def lowest(session: nox.Session) -> None:
    """Run the fast tests with Python 3.10 and the lowest dependencies, except tests of newer models of botocore."""
    python = make_environment(session, "3.10", LOWEST)
    plugin = ["-p", "tests.old_models", "--hypothesis-profile=unshrunk"]
    run_tests(session, python, "-m", "not slow", *plugin)


@nox.session
def newest(session: nox.Session) -> None:
    """Run the fast tests with Python 3.13 and the newest dependencies."""
    run_tests(session, make_environment(session, "3.13", []), "-m", "not slow")


@nox.session
def botocore(session: nox.Session) -> None:
    """Run a test of the three APIs with one version of each minor release of botocore."""
    started = time.monotonic()
    interpreter = find_interpreter("3.11")
    if interpreter is None:
        session.skip("there is no Python 3.11")
    for minor in MINORS:
        python = WORK / f"botocore-1.{minor}"
        requirement = "botocore==1.35.0" if minor == MINORS[0] else f"botocore==1.{minor}.*"
        install(
            session,
            interpreter,
            python,
            [requirement, "boto3", "coverage", "pytest>=8", "pytest-asyncio"],
            "",
        )
        run_tests(session, python / "bin" / "python", "tests/test_smoke.py", workers=0)
    session.log(f"{len(MINORS)} versions of botocore took {time.monotonic() - started:.0f} s")


def make_environment(session: nox.Session, version: str, pins: list[str]) -> Path:
    """Return the Python of a new environment with the wheel, its extras and the tools of the tests."""
    interpreter = find_interpreter(version)
    if interpreter is None:
        session.skip(f"there is no Python {version}")
    environment = WORK / f"python-{version}"
    install(session, interpreter, environment, ["--group", "versions", *pins], f"[{EXTRAS}]")
    return environment / "bin" / "python"


def find_interpreter(version: str) -> str | None:
    """Return the path of a Python, or None if the version is not installed."""
    # Commands such as python3.11 may be pyenv's, and refuse to start outside some folders, so its folder comes first.
    candidates = [shutil.which(f"python{version}")]
    if shutil.which("pyenv"):
        answer = subprocess.run(["pyenv", "prefix", version], capture_output=True, text=True, check=False)
        candidates.insert(0, f"{answer.stdout.strip()}/bin/python" if answer.returncode == 0 else None)
    command = "import sys; print('%d.%d' % sys.version_info[:2])"
    for path in filter(None, candidates):
        answer = subprocess.run([path, "-c", command], capture_output=True, text=True, check=False)
        if answer.stdout.strip() == version:
            return path
    return None


def install(
    session: nox.Session, interpreter: str, environment: Path, requirements: list[str], extras: str
) -> None:
    """Create an environment with the wheel and the requirements."""
    wheel = build(session)
    session.run("uv", "venv", "--quiet", "--clear", "--python", interpreter, str(environment), external=True)
    session.run(
        *("uv", "pip", "install", "--quiet", "--python", str(environment)),
        *(f"{wheel}{extras}", *requirements),
        external=True,
    )


def build(session: nox.Session) -> Path:
    """Return the wheel, and create a folder with the tests but without the source, both once for all sessions."""
    folder = WORK / "dist"
    if not getattr(build, "done", False):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(TREE, ignore_errors=True)
        session.run("uv", "build", "--quiet", "--wheel", "--out-dir", str(folder), external=True)
        TREE.mkdir(parents=True)
        for path in ROOT.iterdir():
            if path.name not in WITHOUT and not re.match(r"\.(venv|coverage)|.*_cache", path.name):
                (TREE / path.name).symlink_to(path)
        build.done = True  # type: ignore[attr-defined]
    [wheel] = folder.glob("*.whl")
    return wheel


def run_tests(session: nox.Session, python: Path, *arguments: str, workers: int | None = None) -> None:
    """Run pytest on the installed wheel; ``make coverage`` combines the coverage with that of the other runs."""
    started = time.monotonic()
    distribution = [] if workers == 0 else ["-n", "2", "--ignore=tests/documentation/test_site_in_browser.py"]
    unsuitable = [] if workers == 0 else [f"--deselect={test}" for test in SOURCE]
    with session.chdir(TREE):
        session.run(
            *(
                str(python),
                "-m",
                "coverage",
                "run",
                "-m",
                "pytest",
                "-q",
                *distribution,
                *unsuitable,
                *arguments,
            ),
            env={
                "COVERAGE_FILE": str(ROOT / ".coverage"),
                "PYTHONPATH": str(TREE),
            },
            external=True,
        )
    session.log(f"pytest took {time.monotonic() - started:.0f} s on {os.cpu_count()} cores")
