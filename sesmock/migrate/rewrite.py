"""Rewrite a file from moto to sesmock."""

from __future__ import annotations

from typing import NamedTuple

import libcst as cst
from libcst.codemod import CodemodContext
from libcst.codemod.visitors import AddImportsVisitor, RemoveImportsVisitor
from libcst.metadata import MetadataWrapper

from sesmock.migrate.backend_reads import BackendReads, UnusedBackends
from sesmock.migrate.mocks import Mocks
from sesmock.migrate.moto_names import Survey
from sesmock.migrate.notes import Note, Notes

_IMPORTS = (
    ("moto", None),
    ("moto.core", "DEFAULT_ACCOUNT_ID"),
    ("moto.core.models", "DEFAULT_ACCOUNT_ID"),
    *(
        (f"moto.{service}{module}", f"{service}_backends")
        for service in ("ses", "sesv2")
        for module in ("", ".models")
    ),
)


class Rewrite(NamedTuple):
    """The new text of a file, and the notes about manual changes."""

    text: str
    notes: list[Note]


def rewrite(text: str) -> Rewrite:
    """Return the text of a file, rewritten for sesmock; raise `libcst.ParserSyntaxError` if it is not Python."""
    module = cst.parse_module(text)
    survey, notes = Survey(), Notes()
    # Metadata belongs to one tree, so each step needs a new wrapper.
    MetadataWrapper(module).visit(survey)
    if not survey.uses_moto:
        return Rewrite(text, [])
    reads = BackendReads(notes)
    module = MetadataWrapper(module).visit(reads)
    mocks = Mocks(survey, notes)
    module = MetadataWrapper(module).visit(mocks)
    # Only now is it clear which backends are still read.
    module = MetadataWrapper(module).visit(UnusedBackends())
    # The earlier steps use the imports to find moto's names, so the imports are changed last.
    module = _update_imports(module, uses_current=reads.changed, uses_mock=mocks.changed)
    return Rewrite(module.code, notes.sorted())


def _update_imports(module: cst.Module, *, uses_current: bool, uses_mock: bool) -> cst.Module:
    context = CodemodContext()
    for name, is_used in (("current", uses_current), ("mock_ses", uses_mock)):
        if is_used:
            AddImportsVisitor.add_needed_import(context, "sesmock", name)
    # LibCST collects the imports to add here. If there are none, nothing was rewritten, and moto's imports are kept.
    if not context.scratch:
        return module
    for source, item in _IMPORTS:
        RemoveImportsVisitor.remove_unused_import(context, source, item)
    module = RemoveImportsVisitor(context).transform_module(module)
    return AddImportsVisitor(context).transform_module(module)
