"""``sesmock serve``: its options, and how it exits."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.test import Client

import sesmock.server
from sesmock.command_line import main
from sesmock.server import access_log, build_application, command
from tests.server.clients import MESSAGE, SEND, Caller

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sesmock.server.wsgi import Application

pytestmark = pytest.mark.slow


@contextmanager
def run_server(*arguments: str, **variables: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the command on a free port; yield the process and its URL."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SESMOCK_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "sesmock", "serve", "--port", "0", *arguments],
        env=environment | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        process.line = line  # type: ignore[attr-defined]
        yield process, line.split()[4]
    finally:
        process.terminate()
        process.communicate(timeout=20)


def fetch(url: str, body: str | None = None) -> str:
    """Return the content of a URL."""
    with urllib.request.urlopen(url, None if body is None else body.encode(), timeout=20) as response:
        return str(response.read().decode())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_runs_until_a_signal(number: signal.Signals) -> None:
    """The server prints its URL, answers, writes a line for each request, and exits with status 0."""
    with run_server("--identities", "example.com,example.org") as (process, url):
        fetch(url, SEND + MESSAGE)
        [message] = json.loads(fetch(f"{url}/_sesmock/messages"))["messages"]
        process.send_signal(number)
        _, lines = process.communicate(timeout=20)

    assert message["subject"] == "Hello"
    assert process.returncode == 0
    assert "POST / ses SendEmail 200" in lines.splitlines()[0]


@pytest.mark.slow
def test_a_server_starts_in_half_a_second() -> None:
    """The server starts and stops in less than 0.5 s of CPU time, including imports."""
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with run_server():
            pass
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    # CPU time, and the best of three runs, since other processes slow down a run.
    assert min(times) < 0.5


def test_options_can_come_from_the_environment() -> None:
    """Every option can be set by an environment variable, and an argument overrides it."""
    with run_server(
        "--log-format=json",
        SESMOCK_IDENTITIES="example.com",
        SESMOCK_REGION="eu-west-1",
        SESMOCK_LOG_FORMAT="text",
        # Kubernetes and Docker links set a variable of this form for a service named "sesmock".
        SESMOCK_PORT="tcp://10.0.0.1:8005",
    ) as (process, url):
        fetch(url, SEND + MESSAGE)
        process.terminate()
        _, lines = process.communicate(timeout=20)

    line = json.loads(lines.splitlines()[0])
    assert (line["operation"], line["status"], line["path"]) == ("ses SendEmail", 200, "/")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run a command that fails, and return its exit code and error text."""
    handlers = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        code = main(["serve", *arguments])
    finally:
        for number, handler in zip((signal.SIGTERM, signal.SIGINT), handlers, strict=True):
            signal.signal(number, handler)
    return code, capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["--identities", "no identity"], "'no identity' is not"),
        (["--region", "nowhere"], "nowhere"),
        (["--templates", "{"], "templates must be JSON"),
        (["--templates", "@/does/not/exist"], "No such file"),
        (["--credentials", "KEY"], "credentials must be strings 'KEY:SECRET'"),
        (["--publish", "boto3"], "AWS_ENDPOINT_URL_SNS"),
        (["--publish", "sns"], "publish must be None"),
    ],
)
def test_wrong_options_are_explained(
    capsys: pytest.CaptureFixture[str], arguments: list[str], text: str
) -> None:
    """A wrong value ends the command with status 2, and the error shows valid ones."""
    code, error = run(capsys, *arguments)

    assert code == 2
    assert error.startswith("sesmock serve: ")
    assert text in error


@pytest.mark.parametrize(
    "arguments", [["--port", "x"], ["--port", "70000"], ["--log-format", "xml"], ["--identites=a"]]
)
def test_wrong_arguments_are_explained(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    """Arguments that argparse rejects also end with status 2."""
    with pytest.raises(SystemExit) as caught:
        main(["serve", *arguments])

    assert caught.value.code == 2
    assert arguments[0].partition("=")[0] in capsys.readouterr().err


@pytest.mark.parametrize(
    ("variables", "text"),
    [
        ({"SESMOCK_SANDBOX": "maybe"}, "SESMOCK_SANDBOX must be true or false, got 'maybe'"),
        ({"SESMOCK_PORT": "x"}, "SESMOCK_PORT: must be a port from 0 to 65535, got 'x'"),
        ({"SESMOCK_REGION": "x"}, "region"),
    ],
)
def test_wrong_variables_are_explained(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    variables: Mapping[str, str],
    text: str,
) -> None:
    """A wrong environment variable ends the command with status 2 and an explanation."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    code, error = run(capsys, *([] if "SESMOCK_PORT" in variables else ["--port", "0"]))

    assert code == 2
    assert text in error


def test_a_taken_port_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """If the port is in use, the command ends with status 1 and an explanation."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        code, error = run(capsys, "--port", str(port))

    assert code == 1
    assert f"cannot listen on 127.0.0.1 port {port}: Address already in use" in error


def build_from_environment(**variables: str) -> Application:
    """Return the application for environment variables."""
    return command.build_application_of_environment(
        {f"SESMOCK_{name}": text for name, text in variables.items()}
    )


def test_strings_become_the_types_of_the_options() -> None:
    """The strings of the environment become the lists, booleans and dicts that the options require."""
    application = build_from_environment(
        IDENTITIES="example.com, example.org",
        SANDBOX="true",
        RETRY_SLEEP="off",
        BLOCK_NETWORK="none",
        PUBLISH="none",
        CONFIGURATION_SETS="a, b",
        TEMPLATES='{"hi": {"Subject": "Hi", "Text": "Hi"}}',
        CREDENTIALS="KEY:SECRET",
        ALLOWED_HOST="mail",
        QUIET="yes",
    )
    options = application.mock.world.options

    assert options.identities == ("example.com", "example.org")
    assert (options.sandbox, options.retry_sleep, options.block_network, options.publish) == (
        True,
        False,
        None,
        None,
    )
    assert list(options.configuration_sets) == ["a", "b"]
    assert list(options.templates) == ["hi"]
    assert isinstance(application.log, access_log.NoLog)


def test_configuration_sets_can_be_json() -> None:
    """Configuration sets can be given as JSON with their options."""
    text = '{"paused": {"SendingOptions": {"SendingEnabled": false}}}'

    assert list(build_from_environment(CONFIGURATION_SETS=text).mock.world.options.configuration_sets) == [
        "paused"
    ]


def test_templates_can_come_from_a_file(tmp_path: Any) -> None:
    """A value of ``@FILE`` reads the templates from a JSON file."""
    (tmp_path / "templates.json").write_text('{"hi": {"Subject": "Hi", "Text": "Hi"}}')

    application = build_from_environment(TEMPLATES=f"@{tmp_path}/templates.json")

    assert list(application.mock.world.options.templates) == ["hi"]


def test_publishing_needs_an_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server accepts ``publish`` if the endpoint of an AWS emulator is set."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")

    assert build_from_environment(PUBLISH="boto3").mock.world.options.publish == "boto3"


@pytest.mark.parametrize(
    ("variables", "text"),
    [
        ({"AWS_ENDPOINT_URL": "https://sns.us-east-1.amazonaws.com"}, "AWS_ENDPOINT_URL_SNS"),
        ({"AWS_ENDPOINT_URL_S3": "https://s3.amazonaws.com"}, "or each of AWS_ENDPOINT_URL_S3$"),
        ({"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}, "unset AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"),
    ],
)
def test_nothing_is_published_to_real_aws(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], text: str
) -> None:
    """``publish`` is refused with an endpoint of AWS, or with a setting that makes botocore ignore endpoints."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(ValueError, match=text):
        build_from_environment(PUBLISH="boto3")


def test_the_application_reads_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`sesmock.server.application` is created once, when a WSGI server accesses it."""
    monkeypatch.setenv("SESMOCK_REGION", "eu-west-1")
    monkeypatch.setenv("SESMOCK_REGON", "eu-west-1")
    monkeypatch.setitem(vars(sesmock.server), "application", None)
    monkeypatch.delitem(vars(sesmock.server), "application")

    application = sesmock.server.application
    again = sesmock.server.__getattr__("application")

    assert application is again
    assert application.mock.region == "eu-west-1"
    assert "unknown variable SESMOCK_REGON" in capsys.readouterr().err


def test_a_wrong_environment_is_an_error() -> None:
    """A wrong environment variable raises an error when the application is built."""
    with pytest.raises(ValueError, match="region"):
        build_from_environment(REGION="x")


def test_the_class_of_servers_is_public() -> None:
    """`SesServer` can be imported from `sesmock.server`, and unknown names raise an error."""
    from sesmock.server.running import SesServer

    assert sesmock.server.SesServer is SesServer
    with pytest.raises(AttributeError, match="no attribute 'app'"):
        sesmock.server.app  # type: ignore[attr-defined]  # noqa: B018


def test_an_application_accepts_the_options_of_a_mock() -> None:
    """`build_application` accepts the options of `mock_ses`, with the same errors."""
    assert build_application(identities="example.com").mock.world.options.identities == ("example.com",)
    with pytest.raises(TypeError, match="unknown option"):
        build_application(identites="x")  # type: ignore[call-arg]


@pytest.mark.parametrize(("host", "warned"), [("127.0.0.1", False), ("127.1.2.3", False), ("0.0.0.0", True)])
def test_a_server_warns_about_other_interfaces(host: str, warned: bool) -> None:
    """A server warns that other machines can read the mail, unless it listens only on the loopback interface."""
    with run_server("--host", host) as (process, _):
        process.terminate()
        _, lines = process.communicate(timeout=20)

    assert ("other machines on the network can reach" in lines) is warned


def test_log_lines_contain_no_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    """Control characters in a path are escaped in the log, so no request can forge a line."""
    caller = Caller()
    caller.application.log = access_log.AccessLog()

    caller.call("GET", "/a", REQUEST_URI="/a\x1b[31m\r\nb", RAW_URI="/a\x1b[31m\r\nb")
    caller.call("GET", "/", HTTP_HOST="a b")
    caller.application.log.write_message("a message")
    access_log.AccessLog("json").write_message("a message")

    first, second, third, fourth = capsys.readouterr().err.splitlines()
    assert "/a\\x1b[31m\\x0d\\x0ab" in first
    assert " - - - 400 " in second
    assert (third, json.loads(fourth)["message"]) == ("a message", "a message")


def test_quiet_servers_log_no_requests(capsys: pytest.CaptureFixture[str]) -> None:
    """With --quiet, requests are not logged, but other messages are."""
    application = build_from_environment(QUIET="true")
    application.log.write_message("a message")
    Client(application).get("/")

    assert capsys.readouterr().err == "a message\n"
