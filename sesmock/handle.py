"""`SesMock`, through which a test uses an active mock. It delegates all work to other modules."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from sesmock.accounts import Accounts
from sesmock.domain import guessed_names
from sesmock.domain.argument_checks import check_account_id
from sesmock.domain.aws import regions
from sesmock.domain.completion import SuggestsNames
from sesmock.domain.identities import world_identities
from sesmock.domain.identities.verification_states import build_failure
from sesmock.faults.controls import FaultControls
from sesmock.inspector.records import Record
from sesmock.journal import Calls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, Literal

    from sesmock.domain.account import Account, EnforcementStatus, EnforcementStatusText
    from sesmock.domain.clock import Clock
    from sesmock.domain.dedicated_ips.dedicated_ips import DedicatedIp
    from sesmock.domain.identities.auto_validation import Confidences
    from sesmock.domain.identities.verification_states import VerificationError, VerificationErrorText
    from sesmock.domain.jobs.files import Files
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.mail.outcomes import Outcomes
    from sesmock.domain.receiving.incoming import Source
    from sesmock.domain.receiving.received import Received
    from sesmock.domain.receiving.verdicts import DmarcPolicy, DmarcPolicyText, Verdict, VerdictText
    from sesmock.domain.reputation.recommendation import Recommendation
    from sesmock.domain.reputation.state import RecommendationTypeText
    from sesmock.faults.faults import Faults
    from sesmock.inspector.archives import Archives
    from sesmock.inspector.events import Events
    from sesmock.inspector.outbox import Outbox
    from sesmock.inspector.publications import Publications
    from sesmock.inspector.received import ReceivedMail
    from sesmock.inspector.records import Span
    from sesmock.inspector.rejected import Rejected
    from sesmock.server.running import SesServer


class SesMock(FaultControls, SuggestsNames):
    """An active mock with its messages, events and accounts. It stays readable after the mock stops."""

    _GUESSES = guessed_names.OF_MOCKS

    def __init__(
        self,
        record: Record,
        faults: Faults,
        start_server: Callable[[str, int], SesServer],
        reset: Callable[[], None],
    ) -> None:
        world, journal = record.world, record.journal
        self._world = world
        self._journal = journal
        self._faults = faults
        self._record = record
        self._start_server = start_server
        self._reset = reset
        self._servers: list[SesServer] = []

    @cached_property
    def outbox(self) -> Outbox:
        """The messages that the code under test sent through SES, in order."""
        return _build_outbox(self._record.sent, self._record)

    @cached_property
    def notices(self) -> Outbox:
        """The mail that SES wrote itself, in order: verification mail, forwarded bounces and complaints."""
        return _build_outbox(self._record.notices, self._record)

    @cached_property
    def rendering_failures(self) -> Outbox:
        """The messages that SES accepted but could not render, in order."""
        return _build_outbox(self._record.unrendered, self._record)

    @cached_property
    def rejected(self) -> Rejected:
        """The send calls that SES refused, in order."""
        from sesmock.inspector.rejected import Rejected

        return Rejected(self._record)

    @cached_property
    def calls(self) -> Calls:
        """Every call of an SES client, in order."""
        return Calls(self._journal.calls)

    @cached_property
    def accounts(self) -> Accounts:
        """The accounts by (account id, region). Looking up an account creates it, as a call would."""
        return Accounts(self._world)

    @cached_property
    def archives(self) -> Archives:
        """The mail that configuration sets archived with Mail Manager, by ARN of the archive."""
        from sesmock.inspector.archives import Archives

        return Archives(self._record)

    @cached_property
    def files(self) -> Files:
        """The files that jobs read and write, by URL: ``files["s3://bucket/key"] = "..."``."""
        from sesmock.domain.jobs.files import Files

        return Files(self._world)

    @cached_property
    def events(self) -> Events:
        """The events of all messages, such as deliveries and bounces, in order."""
        from sesmock.inspector.events import Events

        return Events(self._record.events, self._record)

    @cached_property
    def publications(self) -> Publications:
        """Everything that SES published to other services, in order."""
        from sesmock.inspector.publications import Publications

        return Publications(self._record.publications, self._record)

    @cached_property
    def received(self) -> ReceivedMail:
        """The mail passed to `receive`, in order."""
        from sesmock.inspector.received import ReceivedMail

        return ReceivedMail(self._record.received, self._record)

    def __repr__(self) -> str:
        return f"<SesMock {len(self.outbox)} sent, {len(self.rejected)} rejected>"

    @property
    def outcomes(self) -> Outcomes:
        """The delivery outcomes of recipients, set in advance: ``outcomes["ada@example.net"] = "bounced"``."""
        return self._world.outcomes

    @property
    def confidences(self) -> Confidences:
        """Auto Validation's confidence that a recipient exists: ``confidences["ada@example.net"] = "LOW"``."""
        return self._world.confidences

    @property
    def account(self) -> Account:
        """The default account in the default region."""
        options = self._world.options
        return self._world.account(options.account_id, options.region)

    @property
    def clock(self) -> Clock:
        """The clock of this mock; ``clock.shift(hours=24)`` advances it."""
        return self._world.clock

    @property
    def env(self) -> dict[str, str]:
        """The environment for a subprocess that must not reach AWS: ``subprocess.run(..., env=ses_mock.env)``.

        It is the environment of this process, with fake credentials and an endpoint on which nothing listens. Calls to
        SES go to the server of this mock if one is running.
        """
        from sesmock import child_environment

        running = [server for server in self._servers if not server.is_stopped]
        return child_environment.build_environment(
            self._world.options.region, ses_url=running[-1].url if running else None
        )

    def serve(self, host: str = "127.0.0.1", port: int = 0) -> SesServer:
        """Serve this mock over HTTP, so that other processes can send to it; return the server.

        Port 0 selects a free port. Stop the server with ``stop()``, or use it in a ``with`` statement. This requires
        the extra ``sesmock[server]``. Raise `TypeError` or `ValueError` for an invalid host or port, or `OSError` if
        the port cannot be bound.
        """
        server = self._start_server(host, port)
        self._servers.append(server)
        return server

    def reset(self) -> None:
        """Start over with only the resources in the options: delete all messages, events, calls and other changes.

        Faults, outcomes, access keys and the clock stay as the test set them. Call it outside `capture()`,
        which knows its messages by their positions in the outbox.
        """
        self._reset()

    @contextmanager
    def capture(self) -> Iterator[Outbox]:
        """Yield an outbox of the messages that are sent while the block runs; it stays readable afterwards."""
        record = Record(self._world, self._journal, from_now=True)
        try:
            yield _build_outbox(record.sent, record)
        finally:
            record.close()

    def verify(self, identity: str) -> None:
        """Verify an address or domain in all accounts and regions where it is registered.

        An identity that is registered nowhere is created and verified in all of them, including accounts that
        appear later. A domain's DKIM key is verified with it. A custom MAIL FROM domain is verified in that
        role, and as an identity only if it is registered as one. Raise `ValueError` for a name that is neither an
        address nor a domain.
        """
        world_identities.verify(self._world, identity)

    def grant_production_access(self) -> None:
        """Grant production access to the default account; other accounts have the same method in ``accounts[...]``."""
        self.account.grant_production_access()

    def deny_production_access(self) -> None:
        """Deny production access to the default account, which stays in the sandbox."""
        self.account.deny_production_access()

    def lease_dedicated_ip(
        self, ip: str | None = None, *, pool: str | None = None, warmup_percentage: int | None = None
    ) -> DedicatedIp:
        """Lease a dedicated IP to the default account, which no API can do.

        For other accounts, use ``accounts[...].dedicated_ips.lease``. ``ip`` is an IPv4 address, by default the next
        free address from 192.0.2.1. ``pool`` is a pool of the account, by default SES's default pool.
        ``warmup_percentage`` is 0 to 100, by default 0 if automatic warm-up is enabled, else 100.
        Raise `ValueError` for an invalid or leased address, an unknown pool, or a percentage out of range.
        """
        return self.account.dedicated_ips.lease(ip, pool=pool, warmup_percentage=warmup_percentage)

    def recommend(
        self,
        type: RecommendationTypeText,  # noqa: A002 - SES's own name for it
        resource: str,
        *,
        description: str | None = None,
        impact: Literal["LOW", "HIGH"] = "HIGH",
    ) -> Recommendation:
        """Add an SES recommendation to the default account, until its ``fix()`` is called.

        *resource* is an identity, or the ARN of any resource. For other accounts, use
        ``accounts[...].reputation.recommend``. Raise `ValueError` for an unknown type or impact and for a resource that
        cannot be an identity, or `TypeError` for a description that is not a string.
        """
        arn = resource
        if not (isinstance(resource, str) and resource.startswith("arn:")):
            from sesmock.domain.identities import identities

            identities.check_option(resource)
            arn = self.account.arn(f"identity/{resource}")
        return self.account.reputation.recommend(type, arn, description=description, impact=impact)

    def set_enforcement_status(self, status: EnforcementStatus | EnforcementStatusText) -> None:
        """Set the enforcement status of the default account.

        It is ``"HEALTHY"``, ``"PROBATION"``, or ``"SHUTDOWN"``, which makes sends fail. Raise `ValueError` for
        anything else.
        """
        self.account.enforcement_status = status

    def fail_verification(
        self,
        identity: str,
        *,
        error: VerificationError | VerificationErrorText | None = None,
        temporary: bool = False,
    ) -> None:
        """Fail the verification of an identity and its DKIM key, or of a custom MAIL FROM domain.

        ``error`` is the error that GetEmailIdentity reports. A temporary failure can still turn into success.
        Raise `ValueError` if no account has such an identity, or for an error unknown to SES.
        """
        failure = build_failure(error, temporary=temporary)
        if not world_identities.fail(self._world, identity, failure):
            raise ValueError(f"No account has an identity or MAIL FROM domain {identity!r}.")

    def follow(self, link: str, *, data: str | bytes | None = None) -> str:
        """Follow a link that SES wrote into an email, as a browser would; return the URL that it redirects to.

        With *data*, send a POST request instead: mailbox providers post ``"List-Unsubscribe=One-Click"`` to the link in
        the List-Unsubscribe header. Raise `ValueError` for a link that SES did not write, and for other data.
        """
        with self._world.change():
            return self._world.links.follow(link, data)

    def receive(
        self,
        message: Source,
        *,
        recipients: str | Iterable[str] | None = None,
        source: str | None = None,
        source_ip: str = "203.0.113.5",
        host: str | None = None,
        tls: bool = True,
        spam: Verdict | VerdictText = "PASS",
        virus: Verdict | VerdictText = "PASS",
        spf: Verdict | VerdictText = "PASS",
        dkim: Verdict | VerdictText | None = None,
        dmarc: Verdict | VerdictText = "PASS",
        dmarc_policy: DmarcPolicy | DmarcPolicyText = "none",
        region: str | None = None,
        account_id: str | None = None,
    ) -> Received:
        """Deliver an email to SES as another mail server would, run the active receipt rule set, and return the result.

        *message* is raw mail, a message of the ``email`` package, or one from the outbox. *recipients* and *source* are
        the addresses in RCPT TO and MAIL FROM, by default those in the header; ``source=""`` makes the email a bounce.
        *source_ip* and *host* are the address and name of the sending server; *tls* says whether it uses TLS. The
        verdicts *spam*, *virus*, *spf*, *dkim* and *dmarc* are ``"PASS"``, ``"FAIL"``, ``"GRAY"`` or
        ``"PROCESSING_FAILED"``; *dkim* defaults to ``"GRAY"`` for mail without a signature. The mail arrives in the
        default account unless *region* or *account_id* specify another.

        Raise `TypeError` if *message* is not an email, or `ValueError` for an argument that no server would send.
        Exceptions of the test's own functions are raised after all rules have run.
        """
        from sesmock.domain.receiving import arrival, incoming

        account = self._choose_account(account_id, region)
        envelope = incoming.EnvelopeArguments(recipients, source, source_ip, host, tls)
        verdicts = incoming.VerdictArguments(spam, virus, spf, dkim, dmarc, dmarc_policy)
        return arrival.receive(account, incoming.read(message, envelope, verdicts))

    def on_lambda(self, arn: str, handler: Callable[[Any, Any], object]) -> None:
        """Replace a Lambda function: when SES invokes it, *handler* is called with the event and the context.

        *arn* is the function's ARN, or its name in all accounts and regions. A new handler replaces the
        earlier one. Raise `ValueError` unless *arn* is an ARN or a name, or `TypeError` for a handler
        that is not callable.
        """
        self._world.lambda_functions.add(arn, handler)

    def _choose_account(self, account_id: str | None, region: str | None) -> Account:
        """Return an account, by default the one in the options; raise `ValueError` for a malformed id or region."""
        options = self._world.options
        account_id = options.account_id if account_id is None else check_account_id(account_id)
        region = options.region if region is None else region
        regions.check(region)
        return self._world.account(account_id, region)


def _build_outbox(messages: Span[SentMessage], record: Record) -> Outbox:
    """Return an outbox of messages; its module is imported when a test first uses an outbox."""
    from sesmock.inspector.outbox import Outbox

    return Outbox(messages, record)
