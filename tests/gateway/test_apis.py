"""The table of the three APIs agrees with botocore's models."""

from __future__ import annotations

import pytest

from sesmock.apis import APIS, Api
from sesmock.backends.backend import load_backend
from sesmock.protocol.models import service_model


@pytest.mark.parametrize("api", APIS.values(), ids=APIS)
def test_an_api_has_the_names_of_its_model(api: Api) -> None:
    """The client name and the service id of an API match botocore's model."""
    model = service_model(api.name)

    assert model.service_id == api.service_id
    assert model.service_id.hyphenize() == api.name


@pytest.mark.parametrize("api", APIS.values(), ids=APIS)
def test_the_path_prefix_identifies_an_api(api: Api) -> None:
    """Every path of an API starts with the prefix that identifies it."""
    model = service_model(api.name)
    paths = [model.operation_model(name).http["requestUri"] for name in model.operation_names]

    assert all(path.startswith(api.path) for path in paths)


@pytest.mark.parametrize("api", APIS.values(), ids=APIS)
def test_an_api_has_a_backend(api: Api) -> None:
    """The backend that is loaded for an API belongs to that API."""
    assert load_backend(api.name).api == api.name
