"""The tables of errors agree with botocore's models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sesmock.apis import APIS
from sesmock.backends.backend import load_backend
from sesmock.backends.ses import errors as ses_errors
from sesmock.backends.sesv2 import errors as sesv2_errors
from sesmock.protocol.models import error_codes, service_model

if TYPE_CHECKING:
    from sesmock.backends.backend import ErrorMapping

BACKENDS = list(map(load_backend, APIS))
ROWS = [(backend, row) for backend in BACKENDS for row in backend.errors.values()]
# Refusals of operations that only SES v2 has.
NOT_OF_PINPOINT = {"ConflictException", "InvalidNextTokenException"}
BULK_STATUSES = {"ses": ses_errors.BULK_STATUSES, "sesv2": sesv2_errors.BULK_STATUSES}


@pytest.mark.parametrize(("backend", "row"), ROWS, ids=lambda value: getattr(value, "code", None))
def test_an_error_is_one_of_its_api(backend: Any, row: ErrorMapping) -> None:
    """The code of a row is the model's, or one that every operation can answer."""
    shape = backend.codec.error_shapes.get(row.code)
    elsewhere = NOT_OF_PINPOINT if backend.api == "pinpoint-email" else set()

    assert (shape is None) is (row.code in backend.codec.common_statuses.keys() | elsewhere)


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda backend: backend.api)
def test_no_model_lists_what_every_operation_answers(backend: Any) -> None:
    """A code has one status: that of its model, or that of the wire."""
    assert not backend.codec.common_statuses.keys() & error_codes(backend.api).keys()


@pytest.mark.parametrize("api", BULK_STATUSES)
def test_the_status_of_an_entry_is_one_of_its_api(api: str) -> None:
    """What an entry of a bulk send fails with stands in the enumeration of its API."""
    shape: Any = service_model(api).shape_for("BulkEmailStatus")

    assert set(BULK_STATUSES[api].values()) <= set(shape.enum)


def test_both_apis_tell_the_same_entries_apart() -> None:
    """Each status of v1 has one of v2, and no two refusals share one."""
    assert ses_errors.BULK_STATUSES.keys() == sesv2_errors.BULK_STATUSES.keys()
    assert all(len(set(table.values())) == len(table) for table in BULK_STATUSES.values())
