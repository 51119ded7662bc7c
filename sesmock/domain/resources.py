"""The resources of an account by ARN: one table says which kinds there are. Spec: v2.md §16."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from sesmock.domain import identities
from sesmock.domain.account import partition
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


class ResourceName(NamedTuple):
    """An ARN, read: ``kind`` is its word before the first slash, ``name`` all that follows."""

    region: str
    account_id: str
    kind: str
    name: str


def read(arn: str) -> ResourceName:
    """Read the ARN of a resource of SES; raise `InvalidParameter` for any other text.

    The sentences are those of tenants. Spec: sending.md §2.11 [P].
    """
    parts = arn.split(":", 5)
    kind, _, name = parts[-1].partition("/")
    if len(parts) != 6 or parts[:2] != ["arn", partition(parts[3])] or not name:
        raise InvalidParameter("Provided ARN is not in SES resource ARN format")
    if parts[2] != "ses":
        raise InvalidParameter("Provided resource identifier is not an SES resource")
    if kind not in KINDS:
        raise InvalidParameter(f"Unsupported resource type: {kind}")
    return ResourceName(parts[3], parts[4], kind, name)


def get(account: Account, named: ResourceName) -> Tagged:
    """Return the resource of an account that a read ARN names; raise `NotFound`. Spec: sending.md §3.3 [P]."""
    kind = KINDS[named.kind]
    found = kind.find(account, named.name)
    if found is None:
        raise NotFound(f"No {kind.noun} present with name: {named.name}")
    return found
