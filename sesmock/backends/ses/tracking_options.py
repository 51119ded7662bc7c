"""Tracking options of configuration sets, by SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.ses.backend import ses
from sesmock.domain.configuration_sets import configuration_sets
from sesmock.domain.errors import (
    InvalidTrackingOptions,
    TrackingOptionsAlreadyExist,
    TrackingOptionsDoNotExist,
)
from sesmock.domain.sending import tracking

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params


@ses.operation("CreateConfigurationSetTrackingOptions")
def create_configuration_set_tracking_options(context: Context, request: Params) -> None:
    """Have the tracked links of a configuration set lead over a domain of one's own.

    Raise InvalidTrackingOptions, ConfigurationSetDoesNotExist or TrackingOptionsAlreadyExistsException.
    Spec: v1.md §3 Configuration sets, sending.md §3.2 [P].
    """
    domain = _checked_domain(context, request)
    found = configuration_sets.get(context.account, request["ConfigurationSetName"])
    if tracking.redirect_domain(found) is not None:
        raise TrackingOptionsAlreadyExist(found.name)
    tracking.redirect(found, domain)


@ses.operation("UpdateConfigurationSetTrackingOptions")
def update_configuration_set_tracking_options(context: Context, request: Params) -> None:
    """Change the domain that the tracked links of a configuration set lead over.

    Raise InvalidTrackingOptions, ConfigurationSetDoesNotExist or TrackingOptionsDoesNotExistException.
    Spec: v1.md §3 Configuration sets, sending.md §3.2 [P].
    """
    domain = _checked_domain(context, request)
    found = configuration_sets.get(context.account, request["ConfigurationSetName"])
    if tracking.redirect_domain(found) is None:
        raise TrackingOptionsDoNotExist(found.name)
    tracking.redirect(found, domain)


@ses.operation("DeleteConfigurationSetTrackingOptions")
def delete_configuration_set_tracking_options(context: Context, request: Params) -> None:
    """Have the tracked links of a configuration set lead over SES's own domain again.

    Raise ConfigurationSetDoesNotExist or TrackingOptionsDoesNotExistException. Spec: v1.md §3 Configuration sets.
    """
    found = configuration_sets.get(context.account, request["ConfigurationSetName"])
    if tracking.redirect_domain(found) is None:
        raise TrackingOptionsDoNotExist(found.name)
    found.tracking = None


def _checked_domain(context: Context, request: Params) -> str:
    """Return the domain that a request gives; it is checked before the set. Spec: sending.md §3.2 [P]."""
    domain: str | None = request["TrackingOptions"].get("CustomRedirectDomain")
    if domain is None:
        raise InvalidTrackingOptions("At least one field of TrackingOptions must contain a value.")
    tracking.check(context.account, domain)
    return domain
