"""Inbox placement tests, by SES v2 and Pinpoint Email."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from freezegun import freeze_time

from sesmock.domain.deliverability.placement_tests import PROVIDERS
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

NOW = datetime(2026, 3, 26, 10, tzinfo=timezone.utc)
CONTENT: Any = {"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}}
SENDER = "Shop <shop@example.com>"
INBOX = {
    "InboxPercentage": 100.0,
    "SpamPercentage": 0.0,
    "MissingPercentage": 0.0,
    "SpfPercentage": 100.0,
    "DkimPercentage": 100.0,
}


@pytest.fixture(autouse=True)
def clock(mocked: SesMock) -> Iterator[None]:
    """Stop the time; the clock of the mock still moves."""
    with freeze_time(NOW):
        yield


@pytest.fixture(params=["sesv2", "pinpoint-email"])
def client(mocked: SesMock, request: pytest.FixtureRequest) -> Any:
    """Return a client of one API and of the other."""
    return boto3.client(request.param)


def start(client: Any, **parameters: Any) -> str:
    """Start a test, and return its id."""
    answer = client.create_deliverability_test_report(
        **{"FromEmailAddress": SENDER, "Content": CONTENT, **parameters}
    )
    assert answer["DeliverabilityTestStatus"] == "IN_PROGRESS"
    return str(answer["ReportId"])


def get(client: Any, report_id: str) -> Any:
    """Return a report."""
    return client.get_deliverability_test_report(ReportId=report_id)


def test_a_test_is_in_progress(mocked: SesMock, client: Any) -> None:
    """It shows the message, which nobody gets and no quota counts, and no placement yet."""
    report_id = start(client, ReportName="spring", Tags=[{"Key": "team", "Value": "shop"}])
    report = get(client, report_id)
    listed = client.list_deliverability_test_reports()["DeliverabilityTestReports"]

    assert report["DeliverabilityTestReport"] == {
        "ReportId": report_id,
        "ReportName": "spring",
        "Subject": "Hello",
        "FromEmailAddress": SENDER,
        "CreateDate": NOW,
        "DeliverabilityTestStatus": "IN_PROGRESS",
    }
    assert (report["OverallPlacement"], report["IspPlacements"]) == ({}, [])
    assert "Subject: Hello" in report["Message"]
    assert report["Tags"] == [{"Key": "team", "Value": "shop"}]
    assert listed == [report["DeliverabilityTestReport"]]
    assert (len(mocked.outbox), mocked.account.sent_last_24_hours) == (0, 0)


def test_a_test_is_completed_by_the_clock(mocked: SesMock, client: Any) -> None:
    """After a day every provider has put the message into the inbox."""
    report_id = start(client)
    mocked.clock.shift(hours=24)
    report = get(client, report_id)

    assert report["DeliverabilityTestReport"]["DeliverabilityTestStatus"] == "COMPLETED"
    assert report["OverallPlacement"] == INBOX
    assert [each["IspName"] for each in report["IspPlacements"]] == list(PROVIDERS)
    assert all(each["PlacementStatistics"] == INBOX for each in report["IspPlacements"])


def test_dkim_is_found_wanting_that_is_off(mocked: SesMock, client: Any) -> None:
    """Whichever API switched it off."""
    boto3.client("ses").set_identity_dkim_enabled(Identity="example.com", DkimEnabled=False)
    report_id = start(client)
    mocked.clock.shift(hours=24)

    assert get(client, report_id)["OverallPlacement"] == {**INBOX, "DkimPercentage": 0.0}


def test_a_test_says_where_providers_put_the_message(mocked: SesMock, client: Any) -> None:
    """By a word or in percent; the other providers put it into the inbox."""
    report_id = start(client)
    report = mocked.account.deliverability.reports[report_id]
    report.complete({"Gmail": "spam", "Yahoo": {"missing": 50, "spf": 0}})
    mocked.clock.shift(hours=24)
    answer = get(client, report_id)
    placements = {each["IspName"]: each["PlacementStatistics"] for each in answer["IspPlacements"]}

    assert placements["Gmail"] == {**INBOX, "InboxPercentage": 0.0, "SpamPercentage": 100.0}
    assert placements["Yahoo"] == {
        **INBOX,
        "InboxPercentage": 50.0,
        "MissingPercentage": 50.0,
        "SpfPercentage": 0.0,
    }
    assert placements["AOL"] == INBOX
    assert answer["OverallPlacement"]["InboxPercentage"] == 75.0
    assert repr(report) == f"<PlacementTest {report_id} COMPLETED>"
    assert repr(mocked.account.deliverability) == "<Deliverability 1 reports, 0 campaigns>"


@pytest.mark.parametrize(
    ("placements", "text"),
    [
        ({"gmail": "spam"}, "unknown provider 'gmail'; did you mean 'Gmail'?"),
        (
            {"Gmail": "SPAM"},
            "a placement must be 'inbox', 'spam', 'missing' or a dict of percentages, got 'SPAM'",
        ),
        ({"Gmail": {"inbox": 50}}, "inbox, spam and missing must be percentages whose sum is 100"),
        ({"Gmail": {"junk": 50}}, "unknown percentage 'junk'"),
        ({"Gmail": {"spam": -20}}, "inbox, spam and missing must be percentages"),
    ],
)
def test_a_placement_that_cannot_be_is_a_mistake(
    mocked: SesMock, sesv2: SESV2Client, placements: Any, text: str
) -> None:
    """The report is in progress as before."""
    report = mocked.account.deliverability.reports[start(sesv2)]

    with pytest.raises(ValueError, match=text.replace("?", r"\?")):
        report.complete(placements)
    assert report.status == "IN_PROGRESS"


def test_a_test_is_completed_once(mocked: SesMock, sesv2: SESV2Client) -> None:
    """What was found stays."""
    report = mocked.account.deliverability.reports[start(sesv2)]
    report.complete()

    with pytest.raises(ValueError, match="is completed"):
        report.complete()


def test_raw_mail_and_templates_are_tested(mocked: SesMock, client: Any) -> None:
    """The message shows what their recipients would get, UTF-8 in its body included."""
    boto3.client("ses").create_template(
        Template={"TemplateName": "hello", "SubjectPart": "Hi {{name}}", "TextPart": "Hi"}
    )
    raw = "From: shop@example.com\r\nSubject: Raw\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGrüße\r\n"
    arn = "arn:aws:ses:us-east-1:123456789012:template/hello"
    template = {"TemplateArn": arn, "TemplateData": '{"name": "Ada"}'}
    contents = [
        {"Raw": {"Data": raw.replace("Content", "Content-Transfer-Encoding: 8bit\r\nContent").encode()}},
        {"Template": template},
    ]
    reports = [get(client, start(client, Content=content)) for content in contents]

    assert [report["DeliverabilityTestReport"]["Subject"] for report in reports] == ["Raw", "Hi Ada"]
    assert "Grüße" in reports[0]["Message"]


def test_the_sandbox_tests_too(mocked: SesMock, client: Any) -> None:
    """Nobody needs to be verified but the sender."""
    mocked.account.sandbox = True

    assert start(client) in mocked.account.deliverability.reports


def pause(mocked: SesMock) -> None:
    """Switch sending off."""
    mocked.account.sending_enabled = False


def suspend(mocked: SesMock) -> None:
    """Have AWS suspend the account."""
    mocked.account.suspended = True


def lose_mail_from(mocked: SesMock) -> None:
    """Have mail rejected for want of the MAIL FROM domain's record."""
    boto3.client("sesv2").put_email_identity_mail_from_attributes(
        EmailIdentity="example.com",
        MailFromDomain="mail.example.com",
        BehaviorOnMxFailure="REJECT_MESSAGE",
    )
    mocked.fail_verification("mail.example.com")


def nothing(mocked: SesMock) -> None:
    """Change nothing."""


MISSING = {"Template": {"TemplateArn": "arn:aws:ses:us-east-1:123456789012:template/x", "TemplateData": "{}"}}


@pytest.mark.parametrize(
    ("prepare", "parameters", "code"),
    [
        (nothing, {"FromEmailAddress": "shop@example.org"}, "MessageRejected"),
        (nothing, {"FromEmailAddress": "shop"}, "BadRequestException"),
        (nothing, {"Content": MISSING}, "NotFoundException"),
        (nothing, {"Content": {}}, "BadRequestException"),
        (nothing, {"Tags": [{"Key": "aws:x", "Value": ""}]}, "BadRequestException"),
        (pause, {}, "SendingPausedException"),
        (suspend, {}, "AccountSuspendedException"),
        (lose_mail_from, {}, "MailFromDomainNotVerifiedException"),
    ],
)
def test_what_could_not_be_sent_is_not_tested(
    mocked: SesMock, client: Any, prepare: Any, parameters: dict[str, Any], code: str
) -> None:
    """With the errors of SendEmail."""
    prepare(mocked)
    request = {"FromEmailAddress": SENDER, "Content": CONTENT, **parameters}

    assert refusal(client.create_deliverability_test_report, **request)[0] == code


def test_a_template_that_cannot_be_rendered_is_not_tested(sesv2: SESV2Client) -> None:
    """SES says what a trial rendering says."""
    inline: Any = {
        "Template": {"TemplateContent": {"Subject": "Hi {{name}}", "Text": "Hi"}, "TemplateData": "{}"}
    }

    assert refusal(sesv2.create_deliverability_test_report, FromEmailAddress=SENDER, Content=inline) == (
        "MessageRejected",
        "Attribute 'name' is not present in the rendering data.",
    )


def test_an_unknown_report_does_not_exist(client: Any) -> None:
    """SES names it."""
    assert refusal(client.get_deliverability_test_report, ReportId="x") == (
        "NotFoundException",
        "Report x does not exist.",
    )


def test_reports_are_listed_in_pages(client: Any) -> None:
    """The newest comes first; a size of 0 is the default."""
    ids = [start(client) for _ in range(3)]
    first = client.list_deliverability_test_reports(PageSize=2)
    second = client.list_deliverability_test_reports(PageSize=2, NextToken=first["NextToken"])
    whole = client.list_deliverability_test_reports(PageSize=0)["DeliverabilityTestReports"]

    assert [
        each["ReportId"] for page in (first, second) for each in page["DeliverabilityTestReports"]
    ] == ids[::-1]
    assert len(whole) == 3
    assert "NextToken" not in second


VALUE = "1 validation error detected: Value '{}' at 'pageSize' failed to satisfy constraint: Member must have value {}"


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ({"PageSize": -1}, VALUE.format(-1, "greater than or equal to 0")),
        ({"PageSize": 1001}, VALUE.format(1001, "less than or equal to 1000")),
        ({"NextToken": "x"}, "Invalid Next Token"),
        ({"NextToken": ""}, "Invalid Next Token"),
    ],
)
def test_a_bad_list_request_is_refused(client: Any, parameters: dict[str, Any], text: str) -> None:
    """Before anything is listed."""
    assert refusal(client.list_deliverability_test_reports, **parameters) == ("BadRequestException", text)


def test_a_report_is_tagged_by_its_arn(client: Any) -> None:
    """As all that has tags; an unknown one is called by its name."""
    arn = "arn:aws:ses:us-east-1:123456789012:deliverability-test-report/"
    report_id = start(client)
    client.tag_resource(ResourceArn=f"{arn}{report_id}", Tags=[{"Key": "team", "Value": "shop"}])

    assert get(client, report_id)["Tags"] == [{"Key": "team", "Value": "shop"}]
    assert refusal(client.list_tags_for_resource, ResourceArn=f"{arn}x") == (
        "NotFoundException",
        "No DeliverabilityTestReport present with name: x",
    )


def test_a_test_that_began_later_ends_later(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Each takes a day."""
    first = start(sesv2)
    mocked.clock.shift(timedelta(hours=1))
    second = start(sesv2)
    mocked.clock.shift(timedelta(hours=23))
    reports = mocked.account.deliverability.reports

    assert (reports[first].status, reports[second].status) == ("COMPLETED", "IN_PROGRESS")
