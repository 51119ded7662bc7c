"""The rewriting of moto's mocks to ``mock_ses``, with the identities that are verified inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst
from libcst import matchers as m
from libcst.metadata import PositionProvider, QualifiedNameProvider

from sesmock.migrate.moto_names import MOCKS_OF_ALL, SES_MOCKS, fill, is_one_of, single_node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.migrate.moto_names import Survey
    from sesmock.migrate.notes import Notes

_VERIFICATIONS = {
    "verify_email_identity": "EmailAddress",
    "verify_email_address": "EmailAddress",
    "verify_domain_identity": "Domain",
    "create_email_identity": "EmailIdentity",
}
_UNCLEAR_MOCK = (
    "this file does not show whether mock_aws mocks SES: if it does, add sesmock.mock_ses or replace it"
)
_RAISES = m.Call(m.Attribute(attr=m.Name("raises") | m.Name("assertRaises") | m.Name("assertRaisesRegex")))
_FIXTURE = m.Attribute(m.Name("pytest"), m.Name("fixture")) | m.Name("fixture")


class Scope:
    """A function or a block of statements. ``identities`` is None if it starts no mock.

    A verification inside a transparent scope counts for the mock around it. A scope is closed after a block that
    expects an error, since an identity that is verified later must not be verified from the start.
    """

    def __init__(self, *, starts_mock: bool, is_transparent: bool) -> None:
        self.identities: list[str] | None = [] if starts_mock else None
        self.is_transparent = is_transparent
        self.is_closed = False


class Mocks(cst.CSTTransformer):
    """Rewrites decorators, ``with`` items and other uses of moto's SES mocks.

    A mock of all services is kept if the file uses other services, and sesmock's mock is added next to it.
    """

    METADATA_DEPENDENCIES = (QualifiedNameProvider, PositionProvider)

    def __init__(self, survey: Survey, notes: Notes) -> None:
        super().__init__()
        self.changed = False
        self._survey = survey
        self._notes = notes
        self._scopes: list[Scope] = []
        self._known: set[cst.CSTNode] = set()  # mocks in decorators and ``with`` items

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        """Open a scope: a decorated function starts a mock, and a nested function belongs to no mock around it."""
        self._mark_known([decorator.decorator for decorator in node.decorators])
        mocks = [decorator for decorator in node.decorators if self._is_mock(decorator.decorator)]
        self._scopes.append(Scope(starts_mock=bool(mocks), is_transparent=False))
        if mocks and _is_above_fixture(node.decorators, mocks[0]):
            self._notes.add(self, mocks[0], "mock_ses must be below @pytest.fixture; swap the two")

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        """Rewrite the decorators of a function."""
        decorators = self._rewrite_decorators(original_node.decorators, updated_node.decorators)
        self._scopes.pop()
        return updated_node.with_changes(decorators=decorators, body=fill(updated_node.body))

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        """Open a scope without identities, since verifications in methods do not move to the decorator of the class."""
        self._mark_known([decorator.decorator for decorator in node.decorators])
        self._scopes.append(Scope(starts_mock=False, is_transparent=False))

    def leave_ClassDef(self, original_node: cst.ClassDef, updated_node: cst.ClassDef) -> cst.ClassDef:
        """Rewrite the decorators of a class."""
        decorators = self._rewrite_decorators(original_node.decorators, updated_node.decorators)
        self._scopes.pop()
        return updated_node.with_changes(decorators=decorators)

    def visit_With(self, node: cst.With) -> None:
        """Open a scope if a ``with`` statement starts a mock, alone or among others."""
        self._mark_known([item.item for item in node.items])
        starts_mock = any(self._is_mock(item.item) for item in node.items)
        expects_error = any(m.matches(item.item, _RAISES) for item in node.items)
        for scope in self._scopes if expects_error else ():
            scope.is_closed = True
        self._scopes.append(Scope(starts_mock=starts_mock, is_transparent=not expects_error))

    def leave_With(self, original_node: cst.With, updated_node: cst.With) -> cst.With:
        """Rewrite the items of a ``with`` statement."""
        items: list[cst.WithItem] = []
        for original, item in zip(original_node.items, updated_node.items, strict=True):
            items += self._rewrite_item(original, item)
        self._scopes.pop()
        distinct = [item for index, item in enumerate(items) if not _is_repeated(item, items[:index])]
        # The last item must have no comma; by default, LibCST writes the commas that are needed between items.
        distinct = [item.with_changes(comma=cst.MaybeSentinel.DEFAULT) for item in distinct]
        return updated_node.with_changes(items=distinct, body=fill(updated_node.body))

    def _rewrite_item(self, original: cst.WithItem, item: cst.WithItem) -> list[cst.WithItem]:
        if not self._is_mock(original.item):
            return [item]
        ours = self._make_mock(is_called=True)
        if self._stays(original.item):
            return [item, cst.WithItem(ours)]
        self._note_arguments(original.item)
        return [item.with_changes(item=ours)]

    def visit_Try(self, node: cst.Try) -> None:
        """Close all scopes, since code that handles errors may expect an error."""
        for scope in self._scopes if node.handlers else ():
            scope.is_closed = True

    def visit_If(self, node: cst.If) -> None:
        """Open a scope, since statements under a condition do not verify identities from the start."""
        self._scopes.append(Scope(starts_mock=False, is_transparent=False))

    def leave_If(self, original_node: cst.If, updated_node: cst.If) -> cst.If:
        """Close the scope."""
        self._scopes.pop()
        return updated_node

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine | cst.RemovalSentinel:
        """Remove a call that verifies an identity, and add the identity to the options of the mock."""
        identity = self._verified_identity(original_node)
        identities = self._find_identities()
        if identity is None or identities is None:
            return updated_node
        if identity not in identities:
            identities.append(identity)
        self.changed = True
        return cst.RemoveFromParent()

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
        """Rewrite a mock outside decorators and ``with`` items."""
        return self._rewrite_elsewhere(original_node, updated_node)

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.BaseExpression:
        """Rewrite ``moto.mock_ses`` outside decorators and ``with`` items."""
        return self._rewrite_elsewhere(original_node, updated_node)

    def leave_ImportFrom(
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> cst.ImportFrom | cst.RemovalSentinel:
        """Remove the imports of moto's SES mocks."""
        if isinstance(original_node.names, cst.ImportStar) or original_node.module is None:
            return original_node
        module = cst.Module([]).code_for_node(original_node.module)
        self._note_unclear(original_node, module)
        removed_mocks = SES_MOCKS if self._keeps_moto else self._survey.mocks
        names = [
            alias for alias in original_node.names if f"{module}.{alias.evaluated_name}" not in removed_mocks
        ]
        if len(names) == len(original_node.names):
            return original_node
        if not names:
            return cst.RemoveFromParent()
        names[-1] = names[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        return original_node.with_changes(names=names)

    def _note_unclear(self, node: cst.ImportFrom, module: str) -> None:
        survey = self._survey
        if module == "moto" and not (survey.uses_ses or survey.uses_other_services or survey.uses_sesmock):
            self._notes.add(self, node, _UNCLEAR_MOCK)

    @property
    def _keeps_moto(self) -> bool:
        """Whether moto's mocks of all services are kept."""
        return self._survey.uses_other_services

    def _is_mock(self, node: cst.BaseExpression) -> bool:
        """Return whether an expression is one of moto's mocks that includes SES, called or not."""
        function = node.func if isinstance(node, cst.Call) else node
        return is_one_of(self, function, self._survey.mocks)

    def _stays(self, node: cst.BaseExpression) -> bool:
        function = node.func if isinstance(node, cst.Call) else node
        return self._keeps_moto and is_one_of(self, function, MOCKS_OF_ALL)

    def _mark_known(self, nodes: Sequence[cst.BaseExpression]) -> None:
        for node in nodes:
            if self._is_mock(node):
                self._known.add(node.func if isinstance(node, cst.Call) else node)

    def _rewrite_decorators(
        self, originals: Sequence[cst.Decorator], updated: Sequence[cst.Decorator]
    ) -> list[cst.Decorator]:
        decorators: list[cst.Decorator] = []
        for original, decorator in zip(originals, updated, strict=True):
            decorators += self._rewrite_decorator(original, decorator)
        return [each for index, each in enumerate(decorators) if not _is_repeated(each, decorators[:index])]

    def _rewrite_decorator(self, original: cst.Decorator, decorator: cst.Decorator) -> list[cst.Decorator]:
        if not self._is_mock(original.decorator):
            return [decorator]
        ours = self._make_mock(is_called=isinstance(original.decorator, cst.Call))
        if self._stays(original.decorator):
            return [decorator, cst.Decorator(ours)]
        self._note_arguments(original.decorator)
        return [decorator.with_changes(decorator=ours)]

    def _note_arguments(self, node: cst.BaseExpression) -> None:
        if isinstance(node, cst.Call) and node.args:
            self._notes.add(
                self, node, "the arguments of this mock were dropped: see the options of sesmock.mock_ses"
            )

    def _make_mock(self, *, is_called: bool) -> cst.BaseExpression:
        """Return a sesmock mock with the identities of the innermost scope.

        If the file uses other services, the mock publishes to moto's mocks of them.
        """
        self.changed = True
        identities = self._scopes[-1].identities
        options = [f"identities=[{', '.join(identities)}]"] if identities else []
        options += ['publish="boto3"'] if self._survey.uses_other_services else []
        if options or is_called:
            return cst.parse_expression(f"mock_ses({', '.join(options)})")
        return cst.Name("mock_ses")

    def _rewrite_elsewhere(
        self, original: cst.Name | cst.Attribute, updated: cst.BaseExpression
    ) -> cst.BaseExpression:
        if original in self._known or not self._is_mock(original):
            return updated
        if self._stays(original):
            self._notes.add(
                self, original, "this moto mock is unchanged: start a sesmock.mock_ses() next to it"
            )
            return updated
        self.changed = True
        return cst.Name("mock_ses")

    def _find_identities(self) -> list[str] | None:
        """Return the identities of the mock that is certainly active at a statement, or None if there is none."""
        for scope in reversed(self._scopes):
            if scope.identities is not None or not scope.is_transparent:
                return None if scope.is_closed else scope.identities
        return None

    def _verified_identity(self, statement: cst.SimpleStatementLine) -> str | None:
        """Return the code of the identity that a statement verifies, or None if a decorator cannot contain the code."""
        call = m.Call(
            m.Attribute(attr=m.SaveMatchedNode(m.Name(), "name")),
            [m.Arg(m.SaveMatchedNode(m.DoNotCare(), "value"), m.SaveMatchedNode(m.Name(), "keyword"))],
        )
        parts = m.extract(statement, m.SimpleStatementLine([m.Expr(call)]))
        if parts is None:
            return None
        name, keyword = (cst.ensure_type(single_node(parts[key]), cst.Name) for key in ("name", "keyword"))
        value = single_node(parts["value"])
        # LibCST writes the code of a node only in the context of a module.
        is_verification = _VERIFICATIONS.get(name.value) == keyword.value
        return cst.Module([]).code_for_node(value) if is_verification and self._is_constant(value) else None

    # A decorator is evaluated with the module, so it can use neither local variables nor fixtures.
    def _is_constant(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.SimpleString):
            return True
        while isinstance(node, cst.Attribute):
            node = node.value
        return isinstance(node, cst.Name) and node.value in self._survey.constants


def _is_above_fixture(decorators: Sequence[cst.Decorator], mock: cst.Decorator) -> bool:
    below = decorators[list(decorators).index(mock) + 1 :]
    return any(m.matches(decorator.decorator, _FIXTURE | m.Call(_FIXTURE)) for decorator in below)


def _is_repeated(node: cst.Decorator | cst.WithItem, earlier: Sequence[cst.Decorator | cst.WithItem]) -> bool:
    """Return whether a sesmock mock follows another one, which happens where moto 4 had a mock for each API."""
    mock = m.Name("mock_ses") | m.Call(m.Name("mock_ses"))
    return m.matches(_expression(node), mock) and any(m.matches(_expression(each), mock) for each in earlier)


def _expression(node: cst.Decorator | cst.WithItem) -> cst.BaseExpression:
    return node.decorator if isinstance(node, cst.Decorator) else node.item
