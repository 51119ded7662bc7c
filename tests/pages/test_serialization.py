"""The records of a mock as plain values, for pages and other processes."""

from __future__ import annotations

import base64
import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from sesmock import SesMock, mock_ses
from sesmock.inspector.records import Record
from sesmock.pages import serialization
from tests.inspector.sending import send_rich
from tests.receiving import BUCKET, add_rule, receive
from tests.sending import send


def serialize(mocked: SesMock) -> Any:
    """Return the records of a mock after a round trip through JSON."""
    return json.loads(json.dumps(serialization.serialize_record(Record(mocked._world, mocked._journal))))


def build_attachment(content: bytes, **more: str) -> dict[str, Any]:
    """Return an attached picture in the format of SES v2."""
    return {"FileName": "logo.png", "RawContent": content, "ContentTransferEncoding": "BASE64", **more}


def test_a_message_has_a_hint_on_unencoded_names() -> None:
    """A message with an unencoded display name has a hint with the correct encoding; other messages have no hint."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("sesv2", "José <jose@example.net>")
        send("sesv2", "ada@example.net")
        hints = [message["hint"] for message in serialize(mocked)["sent"]]

    assert hints == [
        "the display name in José <jose@example.net> is not encoded, and SES delivers it garbled; "
        "write =?utf-8?b?Sm9zw6k=?= <jose@example.net>",
        "",
    ]


def test_a_message_has_all_its_data() -> None:
    """A message has its addresses, parts, headers, source, attachments, outcomes and events as JSON values."""
    with mock_ses(identities=["example.com"]) as mocked:
        send_rich()
        [message] = serialize(mocked)["sent"]

    assert message["from"] == "billing@example.com"
    assert message["recipients"] == ["ada@example.net", "bob@example.net", "archive@example.com"]
    assert ["X-Campaign", "spring"] in message["headers"]
    assert "\r\nFrom: billing@example.com\r\n" in message["source"]
    assert message["attachments"] == [
        {
            "name": "invoice.pdf",
            "type": "application/pdf",
            "size": 8,
            "inline": False,
            "content_id": None,
            "content": "JVBERi0xLjc=",
        }
    ]
    assert message["outcomes"][0] == ["ada@example.net", "delivered"]
    assert message["tags"] == {"campaign": "spring"}
    assert [(event["type"], event["to"]) for event in message["events"]] == [
        ("Send", message["recipients"]),
        ("Delivery", message["recipients"]),
    ]
    assert message["events"][0]["at"] == message["sent_at"]
    assert message["events"][1]["body"]["smtpResponse"] == "250 Ok"


def test_transmission_settings_are_shown() -> None:
    """A message has the settings for its transmission that come from its configuration set, by name."""
    options: Any = {
        "TlsPolicy": "REQUIRE",
        "MaxDeliverySeconds": 300,
        "SendingPoolName": "ses-default-dedicated-pool",
    }
    with mock_ses(identities=["example.com"]) as mocked:
        send()
        client = boto3.client("sesv2")
        client.create_configuration_set(ConfigurationSetName="news", DeliveryOptions=options)
        mocked.lease_dedicated_ip("192.0.2.7")
        send(client, ConfigurationSetName="news")
        plain, message = serialize(mocked)["sent"]

    assert plain["transmission"] == []
    assert message["transmission"] == [
        ["Sending pool", "ses-default-dedicated-pool"],
        ["Dedicated IP", "192.0.2.7"],
        ["TLS", "required"],
        ["Time limit", "300 seconds"],
    ]


def test_archives_certificates_and_vdm_are_shown() -> None:
    """A message has its archive, the certificate that signed it, and the parts of VDM that apply to it."""
    switched_on: Any = {
        "VdmEnabled": "ENABLED",
        "DashboardAttributes": {"EngagementMetrics": "ENABLED"},
        "GuardianAttributes": {"OptimizedSharedDelivery": "ENABLED"},
    }
    archive = "arn:aws:ses:us-east-1:123456789012:mailmanager-archive/a-abcdefghijklmnopqrstuvwxyz"
    certificate = "arn:aws:acm:us-east-1:123456789012:certificate/0f8b"
    with mock_ses(identities=["shop@example.com"]) as mocked:
        client = boto3.client("sesv2")
        client.put_account_vdm_attributes(VdmAttributes=switched_on)
        client.associate_email_identity_certificate(
            EmailIdentity="shop@example.com", CertificateArn=certificate
        )
        client.create_configuration_set(
            ConfigurationSetName="news",
            ArchivingOptions={"ArchiveArn": archive},
            MessageSecurityOptions={"SigningScheme": {"SmimeScheme": {}}},
        )
        send(client, ConfigurationSetName="news")
        [message] = serialize(mocked)["sent"]

    assert message["transmission"] == [
        ["Archive", archive],
        ["Signed by", certificate],
        ["Engagement metrics", "on"],
        ["Optimized shared delivery", "on"],
    ]


def test_pictures_have_the_id_that_the_html_refers_to() -> None:
    """An inline picture has the Content-ID that the HTML refers to, and no content if it is too large for a page."""
    html = '<img src="cid:logo"><img src="cid:large">'
    with mock_ses(identities=["example.com"]) as mocked:
        send_rich(
            Body={"Html": {"Data": html}},
            Attachments=[
                build_attachment(b"PNG", ContentId="logo", ContentDisposition="INLINE"),
                build_attachment(b"x" * 200_000, ContentId="large", ContentDisposition="INLINE"),
            ],
        )
        [message] = serialize(mocked)["sent"]

    assert message["html"] == html
    assert [(each["content_id"], each["content"]) for each in message["attachments"]] == [
        ("logo", "UE5H"),
        ("large", None),
    ]


@pytest.mark.parametrize(
    ("body", "eml"),
    [
        (b"Hi", "the source"),
        (b"\xff", "the bytes"),
        (b"x\n" * 40_000, "the bytes"),
        (b"x\n" * 300_000, None),
    ],
    ids=["text", "not UTF-8", "long", "too long"],
)
def test_a_mail_can_be_downloaded(body: bytes, eml: str | None) -> None:
    """If the source is not the whole message, the message also has its bytes, unless they are too large for a page."""
    data = b"From: a@example.com\nTo: b@example.net\nSubject: Hi\nContent-Transfer-Encoding: 8bit\n\n" + body
    with mock_ses(identities=["example.com"]) as mocked:
        boto3.client("ses").send_raw_email(RawMessage={"Data": data})
        [message] = serialize(mocked)["sent"]
        raw = mocked.outbox[0].raw
    contents = {
        "the source": "eml" not in message and message["source"].encode() == raw,
        "the bytes": bool(message.get("eml")) and base64.b64decode(message["eml"]) == raw,
        None: "eml" in message and message["eml"] is None,
    }

    assert contents == {name: name == eml for name in contents}


def test_long_parts_are_truncated() -> None:
    """Long texts are truncated, since a page can contain thousands of messages."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", "ada@example.net", subject="Long", text="x" * 400_000)
        [message] = serialize(mocked)["sent"]

    assert message["text"].endswith("xx\n… (cut)")
    assert len(message["text"]) < 263_000
    assert len(message["source"]) < 66_000
    assert message["html"] is None


def test_the_first_of_many_links_are_shown() -> None:
    """A page gets the first 500 links of a message, and the number of remaining links."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", text=" ".join(f"https://example.com/{number}" for number in range(502)))
        [mail] = serialize(mocked)["sent"]

    assert [link["url"] for link in mail["links"]][-1] == "https://example.com/499"
    assert mail["more_links"] == 2


def test_a_refused_call_has_its_error() -> None:
    """A refused call has its recipients, its error and its parameters."""
    with mock_ses() as mocked:
        with pytest.raises(ClientError):
            send("ses", "ada@example.net", subject="Hi")
        values = serialize(mocked)

    assert values["sent"] == []
    assert values["rejected"][0]["to"] == ["ada@example.net"]
    assert values["rejected"][0]["error"].startswith("MessageRejected: Email address is not verified.")
    assert "'Source': 'shop@example.com'" in values["rejected"][0]["params"]


def test_received_mail_has_its_reply_and_actions() -> None:
    """Received mail has its reply, outcomes and actions in addition to the data of a sent message."""
    with mock_ses(identities=["example.com"]) as mocked:
        add_rule(BUCKET, name="store")
        receive(recipients=["info@example.com", "info@example.org"])
        receive(recipients="info@example.org", source="")
        accepted, refused = serialize(mocked)["received"]

    assert (accepted["subject"], accepted["text"], accepted["to"]) == (
        "Hello",
        "Hi\r\n",
        ["info@example.com"],
    )
    assert (accepted["from"], accepted["return_path"]) == ("Ada <ada@example.net>", "ada@example.net")
    assert accepted["call"] == "from mail.example.net [203.0.113.5]"
    assert accepted["source"].startswith("Return-Path: <ada@example.net>\r\nReceived: from mail.example.net")
    assert accepted["reply"] == f"250 OK {accepted['id']}"
    assert [outcome[:8] for _, outcome in accepted["outcomes"]] == ["accepted", "550 5.1."]
    assert accepted["actions"] == [["store: S3", accepted["actions"][0][1]]]
    assert "bucket='inbound'" in accepted["actions"][0][1]
    assert (refused["accepted"], refused["actions"], refused["return_path"]) == (False, [], "")
    assert refused["reply"].startswith("550 5.1.1")
