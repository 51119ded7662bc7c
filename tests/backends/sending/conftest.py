"""Fixtures of the tests of bulk sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

import boto3
import pytest

from tests.backends.sending.bulk_sends import PARTS

if TYPE_CHECKING:
    from sesmock import SesMock


@pytest.fixture
def news(mocked: SesMock) -> None:
    """Create the template ``news``."""
    boto3.client("sesv2").create_email_template(TemplateName="news", TemplateContent=PARTS)
