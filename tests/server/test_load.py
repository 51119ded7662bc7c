"""The server with many clients at the same time."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import boto3
import pytest
from botocore.config import Config

from tests.server.test_command import fetch, serving

CONNECTIONS = 16
SECONDS = 30


@pytest.mark.slow
def test_a_server_loses_nothing_under_load() -> None:
    """Every message that 16 clients have sent in half a minute is in the outbox once."""
    sent: list[str] = []
    errors: list[Exception] = []
    with serving("--identities", "example.com", "--quiet") as (_, url):
        deadline = time.monotonic() + SECONDS

        def send(service: str) -> None:
            client: Any = boto3.client(  # type: ignore[call-overload]
                service,
                endpoint_url=url,
                config=Config(region_name="us-east-1", retries={"total_max_attempts": 1}),
                aws_access_key_id="a",
                aws_secret_access_key="b",
            )
            content = {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}
            destination = {"ToAddresses": ["ada@example.net"]}
            try:
                while time.monotonic() < deadline:
                    answer = (
                        client.send_email(Source="a@example.com", Destination=destination, Message=content)
                        if service == "ses"
                        else client.send_email(
                            FromEmailAddress="a@example.com",
                            Destination=destination,
                            Content={"Simple": content},
                        )
                    )
                    sent.append(answer["MessageId"])
            except Exception as error:  # noqa: BLE001 - the test shows it
                errors.append(error)

        services = ["ses", "sesv2"] * (CONNECTIONS // 2)
        threads = [threading.Thread(target=send, args=(service,)) for service in services]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        received = read_ids(url)

    assert errors == []
    assert len(sent) > CONNECTIONS
    assert sorted(received) == sorted(sent)


def read_ids(url: str) -> list[str]:
    """Return the ids of all messages, page by page."""
    ids: list[str] = []
    cursor: str | None = "0"
    while cursor is not None:
        page = json.loads(fetch(f"{url}/_sesmock/messages?limit=1000&cursor={cursor}"))
        ids += [message["message_id"] for message in page["messages"]]
        cursor = page["next"]
    return ids
