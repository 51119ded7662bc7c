"""The forms of the mock (with, start and stop, decorator), nesting, and the state after the end."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import boto3
import botocore.endpoint
import botocore.hooks
import botocore.session
import botocore.waiter
import pytest
from botocore.httpsession import URLLib3Session
from botocore.session import Session
from botocore.signers import RequestSigner

import sesmock
from sesmock import NoActiveMock, SesMock, current, mock_ses, stack
from sesmock.domain.configuration_sets.errors import ConfigurationSetAlreadyExists
from sesmock.domain.identities.errors import MailFromDomainNotVerified
from sesmock.domain.sending.errors import AccessDenied
from sesmock.mock import MockSes
from tests.sending import send


def patched() -> dict[str, object]:
    """Return the attributes that a mock replaces, and the environment."""
    return {
        "send": URLLib3Session.send,
        "session": Session.__init__,
        "create_client": Session.create_client,
        "get_scoped_config": Session.get_scoped_config,
        "sign": RequestSigner.sign,
        "create_loader": botocore.session.create_loader,
        "accepts_kwargs": botocore.hooks.accepts_kwargs,
        "aliaser": botocore.hooks.EventAliaser.__init__,
        "endpoint.time": botocore.endpoint.time,
        "waiter.time": botocore.waiter.time,
        "default session": boto3.DEFAULT_SESSION,
        "environment": dict(os.environ),
    }


@pytest.mark.parametrize("error", [None, ValueError("raised inside")])
def test_everything_is_restored(error: Exception | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the last stop, even after an exception, all patched attributes are the same objects as before."""
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    before = patched()
    inside: dict[str, object] = {}
    try:
        with mock_ses(identities=["example.com"]):
            inside = patched()
            send()
            if error:
                raise error
    except ValueError:
        assert error

    assert patched() == before
    # The import hook on Session.__init__ waits for aiobotocore, so it is installed only before that import.
    waits = "aiobotocore.session" not in sys.modules
    assert [name for name in inside if inside[name] == before[name]] == [
        *([] if waits else ["session"]),
        "environment",
    ]


def test_a_wrapper_around_a_replacement_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrapper that other code puts around our replacement stays, and still works after the mock ends."""
    original, calls = URLLib3Session.send, []
    mock = mock_ses()
    mock.start()
    ours = URLLib3Session.send

    def wrapper(session: URLLib3Session, request: object) -> object:
        calls.append(request)
        return ours(session, request)

    URLLib3Session.send = wrapper
    mock.stop()
    try:
        is_kept = URLLib3Session.send is wrapper
        client = boto3.client(
            "s3",
            region_name="us-east-1",
            endpoint_url="http://127.0.0.1:9",
            aws_access_key_id="a",
            aws_secret_access_key="b",
            config=botocore.config.Config(retries={"max_attempts": 0}),
        )
        with pytest.raises(botocore.exceptions.EndpointConnectionError):
            client.list_buckets()
    finally:
        URLLib3Session.send = original

    assert is_kept
    assert len(calls) == 1


def test_a_function_can_be_decorated() -> None:
    """Each call of a decorated function has its own mock, and its signature stays the same."""

    @mock_ses(identities=["example.com"])
    def signup(name: str) -> int:
        send()
        return len(current().outbox)

    assert [signup("a"), signup("b")] == [1, 1]
    assert list(inspect.signature(signup).parameters) == ["name"]


def test_a_function_can_be_decorated_bare() -> None:
    """The decorator works without options or parentheses."""

    @mock_ses
    def verified() -> list[str]:
        return boto3.client("ses").list_identities()["Identities"]

    assert verified() == []


def test_a_mock_can_be_started_and_stopped() -> None:
    """A mock can be started and stopped instead of using ``with``."""
    mock = mock_ses(identities=["example.com"])
    active = mock.start()
    same = current() is active
    mock.stop()

    assert same
    with pytest.raises(NoActiveMock, match="with mock_ses"):
        current()


def test_stop_without_start_is_an_error() -> None:
    """A mock that is not started cannot be stopped."""
    with pytest.raises(RuntimeError, match="without start"):
        MockSes().stop()


def test_nested_mocks_share_one_world() -> None:
    """An inner mock adds identities to the outer one's world, which outlives it."""
    with mock_ses() as outer:
        boto3.client("ses").list_identities()
        with mock_ses(identities=["example.com", "*"]) as inner:
            send()
        send()

    assert inner is outer
    assert len(outer.outbox) == 2


def test_an_isolated_mock_is_a_separate_world() -> None:
    """``isolated=True`` creates a fresh world for the inner mock."""
    with mock_ses(identities=["example.com"]) as outer:
        with mock_ses(isolated=True, identities=["example.com"]) as inner:
            send()
        count = len(outer.outbox)

    assert (len(inner.outbox), count) == (1, 0)


def test_an_inner_mock_cannot_change_the_outer_one() -> None:
    """An inner mock with options that the outer one lacks raises an error that suggests isolated=True."""
    with mock_ses() as outer, pytest.raises(TypeError, match=r"sandbox=….*isolated=True"):
        mock_ses(sandbox=True).start()

    assert not outer.account.sandbox


@pytest.mark.parametrize("outer", [{"enforce_rate": True, "region": "eu-west-1"}, {"publish": print}])
def test_an_inner_mock_can_repeat_the_options_of_the_outer_one(outer: dict[str, Any]) -> None:
    """A fixture and a decorator can start a mock with the same options."""
    with mock_ses(**outer) as first, mock_ses(**outer, identities=["example.com"]) as second:
        send()

    assert first is second
    assert len(first.outbox) == 1


def test_an_inner_mock_can_repeat_a_default_of_the_outer_one() -> None:
    """An inner mock can pass an option explicitly if the outer mock has the same value by default."""
    with mock_ses() as outer, mock_ses(sandbox=False, passthrough=[]) as inner:
        pass

    assert inner is outer


def test_only_options_with_another_value_are_refused() -> None:
    """The error lists only the options whose values differ from the outer mock's."""
    with mock_ses(sandbox=True), pytest.raises(TypeError, match=r"mock_ses\(region=…\)"):
        mock_ses(sandbox=True, region="eu-west-1").start()


def test_mocks_can_end_in_any_order() -> None:
    """Mocks can end in any order, and the last one restores the patches."""
    before = patched()
    first, second = mock_ses(), mock_ses(isolated=True)
    first.start()
    inner = second.start()
    first.stop()
    innermost = current()
    second.stop()

    assert innermost is inner
    assert patched() == before


@pytest.mark.parametrize("name", ["not a domain", "a.example, b.example", "@example.com"])
def test_a_wrong_identity_is_a_value_error(name: str) -> None:
    """An invalid identity raises an error when the mock is created, and starts no mock."""
    with pytest.raises(ValueError, match=f"{name!r} is not an identity; pass a bare"):
        mock_ses(identities=[name])

    with mock_ses() as outer:
        with pytest.raises(ValueError, match="is not an identity"):
            mock_ses(identities=["example.com", name]).start()
        with pytest.raises(ValueError, match="is not an identity"):
            outer.verify(name)
        assert outer.account.identities == {}


def test_a_mock_stays_readable_after_its_end() -> None:
    """Outbox, calls and accounts can be read after the mock has ended."""
    with mock_ses(identities=["example.com"]) as active:
        send()

    assert repr(active) == "<SesMock 1 sent, 0 rejected>"
    assert repr(active.calls) == "<1 calls>"
    assert repr(active.calls[0]) == "<Call sesv2 SendEmail>"
    assert [call.operation for call in active.calls] == ["SendEmail"]
    assert list(active.accounts) == [("123456789012", "us-east-1")]
    assert len(active.accounts) == 1
    assert repr(active.account) == "<Account 123456789012 us-east-1>"


def test_shifting_the_clock_frees_the_quota(ses_mock: SesMock) -> None:
    """Shifting the clock by a day frees the quota."""
    ses_mock.verify("example.com")
    send()
    before, started = ses_mock.account.sent_last_24_hours, ses_mock.clock.now()
    ses_mock.clock.shift(timedelta(hours=12), hours=12)

    assert (before, ses_mock.account.sent_last_24_hours) == (1, 0)
    assert ses_mock.clock.now() - started >= timedelta(days=1)


def test_every_public_name_is_accessible() -> None:
    """Every public name is accessible, and the list has no others."""
    names = sesmock.__all__

    assert names == sorted(names) == dir(sesmock)
    assert all(getattr(sesmock, name) is not None for name in names)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = sesmock.nothing


def test_importing_sesmock_does_not_import_botocore() -> None:
    """Importing sesmock imports neither botocore nor wrapt, since its names are resolved on first use."""
    # A separate process, since this one has imported botocore already.
    code = "import sys, sesmock; print('botocore' in sys.modules or 'wrapt' in sys.modules)"

    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False\n"
    )


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ConfigurationSetAlreadyExists("a"), "Configuration set <a> already exists."),
        (MailFromDomainNotVerified("a.b"), "DNS setup for MAIL FROM domain is invalid."),
        (
            AccessDenied("arn:user", "ses:SendEmail", "arn:identity"),
            "User `arn:user' is not authorized to perform `ses:SendEmail' on resource `arn:identity'",
        ),
    ],
)
def test_refusals_have_the_ses_error_text(error: Exception, text: str) -> None:
    """The text of a refusal is the message that SES sends."""
    assert str(error) == text


def test_retries_are_attempts_of_one_call() -> None:
    """Botocore's retries of a throttled call are one call in the journal."""
    with mock_ses(identities=["example.com"], retry_sleep=False) as active:
        active.account.max_24_hour_send = 0
        with pytest.raises(botocore.exceptions.ClientError) as caught:
            send()

    assert len(active.calls) == 1
    assert active.calls[0].attempts == 1 + caught.value.response["ResponseMetadata"]["RetryAttempts"] > 1
    assert repr(active.rejected).startswith("<1 rejected: sesv2 SendEmail  to ada@example.net  TooMany")
    assert (
        repr(active.rejected[0])
        == "<Call sesv2 SendEmail TooManyRequestsException: Daily message quota exceeded.>"
    )
    assert json.dumps(active.calls[0].params)


def test_records_start_with_the_test() -> None:
    """A test's records cover only the mail sent during that test, in every mock that was active."""
    with mock_ses(identities=["example.com"]):
        send()
        stack.forget()
        send()
        with mock_ses(identities=["example.com"], isolated=True):
            send()
            send()
        lengths = [len(record.sent) for record in stack.records()]
    stack.forget()

    assert lengths == [1, 2]
    assert stack.records() == []


def test_a_reset_starts_over() -> None:
    """A reset deletes messages, events, calls and resources, except for the resources of the options."""
    with mock_ses(identities=["example.com"], configuration_sets=["main"]) as ses_mock:
        send()
        client = boto3.client("sesv2", region_name="us-east-1")
        client.create_configuration_set(ConfigurationSetName="other")
        client.create_email_identity(EmailIdentity="example.org")

        ses_mock.reset()

        assert [len(ses_mock.outbox), len(ses_mock.events), len(ses_mock.calls)] == [0, 0, 0]
        assert list(ses_mock.account.identities) == ["example.com"]
        assert client.list_configuration_sets()["ConfigurationSets"] == ["main"]


def test_a_mock_continues_after_a_reset() -> None:
    """After a reset, the outbox has the messages that are sent from then on."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        for _ in range(3):
            send()
        ses_mock.reset()
        send()

        assert len(ses_mock.outbox) == 1


def test_a_reset_keeps_faults() -> None:
    """A reset keeps the faults that the test has set."""
    with mock_ses(identities=["example.com"], retry_sleep=False) as ses_mock:
        ses_mock.fail("SendEmail", "Throttling", times=None)
        ses_mock.reset()

        with pytest.raises(botocore.exceptions.ClientError, match="Maximum sending rate"):
            send()


def test_a_mock_that_spans_tests_is_reported() -> None:
    """The mail of a mock that spans several tests is reported for each of them."""
    with mock_ses(identities=["example.com"]):
        send()
        stack.forget()
        during = stack.captured()
    stack.forget()

    assert during == "  sent     sesv2 SendEmail  to ada@example.net  'Hello'"
    assert stack.captured() == ""
