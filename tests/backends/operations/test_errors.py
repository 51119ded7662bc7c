"""The error tables agree with botocore's models."""

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
# Errors of operations that only SES v2 has.
NOT_OF_PINPOINT = {"ConflictException", "InvalidNextTokenException"}
BULK_STATUSES = {"ses": ses_errors.BULK_STATUSES, "sesv2": sesv2_errors.BULK_STATUSES}


@pytest.mark.parametrize(("backend", "row"), ROWS, ids=lambda value: getattr(value, "code", None))
def test_an_error_belongs_to_its_api(backend: Any, row: ErrorMapping) -> None:
    """Each error code is in the model of its API, or is one that every operation can return."""
    shape = backend.codec.error_shapes.get(row.code)
    elsewhere = NOT_OF_PINPOINT if backend.api == "pinpoint-email" else set()

    assert (shape is None) is (row.code in backend.codec.common_statuses.keys() | elsewhere)


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda backend: backend.api)
def test_no_model_lists_the_common_errors(backend: Any) -> None:
    """A code has its HTTP status either from the model or from the common errors, never from both."""
    assert not backend.codec.common_statuses.keys() & error_codes(backend.api).keys()


@pytest.mark.parametrize("api", BULK_STATUSES)
def test_the_status_of_an_entry_belongs_to_its_api(api: str) -> None:
    """The status of a failed bulk entry is in the enumeration of its API."""
    shape: Any = service_model(api).shape_for("BulkEmailStatus")

    assert set(BULK_STATUSES[api].values()) <= set(shape.enum)


def test_both_apis_distinguish_the_same_entries() -> None:
    """Each bulk status of v1 has a counterpart in v2, and no two errors share a status."""
    assert ses_errors.BULK_STATUSES.keys() == sesv2_errors.BULK_STATUSES.keys()
    assert all(len(set(table.values())) == len(table) for table in BULK_STATUSES.values())
