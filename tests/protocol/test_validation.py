"""The constraints of a model, in SES's texts."""

from __future__ import annotations

from typing import Any

import pytest

from sesmock.protocol.models import service_model
from sesmock.protocol.validation import OWN_TEXT, Checks, Constraint, Invalid, validator

V2 = service_model("sesv2")


def violations(operation: str, parameters: dict[str, Any], checks: Checks | None = None) -> tuple[str, ...]:
    """Return the constraints that parameters break."""
    try:
        validator(V2.operation_model(operation).input_shape, checks or {})(parameters)
    except Invalid as error:
        return error.violations
    return ()


HEADER = {"Name": "X-A", "Value": "b"}


def simple(headers: list[Any]) -> dict[str, Any]:
    """Return a SendEmail request with custom headers."""
    subject = {"Data": "s"}
    return {"Content": {"Simple": {"Subject": subject, "Body": {}, "Headers": headers}}}


@pytest.mark.parametrize(
    ("operation", "parameters", "found"),
    [
        ("SendEmail", simple([HEADER, None]), []),
        ("SendEmail", {}, ["Value at 'content' failed to satisfy constraint: Member must not be null"]),
        (
            "SendEmail",
            simple([HEADER, {"Name": "", "Value": "ü"}]),
            [
                "Value at 'content.simple.headers.2.member.name' failed to satisfy constraint: "
                "Member must have length greater than or equal to 1",
                "Value at 'content.simple.headers.2.member.name' failed to satisfy constraint: "
                "Member must satisfy regular expression pattern: ^[!-9;-@A-~]+$",
                "Value at 'content.simple.headers.2.member.value' failed to satisfy constraint: "
                "Member must satisfy regular expression pattern: [ -~]*",
            ],
        ),
        (
            "SendEmail",
            simple([HEADER] * 16),
            [
                "Value at 'content.simple.headers' failed to satisfy constraint: "
                "Member must have length less than or equal to 15"
            ],
        ),
        (
            "PutConfigurationSetTrackingOptions",
            {"ConfigurationSetName": "a", "HttpsPolicy": "NEVER"},
            [
                "Value at 'httpsPolicy' failed to satisfy constraint: "
                "Member must satisfy enum value set: [OPTIONAL, REQUIRE, REQUIRE_OPEN_ONLY]"
            ],
        ),
    ],
)
def test_broken_constraints_are_told_with_their_path(
    operation: str, parameters: dict[str, Any], found: list[str]
) -> None:
    """Every broken constraint is told, in the order of the shape."""
    assert list(violations(operation, parameters)) == found


@pytest.mark.parametrize(("count", "noun"), [(1, "error"), (2, "errors")])
def test_violations_are_counted(count: int, noun: str) -> None:
    """One error, several errors."""
    assert str(Invalid(("A",) * count)) == f"{count} validation {noun} detected: {'; '.join('A' * count)}"


@pytest.mark.parametrize(
    ("constraint", "name", "broken"),
    [
        (Constraint(required=True), None, True),
        (Constraint(minimum=3), "ab", True),
        (Constraint(maximum=1), "ab", True),
        (Constraint(pattern="[a-c]+"), "abd", True),
        (Constraint(minimum=1, maximum=2), "ab", False),
    ],
)
def test_an_operation_adds_constraints(constraint: Constraint, name: str | None, broken: bool) -> None:
    """A constraint that the model lacks is told as if the model had it."""
    parameters = {"Content": {}, **({} if name is None else {"FromEmailAddress": name})}

    assert bool(violations("SendEmail", parameters, {"FromEmailAddress": constraint})) is broken


def test_an_operation_may_check_a_member_itself() -> None:
    """A member with a text of its own is left to its operation."""
    assert violations("SendEmail", {}, {"Content": OWN_TEXT}) == ()


def test_values_of_numbers_are_checked() -> None:
    """Numbers are compared by value."""
    text = "Member must have value greater than or equal to 5"
    found = violations("ListEmailTemplates", {"PageSize": 3}, {"PageSize": Constraint(minimum=5)})

    assert found == (f"Value at 'pageSize' failed to satisfy constraint: {text}",)


def test_an_operation_without_input_takes_anything() -> None:
    """There is nothing to check without a shape."""
    assert validator(None, {})({"A": 1}) is None
