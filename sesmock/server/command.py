"""``sesmock serve``: the mock as a separate server."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sesmock.active import ActiveMock
from sesmock.aws_hosts import is_aws_host
from sesmock.domain.options import Options
from sesmock.server import settings, signatures
from sesmock.server.access_log import AccessLog, NoLog
from sesmock.server.browser_guard import BrowserGuard
from sesmock.server.courier import Courier
from sesmock.server.following import Follower
from sesmock.server.relay import parse_relay
from sesmock.server.running import SesServer
from sesmock.server.state_log import StateError, StateLog
from sesmock.server.webhooks import Webhook, certificate_pem, check_url
from sesmock.server.wsgi import Application

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

    from sesmock.server.access_log import LogFormat
    from sesmock.smtp.listener import SmtpListener

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
    # A signal handler can interrupt any code of the main thread, so it only sets an event.
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    try:
        warnings = _complete(options)
        with ExitStack() as stack:
            application = _build_application(options, stack)
            server = _start(application, options, stack)
            _forward(application, options, server.url, stack)
            smtp_urls = _listen_for_smtp(application, options, stack)
            _announce(server, smtp_urls, [*warnings, *_list_warnings(options)])
            stopped.wait()
            # The server stops before the couriers, so that they still deliver what it has accepted.
            server.stop()
    except _Failure as failure:
        print(f"sesmock serve: {failure}", file=sys.stderr)
        return failure.code
    return STOPPED


def build_application_of_environment(environment: Mapping[str, str] = os.environ) -> Application:
    """Return the application with the options of ``SESMOCK_*`` variables; raise `ValueError` for an invalid one."""
    parser = argparse.ArgumentParser()
    settings.add_arguments(parser)
    options = parser.parse_args([])
    try:
        for warning in _complete(options, environment):
            print(f"sesmock: {warning}", file=sys.stderr)
        stack = ExitStack()  # its resources live as long as the process
        application = _build_application(options, stack)
        _forward(application, options, f"http://{options.host}:{options.port}", stack)
        return application
    except _Failure as failure:
        raise ValueError(str(failure)) from None


def _complete(options: argparse.Namespace, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Add the options from the environment, then the defaults; return warnings."""
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
    if options.state and (options.smtp_port, options.inbound_port) != (None, None):
        raise _Failure(
            WRONG_OPTION,
            "--state records only requests over HTTP; omit --smtp-port and --inbound-port",
        )
    if options.state:
        _open_state(application, options.state, stack)
    return application


def _build_bare_application(options: argparse.Namespace) -> Application:
    try:
        mock_options = settings.list_mock_options(options)
        _check_publish(mock_options.get("publish"))
        mock = ActiveMock(Options.build(mock_options))
        _check_forwarding(options)
        credentials = signatures.parse_credentials(options.credentials or ())
    except ImportError as error:
        raise _Failure(FAILED, str(error)) from None
    except (TypeError, ValueError) as error:
        raise _Failure(WRONG_OPTION, str(error)) from None
    guard = BrowserGuard([options.host, *(options.allowed_host or ())])
    form: LogFormat = options.log_format or "text"
    log = NoLog(form) if options.quiet else AccessLog(form)
    return Application(mock, credentials=credentials, guard=guard, log=log)


def _check_publish(publish: Any) -> None:
    """Refuse to publish to the endpoints of AWS, which botocore uses if no others are configured."""
    if publish != "boto3":
        return
    # With this variable, botocore ignores AWS_ENDPOINT_URL. It accepts no other word for true (botocore.utils).
    if os.environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true":
        raise ValueError(
            "publish='boto3' would publish to real AWS; unset AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
        )
    missing = [f"AWS_ENDPOINT_URL_{name}" for name in _SERVICES if not _has_emulator(name)]
    if missing:
        raise ValueError(
            "publish='boto3' would publish to real AWS; set AWS_ENDPOINT_URL to an emulator of AWS, "
            f"or each of {', '.join(missing)}"
        )


def _has_emulator(service: str) -> bool:
    """Return whether botocore would call a service at a configured endpoint that is not AWS's."""
    url = os.environ.get(f"AWS_ENDPOINT_URL_{service}") or os.environ.get("AWS_ENDPOINT_URL", "")
    return bool(url) and not is_aws_host(urlsplit(url).hostname or "")


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


def _forward(application: Application, options: argparse.Namespace, url: str, stack: ExitStack) -> None:
    """Relay messages and post events as the options specify."""
    if not (options.relay or options.webhook):
        return
    world = application.mock.world
    follower = Follower(world)
    if options.relay:
        courier = Courier("relay", parse_relay(options.relay).forward, application.log)
        stack.callback(courier.close)
        follower.message_listeners.append(courier.put)
    if options.webhook:
        # In a network of containers, receivers reach this server by its name, not by the address it listens on.
        name = (options.allowed_host or [None])[0]
        server_url = url if name is None else f"http://{name}:{urlsplit(url).port}"
        _post_events(application, options.webhook, server_url, follower, stack)
    stack.enter_context(world.notifier.listening(follower.collect))


def _post_events(
    application: Application, urls: list[str], server_url: str, follower: Follower, stack: ExitStack
) -> None:
    options = application.mock.world.options
    hooks = [Webhook(url, server_url, options.region, options.account_id) for url in urls]
    application.api.webhook_tokens = frozenset(hook.token for hook in hooks)
    for hook in hooks:
        courier = Courier(f"webhook {hook.url}", hook.deliver, application.log)
        stack.callback(courier.close)
        courier.put(None)  # SNS first asks the webhook to confirm the subscription
        follower.event_listeners.append(courier.put)


def _check_forwarding(options: argparse.Namespace) -> None:
    """Raise `ValueError` for invalid URLs of the relay and the webhooks."""
    if options.relay:
        parse_relay(options.relay)
    for url in options.webhook or ():
        check_url(url)
    if options.webhook:
        certificate_pem()


def _start(application: Application, options: argparse.Namespace, stack: ExitStack) -> SesServer:
    try:
        server = stack.enter_context(SesServer(application, options.host, options.port))
    except OSError as error:
        reason = f"cannot listen on {options.host} port {options.port}: {error.strerror or error}"
        raise _Failure(FAILED, reason) from None
    return server


def _listen_for_smtp(application: Application, options: argparse.Namespace, stack: ExitStack) -> list[str]:
    """Listen for SMTP on the ports in the options; return a description of each listener."""
    ports = {"smtp": options.smtp_port, "inbound": options.inbound_port}
    urls = []
    for kind, port in ports.items():
        if port is not None:
            listener = _build_listener(kind, application, options, port)
            try:
                stack.enter_context(listener)
            except OSError as error:
                reason = f"cannot listen on {options.host} port {port}: {error.strerror or error}"
                raise _Failure(FAILED, reason) from None
            urls.append(f"{kind} at {options.host}:{listener.port}")
    return urls


def _build_listener(
    kind: str, application: Application, options: argparse.Namespace, port: int
) -> SmtpListener:
    try:
        from sesmock.smtp import listener

        tls = _make_tls(options)
    except ImportError as error:
        raise _Failure(FAILED, str(error)) from None
    mock = application.mock
    if kind == "inbound":
        return listener.listen_to_servers(mock.handle.account, options.host, port, tls=tls)
    is_wrapped = options.smtp_tls == "wrapped"
    return listener.listen_to_clients(mock.smtp, mock.region, options.host, port, tls=tls, wrapped=is_wrapped)


def _make_tls(options: argparse.Namespace) -> ssl.SSLContext | None:
    if options.smtp_tls in {None, "none"}:
        return None
    from sesmock.smtp.certificates import make_certificate

    names = {"localhost", "127.0.0.1", "::1", *(options.allowed_host or ())}
    return make_certificate(sorted(names)).context


def _announce(server: SesServer, smtp_urls: list[str], warnings: list[str]) -> None:
    """Print the server's addresses and the warnings."""
    for warning in warnings:
        print(f"sesmock serve: warning: {warning}", file=sys.stderr)
    smtp = "".join(f", {url}" for url in smtp_urls)
    places = f"inbox: {server.url}/, messages: {server.url}/_sesmock/messages"
    print(f"sesmock serves SES at {server.url} ({places}){smtp}", flush=True)


def _list_warnings(options: argparse.Namespace) -> list[str]:
    if options.host in _LOOPBACK or options.host.startswith("127."):
        return []
    return [f"other machines on the network can reach {options.host}, and can send and read mail here"]
