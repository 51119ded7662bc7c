"""Plans for reading forms: where each field of a form belongs in the parameters of an operation.

The calls of an application have only a few different sequences of field names. A plan is built once for each sequence,
and reads a form in a third of the time that the parser takes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sesmock.protocol import forms

if TYPE_CHECKING:
    from botocore.model import ListShape, Shape, StructureShape

    from sesmock.protocol.forms import Tree

Plan = Callable[[Sequence[str]], Any]
"""Return the parameters, or a part of them, from the values of all fields, in the order of the form."""

_MAX_NAMES = 64  # forms with more fields have no plan, since such plans take much memory
_MAX_PLANS = 32  # for each operation


class _Irregular(Exception):
    """A form has fields whose meaning depends on their texts, or a list with gaps."""


def build_form_parser(shape: StructureShape) -> Callable[[Mapping[str, str]], dict[str, Any]]:
    """Return a function that reads the parameters of an operation from decoded fields and raises `WireError`."""
    parse_tree = forms.build_parser(shape)

    @lru_cache(maxsize=_MAX_PLANS)
    def find_plan(names: tuple[str, ...]) -> Plan | None:
        return _build_plan(shape, names)

    def parse(fields: Mapping[str, str]) -> dict[str, Any]:
        plan = find_plan(tuple(fields)) if len(fields) <= _MAX_NAMES else None
        parameters: dict[str, Any] = (
            parse_tree(forms.build_tree(fields)) if plan is None else plan([*fields.values()])
        )
        return parameters

    return parse


def _build_plan(shape: Shape, names: Sequence[str]) -> Plan | None:
    """Return the plan for forms with these names; None for irregular ones, which the parser reads or refuses."""
    positions: Mapping[str, Any] = {name: position for position, name in enumerate(names)}
    try:
        return _plan(shape, forms.build_tree(positions))
    except _Irregular:
        return None


def _plan(shape: Any, node: Tree) -> Plan:
    if shape.type_name == "structure":
        return _plan_structure(shape, node)
    if shape.type_name == "list":
        return _plan_list(shape, node)
    if shape.type_name == "map" or list(node) != [None]:
        raise _Irregular
    pick = itemgetter(node[None])
    if shape.type_name == "string":
        return pick
    convert = forms.SCALARS[shape.type_name]
    return lambda texts: convert(pick(texts))


def _plan_structure(shape: StructureShape, node: Tree) -> Plan:
    if None in node:
        raise _Irregular
    names = [name for name in node if name in shape.members]
    # Operations look up interned names, which are compared in one step.
    members = [(sys.intern(name), _plan(shape.members[name], node[name])) for name in names]
    return lambda texts: {name: plan(texts) for name, plan in members}


def _plan_list(shape: ListShape, node: Tree) -> Plan:
    elements = node.get("member", {})
    regular_steps = [str(position) for position in range(1, len(elements) + 1)]
    if [*node] != ["member"] or [*elements] != regular_steps:
        raise _Irregular
    plans = [_plan(shape.member, element) for element in elements.values()]
    return lambda texts: [plan(texts) for plan in plans]
