"""Compile and render the parts of templates. Spec: templates.md §1."""

from __future__ import annotations

import json
from typing import Any

from sesmock.domain.templates.errors import (
    InvalidRenderingParameter,
    InvalidTemplate,
    InvalidTemplateData,
    MissingRenderingAttribute,
    TemplateDataTooDeep,
)
from sesmock.domain.templates.handlebars import evaluator
from sesmock.domain.templates.handlebars.nodes import Block, Call, Partial, Path, Program
from sesmock.domain.templates.handlebars.parser import TemplateSyntaxError, parse


def compile_part(text: str, template_name: str) -> Program:
    """Parse a part of a template for rendering; raise `InvalidTemplate` for a syntax error or an unknown partial."""
    try:
        program = parse(text)
    except TemplateSyntaxError as error:
        raise InvalidTemplate(template_name, str(error)) from error
    # SES reports an unknown partial when it stores the template. Spec: templates.md §1 [D].
    unknown_partials = sorted(_find_required(program) - _find_definitions(program) - {"@partial-block"})
    if unknown_partials:
        problem = f"the partial {unknown_partials[0]} could not be found"
        raise InvalidTemplate(template_name, problem)
    return program


def render_part(
    program: Program, data: dict[str, Any], template_name: str, budget: evaluator.Budget | None = None
) -> str:
    """Return the rendered text of a part.

    Raise `MissingRenderingAttribute` if the data lacks an attribute, or `InvalidRenderingParameter` if rendering fails.
    """
    try:
        text = evaluator.Renderer(data, budget).render(program)
    except evaluator.MissingAttribute as error:
        raise MissingRenderingAttribute(template_name, error.name, str(error)) from error
    except evaluator.RenderingError as error:
        raise InvalidRenderingParameter(template_name, str(error)) from error
    # Converting deeply nested lists to text recurses.
    except RecursionError as error:
        raise TemplateDataTooDeep(template_name) from error
    # An escape in JSON may be a lone surrogate, which cannot be encoded in a message.
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def read_data(text: str, template_name: str) -> dict[str, Any]:
    """Return template data, parsed from JSON; raise `InvalidTemplateData` if it is not a JSON object."""
    try:
        data = _DECODER.decode(text)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise InvalidTemplateData(template_name)
    return data


def _refuse_constant(name: str) -> None:
    # Python's parser accepts NaN and Infinity, which are not JSON.
    raise ValueError(f"{name} is not valid JSON")


# With parse_constant, json.loads() would create a decoder for each text, which takes 3 µs.
_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def _blocks(program: Program | None) -> list[Block | Partial]:
    """Return all blocks and partials of a template, at any depth."""
    blocks: list[Block | Partial] = []
    for statement in program.body if program is not None else ():
        if isinstance(statement, (Block, Partial)):
            blocks.append(statement)
        if isinstance(statement, Block):
            blocks += _blocks(statement.program) + _blocks(statement.inverse)
    return blocks


def _find_required(program: Program) -> set[str]:
    """Return the partials that must be defined; a partial with a dynamic name or a fallback needs no definition."""
    return {
        statement.call.name.original
        for statement in _blocks(program)
        if isinstance(statement, Partial) and not isinstance(statement.call.name, Call)
    }


def _find_definitions(program: Program) -> set[str]:
    definitions = [
        block.call.parameters[0]
        for block in _blocks(program)
        if isinstance(block, Block) and block.kind == "*" and block.call.parameters
    ]
    return {definition.original for definition in definitions if not isinstance(definition, (Call, Path))}
