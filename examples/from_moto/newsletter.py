"""A newsletter: issues are archived in a bucket and mailed to subscribers."""

from __future__ import annotations

import json
from email.message import EmailMessage

import boto3

SENDER = "news@example.com"
BUCKET = "issues"


def welcome(address: str) -> str:
    """Welcome a subscriber; return the message id."""
    sent = boto3.client("ses", region_name="us-east-1").send_email(
        Source=SENDER,
        Destination={"ToAddresses": [address], "BccAddresses": ["archive@example.com"]},
        Message={"Subject": {"Data": "Welcome"}, "Body": {"Text": {"Data": "You are in."}}},
    )
    return sent["MessageId"]


def publish(number: int, text: str, subscribers: list[str]) -> None:
    """Archive an issue and mail it with its template."""
    boto3.client("s3", region_name="us-east-1").put_object(
        Bucket=BUCKET, Key=f"{number}.txt", Body=text.encode()
    )
    ses = boto3.client("ses", region_name="us-east-1")
    for subscriber in subscribers:
        ses.send_templated_email(
            Source=SENDER,
            Destination={"ToAddresses": [subscriber]},
            Template="issue",
            TemplateData=json.dumps({"number": number, "text": text}),
        )


def send_invoice(address: str, invoice: bytes) -> None:
    """Mail an invoice as an attachment."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SENDER, address, "Your invoice"
    message.set_content("See the attachment.")
    message.add_attachment(invoice, maintype="application", subtype="pdf", filename="invoice.pdf")
    boto3.client("sesv2", region_name="us-east-1").send_email(
        FromEmailAddress=SENDER,
        Destination={"ToAddresses": [address]},
        Content={"Raw": {"Data": message.as_bytes()}},
    )
