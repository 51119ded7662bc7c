"""Identities in Pinpoint Email. Spec: identities.md §6; differences.md §3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.pinpoint_email.backend import pinpoint_email
from sesmock.backends.sesv2.identities.identities import dump_new, dump_registration
from sesmock.backends.sesv2.tags import parse_tags
from sesmock.domain.identities import identities

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result


@pinpoint_email.operation("CreateEmailIdentity")
def create_email_identity(context: Context, request: Params) -> Result:
    """Register an address or domain, or return an existing one unchanged, since this API has no AlreadyExists error.

    Raise BadRequestException for a malformed name or a bad tag, or LimitExceededException.
    Spec: identities.md §6; differences.md §3.
    """
    name = request["EmailIdentity"]
    identities.check(name)
    tags = parse_tags(request)
    identity = identities.find(context.account, name)
    if identity is not None:
        return dump_registration(context.account, identity)
    identity = identities.create(context.account, name)
    identity.tags = tags
    return dump_new(context.account, identity)
