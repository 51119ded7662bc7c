"""The options of configuration sets, by SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sesmock.backends.sesv2.backend import sesv2
from sesmock.domain import clock
from sesmock.domain.configuration_sets import configuration_sets
from sesmock.domain.configuration_sets.options import Options, TrackingOptions, check_redirect_domain
from sesmock.domain.errors import InternalFailure
from sesmock.domain.suppression import suppression
from sesmock.protocol.constraints import LATER, OWN_TEXT

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Operation, Params
    from sesmock.domain.account import Account
    from sesmock.domain.suppression.suppression import Reason
    from sesmock.protocol.validation import Checks

NOT_YET = (
    "ArchivingOptions",
    "DeliveryOptions",
    "MessageSecurityOptions",
    "SuppressionOptions.SuppressionScope",
    "SuppressionOptions.ValidationOptions",
    "VdmOptions",
)
"""The options of CreateConfigurationSet that have no effect yet."""
CHECKS: Checks = {"TrackingOptions": LATER}
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


def parse_options(context: Context, request: Params) -> Options:
    """Return the options that CreateConfigurationSet gives, SES v2's defaults for others.

    Raise `InvalidTrackingOptions`, `Invalid`, or `InternalFailure` as SES does.
    """
    sending: Params = request.get("SendingOptions", {})
    reputation: Params = request.get("ReputationOptions", {})
    options = Options(
        sending_enabled=sending.get("SendingEnabled", True),
        reputation_metrics_enabled=reputation.get("ReputationMetricsEnabled", True),  # sending.md §3.2 [P]
        suppressed_reasons=_parse_reasons(request.get("SuppressionOptions")),
    )
    if "TrackingOptions" in request:
        options.tracking = _parse_tracking(context.account, _group_in(context, request, "TrackingOptions"))
    return options


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
    return TrackingOptions(group.get("CustomRedirectDomain"), group.get("HttpsPolicy"))


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
