"""The workflows of GitHub: what they run, what they may do, and which actions they use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / ".github" / "workflows"
# The sdist has no workflows.
WORKFLOWS = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yml"))}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_workflows_run_all_tests_in_the_same_environment(name: str) -> None:
    """Each workflow runs .ci/run after the same steps: a checkout without credentials, three Pythons, and Node."""
    text = WORKFLOWS[name]
    before = text[: text.index("- run: bash .ci/run")]

    assert re.findall(r"uses: actions/([\w-]+)@", before) == ["checkout", "setup-python", "setup-node"]
    assert "persist-credentials: false" in before
    assert re.findall(r"^ +(3\.\d+)$", before, re.MULTILINE) == ["3.10", "3.13", "3.11"]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_workflows_have_few_permissions(name: str) -> None:
    """Workflows can read the repository; only the job that publishes gets the token of trusted publishing."""
    text = WORKFLOWS[name]
    permissions = re.findall(r"^permissions:.*\n|^ +([\w-]+: (?:read|write))\b", text, re.MULTILINE)
    publishing = ["id-token: write"] if name == "release.yml" else []

    assert "\npermissions:" in text
    assert list(filter(None, permissions)) == ["contents: read", *publishing]
    assert "secrets." not in text


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actions_have_the_tag_of_a_version(name: str) -> None:
    """Actions are named by tag, not by branch, and a note says that their hashes are pinned before publication."""
    actions = re.findall(r"uses: (\S+)", WORKFLOWS[name])

    assert [action for action in actions if not re.fullmatch(r"[\w/-]+@v\d+(\.\d+)*", action)] == []
    assert "pin each to the hash of its commit" in WORKFLOWS[name]
