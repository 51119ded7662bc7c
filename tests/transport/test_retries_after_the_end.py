"""A client that is older than the mock does not retry a failed call after the mock's end."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.config import Config
from botocore.exceptions import ClientError, EndpointConnectionError
from botocore.httpsession import URLLib3Session

from sesmock import UnmockedCall, mock_ses

NOBODY = "http://127.0.0.1:9"


def make_client(mode: str) -> Any:
    """Create a client that tries twice, for an endpoint where nothing listens."""
    return botocore.session.Session().create_client(
        "ses",
        region_name="us-east-1",
        endpoint_url=NOBODY,
        aws_access_key_id="AKIAOWN",
        aws_secret_access_key="own",
        config=Config(retries={"mode": mode, "total_max_attempts": 2}),
    )


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["legacy", "standard"])
@pytest.mark.parametrize("error", ["ServiceUnavailable", "EndpointConnectionError"])
def test_a_retry_is_refused(mode: str, error: str) -> None:
    """A retry after the mock's end is refused, since it would really send; later calls reach their endpoint."""
    client = make_client(mode)
    mock = mock_ses(retry_sleep=False)
    # The mock ends just before the second attempt.
    steps = iter([lambda: None, mock.stop])

    def before_send(**_: Any) -> None:
        next(steps, lambda: None)()

    client.meta.events.register("before-send", before_send)
    mock.start().fail("GetSendQuota", error)
    with pytest.raises(UnmockedCall, match="was retried after the mock stopped"):
        client.get_send_quota()

    with pytest.raises(EndpointConnectionError):
        client.get_send_quota()


def test_an_older_client_works_after_a_failed_call() -> None:
    """After a failed call, an older client reaches its endpoint between mocks, and later mocks answer it."""
    client = make_client("standard")
    with mock_ses() as ses_mock:
        with pytest.raises(ClientError):
            client.delete_configuration_set(ConfigurationSetName="none")
        with (
            ses_mock.fail("GetSendQuota", "ReadTimeoutError"),
            pytest.raises(Exception, match="Read timeout"),
        ):
            client.get_send_quota()
        client.get_send_quota()
    with pytest.raises(EndpointConnectionError):
        client.get_send_quota()
    with mock_ses():
        quota = client.get_send_quota()

    assert quota["Max24HourSend"] == 50000


def test_a_wrapper_that_outlives_the_mock_passes_calls_through() -> None:
    """A patch that other code still calls passes calls through after the mock ends."""
    with mock_ses():
        former_patch = URLLib3Session.send
    request = AWSPreparedRequest("GET", NOBODY, {}, None, False)

    with pytest.raises(EndpointConnectionError):
        former_patch(URLLib3Session(), request)
