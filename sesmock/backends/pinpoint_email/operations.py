"""The module of each operation, so that only what is called is imported. Made by ``make operations``."""

from __future__ import annotations

MODULES = {
    "CreateConfigurationSetEventDestination": "event_destinations",
    "CreateEmailIdentity": "identities",
    "PutConfigurationSetTrackingOptions": "configuration_set_options",
    "UpdateConfigurationSetEventDestination": "event_destinations",
}
