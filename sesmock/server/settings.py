"""The options of ``sesmock serve``, from arguments, then environment variables, then defaults."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sesmock.domain.options import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIX = "SESMOCK_"
_TRUE, _FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})
_DEFAULTS = Options().as_dict()
_LISTS = frozenset({"allowed_host", "credentials", "webhook"})
_JSON = frozenset({"configuration_sets", "templates"})
_MOCK_HELP = {
    "identities": "addresses and domains that are verified from the start; * accepts any sender",
    "verification": "instant, or manual: new identities are pending until they are verified",
    "delivery": "instant, or manual: messages wait until they are delivered or bounce",
    "sandbox": "limit the account to 200 recipients a day, all of them verified",
    "region": "the region of requests that name none, and of the default account",
    "account_id": "the 12 digits of the default account",
    "strict_templates": "refuse mail whose template data has no value for an attribute",
    "enforce_rate": "throttle sends that exceed the account's rate",
    "publish": "boto3: publish events to SNS and the other services at AWS_ENDPOINT_URL",
    "configuration_sets": "configuration sets that exist from the start: names, JSON, or @FILE with JSON",
    "templates": "templates that exist from the start: JSON, or @FILE with JSON",
    "smtp_credentials": "USER:PASSWORD required to sign in by SMTP; without it, any credentials are accepted",
    "isolated": "no effect here: a server always has its own world",
    "retry_sleep": "no effect here: it concerns clients in the same process",
    "passthrough": "no effect here: a server patches no client",
    "block_network": "no effect here: a server patches no client",
    "smtp_hosts": "no effect here: a server listens on --smtp-port",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the server and of `mock_ses`."""
    add = parser.add_argument_group("server").add_argument
    add("--host", help="the address to listen on (127.0.0.1)")
    add("--port", type=_port, help="the port to listen on (8005); 0 selects a free one")
    add(
        "--allowed-host",
        action="append",
        metavar="NAME",
        help="another host name of this server, for browsers",
    )
    add("--credentials", action="append", metavar="KEY:SECRET", help="verify signatures with these keys")
    add("--state", metavar="FILE", help="record state in a file, and restore it from there")
    add("--relay", metavar="smtp://HOST:PORT", help="forward each accepted message")
    add("--webhook", action="append", metavar="URL", help="post events, as SNS does")
    add("--smtp-port", type=_port, help="listen for mail to send, as SES's SMTP interface")
    add("--smtp-tls", choices=("none", "starttls", "wrapped"), help="how SMTP clients encrypt (none)")
    add("--inbound-port", type=_port, help="listen for incoming mail")
    add("--log-format", choices=("text", "json"), help="the format of the access log (text)")
    add("--quiet", action=argparse.BooleanOptionalAction, help="write no access log")
    add = parser.add_argument_group("mock, as in mock_ses()").add_argument
    for name, default in _DEFAULTS.items():
        _add_option(add, name, default)


def _add_option(add: Callable[..., object], name: str, default: object) -> None:
    flag, text = f"--{name.replace('_', '-')}", _MOCK_HELP[name]
    if isinstance(default, bool):
        add(flag, action=argparse.BooleanOptionalAction, help=text)
    elif isinstance(default, tuple):
        add(flag, action="append", metavar="NAME", help=f"{text}; comma-separated or repeated")
    else:
        add(flag, metavar=name.upper(), help=text)


def read_environment(options: argparse.Namespace, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Add the options from the environment that no argument has set; return warnings. Raise `ValueError`."""
    warnings = []
    for variable, text in environment.items():
        name = variable.removeprefix(PREFIX).lower()
        # SESMOCK_IN_MOCK_AWS is for moto's mock_aws, not for the server.
        if not variable.startswith(PREFIX) or variable == "SESMOCK_IN_MOCK_AWS":
            continue
        # The last two are attributes that the command line adds to the options.
        if name not in vars(options) or name in {"parser", "run"}:
            warnings.append(f"unknown variable {variable}")
        elif getattr(options, name) is None and not (name.endswith("port") and "://" in text):
            # Kubernetes and Docker set SESMOCK_PORT to the address of a service named sesmock.
            setattr(options, name, _read_variable(variable, name, text))
    return warnings


def _read_variable(variable: str, name: str, text: str) -> object:
    default = _DEFAULTS.get(name)
    if name == "quiet" or isinstance(default, bool):
        if text.lower() not in _TRUE | _FALSE:
            raise ValueError(f"{variable} must be true or false, got {text!r}")
        return text.lower() in _TRUE
    if name.endswith("port"):
        try:
            return _port(text)
        except argparse.ArgumentTypeError as error:
            raise ValueError(f"{variable}: {error}") from None
    return split_list([text]) if name in _LISTS or isinstance(default, tuple) else text


def list_mock_options(options: argparse.Namespace) -> dict[str, Any]:
    """Return the options of the mock that are set; raise `ValueError`."""
    values = {name: value for name, value in vars(options).items() if name in _DEFAULTS and value is not None}
    return {name: _read_value(name, value) for name, value in values.items()}


def split_list(values: list[str]) -> list[str]:
    """Return the items of comma-separated texts."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _read_value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return split_list(value)
    if name in _JSON:
        return _read_json(name, value)
    if name in {"block_network", "publish"} and value == "none":
        return None
    return value


def _read_json(name: str, text: str) -> Any:
    """Return the value of a JSON text or of a file with JSON; configuration sets may also be comma-separated names."""
    if text.startswith("@"):
        try:
            text = Path(text[1:]).read_text("utf-8")
        except (OSError, UnicodeError) as error:
            raise ValueError(f"{name}: {error}") from None
    elif name == "configuration_sets" and not text.lstrip().startswith(("{", "[")):
        return split_list([text])
    try:
        return json.loads(text)
    except ValueError as error:
        raise ValueError(f"{name} must be JSON: {error}") from None


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"must be a port from 0 to 65535, got {text!r}")
    return int(text)
