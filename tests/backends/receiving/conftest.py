"""Fixtures of the tests of receipt rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.backends.receiving.rules import SET

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient


@pytest.fixture
def _rule_set(ses: SESClient) -> None:
    ses.create_receipt_rule_set(**SET)
