"""The explanation of a failed comparison with an address."""

from __future__ import annotations

import pytest

from sesmock.domain.mail.addresses import lenient
from sesmock.domain.mail.recipients import AddressTuple
from sesmock.inspector.assertion_text import explain

SHOP = lenient("Shop <hello@example.com>")
BARE = "hello@example.com"


@pytest.mark.parametrize(("left", "right"), [(SHOP, BARE), (BARE, SHOP)])
def test_a_differing_display_name_is_explained(left: object, right: object) -> None:
    """If only the display names differ, the explanation shows the attribute to compare."""
    assert explain("==", left, right) == [
        f"{left!r} == {right!r}",
        f"an address equals its whole text, display name included; compare .address == {BARE!r}",
    ]


@pytest.mark.parametrize("expected", [[BARE], (BARE,)])
def test_differing_display_names_are_explained(expected: object) -> None:
    """If only the display names in a list differ, the explanation shows how to compare the addresses."""
    lines = explain("==", AddressTuple((SHOP,)), expected)

    assert lines is not None
    assert lines[1].endswith(f"compare [address.address for address in …] == [{BARE!r}]")


@pytest.mark.parametrize(
    ("operator", "left", "right"),
    [
        ("==", SHOP, "other@example.com"),
        ("==", AddressTuple((SHOP,)), ["other@example.com"]),
        ("==", AddressTuple((SHOP,)), BARE),
        ("!=", SHOP, BARE),
    ],
)
def test_other_differences_get_no_hint(operator: str, left: object, right: object) -> None:
    """Any other difference gets no explanation except pytest's own."""
    assert explain(operator, left, right) is None
