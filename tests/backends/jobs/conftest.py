"""Fixtures of the tests of export and import jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from freezegun import freeze_time

from tests.backends.jobs.exports import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock


@pytest.fixture
def clock(mocked: SesMock) -> Iterator[None]:
    """Freeze the time; the mock's clock can still be shifted."""
    with freeze_time(NOW):
        yield


@pytest.fixture
def readers(sesv2: SESV2Client) -> SESV2Client:
    """Return a client of an account whose contact list has one contact, Ada."""
    sesv2.create_contact_list(
        ContactListName="readers",
        Topics=[{"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"}],
    )
    sesv2.create_contact(
        ContactListName="readers",
        EmailAddress="ada@example.net",
        TopicPreferences=[{"TopicName": "news", "SubscriptionStatus": "OPT_OUT"}],
        AttributesData="old",
    )
    return sesv2
