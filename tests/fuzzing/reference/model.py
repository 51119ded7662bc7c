"""The whole reference: importing this module registers the rules of all nouns."""

from tests.fuzzing.reference import (
    account,
    configuration_sets,
    contacts,
    identities,
    receiving,
    sending,
    suppression,
    templates,
    tenants,
)
from tests.fuzzing.reference.rules import ANY, RULES, Forecast, foresee
from tests.fuzzing.reference.world import Contact, World

NOUNS = (
    account,
    configuration_sets,
    contacts,
    identities,
    receiving,
    sending,
    suppression,
    templates,
    tenants,
)

__all__ = ["ANY", "NOUNS", "RULES", "Contact", "Forecast", "World", "foresee"]
