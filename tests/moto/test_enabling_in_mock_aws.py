"""How sesmock in moto's mocks is enabled and disabled, and its options."""

from __future__ import annotations

from typing import Any

import pytest
from moto.core import base_backend, models

import sesmock
from sesmock import NoActiveMock, current, in_mock_aws
from tests.mocks_of_moto import IS_OLD, is_active, mock_aws, new_moto
from tests.programs import run_program

pytestmark = [pytest.mark.filterwarnings("default::DeprecationWarning"), pytest.mark.usefixtures("_enabled")]


def patched() -> list[object]:
    """Return the attributes of moto that sesmock replaces."""
    mock = getattr(models, "BaseMockAWS", None) or models.MockAWS
    decorate = "decorate_callable" if IS_OLD else "_decorate_callable"
    return [mock.start, mock.stop, getattr(mock, decorate), base_backend.BackendDict.__getitem__]


@new_moto
@pytest.mark.parametrize(
    ("core", "active"),
    [
        ({}, True),
        ({"service_whitelist": ["ses"]}, True),
        ({"service_whitelist": ["s3"]}, False),
        ({"passthrough": {"services": ["ses", "sesv2"]}}, False),
        ({"passthrough": {"urls": [r"https://email\."]}}, False),
    ],
)
def test_motos_configuration_can_exclude_ses(core: dict[str, Any], active: bool) -> None:
    """A moto mock that is configured not to mock SES starts no sesmock mock."""
    with mock_aws(config={"core": core}):
        assert is_active() is active


def test_options_are_those_of_mock_ses() -> None:
    """`enable` accepts the options of `mock_ses`, and adds them to those of earlier calls."""
    in_mock_aws.enable(identities=["example.com"])
    in_mock_aws.enable(region="eu-west-1", isolated=True)
    with mock_aws():
        outer = current()
        with mock_aws():
            assert current() is outer
        assert list(outer.account.identities) == ["example.com"]
        assert outer.account.region == "eu-west-1"


@pytest.mark.parametrize(
    ("account_id", "expected"), [("210987654321", "210987654321"), ("moto", "123456789012")]
)
def test_the_default_account_is_motos(
    account_id: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``MOTO_ACCOUNT_ID`` also sets the account of sesmock, if it is a valid account id."""
    monkeypatch.setenv("MOTO_ACCOUNT_ID", account_id)
    with mock_aws():
        assert current().account.account_id == expected


def test_a_wrong_option_is_refused_immediately() -> None:
    """A wrong option raises an error and leaves the options unchanged."""
    with pytest.raises(TypeError, match="did you mean 'identities'"):
        in_mock_aws.enable(identites=["example.com"])

    with mock_aws():
        assert current().account.identities == {}


def test_motos_mock_stops_if_sesmock_cannot_start() -> None:
    """If sesmock's mock cannot start, moto's mock also stops."""
    in_mock_aws.enable(configuration_sets=["a set"])
    with pytest.raises(ValueError, match="SES refuses it"):
        mock_aws().start()

    assert not models.botocore_stubber.enabled


def test_everything_is_restored() -> None:
    """`disable` restores the replaced attributes of moto, and stops sesmock's part of an active mock."""
    inside = patched()
    mock = mock_aws()
    mock.start()
    in_mock_aws.disable()
    outside, active = patched(), is_active()
    mock.stop()
    with mock_aws():
        assert not is_active()
    in_mock_aws.enable()

    assert not active
    assert [name for name, other in zip(inside, outside, strict=True) if name is other] == []
    with mock_aws():
        assert is_active()


def test_disabling_twice_has_no_effect() -> None:
    """`disable` without an earlier `enable` has no effect."""
    companion = in_mock_aws._Companion()
    companion.disable()

    assert companion._patches is None


def test_a_stop_without_a_start_is_motos_error() -> None:
    """A stop without a start raises moto's own error."""
    with pytest.raises(RuntimeError):
        mock_aws().stop()
    # moto decrements its counter before it raises the error.
    models.MockAWS._nested_count = models.MockAWS.nested_count = 0

    with pytest.raises(NoActiveMock):
        current()


IMPORTED = """
import {moto}
import {module}
from tests.mocks_of_moto import mock_aws, send
from sesmock import current

with mock_aws():
    send()
    print(len(current().outbox))
"""


@pytest.mark.parametrize("first", ["moto", "boto3"])
def test_an_import_is_enough(first: str) -> None:
    """Importing sesmock.moto is enough, before or after moto."""
    assert run_program(IMPORTED.format(moto=first, module="sesmock.moto")) == "1\n"


def test_an_environment_variable_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """With ``SESMOCK_IN_MOCK_AWS=1``, importing sesmock is enough."""
    monkeypatch.setenv("SESMOCK_IN_MOCK_AWS", "1")

    assert run_program(IMPORTED.format(moto="moto", module="sesmock")) == "1\n"


NO_MOTO = """
import sys
sys.modules["moto"] = None
import sesmock
try:
    import sesmock.moto
except ImportError as error:
    print(error)
"""


def test_the_variable_of_the_environment_needs_no_moto(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the variable set, sesmock works without moto."""
    monkeypatch.setenv("SESMOCK_IN_MOCK_AWS", "1")

    assert run_program('import sys; sys.modules["moto"] = None; import sesmock') == ""


def test_moto_must_be_installed() -> None:
    """Without moto, the error says what is missing."""
    assert run_program(NO_MOTO) == "sesmock.moto needs moto, e.g. pip install moto\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mock_sesv2", "sesmock.mock_ses mocks SES v1, SES v2 and Pinpoint Email alike"),
        (
            "mock_aws",
            "write sesmock.mock_ses for SES, next to moto's mock_aws for other services, or import sesmock.moto",
        ),
    ],
)
def test_motos_names_suggest_sesmocks(name: str, text: str) -> None:
    """Importing one of moto's names from sesmock raises an error that suggests the right one."""
    with pytest.raises(AttributeError, match=text):
        getattr(sesmock, name)
    with pytest.raises(ImportError, match=text):
        exec(f"from sesmock import {name}")
