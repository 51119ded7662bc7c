"""S/MIME certificates, which SES uses to sign the mail of an address. Spec: botocore 1.44's texts [M]."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sesmock.domain.identities import identities
from sesmock.domain.identities.errors import (
    CertificateAddressElsewhere,
    CertificateAlreadyAssociated,
    NoCertificateAddress,
)
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.clock import Clock
    from sesmock.domain.identities.identities import Identity

# The usual 13 months, because only ACM knows when a certificate really expires.
LIFETIME_SECONDS = 395 * 24 * 60 * 60


class CertificateStatus(Word):
    """The provisioning status of a certificate."""

    PROVISIONING = "PROVISIONING"
    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"
    DEPROVISIONING = "DEPROVISIONING"
    FAILED = "FAILED"


CertificateStatusText = Literal["PROVISIONING", "ACTIVE", "INACTIVE", "DEPROVISIONING", "FAILED"]


class Certificate:
    """A certificate in ACM, and the address whose mail SES signs with it.

    A test may set ``status`` and ``expires_at`` (seconds since 1970, UTC). An expired certificate is FAILED.
    """

    __slots__ = ("_clock", "_status", "arn", "expires_at", "from_address")

    def __init__(self, clock: Clock, from_address: str, arn: str, status: CertificateStatus) -> None:
        self._clock = clock
        self._status = status
        self.from_address = from_address
        self.arn = arn
        self.expires_at = clock.time() + LIFETIME_SECONDS

    @property
    def status(self) -> CertificateStatus:
        """The provisioning status; FAILED if the certificate has expired."""
        return CertificateStatus.FAILED if self._clock.time() >= self.expires_at else self._status

    @status.setter
    def status(self, status: CertificateStatus | CertificateStatusText) -> None:
        self._status = CertificateStatus(status)


def associate(account: Account, name: str, arn: str, from_address: str | None) -> Certificate:
    """Associate a certificate with an address: the identity itself, or an address at its domain or a subdomain.

    The certificate is active immediately, unless ``verification="manual"`` leaves its activation to the test. Raise
    `IdentityDoesNotExist`, `InvalidParameter` for an address elsewhere, or `AlreadyExists` if the address has a
    certificate that is not being deprovisioned.
    """
    identity = identities.get(account, name)
    address = _address(identity, from_address)
    if identity.is_domain:
        identities.check_email_address(address)
        # With the leading dots, example.com does not match anotherexample.com.
        if not f".{address.rpartition('@')[2]}".lower().endswith(f".{identity.name}".lower()):
            raise CertificateAddressElsewhere(identity.name, address)
    elif address != identity.name:
        raise CertificateAddressElsewhere(identity.name, address)
    # An address can get a certificate through its own identity or through its domain, but it can have only one [M].
    if any(_is_in_use(other, address) for other in account.identities.values()):
        raise CertificateAlreadyAssociated(address)
    instant = account.world.options.verification == "instant"
    status = CertificateStatus.ACTIVE if instant else CertificateStatus.PROVISIONING
    certificate = Certificate(account.world.clock, address, arn, status)
    identity.certificates[address] = certificate
    return certificate


def disassociate(account: Account, name: str, from_address: str | None) -> None:
    """Remove the certificate of an address, if it has one.

    The certificate disappears immediately; with ``verification="manual"``, it is listed as DEPROVISIONING. Raise
    `IdentityDoesNotExist`, or `InvalidParameter` for a domain without an address.
    """
    identity = identities.get(account, name)
    certificate = identity.certificates.get(_address(identity, from_address))
    if certificate is None:
        return
    if account.world.options.verification == "instant":
        del identity.certificates[certificate.from_address]
    else:
        certificate.status = CertificateStatus.DEPROVISIONING


def list_certificates(account: Account, name: str) -> list[Certificate]:
    """Return the certificates of an identity, sorted by address; raise `IdentityDoesNotExist`."""
    certificates = identities.get(account, name).certificates
    return [certificates[address] for address in sorted(certificates)]


def _address(identity: Identity, from_address: str | None) -> str:
    if from_address:
        return from_address
    if identity.is_domain:
        raise NoCertificateAddress
    return identity.name


def _is_in_use(identity: Identity, address: str) -> bool:
    certificate = identity.certificates.get(address)
    return certificate is not None and certificate.status is not CertificateStatus.DEPROVISIONING
