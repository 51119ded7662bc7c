"""A self-signed certificate for listeners, created on first use and never stored."""

from __future__ import annotations

import ssl
from datetime import datetime, timezone
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# The bounds are wide, so that the certificate is valid at any time to which a test freezes the clock.
_NOT_BEFORE = datetime(2000, 1, 1, tzinfo=timezone.utc)
_NOT_AFTER = datetime(2099, 12, 31, 23, 59, 59, tzinfo=timezone.utc)


class Certificate(NamedTuple):
    """The TLS context of a listener, and its certificate as PEM, for clients that verify it."""

    context: ssl.SSLContext
    pem: str


def make_certificate(names: Sequence[str] = ("localhost", "127.0.0.1", "::1")) -> Certificate:
    """Return a new certificate for hosts, by name or address.

    Raise `ImportError` without the extra ``sesmock[smtp]``.
    """
    key_pem, certificate_pem = _write_pems(names)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:  # ssl reads keys from files only
        file = Path(folder) / "certificate.pem"
        file.touch(0o600)
        file.write_bytes(key_pem + certificate_pem)
        context.load_cert_chain(file)
    return Certificate(context, certificate_pem.decode())


def _write_pems(names: Sequence[str]) -> tuple[bytes, bytes]:
    """Return a private key and its certificate as PEM."""
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
    except ImportError as error:
        raise ImportError('TLS needs the cryptography package: pip install "sesmock[smtp]"') from error
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "sesmock, for tests")])
    # Clients compare an address only with IP entries, and a name only with DNS entries (RFC 2818 §3.1).
    hosts = [x509.IPAddress(ip_address(host)) if _is_address(host) else x509.DNSName(host) for host in names]
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(_NOT_BEFORE)
        .not_valid_after(_NOT_AFTER)
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    return (
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain),
        certificate.public_bytes(pem),
    )


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
