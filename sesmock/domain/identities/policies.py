"""Sending authorization policies, which allow other accounts to send from an identity.

Spec: policies.md §1 [D], §2 [P].
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from sesmock.domain import names
from sesmock.domain.aws import iam
from sesmock.domain.aws.arns import parse_arn
from sesmock.domain.identities.errors import (
    InvalidPolicyName,
    PolicyAlreadyExists,
    PolicyDoesNotExist,
    PolicyNotJson,
    PolicyTooLong,
    PolicyWithoutStatements,
    TooManyPolicies,
    TooManyPolicyNames,
)
from sesmock.exceptions import OperationNotSupported

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sesmock.domain.identities.identities import Identity

# Spec: policies.md §2 [P].
MAX_POLICIES = 20
MAX_BYTES = 4 * 1024
_EFFECTS = ("Allow", "Deny")

_QUANTIFIERS = ("ForAllValues", "ForAnyValue")
# A negated operator compares as its positive form does; `_holds` inverts the result.
_OPERATORS = {
    "StringEquals": lambda value, text: value == text,
    "StringNotEquals": lambda value, text: value == text,
    "StringEqualsIgnoreCase": lambda value, text: value.lower() == text.lower(),
    "StringNotEqualsIgnoreCase": lambda value, text: value.lower() == text.lower(),
    "StringLike": iam.matches,
    "StringNotLike": iam.matches,
}


class Request(NamedTuple):
    """An action of another account; ``conditions`` maps condition keys such as ``ses:fromaddress`` to their values."""

    account_id: str
    action: str
    resource: str
    conditions: Mapping[str, Sequence[str]]


def put(identity: Identity, name: str, text: str) -> None:
    """Attach or replace a policy; raise `InvalidParameter`, `InvalidPolicy` or `TooManyPolicies`."""
    if not names.is_plain(name):
        raise InvalidPolicyName
    compact = _compact(text)
    if name not in identity.policies and len(identity.policies) >= MAX_POLICIES:
        raise TooManyPolicies(identity.name)
    identity.policies[name] = compact


def create(identity: Identity, name: str, text: str) -> None:
    """Attach a policy; raise `PolicyAlreadyExists` or the errors of `put`."""
    if name in identity.policies:
        raise PolicyAlreadyExists(name)
    put(identity, name, text)


def update(identity: Identity, name: str, text: str) -> None:
    """Replace a policy; raise `PolicyDoesNotExist` or the errors of `put`."""
    require(identity, name)
    put(identity, name, text)


def delete(identity: Identity, name: str) -> None:
    """Detach a policy; raise `PolicyDoesNotExist`."""
    require(identity, name)
    del identity.policies[name]


def require(identity: Identity, name: str) -> None:
    """Raise `PolicyDoesNotExist` if the identity has no policy with this name."""
    if name not in identity.policies:
        raise PolicyDoesNotExist(name)


def select(identity: Identity, policy_names: Sequence[str]) -> dict[str, str]:
    """Return the policies with these names, leaving out unknown ones; raise `InvalidParameter` for too many names."""
    if len(policy_names) > MAX_POLICIES:
        raise TooManyPolicyNames(MAX_POLICIES)
    return {name: identity.policies[name] for name in policy_names if name in identity.policies}


def allows(identity: Identity, request: Request) -> bool:
    """Return whether a policy of an identity allows an action of another account, and no policy denies it.

    Raise `OperationNotSupported` for a condition that sesmock does not support.
    """
    statements = [
        statement for text in identity.policies.values() for statement in _list(json.loads(text)["Statement"])
    ]
    effects = {statement["Effect"] for statement in statements if _applies(statement, request)}
    return effects == {"Allow"}


def _compact(text: str) -> str:
    """Return a policy without insignificant white space; raise `InvalidPolicy`. Spec: policies.md §2 [P]."""
    if len(text.encode()) > MAX_BYTES:
        raise PolicyTooLong(MAX_BYTES)
    try:
        document = json.loads(text)
        # json.loads() accepts NaN and Infinity, which are not JSON (RFC 8259 §6).
        compact = json.dumps(document, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        # Encoding fails for a lone surrogate, which is not valid text.
        compact.encode()
    except (ValueError, RecursionError) as error:
        raise PolicyNotJson from error
    statements = _list(document.get("Statement", [])) if isinstance(document, dict) else []
    if not statements or not all(map(_is_statement, statements)):
        raise PolicyWithoutStatements
    return compact


def _is_statement(statement: object) -> bool:
    return (
        isinstance(statement, dict)
        and statement.get("Effect") in _EFFECTS
        and {"Principal", "Action", "Resource"} <= statement.keys()
        and isinstance(statement.get("Condition", {}), dict)
        and all(isinstance(values, dict) for values in statement.get("Condition", {}).values())
    )


def _applies(statement: Mapping[str, Any], request: Request) -> bool:
    return (
        _is_principal(statement["Principal"], request.account_id)
        and any(iam.matches_action(request.action, action) for action in _texts(statement["Action"]))
        and any(iam.matches(request.resource, resource) for resource in _texts(statement["Resource"]))
        and all(
            _holds(operator, values, request.conditions)
            for operator, values in statement.get("Condition", {}).items()
        )
    )


def _is_principal(principal: object, account_id: str) -> bool:
    """Return whether a principal is an account; its users count as the account, because sesmock has no users."""
    if isinstance(principal, dict):
        principal = principal.get("AWS", [])
    return any(
        text in {"*", account_id} or ((arn := parse_arn(text)) is not None and arn.account_id == account_id)
        for text in _texts(principal)
    )


def _holds(operator: str, keys: Mapping[str, Any], conditions: Mapping[str, Sequence[str]]) -> bool:
    quantifier, colon, name = operator.partition(":")
    compare = _OPERATORS.get(name if colon else operator)
    unknown = [key for key in keys if key.lower() not in conditions]
    if compare is None or unknown or (colon and quantifier not in _QUANTIFIERS):
        raise OperationNotSupported(
            f"sesmock does not support the policy condition {operator} of {', '.join(unknown or keys)}."
        )
    quantify = all if quantifier == "ForAllValues" else any
    negative = name.startswith("StringNot") or operator.startswith("StringNot")
    for key, patterns in keys.items():
        # IAM joins the patterns of a key with OR, and those of a negated operator with NOR:
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
        values = [
            any(compare(value, text) for text in _texts(patterns)) is not negative
            for value in conditions[key.lower()]
        ]
        if not (all(values) if negative and not colon else quantify(values)):
            return False
    return True


def _list(value: Any) -> list[Any]:
    # IAM accepts a single value wherever it accepts a list.
    return value if isinstance(value, list) else [value]


def _texts(value: object) -> list[str]:
    return [text for text in _list(value) if isinstance(text, str)]
