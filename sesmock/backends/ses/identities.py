"""Identities in SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.ses.backend import ses
from sesmock.domain.events.event_types import EventType
from sesmock.domain.identities import dkim, identities, mail_from, notification_settings
from sesmock.domain.identities.errors import IdentityDoesNotExist, TooManyIdentitiesNamed

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.account import Account
    from sesmock.domain.identities.verification_states import VerificationStatus

    Find = Callable[[Account, str], identities.Identity | None]

_PAGING = Paging("MaxItems", "identities", default=1000, maximum=1000)

_MAX_NAMED = 100  # documented, but missing from the model. Spec: identities.md §5; dkim.md §3
_REJECT, _USE_DEFAULT = "RejectMessage", "UseDefaultValue"


@ses.operation("VerifyEmailIdentity")
def verify_email_identity(context: Context, request: Params) -> None:
    """Register an address and start its verification; a verified address stays verified.

    Raise InvalidParameterValue for a malformed address, or LimitExceeded. Spec: identities.md §5;
    sending.md §3.
    """
    identities.check_email_address(request["EmailAddress"])
    identities.start_verification(context.account, request["EmailAddress"])


@ses.operation("VerifyEmailAddress")
def verify_email_address(context: Context, request: Params) -> None:
    """Register an address as VerifyEmailIdentity does. AWS deprecated the operation in 2012.

    Spec: identities.md §5.
    """
    verify_email_identity(context, request)


@ses.operation("VerifyDomainIdentity")
def verify_domain_identity(context: Context, request: Params) -> Result:
    """Register a domain and return the text of the TXT record that verifies it.

    Raise InvalidParameterValue for a malformed domain, or LimitExceeded. Spec: identities.md §5.
    """
    identities.check_domain(request["Domain"])
    identity = identities.start_verification(context.account, request["Domain"])
    return {"VerificationToken": identities.make_verification_token(context.account, identity)}


@ses.operation("VerifyDomainDkim")
def verify_domain_dkim(context: Context, request: Params) -> Result:
    """Set up Easy DKIM for a domain, registering it if it is new, and return its three tokens.

    Raise InvalidParameterValue for a malformed domain, or LimitExceeded. Spec: dkim.md §3 [D, P].
    """
    identities.check_domain(request["Domain"])
    return {"DkimTokens": identities.set_up_easy_dkim(context.account, request["Domain"])}


@ses.operation("SetIdentityDkimEnabled")
def set_identity_dkim_enabled(context: Context, request: Params) -> None:
    """Switch DKIM signing for a domain on or off; for an address this has no effect if its domain is registered.

    Raise InvalidParameterValue for a domain without DKIM. Spec: dkim.md §1 [P], §3.
    """
    dkim.set_enabled(context.account, request["Identity"], enabled=request["DkimEnabled"])


@ses.operation("GetIdentityDkimAttributes")
def get_identity_dkim_attributes(context: Context, request: Params) -> Result:
    """Return the DKIM settings of the identities that exist; an address has the settings of its domain.

    Raise InvalidParameterValue for an invalid name, or for more than 100 names. Spec: dkim.md §1 [U], §3 [P, D].
    """
    registered = _find_all(context, request)
    # An unknown identity is omitted, but a string that cannot be the name of an identity is refused.
    for name in request["Identities"]:
        notification_settings.check_possible(name)
    return {
        "DkimAttributes": {
            name: _dump_dkim(dkim.signing(context.account, identity)) for name, identity in registered.items()
        }
    }


@ses.operation("ListIdentities", checks=_PAGING.checks)
def list_identities(context: Context, request: Params) -> Result:
    """List identities of every status, sorted, in pages of 1000 by default.

    Raise InvalidParameterValue for a bad MaxItems or NextToken. Spec: identities.md §5; paging.md §2 [P].
    """
    kind = request.get("IdentityType")
    names = sorted(
        identity.name
        for identity in context.account.identities.values()
        if kind is None or identity.is_domain == (kind == "Domain")
    )
    # The type is not bound to the token: SES accepts a token without the filter. Spec: identities.md §5 [P].
    page, token = _PAGING.page(context, names, request)
    return {"Identities": page, "NextToken": token}


@ses.operation("ListVerifiedEmailAddresses")
def list_verified_email_addresses(context: Context, request: Params) -> Result:
    """List the verified addresses, sorted. AWS deprecated the operation in favor of ListIdentities.

    Spec: identities.md §5.
    """
    registered = context.account.identities.values()
    return {
        "VerifiedEmailAddresses": sorted(
            identity.name for identity in registered if identity.is_verified and not identity.is_domain
        )
    }


@ses.operation("GetIdentityVerificationAttributes")
def get_identity_verification_attributes(context: Context, request: Params) -> Result:
    """Return the verification status of the identities that exist, and the verification token of domains.

    Raise InvalidParameterValue for more than 100 names. Spec: identities.md §5.
    """
    registered = _find_all(context, request)
    return {
        "VerificationAttributes": {
            name: _dump_verification(context, identity) for name, identity in registered.items()
        }
    }


@ses.operation("DeleteIdentity")
def delete_identity(context: Context, request: Params) -> None:
    """Remove an identity; an unknown one is not an error.

    Spec: identities.md §5.
    """
    # Any other error is raised, for example if a tenant uses the identity. Spec: tenants.md §2 [U].
    try:
        identities.delete(context.account, request["Identity"])
    except IdentityDoesNotExist:
        return


@ses.operation("DeleteVerifiedEmailAddress")
def delete_verified_email_address(context: Context, request: Params) -> None:
    """Remove an address as DeleteIdentity does. AWS has deprecated the operation.

    Spec: identities.md §5.
    """
    # The operation is for addresses, so a domain is kept (inferred).
    if "@" in request["EmailAddress"]:
        delete_identity(context, {"Identity": request["EmailAddress"]})


@ses.operation("SetIdentityMailFromDomain")
def set_identity_mail_from_domain(context: Context, request: Params) -> None:
    """Set or remove the custom MAIL FROM domain of an identity.

    Raise InvalidParameterValue for an unknown identity or an unsuitable domain. Spec: mail_from.md §2 [P], §4.
    """
    rejects = request.get("BehaviorOnMXFailure") == _REJECT
    mail_from.set_domain(context.account, request["Identity"], request.get("MailFromDomain"), rejects=rejects)


@ses.operation("GetIdentityMailFromDomainAttributes")
def get_identity_mail_from_domain_attributes(context: Context, request: Params) -> Result:
    """Return the custom MAIL FROM domains of the identities that exist.

    Raise InvalidParameterValue for more than 100 names. Spec: mail_from.md §4.
    """
    registered = _find_all(context, request)
    return {
        "MailFromDomainAttributes": {
            name: _dump_mail_from(identity.mail_from) for name, identity in registered.items()
        }
    }


@ses.operation("SetIdentityNotificationTopic")
def set_identity_notification_topic(context: Context, request: Params) -> None:
    """Set or remove the SNS topic for bounces, complaints or deliveries of an identity's mail.

    The identity is given by name or ARN. Raise InvalidParameterValue for an unknown identity, a malformed or empty
    topic, or the removal of a topic that must stay. Spec: notifications.md §3 [P], §5.
    """
    notification_settings.set_topic(
        context.account,
        request["Identity"],
        EventType(request["NotificationType"]),
        request.get("SnsTopic"),
    )


@ses.operation("SetIdentityFeedbackForwardingEnabled")
def set_identity_feedback_forwarding_enabled(context: Context, request: Params) -> None:
    """Switch email forwarding of bounces and complaints on or off.

    Raise InvalidParameterValue for an unknown identity, or if forwarding is switched off while bounces or complaints
    have no topic. Spec: notifications.md §3 [P], §5.
    """
    notification_settings.set_feedback_forwarding_with_topics(
        context.account, request["Identity"], enabled=request["ForwardingEnabled"]
    )


@ses.operation("SetIdentityHeadersInNotificationsEnabled")
def set_identity_headers_in_notifications_enabled(context: Context, request: Params) -> None:
    """Set whether notifications of one type include the headers of the mail; the type needs no topic.

    Raise InvalidParameterValue for an unknown identity. Spec: notifications.md §3 [R, P], §5.
    """
    notification_settings.set_headers(
        context.account,
        request["Identity"],
        EventType(request["NotificationType"]),
        enabled=request["Enabled"],
    )


@ses.operation("GetIdentityNotificationAttributes")
def get_identity_notification_attributes(context: Context, request: Params) -> Result:
    """Return the notification settings of the identities that exist; each is given by name or ARN.

    Raise InvalidParameterValue for more than 100 names. Spec: notifications.md §3 [P], §5.
    """
    # Of the operations that return attributes, only this one accepts ARNs. Spec: identities.md §1.
    return {
        "NotificationAttributes": {
            name: _dump_notifications(identity)
            for name, identity in _find_all(context, request, identities.find_by_name_or_arn).items()
        }
    }


def _dump_dkim(state: dkim.Dkim | None) -> Params:
    if state is None:
        return {"DkimEnabled": False, "DkimVerificationStatus": "NotStarted"}
    return {
        "DkimEnabled": state.signing_enabled,
        "DkimVerificationStatus": dump_status(state.verification.status),
        "DkimTokens": state.key.tokens,
    }


def _dump_verification(context: Context, identity: identities.Identity) -> Params:
    attributes: Params = {"VerificationStatus": dump_status(identity.status)}
    if identity.is_domain:
        attributes["VerificationToken"] = identities.make_verification_token(context.account, identity)
    return attributes


def dump_status(status: VerificationStatus) -> str:
    """Return a status in v1's spelling, such as ``TemporaryFailure``."""
    return status.name.title().replace("_", "")


def _dump_mail_from(mail_from_domain: mail_from.MailFrom | None) -> Params:
    # Without a domain, the behavior is the only member. Spec: mail_from.md §4.
    if mail_from_domain is None:
        return {"BehaviorOnMXFailure": _USE_DEFAULT}
    return {
        "MailFromDomain": mail_from_domain.domain,
        "MailFromDomainStatus": dump_status(mail_from_domain.verification.status),
        "BehaviorOnMXFailure": _REJECT if mail_from_domain.rejects else _USE_DEFAULT,
    }


def _dump_notifications(identity: identities.Identity) -> Params:
    topics, headers = identity.notification_topics, identity.headers_in_notifications
    return {
        **{f"{kind}Topic": topic for kind, topic in topics.items()},
        "ForwardingEnabled": identity.feedback_forwarding,
        **{f"HeadersIn{kind}NotificationsEnabled": kind in headers for kind in notification_settings.KINDS},
    }


def _find_all(
    context: Context, request: Params, find: Find = identities.find
) -> dict[str, identities.Identity]:
    """Return the identities of a request that exist, by their names in the request."""
    names = request["Identities"]
    if len(names) > _MAX_NAMED:
        raise TooManyIdentitiesNamed(_MAX_NAMED)
    matches = ((name, find(context.account, name)) for name in names)
    return {name: identity for name, identity in matches if identity is not None}
