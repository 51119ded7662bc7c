"""Clients that tests share, since creating a client takes longer than most tests."""

from __future__ import annotations

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from sesmock import mock_ses

UNCHECKED = Config(parameter_validation=False, retries={"total_max_attempts": 1})


@cache
def shared_client(api: str, region: str = "us-east-1") -> Any:
    """Return the client of an API for the default account; the tests of a process share it.

    A test that registers handlers, or uses other credentials, needs its own client.
    """
    return _create_client(api, region_name=region)


@cache
def shared_unchecked_client(api: str) -> Any:
    """Return the shared client of an API that neither checks parameters nor retries."""
    return _create_client(api, region_name="us-east-1", config=UNCHECKED)


def _create_client(api: str, **options: Any) -> Any:
    with mock_ses(isolated=True):  # a client that was created inside a mock never reaches AWS
        return boto3.client(api, **options)  # type: ignore[call-overload]
