"""``sesmock serve``: the mock as a separate server."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from sesmock.active import ActiveMock
from sesmock.domain.options import Options
from sesmock.server import settings, signatures
from sesmock.server.access_log import AccessLog, NoLog
from sesmock.server.browser_guard import BrowserGuard
from sesmock.server.running import SesServer
from sesmock.server.state_log import StateError, StateLog
from sesmock.server.wsgi import Application

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.server.access_log import LogFormat

STOPPED, FAILED, WRONG_OPTION = 0, 1, 2
"""The exit codes: stopped by a signal, failed to start, invalid options."""
_HOST, _PORT = "127.0.0.1", 8005
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_SERVICES = ("SNS", "FIREHOSE", "EVENTBRIDGE", "CLOUDWATCH", "S3", "LAMBDA")


class _Failure(Exception):
    """A failure to start the server, with the exit code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def run(options: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT; return the exit code."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    try:
        warnings = _complete(options)
        with ExitStack() as stack:
            application = _build_application(options, stack)
            server = _start(application, options, stack)
            _announce(server, [*warnings, *_list_warnings(options)])
            stopped.wait()
    except _Failure as failure:
        print(f"sesmock serve: {failure}", file=sys.stderr)
        return failure.code
    return STOPPED


def build_application_of_environment(environment: Mapping[str, str] = os.environ) -> Application:
    """Return the application with the options in ``SESMOCK_*``; raise `ValueError` for an invalid one."""
    parser = argparse.ArgumentParser()
    settings.add_arguments(parser)
    options = parser.parse_args([])
    try:
        for warning in _complete(options, environment):
            print(f"sesmock: {warning}", file=sys.stderr)
        return _build_application(options, ExitStack())  # it lives as long as the process
    except _Failure as failure:
        raise ValueError(str(failure)) from None


def _complete(options: argparse.Namespace, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Add the options of the environment; return warnings."""
    try:
        warnings = settings.read_environment(options, environment)
    except ValueError as error:
        raise _Failure(WRONG_OPTION, str(error)) from None
    options.host = options.host or _HOST
    options.port = _PORT if options.port is None else options.port
    return warnings


def _build_application(options: argparse.Namespace, stack: ExitStack) -> Application:
    """Return the application for options; the stack closes its resources."""
    application = _build_bare_application(options)
    if options.state:
        _open_state(application, options.state, stack)
    return application


def _build_bare_application(options: argparse.Namespace) -> Application:
    try:
        mock_options = settings.list_mock_options(options)
        _check_publish(mock_options.get("publish"))
        mock = ActiveMock(Options.build(mock_options))
        credentials = signatures.parse_credentials(options.credentials or ())
    except (TypeError, ValueError) as error:
        raise _Failure(WRONG_OPTION, str(error)) from None
    guard = BrowserGuard([options.host, *(options.allowed_host or ())])
    form: LogFormat = options.log_format or "text"
    log = NoLog(form) if options.quiet else AccessLog(form)
    return Application(mock, credentials=credentials, guard=guard, log=log)


def _check_publish(publish: Any) -> None:
    """Refuse to publish with the credentials and endpoints that botocore would find by default."""
    missing = [name for name in _SERVICES if not os.environ.get(f"AWS_ENDPOINT_URL_{name}")]
    if publish == "boto3" and missing and not os.environ.get("AWS_ENDPOINT_URL"):
        raise ValueError(
            "publish='boto3' would publish to real AWS; set AWS_ENDPOINT_URL to an emulator of SNS and the rest, "
            f"or each of {', '.join(f'AWS_ENDPOINT_URL_{name}' for name in missing)}"
        )


def _open_state(application: Application, path: str, stack: ExitStack) -> None:
    """Restore the state from a file, and record later changes in it."""
    try:
        state = StateLog(path, application.mock.world)
    except StateError as error:
        raise _Failure(FAILED, f"--state: {error}") from None
    stack.callback(state.close)
    number = state.replay(application.run)
    application.state = state
    print(f"sesmock read {number} requests from {path}", file=sys.stderr)


def _start(application: Application, options: argparse.Namespace, stack: ExitStack) -> SesServer:
    try:
        server = stack.enter_context(SesServer(application, options.host, options.port))
    except OSError as error:
        reason = f"cannot listen at {options.host} port {options.port}: {error.strerror or error}"
        raise _Failure(FAILED, reason) from None
    return server


def _announce(server: SesServer, warnings: list[str]) -> None:
    """Print the server's address, and warnings."""
    for warning in warnings:
        print(f"sesmock serve: warning: {warning}", file=sys.stderr)
    print(f"sesmock serves SES at {server.url} (messages: {server.url}/_sesmock/messages)", flush=True)


def _list_warnings(options: argparse.Namespace) -> list[str]:
    if options.host in _LOOPBACK or options.host.startswith("127."):
        return []
    return [f"other machines on the network can reach {options.host}, and can send and read mail here"]
