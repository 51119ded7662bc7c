"""The options of configuration sets in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sesmock.apis import SESV2
from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.suppression import dump_threshold, parse_threshold
from sesmock.backends.sesv2.words import dump_switch, dump_word, dump_words, parse_switch, parse_word
from sesmock.domain import clock
from sesmock.domain.configuration_sets import configuration_sets
from sesmock.domain.configuration_sets.options import (
    DeliveryOptions,
    HttpsPolicy,
    Options,
    SharedPoolDeliveryMode,
    SigningScheme,
    SuppressionOptions,
    TlsPolicy,
    TrackingOptions,
    VdmOptions,
    VdmPart,
    check_archive,
    check_redirect_domain,
    check_sending_pool,
)
from sesmock.domain.errors import InternalFailure
from sesmock.domain.suppression import suppression
from sesmock.domain.suppression.suppression import SuppressionScope
from sesmock.protocol.constraints import LATER

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Operation, Params
    from sesmock.backends.sesv2.words import Kind
    from sesmock.domain.account import Account
    from sesmock.domain.suppression.suppression import Reason
    from sesmock.protocol.validation import Checks

CHECKS: Checks = {
    "ArchivingOptions": LATER,
    "DeliveryOptions": LATER,
    "MessageSecurityOptions": LATER,
    "SuppressionOptions": LATER,
    "TrackingOptions": LATER,
    "VdmOptions": LATER,
}
"""CreateConfigurationSet checks these options one by one, each with an error of its own.

Spec: configuration_sets.md §2 [P].
"""


class _Group(NamedTuple):
    """A group of options: the request of a Put operation, or a member of CreateConfigurationSet."""

    operation: Operation
    members: Params
    prefix: str = ""

    def get(self, name: str) -> Any:
        """Return an option, or None if it is omitted; raise `Invalid` for a value that violates the model."""
        value = self.members.get(name)
        self.operation.check(f"{self.prefix}{name}", value)
        return value

    def inside(self, name: str) -> _Group:
        """Return a member of this group that is a group itself."""
        return _Group(self.operation, self.members[name], f"{self.prefix}{name}.")

    def get_word(self, name: str, kind: type[Kind]) -> Kind | None:
        """Return an option as an enumeration member."""
        return parse_word(kind, self.get(name))


@sesv2.operation("PutConfigurationSetSendingOptions")
def put_configuration_set_sending_options(context: Context, request: Params) -> None:
    """Switch sending with a configuration set on or off; off if omitted.

    Raise NotFoundException. Spec: configuration_sets.md §3.
    """
    enabled = request.get("SendingEnabled", False)
    # If sending was off, switching it on is a fresh start, whose time is recorded. Spec: configuration_sets.md §3.
    _find_options(context, request).switch_sending(enabled=enabled, now=context.account.world.clock.time())


@sesv2.operation("PutConfigurationSetReputationOptions")
def put_configuration_set_reputation_options(context: Context, request: Params) -> None:
    """Switch the reputation metrics of a configuration set on or off; off if omitted.

    Raise NotFoundException. Spec: configuration_sets.md §3.
    """
    enabled = request.get("ReputationMetricsEnabled", False)
    _find_options(context, request).reputation_metrics_enabled = enabled


@sesv2.operation(
    "PutConfigurationSetSuppressionOptions",
    checks={"SuppressedReasons": LATER, "SuppressionScope": LATER, "ValidationOptions": LATER},
)
def put_configuration_set_suppression_options(context: Context, request: Params) -> None:
    """Set the suppression list, the reasons and the Auto Validation threshold for mail of a configuration set.

    If only the reasons are omitted, the account's reasons apply. If all options are omitted, nothing is suppressed.
    Raise NotFoundException, or BadRequestException for an unknown reason, scope or threshold.
    Spec: configuration_sets.md §1 [P], §3; tenants.md §3 [D].
    """
    options = _find_options(context, request)
    names = request.get("SuppressedReasons")
    if names is None and not {"SuppressionScope", "ValidationOptions"} & request.keys():
        # An empty Put means no reasons, so the set suppresses nothing. Spec: configuration_sets.md §1 [P].
        names = ()
    reasons = None if names is None else suppression.parse_reasons(names)
    options.suppression = _parse_suppression(_Group(context.operation, request), reasons)


@sesv2.operation("PutConfigurationSetTrackingOptions", checks={"HttpsPolicy": LATER})
def put_configuration_set_tracking_options(context: Context, request: Params) -> None:
    """Set the redirect domain and the HTTPS policy of a configuration set's tracked links; omitted options are cleared.

    A call through Pinpoint Email keeps the HTTPS policy. Raise NotFoundException, or BadRequestException for an
    unverified domain, an HTTPS policy without a domain, or an unknown policy.
    Spec: configuration_sets.md §1 [P], §2, §3; differences.md §3.
    """
    options = _find_options(context, request)
    group = _Group(context.operation, request)
    if "CustomRedirectDomain" in request or "HttpsPolicy" in request:
        tracking = _parse_tracking(context.account, group)
    else:
        tracking = TrackingOptions()
    # Pinpoint Email's model has no HTTPS policy, so its calls keep the policy that SES v2 has set.
    if context.operation.has_member("HttpsPolicy"):
        options.tracking = tracking
    else:
        options.redirect(tracking.redirect_domain)


@sesv2.operation(
    "PutConfigurationSetDeliveryOptions",
    checks={"MaxDeliverySeconds": LATER, "SharedPoolDeliveryMode": LATER, "TlsPolicy": LATER},
)
def put_configuration_set_delivery_options(context: Context, request: Params) -> None:
    """Set the delivery options of a configuration set; omitted options are cleared, except the delivery mode.

    A call through Pinpoint Email also keeps the time limit. Raise NotFoundException, or BadRequestException for an
    invalid value or an unknown pool. Spec: configuration_sets.md §2 [P]; differences.md §3.
    """
    options = _find_options(context, request)
    delivery = _parse_delivery(context.account, _Group(context.operation, request))
    # The delivery mode is the only delivery option that a Put keeps.
    if delivery.shared_pool_delivery_mode is None:
        mode = options.delivery.shared_pool_delivery_mode
        delivery = delivery._replace(shared_pool_delivery_mode=mode)
    # Pinpoint Email's model has no time limit, so its calls keep the limit that SES v2 has set.
    if not context.operation.has_member("MaxDeliverySeconds"):
        delivery = delivery._replace(max_delivery_seconds=options.delivery.max_delivery_seconds)
    options.delivery = delivery


@sesv2.operation("PutConfigurationSetVdmOptions", checks={"VdmOptions": LATER})
def put_configuration_set_vdm_options(context: Context, request: Params) -> None:
    """Set which parts of Virtual Deliverability Manager (VDM) apply to mail of a set, while VDM is on for the account.

    Without options, the account's settings apply. Raise NotFoundException, or BadRequestException for an
    unknown status. Spec: configuration_sets.md §2 [P].
    """
    options = _find_options(context, request)
    options.vdm = _parse_vdm(_Group(context.operation, request))


@sesv2.operation("PutConfigurationSetArchivingOptions", checks={"ArchiveArn": LATER})
def put_configuration_set_archiving_options(context: Context, request: Params) -> None:
    """Archive mail of a set with Mail Manager, or stop doing so; `SesMock.archives` contains the mail.

    Raise NotFoundException, or BadRequestException for an ARN that is malformed or of another account or region.
    Spec: configuration_sets.md §2 [D, I].
    """
    options = _find_options(context, request)
    options.archive = _parse_archive(context.account, _Group(context.operation, request))


@sesv2.operation("UpdateConfigurationSet", checks={"MessageSecurityOptions": LATER})
def update_configuration_set(context: Context, request: Params) -> None:
    """Set whether mail of a set is signed with S/MIME; an omitted setting is unchanged.

    Raise NotFoundException, or BadRequestException for an unknown format. Spec: configuration_sets.md §2 [P].
    """
    options = _find_options(context, request)
    options.signing_scheme = _parse_signing(_Group(context.operation, request)) or options.signing_scheme


def parse_options(context: Context, request: Params) -> Options:
    """Return the options in a CreateConfigurationSet request, with the defaults of the called API.

    By default, reputation metrics are on in SES v2 and off in Pinpoint Email. Raise `InvalidTrackingOptions`,
    `Invalid`, or `InternalFailure` as SES does. Spec: configuration_sets.md §1 [P], §5.
    """
    account, group = context.account, _Group(context.operation, request)
    # Without SendingOptions, sending is enabled; with empty SendingOptions, it is disabled.
    sending: Params = request.get("SendingOptions", {"SendingEnabled": True})
    reputation: Params = request.get("ReputationOptions", {})
    options = Options(
        sending_enabled=sending.get("SendingEnabled", False),  # configuration_sets.md §1 [P]
        reputation_metrics_enabled=reputation.get(
            "ReputationMetricsEnabled", context.call.service == SESV2.name
        ),
    )
    # The order is SES's order of checks. Spec: configuration_sets.md §2 [P].
    if "SuppressionOptions" in request:
        options.suppression = _parse_new_suppression(group.inside("SuppressionOptions"))
    if "TrackingOptions" in request:
        options.tracking = _parse_tracking(account, group.inside("TrackingOptions"))
    if "DeliveryOptions" in request:
        options.delivery = _parse_delivery(account, group.inside("DeliveryOptions"))
    options.vdm = _parse_vdm(group)
    if "ArchivingOptions" in request:
        options.archive = _parse_archive(account, group.inside("ArchivingOptions"))
    options.signing_scheme = _parse_signing(group)
    return options


def dump_options(options: Options) -> Params:
    """Return options in the format of GetConfigurationSet; options that were never set are omitted."""
    return {
        "ArchivingOptions": None if options.archive is None else {"ArchiveArn": options.archive},
        "DeliveryOptions": _dump_delivery(options.delivery),
        "MessageSecurityOptions": _dump_signing(options.signing_scheme),
        "ReputationOptions": _dump_reputation(options),
        "SendingOptions": {"SendingEnabled": options.sending_enabled},
        "SuppressionOptions": _dump_suppression(options.suppression),
        "TrackingOptions": _dump_tracking(options.tracking),
        "VdmOptions": _dump_vdm(options.vdm),
    }


def _find_options(context: Context, request: Params) -> Options:
    return configuration_sets.get(context.account, request["ConfigurationSetName"]).options


def _parse_new_suppression(group: _Group) -> SuppressionOptions:
    names = group.get("SuppressedReasons")
    if not group.members:
        raise InternalFailure  # this is SES's real answer. Spec: configuration_sets.md §1 [P]
    return _parse_suppression(group, None if names is None else suppression.parse_reasons(names))


def _parse_suppression(group: _Group, reasons: tuple[Reason, ...] | None) -> SuppressionOptions:
    scope = group.get_word("SuppressionScope", SuppressionScope)
    return SuppressionOptions(reasons, scope, parse_threshold(group.get("ValidationOptions")))


def _parse_tracking(account: Account, group: _Group) -> TrackingOptions:
    # SES has the same error for a missing domain and an empty one. Spec: configuration_sets.md §1 [P].
    check_redirect_domain(account, group.get("CustomRedirectDomain") or "")
    return TrackingOptions(group.get("CustomRedirectDomain"), group.get_word("HttpsPolicy", HttpsPolicy))


def _parse_delivery(account: Account, group: _Group) -> DeliveryOptions:
    tls_policy, pool = group.get_word("TlsPolicy", TlsPolicy), group.get("SendingPoolName")
    if pool is not None:
        check_sending_pool(account, pool)
    seconds = group.get("MaxDeliverySeconds")
    mode = group.get_word("SharedPoolDeliveryMode", SharedPoolDeliveryMode)
    return DeliveryOptions(tls_policy, pool, seconds, mode)


def _parse_vdm(group: _Group) -> VdmOptions:
    members = group.get("VdmOptions") or {}
    return VdmOptions(
        _parse_vdm_part(members.get("DashboardOptions"), "EngagementMetrics"),
        _parse_vdm_part(members.get("GuardianOptions"), "OptimizedSharedDelivery"),
    )


def _parse_vdm_part(members: Params | None, name: str) -> VdmPart | None:
    return None if members is None else VdmPart(parse_switch(members.get(name)))


def _parse_archive(account: Account, group: _Group) -> str | None:
    arn: str | None = group.get("ArchiveArn")
    if arn is not None:
        check_archive(account, arn)
    return arn


def _parse_signing(group: _Group) -> SigningScheme | None:
    """Return the signing scheme in a request, or None if it has none; S/MIME wins if a request has both schemes.

    Spec: configuration_sets.md §2 [P].
    """
    scheme = (group.get("MessageSecurityOptions") or {}).get("SigningScheme")
    if scheme is None:
        return None
    return SigningScheme.SMIME if "SmimeScheme" in scheme else SigningScheme.DEFAULT


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
        "LastFreshStart": None if start is None else clock.to_datetime(start),
    }


def _dump_tracking(tracking: TrackingOptions) -> Params | None:
    if tracking == TrackingOptions():
        return None
    return {
        "CustomRedirectDomain": tracking.redirect_domain,
        "HttpsPolicy": dump_word(tracking.https_policy),
    }


def _dump_suppression(options: SuppressionOptions) -> Params | None:
    if options == SuppressionOptions():
        return None
    return {
        "SuppressedReasons": None if options.reasons is None else dump_words(options.reasons),
        "SuppressionScope": dump_word(options.scope),
        "ValidationOptions": dump_threshold(options.validation),
    }


def _dump_vdm(options: VdmOptions) -> Params | None:
    """Return exactly the options that were set. Spec: configuration_sets.md §2 [P]."""
    if options == VdmOptions():
        return None
    dashboard = {"EngagementMetrics": dump_switch(options.engagement_metrics)}
    guardian = {"OptimizedSharedDelivery": dump_switch(options.optimized_shared_delivery)}
    return {
        "DashboardOptions": None if options.dashboard is None else dashboard,
        "GuardianOptions": None if options.guardian is None else guardian,
    }


def _dump_signing(scheme: SigningScheme | None) -> Params | None:
    if scheme is None:
        return None
    # DETACHED is the only format, and SES stores it for an empty scheme, too. Spec: configuration_sets.md §2 [P].
    smime = {"SmimeScheme": {"SignatureFormat": "DETACHED"}}
    return {"SigningScheme": smime if scheme is SigningScheme.SMIME else {"DefaultScheme": {}}}
