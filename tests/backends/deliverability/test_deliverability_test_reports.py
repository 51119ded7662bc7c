"""Inbox placement tests in SES v2 and Pinpoint Email."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email import message_from_string
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
    """Freeze the time; the mock's clock can still be shifted."""
    with freeze_time(NOW):
        yield


@pytest.fixture(params=["sesv2", "pinpoint-email"])
def client(mocked: SesMock, request: pytest.FixtureRequest) -> Any:
    """Return a client for SES v2 or Pinpoint Email."""
    return boto3.client(request.param)


def start_test(client: Any, **parameters: Any) -> str:
    """Start a placement test and return its report ID."""
    response = client.create_deliverability_test_report(
        **{"FromEmailAddress": SENDER, "Content": CONTENT, **parameters}
    )
    assert response["DeliverabilityTestStatus"] == "IN_PROGRESS"
    return str(response["ReportId"])


def read_report(client: Any, report_id: str) -> Any:
    """Return a report."""
    return client.get_deliverability_test_report(ReportId=report_id)


def test_a_new_placement_test_is_in_progress(mocked: SesMock, client: Any) -> None:
    """A new report shows its message but no placement yet; the message is not sent and uses no quota."""
    report_id = start_test(client, ReportName="spring", Tags=[{"Key": "team", "Value": "shop"}])
    report = read_report(client, report_id)
    summaries = client.list_deliverability_test_reports()["DeliverabilityTestReports"]

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
    assert summaries == [report["DeliverabilityTestReport"]]
    assert (len(mocked.outbox), mocked.account.sent_last_24_hours) == (0, 0)


def test_a_placement_test_ends_after_a_day(mocked: SesMock, client: Any) -> None:
    """After a day, the report says that every provider delivered the message to the inbox."""
    report_id = start_test(client)
    mocked.clock.shift(hours=24)
    report = read_report(client, report_id)

    assert report["DeliverabilityTestReport"]["DeliverabilityTestStatus"] == "COMPLETED"
    assert report["OverallPlacement"] == INBOX
    assert [each["IspName"] for each in report["IspPlacements"]] == list(PROVIDERS)
    assert all(each["PlacementStatistics"] == INBOX for each in report["IspPlacements"])


def test_disabled_signing_fails_the_dkim_check(mocked: SesMock, client: Any) -> None:
    """The DKIM percentage is 0 if any API has disabled signing."""
    boto3.client("ses").set_identity_dkim_enabled(Identity="example.com", DkimEnabled=False)
    report_id = start_test(client)
    mocked.clock.shift(hours=24)

    assert read_report(client, report_id)["OverallPlacement"] == {**INBOX, "DkimPercentage": 0.0}


def test_a_test_can_set_the_placement(mocked: SesMock, client: Any) -> None:
    """A test can set placements by provider, as a word or percentages; the others deliver to the inbox."""
    report_id = start_test(client)
    report = mocked.account.deliverability.reports[report_id]
    report.complete({"Gmail": "spam", "Yahoo": {"missing": 50, "spf": 0}})
    mocked.clock.shift(hours=24)
    response = read_report(client, report_id)
    placements = {each["IspName"]: each["PlacementStatistics"] for each in response["IspPlacements"]}

    assert placements["Gmail"] == {**INBOX, "InboxPercentage": 0.0, "SpamPercentage": 100.0}
    assert placements["Yahoo"] == {
        **INBOX,
        "InboxPercentage": 50.0,
        "MissingPercentage": 50.0,
        "SpfPercentage": 0.0,
    }
    assert placements["AOL"] == INBOX
    assert response["OverallPlacement"]["InboxPercentage"] == 75.0
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
        ({"Gmail": 5}, "a placement must be 'inbox', 'spam', 'missing' or a dict of percentages, got 5"),
        ({"Gmail": {"inbox": 50}}, "the sum of inbox, spam and missing must be 100, got"),
        ({"Gmail": {"spam": 60, "missing": 60}}, "the sum of inbox, spam and missing must be 100, got"),
        ({"Gmail": {"dkim": 101}}, "dkim must be <= 100, got 101"),
        ({"Gmail": {"spam": float("nan")}}, "spam must be >= 0, got nan"),
        ({"Gmail": {"junk": 50}}, "unknown percentage 'junk'"),
        ({"Gmail": {"spam": -20}}, "spam must be >= 0, got -20"),
    ],
)
def test_an_invalid_placement_is_an_error(
    mocked: SesMock, sesv2: SESV2Client, placements: Any, text: str
) -> None:
    """An invalid placement raises an error, and the report stays in progress."""
    report = mocked.account.deliverability.reports[start_test(sesv2)]

    with pytest.raises(ValueError, match=text.replace("?", r"\?")):
        report.complete(placements)
    assert report.status == "IN_PROGRESS"


@pytest.mark.parametrize(
    ("placements", "text"),
    [
        ("spam", "placements must be a dict by provider"),
        (["Gmail"], "placements must be a dict by provider"),
        ({"Gmail": {"spam": "x"}}, "spam must be a number, got 'x'"),
    ],
)
def test_placements_of_the_wrong_type_are_an_error(
    mocked: SesMock, sesv2: SESV2Client, placements: Any, text: str
) -> None:
    """Placements of the wrong type raise TypeError, and the report stays in progress."""
    report = mocked.account.deliverability.reports[start_test(sesv2)]

    with pytest.raises(TypeError, match=text):
        report.complete(placements)
    assert report.status == "IN_PROGRESS"


def test_percentages_may_be_fractions(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Percentages can be fractions whose floating-point sum is not exactly 100."""
    report = mocked.account.deliverability.reports[start_test(sesv2)]
    report.complete(
        {"Gmail": {"inbox": 33.4, "spam": 33.3, "missing": 33.3}, "Yahoo": {"spam": 70, "missing": 10.1}}
    )
    placements = report.placements or {}

    assert (placements["Gmail"].inbox, placements["Yahoo"].inbox) == (33.4, 19.9)


def test_a_placement_test_can_be_completed_once(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A completed placement test cannot be completed again."""
    report = mocked.account.deliverability.reports[start_test(sesv2)]
    report.complete()

    with pytest.raises(ValueError, match="is already complete"):
        report.complete()


ATTACHMENT: dict[str, Any] = {
    "FileName": "price.pdf",
    "RawContent": b"%PDF",
    "ContentType": "application/pdf",
    "ContentDescription": "Prices",
    "ContentDisposition": "INLINE",
    "ContentId": "price-1",
    "ContentTransferEncoding": "QUOTED_PRINTABLE",
}


def test_attachments_and_headers_are_tested(sesv2: SESV2Client) -> None:
    """The message contains the attachments and headers of simple content and of templates."""
    extras: Any = {"Attachments": [ATTACHMENT], "Headers": [{"Name": "X-Shop", "Value": "7"}]}
    sesv2.create_email_template(TemplateName="hello", TemplateContent={"Subject": "Hi", "Text": "Hi"})
    contents = [
        {"Simple": {**CONTENT["Simple"], **extras}},
        {"Template": {"TemplateName": "hello", "TemplateData": "{}", **extras}},
    ]
    for content in contents:
        message = message_from_string(read_report(sesv2, start_test(sesv2, Content=content))["Message"])
        [part] = [part for part in message.walk() if part.get_filename() == "price.pdf"]

        assert message["X-Shop"] == "7"
        assert (part.get_content_type(), part.get_content_disposition()) == ("application/pdf", "inline")
        assert (part["Content-Description"], part["Content-ID"]) == ("Prices", "<price-1>")
        assert part.get_payload(decode=True) == b"%PDF"


def test_html_and_charsets_are_tested(client: Any) -> None:
    """The message has a part for each body, in the charset of the request."""
    body = {
        "Text": {"Data": "Grüße", "Charset": "ISO-8859-1"},
        "Html": {"Data": "<p>Ü</p>", "Charset": "UTF-8"},
    }
    content = {"Simple": {"Subject": {"Data": "Grüße", "Charset": "ISO-8859-1"}, "Body": body}}
    report = read_report(client, start_test(client, Content=content))
    parts = [part for part in message_from_string(report["Message"]).walk() if not part.is_multipart()]

    assert report["DeliverabilityTestReport"]["Subject"] == "Grüße"
    assert [(part.get_content_type(), part.get_content_charset()) for part in parts] == [
        ("text/plain", "iso-8859-1"),
        ("text/html", "utf-8"),
    ]
    assert [part.get_payload(decode=True) for part in parts] == [
        "Grüße".encode("latin-1"),
        "<p>Ü</p>".encode(),
    ]


def test_an_inline_template_is_tested(sesv2: SESV2Client) -> None:
    """A template in the request is rendered like a stored one."""
    inline = {"Subject": "Hi {{name}}", "Text": "Hi", "Html": "<p>{{name}}</p>"}
    content = {"Template": {"TemplateContent": inline, "TemplateData": '{"name": "Ada"}'}}
    report = read_report(sesv2, start_test(sesv2, Content=content))

    assert report["DeliverabilityTestReport"]["Subject"] == "Hi Ada"
    assert "<p>Ada</p>" in report["Message"]


def test_raw_mail_and_templates_can_be_tested(mocked: SesMock, client: Any) -> None:
    """The report shows the message as recipients would get it, with UTF-8 in its body."""
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
    reports = [read_report(client, start_test(client, Content=content)) for content in contents]

    assert [report["DeliverabilityTestReport"]["Subject"] for report in reports] == ["Raw", "Hi Ada"]
    assert "Grüße" in reports[0]["Message"]


def test_a_sandbox_account_can_test_placements(mocked: SesMock, client: Any) -> None:
    """A placement test needs no verified recipients."""
    mocked.account.sandbox = True

    assert start_test(client) in mocked.account.deliverability.reports


def pause_sending(mocked: SesMock) -> None:
    """Disable sending for the account."""
    mocked.account.sending_enabled = False


def suspend_account(mocked: SesMock) -> None:
    """Suspend the account."""
    mocked.account.suspended = True


def fail_mail_from(mocked: SesMock) -> None:
    """Fail the verification of a MAIL FROM domain that is set to reject mail in this case."""
    boto3.client("sesv2").put_email_identity_mail_from_attributes(
        EmailIdentity="example.com",
        MailFromDomain="mail.example.com",
        BehaviorOnMxFailure="REJECT_MESSAGE",
    )
    mocked.fail_verification("mail.example.com")


def do_nothing(mocked: SesMock) -> None:
    """Change nothing."""


MISSING = {"Template": {"TemplateArn": "arn:aws:ses:us-east-1:123456789012:template/x", "TemplateData": "{}"}}


@pytest.mark.parametrize(
    ("prepare", "parameters", "code"),
    [
        (do_nothing, {"FromEmailAddress": "shop@example.org"}, "MessageRejected"),
        (do_nothing, {"FromEmailAddress": "shop"}, "BadRequestException"),
        (do_nothing, {"Content": MISSING}, "NotFoundException"),
        (do_nothing, {"Content": {}}, "BadRequestException"),
        (do_nothing, {"Tags": [{"Key": "aws:x", "Value": ""}]}, "BadRequestException"),
        (pause_sending, {}, "SendingPausedException"),
        (suspend_account, {}, "AccountSuspendedException"),
        (fail_mail_from, {}, "MailFromDomainNotVerifiedException"),
    ],
)
def test_mail_that_cannot_be_sent_cannot_be_tested(
    mocked: SesMock, client: Any, prepare: Any, parameters: dict[str, Any], code: str
) -> None:
    """A placement test is refused with the same errors as a send."""
    prepare(mocked)
    request = {"FromEmailAddress": SENDER, "Content": CONTENT, **parameters}

    assert refusal(client.create_deliverability_test_report, **request)[0] == code


def test_a_rendering_failure_cannot_be_tested(sesv2: SESV2Client) -> None:
    """A template that cannot be rendered is refused with the error of TestRenderEmailTemplate."""
    inline: Any = {
        "Template": {"TemplateContent": {"Subject": "Hi {{name}}", "Text": "Hi"}, "TemplateData": "{}"}
    }

    assert refusal(sesv2.create_deliverability_test_report, FromEmailAddress=SENDER, Content=inline) == (
        "MessageRejected",
        "Attribute 'name' is not present in the rendering data.",
    )


def test_an_unknown_report_is_not_found(client: Any) -> None:
    """The error about an unknown report contains its ID."""
    assert refusal(client.get_deliverability_test_report, ReportId="x") == (
        "NotFoundException",
        "Report x does not exist.",
    )


def test_reports_are_listed_in_pages(client: Any) -> None:
    """The newest report comes first, and a page size of 0 means the default."""
    ids = [start_test(client) for _ in range(3)]
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
def test_an_invalid_list_request_is_refused(client: Any, parameters: dict[str, Any], text: str) -> None:
    """An invalid page size or token is refused."""
    assert refusal(client.list_deliverability_test_reports, **parameters) == ("BadRequestException", text)


def test_a_report_can_be_tagged(client: Any) -> None:
    """A report can be tagged by its ARN, and the ARN of an unknown report is refused."""
    arn = "arn:aws:ses:us-east-1:123456789012:deliverability-test-report/"
    report_id = start_test(client)
    client.tag_resource(ResourceArn=f"{arn}{report_id}", Tags=[{"Key": "team", "Value": "shop"}])

    assert read_report(client, report_id)["Tags"] == [{"Key": "team", "Value": "shop"}]
    assert refusal(client.list_tags_for_resource, ResourceArn=f"{arn}x") == (
        "NotFoundException",
        "No DeliverabilityTestReport present with name: x",
    )


def test_each_placement_test_takes_a_day(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A placement test ends a day after its own start."""
    first = start_test(sesv2)
    mocked.clock.shift(timedelta(hours=1))
    second = start_test(sesv2)
    mocked.clock.shift(timedelta(hours=23))
    reports = mocked.account.deliverability.reports

    assert (reports[first].status, reports[second].status) == ("COMPLETED", "IN_PROGRESS")
