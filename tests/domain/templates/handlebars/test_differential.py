"""The language against handlebars for JavaScript: its saved answers always, itself where it can be had."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from sesmock.domain.templates.handlebars.evaluator import Renderer, RenderingError
from sesmock.domain.templates.handlebars.parser import TemplateSyntaxError, parse
from tests.domain.templates.handlebars import javascript
from tests.domain.templates.handlebars.templates import DATA, TEMPLATES, WRITTEN

SAVED: dict[str, str | None] = json.loads(javascript.ANSWERS.read_text(encoding="utf-8"))


def ours(template: str) -> str | None:
    """Return what we make of a template, None if we refuse it."""
    try:
        return Renderer(DATA).render(parse(template))
    except (TemplateSyntaxError, RenderingError):
        return None


@pytest.mark.parametrize("template", SAVED, ids=range(len(SAVED)))
def test_a_template_is_rendered_as_by_javascript(template: str) -> None:
    """The same text comes out, or both refuse."""
    assert ours(template) == SAVED[template]


def test_every_written_template_has_a_saved_answer() -> None:
    """There are several hundred, hand-written ones and made ones."""
    assert set(WRITTEN) <= SAVED.keys()
    assert len(SAVED) > 400


@given(TEMPLATES)
def test_new_templates_are_rendered_or_refused(template: str) -> None:
    """Neither the parser nor the renderer fails in another way."""
    assert isinstance(ours(template), str | None)


@pytest.mark.skipif(
    not javascript.is_there(), reason="needs Node and the npm package handlebars in NODE_PATH"
)
@settings(max_examples=50)
@given(TEMPLATES)
def test_new_templates_are_rendered_as_by_javascript(template: str) -> None:
    """Templates that nobody has seen yet."""
    assert [ours(template)] == javascript.rendered([template])
