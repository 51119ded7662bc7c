"""Ids in the forms that SES uses."""

from __future__ import annotations

from os import urandom
from random import Random
from string import ascii_letters, ascii_uppercase, digits

# The first four hex digits of a message id identify the region. Spec: events.md §3 [R]; requests.md §5 [U].
_REGION_PREFIXES = {
    "us-east-1": "0100",
    "us-west-2": "0101",
    "eu-west-1": "0102",
    "ap-northeast-1": "0106",
    "eu-central-1": "0107",
    "ap-southeast-2": "0108",
    "ap-south-1": "0109",
    "eu-west-2": "010b",
    "ap-northeast-2": "010c",
    "ca-central-1": "010d",
    "ap-southeast-1": "010e",
    "us-east-2": "010f",
    "eu-north-1": "0110",
    "us-west-1": "0111",
    "eu-west-3": "0113",
}
# The prefixes of the other regions are unknown; this one belongs to no known region (inferred).
_OTHER_REGION_PREFIX = "01ff"

_ENDPOINT_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
# The digits of base32hex (RFC 4648), in lower case.
_RECEIVED_DIGITS = "0123456789abcdefghijklmnopqrstuv"
_HOST_CHARACTERS = ascii_uppercase + digits
_TRACE_CHARACTERS = ascii_letters + digits

# A separate generator, so that ids differ even if a test seeds the random module.
_random = Random(urandom(32))


def seed(number: int) -> None:
    """Seed the id generator, so that each run makes the same ids."""
    _random.seed(number)


def make_message_id(region: str, seconds: float) -> str:
    """Return a message id: the region's prefix, the milliseconds since 1970 in hex, a UUID, and ``-000000``."""
    prefix = _REGION_PREFIXES.get(region, _OTHER_REGION_PREFIX)
    # Rounded like the mail's timestamp in events, which has the same milliseconds. Spec: events.md §3 [R].
    return f"{prefix}{int(seconds * 1000 + 0.5):012x}-{make_uuid()}-000000"


def make_received_id() -> str:
    """Return the id of an incoming mail: 40 letters and digits. Spec: receiving.md §4 [R]."""
    # All recorded ids have 200 bits and end in a byte with the value 1.
    number = _random.getrandbits(192) << 8 | 1
    return "".join(_RECEIVED_DIGITS[number >> shift & 31] for shift in range(195, -1, -5))


def make_smtp_server_id() -> str:
    """Return the id of an SMTP host, such as ``d-YASZ6RLDG``. Spec: smtp.md §2.1 [R]."""
    return "d-" + "".join(_random.choices(_HOST_CHARACTERS, k=9))


def make_smtp_trace_id() -> str:
    """Return the id of an SMTP connection or mail: 20 letters and digits. Spec: smtp.md §2.1 [R]."""
    return "".join(_random.choices(_TRACE_CHARACTERS, k=20))


def make_case_id(seconds: float) -> str:
    """Return the id of a support case: its time in seconds since 1970 and five more digits."""
    return f"{int(seconds)}{_random.randrange(100_000):05}"


def make_endpoint_id() -> str:
    """Return the id of a multi-region endpoint: 8 letters and digits, a dot, and 3 more.

    Spec: global_endpoints.md §1 [D].
    """
    characters = "".join(_random.choices(_ENDPOINT_CHARACTERS, k=11))
    return f"{characters[:8]}.{characters[8:]}"


def make_tenant_id() -> str:
    """Return the id of a tenant: ``tn-`` and 29 hexadecimal digits. Spec: tenants.md §1 [D]."""
    return f"tn-{_random.getrandbits(116):029x}"


def make_url_signature() -> str:
    """Return the signature of a presigned URL: 64 hexadecimal digits."""
    return f"{_random.getrandbits(256):064x}"


def make_uuid() -> str:
    """Return a random UUID."""
    # Three times as fast as uuid.uuid4(), and each API call needs one or two.
    text = _random.getrandbits(128).to_bytes(16, "big").hex()
    # The digit 4 is the version of random UUIDs, and the digit a is their variant (RFC 9562).
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"
