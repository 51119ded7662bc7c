"""Statistics, metrics and message insights from recorded events."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from freezegun import freeze_time

from tests import sending
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

START = datetime(2026, 3, 26, 10, 0, tzinfo=timezone.utc)
VIRUS = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


@pytest.fixture(autouse=True)
def clock(mocked: SesMock) -> Iterator[None]:
    """Freeze the time; the mock's clock can still be shifted."""
    with freeze_time(START):
        yield


def send_with_link(client: SESV2Client, *to: str, text: str = "Hi", **options: Any) -> str:
    """Send a message with a link, and return its ID."""
    page = '<a href="https://example.com/">Hi</a>'
    return sending.send(client, *to, sender="Shop <shop@example.com>", text=text, html=page, **options)


def create_tracking_set(sesv2: SESV2Client, name: str) -> None:
    """Create a configuration set whose mail is tracked."""
    sesv2.create_configuration_set(ConfigurationSetName=name)
    sesv2.create_configuration_set_event_destination(
        ConfigurationSetName=name,
        EventDestinationName="bus",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["OPEN", "CLICK"],
            "EventBridgeDestination": {
                "EventBusArn": "arn:aws:events:us-east-1:123456789012:event-bus/default"
            },
        },
    )


def list_points(ses: SESClient) -> list[tuple[str, int, int, int, int]]:
    """Return the day and time, attempts, bounces, complaints and rejects of each data point."""
    return [
        (
            f"{point['Timestamp']:%d %H:%M}",
            point["DeliveryAttempts"],
            point["Bounces"],
            point["Complaints"],
            point["Rejects"],
        )
        for point in ses.get_send_statistics()["SendDataPoints"]
    ]


def test_there_are_no_points_without_traffic(ses: SESClient) -> None:
    """Intervals without events have no data points."""
    assert list_points(ses) == []


def test_statistics_count_recipients_in_15_minute_intervals(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client
) -> None:
    """Recipients are counted in intervals of 15 minutes, and a bounce counts when it happens."""
    send_with_link(sesv2, "ada@example.net", "bob@example.net")
    send_with_link(sesv2, "ada@example.net", text=VIRUS)
    mocked.clock.shift(minutes=8)
    send_with_link(sesv2, "eve@example.net")
    mocked.clock.shift(hours=1)
    mocked.outbox[0].bounce(recipient="ada@example.net")
    mocked.outbox[2].complain()

    assert list_points(ses) == [
        ("26 09:53", 3, 0, 0, 1),
        ("26 10:08", 1, 0, 0, 0),
        ("26 11:08", 0, 1, 1, 0),
    ]


def test_statistics_exclude_the_simulator_and_suppressed_mail(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client
) -> None:
    """Bounces and complaints from the simulator and from suppressed recipients do not count."""
    for address, reason in (("a@example.net", "BOUNCE"), ("b@example.net", "COMPLAINT")):
        sesv2.put_suppressed_destination(EmailAddress=address, Reason=reason)  # type: ignore[arg-type]
    send_with_link(sesv2, "bounce@simulator.amazonses.com", "complaint@simulator.amazonses.com")
    send_with_link(sesv2, "a@example.net", "b@example.net", "bounce@simulator.amazonses.com")

    assert list_points(ses) == [("26 09:53", 2, 0, 0, 0)]


def test_statistics_go_back_two_weeks(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """Data points older than two weeks are dropped."""
    send_with_link(sesv2, "ada@example.net")
    mocked.clock.shift(days=14)
    assert len(list_points(ses)) == 1

    mocked.clock.shift(minutes=1)
    assert list_points(ses) == []


def read_metric(sesv2: SESV2Client, name: str, days: int = 2, **dimensions: str) -> list[tuple[str, int]]:
    """Return the value of a metric on each day."""
    query: dict[str, Any] = {
        "Id": "q",
        "Namespace": "VDM",
        "Metric": name,
        "StartDate": START - timedelta(days=1),
        "EndDate": START + timedelta(days=days),
    }
    response = sesv2.batch_get_metric_data(
        Queries=[{**query, "Dimensions": dimensions} if dimensions else query]  # type: ignore[typeddict-item]
    )
    result = response["Results"][0]
    assert (result["Id"], response["Errors"]) == ("q", [])
    return [
        (f"{time:%m-%d}", value) for time, value in zip(result["Timestamps"], result["Values"], strict=True)
    ]


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("SEND", [("03-26", 3), ("03-27", 1)]),
        ("DELIVERY", [("03-26", 3)]),
        ("PERMANENT_BOUNCE", [("03-27", 1)]),
        ("TRANSIENT_BOUNCE", [("03-27", 1)]),
        ("COMPLAINT", [("03-27", 1)]),
        ("OPEN", [("03-26", 1)]),
        ("CLICK", [("03-26", 1)]),
        ("DELIVERY_COMPLAINT", [("03-26", 1)]),
        ("DELIVERY_OPEN", [("03-26", 3)]),
        ("DELIVERY_CLICK", [("03-26", 3)]),
    ],
)
def test_metrics_are_daily_sums(
    mocked: SesMock, vdm: SESV2Client, name: str, days: list[tuple[str, int]]
) -> None:
    """Metrics are daily sums; mail to several recipients or the simulator does not count, and an open counts once."""
    create_tracking_set(vdm, "tracked")
    send_with_link(vdm, "ada@yahoo.com", ConfigurationSetName="tracked")
    send_with_link(vdm, "bob@gmail.com")
    send_with_link(vdm, "eve@example.net")
    send_with_link(vdm, "ada@yahoo.com", "bob@gmail.com")
    send_with_link(vdm, "bounce@simulator.amazonses.com")
    first, second, third, several, _ = mocked.outbox
    for _ in range(2):
        first.open()
        first.click("https://example.com/")
    several.open()
    mocked.clock.shift(days=1)
    first.bounce()
    second.bounce("Transient")
    third.complain()
    several.complain(recipient="bob@gmail.com")
    send_with_link(vdm, "ada@yahoo.com")

    assert read_metric(vdm, name) == days


@pytest.mark.parametrize("name", ["OPEN", "CLICK"])
def test_opens_and_clicks_at_the_simulator_count(mocked: SesMock, vdm: SESV2Client, name: str) -> None:
    """Opens and clicks at a simulator address count in metrics and insights."""
    create_tracking_set(vdm, "tracked")
    message_id = send_with_link(vdm, "success@simulator.amazonses.com", ConfigurationSetName="tracked")
    message = mocked.outbox.one()
    message.open()
    message.click("https://example.com/")
    [insights] = vdm.get_message_insights(MessageId=message_id)["Insights"]

    assert read_metric(vdm, name) == [("03-26", 1)]
    assert [event["Type"] for event in insights["Events"]] == ["SEND", "OPEN", "CLICK"]


def test_the_end_of_a_period_is_excluded(vdm: SESV2Client) -> None:
    """Mail at the end of a period counts only in the next period."""
    send_with_link(vdm, "ada@example.net")
    periods = [(START - timedelta(hours=1), START), (START, START + timedelta(hours=1))]
    results = [
        vdm.batch_get_metric_data(
            Queries=[{"Id": "x", "Namespace": "VDM", "Metric": "SEND", "StartDate": start, "EndDate": end}]
        )["Results"][0]["Values"]
        for start, end in periods
    ]

    assert results == [[], [1]]


@pytest.mark.parametrize(
    ("dimensions", "count"),
    [
        ({"EMAIL_IDENTITY": "example.com"}, 2),
        ({"EMAIL_IDENTITY": "example.org"}, 0),
        ({"CONFIGURATION_SET": "tracked"}, 1),
        ({"ISP": "Gmail"}, 1),
        ({"ISP": "Yahoo", "CONFIGURATION_SET": "tracked"}, 1),
        ({"ISP": "Gmail", "CONFIGURATION_SET": "tracked"}, 0),
        ({"TENANT_NAME": "acme"}, 0),
    ],
)
def test_all_dimensions_of_a_metric_must_match(
    vdm: SESV2Client, dimensions: dict[str, str], count: int
) -> None:
    """A metric counts only mail that matches all dimensions."""
    create_tracking_set(vdm, "tracked")
    send_with_link(vdm, "ada@yahoo.com", ConfigurationSetName="tracked")
    send_with_link(vdm, "bob@gmail.com")

    assert read_metric(vdm, "SEND", **dimensions) == ([("03-26", count)] if count else [])


def test_a_metric_covers_a_period(mocked: SesMock, vdm: SESV2Client) -> None:
    """Mail after the period, or in another region, does not count."""
    send_with_link(vdm, "ada@yahoo.com")
    send_with_link(boto3.client("sesv2", region_name="eu-west-1"), "ada@yahoo.com")
    mocked.clock.shift(days=3)
    send_with_link(vdm, "ada@yahoo.com")

    assert read_metric(vdm, "SEND", days=1) == [("03-26", 1)]


QUERY: dict[str, Any] = {"Namespace": "VDM", "Metric": "SEND", "StartDate": START, "EndDate": START}
LATER = START + timedelta(days=1)


@pytest.mark.parametrize(
    ("queries", "text"),
    [
        (
            [{**QUERY, "Id": "a", "EndDate": LATER}, {**QUERY, "Id": "a", "EndDate": LATER}],
            "The query id a is not unique.",
        ),
        ([{**QUERY, "Id": "b"}], "The start date must be before the end date: query b."),
    ],
)
def test_an_invalid_query_fails_the_whole_request(vdm: SESV2Client, queries: Any, text: str) -> None:
    """One invalid query fails the whole request."""
    assert refusal(vdm.batch_get_metric_data, Queries=queries) == ("BadRequestException", text)


def test_metrics_and_insights_need_the_manager(sesv2: SESV2Client) -> None:
    """Metrics and insights need Virtual Deliverability Manager."""
    message_id = send_with_link(sesv2, "ada@example.net")
    expected = ("NotFoundException", "To use this feature you must enable Virtual Deliverability Manager")

    assert refusal(sesv2.get_message_insights, MessageId=message_id) == expected
    assert refusal(sesv2.batch_get_metric_data, Queries=[{**QUERY, "Id": "a"}]) == expected


def test_an_unknown_message_has_no_insights(vdm: SESV2Client) -> None:
    """The error about an unknown message shows its ID and the account."""
    message_id = "0100019adeadbeef-f36c15a6-1e25-49b2-a48d-772fb35fe846-000000"

    assert refusal(vdm.get_message_insights, MessageId=message_id) == (
        "NotFoundException",
        f"Message <{message_id}> not found for account <123456789012>",
    )


def test_a_malformed_message_id_is_a_bad_request(vdm: SESV2Client) -> None:
    """The format of a message ID is checked before the message is looked up."""
    assert refusal(vdm.get_message_insights, MessageId="x") == ("BadRequestException", "Invalid MessageId")


def test_insights_show_the_events_of_a_message(mocked: SesMock, vdm: SESV2Client) -> None:
    """Insights show the sender, subject and tags of a message, and each of its events."""
    message_id = send_with_link(vdm, "ada@gmail.com", EmailTags=[{"Name": "campaign", "Value": "spring"}])
    mocked.clock.shift(minutes=1)
    mocked.outbox[0].open()
    mocked.outbox[0].complain("fraud")
    response = vdm.get_message_insights(MessageId=message_id)

    assert (response["MessageId"], response["FromEmailAddress"], response["Subject"]) == (
        message_id,
        "Shop <shop@example.com>",
        "Hello",
    )
    assert {"Name": "campaign", "Value": "spring"} in response["EmailTags"]
    assert {"Name": "ses:operation", "Value": "SendEmail"} in response["EmailTags"]
    insights = response["Insights"][0]
    assert (insights["Destination"], insights["Isp"]) == ("ada@gmail.com", "Gmail")
    assert [(event["Type"], event["Timestamp"] - START) for event in insights["Events"]] == [
        ("SEND", timedelta()),
        ("DELIVERY", timedelta()),
        ("OPEN", timedelta(minutes=1)),
        ("COMPLAINT", timedelta(minutes=1)),
    ]
    assert insights["Events"][3]["Details"] == {"Complaint": {"ComplaintFeedbackType": "fraud"}}


def test_insights_explain_a_bounce(mocked: SesMock, vdm: SESV2Client) -> None:
    """Insights show the diagnostic code of a bounce."""
    message_id = send_with_link(vdm, "ada@example.net")
    mocked.outbox[0].bounce("Transient", "MailboxFull")
    insights = vdm.get_message_insights(MessageId=message_id)["Insights"][0]

    assert insights["Isp"] == "UNKNOWN_ISP"
    assert insights["Events"][-1]["Details"] == {
        "Bounce": {
            "BounceType": "TRANSIENT",
            "BounceSubType": "MailboxFull",
            "DiagnosticCode": "smtp; 552 5.2.2 mailbox full",
        }
    }


@pytest.mark.parametrize(
    "recipients", [("ada@example.net", "bob@example.net"), ("ooto@simulator.amazonses.com",)]
)
def test_insights_track_only_mail_to_one_real_recipient(
    vdm: SESV2Client, recipients: tuple[str, ...]
) -> None:
    """For mail to several recipients or to the simulator, insights show only the send."""
    message_id = send_with_link(vdm, *recipients)
    insights = vdm.get_message_insights(MessageId=message_id)["Insights"]

    assert [(each["Destination"], [event["Type"] for event in each["Events"]]) for each in insights] == [
        (recipient, ["SEND"]) for recipient in recipients
    ]


def test_insights_show_rendering_failures(vdm: SESV2Client) -> None:
    """The insights of a message that cannot be rendered show the failure, but no subject."""
    send_with_link(vdm, "bob@example.net")
    vdm.create_email_template(TemplateName="t", TemplateContent={"Subject": "{{name}}", "Text": "Hi"})
    response = vdm.send_email(
        FromEmailAddress="shop@example.com",
        Destination={"ToAddresses": ["ada@example.net"]},
        Content={"Template": {"TemplateName": "t", "TemplateData": "{}"}},
    )
    insights = vdm.get_message_insights(MessageId=response["MessageId"])

    assert "Subject" not in insights
    assert [event["Type"] for event in insights["Insights"][0]["Events"]] == ["SEND", "RENDERING_FAILURE"]
