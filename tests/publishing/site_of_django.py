"""A Django site with the webhooks of django-ses and django-anymail. Run as a program, it prints what they receive."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any

import boto3
import django
import responses
from django.conf import settings
from django.test import Client

from sesmock import mock_ses, sns

if TYPE_CHECKING:
    from sesmock.domain.events.publications import Publication

REGION = "eu-west-1"
TOPIC = f"arn:aws:sns:{REGION}:123456789012:events"
KINDS: list[Any] = ["Bounce", "Complaint", "Delivery"]
TYPES = ["SEND", "DELIVERY", "BOUNCE", "COMPLAINT"]
RECIPIENTS = ["bounce@simulator.amazonses.com", "complaint@simulator.amazonses.com"]
urlpatterns: list[Any] = []
records: list[dict[str, Any]] = []


def start() -> None:
    """Set up the site, with the signature checks that django-ses makes by default."""
    # "testserver" is the host of Django's test client.
    settings.configure(ROOT_URLCONF=__name__, SECRET_KEY="a", ALLOWED_HOSTS=["testserver"])
    django.setup()
    from anymail.exceptions import AnymailInsecureWebhookWarning
    from anymail.signals import inbound, tracking
    from anymail.webhooks.amazon_ses import AmazonSESInboundWebhookView, AmazonSESTrackingWebhookView
    from django.urls import path
    from django_ses import signals
    from django_ses.views import SESEventWebhookView

    warnings.simplefilter("ignore", AnymailInsecureWebhookWarning)  # basic authentication is not under test
    urlpatterns.append(path("ses/", SESEventWebhookView.as_view()))
    urlpatterns.append(path("anymail/", AmazonSESTrackingWebhookView.as_view()))
    urlpatterns.append(path("inbound/", AmazonSESInboundWebhookView.as_view()))
    for name in ("send", "delivery", "bounce", "complaint"):
        getattr(signals, f"{name}_received").connect(record_django_ses, weak=False)
    tracking.connect(record_anymail, weak=False)
    inbound.connect(record_inbound, weak=False)


def record_django_ses(sender: object, mail_obj: dict[str, Any], raw_message: bytes, **others: Any) -> None:
    """Record the arguments of a receiver of django-ses."""
    [name] = {"send_obj", "delivery_obj", "bounce_obj", "complaint_obj"} & others.keys()
    records.append({"signal": name.removesuffix("_obj"), "message_id": mail_obj["messageId"]})


def record_anymail(sender: object, event: Any, esp_name: str, **_: object) -> None:
    """Record the arguments of a receiver of anymail."""
    records.append(
        {
            "signal": event.event_type,
            "message_id": event.message_id,
            "recipient": event.recipient,
            "event_id": event.event_id,
            "description": getattr(event, "description", None),
        }
    )


def record_inbound(sender: object, event: Any, esp_name: str, **_: object) -> None:
    """Record the arguments of a receiver of anymail for inbound mail."""
    mail = event.message
    records.append(
        {
            "event_id": event.event_id,
            "from": str(mail.from_email),
            "to": [str(address) for address in mail.to],
            "subject": mail.subject,
            "text": mail.text,
            "envelope": [mail.envelope_sender, mail.envelope_recipient],
            "spam": mail.spam_detected,
        }
    )


def receipts() -> list[Publication]:
    """Return what two rules publish about a received message, one in plain text and one in base64."""
    topic = f"arn:aws:sns:{REGION}:123456789012:inbound"
    with mock_ses(identities=["example.com"], region=REGION) as active:
        ses = boto3.client("ses")
        ses.create_receipt_rule_set(RuleSetName="inbound")
        for name, encoding in (("plain", "UTF-8"), ("encoded", "Base64")):
            action: Any = {"SNSAction": {"TopicArn": topic, "Encoding": encoding}}
            rule: Any = {"Name": name, "Enabled": True, "ScanEnabled": True, "Actions": [action]}
            ses.create_receipt_rule(RuleSetName="inbound", Rule=rule)
        ses.set_active_receipt_rule_set(RuleSetName="inbound")
        mail = "From: Ada <ada@example.net>\nTo: info@example.com\nSubject: Hello\n\nHi\n"
        active.receive(mail, spam="FAIL", source="bounces@example.net")
        return list(active.publications.filter(purpose="receipt"))


def publications() -> list[Publication]:
    """Return the publications for a message with a bounce and a complaint."""
    with mock_ses(identities=["example.com"], region=REGION) as active:
        sesv2 = boto3.client("sesv2")
        sesv2.create_configuration_set(ConfigurationSetName="news")
        sesv2.create_configuration_set_event_destination(
            ConfigurationSetName="news",
            EventDestinationName="events",
            EventDestination={
                "Enabled": True,
                "MatchingEventTypes": TYPES,
                "SnsDestination": {"TopicArn": TOPIC},
            },
        )
        sesv2.send_email(
            FromEmailAddress="shop@example.com",
            Destination={"ToAddresses": RECIPIENTS},
            Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}},
            ConfigurationSetName="news",
        )
        return list(active.publications)


def notifications() -> list[Publication]:
    """Return an identity's notifications about a bounce, a complaint and a delivery, with headers."""
    with mock_ses(identities=["example.com"], region=REGION) as active:
        ses = boto3.client("ses")
        for kind in KINDS:
            ses.set_identity_notification_topic(Identity="example.com", NotificationType=kind, SnsTopic=TOPIC)
            ses.set_identity_headers_in_notifications_enabled(
                Identity="example.com", NotificationType=kind, Enabled=True
            )
        ses.send_email(
            Source="Shop <shop@example.com>",
            Destination={"ToAddresses": RECIPIENTS},
            Message={"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}},
        )
        return list(active.publications.filter(purpose="notification"))


def post(path: str, envelope: dict[str, object], headers: dict[str, str]) -> dict[str, Any]:
    """Post an SNS message as SNS does; return the status and the recorded events."""
    records.clear()
    names = {name: value for name, value in headers.items() if name != "Content-Type"}
    response = Client(raise_request_exception=False).post(
        path, data=json.dumps(envelope), content_type=headers["Content-Type"], headers=names
    )
    return {"status": response.status_code, "records": list(records)}


def results() -> dict[str, Any]:
    """Return what each webhook received from the publications, and the responses to invalid ones."""
    all_publications = publications()
    messages = [(dict(each.envelope), dict(each.headers)) for each in all_publications]
    envelope, headers = messages[-1]
    receipt_messages = [(dict(each.envelope), dict(each.headers)) for each in receipts()]
    owner_messages = [(dict(each.envelope), dict(each.headers)) for each in notifications()]
    return {
        "notifications": {
            path: [post(f"/{path}/", *message) for message in owner_messages] for path in ("ses", "anymail")
        },
        "inbound": [post("/inbound/", *message) for message in receipt_messages],
        "ids": [each.id for each in all_publications],
        "message_id": all_publications[-1].message_id,
        "types": [each.type for each in all_publications],
        "django-ses": [post("/ses/", *message) for message in messages],
        "anymail": [post("/anymail/", *message) for message in messages],
        "forged": post("/ses/", {**envelope, "Message": "{}"}, headers),
        "without headers": post("/anymail/", envelope, {"Content-Type": headers["Content-Type"]}),
    }


if __name__ == "__main__":
    start()
    with responses.RequestsMock() as certificates:
        certificates.get(sns.certificate_url(REGION), body=sns.CERTIFICATE_PEM)
        print(json.dumps(results()))
