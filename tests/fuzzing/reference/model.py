"""The whole reference: importing this module registers the rules of all nouns."""

from tests.fuzzing.reference import (
    account,
    address_insights,
    bounces,
    configuration_sets,
    contacts,
    endpoints,
    identities,
    receiving,
    reputation,
    sending,
    suppression,
    templates,
    tenants,
)
from tests.fuzzing.reference.reports import (
    campaigns,
    dashboard,
    export_jobs,
    import_jobs,
    message_insights,
    placement_tests,
    recommendations,
)
from tests.fuzzing.reference.rules import ANY, RULES, Forecast, foresee
from tests.fuzzing.reference.world import Contact, World

NOUNS = (
    account,
    address_insights,
    bounces,
    campaigns,
    configuration_sets,
    contacts,
    dashboard,
    endpoints,
    export_jobs,
    identities,
    import_jobs,
    message_insights,
    placement_tests,
    receiving,
    recommendations,
    reputation,
    sending,
    suppression,
    templates,
    tenants,
)

__all__ = ["ANY", "NOUNS", "RULES", "Contact", "Forecast", "World", "foresee"]
