"""Rendering of templates with unusual data."""

from __future__ import annotations

from typing import Any

import pytest

from sesmock.domain.templates import rendering
from sesmock.domain.templates.errors import InvalidRenderingParameter


def test_deeply_nested_data_is_an_ses_error() -> None:
    """Deeply nested lists end with SES's error instead of a RecursionError."""
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]

    with pytest.raises(InvalidRenderingParameter, match="The template data is nested too deeply"):
        rendering.render_part(rendering.compile_part("{{deep}}", "t"), {"deep": deep}, "t")
