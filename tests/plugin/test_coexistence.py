"""sesmock works together with other testing tools. Each test runs a small suite that uses both."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip(
    "pytest_randomly", reason="the tools have an environment of their own (make check runs it)"
)
pytestmark = pytest.mark.slow  # each runs pytest

SHOP = """
import boto3


def sign_up(address="ada@example.net"):
    boto3.client("sesv2", "us-east-1").send_email(
        FromEmailAddress="shop@example.com",
        Destination={"ToAddresses": [address]},
        Content={"Simple": {"Subject": {"Data": "Welcome"}, "Body": {"Text": {"Data": "Hi"}}}},
    )
"""
HEAD = """
import pytest
from sesmock import mock_ses
from shop import sign_up

"""
# gevent gives DeprecationWarnings of its own, which must not become errors.
INI = """
[pytest]
ses_mock_identities = example.com
filterwarnings =
    error
    ignore::DeprecationWarning:gevent
"""
MAIL = (
    HEAD
    + """
@pytest.mark.parametrize("number", range(8))
def test_mail(ses_mock, number):
    sign_up(f"{number}@example.net")
    assert ses_mock.outbox.one().to == (f"{number}@example.net",)
"""
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with an application that sends mail."""
    tmp_path.joinpath("shop.py").write_text(SHOP)
    tmp_path.joinpath("pytest.ini").write_text(INI)
    return tmp_path


def run(folder: Path, suite: str, *options: str, passed: int, program: str = "pytest") -> str:
    """Run a suite, check that all of its tests pass, and return the output."""
    folder.joinpath("test_suite.py").write_text(suite)
    command = [
        sys.executable,
        "-m",
        *program.split(),
        "-p",
        "no:cacheprovider",
        "-p",
        "no:asyncio",
        "-v",
        *options,
    ]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert f"{passed} passed" in answer.stdout
    return answer.stdout


def test_pytest_randomly(folder: Path) -> None:
    """The seed decides the order of the tests, and message ids differ although each test resets the seed."""
    # pytest-randomly seeds the random module anew before each test, so ids from that module would repeat.
    suite = MAIL + (
        "\n\nIDS = []\n\n\n@pytest.mark.parametrize('number', range(4))\n"
        "def test_ids(ses_mock, number):\n    sign_up()\n    IDS.append(ses_mock.outbox[0].message_id)\n"
        "    assert len(set(IDS)) == len(IDS)\n"
    )
    outputs = [run(folder, suite, f"--randomly-seed={seed}", passed=12) for seed in (1, 2)]
    orders = [re.findall(r"test_mail\[(\d)\]", output) for output in outputs]

    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]


def test_pytest_xdist(folder: Path) -> None:
    """Each worker has its own mocks."""
    output = run(folder, MAIL, "-n", "2", passed=8)

    assert {"gw0", "gw1"} <= set(re.findall(r"\[(gw\d)\]", output))


def test_pytest_socket(folder: Path) -> None:
    """Mail can be sent while pytest-socket blocks all sockets."""
    # pytest-socket first gives a warning, which "filterwarnings = error" turns into an exception.
    suite = HEAD + (
        "import socket\nimport pytest_socket\n\n"
        "def test_mail(ses_mock):\n    sign_up()\n    assert ses_mock.outbox.one()\n"
        "    with pytest.raises((pytest_socket.SocketBlockedError, UserWarning), match='tried to use socket'):\n"
        "        socket.socket()\n"
    )
    run(folder, suite, "--disable-socket", passed=1)


HTTP = {
    "responses": """
import requests
import responses

@responses.activate
def test_mail(ses_mock):
    responses.get("https://api.example.org/users", json=["ada@example.net"])
    [address] = requests.get("https://api.example.org/users").json()
    sign_up(address)
    assert ses_mock.outbox.one(to="ada@example.net")
    assert len(responses.calls) == 1
""",
    "requests-mock": """
import requests

def test_mail(ses_mock, requests_mock):
    requests_mock.get("https://api.example.org/users", json=["ada@example.net"])
    [address] = requests.get("https://api.example.org/users").json()
    sign_up(address)
    assert ses_mock.outbox.one(to="ada@example.net")
    assert requests_mock.call_count == 1
""",
    "pytest-httpx": """
import httpx

def test_mail(ses_mock, httpx_mock):
    httpx_mock.add_response(json=["ada@example.net"])
    [address] = httpx.get("https://api.example.org/users").json()
    sign_up(address)
    assert ses_mock.outbox.one(to="ada@example.net")
    assert len(httpx_mock.get_requests()) == 1
""",
    "vcrpy": """
import http.server
import threading
import urllib.request
import vcr

class Users(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ada@example.net")

def test_mail(ses_mock, tmp_path):
    with http.server.HTTPServer(("127.0.0.1", 0), Users) as server:
        threading.Thread(target=server.handle_request).start()
        url = f"http://127.0.0.1:{server.server_port}/users"
        for _ in range(2):  # recorded, then played
            with vcr.use_cassette(str(tmp_path / "users.yaml")) as cassette:
                with urllib.request.urlopen(url) as response:
                    sign_up(response.read().decode())
    assert [message.to for message in ses_mock.outbox] == [("ada@example.net",)] * 2
    assert cassette.play_count == 1
    assert "amazonaws" not in (tmp_path / "users.yaml").read_text()
""",
}


@pytest.mark.parametrize("tool", HTTP)
def test_mocks_of_http(folder: Path, tool: str) -> None:
    """The other tool answers the application's HTTP requests, and sesmock answers those to SES."""
    run(folder, HEAD + HTTP[tool], passed=1)


TIME = {
    "freezegun": "import freezegun\n\n@freezegun.freeze_time('2030-01-02')",
    "time-machine": "import time_machine\n\n@time_machine.travel('2030-01-02T00:00Z', tick=False)",
}


@pytest.mark.parametrize("tool", TIME)
def test_frozen_time(folder: Path, tool: str) -> None:
    """Messages and events have the time that the tool sets."""
    suite = TIME[tool] + (
        "\ndef test_mail(ses_mock):\n    sign_up()\n    [message] = ses_mock.outbox\n"
        "    assert f'{message.sent_at:%Y-%m-%d}' == f'{message.events[0].timestamp:%Y-%m-%d}' == '2030-01-02'\n"
    )
    run(folder, HEAD + suite, passed=1)


def test_gevent(folder: Path) -> None:
    """Greenlets can send mail at the same time while gevent patches threads and sockets."""
    suite = (
        HEAD
        + "import gevent\nimport socket\nimport gevent.socket\n"
        + """
def test_mail(ses_mock):
    addresses = [f"{number}@example.net" for number in range(20)]
    gevent.joinall([gevent.spawn(sign_up, address) for address in addresses], raise_error=True)
    assert sorted(message.to[0] for message in ses_mock.outbox) == sorted(addresses)
    assert socket.socket is gevent.socket.socket
"""
    )
    run(folder, suite, passed=1, program="gevent.monkey --module pytest")


PLUGINS = [
    "randomly",
    "xdist",
    "socket",
    "requests_mock",
    "pytest_httpx",
    "time_machine",
    "asyncio",
    "anyio",
]
"""The plugins of the environment; responses, VCR.py, freezegun and gevent have none."""


def test_all_plugins_are_switched_off_once() -> None:
    """The names are those of the installed plugins, since pytest ignores ``-p no:`` with an unknown name."""
    names = {plugin.name for plugin in entry_points(group="pytest11")}

    assert names - {"sesmock", "xdist.looponfail"} == set(PLUGINS)


@pytest.mark.parametrize("plugin", PLUGINS)
def test_without_a_plugin(folder: Path, plugin: str) -> None:
    """The plugin works when another plugin is disabled."""
    run(folder, MAIL, "-p", f"no:{plugin}", passed=8)


def test_without_the_plugin_of_sesmock(folder: Path) -> None:
    """`mock_ses` works without sesmock's pytest plugin, but the plugin's fixtures do not exist."""
    folder.joinpath("pytest.ini").write_text("[pytest]\n")
    suite = HEAD + (
        "@mock_ses(identities=['example.com'])\ndef test_mail():\n    from sesmock import current\n"
        "    sign_up()\n    assert current().outbox.one()\n\n"
        "def test_plugin(request):\n    with pytest.raises(pytest.FixtureLookupError):\n"
        "        request.getfixturevalue('ses_mock')\n"
    )
    run(folder, suite, "-p", "no:sesmock", passed=2)
