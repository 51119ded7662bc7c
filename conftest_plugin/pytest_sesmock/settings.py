"""The options of a test's mock: those of the ini file, overridden by those of markers. The closest marker wins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PREFIX = "ses_mock_"
INI_OPTIONS: dict[str, tuple[Literal["bool", "linelist", "string"], str]] = {
    "account_id": ("string", "The 12 digits of the default account."),
    "block_network": ("string", "The hosts to block for every library: ses, aws, all or none."),
    "configuration_sets": ("linelist", "Configuration sets that exist from the start."),
    "delivery": ("string", "instant, or manual: messages stay pending until the test decides their outcome."),
    "enforce_rate": ("bool", "Throttle sends that exceed the account's rate."),
    "identities": (
        "linelist",
        "Addresses and domains that are verified from the start; * accepts any sender.",
    ),
    "isolated": ("bool", "Give each test a separate world inside an active mock."),
    "passthrough": ("linelist", "Patterns of AWS hosts that stay reachable."),
    "publish": ("string", "boto3: publish events to moto's SNS and other services."),
    "region": ("string", "The region of clients that set none, and of the default account."),
    "retry_sleep": ("bool", "false: botocore and its waiters retry without waiting."),
    "sandbox": ("bool", "Limit the account to 200 recipients a day, all of them verified."),
    "smtp_credentials": (
        "linelist",
        "USER:PASSWORD required to sign in by SMTP; without it, any credentials are accepted.",
    ),
    "smtp_hosts": ("linelist", "Patterns of additional hosts that serve SES's SMTP interface."),
    "strict_templates": ("bool", "Raise an error if template data has no value for an attribute."),
    "verification": (
        "string",
        "instant, or manual: new identities are pending until the test verifies them.",
    ),
}
"""The ini type of each option, and its text in ``pytest --help``."""
MARKER_OPTIONS = frozenset({"templates"})
"""The options that only a marker can set, since an ini file cannot contain a dict."""
PLUGIN_OPTIONS = frozenset({"guard", "in_mock_aws"})
"""The ini options that belong to the plugin, not to the mock."""
MAIL_FORMS = ("lines", "full", "off")
"""The values of ``--ses-mail``."""
_INI_NAMES = [*(PREFIX + name for name in sorted([*INI_OPTIONS, *PLUGIN_OPTIONS])), "ses_lint_ignore"]
_PREFIXES = ("ses_", "sesmock_", "mock_ses_")


def declare(parser: pytest.Parser) -> None:
    """Declare the ini form of each option."""
    for name, (kind, text) in INI_OPTIONS.items():
        # None distinguishes an option that is not set from one that is set to false or left empty.
        parser.addini(PREFIX + name, text, type=kind, default=None)


def options(node: pytest.Item | pytest.Collector) -> dict[str, Any]:
    """Return the options for a test. If an option is set more than once, the closest value counts."""
    values = ini_options(node.config)
    # iter_markers starts with the closest marker, which must be applied last.
    for marker in reversed(list(node.iter_markers("ses_mock"))):
        values.update(marker.kwargs)
    return values


def check_ini(config: pytest.Config) -> None:
    """Raise `pytest.UsageError` for a misspelled ini option of sesmock, and for an invalid value."""
    # pytest 9 deprecates inicfg, but offers no other way to read the names that no plugin has declared.
    inicfg = getattr(config, "_inicfg", None)
    names: Iterable[str] = config.inicfg if inicfg is None else inicfg
    ours = {name for name in names if name.startswith(_PREFIXES)}
    unknown = {name for name in ours if not _is_declared(config, name)}
    for name in sorted(unknown & {PREFIX + option for option in MARKER_OPTIONS}):
        option = name.removeprefix(PREFIX)
        raise pytest.UsageError(
            f"the ini file: {name}: an ini file cannot contain a dict; write @pytest.mark.ses_mock({option}={{...}})"
        )
    if unknown:
        from sesmock.domain.suggestions import describe_unknown

        raise pytest.UsageError(f"the ini file: {describe_unknown('option', unknown, _INI_NAMES)}")
    if ours:
        _check("the ini file", ini_options(config), PREFIX)


def _is_declared(config: pytest.Config, name: str) -> bool:
    """Return whether sesmock or another plugin has declared an ini option."""
    if name in _INI_NAMES:
        return True
    try:
        config.getini(name)
    except ValueError:
        return False
    return not name.startswith(PREFIX)


def check_markers(node: pytest.Item | pytest.Collector) -> None:
    """Raise `pytest.UsageError` for an unknown option of a marker, or an invalid value."""
    for marker in node.iter_markers("ses_mock"):
        if marker.args:
            raise pytest.UsageError(
                f"{node.nodeid}: @pytest.mark.ses_mock accepts options only by name, e.g. "
                '@pytest.mark.ses_mock(identities=["example.com"])'
            )
        _check(f"@pytest.mark.ses_mock of {node.nodeid}", marker.kwargs)


def ini_options(config: pytest.Config) -> dict[str, Any]:
    """Return the options of the ini file; raise `pytest.UsageError` for values that pytest cannot parse."""
    values = {name: read_ini(config, PREFIX + name) for name in INI_OPTIONS}
    # An ini file has only text, so the word none means None.
    none = {"block_network": None} if values["block_network"] == "none" else {}
    return {name: value for name, value in values.items() if value is not None} | none


def read_ini(config: pytest.Config, name: str) -> Any:
    """Return the value of an ini option; raise `pytest.UsageError` with its name if pytest cannot parse it."""
    try:
        value = config.getini(name)
    # Newer versions of pytest wrap the error in a UsageError. In both, the text can lack the option's name.
    except (TypeError, ValueError, pytest.UsageError) as error:
        text = f"{name}: {error}".replace(": invalid truth value", " must be true or false, got", 1)
        raise pytest.UsageError(f"the ini file: {text}") from None
    return _split(value) if isinstance(value, list) else value


def read_list(config: pytest.Config, name: str) -> list[str]:
    """Return an option of the ini file as a list; line breaks or commas separate its values."""
    return _split(config.getini(name))


def _split(lines: list[str]) -> list[str]:
    return [part.strip() for line in lines for part in line.split(",") if part.strip()]


def _check(place: str, options: Mapping[str, Any], prefix: str = "") -> None:
    """Check options by creating a mock with them, without starting it."""
    from sesmock import mock_ses

    try:
        mock_ses(**options)
    except (TypeError, ValueError) as error:
        is_named = str(error).startswith(tuple(options))
        raise pytest.UsageError(f"{place}: {prefix if is_named else ''}{error}") from None
