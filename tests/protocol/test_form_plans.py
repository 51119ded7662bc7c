"""The plans that speed up the parsing of forms with the same fields."""

from __future__ import annotations

from typing import Any

import pytest

from sesmock.protocol import forms
from sesmock.protocol.errors import WireError
from sesmock.protocol.form_plans import build_form_parser
from sesmock.protocol.models import service_model

MODEL = service_model("ses")
SEND = "SendEmail"
FORMS = [
    (
        SEND,
        "Source=a&Message.Subject.Data=Hi&Message.Body.Text.Data=Hello&Destination.ToAddresses.member.1=b",
    ),
    (SEND, "Tags.member.1.Value=b&Tags.member.1.Name=a&Tags.member.2.Name=c&Unknown=d&Unknown.e=f"),
    (SEND, "Source.Part=a&Source=b"),
    (SEND, "Message=&Message.Subject.Data=Hi"),
    (SEND, "Destination.ToAddresses="),
    (SEND, "Destination.ToAddresses.member.2=b&Destination.ToAddresses.member.1=a"),
    (SEND, "Tags.entry.1=a"),
    (SEND, "Message.Subject=Hi"),
    (SEND, "&".join(f"Destination.ToAddresses.member.{number}=a" for number in range(1, 100))),
    ("SendRawEmail", "RawMessage.Data=SGk=&Destinations.member.1=a"),
    ("SendRawEmail", "RawMessage.Data=%"),
    ("SetIdentityDkimEnabled", "Identity=a&DkimEnabled=true"),
    ("SetIdentityDkimEnabled", "Identity=a&DkimEnabled=maybe"),
]


def read(parse: object, form: object) -> object:
    """Return the parameters of a form, or the message of its error."""
    try:
        return parse(form)  # type: ignore[operator]
    except WireError as error:
        return error.code, error.message


@pytest.mark.parametrize(("operation", "form"), FORMS)
def test_a_plan_reads_what_the_parser_reads(operation: str, form: str) -> None:
    """A plan gives the same parameters or the same error as the general parser, on its first and its second use."""
    shape: Any = MODEL.operation_model(operation).input_shape
    fields = forms.parse_fields(form)
    parse = build_form_parser(shape)
    first, again = read(parse, fields), read(parse, fields)

    expected = read(forms.build_parser(shape), forms.build_tree(fields))
    assert repr(first) == repr(again) == repr(expected)


def test_plans_share_no_values() -> None:
    """Two calls with the same fields get separate objects as parameters."""
    shape: Any = MODEL.operation_model(SEND).input_shape
    parse, fields = build_form_parser(shape), {"Destination.ToAddresses.member.1": "a"}
    parse(fields)["Destination"]["ToAddresses"].append("b")

    assert parse(fields) == {"Destination": {"ToAddresses": ["a"]}}
