"""Verification of Signature Version 4 as in AWS, in headers and in query strings."""

from __future__ import annotations

import hashlib
import hmac
import re
from calendar import timegm
from contextlib import suppress
from email.utils import mktime_tz, parsedate_tz
from time import gmtime, strftime, strptime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sesmock.http import HttpRequest

_MAX_SKEW = 15 * 60  # Spec: errors.md §7
_MAX_EXPIRES = 7 * 24 * 3600  # the longest X-Amz-Expires that is accepted
_ALGORITHM = "AWS4-HMAC-SHA256"
_ASYMMETRIC = "AWS4-ECDSA-P256-SHA256"  # SigV4A, from clients of global endpoints
_AMZ_DATE = "%Y%m%dT%H%M%SZ"
_SPACES = re.compile(r"\s+")
_SIGNED_AS_IS = re.compile(r"UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]+")


class BadSignature(Exception):
    """A request that AWS rejects before it reads the operation; ``code`` is SES v1's code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Signature(NamedTuple):
    """The signature of a request; ``expires`` is its validity in seconds."""

    algorithm: str
    access_key: str
    scope: str
    signed_headers: tuple[str, ...]
    signature: str
    date: str
    expires: int
    in_query: bool


def parse_credentials(pairs: Iterable[str]) -> dict[str, str]:
    """Return secrets by access key from ``"KEY:SECRET"`` texts; raise `ValueError` without showing a secret."""
    credentials: dict[str, str] = {}
    for position, pair in enumerate(pairs, 1):
        key, _, secret = pair.partition(":")
        if not (key and secret):
            raise ValueError(
                f"credentials must be strings 'KEY:SECRET', got a different form at position {position}"
            )
        credentials[key] = secret
    return credentials


def verify(request: HttpRequest, credentials: Mapping[str, str], now: float) -> None:
    """Verify the signature of a request as it was sent, and its time; raise `BadSignature`."""
    signature = _read(request)
    secret = credentials.get(signature.access_key)
    if secret is None:
        raise BadSignature("InvalidClientTokenId")
    _check_time(signature, now)
    # The keys of this algorithm are derived from the secret by a search, which is not implemented.
    if signature.algorithm == _ASYMMETRIC:
        return
    expected = _sign(request, signature, secret)
    # compare_digest() accepts only ASCII text, and a header can contain any character.
    if not hmac.compare_digest(expected.encode(), signature.signature.encode()):
        raise BadSignature("SignatureDoesNotMatch")


def _read(request: HttpRequest) -> _Signature:
    header = request.headers.get("Authorization") or ""
    algorithm, _, rest = header.partition(" ")
    fields = dict(_parse_query(request.url))
    if algorithm in {_ALGORITHM, _ASYMMETRIC}:
        return _read_header(request, algorithm, rest)
    if "X-Amz-Signature" in fields or "X-Amz-Algorithm" in fields:
        return _read_fields(fields)
    if header or request.headers.get("X-Amzn-Authorization") or _has_old_key(request, fields):
        raise BadSignature("InvalidClientTokenId")  # signatures before version 4. Spec: requests.md §2.2 [D]
    raise BadSignature("MissingAuthenticationToken")


def _has_old_key(request: HttpRequest, fields: Mapping[str, str]) -> bool:
    return "AWSAccessKeyId" in fields or b"AWSAccessKeyId=" in request.body


def _read_header(request: HttpRequest, algorithm: str, text: str) -> _Signature:
    parts = dict(part.strip().partition("=")[::2] for part in text.split(","))
    date = request.headers.get("X-Amz-Date") or request.headers.get("Date") or ""
    try:
        key, _, scope = parts["Credential"].partition("/")
        headers = tuple(parts["SignedHeaders"].lower().split(";"))
        return _Signature(algorithm, key, scope, headers, parts["Signature"], date, _MAX_SKEW, in_query=False)
    except KeyError:
        raise BadSignature("IncompleteSignature") from None


def _read_fields(fields: Mapping[str, str]) -> _Signature:
    try:
        key, _, scope = fields["X-Amz-Credential"].partition("/")
        headers = tuple(fields["X-Amz-SignedHeaders"].lower().split(";"))
        expires = int(fields["X-Amz-Expires"])
        algorithm, signature = fields["X-Amz-Algorithm"], fields["X-Amz-Signature"]
        date = fields["X-Amz-Date"]
    except (KeyError, ValueError):
        raise BadSignature("IncompleteSignature") from None
    if not 0 < expires <= _MAX_EXPIRES or algorithm != _ALGORITHM:
        raise BadSignature("IncompleteSignature")
    return _Signature(algorithm, key, scope, headers, signature, date, expires, in_query=True)


def _check_time(signature: _Signature, now: float) -> None:
    moment = _parse_time(signature.date)
    if moment is None:
        raise BadSignature("IncompleteSignature")
    if not moment - _MAX_SKEW <= now <= moment + signature.expires:
        raise BadSignature("RequestExpired")


def _parse_time(text: str) -> int | None:
    """Return the time of X-Amz-Date or of a Date header in seconds since 1970."""
    # botocore sends X-Amz-Date; a client that sends only Date uses the format of HTTP (RFC 9110 §5.6.7).
    with suppress(ValueError):
        return timegm(strptime(text, _AMZ_DATE))
    parts = parsedate_tz(text)
    return None if parts is None else int(mktime_tz(parts))


def _sign(request: HttpRequest, signature: _Signature, secret: str) -> str:
    """Return the expected signature of a request: a chain of HMACs over its canonical form."""
    stamp = strftime(_AMZ_DATE, gmtime(_parse_time(signature.date)))
    # The first part of the scope is the day of the signature.
    if not stamp.startswith(signature.scope.partition("/")[0]):
        raise BadSignature("SignatureDoesNotMatch")
    text = "\n".join(
        (_ALGORITHM, stamp, signature.scope, _hash(_canonical_request(request, signature).encode()))
    )
    key = f"AWS4{secret}".encode()
    for step in (*signature.scope.split("/"), text):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    return key.hex()


def _canonical_request(request: HttpRequest, signature: _Signature) -> str:
    parts = urlsplit(request.url)
    names = sorted(signature.signed_headers)
    headers = [f"{name}:{_canonical_header(request, name)}\n" for name in names]
    return "\n".join(
        (
            request.method,
            # The path arrives encoded, and Signature Version 4 encodes it a second time for every service but S3, as
            # botocore's SigV4Auth does.
            quote(_normalize_path(parts.path), safe="/~"),
            _canonical_query(request.url, in_query=signature.in_query),
            "".join(headers),
            ";".join(names),
            _payload_hash(request),
        )
    )


def _canonical_header(request: HttpRequest, name: str) -> str:
    return _SPACES.sub(" ", request.headers.get(name) or "").strip()


def _canonical_query(url: str, *, in_query: bool) -> str:
    pairs = sorted(
        (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
        for name, value in _parse_query(url)
        if not (in_query and name == "X-Amz-Signature")
    )
    return "&".join(f"{name}={value}" for name, value in pairs)


def _parse_query(url: str) -> list[tuple[str, str]]:
    fields = (field.partition("=") for field in urlsplit(url).query.split("&") if field)
    return [(unquote(name), unquote(value)) for name, _, value in fields]


def _normalize_path(path: str) -> str:
    """Return a path without empty segments, ``.`` and ``..``."""
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in {"", "."}:
            steps.append(step)
    end = "/" if steps and path.endswith("/") else ""
    return "/" + "/".join(steps) + end


def _payload_hash(request: HttpRequest) -> str:
    """Return the hash of a body; a header can contain it, or mark the body as unsigned."""
    text = request.headers.get("X-Amz-Content-Sha256")
    if text is not None and _SIGNED_AS_IS.fullmatch(text):
        return text
    return _hash(request.body)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
