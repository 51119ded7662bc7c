"""The options of configuration sets, by Pinpoint Email."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.pinpoint_email.backend import pinpoint_email
from sesmock.domain.configuration_sets import configuration_sets
from sesmock.domain.configuration_sets.options import check_redirect_domain

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params


@pinpoint_email.operation("PutConfigurationSetTrackingOptions")
def put_configuration_set_tracking_options(context: Context, request: Params) -> None:
    """Set the domain of a configuration set's tracked links, or clear it; an HTTPS policy of SES v2 stays.

    Raise NotFoundException, or BadRequestException for a domain that is not verified.
    Spec: pinpoint_email.md §3 Configuration sets, §6 D6.
    """
    options = configuration_sets.get(context.account, request["ConfigurationSetName"]).options
    domain = request.get("CustomRedirectDomain")
    if domain is not None:
        check_redirect_domain(context.account, domain)
    options.redirect(domain)
