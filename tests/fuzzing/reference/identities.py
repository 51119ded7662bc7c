"""Identities and their policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzzing.reference.rules import ANY, PINPOINT, SES, SESV2, describe, do_nothing
from tests.fuzzing.reference.world import Identity, identity_arn

if TYPE_CHECKING:
    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World


def add(world: World, name: str, status: str | None = "Success", *, is_signed: bool | None = None) -> None:
    """Add an identity unless it exists. It is verified immediately unless a test verifies identities itself."""
    identity = Identity("Pending" if world.is_manual else status, is_signed)
    identity = world.identities.setdefault(name, identity)
    # What has failed starts again; the next reading shows how. Spec: identities.md §5.
    identity.status = None if identity.status == "Failed" else identity.status


def forget_signing(world: World, name: str) -> None:
    """Record that it is no longer known whether mail is signed."""
    if name in world.identities:
        world.identities[name].is_signed = None


def remove(world: World, name: str) -> None:
    """Remove an identity with its policies and tags. Spec: identities.md §5."""
    world.identities.pop(name, None)
    world.forget(identity_arn(name))


@describe(SES, "VerifyEmailIdentity", "VerifyEmailAddress")
def verify_address(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add an address; an existing one is unchanged. Spec: identities.md §2 [P]."""
    return lambda _: add(world, parameters["EmailAddress"])


@describe(SES, "VerifyDomainIdentity")
def verify_domain(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add a domain; an existing one is unchanged. Spec: identities.md §2 [P]."""
    return lambda _: add(world, parameters["Domain"], is_signed=False)


@describe(SES, "VerifyDomainDkim")
def verify_dkim(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add a domain, which is verified as soon as SES sees the DNS records. Spec: identities.md §5."""

    def effect(_: object) -> None:
        add(world, parameters["Domain"], None)
        forget_signing(world, parameters["Domain"])

    return effect


@describe(SES, "SetIdentityDkimEnabled")
def switch_signing_by_v1(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Switch DKIM on or off; the reference does not track what is signed from then on. Spec: dkim.md §2."""
    forecast.doubt(True)
    return lambda _: forget_signing(world, parameters["Identity"])


@describe(SESV2, "PutEmailIdentityDkimAttributes")
@describe(PINPOINT, "PutEmailIdentityDkimAttributes")
def switch_signing(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Switch DKIM on or off; the reference does not track what is signed from then on. Spec: dkim.md §1."""
    forecast.doubt(True)
    return lambda _: forget_signing(world, parameters["EmailIdentity"])


@describe(SES, "DeleteIdentity")
def delete_identity(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove an identity that no tenant uses; an unknown one is not an error.

    Spec: identities.md §2 [P], tenants.md §2 [P].
    """
    name = parameters["Identity"]
    forecast.check((world.is_used_by_tenant(identity_arn(name)), "InvalidParameterValue"))
    return lambda _: remove(world, name)


@describe(SES, "DeleteVerifiedEmailAddress")
def delete_address(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove an address as DeleteIdentity does. Spec: identities.md §5."""
    return delete_identity(world, {"Identity": parameters["EmailAddress"]}, forecast)


@describe(SESV2, "CreateEmailIdentity")
def create_email_identity(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add an identity; refuse an existing one, then an unknown set. Spec: identities.md §2 [P]."""
    name, default_set = parameters["EmailIdentity"], parameters.get("ConfigurationSetName")
    forecast.check((name in world.identities, "AlreadyExistsException"))
    forecast.check((default_set is not None and default_set not in world.sets, "NotFoundException"))

    # A domain has Easy DKIM, which is verified at the same time as the domain. Spec: dkim.md §1.
    is_signed = None if world.is_manual or "DkimSigningAttributes" in parameters else True

    def effect(_: object) -> None:
        add(world, name, is_signed=is_signed)
        world.identities[name].default_set = default_set
        _put_tags(world, parameters)

    return effect


@describe(PINPOINT, "CreateEmailIdentity")
def create_email_identity_by_pinpoint(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add an identity; an existing one is not an error (inferred). Spec: differences.md §3."""
    name = parameters["EmailIdentity"]
    is_new = name not in world.identities

    def effect(_: object) -> None:
        add(world, name)
        _put_tags(world, parameters if is_new else {**parameters, "Tags": []})

    return effect


def _put_tags(world: World, parameters: Parameters) -> None:
    tags = {tag["Key"]: tag["Value"] for tag in parameters.get("Tags", [])}
    world.tags.setdefault(identity_arn(parameters["EmailIdentity"]), {}).update(tags)


@describe(SESV2, "DeleteEmailIdentity")
def delete_email_identity(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove an identity; refuse an unknown one and one that a tenant uses.

    Spec: identities.md §2 [P], tenants.md §2 [P].
    """
    name = parameters["EmailIdentity"]
    forecast.check((name not in world.identities, "NotFoundException"))
    forecast.check((world.is_used_by_tenant(identity_arn(name)), "BadRequestException"))
    return lambda _: remove(world, name)


@describe(PINPOINT, "DeleteEmailIdentity")
def delete_email_identity_by_pinpoint(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove an identity; whether a tenant can prevent this is unknown. Spec: identities.md §6."""
    forecast.doubt(world.is_used_by_tenant(identity_arn(parameters["EmailIdentity"])))
    return delete_email_identity(world, parameters, forecast)


@describe(SESV2, "PutEmailIdentityDkimSigningAttributes")
def set_up_signing(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Set up DKIM for an existing identity. Spec: dkim.md §1."""
    forecast.check((parameters["EmailIdentity"] not in world.identities, "NotFoundException"))
    return lambda _: forget_signing(world, parameters["EmailIdentity"])


@describe(SESV2, "GetEmailIdentity")
@describe(PINPOINT, "GetEmailIdentity")
def get_email_identity(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown identity. Spec: identities.md §4."""
    forecast.check((parameters["EmailIdentity"] not in world.identities, "NotFoundException"))
    return do_nothing


@describe(SESV2, "PutEmailIdentityFeedbackAttributes", "PutEmailIdentityMailFromAttributes")
@describe(PINPOINT, "PutEmailIdentityFeedbackAttributes", "PutEmailIdentityMailFromAttributes")
def put_attributes(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown identity as a bad request. Spec: identities.md §2 [P]."""
    forecast.check((parameters["EmailIdentity"] not in world.identities, "BadRequestException"))
    return do_nothing


@describe(SESV2, "PutEmailIdentityConfigurationSetAttributes")
def put_default_set(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Set the default configuration set; refuse an unknown identity or set. Spec: identities.md §2 [P], §4."""
    name, default_set = parameters["EmailIdentity"], parameters.get("ConfigurationSetName")
    forecast.check((name not in world.identities, "NotFoundException"))
    forecast.check((default_set is not None and default_set not in world.sets, "NotFoundException"))
    return lambda _: setattr(world.identities[name], "default_set", default_set)


def _policies(world: World, name: str) -> set[str]:
    return world.identities[name].policies if name in world.identities else set()


@describe(SES, "PutIdentityPolicy")
def put_identity_policy(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add or replace a policy of an existing identity. Spec: policies.md §2 [P]."""
    name = parameters["Identity"].removeprefix(identity_arn(""))
    forecast.check((name not in world.identities, ANY))
    forecast.doubt(name in world.identities and world.identities[name].status != "Success")
    return lambda _: _policies(world, name).add(parameters["PolicyName"])


@describe(SES, "DeleteIdentityPolicy")
def delete_identity_policy(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove a policy; an unknown one is not an error. Spec: policies.md §2 [P]."""
    name = parameters["Identity"].removeprefix(identity_arn(""))
    return lambda _: _policies(world, name).discard(parameters["PolicyName"])


@describe(SESV2, "CreateEmailIdentityPolicy")
def create_policy(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add a policy; refuse an unknown identity and an existing policy. Spec: policies.md §2 [P]."""
    name, policy = parameters["EmailIdentity"], parameters["PolicyName"]
    forecast.check((name not in world.identities, "NotFoundException"))
    forecast.check((policy in _policies(world, name), "AlreadyExistsException"))
    return lambda _: _policies(world, name).add(policy)


@describe(SESV2, "UpdateEmailIdentityPolicy", "DeleteEmailIdentityPolicy")
def change_policy(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown identity or policy. Spec: policies.md §2 [P]."""
    name, policy = parameters["EmailIdentity"], parameters["PolicyName"]
    forecast.check((policy not in _policies(world, name), "NotFoundException"))
    # Only the update contains the text of a policy.
    return do_nothing if "Policy" in parameters else lambda _: _policies(world, name).discard(policy)
