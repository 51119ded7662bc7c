"""What type checkers see of publishing; `make types` checks this file, but nothing runs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import assert_type

from sesmock import Event, Publication, mock_ses, sns


def receive(publication: Publication) -> int:
    """Accept a publication; the return value of a function does not matter."""
    assert_type(publication.payload, str)
    assert_type(publication.envelope, Mapping[str, Any])
    assert_type(publication.headers, Mapping[str, str])
    assert_type(publication.event, Event | Any)
    assert_type(publication.error, Exception | None)
    assert_type(sns.sign(publication.envelope, "2"), dict[str, object])
    return 1


def options() -> None:
    """The option ``publish`` is None, "boto3" or a function that takes a publication."""
    received: list[Publication] = []
    mock_ses(publish=received.append)
    mock_ses(publish=receive)
    mock_ses(publish="boto3")
    mock_ses(publish=None)
    mock_ses(publish="boto")  # type: ignore[call-overload] # not a valid option
    sns.sign({}, "3")  # type: ignore[arg-type] # not a valid version
