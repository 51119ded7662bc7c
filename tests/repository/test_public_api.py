"""The public names and their signatures change only on purpose."""

from __future__ import annotations

import sys

import pytest

from scripts import list_public_api


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the signatures are those of Python 3.11")
def test_public_names_have_not_changed() -> None:
    """tests/public_api.txt lists every public name; ``python -m scripts.list_public_api`` rewrites it."""
    assert list_public_api.PATH.read_text().splitlines() == list(list_public_api.list_names())
