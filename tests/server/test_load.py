"""The server with many clients at the same time."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from botocore.config import Config

from tests.server.test_command import fetch, run_server

CONNECTIONS = 16
SECONDS = 30


def send_until(service: str, url: str, deadline: float) -> list[str]:
    """Send messages one by one, without retries; return their ids."""
    client: Any = boto3.client(  # type: ignore[call-overload]
        service,
        endpoint_url=url,
        config=Config(region_name="us-east-1", retries={"total_max_attempts": 1}),
        aws_access_key_id="a",
        aws_secret_access_key="b",
    )
    content = {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}
    fields: dict[str, Any] = {
        "ses": {"Source": "a@example.com", "Message": content},
        "sesv2": {"FromEmailAddress": "a@example.com", "Content": {"Simple": content}},
    }
    ids = []
    while time.monotonic() < deadline:
        response = client.send_email(Destination={"ToAddresses": ["ada@example.net"]}, **fields[service])
        ids.append(response["MessageId"])
    return ids


@pytest.mark.slow
def test_a_server_loses_nothing_under_load() -> None:
    """Every message that 16 clients send at the same time for half a minute is in the outbox exactly once."""
    services = ["ses", "sesv2"] * (CONNECTIONS // 2)
    with (
        run_server("--identities", "example.com", "--quiet") as (_, url),
        ThreadPoolExecutor(CONNECTIONS) as pool,
    ):
        deadline = time.monotonic() + SECONDS
        futures = [pool.submit(send_until, service, url, deadline) for service in services]
        sent = [message_id for future in futures for message_id in future.result()]
        received = read_ids(url)

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
