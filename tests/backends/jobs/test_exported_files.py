"""The files that export jobs write: message insights or metrics of sent mail."""

from __future__ import annotations

import json
import urllib.request
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import requests
from freezegun import freeze_time

from sesmock import UnmockedCall
from tests import sending
from tests.backends.jobs.exports import CSV, DAY, INSIGHTS, METRICS, finish_job, start_job

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

pytestmark = pytest.mark.usefixtures("clock")

JSON: Any = {"DataFormat": "JSON"}
HEADER = (
    '"messageid","sendtimestamp","isp","fromaddress","destination","subject","last_delivery_event",'
    '"last_engagement_event","last_delivery_event_timestamp","last_engagement_event_timestamp","bounce_sub_type",'
    '"diagnostic_code",'
)


def export_file(mocked: SesMock, client: SESV2Client, destination: Any = CSV, **sources: Any) -> str:
    """Return the file that a job writes."""
    job = finish_job(client, start_job(client, destination, **sources))
    return mocked.files[job["ExportDestination"]["S3Url"]].decode()


def list_recipients(mocked: SesMock, client: SESV2Client, **filters: Any) -> list[str]:
    """Return the recipients in the rows that a job exports."""
    content = export_file(mocked, client, JSON, MessageInsights={**INSIGHTS, **filters})
    return [row["destination"] for row in json.loads(content)]


def test_insights_are_exported_as_csv(mocked: SesMock, vdm: SESV2Client) -> None:
    """Every CSV cell is quoted and followed by a comma, and each recipient has a row."""
    mocked.outcomes["bob@example.net"] = "bounced"
    ids = [
        sending.send(vdm, "ada@gmail.com", sender="shop@example.com", subject='Say "Hi"', html="<p>Hi</p>"),
        sending.send(vdm, "bob@example.net", sender="shop@example.com"),
        sending.send(vdm, "eve@example.net", "ida@example.net", sender="shop@example.com"),
    ]
    mocked.clock.shift(seconds=1)
    mocked.outbox[0].open()
    content = export_file(mocked, vdm, MessageInsights=INSIGHTS)
    sent, opened = "2026-09-23 10:11:12.345 UTC", "2026-09-23 10:11:13.345 UTC"

    assert content.splitlines() == [
        HEADER,
        f'"{ids[0]}","{sent}","Gmail","shop@example.com","ada@gmail.com","Say ""Hi""","DELIVERY","OPEN","{sent}",'
        f'"{opened}","","",',
        f'"{ids[1]}","{sent}","UNKNOWN_ISP","shop@example.com","bob@example.net","Hello","PERMANENT_BOUNCE","",'
        f'"{sent}","","GENERAL","smtp; 550 5.1.1 user unknown",',
        f'"{ids[2]}","{sent}","UNKNOWN_ISP","shop@example.com","eve@example.net","Hello","SEND","","{sent}","","","",',
        f'"{ids[2]}","{sent}","UNKNOWN_ISP","shop@example.com","ida@example.net","Hello","SEND","","{sent}","","","",',
    ]


def test_insights_are_exported_as_json(mocked: SesMock, vdm: SESV2Client) -> None:
    """Each line of JSON is one object without empty members."""
    mocked.outcomes["bob@example.net"] = "bounced"
    message_id = sending.send(vdm, "ada@gmail.com", sender="shop@example.com")
    sending.send(vdm, "bob@example.net", sender="shop@example.com")
    content = export_file(mocked, vdm, JSON, MessageInsights=INSIGHTS)
    first, second = json.loads(content)

    assert first == {
        "messageid": message_id,
        "sendtimestamp": "2026-09-23 10:11:12.345 UTC",
        "isp": "Gmail",
        "fromaddress": "shop@example.com",
        "destination": "ada@gmail.com",
        "subject": "Hello",
        "last_delivery_event": "DELIVERY",
        "last_delivery_event_timestamp": "2026-09-23 10:11:12.345 UTC",
    }
    assert second["diagnostic_code"] == "smtp; 550 5.1.1 user unknown"
    assert [line[:2] for line in content.splitlines()] == ["[", '{"', ",{", "]"]


@pytest.mark.parametrize(
    ("destination", "content"), [(CSV, f"{HEADER}\n"), (JSON, "[\n]\n")], ids=["CSV", "JSON"]
)
def test_an_empty_export_is_a_file_without_rows(
    mocked: SesMock, vdm: SESV2Client, destination: Any, content: str
) -> None:
    """Mail from another period or region is not exported, and an export without mail has no rows."""
    boto3.client("sesv2", region_name="eu-west-1").send_email(
        FromEmailAddress="shop@example.com",
        Destination={"ToAddresses": ["ada@example.net"]},
        Content={"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hi"}}}},
    )
    sending.send(vdm)
    period: Any = {"StartDate": DAY - timedelta(days=1), "EndDate": DAY}

    assert export_file(mocked, vdm, destination, MessageInsights=period) == content


def test_a_rendering_failure_is_exported_as_sent(mocked: SesMock, vdm: SESV2Client) -> None:
    """The row of a rendering failure has the recipient and the event SEND."""
    content = {"Subject": "Hi {{name}}", "Text": "Hi"}
    sending.send(vdm, Content={"Template": {"TemplateContent": content, "TemplateData": "{}"}})
    [row] = json.loads(export_file(mocked, vdm, JSON, MessageInsights=INSIGHTS))

    assert (row["destination"], row["last_delivery_event"]) == ("ada@example.net", "SEND")


def test_a_suppressed_message_shows_the_reason(mocked: SesMock, vdm: SESV2Client) -> None:
    """The bounce subtype of a suppressed message has the spelling of Virtual Deliverability Manager."""
    vdm.put_suppressed_destination(EmailAddress="ada@example.net", Reason="BOUNCE")
    sending.send(vdm)
    [row] = json.loads(export_file(mocked, vdm, JSON, MessageInsights=INSIGHTS))

    assert (row["last_delivery_event"], row["bounce_sub_type"]) == (
        "PERMANENT_BOUNCE",
        "ON_ACCOUNT_SUPPRESSION_LIST",
    )


@pytest.mark.parametrize(
    ("filters", "recipients"),
    [
        ({}, ["ada@gmail.com", "bob@example.net"]),
        ({"Include": {"Destination": ["ada*"]}}, ["ada@gmail.com"]),
        ({"Include": {"Destination": ["*@example.net", "x"]}}, ["bob@example.net"]),
        ({"Include": {"Destination": ["*b@e*"]}}, ["bob@example.net"]),
        ({"Include": {"Destination": ["bob"]}}, []),
        ({"Include": {"Destination": ["ADA*"]}}, []),
        ({"Include": {"Subject": ["2 \\* 3"]}}, ["ada@gmail.com"]),
        ({"Include": {"Subject": ["2 \\*"]}}, []),
        ({"Include": {"Subject": ["2 * 3"]}}, ["ada@gmail.com"]),
        ({"Include": {"FromEmailAddress": ["shop@example.com"]}}, ["ada@gmail.com", "bob@example.net"]),
        ({"Include": {"Isp": ["Gmail"]}}, ["ada@gmail.com"]),
        ({"Include": {"LastDeliveryEvent": ["PERMANENT_BOUNCE", "COMPLAINT"]}}, ["bob@example.net"]),
        ({"Include": {"LastEngagementEvent": ["CLICK"]}}, ["ada@gmail.com"]),
        ({"Include": {"LastEngagementEvent": ["OPEN"]}}, []),
        ({"Include": {"TenantName": ["acme"]}}, ["ada@gmail.com"]),
        ({"Include": {"Isp": ["Gmail"], "LastDeliveryEvent": ["PERMANENT_BOUNCE"]}}, []),
        ({"Exclude": {"Isp": ["Gmail"]}}, ["bob@example.net"]),
        ({"Exclude": {"FromEmailAddress": ["shop@example.com"]}}, []),
        ({"Exclude": {"Subject": ["2 \\* 3"]}}, ["bob@example.net"]),
        ({"Exclude": {"TenantName": ["acme"]}}, ["bob@example.net"]),
        ({"Exclude": {"LastDeliveryEvent": ["PERMANENT_BOUNCE"]}}, ["ada@gmail.com"]),
        ({"Exclude": {"LastEngagementEvent": ["CLICK"]}}, ["bob@example.net"]),
        ({"Include": {"Isp": ["Gmail"]}, "Exclude": {"Destination": ["ada*"]}}, []),
        ({"Exclude": {}}, ["ada@gmail.com", "bob@example.net"]),
        ({"MaxResults": 1}, ["ada@gmail.com"]),
    ],
)
def test_insights_are_filtered(
    mocked: SesMock, vdm: SESV2Client, filters: dict[str, Any], recipients: list[str]
) -> None:
    """All filters must match, each with any of its values; a star at either end is a wildcard unless escaped."""
    vdm.create_tenant(TenantName="acme")
    arn = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
    vdm.create_tenant_resource_association(TenantName="acme", ResourceArn=arn)
    mocked.outcomes["bob@example.net"] = "bounced"
    page = '<a href="https://example.com/">Hi</a>'
    sender = "Shop <shop@example.com>"
    sending.send(vdm, "ada@gmail.com", sender=sender, subject="2 * 3", html=page, TenantName="acme")
    sending.send(vdm, "bob@example.net", sender=sender)
    mocked.outbox[0].click("https://example.com/")
    mocked.outbox[0].open()

    assert list_recipients(mocked, vdm, **filters) == recipients


def test_metrics_are_exported_as_csv(mocked: SesMock, vdm: SESV2Client) -> None:
    """Metrics have a row for each combination of dimensions, with unquoted cells and four decimals."""
    mocked.outcomes["bob@gmail.com"] = "bounced"
    for name in ("ada", "bob"):
        sending.send(vdm, f"{name}@gmail.com")
    content = export_file(mocked, vdm, Metrics={**METRICS, "Dimensions": {"ISP": ["*"]}})
    header, *rows = content.splitlines()

    assert header == "ISP,SEND_VOLUME,DELIVERY_RATE"
    assert "Gmail,2.0000,0.5000" in rows
    assert rows[-1] == "UNKNOWN_ISP,0.0000,0.0000"
    assert len(rows) == 7


def test_metrics_are_exported_as_json(mocked: SesMock, vdm: SESV2Client) -> None:
    """Metrics in JSON are one line, with four decimals."""
    sending.send(vdm, "ada@gmail.com")
    content = export_file(mocked, vdm, JSON, Metrics={**METRICS, "Dimensions": {"ISP": ["Gmail", "Yahoo"]}})

    assert content == (
        '[{"isp":"Gmail","metrics":{"SEND_VOLUME":1.0000,"DELIVERY_RATE":1.0000}},'
        '{"isp":"Yahoo","metrics":{"SEND_VOLUME":0.0000,"DELIVERY_RATE":0.0000}}]\n'
    )


@pytest.mark.parametrize(
    ("dimension", "values"),
    [("EMAIL_IDENTITY", ["example.com"]), ("CONFIGURATION_SET", ["news"]), ("TENANT_NAME", ["acme"])],
)
def test_a_star_stands_for_all_values_of_a_dimension(
    mocked: SesMock, vdm: SESV2Client, dimension: str, values: list[str]
) -> None:
    """A star selects all identities, configuration sets or tenants of the account."""
    vdm.create_configuration_set(ConfigurationSetName="news")
    vdm.create_tenant(TenantName="acme")
    source = {**METRICS, "Dimensions": {dimension: ["*"]}, "Metrics": [{"Name": "SEND"}]}
    rows = export_file(mocked, vdm, Metrics=source).splitlines()[1:]

    assert rows == [f"{value},0.0000" for value in values]


def test_the_end_of_a_metrics_period_is_excluded(mocked: SesMock, vdm: SESV2Client) -> None:
    """Mail sent at midnight counts in the day that begins, not in the one that ends."""
    with freeze_time(DAY + timedelta(days=1)):
        sending.send(vdm, "ada@gmail.com")
        content = export_file(mocked, vdm, Metrics=METRICS)

    assert content.endswith("Gmail,0.0000,0.0000\n")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ({"MessageInsights": INSIGHTS}, "/20260923_101112_"),
        ({"Metrics": METRICS}, "/ses-metrics-20260923_101112-"),
    ],
    ids=["insights", "metrics"],
)
def test_the_file_is_named_as_in_ses(vdm: SESV2Client, source: dict[str, Any], name: str) -> None:
    """The file name depends on the kind of export, the time and the job, as in SES."""
    url = finish_job(vdm, start_job(vdm, **source))["ExportDestination"]["S3Url"]

    assert name in url
    assert url.partition("?")[0].endswith(".csv")


@pytest.mark.parametrize(
    "fetch",
    [
        lambda url: requests.get(url, timeout=1).content,
        lambda url: urllib.request.urlopen(url, timeout=1).read(),
    ],
    ids=["requests", "urllib"],
)
def test_the_file_can_be_downloaded_from_its_url(mocked: SesMock, vdm: SESV2Client, fetch: Any) -> None:
    """HTTP clients can download the file while the mock is active, and nothing else from its host."""
    url = finish_job(vdm, start_job(vdm, MessageInsights=INSIGHTS))["ExportDestination"]["S3Url"]

    assert fetch(url) == mocked.files[url] == f"{HEADER}\n".encode()
    with pytest.raises(UnmockedCall):
        requests.get(f"{url}0", timeout=1)
    with pytest.raises(UnmockedCall):
        requests.put(url, timeout=1)


def test_dimensions_and_metrics_are_exported_once(mocked: SesMock, vdm: SESV2Client) -> None:
    """A repeated value has one row, and a repeated metric has one column."""
    source: Any = {**METRICS, "Dimensions": {"ISP": ["Gmail", "Gmail"]}, "Metrics": [{"Name": "SEND"}] * 2}
    job = finish_job(vdm, start_job(vdm, Metrics=source))

    assert mocked.files[job["ExportDestination"]["S3Url"]] == b"ISP,SEND_VOLUME\nGmail,0.0000\n"
