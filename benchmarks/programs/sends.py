"""Time calls through the mock in pairs with the floor: a client that returns a canned response."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import boto3
from botocore import xform_name

from benchmarks.programs import payloads
from benchmarks.programs.floor import canned_client
from benchmarks.programs.report import report
from benchmarks.programs.timing import ratio_of_pairs
from sesmock import mock_ses

if TYPE_CHECKING:
    from collections.abc import Iterator

WARM_UP, PAIRS = 50, 1500
CALLS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("SendEmail, ses", "ses", "SendEmail", payloads.V1),
    ("SendEmail, sesv2", "sesv2", "SendEmail", payloads.V2),
    ("SendEmail, pinpoint-email", "pinpoint-email", "SendEmail", payloads.V2),
    ("raw, 140 lines, sesv2", "sesv2", "SendEmail", payloads.V2_RAW),
    ("raw, one long line, ses", "ses", "SendRawEmail", payloads.V1_RAW),
    ("SendTemplatedEmail, ses", "ses", "SendTemplatedEmail", payloads.TEMPLATED),
    ("ListIdentities, ses", "ses", "ListIdentities", {}),
    ("ListEmailIdentities, sesv2", "sesv2", "ListEmailIdentities", {}),
    ("a destination and a subscriber", "sesv2", "SendEmail", payloads.V2_PUBLISHED),
]


def main() -> None:
    """Report the ratio of each call to the floor."""
    for row, service, operation, parameters in CALLS:
        report(row, _ratio(service, operation, parameters))


def _ratio(service: str, operation: str, parameters: dict[str, Any]) -> float:
    method = xform_name(operation)
    floor = getattr(canned_client(service, operation, *_answer(service, operation, parameters)), method)
    with _mock():
        mocked = getattr(boto3.client(service), method)
        pair = partial(mocked, **parameters), partial(floor, **parameters)
        # The first calls import modules and fill caches.
        ratio_of_pairs(*pair, WARM_UP)
        return ratio_of_pairs(*pair, PAIRS)


@contextmanager
def _mock() -> Iterator[None]:
    """Mock SES with all resources that the calls need."""
    with mock_ses(identities=["example.com"], publish=_discard) as ses_mock:
        ses_mock.account.max_24_hour_send = -1
        boto3.client("ses").create_template(Template=payloads.TEMPLATE)
        sesv2 = boto3.client("sesv2")
        sesv2.create_configuration_set(ConfigurationSetName="news")
        sesv2.create_configuration_set_event_destination(**payloads.EVENT_DESTINATION)
        yield


def _discard(_: object) -> None:
    """Ignore a publication."""


def _answer(service: str, operation: str, parameters: dict[str, Any]) -> tuple[dict[str, str], bytes]:
    """Return the headers and body of the mock's response, for the floor to return the same bytes."""
    answers = []
    with _mock():
        client = boto3.client(service)
        # This event passes the response before botocore parses it.
        client.meta.events.register(
            f"before-parse.{service}.{operation}",
            lambda response_dict, **_: answers.append(response_dict),
        )
        getattr(client, xform_name(operation))(**parameters)
    [answer] = answers
    return dict(answer["headers"]), answer["body"]


if __name__ == "__main__":
    main()
