"""Stored templates in SES v1 and v2, and test renderings."""

from __future__ import annotations

import email
import email.policy
import json
from typing import TYPE_CHECKING, Any

import pytest

from sesmock.domain.templates import templates
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

PARTS = {"Subject": "Hello, {{name}}", "Text": "Dear {{name}}", "Html": "<p>Dear {{name}}</p>"}


def create_template(client: Any, name: str = "welcome", **changes: Any) -> None:
    """Create a template with either client."""
    put_template(client, "create", name, **changes)


def put_template(client: Any, verb: str, name: str, tags: Any = None, **changes: Any) -> None:
    """Create or update a template with either client."""
    parts = {part: text for part, text in {**PARTS, **changes}.items() if text is not None}
    if client.meta.service_model.service_name == "ses":
        v1_parts = {f"{part}Part": text for part, text in parts.items()}
        getattr(client, f"{verb}_template")(Template={"TemplateName": name, **v1_parts})
    else:
        method = getattr(client, f"{verb}_email_template")
        method(TemplateName=name, TemplateContent=parts, **({"Tags": tags} if tags else {}))


def test_both_apis_share_the_templates(ses: SESClient, sesv2: SESV2Client) -> None:
    """Each API can show, replace and delete a template; an update removes omitted parts and keeps the tags."""
    tags = [{"Key": "team", "Value": "shop"}]
    create_template(sesv2, tags=tags)
    by_v1 = ses.get_template(TemplateName="welcome")["Template"]
    put_template(ses, "update", "welcome", Html=None, Subject="Hi")
    by_v2 = sesv2.get_email_template(TemplateName="welcome")
    put_template(sesv2, "update", "welcome", Text=None)
    sesv2.delete_email_template(TemplateName="welcome")
    create_template(ses)
    ses.delete_template(TemplateName="welcome")
    ses.delete_template(TemplateName="welcome")

    assert by_v1 == {"TemplateName": "welcome", **{f"{part}Part": text for part, text in PARTS.items()}}
    assert (by_v2["TemplateContent"], by_v2["Tags"]) == ({"Subject": "Hi", "Text": PARTS["Text"]}, tags)
    assert sesv2.list_email_templates()["TemplatesMetadata"] == []


def test_templates_are_listed_newest_first(ses: SESClient, sesv2: SESV2Client) -> None:
    """Templates are listed newest first, 10 per page; in v1, a size out of range means 100."""
    for number in range(12):
        create_template(ses, f"t{number:02}")
    first = sesv2.list_email_templates()
    rest = sesv2.list_email_templates(NextToken=first["NextToken"])
    v1_page = ses.list_templates(MaxItems=0)

    assert [item["TemplateName"] for item in first["TemplatesMetadata"]] == [
        f"t{n:02}" for n in range(11, 1, -1)
    ]
    assert [item["TemplateName"] for item in rest["TemplatesMetadata"]] == ["t01", "t00"]
    assert (len(v1_page["TemplatesMetadata"]), len(ses.list_templates()["TemplatesMetadata"])) == (12, 10)
    assert v1_page["TemplatesMetadata"][0]["CreatedTimestamp"].tzinfo is not None


@pytest.mark.parametrize(
    "index",
    [
        0,
        2,
        -1,
        slice(None),
        slice(1, 2),
        slice(1, 9),
        slice(2, 3),
        slice(2, 1),
        slice(5, 9),
        slice(None, None, 2),
    ],
    ids=str,
)
def test_the_listed_templates_are_a_sequence(mocked: SesMock, sesv2: SESV2Client, index: slice | int) -> None:
    """Indexes and slices select the same templates as those of a list, without a copy of all templates."""
    for name in ("a", "b", "c"):
        create_template(sesv2, name)
    a, b, c = (mocked.account.templates[name] for name in "abc")

    assert templates.list_newest_first(mocked.account)[index] == [c, b, a][index]


@pytest.mark.parametrize(
    ("method", "parameters", "error"),
    [
        (
            "list_email_templates",
            {"PageSize": 101},
            ("BadRequestException", "The page size must be between 1 and 100"),
        ),
        ("list_email_templates", {"NextToken": "x"}, ("BadRequestException", "Invalid PageToken <x>.")),
        ("get_email_template", {"TemplateName": "x"}, ("NotFoundException", "Template x does not exist")),
        ("delete_email_template", {"TemplateName": "x"}, ("NotFoundException", "Template x does not exist")),
    ],
)
def test_v2_refuses_invalid_requests(
    sesv2: SESV2Client, method: str, parameters: Any, error: tuple[str, str]
) -> None:
    """v2 refuses invalid page sizes and tokens, and unknown names."""
    assert refusal(getattr(sesv2, method), **parameters) == error


def test_v1_refuses_invalid_requests(ses: SESClient) -> None:
    """v1 refuses invalid tokens and unknown names with its own codes."""
    unknown = ("TemplateDoesNotExist", "Template x does not exist")

    assert refusal(ses.list_templates, NextToken="x") == ("InvalidParameterValue", "Invalid PageToken <x>.")
    assert refusal(ses.get_template, TemplateName="x") == unknown
    assert refusal(put_template, client=ses, verb="update", name="x") == unknown
    assert refusal(ses.test_render_template, TemplateName="x", TemplateData="{}") == unknown


BLOCK = "{{#if x}}"


@pytest.mark.parametrize(
    ("changes", "v1_code", "v2_code", "text"),
    [
        (
            {"name": "wel\ncome"},
            "InvalidParameterValue",
            "BadRequestException",
            "Invalid template name <wel\ncome>: control characters are not allowed.",
        ),
        (
            {"name": " "},
            "InvalidParameterValue",
            "BadRequestException",
            "The template name must be specified.",
        ),
        ({"Subject": None}, "InvalidParameterValue", "BadRequestException", "The subject must be specified."),
        ({"Text": None, "Html": None}, "InvalidParameterValue", "BadRequestException", "must be specified"),
        (
            {"Text": BLOCK},
            "InvalidTemplate",
            "BadRequestException",
            "The template is invalid: line 1: if is not closed",
        ),
        (
            {"Html": "{{> nope}}"},
            "InvalidTemplate",
            "BadRequestException",
            "the partial nope could not be found",
        ),
        ({"Html": BLOCK * 20_000}, "InvalidTemplate", "BadRequestException", "nested too deeply"),
        (
            {"Text": "x" * 501 * 1024},
            "LimitExceeded",
            "LimitExceededException",
            "The template cannot exceed 500 KB.",
        ),
    ],
)
def test_an_invalid_template_is_refused(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client, changes: Any, v1_code: str, v2_code: str, text: str
) -> None:
    """An invalid template is refused and not stored."""
    by_v1, by_v2 = (refusal(create_template, client=client, **changes) for client in (ses, sesv2))

    assert (by_v1[0], by_v2[0]) == (v1_code, v2_code)
    assert text in (by_v1[1] or "")
    assert by_v1[1] == by_v2[1]
    assert mocked.account.templates == {}


def test_a_refused_update_changes_nothing(ses: SESClient) -> None:
    """A template stays unchanged after a refused update."""
    create_template(ses)

    assert (
        refusal(put_template, client=ses, verb="update", name="welcome", Text=BLOCK)[0] == "InvalidTemplate"
    )
    assert ses.get_template(TemplateName="welcome")["Template"]["TextPart"] == PARTS["Text"]


def test_names_are_unique_and_limited(
    ses: SESClient, sesv2: SESV2Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name can be used once, and the number of templates is limited."""
    create_template(ses)
    errors = (refusal(create_template, client=ses), refusal(create_template, client=sesv2))
    monkeypatch.setattr(templates, "MAX_TEMPLATES", 1)

    assert errors == (
        ("AlreadyExists", "Template welcome already exists for account id 123456789012"),
        ("AlreadyExistsException", "Template welcome already exists for account id 123456789012"),
    )
    assert refusal(create_template, client=ses, name="other")[0] == "LimitExceeded"


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_a_test_rendering_is_a_message(ses: SESClient, sesv2: SESV2Client, api: str) -> None:
    """A test rendering is a whole message without addresses."""
    inline = "{{#* inline 'greet'}}Dear {{name}}{{/inline}}{{> greet}}{{#> missing}}, friend{{/missing}}"
    create_template(ses, Text=inline, Html="<p>{{#each items}}{{name}} {{/each}}</p>")
    data = json.dumps({"name": "Äda", "items": [{"name": "a"}, {"name": "b"}]})
    if api == "v1":
        rendered = ses.test_render_template(TemplateName="welcome", TemplateData=data)["RenderedTemplate"]
    else:
        rendered = sesv2.test_render_email_template(TemplateName="welcome", TemplateData=data)[
            "RenderedTemplate"
        ]
    mail = email.message_from_string(rendered, policy=email.policy.default)

    assert [name for name in mail if name != "Content-Type"] == ["Date", "Subject", "MIME-Version"]
    assert mail["Subject"] == "Hello, Äda"
    assert {part.get_content_type(): part.get_content().strip() for part in mail.iter_parts()} == {
        "text/plain": "Dear Äda, friend",
        "text/html": "<p>a b </p>",
    }


@pytest.mark.parametrize(
    ("data", "v1_error", "v2_error"),
    [
        (
            "{",
            ("InvalidRenderingParameter", "The template data is invalid"),
            "Unable to parse template data (invalid JSON).",
        ),
        (
            "[1]",
            ("InvalidRenderingParameter", "The template data is invalid"),
            "Unable to parse template data (invalid JSON).",
        ),
        (
            '{"name": NaN}',
            ("InvalidRenderingParameter", "The template data is invalid"),
            "Unable to parse template data (invalid JSON).",
        ),
        (
            "[" * 100_000,
            ("InvalidRenderingParameter", "The template data is invalid"),
            "Unable to parse template data (invalid JSON).",
        ),
        (
            '{"name": null}',
            ("MissingRenderingAttribute", "Attribute 'name' is not present in the rendering data."),
            "Attribute 'name' is not present in the rendering data.",
        ),
        (
            '"' + "x" * 262_143 + '"',
            (
                "ValidationError",
                "1 validation error detected: Value at 'templateData' failed to satisfy constraint: "
                "Member must have length less than or equal to 262144",
            ),
            "1 validation error detected: Value at 'templateData' failed to satisfy constraint: "
            "Member must have length less than or equal to 262144",
        ),
    ],
)
def test_template_data_is_checked(
    ses: SESClient, sesv2: SESV2Client, data: str, v1_error: tuple[str, str], v2_error: str
) -> None:
    """Data must be a JSON object of at most 262,144 characters with every attribute of the template."""
    create_template(ses)
    error_of_v2 = refusal(sesv2.test_render_email_template, TemplateName="welcome", TemplateData=data)

    assert refusal(ses.test_render_template, TemplateName="welcome", TemplateData=data) == v1_error
    assert error_of_v2 == ("BadRequestException", v2_error)


def test_a_recursive_partial_is_an_error(ses: SESClient) -> None:
    """A partial that calls itself causes the modeled error."""
    create_template(ses, Text="{{#*inline 'p'}}{{> p}}{{/inline}}{{> p}}")
    error = refusal(ses.test_render_template, TemplateName="welcome", TemplateData='{"name": "Ada"}')

    assert error == ("InvalidRenderingParameter", "The partial p is nested too deeply")
