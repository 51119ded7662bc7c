"""Tracking options of configuration sets, by SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.sesv2.backend import sesv2
from sesmock.domain.configuration_sets import configuration_sets
from sesmock.domain.sending import tracking
from sesmock.domain.sending.tracking import TrackingOptions

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params


@sesv2.operation("PutConfigurationSetTrackingOptions")
def put_configuration_set_tracking_options(context: Context, request: Params) -> None:
    """Set the domain of a configuration set's tracked links and where they must be HTTPS; what is left out is cleared.

    Raise NotFoundException, or BadRequestException for a domain that is not verified.
    Spec: v2.md §3, §17, sending.md §3.2 [P].
    """
    found = configuration_sets.get(context.account, request["ConfigurationSetName"])
    domain = request.get("CustomRedirectDomain")
    if domain is not None:
        tracking.check(context.account, domain)
    options = TrackingOptions(domain, request.get("HttpsPolicy"))
    found.tracking = None if options == TrackingOptions() else options
