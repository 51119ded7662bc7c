"""The rewriting of reads of ``ses_backends`` to reads of the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst
from libcst import matchers as m
from libcst.metadata import PositionProvider, QualifiedNameProvider

from sesmock.migrate.moto_names import BACKENDS, fill, is_one_of, single_node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.migrate.notes import Notes

_OUTBOX = "current().outbox"
_OF_BACKENDS = {
    "sent_messages": _OUTBOX,
    "sent_message_count": f"sum(len(message.recipients) for message in {_OUTBOX})",
    "rejected_messages_count": "len(current().rejected)",
}
_OF_MESSAGES = {
    "id": "{0}.message_id",
    "source": "{0}.sender",
    "subject": "{0}.subject",
    "body": "({0}.html or {0}.text)",
    "raw_data": "{0}.raw.decode()",
    "template": "{0}.template.name",
}
_UNCHANGED_USE = "this use of ses_backends is unchanged: read current().outbox instead"
_RETURNED_MESSAGES = "messages leave this function: their attributes are now those of current().outbox"
_BY_KIND = {"ToAddresses": "to", "CcAddresses": "cc", "BccAddresses": "bcc"}
_Comprehension = cst.ListComp | cst.SetComp | cst.GeneratorExp | cst.DictComp


class BackendReads(cst.CSTTransformer):
    """Rewrites reads of backends, and tracks the names that a function gives backends, their messages and each message.

    The kind of a name is "backend", "messages" or "message".
    """

    METADATA_DEPENDENCIES = (QualifiedNameProvider, PositionProvider)

    def __init__(self, notes: Notes) -> None:
        super().__init__()
        self.changed = False
        self._notes = notes
        self._scopes: list[dict[str, str]] = [{}]
        self._known: set[cst.CSTNode] = set()  # nodes that are handled together with an outer node
        self._by_kind: set[cst.CSTNode] = set()  # ``destinations`` in ``destinations["ToAddresses"]``

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        """Open a scope for the names of a function."""
        self._scopes.append(dict(self._scopes[-1]))

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        """Close the scope."""
        self._scopes.pop()
        return updated_node

    def visit_For(self, node: cst.For) -> None:
        """Record the target of a loop over messages as a message."""
        self._bind(node.target, self._element_kind(node.iter))

    def visit_ListComp(self, node: cst.ListComp) -> None:
        """Record the target of a comprehension over messages as a message."""
        self._bind_comprehension(node)

    def visit_SetComp(self, node: cst.SetComp) -> None:
        """Record the target of a comprehension over messages as a message."""
        self._bind_comprehension(node)

    def visit_DictComp(self, node: cst.DictComp) -> None:
        """Record the target of a comprehension over messages as a message."""
        self._bind_comprehension(node)

    def visit_GeneratorExp(self, node: cst.GeneratorExp) -> None:
        """Record the target of a comprehension over messages as a message."""
        self._bind_comprehension(node)

    def leave_Assign(self, original_node: cst.Assign, updated_node: cst.Assign) -> cst.Assign:
        """Record what names are bound to; several names on the left are bound to elements of the value."""
        for target in original_node.targets:
            if isinstance(target.target, (cst.Tuple, cst.List)):
                for element in target.target.elements:
                    self._bind(element.value, self._element_kind(original_node.value))
            else:
                self._bind(target.target, self._kind(original_node.value))
        return updated_node

    def leave_AnnAssign(self, original_node: cst.AnnAssign, updated_node: cst.AnnAssign) -> cst.AnnAssign:
        """Record what an annotated name is bound to."""
        if original_node.value is not None:
            self._bind(original_node.target, self._kind(original_node.value))
        return updated_node

    def visit_Return(self, node: cst.Return) -> None:
        """Add a note for messages that a function returns, since other code uses them."""
        if node.value is not None and self._kind(node.value) in {"messages", "message"}:
            self._notes.add(self, node, _RETURNED_MESSAGES)

    def visit_Assign(self, node: cst.Assign) -> None:
        """Add no note for a backend that is bound to a name in a function."""
        # The reads of that name are rewritten, and UnusedBackends removes the assignment.
        if len(self._scopes) > 1 and len(node.targets) == 1 and _find_name(node.targets[0].target):
            self._known |= {node.value, node.targets[0].target}

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        """Skip imports, which read nothing."""
        return False

    def visit_Attribute(self, node: cst.Attribute) -> None:
        """Add no note for a backend whose attribute is read, since `leave_Attribute` rewrites the read."""
        self._known.add(node.value)

    def visit_Name(self, node: cst.Name) -> None:
        """Add a note for a backend that is used as a whole, such as an argument, since other code may read it."""
        if node not in self._known and (self._kind(node) == "backend" or is_one_of(self, node, BACKENDS)):
            self._notes.add(self, node, _UNCHANGED_USE)

    def visit_Subscript(self, node: cst.Subscript) -> None:
        """Add no note for ``destinations["ToAddresses"]``, nor for a backend that a subscript selects."""
        if self._recipients(node) is not None:
            self._by_kind.add(node.value)
        if self._kind(node) == "backend" and node in self._known:
            self._known.add(cst.ensure_type(node.value, cst.Subscript).value)

    def leave_Subscript(
        self, original_node: cst.Subscript, updated_node: cst.Subscript
    ) -> cst.BaseExpression:
        """Rewrite recipients by kind to attributes."""
        recipients = self._recipients(original_node)
        if recipients is None:
            return updated_node
        message = cst.ensure_type(updated_node.value, cst.Attribute).value
        return self._replace(f"list({{0}}.{recipients})", message)

    def visit_Call(self, node: cst.Call) -> None:
        """Add no note for ``destinations.get("ToAddresses")``."""
        if self._recipients_of_get(node) is not None:
            self._by_kind.add(cst.ensure_type(node.func, cst.Attribute).value)

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:
        """Rewrite ``destinations.get("ToAddresses")`` to an attribute."""
        recipients = self._recipients_of_get(original_node)
        if recipients is None:
            return updated_node
        destinations = cst.ensure_type(cst.ensure_type(updated_node.func, cst.Attribute).value, cst.Attribute)
        return self._replace(f"list({{0}}.{recipients})", destinations.value)

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.BaseExpression:
        """Rewrite reads of backends and messages; add a note for a read without a counterpart."""
        kind, name = self._kind(original_node.value), original_node.attr.value
        if kind == "messages":
            self._notes.add(self, original_node, f"{name} of a list: current().outbox is read-only")
        if original_node in self._by_kind or kind not in {"backend", "message"} or name == "core_backend":
            return updated_node
        template = (_OF_BACKENDS if kind == "backend" else _OF_MESSAGES).get(name)
        if template is None:
            self._note(original_node, kind, name)
            return updated_node
        return self._replace(template, updated_node.value)

    def leave_Comparison(self, original_node: cst.Comparison, updated_node: cst.Comparison) -> cst.Comparison:
        """Convert an outbox to a list where it is compared with one."""
        # The outbox is a sequence, but never equal to a list.
        if self._kind(original_node.left) == "messages":
            left = cst.Call(cst.Name("list"), [cst.Arg(updated_node.left)])
            return updated_node.with_changes(left=left)
        return updated_node

    def _replace(self, template: str, value: cst.BaseExpression) -> cst.BaseExpression:
        self.changed = True
        return cst.parse_expression(template.format(cst.Module([]).code_for_node(value)))

    def _note(self, node: cst.Attribute, kind: str, name: str) -> None:
        if name == "destinations":
            way = "message.to, message.cc and message.bcc, or message.recipients"
        elif kind == "message":
            way = "an attribute of the messages of current().outbox"
        else:
            way = "a boto3 call, or an attribute of current()"
        self._notes.add(self, node, f"{name} of moto's {kind} has no counterpart: write {way}")

    def _bind_comprehension(self, node: _Comprehension) -> None:
        self._bind(node.for_in.target, self._element_kind(node.for_in.iter))

    def _bind(self, target: cst.BaseExpression, kind: str | None) -> None:
        name = _find_name(target)
        if name is None:
            return
        for scope in self._scopes if name.startswith("self.") else self._scopes[-1:]:
            if kind is None:
                scope.pop(name, None)
            else:
                scope[name] = kind

    def _element_kind(self, node: cst.BaseExpression) -> str | None:
        return "message" if self._kind(node) == "messages" else None

    def _kind(self, node: cst.CSTNode) -> str | None:
        """Return the kind of an expression: a backend, messages, a message, or None for anything else."""
        kind = self._scopes[-1].get(_find_name(node) or "")
        if kind is not None:
            return kind
        if isinstance(node, cst.Subscript):
            return self._kind_of_item(node)
        if isinstance(node, cst.Attribute) and self._kind(node.value) == "backend":
            return {"sent_messages": "messages", "core_backend": "backend"}.get(node.attr.value)
        return None

    def _kind_of_item(self, node: cst.Subscript) -> str | None:
        if isinstance(node.value, cst.Subscript) and is_one_of(self, node.value.value, BACKENDS):
            return "backend"
        if self._kind(node.value) != "messages":
            return None
        return "message" if _is_index(node.slice) else "messages"

    def _recipients(self, node: cst.Subscript) -> str | None:
        """Return the attribute that replaces ``message.destinations["ToAddresses"]``."""
        if not _is_index(node.slice):
            return None
        return self._attribute_of(node.value, cst.ensure_type(node.slice[0].slice, cst.Index).value)

    def _recipients_of_get(self, node: cst.Call) -> str | None:
        """Return the attribute that replaces ``message.destinations.get("ToAddresses")``."""
        if not m.matches(node, m.Call(m.Attribute(attr=m.Name("get")), [m.Arg(), m.ZeroOrMore()])):
            return None
        return self._attribute_of(cst.ensure_type(node.func, cst.Attribute).value, node.args[0].value)

    def _attribute_of(self, destinations: cst.BaseExpression, key: cst.BaseExpression) -> str | None:
        if not m.matches(destinations, m.Attribute(attr=m.Name("destinations"))):
            return None
        message = cst.ensure_type(destinations, cst.Attribute).value
        if self._kind(message) != "message" or not isinstance(key, cst.SimpleString):
            return None
        return _BY_KIND.get(str(key.evaluated_value))


def _find_name(node: cst.CSTNode) -> str | None:
    """Return the name of a variable, or of an attribute of ``self``."""
    if isinstance(node, cst.Name):
        return node.value
    if m.matches(node, m.Attribute(value=m.Name("self"))):
        return f"self.{cst.ensure_type(node, cst.Attribute).attr.value}"
    return None


class UnusedBackends(cst.CSTTransformer):
    """Removes assignments of backends to names that nothing reads any longer."""

    METADATA_DEPENDENCIES = (QualifiedNameProvider,)

    def __init__(self) -> None:
        super().__init__()
        self._blocks: list[cst.CSTNode] = []  # the module and the functions around a statement

    def visit_Module(self, node: cst.Module) -> None:
        """Enter the module; an attribute of ``self`` can be read anywhere in it."""
        self._blocks.append(node)

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        """Enter a function, which contains all reads of its names."""
        self._blocks.append(node)

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        """Leave a function; write ``pass`` if all of its statements were removed."""
        self._blocks.pop()
        return updated_node.with_changes(body=fill(updated_node.body))

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine | cst.RemovalSentinel:
        """Remove ``name = ses_backends[…][…]``."""
        target = m.AssignTarget(target=m.SaveMatchedNode(m.Name() | m.Attribute(), "target"))
        value = m.Subscript(value=m.Subscript(value=m.SaveMatchedNode(m.DoNotCare(), "backends")))
        parts = m.extract(original_node, m.SimpleStatementLine([m.Assign([target], value)]))
        if parts is None or not is_one_of(self, single_node(parts["backends"]), BACKENDS):
            return updated_node
        return cst.RemoveFromParent() if self._is_unused(single_node(parts["target"])) else updated_node

    def _is_unused(self, target: cst.CSTNode) -> bool:
        name = _find_name(target)
        if name is None or len(self._blocks) == 1:
            return False
        block = self._blocks[0 if name.startswith("self.") else -1]
        # m.findall() also finds the name of an attribute, as in ``other.name``, which does not use the variable.
        uses = [node for node in m.findall(block, m.Name() | m.Attribute()) if _find_name(node) == name]
        attributes = m.findall(block, m.Attribute(attr=m.Name(name)))
        # The only use that is left is the assignment itself.
        return len(uses) - len(attributes) == 1


def _is_index(elements: Sequence[cst.SubscriptElement]) -> bool:
    return len(elements) == 1 and isinstance(elements[0].slice, cst.Index)
