"""The tables of operations: made from the decorators, and true of the models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts import generate_operation_tables
from sesmock.apis import APIS
from sesmock.backends.backend import load_backend

if TYPE_CHECKING:
    from sesmock.backends.backend import Backend

BACKENDS = list(map(load_backend, APIS))


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda backend: backend.api)
def test_a_table_is_what_its_decorators_say(backend: Backend) -> None:
    """The file is what `make operations` writes, so an operation is named at its decorator alone."""
    text = generate_operation_tables.table(backend)

    assert generate_operation_tables.path(backend).read_text() == text


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda backend: backend.api)
def test_every_operation_of_a_table_is_in_the_model(backend: Backend) -> None:
    """Names are spelled as AWS spells them, and each has a function."""
    assert backend.modules.keys() <= set(backend.codec.model.operation_names)
    assert all(backend.find(name).name == name for name in backend.modules)


def test_pinpoint_lists_what_differs_alone() -> None:
    """What Pinpoint Email does as SES v2 does is implemented once; members that its model lacks are not refused."""
    pinpoint, v2 = load_backend("pinpoint-email"), load_backend("sesv2")
    adopted = pinpoint.modules.keys() - pinpoint.registered.keys()

    assert "SendEmail" in adopted
    assert all(pinpoint.find(name).function is v2.find(name).function for name in adopted)
    assert pinpoint.find("SendEmail").unsupported == ()
