"""One state behind what SES tells of deliverability, whichever API makes, changes and removes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.backends.test_one_state import PINPOINT, SES, SESV2, Shared, check_walk, pinpoint, v1, v2, walks

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

IDENTITY = {"EmailIdentity": "example.com"}


def switch_signing(*, enabled: bool) -> dict[str, Callable[[], Any]]:
    """Return how each API switches DKIM of the domain on or off."""
    return {
        SES: v1("set_identity_dkim_enabled", Identity="example.com", DkimEnabled=enabled),
        SESV2: v2("put_email_identity_dkim_attributes", **IDENTITY, SigningEnabled=enabled),
        PINPOINT: pinpoint("put_email_identity_dkim_attributes", **IDENTITY, SigningEnabled=enabled),
    }


def statuses() -> list[str]:
    """Return the statuses of all recommendations."""
    return [each["Status"] for each in v2("list_recommendations")()["Recommendations"]]


SHARED = {
    "recommendation to sign": Shared(
        make=switch_signing(enabled=False),
        made=["OPEN"],
        read={SESV2: statuses},
        change=switch_signing(enabled=True),
        changed=["FIXED"],
        remove=switch_signing(enabled=False),
        removed=["OPEN", "FIXED"],
    ),
}


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize(("shared", "maker", "changer", "remover"), walks(SHARED))
def test_the_apis_share_deliverability(shared: Shared, maker: str, changer: str, remover: str) -> None:
    """What one API does is told by all that tell of it."""
    check_walk(shared, maker, changer, remover)
