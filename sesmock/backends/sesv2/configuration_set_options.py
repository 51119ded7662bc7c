"""The options of configuration sets, by SES v2."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.words import dump_word, dump_words, parse_word
from sesmock.domain import clock
from sesmock.domain.configuration_sets import configuration_sets
from sesmock.domain.configuration_sets.options import (
    DeliveryOptions,
    HttpsPolicy,
    Options,
    SharedPoolDeliveryMode,
    TlsPolicy,
    TrackingOptions,
    check_redirect_domain,
    check_sending_pool,
)
from sesmock.domain.errors import InternalFailure
from sesmock.domain.suppression import suppression
from sesmock.protocol.constraints import CUSTOM_MESSAGE, LATER

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Operation, Params
    from sesmock.backends.sesv2.words import Kind
    from sesmock.domain.account import Account
    from sesmock.domain.suppression.suppression import Reason
    from sesmock.protocol.validation import Checks

NOT_YET = (
    "ArchivingOptions",
    "MessageSecurityOptions",
    "SuppressionOptions.SuppressionScope",
    "SuppressionOptions.ValidationOptions",
    "VdmOptions",
)
"""The options of CreateConfigurationSet that have no effect yet."""
CHECKS: Checks = {"DeliveryOptions": LATER, "TrackingOptions": LATER}
"""The options of CreateConfigurationSet that are checked one after another. Spec: nouns.md §2 [P]."""


class _Group(NamedTuple):
    """A group of options in a request: at its top in a Put, in a member of CreateConfigurationSet."""

    operation: Operation
    members: Params
    prefix: str = ""

    def get(self, name: str) -> Any:
        """Return an option, None if it is not given; raise `Invalid` for what the model does not take."""
        value = self.members.get(name)
        self.operation.check(f"{self.prefix}{name}", value)
        return value

    def get_word(self, name: str, kind: type[Kind]) -> Kind | None:
        """Return an option as one of SES's words."""
        return parse_word(kind, self.get(name))


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
    checks={"SuppressedReasons": CUSTOM_MESSAGE},
    unsupported=("SuppressionScope", "ValidationOptions"),
)
def put_configuration_set_suppression_options(context: Context, request: Params) -> None:
    """Replace the account's reasons for mails sent with a set; none at all switches suppression off for them.

    Raise NotFoundException, or BadRequestException for a reason that there is not. Spec: v2.md §3, sending.md §3.2.
    """
    options = _options(context, request)
    options.suppressed_reasons = suppression.parse_reasons(request.get("SuppressedReasons", ()))


@sesv2.operation("PutConfigurationSetTrackingOptions", checks={"HttpsPolicy": LATER})
def put_configuration_set_tracking_options(context: Context, request: Params) -> None:
    """Set the domain of a configuration set's tracked links and where they must be HTTPS; what is left out is cleared.

    Pinpoint Email leaves an HTTPS policy as it is. Raise NotFoundException, or BadRequestException for a domain that
    is not verified, for an HTTPS policy without one, and for one that is unknown.
    Spec: v2.md §3, §17, sending.md §3.2 [P], pinpoint_email.md §6 D6.
    """
    options = _options(context, request)
    group = _Group(context.operation, request)
    if "CustomRedirectDomain" in request or "HttpsPolicy" in request:
        tracking = _parse_tracking(context.account, group)
    else:
        tracking = TrackingOptions()
    if context.operation.has_member("HttpsPolicy"):
        options.tracking = tracking
    else:
        options.redirect(tracking.redirect_domain)


@sesv2.operation(
    "PutConfigurationSetDeliveryOptions",
    checks={"MaxDeliverySeconds": LATER, "SharedPoolDeliveryMode": LATER, "TlsPolicy": LATER},
)
def put_configuration_set_delivery_options(context: Context, request: Params) -> None:
    """Say how mail of a configuration set leaves; what is left out is cleared, but for the delivery mode.

    Pinpoint Email leaves the time limit as it is, too. Raise NotFoundException, or BadRequestException for a value that
    SES does not take and for an unknown pool. Spec: nouns.md §2 [P], pinpoint_email.md §6 D6.
    """
    options = _options(context, request)
    delivery = _parse_delivery(context.account, _Group(context.operation, request))
    if delivery.shared_pool_delivery_mode is None:
        mode = options.delivery.shared_pool_delivery_mode
        delivery = replace(delivery, shared_pool_delivery_mode=mode)
    if not context.operation.has_member("MaxDeliverySeconds"):
        delivery = replace(delivery, max_delivery_seconds=options.delivery.max_delivery_seconds)
    options.delivery = delivery


def parse_options(context: Context, request: Params) -> Options:
    """Return the options that CreateConfigurationSet gives, SES v2's defaults for others.

    Raise `InvalidTrackingOptions`, `Invalid`, or `InternalFailure` as SES does.
    """
    sending: Params = request.get("SendingOptions", {"SendingEnabled": True})
    reputation: Params = request.get("ReputationOptions", {})
    options = Options(
        sending_enabled=sending.get("SendingEnabled", False),  # sending.md §3.2 [P]
        reputation_metrics_enabled=reputation.get("ReputationMetricsEnabled", True),  # sending.md §3.2 [P]
        suppressed_reasons=_parse_reasons(request.get("SuppressionOptions")),
    )
    if "TrackingOptions" in request:
        options.tracking = _parse_tracking(context.account, _group_in(context, request, "TrackingOptions"))
    if "DeliveryOptions" in request:
        options.delivery = _parse_delivery(context.account, _group_in(context, request, "DeliveryOptions"))
    return options


def dump_options(options: Options) -> Params:
    """Return options as GetConfigurationSet shows them; what was never set is left out."""
    reasons = options.suppressed_reasons
    return {
        "DeliveryOptions": _dump_delivery(options.delivery),
        "ReputationOptions": _dump_reputation(options),
        "SendingOptions": {"SendingEnabled": options.sending_enabled},
        "SuppressionOptions": None if reasons is None else {"SuppressedReasons": dump_words(reasons)},
        "TrackingOptions": _dump_tracking(options.tracking),
    }


def _options(context: Context, request: Params) -> Options:
    return configuration_sets.get(context.account, request["ConfigurationSetName"]).options


def _group_in(context: Context, request: Params, name: str) -> _Group:
    return _Group(context.operation, request[name], f"{name}.")


def _parse_reasons(members: Params | None) -> tuple[Reason, ...] | None:
    if members is None:
        return None
    if "SuppressedReasons" not in members:
        raise InternalFailure  # Spec: sending.md §3.2 [P]
    return suppression.parse_reasons(members["SuppressedReasons"])


def _parse_tracking(account: Account, group: _Group) -> TrackingOptions:
    check_redirect_domain(account, group.get("CustomRedirectDomain") or "")
    return TrackingOptions(group.get("CustomRedirectDomain"), group.get_word("HttpsPolicy", HttpsPolicy))


def _parse_delivery(account: Account, group: _Group) -> DeliveryOptions:
    tls_policy, pool = group.get_word("TlsPolicy", TlsPolicy), group.get("SendingPoolName")
    if pool is not None:
        check_sending_pool(account, pool)
    seconds = group.get("MaxDeliverySeconds")
    mode = group.get_word("SharedPoolDeliveryMode", SharedPoolDeliveryMode)
    return DeliveryOptions(tls_policy, pool, seconds, mode)


def _dump_delivery(delivery: DeliveryOptions) -> Params | None:
    if delivery == DeliveryOptions():
        return None
    return {
        "TlsPolicy": dump_word(delivery.tls_policy),
        "SendingPoolName": delivery.sending_pool,
        "MaxDeliverySeconds": delivery.max_delivery_seconds,
        "SharedPoolDeliveryMode": dump_word(delivery.shared_pool_delivery_mode),
    }


def _dump_reputation(options: Options) -> Params:
    start = options.last_fresh_start
    return {
        "ReputationMetricsEnabled": options.reputation_metrics_enabled,
        "LastFreshStart": None if start is None else clock.at(start),
    }


def _dump_tracking(tracking: TrackingOptions) -> Params | None:
    if tracking == TrackingOptions():
        return None
    return {
        "CustomRedirectDomain": tracking.redirect_domain,
        "HttpsPolicy": dump_word(tracking.https_policy),
    }
