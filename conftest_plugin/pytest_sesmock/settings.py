"""The options of a test's mock: those of the ini file, then of its markers, the nearest last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "ses_mock_"
KINDS: dict[str, Literal["bool", "linelist", "string"]] = {
    "account_id": "string",
    "delivery": "string",
    "enforce_rate": "bool",
    "identities": "linelist",
    "isolated": "bool",
    "passthrough": "linelist",
    "publish": "string",
    "region": "string",
    "retry_sleep": "bool",
    "sandbox": "bool",
    "strict_templates": "bool",
    "verification": "string",
}
"""The type of each option's ini form."""
_OTHERS = frozenset({"guard"})


def declare(parser: pytest.Parser) -> None:
    """Declare the ini form of each option."""
    for name, kind in KINDS.items():
        parser.addini(PREFIX + name, f"The option {name} of sesmock.mock_ses.", type=kind, default=None)


def options(node: pytest.Item) -> dict[str, Any]:
    """Return the options for a test; of an option given more than once the nearest value."""
    ini = {name: node.config.getini(PREFIX + name) for name in KINDS}
    values = {name: value for name, value in ini.items() if value is not None}
    for marker in reversed(list(node.iter_markers("ses_mock"))):
        values.update(marker.kwargs)
    return values


def check_ini(config: pytest.Config) -> None:
    """Raise `pytest.UsageError` for an ini option that looks like one of ours and is none."""
    # pytest 9 deprecates inicfg without another way to see names that nobody declared.
    inicfg = getattr(config, "_inicfg", None)
    names: Iterable[str] = config.inicfg if inicfg is None else inicfg
    options = {name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX)}
    _refuse(options - KINDS.keys() - _OTHERS, PREFIX, "the ini file", [*KINDS, *_OTHERS])


def check_markers(item: pytest.Item) -> None:
    """Raise `pytest.UsageError` for a marker with an option that there is not."""
    for marker in item.iter_markers("ses_mock"):
        if marker.args:
            raise pytest.UsageError(
                f"{item.nodeid}: @pytest.mark.ses_mock takes options by name: "
                '@pytest.mark.ses_mock(identities=["example.com"])'
            )
        _refuse(marker.kwargs.keys() - KINDS.keys(), "", f"@pytest.mark.ses_mock of {item.nodeid}", KINDS)


def _refuse(unknown: Iterable[str], prefix: str, where: str, options: Iterable[str]) -> None:
    names = ", ".join(sorted(prefix + name for name in unknown))
    if names:
        valid_names = ", ".join(sorted(prefix + name for name in options))
        raise pytest.UsageError(f"{where}: no option {names}; there are: {valid_names}")
