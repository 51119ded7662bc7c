"""Clients in Node.js: the AWS SDK for JavaScript and nodemailer. `make check` installs them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sesmock import mock_ses

FOLDER = Path(__file__).parent / "node"
OLDEST = 20


def find_obstacle() -> str | None:
    """Return the reason why the clients cannot run here; None if they can."""
    node = shutil.which("node")
    if node is None:
        return "Node.js is not installed"
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.removeprefix("v").partition(".")[0]) < OLDEST:
        return f"the clients need Node.js {OLDEST} or newer, got {version.strip()}"
    if not (FOLDER / "node_modules").is_dir():
        return "the clients are not installed; run `npm ci` in tests/server/node"
    return None


OBSTACLE = find_obstacle()


@pytest.mark.slow
@pytest.mark.skipif(OBSTACLE is not None, reason=OBSTACLE or "")
def test_node_clients_send() -> None:
    """Nodemailer and the AWS SDK's clients for all three APIs can send; a refused call raises the SDK's exception."""
    with mock_ses(identities="example.com").serve() as server:
        result = subprocess.run(
            ["node", "clients.mjs"],
            cwd=FOLDER,
            env=server.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert result.returncode == 0, result.stderr
        responses = json.loads(result.stdout)
        outbox = server.ses_mock.outbox
        sent = {message.message_id: message.subject for message in outbox}
        attachment = outbox.one(subject="nodemailer").attachments["a.txt"].content

    ids = {re.sub(r"[<>]|@.*", "", each): name for name, each in responses["ids"].items()}
    assert ids == sent
    assert attachment == b"attached"
    assert responses["errors"] == {
        "rejected": ["MessageRejected", 400],
        "missing": ["NotFoundException", 404],
        "v1": ["MessageRejected", 400],
    }


def test_the_lock_file_names_no_host() -> None:
    """The lock file names no registry, so each machine can use its own."""
    text = (FOLDER / "package-lock.json").read_text()

    assert '"resolved"' not in text
    assert '"integrity"' in text
