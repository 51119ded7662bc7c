"""Bulk sending from one template in SES v1 and v2: requests, templates, rendering and policies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import MissingTemplateAttribute, SesMock, mock_ses
from sesmock.domain.templates import rendering
from sesmock.domain.templates.handlebars import evaluator
from tests.backends.sending.bulk_sends import (
    BOTH,
    DEFAULTS,
    PARTS,
    destination,
    list_statuses,
    name_value,
    send_by_v1,
    send_by_v2,
)
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock.domain.templates.handlebars.nodes import Program

    Send = Callable[..., list[Any]]

pytestmark = pytest.mark.usefixtures("news")


@pytest.mark.parametrize("size", [262_144, 262_145])
@BOTH
def test_data_has_at_most_262144_characters(mocked: SesMock, send: Send, size: int) -> None:
    """Data of 262,144 characters is accepted, and longer data fails the whole call."""
    data = '{"name": "' + "x" * (size - 12) + '"}'
    if size == 262_144:
        assert list_statuses(send([{"data": data}]))[0][1] is None
    else:
        code, message = refusal(send, entries=[{}, {"data": data}])
        assert code in {"ValidationError", "BadRequestException"}
        assert "Member must have length less than or equal to 262144" in (message or "")
        assert len(mocked.outbox) == 0


UNVERIFIED = (
    "Email address is not verified. The following identities failed the check in region US-EAST-1: "
    "shop@example.org"
)
PAUSED = (
    "Sending paused for this account. For more information, please check the inbox of the email address "
    "associated with your AWS account."
)
LONG = f"{'x' * 320}@example.com"


@pytest.mark.parametrize(
    ("changes", "v1_code", "v2_code", "message"),
    [
        (
            {"tags": [name_value("a b", "c")], "sender": "nope"},
            "InvalidParameterValue",
            "BadRequestException",
            "Invalid tag name <a b>: only alphanumeric ASCII characters, '_',  '-' are allowed.",
        ),
        (
            {"entries": [{}, {"tags": [name_value("a", "")]}]},
            "InvalidParameterValue",
            "BadRequestException",
            "The tag value must be specified.",
        ),
        (
            {"sender": "nope", "template": "x"},
            "InvalidParameterValue",
            "BadRequestException",
            "Missing final '@domain'",
        ),
        (
            {"sender": LONG, "template": "x"},
            "InvalidParameterValue",
            "BadRequestException",
            f"Address length is more than 320 characters long: '{LONG}'.",
        ),
        (
            {"ConfigurationSetName": "x", "template": "x"},
            "ConfigurationSetDoesNotExist",
            "NotFoundException",
            "Configuration set <x> does not exist.",
        ),
        ({"template": "x"}, "TemplateDoesNotExist", "NotFoundException", "Template x does not exist"),
        ({"sender": "shop@example.org"}, "MessageRejected", "MessageRejected", UNVERIFIED),
        (
            {"entries": [{}] * 51},
            "MessageRejected",
            "MessageRejected",
            "The number of destinations cannot exceed 50.",
        ),
        (
            {"entries": []},
            "InvalidParameterValue",
            "BadRequestException",
            "At least one destination must be specified.",
        ),
    ],
    ids=["tag", "own tag", "sender", "long", "set", "template", "unverified", "51", "none"],
)
def test_invalid_requests_fail_the_whole_call(
    mocked: SesMock, changes: dict[str, Any], v1_code: str, v2_code: str, message: str
) -> None:
    """An invalid request fails the whole call with the first error in SES's order, and nothing is sent."""
    arguments: dict[str, Any] = {"entries": [{}, {}], **changes}

    assert refusal(send_by_v1, **arguments) == (v1_code, message)
    assert refusal(send_by_v2, **arguments) == (v2_code, message)
    assert (len(mocked.outbox), len(mocked.rejected)) == (0, 2)


@BOTH
def test_a_malformed_return_path_fails_the_whole_call(send: Send) -> None:
    """A malformed return path fails the whole call, as a malformed sender does."""
    member = "ReturnPath" if send is send_by_v1 else "FeedbackForwardingEmailAddress"

    assert refusal(send, entries=[{}], template="x", **{member: "nope"})[1] == "Missing final '@domain'"


@BOTH
@pytest.mark.parametrize(
    ("standing", "codes"),
    [
        ({"sending_enabled": False}, {"AccountSendingPausedException", "SendingPausedException"}),
        ({"enforcement_status": "SHUTDOWN"}, {"MessageRejected"}),
    ],
)
def test_a_paused_account_fails_the_whole_call(
    mocked: SesMock, send: Send, standing: dict[str, Any], codes: set[str]
) -> None:
    """A paused account fails the whole call before the template is looked up."""
    for name, value in standing.items():
        setattr(mocked.account, name, value)
    code, message = refusal(send, entries=[{}], template="x")

    assert code in codes
    assert message == PAUSED


@BOTH
def test_a_paused_configuration_set_fails_the_whole_call(ses: SESClient, send: Send) -> None:
    """A paused configuration set fails the whole call before the template is looked up."""
    ses.create_configuration_set(ConfigurationSet={"Name": "paused"})
    ses.update_configuration_set_sending_enabled(ConfigurationSetName="paused", Enabled=False)
    code, message = refusal(send, entries=[{}], template="x", ConfigurationSetName="paused")

    assert code in {"ConfigurationSetSendingPausedException", "SendingPausedException"}
    assert message == "Sending is paused for configuration set paused"


@BOTH
def test_a_rendering_failure_is_accepted_and_not_delivered(mocked: SesMock, send: Send) -> None:
    """An entry that cannot be rendered has a successful status, as in a single send."""
    results = send([{}, {"data": '{"name": null}'}], data=json.dumps(DEFAULTS))

    assert [error for _, error in list_statuses(results)] == [None, None]
    assert [message.message_id for message in mocked.rendering_failures] == [results[1]["MessageId"]]
    assert len(mocked.outbox) == 1


@BOTH
def test_strict_templates_raise_an_error(send: Send) -> None:
    """With ``strict_templates``, a missing attribute raises an error, and no entry is sent."""
    with mock_ses(identities=["example.com"], strict_templates=True, isolated=True) as mocked:
        boto3.client("sesv2").create_email_template(TemplateName="news", TemplateContent=PARTS)
        with pytest.raises(MissingTemplateAttribute, match="Template news: Attribute 'name' is not present"):
            send([{}, {"data": '{"name": null}'}])

    assert len(mocked.outbox) == len(mocked.rendering_failures) == 0


@BOTH
def test_a_recursive_template_is_not_delivered(mocked: SesMock, ses: SESClient, send: Send) -> None:
    """A partial that calls itself is a rendering failure of each entry."""
    text = "{{#*inline 'p'}}{{> p}}{{> p}}{{/inline}}{{> p}}"
    ses.create_template(Template={"TemplateName": "loop", "SubjectPart": "s", "TextPart": text})

    assert {error for _, error in list_statuses(send([{}] * 50, template="loop"))} == {None}
    assert len(mocked.rendering_failures) == 50


@BOTH
def test_all_renderings_together_are_bounded(
    mocked: SesMock, ses: SESClient, monkeypatch: pytest.MonkeyPatch, send: Send
) -> None:
    """The limit on rendering steps applies to all entries of a bulk send together."""
    monkeypatch.setattr(evaluator, "MAX_STEPS", 100)
    text = "{{#each items}}{{#each @root.items}}{{this}}{{/each}}{{/each}}"
    ses.create_template(Template={"TemplateName": "loops", "SubjectPart": "s", "TextPart": text})
    send([{}] * 50, template="loops")

    assert (len(mocked.outbox), len(mocked.rendering_failures)) == (100 // 8, 50 - 100 // 8)


def test_an_inline_template_is_parsed_once(mocked: SesMock, monkeypatch: pytest.MonkeyPatch) -> None:
    """An inline template is parsed once for all entries."""
    parsed_texts: list[str] = []
    compile_part = rendering.compile_part

    def record_and_compile(text: str, name: str) -> Program:
        parsed_texts.append(text)
        return compile_part(text, name)

    monkeypatch.setattr(rendering, "compile_part", record_and_compile)
    send_by_v2([{}] * 50, template={"TemplateContent": {"Subject": "Hi {{name}}", "Text": "x"}})

    assert parsed_texts == ["Hi {{name}}", "x"]
    assert {message.subject for message in mocked.outbox} == {"Hi you"}


ONE = "Exactly one of TemplateName, TemplateArn and TemplateContent must be specified."


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sender": ""}, "Source cannot be empty"),
        ({"DefaultContent": {}}, ONE),
        ({"template": {"TemplateArn": "arn:x"}}, "Template arn:x does not exist"),
        (
            {"template": {"TemplateContent": {"Subject": "s", "Text": "{{#if a}}x{{/if}}"}}},
            "Template contains unsupported operations.",
        ),
        (
            {"template": {"TemplateContent": {"Subject": "s", "Text": "{{#if a}}" * 50_000}}},
            "The template is invalid: line 1: blocks are nested too deeply",
        ),
        (
            {"template": {"TemplateName": "news", "Headers": [name_value(" ", "x")]}},
            "The header name must be specified.",
        ),
        ({"entries": [{}, {"headers": [name_value(" ", "x")]}]}, "The header name must be specified."),
        (
            {"entries": [{"headers": [{"Name": "X-A", "Value": "é"}]}]},
            "1 validation error detected: Value at "
            "'bulkEmailEntries.1.member.replacementHeaders.1.member.value' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [ -~]*",
        ),
    ],
)
def test_v2_refuses_invalid_requests(mocked: SesMock, changes: dict[str, Any], message: str) -> None:
    """In v2, invalid senders, templates and headers fail the whole call."""
    assert refusal(send_by_v2, **{"entries": [{}], **changes})[1] == message
    assert len(mocked.outbox) == 0


def test_v2_overrides_tracking_for_all_entries(mocked: SesMock, sesv2: SESV2Client) -> None:
    """In v2, a tracking override applies to every message."""
    sesv2.create_email_template(TemplateName="page", TemplateContent={"Subject": "s", "Html": "<p>Hi</p>"})
    overrides = {"Tracking": {"OpenTrackingEnabled": "ENABLED"}}
    send_by_v2([{}, {}], template="page", ConfigurationOverrides=overrides)

    assert [b"awstrack.me/I0/" in message.raw for message in mocked.outbox] == [True, True]


@pytest.mark.parametrize(
    ("send", "action", "member"),
    [
        (send_by_v1, "ses:SendBulkTemplatedEmail", "SourceArn"),
        (send_by_v2, "ses:SendBulkEmail", "FromEmailAddressIdentityArn"),
    ],
    ids=["v1", "v2"],
)
def test_a_delegate_can_send_in_bulk(mocked: SesMock, send: Send, action: str, member: str) -> None:
    """The conditions of a policy apply to the recipients of all entries."""
    arn = "arn:aws:ses:us-east-1:210987654321:identity/example.org"
    mocked.accounts["210987654321", "us-east-1"]
    mocked.verify("example.org")
    mocked.accounts.bind("AKIAOWNER", "210987654321")
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "123456789012"},
        "Action": action,
        "Resource": arn,
        "Condition": {"ForAllValues:StringLike": {"ses:Recipients": "*@example.net"}},
    }
    owner = boto3.client("ses", aws_access_key_id="AKIAOWNER", aws_secret_access_key="x")
    owner.put_identity_policy(
        Identity="example.org", PolicyName="p", Policy=json.dumps({"Statement": [statement]})
    )
    changes = {"sender": "shop@example.org", member: arn}

    assert {error for _, error in list_statuses(send([{}, {}], **changes))} == {None}
    assert "is not authorized to perform" in (
        refusal(send, entries=[{}, {"to": destination("x@example.com")}], **changes)[1] or ""
    )
    assert len(mocked.outbox) == 2
