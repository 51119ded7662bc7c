"""Resolve the delivery settings of a message. Spec: configuration_sets.md §2; dedicated_ips.md §1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.configuration_sets.errors import SendingPoolDoesNotExist
from sesmock.domain.configuration_sets.options import (
    Options,
    SigningScheme,
    TlsPolicy,
    measures_engagement,
    optimizes_delivery,
)
from sesmock.domain.dedicated_ips import pools
from sesmock.domain.identities.certificates import CertificateStatus
from sesmock.domain.mail import addresses
from sesmock.domain.mail.transmissions import Transmission

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.sending.sending import Submission

_NO_OPTIONS = Options()


def resolve(account: Account, submission: Submission, sender: Address | None) -> Transmission:
    """Return the delivery settings of a message; raise `SendingPoolDoesNotExist` if the pool of its set was deleted."""
    configuration_set = submission.configuration_set
    options = _NO_OPTIONS if configuration_set is None else configuration_set.options
    pool_name = options.delivery.sending_pool
    if pool_name is not None and not pools.exists(account, pool_name):
        raise SendingPoolDoesNotExist(pool_name)
    sending_pool, dedicated_ip = _choose_ip(account, pool_name)
    is_signed = options.signing_scheme is SigningScheme.SMIME
    return Transmission(
        sending_pool,
        dedicated_ip,
        options.delivery.tls_policy is TlsPolicy.REQUIRE,
        options.delivery.max_delivery_seconds,
        options.archive,
        _find_certificate(account, _find_author(submission, sender)) if is_signed else None,
        measures_engagement(account, options),
        optimizes_delivery(account, options),
    )


def _choose_ip(account: Account, pool_name: str | None) -> tuple[str | None, str | None]:
    """Return the pool and the dedicated IP that send a message; without a pool's name, the default pool sends it.

    The IP is the first one of the pool, so that tests can rely on it. It is None in a managed pool, where SES chooses.
    Spec: dedicated_ips.md §1 [D].
    """
    members = account.dedicated_ips.members(pool_name or pools.DEFAULT_POOL)
    if not members:
        return pool_name, None
    first = members[0]
    return first.pool, None if first.is_managed else first.address


def _find_author(submission: Submission, sender: Address | None) -> Address | None:
    """Return the author of a message: the From header of raw mail, or else the sender."""
    headers = (value for name, value in submission.header or () if name.lower() == "from")
    return next((address for value in headers for address in addresses.parse_header(value)), sender)


def _find_certificate(account: Account, author: Address | None) -> str | None:
    """Return the ARN of the active certificate of an address, or None if it has none.

    Spec: configuration_sets.md §2 [D].
    """
    key = None if author is None else author.key
    certificates = (
        certificate
        for identity in account.identities.values()
        for address, certificate in identity.certificates.items()
        if addresses.lenient(address).key == key and certificate.status is CertificateStatus.ACTIVE
    )
    return next((certificate.arn for certificate in certificates), None)
