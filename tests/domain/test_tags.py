"""The rules for tags, and the resources that ARNs identify."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesmock.domain import resources, tags
from sesmock.domain.errors import InvalidParameter

TEXT = st.text(st.characters(categories=["L", "N", "Zs"], include_characters="_.:/=+-@"), max_size=130)
PAIRS = st.lists(st.tuples(TEXT, TEXT), max_size=5)


@given(PAIRS)
def test_tags_are_kept_as_they_are_or_refused(pairs: list[tuple[str, str]]) -> None:
    """Valid tags become a dict of all pairs in their order, and invalid ones are refused."""
    try:
        dictionary = tags.build_tags(pairs)
    except InvalidParameter:
        keys = [key for key, _ in pairs]
        reserved = any(text.lower().startswith("aws:") for pair in pairs for text in pair)
        assert reserved or len(set(keys)) < len(keys) or not all(1 <= len(key) <= 128 for key in keys)
    else:
        assert list(dictionary.items()) == pairs


# The allowed characters are letters, numbers, spaces and _ . : / = + - @. Spec: tags.md §1.
@pytest.mark.parametrize("text", ["a\tb", "a\nb", "a\u0301", "a!", "a\x00", "\U0001f600"])
def test_other_characters_are_refused(text: str) -> None:
    """Control characters, combining marks and symbols are not allowed in tags."""
    for pair in ((text, "v"), ("k", text)):
        with pytest.raises(InvalidParameter, match="Tags can contain only letters"):
            tags.build_tags([pair])


@pytest.mark.parametrize("name", ["x", "x:y/z", "a/b@example.com"])
@pytest.mark.parametrize(
    ("region", "partition"), [("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")]
)
def test_an_arn_is_parsed(name: str, region: str, partition: str) -> None:
    """A name may contain colons and slashes, and the partition follows from the region."""
    arn = resources.parse_resource_arn(f"arn:{partition}:ses:{region}:123456789012:identity/{name}")

    assert (arn.region, arn.account_id, arn.kind, arn.name) == (region, "123456789012", "identity", name)
