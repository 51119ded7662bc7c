"""Identities, by Pinpoint Email."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.pinpoint_email.backend import pinpoint_email
from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.identities import UNSUPPORTED, identity_type
from sesmock.domain import identities

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result

pinpoint_email.adopt(
    sesv2,
    "DeleteEmailIdentity",
    "GetEmailIdentity",
    "ListEmailIdentities",
    "PutEmailIdentityFeedbackAttributes",
    "PutEmailIdentityMailFromAttributes",
)


@pinpoint_email.operation("CreateEmailIdentity", unsupported=UNSUPPORTED)
def create_email_identity(context: Context, request: Params) -> Result:
    """Register an address or domain, or return an existing one as it is: no AlreadyExists is modelled here.

    Raise BadRequestException for a malformed name. Spec: pinpoint_email.md §6 D1.
    """
    name = request["EmailIdentity"]
    identities.check(name)
    identity = identities.find(context.account, name) or identities.create(context.account, name)
    return {"IdentityType": identity_type(identity), "VerifiedForSendingStatus": identity.verified}
