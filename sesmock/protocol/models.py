"""The service models of the installed botocore."""

from __future__ import annotations

from functools import cache

from botocore.loaders import Loader
from botocore.model import ServiceModel


@cache
def service_model(service_name: str) -> ServiceModel:
    """Return the model of a service, by the name of its boto3 client; loaded once a process."""
    # Not load_service_model: it lists the folders of all services first, which costs more than the model.
    loader = Loader()
    version = loader.determine_latest_version(service_name, "service-2")
    return ServiceModel(loader.load_data(f"{service_name}/{version}/service-2"), service_name)
