"""The access key and region of a request, read from its credential scope, or from its host if it is not signed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlsplit

from sesmock.aws_hosts import find_ses_region

if TYPE_CHECKING:
    from sesmock.http import HttpRequest

_REST_PATH = re.compile(r"/v[12]/email/.*")
_GLOBAL_REGION = "us-east-1"
_REGION = re.compile(r"[A-Za-z0-9-]{1,32}")


_SIGV4_SLASHES = 4  # in <access key>/<date>/<region>/ses/aws4_request


class Origin(NamedTuple):
    """The access key that signed a request, if any, and the region of the request.

    ``is_valid`` says whether the region is well-formed; AWS rejects signatures for malformed ones.
    Spec: requests.md §2.2 [I].
    """

    access_key: str | None
    region: str
    is_valid: bool = True


def find_origin(request: HttpRequest) -> Origin | None:
    """Return the origin of a request; None if the request is not for SES."""
    headers = request.headers
    # Mail Manager signs as "ses" too, but uses a different protocol.
    if "/email/" not in request.url and headers.get("x-amz-target"):
        return None
    authorization: str | bytes | None = headers.get("authorization")
    if authorization is not None:
        credential = _read_credential(authorization)
        if credential:
            # SigV4A lists its regions in a header, since its scope contains none.
            region_set = None if credential.count("/") == _SIGV4_SLASHES else headers.get("x-amz-region-set")
            return _scope_origin(credential, region_set)
    return _unsigned_origin(request.url)


@lru_cache(maxsize=256)  # all requests of a client on the same day have the same placeholder signature
def _read_credential(authorization: str | bytes) -> str:
    """Return the credential in an Authorization header; ``""`` if it has none."""
    # Some botocore signers write bytes.
    text = authorization.decode("latin-1") if isinstance(authorization, bytes) else authorization
    return text.partition("Credential=")[2].partition(",")[0]


@lru_cache(maxsize=256)
def _scope_origin(credential: str, region_set: str | None) -> Origin | None:
    """Parse ``<access key>/<date>/[<region>/]ses/aws4_request``; SigV4A lists its regions in a header instead."""
    access_key, *scope = credential.split("/")
    if scope[-2:] != ["ses", "aws4_request"]:
        return None
    region = scope[1] if len(scope) == 4 else (region_set or _GLOBAL_REGION).partition(",")[0]
    if region == "*":
        region = _GLOBAL_REGION
    return Origin(access_key or None, region, _REGION.fullmatch(region) is not None)


@lru_cache(maxsize=256)
def strip_prefix(url: str) -> str:
    """Return a URL without the path prefix that an ``endpoint_url`` adds; URLs on SES's own hosts stay unchanged."""
    parts = urlsplit(url)
    if parts.path in {"", "/"} or find_ses_region(parts.hostname or ""):
        return url
    rest_path = _REST_PATH.search(parts.path)
    return parts._replace(path=rest_path[0] if rest_path else "/").geturl()


def _unsigned_origin(url: str) -> Origin | None:
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    # A presigned request carries its signature in the query string. Spec: requests.md §2.2 [D].
    if "X-Amz-Credential" in query:
        return _scope_origin(query["X-Amz-Credential"][0], None)
    region = find_ses_region(parts.hostname or "")
    return None if region is None else Origin(None, region)
