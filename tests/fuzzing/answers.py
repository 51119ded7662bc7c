"""The rules for every response: the members and types of its shape, or an error code that its operation declares."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from tests.fuzzing.reference.rules import SES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.model import OperationModel, Shape

# Spec: errors.md §1, §4, §7, sending.md §2.
COMMON_V1 = frozenset(
    """IncompleteSignature InvalidAction InvalidParameterCombination InvalidParameterValue InvalidQueryParameter
    MalformedInput MalformedQueryString MissingAction MissingParameter Throttling ValidationError
    AccessDenied""".split()
)
# Spec: errors.md §2, §5, §7. NotFoundException: CreateImportJob does not declare it (jobs.md §2).
COMMON_JSON = frozenset(
    """AccessDeniedException MalformedHttpRequestException RequestEntityTooLargeException SerializationException
    UnknownOperationException ValidationException""".split()
)
# A paused account sends nothing, although not every send operation declares the error (sending.md §2).
UNDECLARED = {
    ("CreateImportJob", "NotFoundException"),
    ("SendBounce", "AccountSendingPausedException"),
    ("SendCustomVerificationEmail", "AccountSendingPausedException"),
}
COMMON_STATUSES = {
    "AccessDenied": 403,
    "AccessDeniedException": 403,
    "NotFoundException": 404,
    "UnknownOperationException": 404,
    "RequestEntityTooLargeException": 413,
}
# Values that SES writes although its model lacks them. Spec: tenants.md §2 [P], reputation.md §1 [R].
OUTSIDE_ENUMS = {"ReputationImpact": {"NONE"}, "ResourceType": {"identity", "configuration-set", "template"}}
# Structures that SES writes without some of the members that its model requires. Spec: identities.md §4 [U],
# mail_from.md §4, notifications.md §5 [I].
INCOMPLETE = {"IdentityMailFromDomainAttributes", "IdentityNotificationAttributes", "MailFromAttributes"}
JSON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "blob": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "double": (int, float),
    "float": (int, float),
    "timestamp": (int, float),
}


def is_declared(operation: OperationModel, code: str) -> bool:
    """Return whether an operation declares an error code, or the code is common to all operations of its API."""
    declared = {shape.metadata.get("error", {}).get("code", shape.name) for shape in operation.error_shapes}
    is_v1 = operation.service_model.service_name == SES
    common = COMMON_V1 if is_v1 else COMMON_JSON
    return code in declared | common or (operation.name, code) in UNDECLARED


def status_of(operation: OperationModel, code: str) -> int:
    """Return the HTTP status of an error. Spec: errors.md §1, §2."""
    for shape in operation.error_shapes:
        error = shape.metadata.get("error", {})
        if error.get("code", shape.name) == code:
            return int(error.get("httpStatusCode", 400))
    return COMMON_STATUSES.get(code, 400)


def list_problems(operation: OperationModel, body: bytes) -> list[str]:
    """Return what is wrong with the body of a successful response: unknown members, wrong types, unknown values."""
    if operation.service_model.service_name == SES:
        return list(_xml_problems(operation, body))
    if operation.output_shape is None or not body:
        return []
    return list(_json_problems(operation.output_shape, json.loads(body), "$"))


def _json_problems(shape: Any, value: Any, path: str) -> Iterator[str]:
    if value is None:
        return
    if shape.type_name == "structure":
        members = {inner.serialization.get("name", name): inner for name, inner in shape.members.items()}
        yield from (f"{path}.{name} is unknown" for name in value.keys() - members.keys())
        yield from (f"{path}.{name} is missing" for name in required_names(shape) - value.keys())
        for name in value.keys() & members.keys():
            yield from _json_problems(members[name], value[name], f"{path}.{name}")
    elif shape.type_name == "list":
        for item in _typed(value, list):
            yield from _json_problems(shape.member, item, f"{path}[]")
    elif shape.type_name == "map":
        for key, item in _typed(value, dict).items():
            yield from _json_problems(shape.value, item, f"{path}.{key}")
    else:
        yield from _scalar_problems(shape, value, path)


def required_names(shape: Any) -> set[str]:
    """Return the names on the wire of the members that a structure must have."""
    if shape.name in INCOMPLETE:
        return set()
    return {shape.members[name].serialization.get("name", name) for name in shape.required_members}


def _typed(value: Any, kind: type) -> Any:
    assert isinstance(value, kind), (value, kind)
    return value


def _scalar_problems(shape: Any, value: Any, path: str) -> Iterator[str]:
    kinds = JSON_TYPES[shape.type_name]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        yield f"{path} is {value!r}, not of type {shape.type_name}"
    yield from _enum_problems(shape, value, path)


def _enum_problems(shape: Any, value: Any, path: str) -> Iterator[str]:
    if (
        shape.type_name == "string"
        and shape.enum
        and value
        not in {
            *shape.enum,
            *OUTSIDE_ENUMS.get(shape.name, ()),
            *OUTSIDE_ENUMS.get(path.rpartition(".")[2], ()),
        }
    ):
        yield f"{path} is {value!r}, which is not one of {shape.enum}"


def _xml_problems(operation: OperationModel, body: bytes) -> Iterator[str]:
    root = ElementTree.fromstring(body)
    if _tag(root) != f"{operation.name}Response":
        yield f"the root is {root.tag}"
    known = {f"{operation.name}Result", "ResponseMetadata"}
    yield from (f"{child.tag} is unknown" for child in root if _tag(child) not in known)
    for child in root:
        if operation.output_shape is not None and _tag(child) != "ResponseMetadata":
            yield from _element_problems(operation.output_shape, child, "$")


def _element_problems(shape: Shape, element: ElementTree.Element, path: str) -> Iterator[str]:
    children = {"structure": _structure, "list": _list, "map": _map}.get(shape.type_name)
    if children is None:
        yield from _text_problems(shape, element.text or "", path)
        return
    if shape.type_name == "structure":
        missing = required_names(shape) - {_tag(child) for child in element}
        yield from (f"{path}.{name} is missing" for name in missing)
    for name, inner, child in children(shape, element):
        if inner is None:
            yield f"{path}.{name} is unknown"
        else:
            yield from _element_problems(inner, child, f"{path}.{name}")


def _structure(shape: Any, element: ElementTree.Element) -> Iterator[tuple[str, Any, ElementTree.Element]]:
    yield from ((_tag(child), shape.members.get(_tag(child)), child) for child in element)


def _list(shape: Any, element: ElementTree.Element) -> Iterator[tuple[str, Any, ElementTree.Element]]:
    yield from ((_tag(child), shape.member if _tag(child) == "member" else None, child) for child in element)


def _map(shape: Any, element: ElementTree.Element) -> Iterator[tuple[str, Any, ElementTree.Element]]:
    parts = {"key": shape.key, "value": shape.value}
    for entry in element:
        yield from ((_tag(child), parts.get(_tag(child)), child) for child in entry)


def _text_problems(shape: Any, text: str, path: str) -> Iterator[str]:
    readers: dict[str, Any] = {"integer": int, "long": int, "double": float, "float": float}
    readers["boolean"] = {"true": True, "false": False}.__getitem__
    try:
        readers.get(shape.type_name, str)(text)
    except (KeyError, ValueError):
        yield f"{path} is {text!r}, not of type {shape.type_name}"
    yield from _enum_problems(shape, text, path)


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
