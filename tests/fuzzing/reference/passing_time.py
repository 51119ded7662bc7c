"""The changes that happen as time passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzzing.reference import endpoints
from tests.fuzzing.reference.reports import export_jobs, import_jobs

if TYPE_CHECKING:
    from tests.fuzzing.reference.world import World

DAY = 24 * 3600.0


def pass_time(world: World, seconds: float) -> None:
    """Move the clock; after a day, earlier sends no longer count toward the quota. Spec: sending.md §10 [D]."""
    world.elapsed += seconds
    world.sent = 0 if seconds > DAY else world.sent
    for identity in world.identities.values():
        # The next reading shows whether SES is still waiting for a record or a click.
        identity.status = None if identity.status == "Pending" else identity.status
        identity.is_signed = identity.is_signed if identity.status == "Success" else None
    export_jobs.end_old_jobs(world)
    import_jobs.end_old_jobs(world)
    endpoints.drop_deleted(world)
