"""One active mock. Imported with all behind it when the first mock starts: many runs import sesmock and start none."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sesmock import exceptions
from sesmock.domain import assembly
from sesmock.faults.faults import Faults
from sesmock.gateway import Gateway
from sesmock.handle import SesMock
from sesmock.inspector.records import Record
from sesmock.journal import Journal
from sesmock.transport import moto

if TYPE_CHECKING:
    from sesmock.domain.aws_services import AwsServices
    from sesmock.domain.options import Options
    from sesmock.provisioning import Provisioner


class ActiveMock:
    """A world, and what the transport asks of it: `request_handler.RequestHandler`."""

    def __init__(self, options: Options) -> None:
        self.world = assembly.build_world(options, partial(_aws_services, options))
        self.journal = Journal()
        faults = Faults()
        self._record = Record(self.world, self.journal)
        self.handle = SesMock(self._record, faults)
        self.answer = Gateway(self.world, self.journal, faults, moto.KeyOwners().find_account_id).answer
        self.region = options.region
        self.passthrough = options.passthrough
        self.retry_sleep = options.retry_sleep
        self.owner = exceptions.running_test()
        self._provisioner: Provisioner | None = None
        self._provision(options)

    def join(self, options: Options) -> None:
        """Add what the options of an inner mock name to every account; raise `TypeError` or `ValueError`."""
        from sesmock.domain.identities import world_identities

        world_identities.verify_from_start(self.world, options.identities)
        self._provision(options)

    def _provision(self, options: Options) -> None:
        if not (options.configuration_sets or options.templates):
            return
        if self._provisioner is None:
            from sesmock.provisioning import Provisioner

            self._provisioner = Provisioner(self.world)
        self._provisioner.add(options)

    def record(self, *, from_now: bool = False) -> Record:
        """Return what the mock records, all of it or from now on."""
        return Record(self.world, self.journal, from_now=True) if from_now else self._record


def _aws_services(options: Options) -> AwsServices:
    """Return the services beside SES; they are imported when something is published."""
    from sesmock.publishing.aws_services import OtherServices

    return OtherServices(options.publish, moto.serves)
