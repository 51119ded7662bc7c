"""GetSendStatistics, BatchGetMetricData and GetMessageInsights tell of the events that happened."""

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
    """Stop the time; the clock of the mock still moves."""
    with freeze_time(START):
        yield


def send(client: SESV2Client, *to: str, text: str = "Hi", **options: Any) -> str:
    """Send a message with a link, and return its id."""
    page = '<a href="https://example.com/">Hi</a>'
    return sending.send(client, *to, sender="Shop <shop@example.com>", text=text, html=page, **options)


def track(sesv2: SESV2Client, name: str) -> None:
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


def points(ses: SESClient) -> list[tuple[str, int, int, int, int]]:
    """Return the data points: hours and minutes, attempts, bounces, complaints, rejects."""
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
    """Intervals in which nothing happened are left out."""
    assert points(ses) == []


def test_statistics_count_recipients_by_quarters_of_an_hour(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client
) -> None:
    """A bounce counts in the interval in which it comes back."""
    send(sesv2, "ada@example.net", "bob@example.net")
    send(sesv2, "ada@example.net", text=VIRUS)
    mocked.clock.shift(minutes=8)
    send(sesv2, "eve@example.net")
    mocked.clock.shift(hours=1)
    mocked.outbox[0].bounce(recipient="ada@example.net")
    mocked.outbox[2].complain()

    assert points(ses) == [
        ("26 09:53", 3, 0, 0, 1),
        ("26 10:08", 1, 0, 0, 0),
        ("26 11:08", 0, 1, 1, 0),
    ]


def test_statistics_leave_out_the_simulator_and_what_was_held_back(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client
) -> None:
    """Neither counts in what AWS judges an account by."""
    for address, reason in (("a@example.net", "BOUNCE"), ("b@example.net", "COMPLAINT")):
        sesv2.put_suppressed_destination(EmailAddress=address, Reason=reason)  # type: ignore[arg-type]
    send(sesv2, "bounce@simulator.amazonses.com", "complaint@simulator.amazonses.com")
    send(sesv2, "a@example.net", "b@example.net", "bounce@simulator.amazonses.com")

    assert points(ses) == [("26 09:53", 2, 0, 0, 0)]


def test_statistics_go_back_two_weeks(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """What is older is forgotten, and another region has its own."""
    send(sesv2, "ada@example.net")
    mocked.clock.shift(days=14)
    assert len(points(ses)) == 1

    mocked.clock.shift(minutes=1)
    assert points(ses) == []


def metric(sesv2: SESV2Client, name: str, days: int = 2, **dimensions: str) -> list[tuple[str, int]]:
    """Return a metric by day."""
    query: dict[str, Any] = {
        "Id": "q",
        "Namespace": "VDM",
        "Metric": name,
        "StartDate": START - timedelta(days=1),
        "EndDate": START + timedelta(days=days),
    }
    answer = sesv2.batch_get_metric_data(
        Queries=[{**query, "Dimensions": dimensions} if dimensions else query]  # type: ignore[typeddict-item]
    )
    result = answer["Results"][0]
    assert (result["Id"], answer["Errors"]) == ("q", [])
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
def test_metrics_are_sums_by_day(
    mocked: SesMock, vdm: SESV2Client, name: str, days: list[tuple[str, int]]
) -> None:
    """Messages to several recipients, the simulator and what was held back do not count; opens count once."""
    track(vdm, "tracked")
    send(vdm, "ada@yahoo.com", ConfigurationSetName="tracked")
    send(vdm, "bob@gmail.com")
    send(vdm, "eve@example.net")
    send(vdm, "ada@yahoo.com", "bob@gmail.com")
    send(vdm, "bounce@simulator.amazonses.com")
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
    send(vdm, "ada@yahoo.com")

    assert metric(vdm, name) == days


@pytest.mark.parametrize("name", ["OPEN", "CLICK"])
def test_what_a_reader_does_at_the_simulator_counts(mocked: SesMock, vdm: SESV2Client, name: str) -> None:
    """Metrics of opens and clicks, and insights, leave out messages to several recipients alone."""
    track(vdm, "tracked")
    message_id = send(vdm, "success@simulator.amazonses.com", ConfigurationSetName="tracked")
    message = mocked.outbox.one()
    message.open()
    message.click("https://example.com/")
    [insights] = vdm.get_message_insights(MessageId=message_id)["Insights"]

    assert metric(vdm, name) == [("03-26", 1)]
    assert [event["Type"] for event in insights["Events"]] == ["SEND", "OPEN", "CLICK"]


def test_the_end_of_a_period_does_not_belong_to_it(vdm: SESV2Client) -> None:
    """Mail of that moment counts in the period that begins then."""
    send(vdm, "ada@example.net")
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
def test_all_dimensions_of_a_metric_must_hold(
    vdm: SESV2Client, dimensions: dict[str, str], count: int
) -> None:
    """An identity, a configuration set, the provider of the mailbox."""
    track(vdm, "tracked")
    send(vdm, "ada@yahoo.com", ConfigurationSetName="tracked")
    send(vdm, "bob@gmail.com")

    assert metric(vdm, "SEND", **dimensions) == ([("03-26", count)] if count else [])


def test_a_metric_is_of_a_period(mocked: SesMock, vdm: SESV2Client) -> None:
    """What happened behind it does not count, nor what did in another region."""
    send(vdm, "ada@yahoo.com")
    send(boto3.client("sesv2", region_name="eu-west-1"), "ada@yahoo.com")
    mocked.clock.shift(days=3)
    send(vdm, "ada@yahoo.com")

    assert metric(vdm, "SEND", days=1) == [("03-26", 1)]


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
def test_queries_that_make_no_sense_are_refused(vdm: SESV2Client, queries: Any, text: str) -> None:
    """As a whole, whatever the other queries ask."""
    assert refusal(vdm.batch_get_metric_data, Queries=queries) == ("BadRequestException", text)


def test_metrics_and_insights_need_the_manager(sesv2: SESV2Client) -> None:
    """Without Virtual Deliverability Manager there is nothing to be found."""
    message_id = send(sesv2, "ada@example.net")
    expected = ("NotFoundException", "To use this feature you must enable Virtual Deliverability Manager")

    assert refusal(sesv2.get_message_insights, MessageId=message_id) == expected
    assert refusal(sesv2.batch_get_metric_data, Queries=[{**QUERY, "Id": "a"}]) == expected


def test_an_unknown_message_has_no_insights(vdm: SESV2Client) -> None:
    """The error names message and account."""
    message_id = "0100019adeadbeef-f36c15a6-1e25-49b2-a48d-772fb35fe846-000000"

    assert refusal(vdm.get_message_insights, MessageId=message_id) == (
        "NotFoundException",
        f"Message <{message_id}> not found for account <123456789012>",
    )


def test_a_malformed_message_id_is_a_bad_request(vdm: SESV2Client) -> None:
    """SES looks at the form of an id before it looks for the message."""
    assert refusal(vdm.get_message_insights, MessageId="x") == ("BadRequestException", "Invalid MessageId")


def test_insights_tell_what_happened_to_a_message(mocked: SesMock, vdm: SESV2Client) -> None:
    """Sender, subject, tags, and each event."""
    message_id = send(vdm, "ada@gmail.com", EmailTags=[{"Name": "campaign", "Value": "spring"}])
    mocked.clock.shift(minutes=1)
    mocked.outbox[0].open()
    mocked.outbox[0].complain("fraud")
    answer = vdm.get_message_insights(MessageId=message_id)

    assert (answer["MessageId"], answer["FromEmailAddress"], answer["Subject"]) == (
        message_id,
        "Shop <shop@example.com>",
        "Hello",
    )
    assert {"Name": "campaign", "Value": "spring"} in answer["EmailTags"]
    assert {"Name": "ses:operation", "Value": "SendEmail"} in answer["EmailTags"]
    insights = answer["Insights"][0]
    assert (insights["Destination"], insights["Isp"]) == ("ada@gmail.com", "Gmail")
    assert [(event["Type"], event["Timestamp"] - START) for event in insights["Events"]] == [
        ("SEND", timedelta()),
        ("DELIVERY", timedelta()),
        ("OPEN", timedelta(minutes=1)),
        ("COMPLAINT", timedelta(minutes=1)),
    ]
    assert insights["Events"][3]["Details"] == {"Complaint": {"ComplaintFeedbackType": "fraud"}}


def test_insights_explain_a_bounce(mocked: SesMock, vdm: SESV2Client) -> None:
    """In the words of the server."""
    message_id = send(vdm, "ada@example.net")
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
def test_insights_track_real_mail_to_one_recipient(vdm: SESV2Client, recipients: tuple[str, ...]) -> None:
    """Of others it is known that they were sent."""
    message_id = send(vdm, *recipients)
    insights = vdm.get_message_insights(MessageId=message_id)["Insights"]

    assert [(each["Destination"], [event["Type"] for event in each["Events"]]) for each in insights] == [
        (recipient, ["SEND"]) for recipient in recipients
    ]


def test_insights_know_messages_that_were_not_rendered(vdm: SESV2Client) -> None:
    """Without a subject, as there is none."""
    send(vdm, "bob@example.net")
    vdm.create_email_template(TemplateName="t", TemplateContent={"Subject": "{{name}}", "Text": "Hi"})
    answer = vdm.send_email(
        FromEmailAddress="shop@example.com",
        Destination={"ToAddresses": ["ada@example.net"]},
        Content={"Template": {"TemplateName": "t", "TemplateData": "{}"}},
    )
    insights = vdm.get_message_insights(MessageId=answer["MessageId"])

    assert "Subject" not in insights
    assert [event["Type"] for event in insights["Insights"][0]["Events"]] == ["SEND", "RENDERING_FAILURE"]
