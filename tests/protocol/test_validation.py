"""The validation of parameters by the constraints of the model, with SES's texts."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.model import ShapeResolver

from sesmock.protocol.models import service_model
from sesmock.protocol.validation import (
    CUSTOM_MESSAGE,
    LATER,
    Checks,
    Constraint,
    Invalid,
    build_member_validator,
    build_validator,
)

V2 = service_model("sesv2")


def list_violations(
    operation: str, parameters: dict[str, Any], checks: Checks | None = None
) -> tuple[str, ...]:
    """Return the texts of the violations in the parameters of an operation."""
    try:
        build_validator(V2.operation_model(operation).input_shape, checks or {})(parameters)
    except Invalid as error:
        return error.violations
    return ()


HEADER = {"Name": "X-A", "Value": "b"}


def build_request(headers: list[Any]) -> dict[str, Any]:
    """Return a SendEmail request with custom headers."""
    subject = {"Data": "s"}
    return {"Content": {"Simple": {"Subject": subject, "Body": {}, "Headers": headers}}}


@pytest.mark.parametrize(
    ("operation", "parameters", "texts"),
    [
        ("SendEmail", build_request([HEADER, HEADER]), []),
        ("SendEmail", {}, ["Value at 'content' failed to satisfy constraint: Member must not be null"]),
        (
            "SendEmail",
            build_request([HEADER, {"Name": "", "Value": "ü"}]),
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
            build_request([HEADER] * 16),
            [
                "Value at 'content.simple.headers' failed to satisfy constraint: "
                "Member must have length less than or equal to 15"
            ],
        ),
        (
            "PutConfigurationSetDeliveryOptions",
            {"ConfigurationSetName": "a", "SharedPoolDeliveryMode": "NEAR"},
            [
                "Value at 'sharedPoolDeliveryMode' failed to satisfy constraint: "
                "Member must satisfy enum value set: [GLOBAL, REGIONAL, ACCOUNT]"
            ],
        ),
        (
            "PutConfigurationSetVdmOptions",
            {"ConfigurationSetName": "a", "VdmOptions": {"DashboardOptions": {"EngagementMetrics": "ON"}}},
            [
                "Value at 'vdmOptions.dashboardOptions.engagementMetrics' failed to satisfy constraint: "
                "Member must satisfy enum value set: [ENABLED, DISABLED]"
            ],
        ),
        (
            "PutAccountSuppressionAttributes",
            {"SuppressedReasons": ["BOUNCE", "SPAM", "RUDE"]},
            [
                "Value at 'suppressedReasons' failed to satisfy constraint: "
                "Member must satisfy constraint: [Member must satisfy enum value set: [BOUNCE, COMPLAINT]]"
            ],
        ),
        (
            "PutAccountSuppressionAttributes",
            {"SuppressedReasons": [None]},
            [
                "Value at 'suppressedReasons' failed to satisfy constraint: "
                "Member must satisfy constraint: [Member must satisfy enum value set: [BOUNCE, COMPLAINT]]"
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
def test_violations_are_reported_with_their_path(
    operation: str, parameters: dict[str, Any], texts: list[str]
) -> None:
    """Every violation is reported with the path of its member, in the order of the model."""
    assert list(list_violations(operation, parameters)) == texts


@pytest.mark.parametrize(("count", "noun"), [(1, "error"), (2, "errors")])
def test_violations_are_counted(count: int, noun: str) -> None:
    """The text says "1 validation error" or "2 validation errors"."""
    # Spec: errors.md §4.
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
    """A constraint that an operation adds is reported like one in the model."""
    parameters = {"Content": {}, **({} if name is None else {"FromEmailAddress": name})}

    assert bool(list_violations("SendEmail", parameters, {"FromEmailAddress": constraint})) is broken


@pytest.mark.parametrize(
    ("operation", "parameters", "own"),
    [
        ("SendEmail", {}, "Content"),
        ("PutAccountSuppressionAttributes", {"SuppressedReasons": ["SPAM"]}, "SuppressedReasons"),
    ],
)
def test_an_operation_can_check_a_member_itself(operation: str, parameters: dict[str, Any], own: str) -> None:
    """A member for which the operation has its own error text is not validated here."""
    assert list_violations(operation, parameters, {own: CUSTOM_MESSAGE}) == ()


def test_values_of_numbers_are_checked() -> None:
    """The limits of a number apply to its value, and the text says so."""
    text = "Member must have value greater than or equal to 5"
    texts = list_violations("ListEmailTemplates", {"PageSize": 3}, {"PageSize": Constraint(minimum=5)})

    assert texts == (f"Value at 'pageSize' failed to satisfy constraint: {text}",)


def test_an_operation_without_input_accepts_anything() -> None:
    """An operation without an input shape accepts any parameters."""
    assert build_validator(None, {})({"A": 1}) is None


@pytest.mark.parametrize(
    ("operation", "parameters", "checks", "text"),
    [
        (
            "GetTenant",
            {},
            {"TenantName": Constraint(required=True, shows_value=True)},
            "Value null at 'tenantName'",
        ),
        (
            "GetTenant",
            {"TenantName": "ab"},
            {"TenantName": Constraint(maximum=1, shows_value=True)},
            "Value 'ab' at",
        ),
        (
            "PutAccountSuppressionAttributes",
            {"SuppressedReasons": ["SPAM", "RUDE"]},
            {"SuppressedReasons": Constraint(shows_value=True)},
            "Value '[SPAM, RUDE]' at 'suppressedReasons' failed to satisfy constraint: Member must satisfy constraint",
        ),
        (
            "ListTenants",
            {"PageSize": 0},
            {"PageSize": Constraint(minimum=1, shows_value=True)},
            "Value '0' at 'pageSize' failed to satisfy constraint: Member must have value greater than or equal to 1",
        ),
    ],
)
def test_some_operations_show_the_value(
    operation: str, parameters: dict[str, Any], checks: Checks, text: str
) -> None:
    """A constraint can include the value in its text, as SES's newest operations and oldest recordings do."""
    # Spec: errors.md §4.
    assert list_violations(operation, parameters, checks)[0].startswith(text)


def test_an_operation_can_order_an_enumeration() -> None:
    """An enumeration that an operation adds is reported in the operation's order."""
    texts = list_violations("GetTenant", {"TenantName": "x"}, {"TenantName": Constraint(enum=("b", "a"))})

    assert texts == (
        "Value at 'tenantName' failed to satisfy constraint: Member must satisfy enum value set: [b, a]",
    )


MAPS = ShapeResolver(
    {
        "Input": {
            "type": "structure",
            "members": {"Sizes": {"shape": "Sizes"}, "Boxes": {"shape": "Boxes"}, "Free": {"shape": "Free"}},
        },
        "Free": {"type": "list", "member": {"shape": "Anything"}},
        "Anything": {"type": "structure", "members": {"Text": {"shape": "Text"}}},
        "Sizes": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Size"}},
        "Boxes": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Box"}},
        "Box": {"type": "structure", "required": ["Name"], "members": {"Name": {"shape": "Name"}}},
        "Name": {"type": "string", "min": 2},
        "Text": {"type": "string"},
        "Size": {"type": "integer", "max": 3},
    }
)


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ({"Sizes": {"ab": 3}, "Boxes": {"a": {"Name": "ab"}}, "Free": [{"Text": ""}]}, ""),
        (
            {"Sizes": {"a": 3}},
            "Value at 'sizes' failed to satisfy constraint: Map keys must satisfy constraint: "
            "[Member must have length greater than or equal to 2]",
        ),
        (
            {"Sizes": {"ab": 4}},
            "Value at 'sizes' failed to satisfy constraint: Map value must satisfy constraint: "
            "[Member must have value less than or equal to 3]",
        ),
        (
            {"Boxes": {"k": {}}},
            "Value at 'boxes.k.member.name' failed to satisfy constraint: Member must not be null",
        ),
    ],
)
def test_maps_are_checked(parameters: dict[str, Any], text: str) -> None:
    """The constraints of a map's keys and values are checked, too."""
    shape: Any = MAPS.get_shape_by_name("Input", None)
    try:
        build_validator(shape)(parameters)
        violation = ""
    except Invalid as error:
        violation = error.violations[0]

    assert violation == text


@pytest.mark.parametrize("size", [20_000, 1_000_000])
def test_a_string_that_is_too_long_is_not_matched_with_its_pattern(size: int) -> None:
    """A very long string violates its pattern without being matched, since some patterns would take too long."""
    pattern = Constraint(pattern="(a|aa)+$")
    texts = list_violations("GetTenant", {"TenantName": "a" * size + "b"}, {"TenantName": pattern})

    assert texts == (
        "Value at 'tenantName' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: (a|aa)+$",
    )


TLS_POLICY = (
    "Value at 'deliveryOptions.tlsPolicy' failed to satisfy constraint: "
    "Member must satisfy enum value set: [OPTIONAL, REQUIRE]"
)


def test_a_deferred_member_is_not_reported() -> None:
    """A violation in a deferred member, or in a member below it, is not reported."""
    request = {"ConfigurationSetName": "news", "DeliveryOptions": {"TlsPolicy": "MUST"}}

    assert list_violations("CreateConfigurationSet", request) == (TLS_POLICY,)
    assert list_violations("CreateConfigurationSet", request, {"DeliveryOptions": LATER}) == ()


def test_a_single_member_is_validated_by_its_path() -> None:
    """A single member can be validated by its path, with the same text as in a complete request."""
    validate = build_member_validator(
        V2.operation_model("CreateConfigurationSet").input_shape, "DeliveryOptions.TlsPolicy"
    )
    validate("REQUIRE")
    validate(None)

    with pytest.raises(Invalid) as caught:
        validate("MUST")
    assert caught.value.violations == (TLS_POLICY,)


@pytest.mark.parametrize("path", ["SendingOptions.SendingEnabled", "Unknown", "SendingOptions.Unknown"])
def test_a_member_without_constraints_accepts_any_value(path: str) -> None:
    """A member without constraints, or that an older model lacks, accepts any value."""
    build_member_validator(V2.operation_model("CreateConfigurationSet").input_shape, path)("MUST")


def test_checks_can_change_the_order_of_members() -> None:
    """An order in the checks puts the listed members first, and ignores names that the model lacks."""
    order: Checks = {
        "": Constraint(order=("Tags", "NewMember", "ConfigurationSetName")),
        "DeliveryOptions": Constraint(order=("SendingPoolName",)),
        "ConfigurationSetName": Constraint(maximum=1),
        "DeliveryOptions.SendingPoolName": Constraint(maximum=1),
        "Tags": Constraint(maximum=0),
    }
    parameters = {
        "ConfigurationSetName": "news",
        "DeliveryOptions": {"TlsPolicy": "X", "SendingPoolName": "pool"},
        "Tags": [{"Key": "a", "Value": "b"}],
    }
    texts = list_violations("CreateConfigurationSet", parameters, order)

    assert [violation.split("'")[1] for violation in texts] == [
        "tags",
        "configurationSetName",
        "deliveryOptions.sendingPoolName",
        "deliveryOptions.tlsPolicy",
    ]
