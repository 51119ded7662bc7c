"""The suppression list of the account, and those of tenants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzzing.reference.rules import SESV2, describe, do_nothing

if TYPE_CHECKING:
    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World


def normalize(address: str) -> str:
    """Return an address as SES stores it: trimmed, its domain in lower case. Spec: suppression.md §2 [P]."""
    local, at, domain = address.strip().rpartition("@")
    return f"{local}{at}{domain.lower()}"


def _choose_list(world: World, parameters: Parameters, forecast: Forecast) -> dict[str, str]:
    """Return the account's list, or a tenant's; refuse an unknown tenant. Spec: tenants.md §3 [P]."""
    tenant = parameters.get("TenantName")
    if tenant is None:
        return world.suppressed
    forecast.check((tenant not in world.tenants, "NotFoundException"))
    return world.tenants[tenant].suppressed if tenant in world.tenants else {}


@describe(SESV2, "PutSuppressedDestination")
def put(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add or replace an entry; refuse it in the sandbox. Spec: suppression.md §2 [P, U]."""
    entries = _choose_list(world, parameters, forecast)
    forecast.check_elsewhere((world.is_sandbox, "BadRequestException"))
    return lambda _: entries.update({normalize(parameters["EmailAddress"]): parameters["Reason"]})


@describe(SESV2, "DeleteSuppressedDestination")
def delete(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove an entry; refuse an unknown one. Spec: suppression.md §2 [P]."""
    entries, address = _choose_list(world, parameters, forecast), normalize(parameters["EmailAddress"])
    forecast.check((address not in entries, "NotFoundException"))
    return lambda _: entries.pop(address)


@describe(SESV2, "GetSuppressedDestination")
def get(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown entry. Spec: suppression.md §2 [P]."""
    delete(world, parameters, forecast)
    return do_nothing


@describe(SESV2, "ListSuppressedDestinations")
def list_all(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown tenant. Spec: tenants.md §3 [P]."""
    _choose_list(world, parameters, forecast)
    return do_nothing


@describe(SESV2, "PutAccountSuppressionAttributes")
def put_account_reasons(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Set the reasons of the account; an empty list switches suppression off. Spec: account.md §3."""
    reasons = frozenset(parameters.get("SuppressedReasons", ()))
    return lambda _: setattr(world, "reasons", reasons)
