"""``ses_mock_in_mock_aws``: makes moto's mocks mock SES with sesmock, with the options of the ini file."""

from __future__ import annotations

import os
import sys

import pytest

from pytest_sesmock import import_hook, settings

_ON = frozenset({"1", "true", "yes", "on"})
_OFF = frozenset({"", "0", "false", "no", "off"})
# A test can run pytest in pytest. The options of the innermost run apply.
_runs: list[pytest.Config] = []


def begin(config: pytest.Config) -> None:
    """Enable SES in moto's mocks as soon as moto is imported, if the ini file or the environment says so.

    If a test enables it with ``import sesmock.moto`` instead, the options of the ini file apply as well.
    """
    if _is_on(config):
        _runs.append(config)
        config.add_cleanup(_end)
        config.add_cleanup(import_hook.when_imported("moto.core.models", _enable))
    else:
        config.add_cleanup(import_hook.when_imported("sesmock.moto", lambda: _configure(config)))


def _is_on(config: pytest.Config) -> bool:
    is_on: bool = settings.read_ini(config, "ses_mock_in_mock_aws")
    value = os.environ.get("SESMOCK_IN_MOCK_AWS", "")
    if value.lower() not in _ON | _OFF:
        raise pytest.UsageError(f"SESMOCK_IN_MOCK_AWS must be 1 or 0, got {value!r}")
    return is_on or value.lower() in _ON


def _enable() -> None:
    _configure(_runs[-1])


def _configure(config: pytest.Config) -> None:
    from sesmock import in_mock_aws

    in_mock_aws.enable(**settings.ini_options(config))


def _end() -> None:
    _runs.pop()
    module = sys.modules.get("sesmock.in_mock_aws")
    if module is not None:
        module.disable()
        if _runs:
            _enable()
