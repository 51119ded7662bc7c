"""The screenshots in the documentation, which `make pictures` takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts import make_pictures

if TYPE_CHECKING:
    from pathlib import Path

PICTURES = sorted(make_pictures.FOLDER.glob("*.png"))


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_small(path: Path) -> None:
    """Every picture is smaller than 200 KB, so its page loads quickly."""
    assert path.stat().st_size < 200_000


def test_the_colors_of_a_terminal_become_styles() -> None:
    """The color codes of a terminal become HTML with the same colors, and the text itself is escaped."""
    html = make_pictures.color("\x1b[31m\x1b[1m<F>\x1b[0m ok\x1b[1;91mE\x1b[39;49;00m.")

    assert html == (
        '<span style="color:#ff7b72;font-weight:bold;">&lt;F&gt;</span> ok'
        '<span style="color:#ff7b72;font-weight:bold;">E</span>.'
    )
