"""Authorization of senders by verified identities and by the policies of their owners.

Spec: sending.md §2; identities.md §1; policies.md §1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sesmock.apis import SES
from sesmock.domain.aws import iam
from sesmock.domain.aws.arns import build_iam_arn, parse_arn
from sesmock.domain.identities import identities, mail_from, policies
from sesmock.domain.mail import addresses
from sesmock.domain.mail.content import RawContent
from sesmock.domain.sending.errors import (
    AccessDenied,
    IdentitiesNotVerified,
    InvalidIdentityArn,
    SenderDoesNotAlign,
)

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.identities.identities import Identity
    from sesmock.domain.mail.send_request import SendRequest
    from sesmock.domain.sending.bulk import BulkRequest
    from sesmock.domain.sending.envelopes import Envelope, Sender

    Request: TypeAlias = SendRequest | BulkRequest


def require(account: Account, request: Request, envelope: Envelope) -> str | None:
    """Refuse senders, and in the sandbox recipients, that no verified identity covers.

    Return the name of the identity that covers the first sender, its ARN if it belongs to another account, or None if
    any sender is allowed. Raise `IdentitiesNotVerified`, `AccessDenied`, `InvalidParameter` for an invalid ARN, or
    `MailFromDomainNotVerified`.
    """
    failures, authority = _check_senders(account, request, envelope)
    # The error lists senders before recipients. Spec: sending.md §2 [U].
    if account.sandbox:
        failures += [
            recipient
            for recipient in envelope.recipients
            if not addresses.is_simulator(recipient) and identities.find_verified(account, recipient) is None
        ]
    if failures:
        raise IdentitiesNotVerified(failures, account.region)
    return authority


def require_senders(account: Account, request: Request, envelope: Envelope) -> None:
    """Refuse senders that no verified identity covers, without checking recipients; raise the errors of `require`."""
    failures, _ = _check_senders(account, request, envelope)
    if failures:
        raise IdentitiesNotVerified(failures, account.region)


def _check_senders(account: Account, request: Request, envelope: Envelope) -> tuple[list[str], str | None]:
    """Return the uncovered senders, and the identity of the first sender if all are covered."""
    senders = envelope.senders
    if account.world.accepts_any_sender:
        return [], None
    covering = [_identity(account, request, envelope, sender) for sender in senders]
    first = covering[0]
    if first is None or None in covering:
        pairs = zip(senders, covering, strict=True)
        return [sender.display for sender, identity in pairs if identity is None], None
    mail_from.require_usable(first)
    return [], senders[0].arn or first.name


def _identity(account: Account, request: Request, envelope: Envelope, sender: Sender) -> Identity | None:
    """Return the verified identity that covers a sender, in this account or in the account of the sender's ARN."""
    if sender.arn is None:
        return identities.find_verified(account, sender.address)
    owner, name = _owner(account, sender.arn)
    if owner is account:
        # An owner may pass the ARN of an identity that does not exist if another identity covers the sender.
        if not identities.covers(name, sender.address):
            raise SenderDoesNotAlign(sender.address, sender.arn)
        return identities.find_verified(account, sender.address)
    # Identities of another account authorize the send only by a policy, so the ARN must name the identity itself.
    covering = [] if owner is None else identities.list_verified(owner, sender.address)
    identity = next(
        (
            candidate
            for candidate in covering
            if identities.normalize_name(candidate.name) == identities.normalize_name(name)
        ),
        None,
    )
    if identity is not None:
        _require_policy(account, request, envelope, identity, sender.arn)
    return identity


def _owner(account: Account, arn: str) -> tuple[Account | None, str]:
    """Return the account (None if it is unknown) and the name in an identity ARN.

    Raise `InvalidParameter` for any other text.
    """
    identity = parse_arn(arn)
    if (
        identity is None
        or (identity.service, identity.region, identity.kind) != ("ses", account.region, "identity")
        or not identity.name
    ):
        raise InvalidIdentityArn(arn)
    world, owner_id = account.world, identity.account_id
    if owner_id == world.options.account_id:  # the default account always exists
        return world.account(owner_id, account.region), identity.name
    return world.accounts.get((owner_id, account.region)), identity.name


def _require_policy(
    account: Account, request: Request, envelope: Envelope, identity: Identity, arn: str
) -> None:
    action = iam.send_action(request.call.operation, raw=isinstance(request.content, RawContent))
    sender = envelope.sender
    # Without a return path, bounces go to the sender.
    feedback = envelope.return_path or sender
    conditions = {
        "ses:fromaddress": [] if sender is None else [sender.address],
        "ses:fromdisplayname": [] if sender is None else [sender.name],
        "ses:feedbackaddress": [] if feedback is None else [feedback.address],
        "ses:recipients": [recipient.address for recipient in envelope.recipients],
        "ses:apiversion": ["1" if request.call.service == SES.name else "2"],
    }
    if not policies.allows(identity, policies.Request(account.account_id, action, arn, conditions)):
        # sesmock does not model IAM users, so the caller is the root of its account.
        caller = build_iam_arn(account.account_id, account.region, "root")
        raise AccessDenied(caller, action, arn)
