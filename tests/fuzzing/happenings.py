"""The steps of a walk other than calls: time passes, mail arrives, and a test sets what no API can."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.fuzzing.arrivals import arrive_by_smtp, list_actions, list_replies, list_topics
from tests.fuzzing.audit import audit
from tests.fuzzing.calls import names
from tests.fuzzing.calls.harvest import HARVEST
from tests.fuzzing.reference import arriving
from tests.fuzzing.reference.arriving import Mail
from tests.fuzzing.reference.passing_time import pass_time
from tests.fuzzing.reference.reports.campaigns import Campaign
from tests.fuzzing.reference.reports.recommendations import ADDED, Recommendation
from tests.fuzzing.reference.world import World, identity_arn

MINUTE = 60.0
DAY = 24 * 60 * MINUTE
# The creation of an endpoint takes longer than two of the shortest steps, but less than one of the next. No step ends
# exactly when something else does.
STEPS = (0.8 * MINUTE, 2.5 * MINUTE, 25 * 60 * MINUTE, 31 * DAY)
PEOPLE = st.lists(st.sampled_from(names.INBOXES), min_size=1, max_size=3, unique=True)


class Happenings(RuleBasedStateMachine):
    """A walk without API calls: only the test and other mail servers act."""

    ses_mock: Any

    def __init__(self) -> None:
        super().__init__()
        HARVEST.clear()
        self.world = World()
        self.added: list[Any] = []

    def compare(self) -> None:
        """Compare everything that the APIs read with the reference."""
        differences = audit(self.world)
        assert not differences, differences

    @precondition(lambda self: self.world.is_manual and self.world.identities)
    @rule(index=st.integers(0, len(names.IDENTITIES)))
    def verify(self, index: int) -> None:
        """Mark an identity as verified, as a test can."""
        name = sorted(self.world.identities)[index % len(self.world.identities)]
        self.ses_mock.verify(name)
        self.world.identities[name].status = "Success"
        self.compare()

    @rule(seconds=st.sampled_from(STEPS))
    def pass_time(self, seconds: float) -> None:
        """Move the clock: jobs end, endpoints become ready, placement tests complete, and the quota is restored."""
        self.ses_mock.clock.shift(seconds=seconds)
        pass_time(self.world, seconds)
        self.compare()

    @precondition(lambda self: self.world.active_rule_set)
    @rule(
        source=st.sampled_from(names.SOURCES),
        recipients=PEOPLE,
        address=st.sampled_from(names.CLIENT_ADDRESSES),
        tls=st.booleans() | st.just(True),
    )
    def receive(self, source: str, recipients: list[str], address: str, tls: bool) -> None:
        """Deliver an email, as a test can."""
        arrival = arriving.foresee(self.world, tuple(recipients), address, tls=tls)
        received = self.ses_mock.receive(
            f"From: {source}\nTo: {', '.join(recipients)}\nSubject: Hello\n\nHi\n",
            recipients=recipients,
            source=source,
            source_ip=address,
            tls=tls,
        )
        self.judge(arrival, received, source, recipients)

    @precondition(lambda self: self.world.active_rule_set)
    @rule(
        source=st.sampled_from(names.SOURCES),
        recipients=PEOPLE,
        address=st.sampled_from(names.CLIENT_ADDRESSES),
    )
    def receive_by_smtp(self, source: str, recipients: list[str], address: str) -> None:
        """Deliver an email by SMTP without TLS, as another server would."""
        arrival = arriving.foresee(self.world, tuple(recipients), address, tls=False)
        replies = arrive_by_smtp(self.ses_mock.account, source, recipients, address)
        if arrival.reply != arriving.ACCEPTED:
            assert arriving.ACCEPTED not in replies[-1:], replies
            return
        expected = [arrival.refusals.get(recipient, arriving.ACCEPTED) for recipient in recipients]
        assert replies == [*expected, arriving.ACCEPTED]
        accepted = [recipient for recipient in recipients if recipient not in arrival.refusals]
        arrival.refusals.clear()  # refused recipients are not part of the mail
        self.judge(arrival, self.ses_mock.received[-1], source, accepted)

    def judge(self, arrival: arriving.Arrival, received: Any, source: str, recipients: list[str]) -> None:
        """Compare the handling of an email with the reference."""
        assert list_replies(received) == (arrival.reply, arrival.refusals)
        assert [(run.name, tuple(map(str, run.recipients))) for run in received.rules] == arrival.rules
        assert list_actions(received) == arrival.actions
        assert list_topics(received) == arrival.topics
        if received.accepted:
            accepted = tuple(recipient for recipient in recipients if recipient not in arrival.refusals)
            self.world.received[received.message_id] = Mail(source, accepted, self.world.elapsed)
            HARVEST.collect({"OriginalMessageId": received.message_id})
        self.compare()

    @precondition(lambda self: self.world.identities)
    @rule(kind=st.sampled_from(sorted(ADDED)), index=st.integers(0, len(names.IDENTITIES)))
    def recommend(self, kind: str, index: int) -> None:
        """Add a recommendation about an identity, as a test can."""
        name = sorted(self.world.identities)[index % len(self.world.identities)]
        self.added.append(self.ses_mock.recommend(kind, name))
        self.world.recommendations.append(Recommendation(kind, identity_arn(name)))
        self.compare()

    @precondition(lambda self: self.added)
    @rule()
    def fix(self) -> None:
        """Fix the newest open recommendation, as a test can."""
        self.added.pop().fix()
        newest = [each for each in self.world.recommendations if each.fixed is None][-1]
        newest.fixed = self.world.elapsed
        self.compare()

    @rule(domain=st.sampled_from(names.DOMAINS), days=st.integers(0, 3))
    def add_campaign(self, domain: str, days: int) -> None:
        """Add a campaign that was seen for some days, as a test can."""
        first = self.world.now - timedelta(days=days, seconds=1)
        campaign = self.ses_mock.account.deliverability.add_campaign(
            domain,
            subject="Hello",
            from_address=f"shop@{domain}",
            first_seen=first,
            last_seen=self.world.now,
        )
        self.world.campaigns[campaign.id] = Campaign(domain, first, self.world.now)
        HARVEST.collect({"CampaignId": campaign.id})

    @rule(
        key=st.sampled_from(("ada@example.net", "example.net", "example.org")),
        verdict=st.sampled_from(names.VERDICTS),
    )
    def judge_addresses(self, key: str, verdict: str) -> None:
        """Set SES's confidence in an address or a domain, as a test can."""
        self.ses_mock.confidences[key] = verdict
        self.world.confidences[key] = verdict
