"""The members of bulk sends that contain their entries and results."""

from __future__ import annotations

import pytest

from sesmock import bulk_calls
from sesmock.apis import APIS
from sesmock.calls import Call
from sesmock.protocol.models import service_model

BULK_SENDS = [
    (api, operation)
    for api in APIS
    for operation in service_model(api).operation_names
    if bulk_calls.is_bulk(operation)
]


@pytest.mark.parametrize(("api", "operation"), BULK_SENDS)
def test_entries_and_results_are_lists_of_the_model(api: str, operation: str) -> None:
    """For every bulk send in botocore's models, our table has the right members for entries and results."""
    model = service_model(api).operation_model(operation)
    members = bulk_calls.MEMBERS[api]

    assert "Destination" in model.input_shape.members[members.entries].member.members
    assert {"Status", "MessageId"} <= model.output_shape.members[members.results].member.members.keys()


def test_a_bulk_send_has_entries_and_results() -> None:
    """A bulk send without a response has no results, and other calls have no entries or results."""
    bulk = Call("sesv2", "SendBulkEmail", {"BulkEmailEntries": [{"a": 1}]}, "1", "r")
    raw = Call("ses", "SendRawEmail", {"Destinations": ["ada@example.net"]}, "1", "r")

    assert (bulk_calls.list_entries(bulk), bulk_calls.list_results(bulk)) == ([{"a": 1}], ())
    assert (bulk_calls.list_entries(raw), bulk_calls.list_results(raw)) == ((), ())
