"""The options of configuration sets, by SES v2."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sesmock.backends.sesv2.backend import sesv2
from sesmock.domain import clock
from sesmock.domain.configuration_sets import configuration_sets
from sesmock.domain.configuration_sets.options import Options, TrackingOptions, check_redirect_domain
from sesmock.domain.errors import InternalFailure
from sesmock.domain.suppression import suppression
from sesmock.protocol.constraints import OWN_TEXT

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params
    from sesmock.domain.account import Account
    from sesmock.domain.suppression.suppression import Reason

NOT_YET = (
    "ArchivingOptions",
    "DeliveryOptions",
    "MessageSecurityOptions",
    "SuppressionOptions.SuppressionScope",
    "SuppressionOptions.ValidationOptions",
    "VdmOptions",
)
"""The options of CreateConfigurationSet that have no effect yet."""


@sesv2.operation("PutConfigurationSetSendingOptions")
def put_configuration_set_sending_options(context: Context, request: Params) -> None:
    """Switch sending with a configuration set on or off; not given is off.

    Raise NotFoundException. Spec: v2.md §3.
    """
    enabled = request.get("SendingEnabled", False)
    _options(context, request).switch_sending(enabled=enabled, now=context.account.world.clock.time())


@sesv2.operation("PutConfigurationSetReputationOptions")
def put_configuration_set_reputation_options(context: Context, request: Params) -> None:
    """Switch the reputation metrics of a configuration set on or off; not given is off.

    Raise NotFoundException. Spec: v2.md §3.
    """
    enabled = request.get("ReputationMetricsEnabled", False)
    _options(context, request).reputation_metrics_enabled = enabled


@sesv2.operation(
    "PutConfigurationSetSuppressionOptions",
    checks={"SuppressedReasons": OWN_TEXT},
    unsupported=("SuppressionScope", "ValidationOptions"),
)
def put_configuration_set_suppression_options(context: Context, request: Params) -> None:
    """Replace the account's reasons for mails sent with a set; none at all switches suppression off for them.

    Raise NotFoundException, or BadRequestException for a reason that there is not. Spec: v2.md §3, sending.md §3.2.
    """
    options = _options(context, request)
    options.suppressed_reasons = suppression.parse_reasons(request.get("SuppressedReasons", ()))


@sesv2.operation("PutConfigurationSetTrackingOptions")
def put_configuration_set_tracking_options(context: Context, request: Params) -> None:
    """Set the domain of a configuration set's tracked links and where they must be HTTPS; what is left out is cleared.

    Pinpoint Email leaves an HTTPS policy as it is. Raise NotFoundException, or BadRequestException for a domain that
    is not verified. Spec: v2.md §3, §17, sending.md §3.2 [P], pinpoint_email.md §6 D6.
    """
    options = _options(context, request)
    tracking = _parse_tracking(context.account, request)
    if not context.operation.has_member("HttpsPolicy"):
        tracking = replace(tracking, https_policy=options.tracking.https_policy)
    options.tracking = tracking


def parse_options(account: Account, request: Params) -> Options:
    """Return the options that CreateConfigurationSet gives, SES v2's defaults for others.

    Raise `InvalidTrackingOptions`, or `InternalFailure` as SES does.
    """
    sending: Params = request.get("SendingOptions", {})
    reputation: Params = request.get("ReputationOptions", {})
    return Options(
        sending_enabled=sending.get("SendingEnabled", True),
        reputation_metrics_enabled=reputation.get("ReputationMetricsEnabled", True),  # sending.md §3.2 [P]
        suppressed_reasons=_parse_reasons(request.get("SuppressionOptions")),
        tracking=_parse_tracking(account, request.get("TrackingOptions", {})),
    )


def dump_options(options: Options) -> Params:
    """Return options as GetConfigurationSet shows them; what was never set is left out."""
    reasons = options.suppressed_reasons
    return {
        "ReputationOptions": _dump_reputation(options),
        "SendingOptions": {"SendingEnabled": options.sending_enabled},
        "SuppressionOptions": None if reasons is None else {"SuppressedReasons": reasons},
        "TrackingOptions": _dump_tracking(options.tracking),
    }


def _options(context: Context, request: Params) -> Options:
    return configuration_sets.get(context.account, request["ConfigurationSetName"]).options


def _parse_reasons(members: Params | None) -> tuple[Reason, ...] | None:
    if members is None:
        return None
    if "SuppressedReasons" not in members:
        raise InternalFailure  # Spec: sending.md §3.2 [P]
    return suppression.parse_reasons(members["SuppressedReasons"])


def _parse_tracking(account: Account, members: Params) -> TrackingOptions:
    domain = members.get("CustomRedirectDomain")
    if domain is not None:
        check_redirect_domain(account, domain)
    return TrackingOptions(domain, members.get("HttpsPolicy"))


def _dump_reputation(options: Options) -> Params:
    start = options.last_fresh_start
    return {
        "ReputationMetricsEnabled": options.reputation_metrics_enabled,
        "LastFreshStart": None if start is None else clock.at(start),
    }


def _dump_tracking(tracking: TrackingOptions) -> Params | None:
    if tracking == TrackingOptions():
        return None
    return {"CustomRedirectDomain": tracking.redirect_domain, "HttpsPolicy": tracking.https_policy}
