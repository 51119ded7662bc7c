"""The names of moto in a file, however the file imports them, and the services that the file uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst
from libcst import matchers as m
from libcst.metadata import QualifiedNameProvider

if TYPE_CHECKING:
    from collections.abc import Sequence

SES_MOCKS = frozenset({"moto.mock_ses", "moto.mock_sesv2", "moto.ses.mock_ses", "moto.sesv2.mock_sesv2"})
"""The mocks of moto 4 that mock only SES."""
MOCKS_OF_ALL = frozenset({"moto.mock_aws", "moto.mock_all", "moto.core.mock_aws"})
"""The mocks that mock every service."""
BACKENDS = frozenset(
    f"moto.{service}{module}.{service}_backends" for service in ("ses", "sesv2") for module in ("", ".models")
)
_OURS = frozenset({"ses_mock", "ses_outbox", "sesmock"})
_SES_SERVICES = frozenset({"ses", "sesv2", "pinpoint-email"})
_CLIENT = m.Call(
    func=m.Attribute(attr=m.Name("client") | m.Name("resource")) | m.Name("client") | m.Name("resource"),
    args=[m.Arg(value=m.SimpleString()), m.ZeroOrMore()],
)


def is_one_of(transformer: cst.MetadataDependent, node: cst.CSTNode, names: frozenset[str]) -> bool:
    """Return whether an expression refers to one of the full names, however it was imported."""
    if not isinstance(node, (cst.Name, cst.Attribute)):
        return False
    candidates: Any = transformer.get_metadata(QualifiedNameProvider, node, frozenset())
    return any(candidate.name in names for candidate in candidates)


def single_node(node: cst.CSTNode | Sequence[cst.CSTNode]) -> cst.CSTNode:
    """Return the single node that a pattern saved."""
    assert isinstance(node, cst.CSTNode)
    return node


def fill(body: cst.BaseSuite) -> cst.BaseSuite:
    """Return a block, with ``pass`` added if all of its statements were removed."""
    if isinstance(body, cst.IndentedBlock) and not body.body:
        return body.with_changes(body=[cst.SimpleStatementLine([cst.Pass()])])
    return body


class Survey(cst.CSTVisitor):
    """Collects the services, mocks and names that a file uses."""

    METADATA_DEPENDENCIES = (QualifiedNameProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.uses_ses = False
        self.uses_other_services = False
        self.uses_mock_of_all = False
        self.uses_moto = False
        self.uses_sesmock = False
        self.constants: set[str] = set()

    def visit_Module(self, node: cst.Module) -> None:
        """Record the names that are defined when decorators are evaluated."""
        for statement in node.body:
            if isinstance(statement, cst.SimpleStatementLine):
                self.constants.update(_bound_names(statement))

    def visit_Call(self, node: cst.Call) -> None:
        """Record the services for which clients are created."""
        if m.matches(node, _CLIENT):
            service = cst.ensure_type(node.args[0].value, cst.SimpleString).evaluated_value
            if service in _SES_SERVICES:
                self.uses_ses = True
            else:
                self.uses_other_services = True

    def visit_Name(self, node: cst.Name) -> None:
        """Record moto's mocks and backends, and whether the file already uses sesmock."""
        self.uses_sesmock |= node.value in _OURS
        self._record(node)

    def visit_Attribute(self, node: cst.Attribute) -> None:
        """Record moto's mocks and backends in attributes."""
        self._record(node)

    @property
    def mocks(self) -> frozenset[str]:
        """The moto mocks to replace; a file that already uses sesmock keeps moto's mocks of all services."""
        return SES_MOCKS | MOCKS_OF_ALL if self.uses_ses and not self.uses_sesmock else SES_MOCKS

    def _record(self, node: cst.CSTNode) -> None:
        if is_one_of(self, node, SES_MOCKS | BACKENDS):
            self.uses_moto = self.uses_ses = True
        if is_one_of(self, node, MOCKS_OF_ALL):
            self.uses_moto = self.uses_mock_of_all = True


def _bound_names(statement: cst.SimpleStatementLine) -> set[str]:
    names = set()
    for part in statement.body:
        if isinstance(part, cst.Assign):
            names |= {target.target.value for target in part.targets if isinstance(target.target, cst.Name)}
        elif isinstance(part, (cst.Import, cst.ImportFrom)) and not isinstance(part.names, cst.ImportStar):
            names |= {_local_name(alias) for alias in part.names}
    return names


def _local_name(alias: cst.ImportAlias) -> str:
    name = alias.evaluated_alias or alias.evaluated_name
    return name.partition(".")[0]
