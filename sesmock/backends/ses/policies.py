"""Sending-authorization policies in SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.ses.backend import ses
from sesmock.domain.identities import identities, policies
from sesmock.domain.identities.errors import UnknownIdentity

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.identities.identities import Identity


@ses.operation("PutIdentityPolicy")
def put_identity_policy(context: Context, request: Params) -> None:
    """Attach a policy to an identity, verified or not, or replace one; SES removes white space from the policy.

    Raise InvalidPolicy, or InvalidParameterValue for an unknown identity, an invalid name, or a 21st policy.
    Spec: policies.md §2, §4.
    """
    identity = _find(context, request)
    if identity is None:
        raise UnknownIdentity(request["Identity"])
    policies.put(identity, request["PolicyName"], request["Policy"])


@ses.operation("GetIdentityPolicies")
def get_identity_policies(context: Context, request: Params) -> Result:
    """Return the policies that a request names; unknown ones are omitted, and an unknown identity has none.

    Raise InvalidParameterValue for more than 20 names. Spec: policies.md §4.
    """
    identity = _find(context, request)
    return {"Policies": {} if identity is None else policies.select(identity, request["PolicyNames"])}


@ses.operation("ListIdentityPolicies")
def list_identity_policies(context: Context, request: Params) -> Result:
    """Return the sorted names of an identity's policies; an unknown identity has none.

    Spec: policies.md §4.
    """
    identity = _find(context, request)
    return {"PolicyNames": [] if identity is None else sorted(identity.policies)}


@ses.operation("DeleteIdentityPolicy")
def delete_identity_policy(context: Context, request: Params) -> None:
    """Detach a policy; an unknown policy or identity is not an error.

    Spec: policies.md §4.
    """
    identity = _find(context, request)
    if identity is not None:
        identity.policies.pop(request["PolicyName"], None)


def _find(context: Context, request: Params) -> Identity | None:
    """Return the identity in a request, by name or ARN. Spec: identities.md §1."""
    return identities.find_by_name_or_arn(context.account, request["Identity"])
