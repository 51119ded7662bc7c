"""A plugin that skips tests that an old botocore cannot run: ``pytest -p tests.old_models``.

Tests call the operations of the newest models. With an old botocore, boto3 refuses some of these calls before they
reach sesmock. Such a test is skipped, with boto3's error as the reason. newest_models.txt lists other tests to skip:
those that compare sesmock with the newest models, or need a newer testing tool.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ParamValidationError
from botocore.model import NoShapeFoundError, OperationNotFoundError

if TYPE_CHECKING:
    from collections.abc import Generator

MODELS = {
    line.strip()
    for line in Path(__file__).with_name("newest_models.txt").read_text().splitlines()
    if line.strip()
}
"""Tests that need the newest models, without their parameters, and files that cannot be imported without them."""

REASON = "needs the newest models of botocore"
MISSING_METHOD = re.compile(r"'(SES|SESV2|PinpointEmail)' object has no attribute")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests in the list."""
    for item in items:
        if item.nodeid.partition("[")[0] in MODELS:
            item.add_marker(pytest.mark.skip(reason=REASON))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Report a file in the list as skipped if it cannot be imported."""
    report = yield
    if report.failed and collector.nodeid in MODELS:
        report.outcome = "skipped"
        report.longrepr = (str(collector.path), 1, f"Skipped: {REASON}")
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Report a failed test as skipped if botocore's model lacks an operation or parameter that it uses."""
    report = yield
    if report.failed and call.excinfo is not None and is_unknown_to_botocore(call.excinfo.value):
        report.outcome = "skipped"
        report.longrepr = (
            str(item.path),
            item.reportinfo()[1] or 0,
            f"Skipped: {' '.join(str(call.excinfo.value).split())}",
        )
    return report


def is_unknown_to_botocore(error: BaseException | None) -> bool:
    """Return whether an error comes from a model that lacks an operation, a parameter or a shape."""
    text = str(error)
    return (
        isinstance(error, (OperationNotFoundError, NoShapeFoundError))
        or (isinstance(error, ParamValidationError) and "Unknown parameter" in text)
        or (isinstance(error, AttributeError) and MISSING_METHOD.search(text) is not None)
        or (isinstance(error, AssertionError) and "UnknownOperationException" in text)
    )
