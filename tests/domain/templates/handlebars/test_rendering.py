"""Differences between SES's templates and plain Handlebars, and the limits of templates."""

from __future__ import annotations

from typing import Any

import pytest

from sesmock.domain.templates.handlebars import evaluator, values
from sesmock.domain.templates.handlebars.evaluator import MissingAttribute, Renderer, RenderingError
from sesmock.domain.templates.handlebars.parser import TemplateSyntaxError, parse


def render(template: str, **data: Any) -> str:
    """Return a template rendered with data."""
    return Renderer(data).render(parse(template))


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("Dear {{name}}", "name"),
        ("{{{name}}}", "name"),
        ("{{null_}}", "null_"),
        ("{{a.b.c}}", "a.b.c"),
        ("{{#with a}}{{../x}}{{/with}}", "../x"),
        ("{{#each list}}{{nope}}{{/each}}", "nope"),
        ("{{empty.x}}", "empty.x"),
        ('{{"foo bar"}}', "foo bar"),
        ("{{#IF firstName}}x{{/IF}}", "IF"),
        ("{{upper name}}", "upper"),
        ("{{a.upper 1}}", "a.upper"),
        ("{{lookup (upper 1) 2}}", "upper"),
        ("{{../../x}}", "../../x"),
    ],
)
def test_a_missing_attribute_is_an_error(template: str, name: str) -> None:
    """A missing or null attribute, or an unknown helper, raises SES's error with the whole path."""
    with pytest.raises(MissingAttribute) as caught:
        render(template, null_=None, a={"b": {}}, list=[1], empty="")

    assert str(caught.value) == f"Attribute '{name}' is not present in the rendering data."


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{#if x}}a{{else}}b{{/if}}", "b"),
        ("{{#unless x.y}}a{{/unless}}", "a"),
        ("{{#each x}}a{{else}}b{{/each}}", "b"),
        ("{{#x}}a{{/x}}{{^x}}b{{/x}}", "b"),
        ("{{#with x}}a{{else}}b{{/with}}", "b"),
        ("{{#with no}}a{{else}}b{{/with}}{{#with zero}}c{{else}}d{{/with}}", "bc"),
        ("{{empty}}", ""),
        ("{{!-- a -- b --}}x", "x"),
        ("{{@index}}{{@../index}}{{@../../../index}}{{lookup list 7}}{{@root.list.length}}", "1"),
        (
            "{{amazonSESUnsubscribeUrl}} {{ses:openTracker}}",
            "{{amazonSESUnsubscribeUrl}} {{ses:openTracker}}",
        ),
        ("{{html}} {{{html}}}", "<b>&</b> <b>&</b>"),
        ("{{log list}}{{log}}{{#if true}}{{if list}}x{{/if}}", "x"),
    ],
)
def test_some_attributes_need_no_value(template: str, text: str) -> None:
    """A block treats a missing value as false, no value is escaped, and SES's own placeholders stay."""
    # Spec: templates.md §3.
    assert render(template, empty="", list=[1], html="<b>&</b>", no=False, zero=0) == text


@pytest.mark.parametrize(
    "template",
    [
        "{{#if x}}",
        "{{/if}}",
        "{{else}}",
        "{{#if x}}{{/unless}}",
        "{{name",
        "{{{name}}",
        "{{name}}}",
        "{{}}",
        "{{a b=}}",
        "{{a b=1 c}}",
        "{{(a) b}}",
        "{{a/../b}}",
        "{{a.0}}",
        "{{! a",
        "{{!-- a }}",
        "{{{{raw}}}} a",
        "{{{{raw}}",
        "{{#if x" * 3,
        "{{#if x}}" * 101 + "{{/if}}" * 101,
        "{{lookup " + "(lookup " * 101 + ")" * 101 + "}}",
        "{{#if x}}" * 10_000,
        "{{lookup " + "(" * 10_000,
    ],
)
def test_an_invalid_template_is_refused(template: str) -> None:
    """An invalid template is refused immediately, with a syntax error and no RecursionError."""
    with pytest.raises(TemplateSyntaxError, match="line 1: "):
        parse(template)


def test_an_error_has_a_line_number() -> None:
    """A syntax error shows its line, counted from 1."""
    with pytest.raises(TemplateSyntaxError, match=r"line 3: if is not closed"):
        parse("a\n{{#if x}}\nb")


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{> nope}}", "The partial nope could not be found"),
        ("{{> @partial-block}}", "The partial @partial-block could not be found"),
        ("{{#*inline 'p'}}{{> p}}{{/inline}}{{> p}}", "The partial p is nested too deeply"),
        ("{{#*inline 'p'}}{{> q}}{{/inline}}{{#*inline 'q'}}{{> p}}{{/inline}}{{> p}}", "nested too deeply"),
        (
            "{{#*inline 'p'}}" + "{{#if true_}}" * 90 + "{{> p}}" + "{{/if}}" * 90 + "{{/inline}}{{> p}}",
            "The template is nested too deeply",
        ),
        ("{{#if}}{{/if}}", "#if requires exactly one argument"),
        ("{{#each a b}}{{/each}}", "#each requires exactly one argument"),
    ],
)
def test_a_failed_rendering_gives_the_reason(template: str, text: str) -> None:
    """The error explains missing partials, recursive partials and missing helper arguments."""
    with pytest.raises(RenderingError, match=text):
        render(template, a=[], b=[], true_=True)


def test_nested_loops_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nested loops end with an error after too many steps."""
    monkeypatch.setattr(evaluator, "MAX_STEPS", 1000)
    template = "{{#each @root.list}}{{#each @root.list}}{{#each @root.list}}x{{/each}}{{/each}}{{/each}}"

    with pytest.raises(RenderingError, match="too many steps"):
        render(template, list=list(range(100)))


@pytest.mark.parametrize("repeated", ["x" * 100, "{{@root.value}}"], ids=["text", "value"])
def test_the_rendered_text_is_limited(monkeypatch: pytest.MonkeyPatch, repeated: str) -> None:
    """Rendering ends with an error when the text gets too long, counting every repetition."""
    monkeypatch.setattr(evaluator, "MAX_LENGTH", 1000)

    with pytest.raises(RenderingError, match="rendered text is too long"):
        render("{{#each list}}" + repeated + "{{/each}}", list=list(range(100)), value="x" * 100)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("\\" * 300_000, "\\" * 300_000),
        # Newer versions of Python refuse to parse an integer of more than 4,300 digits.
        ("{{lookup list " + "1" * 100_000 + "}}x", "x"),
        ("{{#if list.[" + "9" * 100_000 + "]}}a{{else}}b{{/if}}", "b"),
    ],
    ids=["backslashes", "number", "index"],
)
def test_hostile_templates_render_quickly(template: str, text: str) -> None:
    """Hostile templates are rendered quickly, even with numbers over Python's limit for parsing integers."""
    assert render(template, list=[1]) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (1e20, "100000000000000000000"),
        # From 1e21 on and below 1e-6, JavaScript uses exponents. Source: ECMA-262, Number::toString.
        (1e21, "1e+21"),
        (1.5e300, "1.5e+300"),
        (1e-6, "0.000001"),
        (1.25e-5, "0.0000125"),
        (-1.5e-6, "-0.0000015"),
        (1e-7, "1e-7"),
        (2**53 + 1, "9007199254740992"),
        (10**400, "Infinity"),
        (-(10**400), "-Infinity"),
        (float("nan"), "NaN"),
        (True, "true"),
        (None, ""),
        ([1, None, [2.5]], "1,,2.5"),
        ({}, "[object Object]"),
    ],
)
def test_values_are_written_as_javascript_writes_them(value: Any, text: str) -> None:
    """Values are formatted as in JavaScript, with 64-bit numbers and its exponents."""
    assert values.text(value) == text


@pytest.mark.parametrize("value", [None, False, 0, 0.0, "", [], float("nan")])
def test_these_values_are_false(value: Any) -> None:
    """A value that is false in JavaScript, or an empty list, is false in a template; an empty object is not."""
    assert (values.is_false(value), values.is_false({})) == (True, False)


@pytest.mark.parametrize(
    ("value", "name", "expected"),
    [
        ({"a": 1}, "a", 1),
        ({"a": 1}, "b", None),
        ([1, 2], "1", 2),
        ([1, 2], "2", None),
        ([1, 2], "01", None),
        ("abc", "length", 3),
        (3, "a", None),
    ],
)
def test_members_are_own_properties(value: Any, name: str, expected: Any) -> None:
    """Lists and strings have only elements and a length, and nothing that JavaScript inherits."""
    assert values.member(value, name) == expected
