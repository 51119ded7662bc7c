"""The service models of the installed botocore."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from botocore.loaders import Loader
from botocore.model import ServiceModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from botocore.model import Shape


@cache
def service_model(service_name: str) -> ServiceModel:
    """Return the model of a service, by the name of its boto3 client; it is loaded once per process."""
    # load_service_model would first list the folders of all services, which takes longer than loading the model.
    loader = Loader()
    version = loader.determine_latest_version(service_name, "service-2")
    return ServiceModel(loader.load_data(f"{service_name}/{version}/service-2"), service_name)


@cache
def error_codes(service_name: str, operation: str | None = None) -> dict[str, Shape]:
    """Return the shapes of the errors of a service, or of one of its operations, by code on the wire."""
    model = service_model(service_name)
    return by_code(model.error_shapes if operation is None else model.operation_model(operation).error_shapes)


def by_code(shapes: Iterable[Shape]) -> dict[str, Shape]:
    """Return error shapes by code on the wire."""
    return {shape.metadata.get("error", {}).get("code", shape.name): shape for shape in shapes}
