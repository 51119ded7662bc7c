"""The key pair that replaces SNS's own. Each process creates it on first use and never stores it."""

from __future__ import annotations

import datetime as datetime_module
from base64 import b64encode
from contextlib import contextmanager
from datetime import datetime, timezone
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import Certificate

SignatureVersion = Literal["1", "2"]

# The bounds are wide, so that the certificate is valid at any time to which a test freezes the clock.
_NOT_BEFORE = datetime(2000, 1, 1, tzinfo=timezone.utc)
_NOT_AFTER = datetime(2099, 12, 31, 23, 59, 59, tzinfo=timezone.utc)
_HOST = "sns.amazonaws.com"

_lock = Lock()


class KeyPair(NamedTuple):
    """A private key and its self-signed certificate."""

    key: RSAPrivateKey
    certificate_pem: str
    certificate_name: str

    def sign(self, text: str, version: SignatureVersion) -> str:
        """Return the base64 signature of a string, with SHA-1 (version 1) or SHA-256 (version 2)."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

        algorithm = hashes.SHA1() if version == "1" else hashes.SHA256()
        return b64encode(self.key.sign(text.encode(), PKCS1v15(), algorithm)).decode()


def key_pair() -> KeyPair:
    """Return the key pair of this process, the same for all threads.

    Raise `ImportError` without the extra ``sesmock[sns]``.
    """
    # With functools.cache alone, two threads could create a key each, but all signatures must match one
    # certificate.
    with _lock:
        return _make_key_pair()


@cache
def _make_key_pair() -> KeyPair:
    try:
        from cryptography.hazmat.primitives.asymmetric import rsa
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.serialization import Encoding
    except ImportError as error:
        raise ImportError(
            'Signing SNS messages needs the cryptography package: pip install "sesmock[sns]"'
        ) from error
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = _certify(key)
    # SNS's certificates have file names with 32 hex digits.
    name = f"SimpleNotificationService-{certificate.fingerprint(SHA256()).hex()[:32]}.pem"
    return KeyPair(key, certificate.public_bytes(Encoding.PEM).decode(), name)


def _certify(key: RSAPrivateKey) -> Certificate:
    """Return a self-signed certificate for a key."""
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.x509.oid import NameOID

    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "sesmock, for tests"),
            x509.NameAttribute(NameOID.COMMON_NAME, _HOST),
        ]
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_NOT_BEFORE)
        .not_valid_after(_NOT_AFTER)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(_HOST)]), critical=False)
    )
    with _unfrozen_datetime():
        return builder.sign(key, SHA256())


@contextmanager
def _unfrozen_datetime() -> Iterator[None]:
    """Restore the real `datetime.datetime` while the block runs, since freezegun may have replaced it.

    cryptography keeps the class that it sees at its first import, and accepts no other for the rest of the
    process.
    """
    frozen = datetime_module.datetime
    # freezegun's class derives from the real one.
    original = next(each for each in frozen.__mro__ if each.__module__ == "datetime")
    datetime_module.datetime = original  # type: ignore[misc, assignment]
    try:
        yield
    finally:
        datetime_module.datetime = frozen  # type: ignore[misc]
