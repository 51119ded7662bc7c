"""Fixtures of the tests of contacts, list management and unsubscribing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.backends.contacts.contact_list import LIST, TOPICS

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client


@pytest.fixture
def client(sesv2: SESV2Client) -> SESV2Client:
    """Return a client whose account has a list with two topics, one of which is opted out by default."""
    sesv2.create_contact_list(**LIST, Topics=TOPICS)
    return sesv2
