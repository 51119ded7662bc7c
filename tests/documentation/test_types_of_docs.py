"""Type checkers accept every example in the README and the docs without changes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.documentation.test_examples_of_docs import DOCS, DOCUMENTS, SHOP, list_blocks

ROOT = DOCS.parent
# Many examples, and the libraries that they use, have no annotations. Apart from that, the checks are strict.
MYPY = """
[mypy-moto.*]
follow_imports = skip

[mypy]
strict = true
allow_untyped_defs = true
allow_incomplete_defs = true
allow_untyped_calls = true
allow_untyped_decorators = true
ignore_missing_imports = true
allow_subclassing_any = true
disable_error_code = import-untyped
"""
# boto3's stubs mark members of a response as optional that an example knows to be there. aiobotocore cannot be
# imported here, since it has its own environments.
PYRIGHT = {
    "reportTypedDictNotRequiredAccess": False,
    "reportMissingImports": False,
    "reportMissingModuleSource": False,
}
# The types of Django and Celery are in separate packages, and those of moto are incomplete.
UNTYPED = "from typing import Any\ndef __getattr__(name: str) -> Any: ...\n"
PATHS = [str(ROOT), str(ROOT / "conftest_plugin")]

pytestmark = pytest.mark.slow


def run_pyright(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run pyright in a folder, without its hints about newer versions."""
    command = [sys.executable, "-m", "pyright", *arguments]
    quiet = os.environ | {"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    return subprocess.run(command, cwd=folder, env=quiet, capture_output=True, text=True, check=False)


def is_pyright_ready() -> bool:
    """Return whether pyright is installed and its files can be downloaded."""
    return find_spec("pyright") is not None and run_pyright("--version", folder=ROOT).returncode == 0


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a file for each example, and the module ``shop`` that they import."""
    folder = tmp_path_factory.mktemp("examples")
    (folder / "shop.py").write_text(SHOP, encoding="utf-8")
    for path in [ROOT / "README.md", *(DOCS / name for name in DOCUMENTS)]:
        document = re.sub(r"\W", "_", path.relative_to(ROOT).with_suffix("").as_posix().lower())
        blocks = list_blocks(path.read_text(encoding="utf-8"), "python")
        modules = "|".join({block.file_name[:-3] for block in blocks if block.file_name})
        for number, block in enumerate(blocks):
            name = block.file_name or f"test_{number}.py"
            text = re.sub(
                rf"^((?:from|import) )({modules})\b(?! as)", rf"\1{document}_\2", block.text, flags=re.M
            )
            (folder / f"{document}_{name}").write_text(text if modules else block.text, encoding="utf-8")
    return folder


def write_stubs_of_frameworks(examples: Path) -> None:
    """Write stubs without types for the modules of Django, Celery and moto that examples import."""
    for example in examples.glob("*.py"):
        for module in re.findall(
            r"^ *(?:from|import) ((?:django|celery|moto)[\w.]*)", example.read_text(), re.MULTILINE
        ):
            folder = examples / "typings" / Path(*module.split("."))
            folder.mkdir(parents=True, exist_ok=True)
            for package in [folder, *folder.parents[: module.count(".")]]:
                (package / "__init__.pyi").write_text(UNTYPED, encoding="utf-8")


@pytest.mark.skipif(not find_spec("mypy"), reason="mypy is not installed; it is in the lint group")
def test_mypy_accepts_the_examples(examples: Path) -> None:
    """Mypy in strict mode finds no error in the examples, except for missing annotations."""
    (examples / "mypy.ini").write_text(f"{MYPY}mypy_path = {':'.join(PATHS)}\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--no-error-summary", *sorted(map(str, examples.glob("*.py")))]
    run = subprocess.run(command, cwd=examples, capture_output=True, text=True, check=False)

    assert run.stdout + run.stderr == ""


def test_pyright_accepts_the_examples(examples: Path) -> None:
    """Pyright in its standard mode, which editors use, finds no error in the examples."""
    if not is_pyright_ready():
        pytest.skip("pyright cannot run; it is in the lint group, and downloads itself with npm")
    write_stubs_of_frameworks(examples)
    settings = {**PYRIGHT, "extraPaths": PATHS, "pythonVersion": "3.11", "include": ["*.py"]}
    (examples / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    run = run_pyright("--pythonpath", sys.executable, "--outputjson", folder=examples)
    problems = [
        f"{Path(entry['file']).name}:{entry['range']['start']['line'] + 1} {entry['message']}"
        for entry in json.loads(run.stdout)["generalDiagnostics"]
        if entry["severity"] == "error"
    ]

    assert problems == []
