"""The parameters of calls in the journal."""

from __future__ import annotations

import boto3
import pytest

from sesmock import SesMock, mock_ses

SENDER = "shop@example.com"
# The journal keeps the body of a short request and parses it again when it is read; of a long one, the parameters.
LENGTHS = pytest.mark.parametrize("length", [10, 10_000])


def send(ses_mock: SesMock, service: str, length: int, **client_options: str) -> dict[str, object]:
    """Send a message with a text of this length; return the parameters."""
    client = boto3.client(service, **client_options)  # type: ignore[call-overload]
    text, destination = {"Data": "x" * length}, {"ToAddresses": ["ada@example.net"]}
    message = {"Subject": {"Data": "Hé & <lo>"}, "Body": {"Text": text}}
    params: dict[str, object] = (
        {"Source": SENDER, "Destination": destination, "Message": message}
        if service == "ses"
        else {"FromEmailAddress": SENDER, "Destination": destination, "Content": {"Simple": message}}
    )
    client.send_email(**params)
    return params


@LENGTHS
@pytest.mark.parametrize("service", ["ses", "sesv2", "pinpoint-email"])
@pytest.mark.parametrize("options", [{}, {"endpoint_url": "http://localhost:1/aws"}])
def test_a_call_has_the_parameters_that_boto3_got(service: str, length: int, options: dict[str, str]) -> None:
    """A call in the journal has all parameters that boto3 got, and returns the same object on each access."""
    with mock_ses(identities=[SENDER]) as ses_mock:
        params = send(ses_mock, service, length, **options)
        [call] = ses_mock.calls

    assert call.params == params
    assert call.params is call.params


@LENGTHS
def test_a_change_of_the_parameters_changes_no_message(length: int) -> None:
    """Changing the parameters of a call changes neither its message nor other calls."""
    with mock_ses(identities=[SENDER]) as ses_mock:
        send(ses_mock, "ses", length)
        params = send(ses_mock, "ses", length)
        ses_mock.calls[0].params["Destination"]["ToAddresses"].append("eve@example.net")

    assert ses_mock.outbox[0].to == ["ada@example.net"]
    assert ses_mock.calls[1].params == params
