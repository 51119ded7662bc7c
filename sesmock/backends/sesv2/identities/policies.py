"""Sending-authorization policies in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.sesv2.backend import sesv2
from sesmock.domain.identities import identities, policies
from sesmock.domain.identities.errors import IdentityOfPoliciesDoesNotExist

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.identities.identities import Identity


@sesv2.operation("CreateEmailIdentityPolicy")
def create_email_identity_policy(context: Context, request: Params) -> None:
    """Attach a policy to an identity, verified or not; SES removes white space from the policy.

    Raise NotFoundException, AlreadyExistsException, LimitExceededException for a 21st policy, or BadRequestException
    for an invalid name or a policy that is invalid or over 4 KB. Spec: policies.md §2, §3.
    """
    policies.create(_get(context, request), request["PolicyName"], request["Policy"])


@sesv2.operation("UpdateEmailIdentityPolicy")
def update_email_identity_policy(context: Context, request: Params) -> None:
    """Replace a policy.

    Raise NotFoundException for the identity or policy, or BadRequestException for a policy that is invalid or
    over 4 KB. Spec: policies.md §2 [P], §3.
    """
    policies.update(_get(context, request), request["PolicyName"], request["Policy"])


@sesv2.operation("DeleteEmailIdentityPolicy")
def delete_email_identity_policy(context: Context, request: Params) -> None:
    """Detach a policy.

    Raise NotFoundException for the identity or policy. Spec: policies.md §2 [P], §3.
    """
    policies.delete(_get(context, request), request["PolicyName"])


@sesv2.operation("GetEmailIdentityPolicies")
def get_email_identity_policies(context: Context, request: Params) -> Result:
    """Return the names and texts of all policies of an identity.

    Raise NotFoundException. Spec: policies.md §3.
    """
    return {"Policies": _get(context, request).policies}


def _get(context: Context, request: Params) -> Identity:
    name = request["EmailIdentity"]
    identity = identities.find(context.account, name)
    # The text has angle brackets around the name; DeleteEmailIdentity has none. Spec: policies.md §2 [P].
    if identity is None:
        raise IdentityOfPoliciesDoesNotExist(name)
    return identity
