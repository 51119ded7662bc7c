"""Routes that differ between versions of botocore are served in both forms, whatever version is installed."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel

from sesmock.backends.sesv2.backend import SPELLINGS
from sesmock.gateway.gateway import select_backend
from sesmock.http import HttpRequest
from sesmock.protocol.rest_json import RestJsonCodec

HOST = "https://email.us-east-1.amazonaws.com"
NAMES = ["ListConfigurationSets", "ListEmailIdentities", "PutEmailIdentityDkimSigningAttributes"]
PAGE = {"PageSize": 2, "NextToken": "x"}
DKIM = "identities/example.com/dkim/signing"


def model(index: int) -> ServiceModel:
    """Return the SES v2 model with the older (0) or the newer (1) version of each moved route."""
    description: dict[str, Any] = copy.deepcopy(Loader().load_service_model("sesv2", "service-2"))
    for routes, name in zip(SPELLINGS, NAMES, strict=True):
        method, path = routes[index]
        operation = description["operations"][name]
        operation["http"] = {"method": method, "requestUri": path}
        members = description["shapes"][operation["input"]["shape"]]["members"]
        for member in PAGE.keys() & members.keys():
            members[member] = {"shape": members[member]["shape"]}
            if method == "GET":
                members[member] |= {"location": "querystring", "locationName": member}
    return ServiceModel(description, "sesv2")


CODECS = {age: RestJsonCodec(model(index), SPELLINGS) for index, age in enumerate(["older", "newer"])}


@pytest.mark.parametrize("age", CODECS)
@pytest.mark.parametrize(
    ("method", "path", "content", "operation", "parameters"),
    [
        ("GET", "/v2/email/identities?PageSize=2&NextToken=x", None, "ListEmailIdentities", PAGE),
        ("POST", "/v2/email/list-identities", PAGE, "ListEmailIdentities", PAGE),
        ("GET", "/v2/email/configuration-sets?PageSize=2&NextToken=x", None, "ListConfigurationSets", PAGE),
        ("POST", "/v2/email/list-configuration-sets", PAGE, "ListConfigurationSets", PAGE),
        *(
            (
                "PUT",
                f"/{version}/email/{DKIM}",
                {"SigningAttributesOrigin": "AWS_SES"},
                "PutEmailIdentityDkimSigningAttributes",
                {"EmailIdentity": "example.com", "SigningAttributesOrigin": "AWS_SES"},
            )
            for version in ("v1", "v2")
        ),
    ],
)
def test_both_versions_of_a_route_are_served(
    age: str, method: str, path: str, content: Any, operation: str, parameters: dict[str, Any]
) -> None:
    """A request in either form of a route is parsed, with its parameters in the query string or the body."""
    body = b"" if content is None else json.dumps(content).encode()
    request = HttpRequest(method, HOST + path, {}, body)
    match = CODECS[age].match(request)

    assert (match.operation, CODECS[age].parse(match)) == (operation, parameters)
    assert select_backend(request).api == "sesv2"
