"""Who may send from an address: its owner, and whom the owner's policies let. Spec: sending.md §2.2, §4, §5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import addresses, identities, inferred, mail_from, policies
from sesmock.domain.arns import iam_arn, parse_arn
from sesmock.domain.content import RawContent
from sesmock.domain.errors import AccessDenied, IdentitiesNotVerified, InvalidParameter

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.drafts import Draft
    from sesmock.domain.envelopes import Envelope, Sender
    from sesmock.domain.identities import Identity


def require(account: Account, draft: Draft, envelope: Envelope) -> None:
    """Refuse senders, and in the sandbox recipients, that no verified identity covers.

    Raise `IdentitiesNotVerified`, `AccessDenied`, `InvalidParameter` for an ARN that is none, or
    `MailFromDomainNotVerified`.
    """
    failed = _unverified_senders(account, draft, envelope)
    if account.sandbox:
        failed += [
            recipient
            for recipient in envelope.recipients
            if not addresses.is_simulator(recipient) and identities.verified_for(account, recipient) is None
        ]
    if failed:
        raise IdentitiesNotVerified(failed, account.region)


def require_senders(account: Account, draft: Draft, envelope: Envelope) -> None:
    """Refuse senders that no verified identity covers, whoever the recipients are; raise what `require` raises."""
    failed = _unverified_senders(account, draft, envelope)
    if failed:
        raise IdentitiesNotVerified(failed, account.region)


def _unverified_senders(account: Account, draft: Draft, envelope: Envelope) -> list[str]:
    if account.world.any_sender:
        return []
    found = [_identity(account, draft, envelope, sender) for sender in envelope.senders]
    failed = [sender.shown for sender, identity in zip(envelope.senders, found, strict=True) if not identity]
    if not failed and found and found[0] is not None:
        mail_from.require_usable(found[0])
        envelope.authorised_by = envelope.senders[0].arn or found[0].name
    return failed


def _identity(account: Account, draft: Draft, envelope: Envelope, sender: Sender) -> Identity | None:
    """Return the verified identity that a sender is covered by: of this account, or of the owner that an ARN names."""
    if sender.arn is None:
        return identities.verified_for(account, sender.address)
    owner, name = _owner(account, sender.arn)
    if owner is account:
        return identities.verified_for(account, sender.address)
    covering = [] if owner is None else list(identities.verified_covering(owner, sender.address))
    identity = next((found for found in covering if identities.key(found.name) == identities.key(name)), None)
    if identity is not None:
        _require_policy(account, draft, envelope, identity, sender.arn)
    return identity


def _owner(account: Account, arn: str) -> tuple[Account | None, str]:
    """Return whose identity an ARN names, and its name; raise `InvalidParameter`."""
    identity = parse_arn(arn)
    if (
        identity is None
        or (identity.service, identity.region, identity.kind) != ("ses", account.region, "identity")
        or not identity.name
    ):
        raise InvalidParameter(inferred.INVALID_IDENTITY_ARN.format(arn=arn))
    world, owner_id = account.world, identity.account_id
    if owner_id == world.options.account_id:  # the default account is always there
        return world.account(owner_id, account.region), identity.name
    return world.accounts.get((owner_id, account.region)), identity.name


def _require_policy(account: Account, draft: Draft, envelope: Envelope, identity: Identity, arn: str) -> None:
    action = "ses:SendRawEmail" if isinstance(draft.content, RawContent) else f"ses:{draft.operation}"
    sender = envelope.sender
    feedback = envelope.return_path or sender
    conditions = {
        "ses:fromaddress": [] if sender is None else [sender.address],
        "ses:fromdisplayname": [] if sender is None else [sender.name],
        "ses:feedbackaddress": [] if feedback is None else [feedback.address],
        "ses:recipients": [recipient.address for recipient in envelope.recipients],
        "ses:apiversion": ["1" if draft.api == "ses" else "2"],
    }
    if not policies.allows(identity, policies.Request(account.account_id, action, arn, conditions)):
        caller = iam_arn(account.account_id, account.region, "root")
        raise AccessDenied(caller, action, arn)
