"""Modeled errors that no other test provokes, with one call for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock.domain.configuration_sets import configuration_sets
from tests.clients import shared_client, shared_unchecked_client
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock import SesMock

SES, SESV2, PINPOINT = "ses", "sesv2", "pinpoint-email"
RAW = b"From: shop@example.com\nTo: ada@example.net\nSubject: Hi\n\nHi\n"
V1_SENDS: dict[str, dict[str, Any]] = {
    "send_email": {
        "Source": "shop@example.com",
        "Destination": {"ToAddresses": ["ada@example.net"]},
        "Message": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hi"}}},
    },
    "send_raw_email": {"RawMessage": {"Data": RAW}},
    "send_templated_email": {
        "Source": "shop@example.com",
        "Destination": {"ToAddresses": ["ada@example.net"]},
        "Template": "hello",
        "TemplateData": "{}",
    },
}
SEND: dict[str, Any] = {
    "FromEmailAddress": "shop@example.com",
    "Destination": {"ToAddresses": ["ada@example.net"]},
    "Content": {"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hi"}}}},
}
BULK: dict[str, Any] = {
    "Source": "shop@example.com",
    "Template": "hello",
    "DefaultTemplateData": "{}",
    "Destinations": [{"Destination": {"ToAddresses": ["ada@example.net"]}}],
}


def create_resources(mocked: SesMock) -> None:
    """Create a configuration set with an event destination, and a template."""
    sesv2 = shared_client(SESV2)
    sesv2.create_configuration_set(ConfigurationSetName="news")
    sesv2.create_configuration_set_event_destination(
        ConfigurationSetName="news",
        EventDestinationName="bus",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["SEND"],
            "EventBridgeDestination": {
                "EventBusArn": "arn:aws:events:us-east-1:123456789012:event-bus/default"
            },
        },
    )
    sesv2.create_email_template(TemplateName="hello", TemplateContent={"Subject": "Hi", "Text": "Hi"})


def pause_set(_: SesMock) -> None:
    """Disable sending for the configuration set."""
    shared_client(SESV2).put_configuration_set_sending_options(
        ConfigurationSetName="news", SendingEnabled=False
    )


def fail_mail_from(mocked: SesMock) -> None:
    """Fail the verification of a MAIL FROM domain that is set to reject mail in this case."""
    shared_client(SESV2).put_email_identity_mail_from_attributes(
        EmailIdentity="example.com",
        MailFromDomain="mail.example.com",
        BehaviorOnMxFailure="REJECT_MESSAGE",
    )
    mocked.fail_verification("mail.example.com")


def do_nothing(_: SesMock) -> None:
    """Change nothing."""


def with_set(name: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Return parameters with the name of a configuration set."""
    return {**parameters, "ConfigurationSetName": name}


MAIL_FROM = "MailFromDomainNotVerifiedException"
V1_DESTINATION = {"Name": "bus", "Enabled": True, "MatchingEventTypes": ["send"]}
REFUSALS: list[tuple[str, str, dict[str, Any], Callable[[SesMock], None], str]] = [
    *(
        (SES, method, with_set("x", parameters), do_nothing, "ConfigurationSetDoesNotExist")
        for method, parameters in V1_SENDS.items()
    ),
    *(
        (SES, method, with_set("news", parameters), pause_set, "ConfigurationSetSendingPausedException")
        for method, parameters in V1_SENDS.items()
    ),
    *((SES, method, parameters, fail_mail_from, MAIL_FROM) for method, parameters in V1_SENDS.items()),
    (SESV2, "send_email", SEND, fail_mail_from, MAIL_FROM),
    (PINPOINT, "send_email", SEND, fail_mail_from, MAIL_FROM),
    (
        SES,
        "update_configuration_set_event_destination",
        with_set(
            "news",
            {
                "EventDestination": {
                    **V1_DESTINATION,
                    "CloudWatchDestination": {"DimensionConfigurations": []},
                }
            },
        ),
        do_nothing,
        "InvalidCloudWatchDestination",
    ),
    (
        SES,
        "update_configuration_set_event_destination",
        with_set(
            "news",
            {
                "EventDestination": {
                    **V1_DESTINATION,
                    "KinesisFirehoseDestination": {"IAMRoleARN": "x", "DeliveryStreamARN": "x"},
                }
            },
        ),
        do_nothing,
        "InvalidFirehoseDestination",
    ),
    (
        PINPOINT,
        "create_dedicated_ip_pool",
        {"PoolName": "ses-shared-pool"},
        do_nothing,
        "AlreadyExistsException",
    ),
    (PINPOINT, "delete_email_identity", {"EmailIdentity": "example.org"}, do_nothing, "NotFoundException"),
    (PINPOINT, "send_email", with_set("x", SEND), do_nothing, "NotFoundException"),
    (
        SESV2,
        "update_email_template",
        {"TemplateName": "x", "TemplateContent": {"Subject": "Hi", "Text": "Hi"}},
        do_nothing,
        "NotFoundException",
    ),
    (
        SESV2,
        "update_email_template",
        {"TemplateName": "hello", "TemplateContent": {"Subject": "Hi"}},
        do_nothing,
        "BadRequestException",
    ),
    (
        SESV2,
        "test_render_email_template",
        {"TemplateName": "x", "TemplateData": "{}"},
        do_nothing,
        "NotFoundException",
    ),
    (
        SESV2,
        "create_email_identity_policy",
        {"EmailIdentity": "example.org", "PolicyName": "p", "Policy": "{}"},
        do_nothing,
        "NotFoundException",
    ),
    (
        SESV2,
        "delete_tenant_resource_association",
        {"TenantName": "x", "ResourceArn": "arn:aws:ses:us-east-1:123456789012:configuration-set/news"},
        do_nothing,
        "NotFoundException",
    ),
    *(
        (api, "get_blacklist_reports", {"BlacklistItemNames": []}, do_nothing, "BadRequestException")
        for api in (SESV2, PINPOINT)
    ),
    (SESV2, "delete_multi_region_endpoint", {"EndpointName": "!"}, do_nothing, "BadRequestException"),
    (SESV2, "get_multi_region_endpoint", {"EndpointName": "!"}, do_nothing, "BadRequestException"),
    (PINPOINT, "list_configuration_sets", {"NextToken": "x"}, do_nothing, "BadRequestException"),
    (PINPOINT, "list_email_identities", {"NextToken": "x"}, do_nothing, "BadRequestException"),
    (
        PINPOINT,
        "put_configuration_set_delivery_options",
        {"ConfigurationSetName": "news", "SendingPoolName": "x"},
        do_nothing,
        "BadRequestException",
    ),
    (
        PINPOINT,
        "put_email_identity_mail_from_attributes",
        {"EmailIdentity": "example.org", "MailFromDomain": "mail.example.org"},
        do_nothing,
        "BadRequestException",
    ),
]


@pytest.mark.parametrize(
    ("api", "method", "parameters", "change", "code"),
    REFUSALS,
    ids=[f"{api} {method} {code}" for api, method, _, _, code in REFUSALS],
)
def test_an_operation_fails_with_its_declared_error(
    mocked: SesMock,
    api: Any,
    method: str,
    parameters: dict[str, Any],
    change: Callable[[SesMock], None],
    code: str,
) -> None:
    """An operation fails with an error of its model, and changes nothing."""
    create_resources(mocked)
    change(mocked)
    client = shared_client(api)

    assert refusal(getattr(client, method), **parameters)[0] == code


@pytest.mark.parametrize("api", [SES, SESV2, PINPOINT])
def test_the_number_of_configuration_sets_is_limited(
    mocked: SesMock, monkeypatch: pytest.MonkeyPatch, api: Any
) -> None:
    """Every API refuses a configuration set above the limit."""
    monkeypatch.setattr(configuration_sets, "MAX_SETS", 0)
    name: Any = {"ConfigurationSet": {"Name": "news"}} if api == SES else {"ConfigurationSetName": "news"}
    client = shared_client(api)

    assert refusal(client.create_configuration_set, **name)[0].startswith("LimitExceeded")


def list_operations(error: str) -> list[tuple[str, str]]:
    """Return the API and method of the operations that declare an error."""
    clients = [boto3.client(api, "us-east-1") for api in (SESV2, PINPOINT)]
    return [
        (client.meta.service_model.service_name, method)
        for client in clients
        for method, name in client.meta.method_to_api_mapping.items()
        if any(shape.name == error for shape in client.meta.service_model.operation_model(name).error_shapes)
    ]


def make_unchecked_client(api: Any) -> Any:
    """Return a client that neither checks parameters nor retries."""
    return shared_unchecked_client(api)


def list_path_parameters(client: Any, method: str) -> list[str]:
    """Return the members of an operation that are in the path of its URL."""
    model = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[method])
    members = {} if model.input_shape is None else model.input_shape.members
    return [name for name, member in members.items() if member.serialization.get("location") == "uri"]


def list_operations_with_path_parameters() -> list[tuple[str, str]]:
    """Return the API and method of the operations whose URL contains a parameter."""
    return [
        (api, method)
        for api, method in list_operations("BadRequestException")
        if list_path_parameters(boto3.client(api, "us-east-1"), method)  # type: ignore[call-overload]
    ]


@pytest.mark.parametrize(("api", "method"), list_operations_with_path_parameters())
def test_an_empty_path_parameter_is_refused(mocked: SesMock, api: Any, method: str) -> None:
    """An operation on a resource refuses an empty name."""
    client = make_unchecked_client(api)
    names = list_path_parameters(client, method)
    errors = {refusal(getattr(client, method), **{**dict.fromkeys(names, "x"), name: ""}) for name in names}

    assert errors == {("BadRequestException", "A path parameter must not be empty.")}


@pytest.mark.parametrize(("api", "method"), list_operations("TooManyRequestsException"))
def test_an_operation_is_throttled_on_demand(mocked: SesMock, api: Any, method: str) -> None:
    """SES limits most operations to one call per second; sesmock throttles them only when a test requests it."""
    client = make_unchecked_client(api)
    mocked.fail(error="TooManyRequestsException")
    in_path = dict.fromkeys(list_path_parameters(client, method), "x")

    assert refusal(getattr(client, method), **in_path)[0] == "TooManyRequestsException"
