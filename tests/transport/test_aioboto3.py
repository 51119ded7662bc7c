"""aioboto3, which wraps aiobotocore."""

from __future__ import annotations

import pytest

from sesmock import mock_ses

aioboto3 = pytest.importorskip(
    "aioboto3", reason="aioboto3 pins aiobotocore, so it has its own environment (make test runs these tests)"
)


@pytest.mark.asyncio
async def test_clients_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """An aioboto3 client gets responses without credentials, a region or an existing profile."""
    monkeypatch.setenv("AWS_PROFILE", "missing")
    with mock_ses(identities=["example.com"]) as active:
        async with aioboto3.Session().client("ses") as ses:
            response = await ses.list_identities()

    assert response["Identities"] == ["example.com"]
    assert active.calls[0].region == "us-east-1"


@pytest.mark.asyncio
async def test_the_keys_of_a_session_select_the_account() -> None:
    """A call belongs to the account of the session's own key."""
    with mock_ses() as active:
        active.accounts.bind("AKIAOWN", "210987654321")
        session = aioboto3.Session("AKIAOWN", "secret", region_name="eu-west-1")
        async with session.client("sesv2") as sesv2:
            await sesv2.get_account()

    assert (active.calls[0].account_id, active.calls[0].region) == ("210987654321", "eu-west-1")
