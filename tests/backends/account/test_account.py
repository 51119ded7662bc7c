"""The account in all three APIs: sending, plans and the enforcement by AWS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from freezegun import freeze_time

from sesmock import SesMock, mock_ses
from tests.backends.account.account_details import DETAILS, ONE
from tests.refusals import refusal
from tests.sending import send

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

PAUSED = (
    "Sending paused for this account. For more information, please check the inbox of the email address associated "
    "with your AWS account."
)


def test_a_new_account_has_the_defaults(sesv2: SESV2Client) -> None:
    """A new account is healthy and in production, and shows no attribute that was never set."""
    answer: dict[str, Any] = dict(sesv2.get_account())
    del answer["ResponseMetadata"]

    assert answer == {
        "DedicatedIpAutoWarmupEnabled": True,
        "EnforcementStatus": "HEALTHY",
        "ProductionAccessEnabled": True,
        "SendingEnabled": True,
        "SendQuota": {"Max24HourSend": 50_000.0, "MaxSendRate": 14.0, "SentLast24Hours": 0.0},
        "SuppressionAttributes": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
        "PricingAttributes": {"CurrentPlan": "NONE"},
        "DeliveryAttributes": {"SharedPoolDeliveryMode": "GLOBAL"},
    }


SWITCHES: dict[str, Any] = {
    "ses": lambda on: boto3.client("ses").update_account_sending_enabled(Enabled=on),
    "sesv2": lambda on: boto3.client("sesv2").put_account_sending_attributes(SendingEnabled=on),
    "pinpoint-email": lambda on: boto3.client("pinpoint-email").put_account_sending_attributes(
        SendingEnabled=on
    ),
}


def read_sending_enabled() -> list[bool]:
    """Return whether sending is enabled according to each API."""
    return [
        boto3.client("ses").get_account_sending_enabled()["Enabled"],
        boto3.client("sesv2").get_account()["SendingEnabled"],
        boto3.client("pinpoint-email").get_account()["SendingEnabled"],
    ]


@pytest.mark.parametrize("service", SWITCHES)
def test_the_owner_can_disable_sending(mocked: SesMock, service: str) -> None:
    """Any API can disable sending, every API shows this, and no API sends until sending is enabled again."""
    SWITCHES[service](False)
    off = read_sending_enabled()
    error = [refusal(send, each) for each in SWITCHES]
    SWITCHES[service](True)
    send(service)

    assert (off, read_sending_enabled()) == ([False] * 3, [True] * 3)
    assert error == [
        ("AccountSendingPausedException", PAUSED),
        ("SendingPausedException", PAUSED),
        ("SendingPausedException", PAUSED),
    ]
    assert len(mocked.outbox) == 1


RAW = b"From: shop@example.com\nTo: ada@example.net\n\nHi"
TO: Any = {"ToAddresses": ["ada@example.net"]}
BY_TEMPLATE: Any = {"Template": {"TemplateName": "hello", "TemplateData": "{}"}}
SENDS: dict[str, Any] = {
    "ses raw": lambda: boto3.client("ses").send_raw_email(RawMessage={"Data": RAW}),
    "ses by template": lambda: boto3.client("ses").send_templated_email(
        Source="shop@example.com", Destination=TO, Template="hello", TemplateData="{}"
    ),
    "ses in bulk": lambda: boto3.client("ses").send_bulk_templated_email(
        Source="shop@example.com",
        Template="hello",
        DefaultTemplateData="{}",
        Destinations=[{"Destination": TO}],
    ),
    "sesv2 by template": lambda: boto3.client("sesv2").send_email(
        FromEmailAddress="shop@example.com", Destination=TO, Content=BY_TEMPLATE
    ),
    "sesv2 in bulk": lambda: boto3.client("sesv2").send_bulk_email(
        FromEmailAddress="shop@example.com",
        DefaultContent=BY_TEMPLATE,
        BulkEmailEntries=[{"Destination": TO}],
    ),
    "pinpoint-email raw": lambda: boto3.client("pinpoint-email").send_email(
        Destination=TO, Content={"Raw": {"Data": RAW}}
    ),
}


@pytest.mark.parametrize(
    ("standing", "codes"),
    [
        ({"sending_enabled": False}, ("AccountSendingPausedException", "SendingPausedException")),
        ({"enforcement_status": "SHUTDOWN"}, ("MessageRejected", "MessageRejected")),
        ({"suspended": True}, ("MessageRejected", "AccountSuspendedException")),
    ],
)
@pytest.mark.parametrize("way", SENDS)
def test_no_operation_sends_for_a_stopped_account(
    mocked: SesMock, way: str, standing: Any, codes: tuple[str, str]
) -> None:
    """Each API has its own error code for an account that its owner or AWS has stopped."""
    boto3.client("ses").create_template(
        Template={"TemplateName": "hello", "SubjectPart": "Hello", "TextPart": "Hi"}
    )
    for name, value in standing.items():
        setattr(mocked.account, name, value)
    code, _ = refusal(SENDS[way])

    assert code == (codes[0] if way.startswith("ses ") else codes[1])
    assert len(mocked.outbox) == 0


def test_sending_is_disabled_without_a_value(ses: SESClient, sesv2: SESV2Client) -> None:
    """In v1 and v2, a request without a value disables sending."""
    ses.update_account_sending_enabled()
    first = read_sending_enabled()
    sesv2.put_account_sending_attributes(SendingEnabled=True)
    sesv2.put_account_sending_attributes()

    assert first == read_sending_enabled() == [False] * 3


@pytest.mark.parametrize(
    ("service", "code"),
    [
        ("ses", "InvalidParameterValue"),
        ("sesv2", "BadRequestException"),
        ("pinpoint-email", "BadRequestException"),
    ],
)
def test_the_owner_cannot_lift_the_pause_of_aws(mocked: SesMock, service: str, code: str) -> None:
    """The owner cannot enable sending while AWS has shut the account down, but can disable it."""
    mocked.set_enforcement_status("SHUTDOWN")
    error = refusal(SWITCHES[service], on=True)
    shut_down = read_sending_enabled()
    SWITCHES[service](False)
    mocked.set_enforcement_status("HEALTHY")

    assert error == (code, PAUSED)
    assert (shut_down, read_sending_enabled()) == ([False] * 3, [False] * 3)


@pytest.mark.parametrize("service", SWITCHES)
def test_aws_decides_whether_an_account_sends(mocked: SesMock, service: str) -> None:
    """An account sends while it is on probation, and its mail is rejected when it is shut down."""
    mocked.set_enforcement_status("PROBATION")
    send(service)
    mocked.set_enforcement_status("SHUTDOWN")
    error = refusal(send, service)

    assert boto3.client("pinpoint-email").get_account()["EnforcementStatus"] == "SHUTDOWN"
    assert error == ("MessageRejected", PAUSED)
    assert len(mocked.outbox) == 1


def test_an_unknown_enforcement_status_is_an_error(mocked: SesMock) -> None:
    """An unknown enforcement status raises ValueError and changes nothing."""
    with pytest.raises(ValueError, match="must be one of HEALTHY, PROBATION, SHUTDOWN, got 'PAUSED'"):
        mocked.account.enforcement_status = "PAUSED"  # type: ignore[assignment]

    assert mocked.account.enforcement_status == "HEALTHY"


@pytest.mark.parametrize("service", ["sesv2", "pinpoint-email"])
def test_the_warm_up_of_dedicated_ips_can_be_disabled(mocked: SesMock, service: Any) -> None:
    """Automatic warm-up can be switched off and on, and a missing value means off."""
    client: Any = boto3.client(service)
    client.put_account_dedicated_ip_warmup_attributes()
    off = client.get_account()["DedicatedIpAutoWarmupEnabled"]
    client.put_account_dedicated_ip_warmup_attributes(AutoWarmupEnabled=True)

    assert (off, client.get_account()["DedicatedIpAutoWarmupEnabled"]) == (False, True)


def test_vdm_attributes_are_shown_while_vdm_is_enabled(mocked: SesMock, sesv2: SESV2Client) -> None:
    """VDM is off at first, its attributes are shown only while it is on, and attributes that are not set are off."""

    def read_attributes() -> Any:
        return sesv2.get_account()["VdmAttributes"]

    never_set = mocked.account.vdm_enabled
    sesv2.put_account_vdm_attributes(
        VdmAttributes={"VdmEnabled": "ENABLED", "DashboardAttributes": {"EngagementMetrics": "ENABLED"}}
    )
    on, enabled = read_attributes(), mocked.account.vdm_enabled
    sesv2.put_account_vdm_attributes(
        VdmAttributes={
            "VdmEnabled": "DISABLED",
            "GuardianAttributes": {"OptimizedSharedDelivery": "ENABLED"},
        }
    )

    assert (never_set, enabled, mocked.account.vdm_enabled) == (False, True, False)
    assert on == {
        "VdmEnabled": "ENABLED",
        "DashboardAttributes": {"EngagementMetrics": "ENABLED"},
        "GuardianAttributes": {"OptimizedSharedDelivery": "DISABLED"},
    }
    assert read_attributes() == {"VdmEnabled": "DISABLED"}


def test_an_unknown_vdm_status_is_refused(sesv2: SESV2Client) -> None:
    """A status other than ENABLED and DISABLED is refused and changes nothing."""
    error = refusal(
        sesv2.put_account_vdm_attributes,
        VdmAttributes={"VdmEnabled": "ENABLED", "DashboardAttributes": {"EngagementMetrics": "MAYBE"}},
    )

    assert error == (
        "BadRequestException",
        f"{ONE}'vdmAttributes.dashboardAttributes.engagementMetrics' failed to satisfy constraint: Member must "
        "satisfy enum value set: [ENABLED, DISABLED]",
    )
    assert "VdmAttributes" not in sesv2.get_account()


def test_upgrades_apply_immediately_and_downgrades_next_month(sesv2: SESV2Client) -> None:
    """A larger plan applies immediately, a smaller one next month; choosing the current plan cancels a change."""

    def choose(plan: Any) -> Any:
        sesv2.put_account_pricing_attributes(Plan=plan)
        return sesv2.get_account()["PricingAttributes"]

    with freeze_time("2026-01-31 23:00") as time:
        plans = [choose(plan) for plan in ("PRO", "ESSENTIALS", "PRO", "NONE")]
        time.move_to("2026-02-01 00:00")
        later = sesv2.get_account()["PricingAttributes"]
        new_plan = choose("ENTERPRISE")

    assert plans == [
        {"CurrentPlan": "PRO"},
        {"CurrentPlan": "PRO", "NextPlan": "ESSENTIALS"},
        {"CurrentPlan": "PRO"},
        {"CurrentPlan": "PRO", "NextPlan": "NONE"},
    ]
    assert (later, new_plan) == ({"CurrentPlan": "NONE"}, {"CurrentPlan": "ENTERPRISE"})


def test_a_new_account_starts_on_the_smallest_plan() -> None:
    """A sandbox account starts on the smallest plan; only its first downgrade applies immediately."""
    with mock_ses(sandbox=True) as active:
        client = boto3.client("sesv2")

        def choose(plan: Any) -> Any:
            client.put_account_pricing_attributes(Plan=plan)
            return client.get_account()["PricingAttributes"]

        plans = [client.get_account()["PricingAttributes"]]
        active.account.grant_production_access()
        plans += [
            client.get_account()["PricingAttributes"],
            *[choose(plan) for plan in ("NONE", "ESSENTIALS", "NONE")],
        ]

    assert plans == [
        {"CurrentPlan": "ESSENTIALS"},
        {"CurrentPlan": "ESSENTIALS"},
        {"CurrentPlan": "NONE"},
        {"CurrentPlan": "ESSENTIALS"},
        {"CurrentPlan": "ESSENTIALS", "NextPlan": "NONE"},
    ]


def test_no_plan_can_be_chosen_during_a_review(sesv2: SESV2Client) -> None:
    """A plan is refused during a review, and an unknown plan is always refused."""
    unknown = refusal(sesv2.put_account_pricing_attributes, Plan="FREE")
    sesv2.put_account_details(**DETAILS)
    error = refusal(sesv2.put_account_pricing_attributes, Plan="PRO")

    assert unknown[0] == "BadRequestException"
    assert error == ("ConflictException", None)
    assert sesv2.get_account()["PricingAttributes"] == {"CurrentPlan": "NONE"}


def test_the_shared_pool_delivery_mode_has_two_values(sesv2: SESV2Client) -> None:
    """The shared pool delivery mode is GLOBAL or REGIONAL."""
    sesv2.put_account_delivery_attributes(SharedPoolDeliveryMode="REGIONAL")
    error = refusal(sesv2.put_account_delivery_attributes, SharedPoolDeliveryMode="LOCAL")

    assert error[1] == (
        f"{ONE}'sharedPoolDeliveryMode' failed to satisfy constraint: Member must satisfy enum value set: "
        "[GLOBAL, REGIONAL]"
    )
    assert sesv2.get_account()["DeliveryAttributes"] == {"SharedPoolDeliveryMode": "REGIONAL"}
