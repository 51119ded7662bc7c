"""The options of configuration sets in SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.ses.backend import ses
from sesmock.domain import clock
from sesmock.domain.configuration_sets import configuration_sets
from sesmock.domain.configuration_sets.errors import (
    NoTrackingOptions,
    TrackingOptionsAlreadyExist,
    TrackingOptionsDoNotExist,
)
from sesmock.domain.configuration_sets.options import TlsPolicy, TrackingOptions, check_redirect_domain

if TYPE_CHECKING:
    from collections.abc import Collection

    from sesmock.backends.backend import Context, Params
    from sesmock.domain.configuration_sets.configuration_sets import ConfigurationSet
    from sesmock.domain.configuration_sets.options import Options


@ses.operation("UpdateConfigurationSetSendingEnabled")
def update_configuration_set_sending_enabled(context: Context, request: Params) -> None:
    """Switch sending with a configuration set on or off; switching it on again resets its reputation.

    Raise ConfigurationSetDoesNotExist. Spec: configuration_sets.md §4.
    """
    options = _find_options(context, request)
    options.switch_sending(enabled=request["Enabled"], now=context.account.world.clock.time())


@ses.operation("UpdateConfigurationSetReputationMetricsEnabled")
def update_configuration_set_reputation_metrics_enabled(context: Context, request: Params) -> None:
    """Switch the reputation metrics of a configuration set on or off.

    Raise ConfigurationSetDoesNotExist. Spec: configuration_sets.md §4.
    """
    _find_options(context, request).reputation_metrics_enabled = request["Enabled"]


@ses.operation("CreateConfigurationSetTrackingOptions")
def create_configuration_set_tracking_options(context: Context, request: Params) -> None:
    """Set the redirect domain of a configuration set's tracked links.

    Raise InvalidTrackingOptions, ConfigurationSetDoesNotExist or TrackingOptionsAlreadyExistsException.
    Spec: configuration_sets.md §1 [P], §4.
    """
    domain = _parse_redirect_domain(context, request)
    configuration_set = _find_configuration_set(context, request)
    if configuration_set.options.tracking.redirect_domain is not None:
        raise TrackingOptionsAlreadyExist(configuration_set.name)
    configuration_set.options.redirect(domain)


@ses.operation("UpdateConfigurationSetTrackingOptions")
def update_configuration_set_tracking_options(context: Context, request: Params) -> None:
    """Change the redirect domain of a configuration set's tracked links.

    Raise InvalidTrackingOptions, ConfigurationSetDoesNotExist or TrackingOptionsDoesNotExistException.
    Spec: configuration_sets.md §1 [P], §4.
    """
    domain = _parse_redirect_domain(context, request)
    _find_redirected_options(context, request).redirect(domain)


@ses.operation("DeleteConfigurationSetTrackingOptions")
def delete_configuration_set_tracking_options(context: Context, request: Params) -> None:
    """Remove the redirect domain and the HTTPS policy of a configuration set; links use SES's own domain again.

    Raise ConfigurationSetDoesNotExist or TrackingOptionsDoesNotExistException.
    Spec: configuration_sets.md §4.
    """
    _find_redirected_options(context, request).tracking = TrackingOptions()


@ses.operation("PutConfigurationSetDeliveryOptions")
def put_configuration_set_delivery_options(context: Context, request: Params) -> None:
    """Set whether mail of a configuration set requires TLS, or clear the policy if it is omitted.

    Options that only SES v2 has are kept. SES checks the policy first (ValidationError), then the set
    (ConfigurationSetDoesNotExist). Spec: configuration_sets.md §2 [P, I].
    """
    options = _find_options(context, request)
    policy = request.get("DeliveryOptions", {}).get("TlsPolicy")
    # v1 writes Require where v2 writes REQUIRE. Spec: differences.md §1.
    tls_policy = None if policy is None else TlsPolicy[policy.upper()]
    options.delivery = options.delivery._replace(tls_policy=tls_policy)


def dump_options(options: Options, names: Collection[str]) -> Params:
    """Return the options that a DescribeConfigurationSet request selects; options that were never set are omitted."""
    return {
        "TrackingOptions": _dump_tracking(options) if "trackingOptions" in names else None,
        "DeliveryOptions": _dump_delivery(options) if "deliveryOptions" in names else None,
        "ReputationOptions": _dump_reputation(options) if "reputationOptions" in names else None,
    }


def _find_configuration_set(context: Context, request: Params) -> ConfigurationSet:
    return configuration_sets.get(context.account, request["ConfigurationSetName"])


def _find_options(context: Context, request: Params) -> Options:
    return _find_configuration_set(context, request).options


def _find_redirected_options(context: Context, request: Params) -> Options:
    """Return the options of a set with tracking options; raise `TrackingOptionsDoNotExist`."""
    configuration_set = _find_configuration_set(context, request)
    if configuration_set.options.tracking.redirect_domain is None:
        raise TrackingOptionsDoNotExist(configuration_set.name)
    return configuration_set.options


def _parse_redirect_domain(context: Context, request: Params) -> str:
    """Return the redirect domain in a request, which SES checks before the set.

    Spec: configuration_sets.md §1 [P].
    """
    domain: str | None = request["TrackingOptions"].get("CustomRedirectDomain")
    if domain is None:
        raise NoTrackingOptions
    check_redirect_domain(context.account, domain)
    return domain


def _dump_tracking(options: Options) -> Params | None:
    domain = options.tracking.redirect_domain
    return None if domain is None else {"CustomRedirectDomain": domain}


def _dump_delivery(options: Options) -> Params | None:
    policy = options.delivery.tls_policy
    return None if policy is None else {"TlsPolicy": policy.capitalize()}


def _dump_reputation(options: Options) -> Params:
    start = options.last_fresh_start
    return {
        "SendingEnabled": options.sending_enabled,
        "ReputationMetricsEnabled": options.reputation_metrics_enabled,
        "LastFreshStart": None if start is None else clock.to_datetime(start),
    }
