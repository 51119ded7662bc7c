"""The installed models of the three APIs."""

from __future__ import annotations

from botocore.loaders import Loader
from botocore.model import ServiceModel

from tests.fuzzing.reference.rules import PINPOINT, SES, SESV2

MODELS = {
    api: ServiceModel(Loader(include_default_search_paths=True).load_service_model(api, "service-2"), api)
    for api in (SES, SESV2, PINPOINT)
}
OPERATIONS = [(api, name) for api, model in MODELS.items() for name in model.operation_names]


def member_names(api: str, operation: str) -> frozenset[str]:
    """Return the members of an operation's input."""
    shape = MODELS[api].operation_model(operation).input_shape
    return frozenset(shape.members if shape is not None else ())
