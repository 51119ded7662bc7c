"""The JSON API matches its description for all requests that schemathesis generates."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from tests.server.clients import Caller

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Skipped test cases with unsupported payload"),
    pytest.mark.skipif(
        find_spec("schemathesis") is None,
        reason="schemathesis slows down every pytest run, so it has its own environment (make check uses it)",
    ),
]
if TYPE_CHECKING or find_spec("schemathesis") is not None:
    import schemathesis
    from hypothesis import settings
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    CALLER = Caller()
    SCHEMA = schemathesis.openapi.from_wsgi("/_sesmock/openapi.json", CALLER.application)
    MESSAGE_IDS = [CALLER.send("&Message.Body.Html.Data=<p>Hi</p>") for _ in range(2)]

    @SCHEMA.parametrize()
    @settings(max_examples=40, deadline=None)
    def test_responses_match_the_description(case: Any) -> None:
        """Any request gets a response whose status and schema are in the description."""
        if "id" in case.path_parameters and len(str(case.path_parameters["id"])) % 2:
            case.path_parameters["id"] = (
                CALLER.mock.handle.outbox[0].message_id if CALLER.mock.handle.outbox else "x"
            )
        # A schema cannot describe valid identities, or messages that can bounce, so valid requests can be refused.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])
