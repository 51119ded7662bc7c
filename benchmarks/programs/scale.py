"""The cost of many messages and of many templates. Milliseconds are CPU time."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress
from itertools import count
from statistics import median
from typing import TYPE_CHECKING, Any

import boto3

from benchmarks.programs.payloads import V1
from benchmarks.programs.report import report
from benchmarks.programs.timing import cpu_milliseconds
from sesmock import mock_ses

if TYPE_CHECKING:
    from sesmock import SesMock

MESSAGES, MEASURED_FOR_SIZE = 100_000, 2000
TEMPLATES, FEW_TEMPLATES = 10_000, 1000


def main() -> None:
    """Report all rows: the memory first, while the process is small, and the largest outbox last."""
    report("memory of a message", _memory())
    report("10,000 templates in pages", _linearity_of_pages())
    with mock_ses(identities=["example.com"]) as ses_mock:
        ses_mock.account.max_24_hour_send = -1  # unlimited
        report("100,000 sends, last to first", _drift(boto3.client("ses")))
        report("outbox.one among 100,000", _search(ses_mock))
        report("a failure among 100,000", cpu_milliseconds(lambda: _fail(ses_mock), 3))


def _drift(client: Any) -> float:
    """Return the ratio of the median times of a thousand sends at the end and at the start."""
    thousands = [cpu_milliseconds(lambda: _send(client, 1000), 1) for _ in range(MESSAGES // 1000)]
    # The first thousand sends are left out, since they import modules and fill caches.
    return median(thousands[-10:]) / median(thousands[1:11])


def _send(client: Any, messages: int) -> None:
    for _ in range(messages):
        client.send_email(**V1)


def _search(ses_mock: SesMock) -> float:
    """Return how many milliseconds it takes to find one message among all."""
    boto3.client("ses").send_email(**{**V1, "Destination": {"ToAddresses": ["needle@example.org"]}})
    return cpu_milliseconds(lambda: ses_mock.outbox.one(to="needle@example.org"), 5)


def _fail(ses_mock: SesMock) -> None:
    """Search for a message that does not exist; this includes explaining the failure."""
    with suppress(AssertionError):
        ses_mock.outbox.one(to="eve@example.net", subject="Bye", html="Bye", link="https://example.com/")


def _memory() -> float:
    """Return the memory of a message in kilobytes, including its call in the journal and its events."""
    with mock_ses(identities=["example.com"]):
        client = boto3.client("ses")
        # The first call imports modules and fills caches, which belong to no message.
        client.send_email(**V1)
        tracemalloc.start()
        _send(client, MEASURED_FOR_SIZE)
        size = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
    return size / MEASURED_FOR_SIZE / 1024


def _linearity_of_pages() -> float:
    """Return the ratio of the times per template in a long list and in a short list."""
    with mock_ses():
        sesv2 = boto3.client("sesv2")
        names = (f"template-{number}" for number in count())
        costs = []
        for templates in (FEW_TEMPLATES, TEMPLATES - FEW_TEMPLATES):
            for _ in range(templates):
                sesv2.create_email_template(
                    TemplateName=next(names), TemplateContent={"Subject": "s", "Text": "t"}
                )
            costs.append(cpu_milliseconds(lambda: _list_templates(sesv2), 20))
        few, all_ = costs
    return (all_ / TEMPLATES) / (few / FEW_TEMPLATES)


def _list_templates(sesv2: Any) -> None:
    token = {}
    while True:
        page = sesv2.list_email_templates(PageSize=100, **token)
        if "NextToken" not in page:
            return
        token = {"NextToken": page["NextToken"]}


if __name__ == "__main__":
    main()
