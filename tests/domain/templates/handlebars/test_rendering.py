"""Where SES differs from plain Handlebars, and what no template may do."""

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
def test_an_absent_attribute_is_an_error(template: str, name: str) -> None:
    """Null counts as absent, and an unknown helper reads as an attribute; the whole path is told."""
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
def test_these_are_none(template: str, text: str) -> None:
    """Blocks take what is absent for false, nothing is escaped, and the names that SES fills in itself stay."""
    assert render(template, empty="", list=[1], html="<b>&</b>") == text


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
def test_what_is_no_template_is_refused(template: str) -> None:
    """At once, without a traceback of the parser's own."""
    with pytest.raises(TemplateSyntaxError, match="line 1: "):
        parse(template)


def test_an_error_tells_its_line() -> None:
    """Lines are counted from 1."""
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
def test_what_cannot_be_rendered_is_told(template: str, text: str) -> None:
    """Missing partials, partials that call themselves, helpers without their argument."""
    with pytest.raises(RenderingError, match=text):
        render(template, a=[], b=[], true_=True)


def test_no_template_takes_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loops inside loops end when there are too many steps."""
    monkeypatch.setattr(evaluator, "MAX_STEPS", 1000)
    template = "{{#each @root.list}}{{#each @root.list}}{{#each @root.list}}x{{/each}}{{/each}}{{/each}}"

    with pytest.raises(RenderingError, match="too many steps"):
        render(template, list=list(range(100)))


@pytest.mark.parametrize("repeated", ["x" * 100, "{{@root.value}}"], ids=["text", "value"])
def test_no_template_makes_a_text_without_end(monkeypatch: pytest.MonkeyPatch, repeated: str) -> None:
    """What is repeated counts each time."""
    monkeypatch.setattr(evaluator, "MAX_LENGTH", 1000)

    with pytest.raises(RenderingError, match="rendered text is too long"):
        render("{{#each list}}" + repeated + "{{/each}}", list=list(range(100)), value="x" * 100)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("\\" * 300_000, "\\" * 300_000),
        ("{{lookup list " + "1" * 100_000 + "}}x", "x"),
        ("{{#if list.[" + "9" * 100_000 + "]}}a{{else}}b{{/if}}", "b"),
    ],
    ids=["backslashes", "number", "index"],
)
def test_hostile_templates_are_rendered_at_once(template: str, text: str) -> None:
    """Neither time nor Python's limits for numbers are felt."""
    assert render(template, list=[1]) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (1e20, "100000000000000000000"),
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
    """Numbers are those of 64 bits; exponents begin where they do in JavaScript."""
    assert values.text(value) == text


@pytest.mark.parametrize("value", [None, False, 0, 0.0, "", [], float("nan")])
def test_these_are_false(value: Any) -> None:
    """An empty object is not."""
    assert (values.is_false(value), values.is_false({})) == (True, False)


@pytest.mark.parametrize(
    ("value", "name", "found"),
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
def test_members_are_own_properties(value: Any, name: str, found: Any) -> None:
    """Lists and texts have elements and a length, nothing that JavaScript inherits."""
    assert values.member(value, name) == found
