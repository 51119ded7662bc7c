"""Identities, by SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.tags import listed_tags
from sesmock.domain import configuration_sets, identities, mail_from, notification_settings
from sesmock.domain.errors import NotFound
from sesmock.protocol.validation import OWN_TEXT

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result

PAGING = Paging("PageSize", "identities", default=25, maximum=1000, zero_is_default=True)


UNSUPPORTED = ("DkimSigningAttributes", "Tags")


@sesv2.operation("CreateEmailIdentity", unsupported=UNSUPPORTED)
def create_email_identity(context: Context, request: Params) -> Result:
    """Register an address or domain, with a default configuration set if one is named, and start its verification.

    Raise AlreadyExistsException, NotFoundException, or BadRequestException for a malformed name.
    Spec: v2.md §2, sending.md §3.1.
    """
    name, configuration_set = request["EmailIdentity"], request.get("ConfigurationSetName")
    identities.check(name)
    identities.require_new(context.account, name)
    if configuration_set is not None:
        configuration_sets.get(context.account, configuration_set)
    identity = identities.create(context.account, name)
    identity.default_configuration_set = configuration_set
    return {"IdentityType": identity_type(identity), "VerifiedForSendingStatus": identity.verified}


@sesv2.operation("GetEmailIdentity")
def get_email_identity(context: Context, request: Params) -> Result:
    """Return what is known of an identity.

    Raise NotFoundException. Spec: v2.md §2, sending.md §3.1 [U].
    """
    identity = identities.get(context.account, request["EmailIdentity"])
    return {
        "IdentityType": identity_type(identity),
        "FeedbackForwardingStatus": identity.feedback_forwarding,
        "VerifiedForSendingStatus": identity.verified,
        "ConfigurationSetName": identity.default_configuration_set,
        "VerificationStatus": identity.status.name,
        "MailFromAttributes": _mail_from_attributes(identity.mail_from),
        "Policies": identity.policies,
        "Tags": listed_tags(identity.tags),
    }


@sesv2.operation("ListEmailIdentities", checks={"PageSize": OWN_TEXT}, unsupported=("Filter",))
def list_email_identities(context: Context, request: Params) -> Result:
    """List identities of every status, in pages of 25 by default.

    Raise BadRequestException for a bad PageSize or NextToken. Spec: v2.md §2, sending.md §3.4 [P].
    """
    known = sorted(context.account.identities.values(), key=lambda identity: identity.name)
    page, token = PAGING.page(context, known, request)
    return {
        "EmailIdentities": [
            {
                "IdentityType": identity_type(identity),
                "IdentityName": identity.name,
                "SendingEnabled": identity.verified,
                "VerificationStatus": identity.status.name,
            }
            for identity in page
        ],
        "NextToken": token,
    }


@sesv2.operation("DeleteEmailIdentity")
def delete_email_identity(context: Context, request: Params) -> Result:
    """Remove an identity and all that belongs to it.

    Raise NotFoundException. Spec: v2.md §2, sending.md §3.1 [P].
    """
    identities.delete(context.account, request["EmailIdentity"])
    return {}


def identity_type(identity: identities.Identity) -> str:
    """Return the kind of an identity as v2 spells it."""
    return "DOMAIN" if identity.is_domain else "EMAIL_ADDRESS"


@sesv2.operation("PutEmailIdentityMailFromAttributes")
def put_email_identity_mail_from_attributes(context: Context, request: Params) -> Result:
    """Give an identity a custom MAIL FROM domain, or take it away.

    Raise BadRequestException for identity or domain. Spec: v2.md §2, sending.md §3.1 [P].
    """
    rejects = request.get("BehaviorOnMxFailure") == _REJECT
    mail_from.set_domain(
        context.account, request["EmailIdentity"], request.get("MailFromDomain"), rejects=rejects
    )
    return {}


@sesv2.operation("PutEmailIdentityFeedbackAttributes")
def put_email_identity_feedback_attributes(context: Context, request: Params) -> Result:
    """Switch the mail about bounces and complaints; off if the switch is left out.

    Raise BadRequestException for an unknown identity. Spec: v2.md §2, sending.md §3.1 [P].
    """
    enabled = request.get("EmailForwardingEnabled", False)
    notification_settings.set_feedback_forwarding(context.account, request["EmailIdentity"], enabled=enabled)
    return {}


@sesv2.operation("PutEmailIdentityConfigurationSetAttributes")
def put_email_identity_configuration_set_attributes(context: Context, request: Params) -> Result:
    """Set the configuration set that mail from an identity has if it names none; without a name take it away.

    Raise NotFoundException for identity or set. Spec: v2.md §2, sending.md §3.1 [P].
    """
    identity = identities.find(context.account, request["EmailIdentity"])
    if identity is None:
        raise NotFound(f"Identity <{request['EmailIdentity']}> does not exist.")
    name = request.get("ConfigurationSetName")
    if name is not None:
        configuration_sets.get(context.account, name)
    identity.default_configuration_set = name
    return {}


def _mail_from_attributes(found: mail_from.MailFrom | None) -> Params:
    if found is None:
        return {"BehaviorOnMxFailure": _USE_DEFAULT}
    return {
        "MailFromDomain": found.domain,
        "MailFromDomainStatus": found.status.name,
        "BehaviorOnMxFailure": _REJECT if found.rejects else _USE_DEFAULT,
    }


_REJECT, _USE_DEFAULT = "REJECT_MESSAGE", "USE_DEFAULT_VALUE"
