"""The receiving state of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sesmock.domain.receiving.filters import IpFilter
    from sesmock.domain.receiving.rule_sets import RuleSet


class Receiving:
    """The receipt rule sets and IP filters of an account, by name."""

    __slots__ = ("filters", "rule_sets")

    def __init__(self) -> None:
        self.rule_sets: dict[str, RuleSet] = {}
        self.filters: dict[str, IpFilter] = {}
