"""Sequences of addresses, and outcomes by recipient."""

from __future__ import annotations

import pickle
from unittest.mock import ANY

import pytest

from sesmock.domain.mail.addresses import lenient
from sesmock.domain.mail.outcomes import Outcome
from sesmock.domain.mail.recipients import NO_ADDRESSES, AddressTuple, RecipientOutcomes

ADA = lenient("=?utf-8?q?Ad=C3=A0?= <ada@example.net>")
BOB = lenient("bob@example.net")
TO = AddressTuple((ADA, BOB))


@pytest.mark.parametrize("kind", [list, tuple, AddressTuple])
def test_addresses_equal_lists_and_tuples(kind: type) -> None:
    """A sequence of addresses equals a list or tuple of the same texts in the same order."""
    same, reverse = kind([ADA, BOB]), kind([BOB, ADA])

    assert (same == TO, TO == same, same != TO, reverse == TO, reverse != TO) == (  # noqa: SIM300 - both directions
        True,
        True,
        False,
        False,
        True,
    )


@pytest.mark.parametrize("other", [["ada@example.net", BOB], {ADA, BOB}, None, "ada@example.net"])
def test_addresses_differ_from_other_objects(other: object) -> None:
    """A sequence of addresses differs from other types, and from one with other display names."""
    assert (other == TO, other != TO) == (False, True)


def test_addresses_behave_like_a_tuple() -> None:
    """A sequence of addresses is hashed, shown and pickled like a tuple."""
    assert (hash(TO), repr(TO), TO[:1]) == (hash((ADA, BOB)), repr((ADA, BOB)), (ADA,))
    assert pickle.loads(pickle.dumps(TO)) == TO
    assert (NO_ADDRESSES == [], NO_ADDRESSES == ()) == (True, True)


@pytest.mark.parametrize(
    ("item", "is_in"),
    [
        ("ada@example.net", True),
        ("ada@EXAMPLE.NET", True),
        ("Adà <ada@example.net>", True),
        (ADA, True),
        ("Eve <ada@example.net>", False),
        ("eve@example.net", False),
        (ANY, True),
        (None, False),
    ],
)
def test_membership_matches_as_filters_do(item: object, is_in: bool) -> None:
    """``in`` compares display names only if the address on its left has one, as the outbox's filters do."""
    outcomes = RecipientOutcomes({ADA: Outcome.BOUNCED, BOB: Outcome.DELIVERED})

    assert (item in TO) is is_in
    assert (item in outcomes) is (is_in and isinstance(item, str))


def test_outcomes_are_looked_up_by_any_spelling() -> None:
    """Outcomes can be looked up by any spelling of an address, and an exact match takes precedence."""
    ada = lenient("ada@example.net")
    outcomes = RecipientOutcomes({ADA: Outcome.BOUNCED, ada: Outcome.DELIVERED})

    assert (outcomes[ADA], outcomes[ada], outcomes["Adà <ada@example.net>"]) == (
        "bounced",
        "delivered",
        "bounced",
    )
    assert (outcomes.get("ada@EXAMPLE.net"), outcomes.get("eve@example.net")) == ("bounced", None)
    assert outcomes.get("eve@example.net", "unknown") == "unknown"
    with pytest.raises(
        KeyError, match=r"'eve@example\.net' is not a recipient; the recipients are .*ada@example\.net"
    ):
        outcomes["eve@example.net"]


def test_outcomes_are_a_live_mapping() -> None:
    """The outcomes of a message include later changes, and are compared and shown like a dict."""
    outcomes = {BOB: Outcome.WAITING}
    view = RecipientOutcomes(outcomes)
    outcomes[BOB] = Outcome.DELIVERED

    assert view == {"bob@example.net": "delivered"}
    assert (list(view), list(view.items()), list(view.values()), len(view)) == (
        [BOB],
        [(BOB, "delivered")],
        ["delivered"],
        1,
    )
    assert repr(view) == repr(outcomes)
