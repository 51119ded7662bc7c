"""Tests that use only SES, with each way to use moto."""

import unittest

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses import ses_backends

from examples.from_moto import newsletter


@pytest.fixture
def ses():
    """Mock AWS, verify the sender, and return a client."""
    with mock_aws():
        client = boto3.client("ses", region_name="us-east-1")
        client.verify_email_identity(EmailAddress="news@example.com")
        yield client


def test_welcome(ses):
    """A new subscriber gets a welcome message."""
    message_id = newsletter.welcome("ada@example.net")

    backend = ses_backends[DEFAULT_ACCOUNT_ID]["us-east-1"]
    message = backend.sent_messages[0]
    assert message.id == message_id
    assert message.source == "news@example.com"
    assert message.subject == "Welcome"
    assert message.body == "You are in."
    assert message.destinations["ToAddresses"] == ["ada@example.net"]
    assert message.destinations["BccAddresses"] == ["archive@example.com"]
    assert backend.sent_message_count == 2


def test_nobody_is_written_to(ses):
    """Without subscribers, no mail is sent."""
    assert ses_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].sent_messages == []


@mock_aws
def test_an_invoice_is_attached():
    """The MIME source contains the invoice."""
    boto3.client("ses", region_name="us-east-1").verify_domain_identity(Domain="example.com")
    newsletter.send_invoice("ada@example.net", b"%PDF")

    for message in ses_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].sent_messages:
        assert "invoice.pdf" in message.raw_data


@mock_aws
class UnverifiedTest(unittest.TestCase):
    """Mail from an unverified sender."""

    def setUp(self):
        """Verify another address."""
        boto3.client("ses", region_name="us-east-1").verify_email_identity(EmailAddress="shop@example.com")

    def test_it_is_refused(self):
        """SES rejects the mail."""
        with pytest.raises(ClientError, match="not verified"):
            newsletter.welcome("ada@example.net")
