"""Templates are rendered as by Handlebars for JavaScript, according to saved results and, with Node, a live run."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from sesmock.domain.templates.handlebars.evaluator import Renderer, RenderingError
from sesmock.domain.templates.handlebars.parser import TemplateSyntaxError, parse
from tests.domain.templates.handlebars import javascript
from tests.domain.templates.handlebars.templates import DATA, HANDWRITTEN, TEMPLATES

SAVED: dict[str, str | None] = json.loads(javascript.ANSWERS.read_text(encoding="utf-8"))


def render_or_refuse(template: str) -> str | None:
    """Return the rendered template, or None if it is refused."""
    try:
        return Renderer(DATA).render(parse(template))
    except (TemplateSyntaxError, RenderingError):
        return None


@pytest.mark.parametrize("template", SAVED, ids=range(len(SAVED)))
def test_a_template_is_rendered_as_in_javascript(template: str) -> None:
    """A template renders to the text that JavaScript renders, or both refuse it."""
    assert render_or_refuse(template) == SAVED[template]


def test_every_handwritten_template_has_a_saved_result() -> None:
    """Every handwritten template has a saved result, and there are more than 400 in all."""
    assert set(HANDWRITTEN) <= SAVED.keys()
    assert len(SAVED) > 400


@given(TEMPLATES)
def test_new_templates_are_rendered_or_refused(template: str) -> None:
    """For any generated template, the parser and the renderer raise only their own errors."""
    assert isinstance(render_or_refuse(template), str | None)


@pytest.mark.skipif(
    not javascript.is_available(), reason="needs Node and the npm package handlebars in NODE_PATH"
)
@settings(max_examples=50)
@given(TEMPLATES)
def test_new_templates_are_rendered_as_in_javascript(template: str) -> None:
    """A generated template renders to the text that JavaScript renders, or both refuse it."""
    assert [render_or_refuse(template)] == javascript.render_all([template])
