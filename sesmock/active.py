"""An active mock. Imported when the first mock starts, since many processes import sesmock without starting one."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from sesmock import exceptions
from sesmock.aws_hosts import find_smtp_region
from sesmock.domain import assembly
from sesmock.faults.faults import Faults
from sesmock.gateway.access_keys import find_account_id
from sesmock.gateway.gateway import Gateway
from sesmock.handle import SesMock
from sesmock.inspector.records import Record
from sesmock.journal import Journal
from sesmock.transport import moto, network

if TYPE_CHECKING:
    from sesmock.domain.aws.aws_services import AwsServices
    from sesmock.domain.options import Options
    from sesmock.provisioning import Provisioner
    from sesmock.server.running import SesServer
    from sesmock.smtp.service import SmtpService
    from sesmock.smtp.submission import Submission


class ActiveMock:
    """An active mock, with its world, journal and faults; implements `request_handler.RequestHandler`."""

    is_guard = False

    def __init__(self, options: Options) -> None:
        self.world = assembly.build_world(options, partial(_aws_services, options))
        self.journal = Journal()
        self._faults = Faults()
        self._record = Record(self.world, self.journal)
        self.handle = SesMock(self._record, self._faults, self._serve, self.reset)
        self._ask_account_id = moto.KeyOwners().find_account_id
        self.gateway = Gateway(self.world, self.journal, self._faults, self._ask_account_id)
        # Bound once here, the gateway's methods cost each request one fewer function call.
        self.answer, self.serves = self.gateway.answer, self.gateway.serves
        self.region = options.region
        self.passthrough = options.passthrough
        self.block_network = options.block_network
        self.retry_sleep = options.retry_sleep
        self.owner = exceptions.running_test()
        self._provisioner: Provisioner | None = None
        self._provision(options)

    def join(self, options: Options) -> None:
        """Add the resources in an inner mock's options to every account.

        Raise `TypeError` for a resource that this mock defines differently, or `ValueError` for an invalid one.
        """
        from sesmock.domain.identities import world_identities

        world_identities.verify_from_start(self.world, options.identities)
        self._provision(options)

    def reset(self) -> None:
        """Start over with only the resources in the options. Outcomes and faults that the test set remain."""
        from sesmock.domain.identities import world_identities

        with self.world.lock:
            self.world.clear()
            self.journal.clear()
            world_identities.verify_from_start(self.world, self.world.options.identities)
            # `clear` has removed the old provisioner's hook from the world, so a new one has to be registered.
            self._provisioner = None
            self._provision(self.world.options)

    def _provision(self, options: Options) -> None:
        if not (options.configuration_sets or options.templates):
            return
        if self._provisioner is None:
            from sesmock.provisioning import Provisioner

            self._provisioner = Provisioner(self.world)
        self._provisioner.add(options)

    def record(self, *, from_now: bool = False) -> Record:
        """Return everything that the mock records, or only what it records from now on."""
        return Record(self.world, self.journal, from_now=True) if from_now else self._record

    def _serve(self, host: str, port: int) -> SesServer:
        from sesmock.server.requirements import require_werkzeug

        require_werkzeug()
        from sesmock.server import running

        return running.serve(self, host, port)

    @cached_property
    def smtp(self) -> SmtpService:
        """The SMTP interface, imported when a client first connects."""
        from sesmock.smtp.credentials import Credentials
        from sesmock.smtp.service import SmtpService

        find_account = partial(find_account_id, self.world, self._ask_account_id)
        credentials = Credentials(self.world.options.smtp_credentials)
        return SmtpService(self.world, self.journal, self._faults, credentials, find_account)

    def open_smtp(
        self, host: str, port: int, *, wrapped: bool, read_timeout: float | None
    ) -> Submission | None:
        """Return the dialog with a client that connects to an SMTP host of SES; None for any other host.

        ``wrapped`` says whether the client uses TLS from the start; ``read_timeout`` is in seconds.
        """
        region = find_smtp_region(host)
        # SES's own hosts have fixed ports. A host in ``smtp_hosts`` is the test's, so its port is not checked.
        if region is not None:
            self._check_smtp_port(port, wrapped=wrapped)
        elif network.is_match(host, port, self.world.options.smtp_hosts):
            region = self.region
        if region is None:
            self.journal.other_smtp_hosts.append(f"{host}:{port}")
            return None
        return self.smtp.open(region, tls="wrapped" if wrapped else "required", read_timeout=read_timeout)

    def _check_smtp_port(self, port: object, *, wrapped: bool) -> None:
        from sesmock.smtp import ports

        try:
            ports.check(port, wrapped=wrapped)
        except OSError as error:
            self.journal.smtp_refusals.append(error.args[0])
            raise

    def adopt_smtp(self, dialog: Submission) -> None:
        """Take over a dialog that another mock began."""
        dialog.service = self.smtp


def _aws_services(options: Options) -> AwsServices:
    """Return the other AWS services, imported when something is first published."""
    from sesmock.publishing.aws_services import OtherServices

    return OtherServices(options.publish, moto.serves)
