"""Configuration sets, by SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.ses import event_destinations
from sesmock.backends.ses.backend import ses
from sesmock.domain import clock
from sesmock.domain.configuration_sets import configuration_sets
from sesmock.domain.sending import tracking

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.configuration_sets.configuration_sets import ConfigurationSet

_PAGING = Paging(
    "MaxItems", "configuration sets", default=50, maximum=1000, token_text="", out_of_range="default"
)


@ses.operation("CreateConfigurationSet")
def create_configuration_set(context: Context, request: Params) -> None:
    """Create a configuration set that sends and publishes no reputation metrics.

    Raise ConfigurationSetAlreadyExists, LimitExceeded, or InvalidParameterValue for the name.
    Spec: v1.md §3 Configuration sets, sending.md §3.2.
    """
    created = configuration_sets.ConfigurationSet(request["ConfigurationSet"]["Name"])
    configuration_sets.create(context.account, created)


@ses.operation("DescribeConfigurationSet")
def describe_configuration_set(context: Context, request: Params) -> Result:
    """Return the name of a set, and of its options what is asked for; what was never set is left out.

    Raise ConfigurationSetDoesNotExist. Spec: v1.md §3 Configuration sets.
    """
    found = configuration_sets.get(context.account, request["ConfigurationSetName"])
    asked = request.get("ConfigurationSetAttributeNames", ())
    return {
        "ConfigurationSet": {"Name": found.name},
        "EventDestinations": event_destinations.described(found) if "eventDestinations" in asked else None,
        "TrackingOptions": _tracking_options(found) if "trackingOptions" in asked else None,
        "ReputationOptions": _reputation_options(found) if "reputationOptions" in asked else None,
    }


@ses.operation("ListConfigurationSets", checks=_PAGING.checks)
def list_configuration_sets(context: Context, request: Params) -> Result:
    """List configuration sets by name, in pages of 50; a size out of range is served as 50.

    Raise InvalidParameterValue, without a text, for a bad NextToken. Spec: v1.md §3, sending.md §3.4 [P].
    """
    page, token = _PAGING.page(context, configuration_sets.names(context.account), request)
    return {"ConfigurationSets": [{"Name": name} for name in page], "NextToken": token}


@ses.operation("DeleteConfigurationSet")
def delete_configuration_set(context: Context, request: Params) -> None:
    """Remove a configuration set.

    Raise ConfigurationSetDoesNotExist. Spec: v1.md §3 Configuration sets.
    """
    configuration_sets.delete(context.account, request["ConfigurationSetName"])


@ses.operation("UpdateConfigurationSetSendingEnabled")
def update_configuration_set_sending_enabled(context: Context, request: Params) -> None:
    """Switch sending with a configuration set on or off; on again is a fresh start of its reputation.

    Raise ConfigurationSetDoesNotExist. Spec: v1.md §3 Configuration sets.
    """
    name = request["ConfigurationSetName"]
    configuration_sets.switch_sending(context.account, name, enabled=request["Enabled"])


@ses.operation("UpdateConfigurationSetReputationMetricsEnabled")
def update_configuration_set_reputation_metrics_enabled(context: Context, request: Params) -> None:
    """Switch the reputation metrics of a configuration set on or off.

    Raise ConfigurationSetDoesNotExist. Spec: v1.md §3 Configuration sets.
    """
    found = configuration_sets.get(context.account, request["ConfigurationSetName"])
    found.reputation_metrics_enabled = request["Enabled"]


def _tracking_options(found: ConfigurationSet) -> Params | None:
    domain = tracking.redirect_domain(found)
    return None if domain is None else {"CustomRedirectDomain": domain}


def _reputation_options(found: ConfigurationSet) -> Params:
    return {
        "SendingEnabled": found.sending_enabled,
        "ReputationMetricsEnabled": found.reputation_metrics_enabled,
        "LastFreshStart": None if found.last_fresh_start is None else clock.at(found.last_fresh_start),
    }
