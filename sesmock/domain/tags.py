"""Tags: keys and values that label a resource. Spec: v2.md §16, §17 Tag; sending.md §3.3."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from sesmock.domain import inferred, resources
from sesmock.domain.errors import InvalidParameter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sesmock.domain.account import Account
    from sesmock.domain.arns import Arn

MAX_TAGS = 50
MAX_KEY_LENGTH = 128
MAX_VALUE_LENGTH = 256
_RESERVED = "aws:"
_MARKS = frozenset("_.:/=+-@")


def checked(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return keys and values as the tags of a new resource.

    Raise `InvalidParameter` for a key or value that is malformed or reserved, for a key that comes twice and for a
    51st tag. Spec: v2.md §17 Tag [D].
    """
    found: dict[str, str] = {}
    for key, value in pairs:
        _check(key, value)
        if key in found:
            raise InvalidParameter(inferred.DUPLICATE_TAG_KEY.format(key=key))
        found[key] = value
    _require_few(found)
    return found


def add(account: Account, arn: str, pairs: Iterable[tuple[str, str]]) -> None:
    """Tag a resource; a key that it has already gets the new value.

    Raise `InvalidParameter` for the ARN or what `checked` refuses, `NotFound`. Spec: v2.md §16, sending.md §3.3 [P].
    """
    resource = resources.get(account, _parse_local_arn(account, arn, "Failed to tag resource"))
    merged = resource.tags | checked(pairs)
    _require_few(merged)
    resource.tags = merged


def remove(account: Account, arn: str, keys: Iterable[str]) -> None:
    """Remove tags by key from a resource; a key that it does not have is no error.

    Raise `InvalidParameter` for the ARN or a reserved key, `NotFound`. Spec: v2.md §16, sending.md §3.3 [P].
    """
    resource = resources.get(account, _parse_local_arn(account, arn, "Failed to untag resource"))
    removed = frozenset(keys)
    for key in removed:
        _refuse_reserved(key)
    resource.tags = {key: value for key, value in resource.tags.items() if key not in removed}


def listed(account: Account, arn: str) -> dict[str, str]:
    """Return the tags of a resource; by the ARN of another region, none, if there is one of that name here.

    Raise `InvalidParameter` for the ARN, `NotFound`. Spec: v2.md §16, pinpoint_email.md §8 [P].
    """
    own = _parse_own_arn(account, arn)
    resource = resources.get(account, own)
    return resource.tags if own.region == account.region else {}


def _parse_local_arn(account: Account, arn: str, elsewhere: str) -> Arn:
    """Return the ARN of a resource of this account and region; ``elsewhere`` is the error for any other region."""
    own = _parse_own_arn(account, arn)
    if own.region != account.region:
        raise InvalidParameter(elsewhere)
    return own


def _parse_own_arn(account: Account, text: str) -> Arn:
    arn = resources.parse_resource_arn(text)
    if arn.account_id != account.account_id:
        raise InvalidParameter("Operations on a resource created in a different account is not allowed")
    return arn


def _check(key: str, value: str) -> None:
    if not 1 <= len(key) <= MAX_KEY_LENGTH:
        raise InvalidParameter(inferred.TAG_KEY_LENGTH.format(maximum=MAX_KEY_LENGTH))
    if len(value) > MAX_VALUE_LENGTH:
        raise InvalidParameter(inferred.TAG_VALUE_TOO_LONG.format(maximum=MAX_VALUE_LENGTH))
    for text in (key, value):
        if not all(map(_is_allowed, text)):
            raise InvalidParameter(inferred.TAG_CHARACTERS.format(text=text))
        _refuse_reserved(text)


def _is_allowed(character: str) -> bool:
    """Return whether it is a letter, a digit or white space of any script, or a mark."""
    return character in _MARKS or unicodedata.category(character)[0] in "LNZ"


def _refuse_reserved(text: str) -> None:
    if text.lower().startswith(_RESERVED):
        raise InvalidParameter(inferred.RESERVED_TAG.format(text=text))


def _require_few(found: dict[str, str]) -> None:
    if len(found) > MAX_TAGS:
        raise InvalidParameter(inferred.TOO_MANY_TAGS.format(maximum=MAX_TAGS))
