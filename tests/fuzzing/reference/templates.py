"""Templates, and templates of custom verification emails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzzing.reference.rules import SES, SESV2, describe, do_nothing
from tests.fuzzing.reference.sending import is_verified
from tests.fuzzing.reference.world import template_arn

if TYPE_CHECKING:
    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World


@describe(SES, "CreateTemplate")
def create_by_v1(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add a template unless it exists. Spec: sending.md §5 [U]."""
    name = parameters["Template"]["TemplateName"]
    forecast.check((name in world.templates, "AlreadyExists"))
    return lambda _: world.templates.add(name)


@describe(SESV2, "CreateEmailTemplate")
def create(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add a template unless it exists. Spec: sending.md §5 [U]."""
    name = parameters["TemplateName"]
    forecast.check((name in world.templates, "AlreadyExistsException"))

    def effect(_: object) -> None:
        world.templates.add(name)
        world.tags[template_arn(name)] = {tag["Key"]: tag["Value"] for tag in parameters.get("Tags", [])}

    return effect


@describe(SES, "UpdateTemplate")
def update_by_v1(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown template. Spec: templates.md §7."""
    forecast.check((parameters["Template"]["TemplateName"] not in world.templates, "TemplateDoesNotExist"))
    return do_nothing


@describe(SES, "GetTemplate", "TestRenderTemplate")
def read_by_v1(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown template. Spec: templates.md §7."""
    forecast.check((parameters["TemplateName"] not in world.templates, "TemplateDoesNotExist"))
    return do_nothing


@describe(SESV2, "GetEmailTemplate", "UpdateEmailTemplate", "TestRenderEmailTemplate")
def read(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown template. Spec: templates.md §6."""
    forecast.check((parameters["TemplateName"] not in world.templates, "NotFoundException"))
    return do_nothing


@describe(SES, "DeleteTemplate")
def delete_by_v1(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove a template that no tenant uses; sources differ on unknown templates.

    Spec: templates.md §7, tenants.md §2 [P].
    """
    name = parameters["TemplateName"]
    forecast.doubt(name not in world.templates)
    forecast.check((world.is_used_by_tenant(template_arn(name)), "InvalidParameterValue"))
    return lambda _: _remove(world, name)


@describe(SESV2, "DeleteEmailTemplate")
def delete(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove a template; refuse an unknown one and one that a tenant uses. Spec: templates.md §6, tenants.md §2 [P]."""
    name = parameters["TemplateName"]
    forecast.check((name not in world.templates, "NotFoundException"))
    forecast.check((world.is_used_by_tenant(template_arn(name)), "BadRequestException"))
    return lambda _: _remove(world, name)


def _remove(world: World, name: str) -> None:
    world.templates.discard(name)
    world.forget(template_arn(name))


def _describe_verification(api: str, exists: str, unknown: str, unverified: str) -> None:
    """Register the operations of verification templates. Spec: custom_verification.md §1 [P], §2, §3."""

    @describe(api, "CreateCustomVerificationEmailTemplate")
    def create_verification(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
        name, sender = parameters["TemplateName"], parameters["FromEmailAddress"]
        forecast.check(
            (name in world.verification_templates, exists), (not is_verified(world, sender), unverified)
        )
        return lambda _: world.verification_templates.add(name)

    @describe(api, "UpdateCustomVerificationEmailTemplate")
    def update_verification(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
        name, sender = parameters["TemplateName"], parameters.get("FromEmailAddress")
        forecast.check(
            (name not in world.verification_templates, unknown),
            (sender is not None and not is_verified(world, sender), unverified),
        )
        return do_nothing

    @describe(api, "GetCustomVerificationEmailTemplate")
    def get_verification(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
        forecast.check((parameters["TemplateName"] not in world.verification_templates, unknown))
        return do_nothing

    @describe(api, "DeleteCustomVerificationEmailTemplate")
    def delete_verification(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
        name = parameters["TemplateName"]
        is_unknown = name not in world.verification_templates
        forecast.check((is_unknown and api == SESV2, unknown))
        forecast.doubt(is_unknown and api == SES)
        return lambda _: world.verification_templates.discard(name)


_describe_verification(
    SES,
    "CustomVerificationEmailTemplateAlreadyExists",
    "CustomVerificationEmailTemplateDoesNotExist",
    "FromEmailAddressNotVerified",
)
_describe_verification(SESV2, "AlreadyExistsException", "NotFoundException", "NotFoundException")
