"""The resources of an account by ARN: one table says which kinds there are. Spec: v2.md §16."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from sesmock.domain import identities, regions
from sesmock.domain.arns import Arn, parse_arn
from sesmock.domain.errors import InvalidParameter, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.domain.account import Account


class Tagged(Protocol):
    """A resource that can be tagged."""

    tags: dict[str, str]


class Kind(NamedTuple):
    """A kind of resource: what SES calls it, and how an account finds one by name."""

    noun: str
    find: Callable[[Account, str], Tagged | None]


KINDS: dict[str, Kind] = {
    "configuration-set": Kind("ConfigurationSet", lambda account, name: account.configuration_sets.get(name)),
    "custom-verification-email-template": Kind(
        "CustomVerificationEmailTemplate",
        lambda account, name: account.custom_verification_templates.get(name),
    ),
    "identity": Kind("EmailIdentity", identities.find),
    "template": Kind("Template", lambda account, name: account.templates.get(name)),
}
"""The kinds by the word that stands for them in an ARN; a new kind of resource needs a line here, no more."""


def parse_resource_arn(text: str) -> Arn:
    """Return the ARN of a resource of SES; raise `InvalidParameter` for any other text.

    The sentences are those of tenants. Spec: sending.md §2.11 [P].
    """
    arn = parse_arn(text)
    if arn is None or arn.partition != regions.partition(arn.region) or not arn.name:
        raise InvalidParameter("Provided ARN is not in SES resource ARN format")
    if arn.service != "ses":
        raise InvalidParameter("Provided resource identifier is not an SES resource")
    if arn.kind not in KINDS:
        raise InvalidParameter(f"Unsupported resource type: {arn.kind}")
    return arn


def get(account: Account, arn: Arn) -> Tagged:
    """Return the resource of an account that an ARN names; raise `NotFound`. Spec: sending.md §3.3 [P]."""
    kind = KINDS[arn.kind]
    resource = kind.find(account, arn.name)
    if resource is None:
        raise NotFound(f"No {kind.noun} present with name: {arn.name}")
    return resource
