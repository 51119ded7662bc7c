"""Templates made into texts, where data are odd."""

from __future__ import annotations

from typing import Any

import pytest

from sesmock.domain.templates import rendering
from sesmock.domain.templates.errors import InvalidRenderingParameter


def test_data_may_be_too_deep() -> None:
    """Lists in lists end in SES's error, not in Python's."""
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]

    with pytest.raises(InvalidRenderingParameter, match="The template data are nested too deeply"):
        rendering.render_part(rendering.compile_part("{{deep}}", "t"), {"deep": deep}, "t")
