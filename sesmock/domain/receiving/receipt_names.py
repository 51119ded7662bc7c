"""The rules for names of rule sets, rules and filters. Spec: requests.md §7 [P]; receipt_rules.md §1, §5."""

from __future__ import annotations

import re

from sesmock.domain.receiving.errors import InvalidReceiptName, NoFilterName

# At most 64 characters; the first and the last must be alphanumeric. Spec: receipt_rules.md §6 [P].
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,62}[A-Za-z0-9])?")


def check_rule_set_name(name: str) -> None:
    """Refuse an invalid rule set name; raise `InvalidParameter`."""
    _check("ruleSetName", name)


def check_rule_name(name: str) -> None:
    """Refuse an invalid rule name; raise `InvalidParameter`."""
    _check("ruleName", name)


def check_filter_name(name: str) -> None:
    """Refuse an invalid IP filter name; raise `InvalidParameter`."""
    if not name:
        raise NoFilterName
    _check("filterName", name)


def _check(member: str, name: str) -> None:
    if not _NAME.fullmatch(name):
        raise InvalidReceiptName(member, name)
