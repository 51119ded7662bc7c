"""The clock of a mock: shifted by a test, or frozen by freezegun and time-machine."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import time_machine
from botocore.config import Config
from botocore.exceptions import ClientError
from freezegun import freeze_time

from sesmock import SesMock, mock_ses
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

START = datetime(2024, 2, 28, 23, 30, tzinfo=timezone.utc)
DAY = timedelta(days=1)
PEOPLE = [f"{number}@example.net" for number in range(5)]


@contextmanager
def freeze_with_freezegun(moment: datetime) -> Iterator[Callable[[timedelta], None]]:
    """Freeze time; yield a function that advances it."""
    with freeze_time(moment) as frozen:
        yield frozen.tick


@contextmanager
def freeze_with_time_machine(moment: datetime) -> Iterator[Callable[[timedelta], None]]:
    """Freeze time; yield a function that advances it."""
    with time_machine.travel(moment, tick=False) as traveler:
        yield traveler.shift


both = pytest.mark.parametrize("freeze", [freeze_with_freezegun, freeze_with_time_machine])


@pytest.fixture
def ses_mock() -> Iterator[SesMock]:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"], retry_sleep=False) as active:
        yield active


def count_recent_recipients() -> float:
    """Return the number of recipients that count toward the daily quota."""
    return float(boto3.client("sesv2").get_account()["SendQuota"]["SentLast24Hours"])


def test_a_day_frees_the_quota(ses_mock: SesMock) -> None:
    """After 24 hours, the recipients of a message no longer count."""
    ses_mock.account.max_24_hour_send = 2
    send("ses", *PEOPLE[:2])
    ses_mock.clock.shift(hours=23)
    with pytest.raises(ClientError, match="Daily message quota exceeded"):
        send()
    ses_mock.clock.shift(hours=1)
    send()

    assert count_recent_recipients() == 1


def test_the_quota_rolls(ses_mock: SesMock) -> None:
    """Each message counts toward the quota until a day after it was sent, not until midnight."""
    # Spec: account.md §3.
    send("ses", *PEOPLE[:2])
    ses_mock.clock.shift(hours=12)
    send()
    counted = [count_recent_recipients()]
    for _ in range(2):
        ses_mock.clock.shift(hours=12)
        counted.append(count_recent_recipients())

    assert counted == [3, 1, 0]


def test_the_rate_is_free_again_after_a_second() -> None:
    """With enforce_rate, a send succeeds again after a second."""
    with mock_ses(identities=["example.com"], enforce_rate=True, retry_sleep=False) as active:
        active.account.max_send_rate = 1
        with freeze_time(START):
            send()
            with pytest.raises(ClientError, match="Maximum sending rate exceeded"):
                send()
            active.clock.shift(seconds=1)
            send()

    assert len(active.outbox) == 2


def test_statistics_expire(ses_mock: SesMock) -> None:
    """Statistics cover intervals of 15 minutes, and expire after two weeks."""

    def points() -> list[tuple[timedelta, int]]:
        points = boto3.client("ses").get_send_statistics()["SendDataPoints"]
        return [(point["Timestamp"] - points[0]["Timestamp"], point["DeliveryAttempts"]) for point in points]

    with freeze_time(START):
        send("ses", *PEOPLE[:2])
        # More than an interval of SES's statistics, which has 15 minutes. Spec: account.md §4.
        ses_mock.clock.shift(minutes=20)
        send()
        quarters = points()
        ses_mock.clock.shift(days=13)
        after_13_days = points()
        ses_mock.clock.shift(days=2)
        after_15_days = points()

    assert quarters == after_13_days == [(timedelta(0), 2), (timedelta(minutes=15), 1)]
    assert after_15_days == []


@pytest.mark.parametrize("step", [DAY, {"days": 1}, {"hours": 24}, {"minutes": 1440}, {"seconds": 86400}])
def test_the_clock_accepts_a_timedelta_or_its_parts(
    ses_mock: SesMock, step: timedelta | dict[str, float]
) -> None:
    """The clock accepts a timedelta or its parts, and later messages have the shifted time."""
    with freeze_time(START):
        if isinstance(step, dict):
            ses_mock.clock.shift(**step)
        else:
            ses_mock.clock.shift(step)
        send()

    assert ses_mock.outbox.one().sent_at == START + DAY


def test_the_clock_can_move_back(ses_mock: SesMock) -> None:
    """Negative values move the clock back."""
    with freeze_time(START):
        ses_mock.clock.shift(hours=-1, minutes=-30)

        assert ses_mock.clock.now() == START - timedelta(minutes=90)


@pytest.mark.parametrize(
    ("identity", "hours"), [("ada@example.org", 24), ("example.org", 72)], ids=["address", "domain"]
)
def test_verifications_expire(identity: str, hours: int) -> None:
    """A pending verification fails after a day for an address and three days for a domain, and can start again."""
    with mock_ses(verification="manual") as active:
        ses = boto3.client("ses")
        verify: Callable[[], Any] = (
            (lambda: ses.verify_email_identity(EmailAddress=identity))
            if "@" in identity
            else (lambda: ses.verify_domain_identity(Domain=identity))
        )

        def status() -> str:
            attributes = ses.get_identity_verification_attributes(Identities=[identity])
            return str(attributes["VerificationAttributes"][identity]["VerificationStatus"])

        verify()
        statuses = [status()]
        active.clock.shift(hours=hours - 1)
        statuses.append(status())
        active.clock.shift(hours=1)
        statuses.append(status())
        verify()
        statuses.append(status())
        active.verify(identity)
        active.clock.shift(hours=hours)
        statuses.append(status())

    assert statuses == ["Pending", "Pending", "Failed", "Pending", "Success"]


@both
@pytest.mark.parametrize("before", [True, False], ids=["frozen before the mock", "frozen inside"])
def test_ids_and_times_follow_frozen_time(freeze: Any, before: bool) -> None:
    """Ids, times of messages, quota and retries follow the frozen time."""
    mock = mock_ses(identities=["example.com"], retry_sleep=False)

    def check(active: SesMock, move: Callable[[timedelta], None]) -> None:
        message_id = send("ses", *PEOPLE[:3])
        message = active.outbox.one()
        # Digits 5 to 16 of a message id are its time in milliseconds. Spec: events.md §3.
        ses_time = int(message_id[4:16], 16) / 1000
        assert message.sent_at == active.clock.now() == START
        assert ses_time == START.timestamp()
        assert count_recent_recipients() == 3

        move(DAY - timedelta(seconds=1))
        active.fail("SendEmail", "Throttling", times=2)
        send()
        assert active.outbox.last().sent_at == START + DAY - timedelta(seconds=1)
        assert active.calls[-1].attempts == 3
        assert count_recent_recipients() == 4

        move(timedelta(seconds=1))
        assert count_recent_recipients() == 1

        active.clock.shift(hours=24)
        assert count_recent_recipients() == 0

    if before:
        with freeze(START) as move, mock as active:
            check(active, move)
    else:
        with mock as active, freeze(START) as move:
            check(active, move)


@both
@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
def test_retries_do_not_wait_for_a_frozen_clock(freeze: Any, mode: Any) -> None:
    """With retry_sleep=False, no retry mode of botocore waits for a frozen clock."""
    with freeze(START), mock_ses(retry_sleep=False) as active:
        active.fail("GetAccount", "TooManyRequestsException", times=3)
        client = boto3.client("sesv2", config=Config(retries={"mode": mode, "total_max_attempts": 5}))
        client.get_account()
        client.get_account()

    assert [call.attempts for call in active.calls] == [4, 1]


@both
def test_waiting_times_out_in_frozen_time(freeze: Any, ses_mock: SesMock) -> None:
    """Waiting for a message times out, even if the clock is frozen."""
    with freeze(START):
        send()

        assert ses_mock.outbox.wait_for(subject="Hello", timeout=5).subject == "Hello"
        with pytest.raises(AssertionError):
            ses_mock.outbox.wait_for(subject="Goodbye", timeout=0.05)


@pytest.mark.parametrize("zone", [timedelta(hours=-5), timedelta(hours=9)])
def test_times_are_utc_in_every_time_zone(zone: timedelta, ses_mock: SesMock) -> None:
    """The local time zone of the frozen time has no effect."""
    # tz_offset moves only the local time, not UTC.
    with freeze_time(START, tz_offset=zone):
        send()

    assert ses_mock.outbox.one().sent_at == START
    assert ses_mock.outbox.one().sent_at.tzinfo is timezone.utc


@both
def test_frozen_messages_do_not_count_in_real_time(freeze: Any) -> None:
    """Messages sent in frozen time do not count toward the quota of the real time."""
    with mock_ses(identities=["example.com"]) as active:
        with freeze(START):
            send("ses", *PEOPLE)
        counted = count_recent_recipients()
        send()

    assert counted == 0
    assert active.outbox[0].sent_at < active.outbox[1].sent_at


@both
def test_mail_has_the_frozen_date(freeze: Any, ses_mock: SesMock) -> None:
    """SES writes the frozen time into the Date header."""
    with freeze(START):
        send()

    assert ses_mock.outbox.one().mime["Date"] == "Wed, 28 Feb 2024 23:30:00 +0000"


def test_each_mock_has_its_own_clock(ses_mock: SesMock) -> None:
    """Shifting the clock of an isolated mock does not shift others."""
    with freeze_time(START):
        with mock_ses(isolated=True) as other:
            other.clock.shift(hours=5)

        assert ses_mock.clock.now() == START
        assert other.clock.now() == START + timedelta(hours=5)


def test_a_number_without_a_unit_shifts_nothing() -> None:
    """A number alone could be seconds or days, so it is an error that shows how to name the unit."""
    with mock_ses() as ses_mock:
        shift: Any = ses_mock.clock.shift
        before = ses_mock.clock.now()
        with pytest.raises(TypeError, match=r"such as shift\(seconds=1\), got 60$"):
            shift(60)

        assert ses_mock.clock.now() - before < timedelta(seconds=30)
