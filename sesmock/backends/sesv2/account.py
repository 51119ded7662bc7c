"""The status, quotas and settings of the account in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.suppression import dump_suppression
from sesmock.backends.sesv2.words import dump_switch, dump_word, parse_switch, parse_word
from sesmock.domain.account_settings import account_details, pricing
from sesmock.domain.account_settings.account_details import AccountDetails, ContactLanguage, MailType
from sesmock.domain.account_settings.pricing import Plan
from sesmock.domain.account_settings.settings import DeliveryMode
from sesmock.domain.account_settings.vdm import Vdm

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.account import Account


@sesv2.operation("GetAccount")
def get_account(context: Context, request: Params) -> Result:
    """Return the status, quotas and settings of the account; details and VDM settings are omitted until they are set.

    Spec: account.md §3, §5; botocore's documentation of pricing and delivery.
    """
    account, settings = context.account, context.account.settings
    return {
        "DedicatedIpAutoWarmupEnabled": account.dedicated_ips.auto_warmup,
        "EnforcementStatus": account.enforcement_status.name,
        "ProductionAccessEnabled": not account.sandbox,
        "SendingEnabled": account.can_send,
        "SendQuota": {
            "Max24HourSend": account.max_24_hour_send,
            "MaxSendRate": account.max_send_rate,
            "SentLast24Hours": float(account.sent_last_24_hours),
        },
        "SuppressionAttributes": dump_suppression(account),
        "Details": None if settings.details is None else _dump_details(settings.details),
        "VdmAttributes": None if settings.vdm is None else _dump_vdm(settings.vdm),
        "PricingAttributes": _dump_pricing(account),
        "DeliveryAttributes": {"SharedPoolDeliveryMode": settings.shared_pool_delivery_mode.name},
    }


@sesv2.operation("PutAccountDetails")
def put_account_details(context: Context, request: Params) -> None:
    """Submit the details of the account together with a request for production access, which AWS reviews.

    `Account.grant_production_access` and `deny_production_access` end the review. Raise BadRequestException for
    invalid details, or ConflictException while a review is pending or after it was denied. Spec: account.md §3 [U].
    """
    details = AccountDetails(
        MailType[request["MailType"]],
        request["WebsiteURL"],
        parse_word(ContactLanguage, request.get("ContactLanguage")),
        request.get("UseCaseDescription"),
        tuple(request.get("AdditionalContactEmailAddresses", ())),
        asks_for_production_access=request.get("ProductionAccessEnabled", False),
    )
    account_details.submit(context.account, details)


@sesv2.operation("PutAccountSendingAttributes")
def put_account_sending_attributes(context: Context, request: Params) -> None:
    """Switch sending on or off for the account in this region; off if omitted.

    Raise BadRequestException if AWS has paused the account and the request would switch it on.
    Spec: account.md §3, §5.
    """
    context.account.switch_sending(enabled=request.get("SendingEnabled", False))


@sesv2.operation("PutAccountDedicatedIpWarmupAttributes")
def put_account_dedicated_ip_warmup_attributes(context: Context, request: Params) -> None:
    """Switch the automatic warm-up of dedicated IPs on or off; off if omitted.

    Spec: dedicated_ips.md §3; account.md §5.
    """
    context.account.dedicated_ips.auto_warmup = request.get("AutoWarmupEnabled", False)


@sesv2.operation("PutAccountVdmAttributes")
def put_account_vdm_attributes(context: Context, request: Params) -> None:
    """Switch the Virtual Deliverability Manager and its parts on or off; an omitted part is off.

    Raise BadRequestException for an unknown value. Spec: account.md §3; configuration_sets.md §2.
    """
    attributes = request["VdmAttributes"]
    context.account.settings.vdm = Vdm(
        bool(parse_switch(attributes["VdmEnabled"])),
        bool(parse_switch(attributes.get("DashboardAttributes", {}).get("EngagementMetrics"))),
        bool(parse_switch(attributes.get("GuardianAttributes", {}).get("OptimizedSharedDelivery"))),
    )


@sesv2.operation("PutAccountPricingAttributes")
def put_account_pricing_attributes(context: Context, request: Params) -> None:
    """Choose a pricing plan: a larger one takes effect immediately, a smaller one at the start of the next month.

    Raise BadRequestException for an unknown plan, or ConflictException while account details are under
    review. Spec: botocore's documentation, account.md §3.
    """
    pricing.choose(context.account, Plan[request["Plan"]])


@sesv2.operation("PutAccountDeliveryAttributes")
def put_account_delivery_attributes(context: Context, request: Params) -> None:
    """Set whether mail can leave through shared IPs of other regions (GLOBAL) or not (REGIONAL).

    Raise BadRequestException for an unknown mode. Spec: botocore's documentation, account.md §3.
    """
    context.account.settings.shared_pool_delivery_mode = DeliveryMode[request["SharedPoolDeliveryMode"]]


def _dump_details(details: AccountDetails) -> Params:
    return {
        "MailType": details.mail_type.name,
        "WebsiteURL": details.website_url,
        "ContactLanguage": dump_word(details.contact_language),
        "UseCaseDescription": details.use_case_description,
        "AdditionalContactEmailAddresses": details.additional_contacts or None,
        "ReviewDetails": {"Status": details.review.name, "CaseId": details.case_id},
    }


def _dump_vdm(vdm: Vdm) -> Params:
    """Return the VDM attributes for a response; the features of VDM are omitted while it is off.

    Spec: account.md §3 [U].
    """
    if not vdm.enabled:
        return {"VdmEnabled": dump_switch(False)}
    return {
        "VdmEnabled": dump_switch(True),
        "DashboardAttributes": {"EngagementMetrics": dump_switch(vdm.engagement_metrics)},
        "GuardianAttributes": {"OptimizedSharedDelivery": dump_switch(vdm.optimized_shared_delivery)},
    }


def _dump_pricing(account: Account) -> Params:
    plans = pricing.get_current(account)
    return {"CurrentPlan": plans.plan.name, "NextPlan": dump_word(plans.next_plan)}
