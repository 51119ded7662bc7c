"""Tests that use SES together with another AWS service that moto mocks."""

import boto3
from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses import ses_backends

from examples.from_moto import newsletter


@mock_aws
def test_an_issue_is_archived_and_mailed():
    """Each subscriber gets the issue, and the bucket stores it."""
    s3 = boto3.client("s3", region_name="us-east-1")
    s3.create_bucket(Bucket=newsletter.BUCKET)
    ses = boto3.client("ses", region_name="us-east-1")
    ses.verify_email_identity(EmailAddress=newsletter.SENDER)
    ses.create_template(
        Template={"TemplateName": "issue", "SubjectPart": "Issue {{number}}", "TextPart": "{{text}}"}
    )

    newsletter.publish(7, "News!", ["ada@example.net", "bob@example.net"])

    messages = ses_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].sent_messages
    assert [message.destinations["ToAddresses"] for message in messages] == [
        ["ada@example.net"],
        ["bob@example.net"],
    ]
    assert {message.template for message in messages} == {"issue"}
    assert s3.get_object(Bucket=newsletter.BUCKET, Key="7.txt")["Body"].read() == b"News!"
