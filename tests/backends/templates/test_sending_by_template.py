"""Messages from stored and inline templates in the three APIs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import MissingTemplateAttribute, SesMock, mock_ses
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

SENDER = "shop@example.com"
TO: Any = {"ToAddresses": ["ada@example.net"]}
ARN = "arn:aws:ses:us-east-1:123456789012:template/welcome"
INLINE = {"Subject": "Hello, {{name}}", "Text": "Dear {{name}}"}


@pytest.fixture(autouse=True)
def welcome(mocked: SesMock) -> None:
    """Create a template."""
    parts = {
        "SubjectPart": "Hello, {{name}}",
        "TextPart": "Dear {{name}}",
        "HtmlPart": "<p>{{#if vip}}VIP {{/if}}{{name}}</p>",
    }
    boto3.client("ses").create_template(Template={"TemplateName": "welcome", **parts})


def send_by_v1(client: SESClient, data: str = '{"name": "Ada"}', **changes: Any) -> str:
    """Send a templated message with SES v1."""
    request = {"Source": SENDER, "Destination": TO, "Template": "welcome", "TemplateData": data, **changes}
    return client.send_templated_email(**request)["MessageId"]


def send_by_rest(
    client: Any, data: str | None = '{"name": "Ada"}', *, sender: str | None = SENDER, **template: Any
) -> str:
    """Send a templated message with SES v2 or Pinpoint Email."""
    parameters = {**template, **({} if data is None else {"TemplateData": data})}
    from_address = {} if sender is None else {"FromEmailAddress": sender}
    message_id: str = client.send_email(**from_address, Destination=TO, Content={"Template": parameters})[
        "MessageId"
    ]
    return message_id


def test_v1_sends_by_name(mocked: SesMock, ses: SESClient) -> None:
    """A message has its rendered parts, its template and its data."""
    message_id = send_by_v1(ses, '{"name": "Ada", "vip": true}', Tags=[{"Name": "a", "Value": "b"}])
    message = mocked.outbox.one(template="welcome", data={"name": "Ada"})

    assert (message.message_id, message.subject, message.text) == (message_id, "Hello, Ada", "Dear Ada")
    assert (message.html, message.tags, message.operation) == (
        "<p>VIP Ada</p>",
        {"a": "b"},
        "SendTemplatedEmail",
    )
    assert message.call is not None
    assert message.mime["Subject"] == "Hello, Ada"


@pytest.mark.parametrize(
    "template",
    [{"TemplateName": "welcome"}, {"TemplateArn": ARN}, {"TemplateContent": INLINE}],
    ids=lambda template: next(iter(template)),
)
def test_v2_sends_by_name_arn_or_inline(mocked: SesMock, sesv2: SESV2Client, template: Any) -> None:
    """v2 can send by name, ARN or inline template, with headers and attachments."""
    attachment = {"FileName": "a.txt", "RawContent": b"x"}
    send_by_rest(sesv2, **template, Headers=[{"Name": "X-A", "Value": "b"}], Attachments=[attachment])
    [message] = mocked.outbox

    assert (message.subject, message.text, message.headers["X-A"]) == ("Hello, Ada", "Dear Ada", "b")
    assert [part.file_name for part in message.attachments] == ["a.txt"]
    assert message.template is not None
    assert (message.template.name, message.template.data) == (
        None if "TemplateContent" in template else "welcome",
        {"name": "Ada"},
    )


def test_pinpoint_sends_by_arn(mocked: SesMock, pinpoint_email: PinpointEmailClient) -> None:
    """Pinpoint Email sends by ARN, because its model has no template names."""
    send_by_rest(pinpoint_email, TemplateArn=ARN)

    assert mocked.outbox[0].subject == "Hello, Ada"


def test_a_rendering_failure_is_accepted_and_not_delivered(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client
) -> None:
    """A rendering failure has an ID, counts toward the quota and is in ``rendering_failures``."""
    first = send_by_v1(ses, "{}")
    second = send_by_rest(sesv2, None, TemplateName="welcome")

    assert [message.message_id for message in mocked.rendering_failures] == [first, second]
    assert (len(mocked.outbox), mocked.account.sent_last_24_hours) == (0, 2)
    assert [str(each) for each in mocked.rendering_failures[0].outcomes.values()] == ["not rendered"]
    assert mocked.rendering_failures[0].call is not None


def test_a_lone_surrogate_becomes_a_question_mark(mocked: SesMock, ses: SESClient) -> None:
    """A lone surrogate, which JSON can escape but a message cannot contain, becomes a question mark."""
    send_by_v1(ses, r'{"name": "Zo\u00eb \ud83d"}')
    response = ses.test_render_template(TemplateName="welcome", TemplateData=r'{"name": "\ud83d"}')

    assert (mocked.outbox[0].subject, mocked.outbox[0].mime["Subject"]) == ("Hello, Zoë ?", "Hello, Zoë ?")
    assert "Subject: Hello, ?\r\n" in response["RenderedTemplate"]


def test_a_recursive_template_is_not_delivered(mocked: SesMock, ses: SESClient) -> None:
    """A template that calls itself is a rendering failure."""
    text = "{{#*inline 'p'}}{{> p}}{{/inline}}{{> p}}"
    ses.create_template(Template={"TemplateName": "loop", "SubjectPart": "s", "TextPart": text})
    send_by_v1(ses, "{}", Template="loop")

    assert len(mocked.rendering_failures) == 1


def test_strict_templates_raise_an_error() -> None:
    """With ``strict_templates``, the error shows the template and the attribute, and nothing is sent."""
    with mock_ses(identities=["example.com"], strict_templates=True, isolated=True) as mocked:
        client = boto3.client("sesv2")
        with pytest.raises(
            MissingTemplateAttribute, match=r"Template \(inline\): Attribute 'name' is not present"
        ):
            send_by_rest(client, "{}", TemplateContent=INLINE)

    assert len(mocked.outbox) == len(mocked.rendering_failures) == 0


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"Template": "x"}, ("TemplateDoesNotExist", "Template x does not exist")),
        ({"data": "["}, ("InvalidParameterValue", "The template data is invalid")),
        ({"Source": "nope"}, ("InvalidParameterValue", "Missing final '@domain'")),
        (
            {"Destination": {"ToAddresses": []}},
            ("InvalidParameterValue", "There are no recipients specified."),
        ),
    ],
)
def test_v1_refuses_invalid_requests(
    mocked: SesMock, ses: SESClient, changes: Any, error: tuple[str, str]
) -> None:
    """v1 refuses unknown templates and invalid data, senders and recipients, and nothing is sent."""
    assert refusal(send_by_v1, client=ses, **changes) == error
    assert len(mocked.outbox) == len(mocked.rendering_failures) == 0


ONE = "Exactly one of TemplateName, TemplateArn and TemplateContent must be specified."


@pytest.mark.parametrize(
    ("template", "error"),
    [
        ({}, ("BadRequestException", ONE)),
        ({"TemplateName": "welcome", "TemplateArn": ARN}, ("BadRequestException", ONE)),
        ({"TemplateName": "x"}, ("NotFoundException", "Template x does not exist")),
        ({"TemplateArn": "arn:x"}, ("NotFoundException", "Template arn:x does not exist")),
        ({"TemplateName": "welcome", "sender": None}, ("BadRequestException", "Source cannot be empty")),
        (
            {"TemplateName": "welcome", "data": "1"},
            ("BadRequestException", "Unable to parse template data (invalid JSON)."),
        ),
        (
            {"TemplateContent": {**INLINE, "Text": "{{#if name}}x{{/if}}"}},
            ("BadRequestException", "Template contains unsupported operations."),
        ),
        (
            {"TemplateContent": {**INLINE, "Text": "{{lookup name 1}}"}},
            ("BadRequestException", "Template contains unsupported operations."),
        ),
        (
            {"TemplateContent": {"Subject": "s"}},
            ("BadRequestException", "The inline template must have a subject, and a text or HTML part."),
        ),
        (
            {"TemplateName": "welcome", "Headers": [{"Name": " ", "Value": "x"}]},
            ("BadRequestException", "The header name must be specified."),
        ),
    ],
)
def test_v2_refuses_invalid_requests(
    mocked: SesMock, sesv2: SESV2Client, template: Any, error: tuple[str, str]
) -> None:
    """v2 refuses invalid names, ARNs, inline templates, data and headers."""
    assert refusal(send_by_rest, client=sesv2, **template) == error
    assert len(mocked.outbox) == len(mocked.rendering_failures) == 0
