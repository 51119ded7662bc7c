"""SMTP clients in other languages can send through the listener."""

from __future__ import annotations

import json
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from sesmock import SesMock, mock_ses, stack
from sesmock.smtp.certificates import make_certificate
from sesmock.smtp.listener import listen_to_clients
from tests.smtp_clients import RECIPIENT, SENDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sesmock.smtp.listener import SmtpListener

CERTIFICATE = make_certificate()


@pytest.fixture
def ses_mock() -> Iterator[SesMock]:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        yield ses_mock


@contextmanager
def listen() -> Iterator[SmtpListener]:
    """Yield a listener of the innermost mock that requires STARTTLS."""
    mock = stack.innermost()
    assert mock is not None
    with listen_to_clients(mock.smtp, "eu-west-1", tls=CERTIFICATE.context) as listener:
        yield listener


def test_swaks_sends(ses_mock: SesMock) -> None:
    """Swaks, a tool that tests SMTP servers, can send with STARTTLS and AUTH LOGIN."""
    swaks = shutil.which("swaks") or pytest.skip("swaks is not installed (apt-get install swaks)")
    options = "--tls --auth LOGIN --auth-user user --auth-password password --helo client.example.org".split()
    with listen() as listener:
        run = subprocess.run(
            [swaks, "--server", f"127.0.0.1:{listener.port}", *options, "--from", SENDER, "--to", RECIPIENT],
            capture_output=True,
            text=True,
            check=False,
        )
    message = ses_mock.outbox.one(to=RECIPIENT)

    assert run.returncode == 0, run.stdout + run.stderr
    assert f"<~  250 Ok {message.message_id}" in run.stdout
    assert message.headers["Received"].startswith("from client.example.org ")


NODEMAILER = """
const nodemailer = require("nodemailer");
const transport = nodemailer.createTransport({
  host: "127.0.0.1", port: Number(process.argv[2]), auth: {user: "user", pass: "password"},
  tls: {ca: process.argv[3], servername: "localhost"},
});
const mail = {from: "Shop <shop@example.com>", to: "ada@example.net", subject: "Grüße", text: "Text",
              html: "<p>HTML</p>", attachments: [{filename: "a.txt", content: "attached"}]};
transport.sendMail(mail).then(async (info) => {
  const refused = await transport.sendMail({...mail, from: "shop@example.org"}).catch((error) => error);
  console.log(JSON.stringify({response: info.response, code: refused.responseCode, text: refused.response}));
  transport.close();
});
"""


@pytest.mark.slow
def test_nodemailer_sends(ses_mock: SesMock, tmp_path: Path) -> None:
    """Nodemailer, the most common mail client of Node.js, can send with STARTTLS."""
    npm, node = (shutil.which(name) or pytest.skip("Node.js is not installed") for name in ("npm", "node"))
    install = subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--silent", "nodemailer"],
        cwd=tmp_path,
        capture_output=True,
        timeout=120,
        check=False,
    )
    if install.returncode:
        pytest.skip("npm cannot install nodemailer")
    (tmp_path / "send.js").write_text(NODEMAILER)
    with listen() as listener:
        run = subprocess.run(
            [node, "send.js", str(listener.port), CERTIFICATE.pem],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
    message = ses_mock.outbox.one(to=RECIPIENT)
    response = json.loads(run.stdout)

    assert response["response"] == f"250 Ok {message.message_id}"
    assert (response["code"], response["text"][:24]) == (554, "554 Message rejected: Em")
    assert (message.subject, message.html) == ("Grüße", "<p>HTML</p>")
    assert message.attachments["a.txt"].content == b"attached"
