"""Event destinations of configuration sets in Pinpoint Email.

Spec: event_destinations.md §6; differences.md §3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.pinpoint_email.backend import pinpoint_email
from sesmock.backends.sesv2.configuration_sets import event_destinations

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params

# SES v2 also has DELIVERY_DELAY and SUBSCRIPTION.
_TYPES = ("SEND", "REJECT", "BOUNCE", "COMPLAINT", "DELIVERY", "OPEN", "CLICK", "RENDERING_FAILURE")


@pinpoint_email.operation("CreateConfigurationSetEventDestination", checks=event_destinations.CHECKS)
def create_configuration_set_event_destination(context: Context, request: Params) -> None:
    """Add an event destination as SES v2 does, without the event types that only v2 has.

    Raise BadRequestException for DELIVERY_DELAY and SUBSCRIPTION, or the errors that SES v2 raises.
    Spec: event_destinations.md §6; differences.md §3.
    """
    _check_types(request)
    event_destinations.create_configuration_set_event_destination(context, request)


@pinpoint_email.operation("UpdateConfigurationSetEventDestination", checks=event_destinations.CHECKS)
def update_configuration_set_event_destination(context: Context, request: Params) -> None:
    """Replace an event destination as SES v2 does, without the event types that only v2 has.

    Raise BadRequestException for DELIVERY_DELAY and SUBSCRIPTION, or the errors that SES v2 raises.
    Spec: event_destinations.md §6; differences.md §3.
    """
    _check_types(request)
    event_destinations.update_configuration_set_event_destination(context, request)


def _check_types(request: Params) -> None:
    event_destinations.check_types(request["EventDestination"].get("MatchingEventTypes", ()), _TYPES)
