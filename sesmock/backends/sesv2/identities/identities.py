"""Identities in SES v2."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.identities.signing_keys import dump_dkim, parse_key_request
from sesmock.backends.sesv2.tags import dump_tags, parse_tags
from sesmock.domain import clock
from sesmock.domain.configuration_sets import configuration_sets
from sesmock.domain.identities import dkim, identities, mail_from, notification_settings
from sesmock.domain.identities.errors import (
    IdentityWithoutDefaultsDoesNotExist,
    InvalidFilterValue,
    SigningKeyOfAddress,
)

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.account import Account
    from sesmock.domain.identities.identities import Identity

PAGING = Paging("PageSize", "identities", default=25, maximum=1000, zero_is_default=True)
# SES's text shows the token only if the request has no filter. Spec: paging.md §3 [P].
_FILTERED = replace(PAGING, token_text="Invalid NextToken.")

_FILTER_VALUES = {
    "IDENTITY_TYPE": ("EMAIL_ADDRESS", "DOMAIN", "MANAGED_DOMAIN"),
    "VERIFICATION_STATUS": ("PENDING", "SUCCESS", "FAILED", "TEMPORARY_FAILURE", "NOT_STARTED"),
}
_REJECT, _USE_DEFAULT = "REJECT_MESSAGE", "USE_DEFAULT_VALUE"


@sesv2.operation("CreateEmailIdentity")
def create_email_identity(context: Context, request: Params) -> Result:
    """Register an address or domain and start its verification.

    A domain is verified by DKIM: with Easy DKIM, a key of its own, or a replica's key. Raise AlreadyExistsException,
    NotFoundException for the default configuration set, LimitExceededException, or BadRequestException for a
    malformed name, a bad tag or inconsistent signing attributes.
    Spec: identities.md §2 [P], §4; dkim.md §2.
    """
    # SES checks whether the identity exists, then the tags, then the set. Spec: identities.md §2 [P].
    name, configuration_set = request["EmailIdentity"], request.get("ConfigurationSetName")
    identities.check(name)
    identities.require_new(context.account, name)
    tags = parse_tags(request)
    signing_key = _new_signing_key(context, request)
    if configuration_set is not None:
        configuration_sets.get(context.account, configuration_set)
    identity = identities.create(context.account, name, signing_key)
    identity.default_configuration_set, identity.tags = configuration_set, tags
    return dump_new(context.account, identity)


@sesv2.operation("GetEmailIdentity")
def get_email_identity(context: Context, request: Params) -> Result:
    """Return the details of an identity; an address has the DKIM settings of its domain.

    Raise NotFoundException. Spec: identities.md §1 [P], §3 [U], §4.
    """
    identity = identities.get(context.account, request["EmailIdentity"])
    return {
        "IdentityType": identity_type(identity),
        "FeedbackForwardingStatus": identity.feedback_forwarding,
        "DkimAttributes": dump_dkim(dkim.signing(context.account, identity)),
        "VerifiedForSendingStatus": identities.may_send(context.account, identity),
        "ConfigurationSetName": identity.default_configuration_set,
        "VerificationStatus": identity.status.name,
        "VerificationInfo": _dump_verification(identity),
        "MailFromAttributes": _dump_mail_from(identity.mail_from),
        "Policies": identity.policies,
        "Tags": dump_tags(identity.tags),
    }


@sesv2.operation("ListEmailIdentities", checks=PAGING.checks)
def list_email_identities(context: Context, request: Params) -> Result:
    """List identities, optionally filtered by a part of the name, type and status, in pages of 25 by default.

    Raise BadRequestException for a bad PageSize, NextToken or filter value. Spec: identities.md §4;
    paging.md §2, §3 [P]; the filters are those of botocore 1.44 [M].
    """
    criteria = request.get("Filter", {})
    for kind, values in _FILTER_VALUES.items():
        if criteria.get(kind, values[0]) not in values:
            raise InvalidFilterValue(kind, criteria[kind], values)
    matches = sorted(
        (identity for identity in context.account.identities.values() if _passes(identity, criteria)),
        key=lambda identity: identity.name,
    )
    paging = _FILTERED if "Filter" in request else PAGING
    page, token = paging.page(context, matches, request, **criteria)
    return {
        "EmailIdentities": [
            {
                "IdentityType": identity_type(identity),
                "IdentityName": identity.name,
                "SendingEnabled": identities.may_send(context.account, identity),
                "VerificationStatus": identity.status.name,
            }
            for identity in page
        ],
        "NextToken": token,
    }


@sesv2.operation("DeleteEmailIdentity")
def delete_email_identity(context: Context, request: Params) -> None:
    """Remove an identity and all its settings.

    Raise NotFoundException. Spec: identities.md §2 [P], §4.
    """
    identities.delete(context.account, request["EmailIdentity"])


@sesv2.operation("PutEmailIdentityMailFromAttributes")
def put_email_identity_mail_from_attributes(context: Context, request: Params) -> None:
    """Set or remove the custom MAIL FROM domain of an identity.

    Raise BadRequestException for an unknown identity or an unsuitable domain. Spec: mail_from.md §2 [P], §3.
    """
    rejects = request.get("BehaviorOnMxFailure") == _REJECT
    mail_from.set_domain(
        context.account, request["EmailIdentity"], request.get("MailFromDomain"), rejects=rejects
    )


@sesv2.operation("PutEmailIdentityDkimAttributes")
def put_email_identity_dkim_attributes(context: Context, request: Params) -> None:
    """Switch DKIM signing for a domain on or off; for an address this has no effect if its domain is registered.

    Raise BadRequestException for a domain without DKIM. Spec: dkim.md §1 [P], §2.
    """
    enabled = request.get("SigningEnabled", False)
    dkim.set_enabled(context.account, request["EmailIdentity"], enabled=enabled)


@sesv2.operation("PutEmailIdentityDkimSigningAttributes")
def put_email_identity_dkim_signing_attributes(context: Context, request: Params) -> Result:
    """Set how mail of a domain is signed, with Easy DKIM, a key of its own or a replica's; SES looks for DNS records.

    Raise NotFoundException, or BadRequestException for an invalid address, inconsistent signing attributes, or a
    second change of the key length in a day. Spec: dkim.md §1 [P], §2.
    """
    signing = parse_key_request(request.get("SigningAttributes", {}), request["SigningAttributesOrigin"])
    attributes = dump_dkim(dkim.change_key(context.account, request["EmailIdentity"], signing))
    return {
        "DkimStatus": attributes["Status"],
        "DkimTokens": attributes["Tokens"],
        "SigningHostedZone": attributes.get("SigningHostedZone"),
    }


@sesv2.operation("PutEmailIdentityFeedbackAttributes")
def put_email_identity_feedback_attributes(context: Context, request: Params) -> None:
    """Switch email forwarding of bounces and complaints on or off; off if omitted.

    Raise BadRequestException for an unknown identity. Spec: notifications.md §3 [P], §4.
    """
    enabled = request.get("EmailForwardingEnabled", False)
    notification_settings.set_feedback_forwarding(context.account, request["EmailIdentity"], enabled=enabled)


@sesv2.operation("PutEmailIdentityConfigurationSetAttributes")
def put_email_identity_configuration_set_attributes(context: Context, request: Params) -> None:
    """Set the configuration set that mail from an identity uses by default; without a name, remove it.

    Raise NotFoundException for the identity or set. Spec: identities.md §2 [P], §4.
    """
    identity = identities.find(context.account, request["EmailIdentity"])
    # Other operations have a different text for an unknown identity. Spec: identities.md §2 [P].
    if identity is None:
        raise IdentityWithoutDefaultsDoesNotExist(request["EmailIdentity"])
    name = request.get("ConfigurationSetName")
    if name is not None:
        configuration_sets.get(context.account, name)
    identity.default_configuration_set = name


def dump_new(account: Account, identity: Identity) -> Params:
    """Return the response for an identity that has just been created."""
    attributes = dump_registration(account, identity)
    # SES has not checked the DNS records yet; later, GetEmailIdentity reports PENDING. Spec: identities.md §3 [P, R].
    if "DkimAttributes" in attributes and attributes["DkimAttributes"]["Status"] == "PENDING":
        attributes["DkimAttributes"]["Status"] = "NOT_STARTED"
    return attributes


def dump_registration(account: Account, identity: Identity) -> Params:
    """Return an identity in the format of the response to its creation."""
    attributes: Params = {
        "IdentityType": identity_type(identity),
        "VerifiedForSendingStatus": identities.may_send(account, identity),
    }
    if identity.dkim is not None:
        attributes["DkimAttributes"] = dump_dkim(identity.dkim)
    return attributes


def _new_signing_key(context: Context, request: Params) -> dkim.SigningKey | None:
    attributes = request.get("DkimSigningAttributes")
    if attributes is None:
        return None
    if "@" in request["EmailIdentity"]:
        raise SigningKeyOfAddress
    return dkim.make_key(context.account, request["EmailIdentity"], parse_key_request(attributes))


def _dump_verification(identity: Identity) -> Params:
    state, signing = identity.verification, identity.dkim
    return {
        "LastCheckedTimestamp": None if state.checked_at is None else clock.to_datetime(state.checked_at),
        "LastSuccessTimestamp": None if state.succeeded_at is None else clock.to_datetime(state.succeeded_at),
        "ErrorType": state.error or (signing and signing.verification.error),
        # SES keeps the record after the verification, but has none before its first check. Spec: identities.md §3 [R].
        "SOARecord": _dump_soa_record(identity)
        if identity.is_domain and state.checked_at is not None
        else None,
    }


def _dump_soa_record(identity: Identity) -> Params:
    """Return the SOA record of a domain, without a DNS query. Spec: identities.md §3 [R]; the values [I]."""
    domain = identity.name.lower()
    return {"PrimaryNameServer": f"ns1.{domain}", "AdminEmail": f"hostmaster.{domain}", "SerialNumber": 1}


def _passes(identity: Identity, criteria: Params) -> bool:
    return (
        criteria.get("IDENTITY_NAME_CONTAINS", "").lower() in identity.name.lower()
        and criteria.get("IDENTITY_TYPE") in {None, identity_type(identity)}
        and criteria.get("VERIFICATION_STATUS") in {None, identity.status.name}
    )


def identity_type(identity: Identity) -> str:
    """Return the type of an identity; SES never creates a MANAGED_DOMAIN."""
    return "DOMAIN" if identity.is_domain else "EMAIL_ADDRESS"


def _dump_mail_from(mail_from_domain: mail_from.MailFrom | None) -> Params:
    # Without a domain, SES omits the other members, although the model requires them. Spec: identities.md §4 [U].
    if mail_from_domain is None:
        return {"BehaviorOnMxFailure": _USE_DEFAULT}
    return {
        "MailFromDomain": mail_from_domain.domain,
        "MailFromDomainStatus": mail_from_domain.verification.status.name,
        "BehaviorOnMxFailure": _REJECT if mail_from_domain.rejects else _USE_DEFAULT,
    }
