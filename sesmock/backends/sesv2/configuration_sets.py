"""Configuration sets, by SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sesmock.backends.paging import Paging
from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.tags import checked_tags, listed_tags
from sesmock.domain import clock
from sesmock.domain.configuration_sets import configuration_sets
from sesmock.domain.configuration_sets.configuration_sets import ConfigurationSet
from sesmock.domain.errors import InvalidParameter
from sesmock.domain.sending import tracking
from sesmock.domain.sending.tracking import TrackingOptions
from sesmock.protocol.constraints import OWN_TEXT
from sesmock.protocol.errors import WireError

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result

_PAGING = Paging(
    "PageSize",
    "configuration sets",
    default=50,
    maximum=1000,
    size_text="The page size must be between 1 and {maximum}",
    token_text="invalid nextToken {token}",
)
_NOT_YET = (
    "ArchivingOptions",
    "DeliveryOptions",
    "MessageSecurityOptions",
    "SuppressionOptions.SuppressionScope",
    "SuppressionOptions.ValidationOptions",
    "VdmOptions",
)
_NAME_CONTAINS = "CONFIGURATION_SET_NAME_CONTAINS"
_REASONS = ("BOUNCE", "COMPLAINT")


@sesv2.operation("CreateConfigurationSet", unsupported=_NOT_YET)
def create_configuration_set(context: Context, request: Params) -> None:
    """Create a configuration set; options that are not given have SES's defaults.

    Raise AlreadyExistsException, LimitExceededException, or BadRequestException for the name or a tag.
    Spec: v2.md §3, sending.md §3.2.
    """
    created = _created(request)
    if "TrackingOptions" in request:
        created.tracking = _tracking_options(context, request["TrackingOptions"])
    configuration_sets.create(context.account, created)


@sesv2.operation("GetConfigurationSet")
def get_configuration_set(context: Context, request: Params) -> Result:
    """Return a configuration set with the options that were set, and its tags.

    Raise NotFoundException. Spec: v2.md §3.
    """
    found = configuration_sets.get(context.account, request["ConfigurationSetName"])
    reasons = found.suppressed_reasons
    return {
        "ConfigurationSetName": found.name,
        "ReputationOptions": {
            "ReputationMetricsEnabled": found.reputation_metrics_enabled,
            "LastFreshStart": None if found.last_fresh_start is None else clock.at(found.last_fresh_start),
        },
        "SendingOptions": {"SendingEnabled": found.sending_enabled},
        "TrackingOptions": _shown_tracking(found),
        "SuppressionOptions": None if reasons is None else {"SuppressedReasons": reasons},
        "Tags": listed_tags(found.tags),
    }


@sesv2.operation("ListConfigurationSets", checks=_PAGING.checks)
def list_configuration_sets(context: Context, request: Params) -> Result:
    """List the names of configuration sets, or those that hold a text, sorted, in pages of 50 by default.

    Raise BadRequestException for a bad PageSize, NextToken or filter. Spec: v2.md §3, sending.md §3.2, §3.4 [P].
    """
    part = request.get("Filter", {}).get(_NAME_CONTAINS)
    maximum = configuration_sets.NAME.maximum
    if part is not None and not 3 <= len(part) <= maximum:
        raise InvalidParameter(f"{_NAME_CONTAINS} must be between 3 and {maximum} characters")
    names = [name for name in configuration_sets.names(context.account) if part is None or part in name]
    page, token = _PAGING.page(context, names, request, contains=part)
    return {"ConfigurationSets": page, "NextToken": token}


@sesv2.operation("DeleteConfigurationSet")
def delete_configuration_set(context: Context, request: Params) -> None:
    """Remove a configuration set.

    Raise NotFoundException. Spec: v2.md §3.
    """
    configuration_sets.delete(context.account, request["ConfigurationSetName"])


@sesv2.operation("PutConfigurationSetSendingOptions")
def put_configuration_set_sending_options(context: Context, request: Params) -> None:
    """Switch sending with a configuration set on or off; not given is off.

    Raise NotFoundException. Spec: v2.md §3.
    """
    enabled = request.get("SendingEnabled", False)
    configuration_sets.switch_sending(context.account, request["ConfigurationSetName"], enabled=enabled)


@sesv2.operation("PutConfigurationSetReputationOptions")
def put_configuration_set_reputation_options(context: Context, request: Params) -> None:
    """Switch the reputation metrics of a configuration set on or off; not given is off.

    Raise NotFoundException. Spec: v2.md §3.
    """
    found = configuration_sets.get(context.account, request["ConfigurationSetName"])
    found.reputation_metrics_enabled = request.get("ReputationMetricsEnabled", False)


@sesv2.operation(
    "PutConfigurationSetSuppressionOptions",
    checks={"SuppressedReasons": OWN_TEXT},
    unsupported=("SuppressionScope", "ValidationOptions"),
)
def put_configuration_set_suppression_options(context: Context, request: Params) -> None:
    """Replace the account's reasons for mails sent with a set; none at all switches suppression off for them.

    Raise NotFoundException, or BadRequestException for a reason that there is not. Spec: v2.md §3, sending.md §3.2.
    """
    found = configuration_sets.get(context.account, request["ConfigurationSetName"])
    for reason in request.get("SuppressedReasons", ()):
        if reason not in _REASONS:
            raise InvalidParameter(f"Reason {reason} is invalid, must be one of [{', '.join(_REASONS)}].")
    found.suppressed_reasons = tuple(request.get("SuppressedReasons", ()))


def _created(request: Params) -> ConfigurationSet:
    reputation: dict[str, Any] = request.get("ReputationOptions", {})
    sending: dict[str, Any] = request.get("SendingOptions", {})
    return ConfigurationSet(
        request["ConfigurationSetName"],
        sending_enabled=sending.get("SendingEnabled", True),
        reputation_metrics_enabled=reputation.get(
            "ReputationMetricsEnabled", True
        ),  # Spec: sending.md §3.2 [P]
        suppressed_reasons=_suppressed_reasons(request.get("SuppressionOptions")),
        tags=checked_tags(request),
    )


def _tracking_options(context: Context, options: Params) -> TrackingOptions:
    tracking.check(context.account, options["CustomRedirectDomain"])
    return TrackingOptions(options["CustomRedirectDomain"], options.get("HttpsPolicy"))


def _shown_tracking(found: ConfigurationSet) -> Params | None:
    options = found.tracking
    if options is None:
        return None
    return {"CustomRedirectDomain": options.redirect_domain, "HttpsPolicy": options.https_policy}


def _suppressed_reasons(options: Params | None) -> tuple[Any, ...] | None:
    if options is None:
        return None
    if "SuppressedReasons" not in options:
        raise WireError("InternalFailure")  # SES does. Spec: sending.md §3.2 [P]
    return tuple(options["SuppressedReasons"])
