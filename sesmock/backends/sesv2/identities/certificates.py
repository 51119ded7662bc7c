"""S/MIME certificates of identities in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.sesv2.backend import sesv2
from sesmock.domain import clock
from sesmock.domain.identities import certificates

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result

_PAGING = Paging(
    "PageSize",
    "identity certificates",
    default=1000,
    maximum=1000,
    size_text=None,
    token_text="Invalid NextToken.",
)


@sesv2.operation("AssociateEmailIdentityCertificate")
def associate_email_identity_certificate(context: Context, request: Params) -> None:
    """Associate an ACM certificate with an address identity, or with an address at a domain identity.

    Raise NotFoundException, AlreadyExistsException, or BadRequestException for an invalid address or ARN.
    Spec: identities.md §4; the rules follow botocore 1.44's documentation [M].
    """
    certificates.associate(
        context.account, request["EmailIdentity"], request["CertificateArn"], request.get("FromAddress")
    )


@sesv2.operation("DisassociateEmailIdentityCertificate")
def disassociate_email_identity_certificate(context: Context, request: Params) -> None:
    """Remove the certificate of an address; an address without one is not an error.

    Raise NotFoundException, or BadRequestException for a domain without an address.
    Spec: identities.md §4; the rules follow botocore 1.44's documentation [M].
    """
    certificates.disassociate(context.account, request["EmailIdentity"], request.get("FromAddress"))


@sesv2.operation("ListEmailIdentityCertificates", checks=_PAGING.checks)
def list_email_identity_certificates(context: Context, request: Params) -> Result:
    """List the certificates of an identity, whatever their status, in pages of 1000 by default.

    Raise NotFoundException, or BadRequestException for a bad PageSize or NextToken.
    Spec: identities.md §4 [D]; paging.md §3 [P].
    """
    name = request["EmailIdentity"]
    page, token = _PAGING.page(
        context, certificates.list_certificates(context.account, name), request, identity=name
    )
    return {
        "Certificates": [
            {
                "FromAddress": certificate.from_address,
                "Status": certificate.status.name,
                "CertificateArn": certificate.arn,
                "CertificateExpiryTime": clock.to_datetime(certificate.expires_at),
            }
            for certificate in page
        ],
        "NextToken": token,
    }
