"""Metrics as rows, one for each combination of dimensions. Spec: jobs.md §1 [P], §3."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.events import mailbox_providers, metrics
from sesmock.domain.events.metrics import Metric, Query
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sesmock.domain.account import Account

ANY = "*"
"""The value that stands for all values of a dimension."""


class Aggregation(Word):
    """The form of a metric: a count, or a rate relative to the number of sends."""

    RATE = "RATE"
    VOLUME = "VOLUME"


class ExportMetric(NamedTuple):
    """A column: a metric and its form, where None counts as VOLUME. Spec: jobs.md §1 [P]."""

    metric: Metric
    aggregation: Aggregation | None = None

    @property
    def column(self) -> str:
        """The name of the column."""
        return f"{self.metric}_{self.aggregation or Aggregation.VOLUME}"


class MetricsSource(NamedTuple):
    """Metrics of a period by dimensions. ``end`` is not part of the period; times are in seconds since 1970."""

    dimensions: Mapping[str, Sequence[str]]
    metrics: Sequence[ExportMetric]
    start: float
    end: float


class MetricRow(NamedTuple):
    """A row: a value for each dimension, and a value for each column."""

    dimensions: Mapping[str, str]
    values: Mapping[str, float]


def list_rows(account: Account, source: MetricsSource) -> list[MetricRow]:
    """Return a row for each combination of values; a provider without mail has zeros. Spec: jobs.md §1 [P]."""
    names = list(source.dimensions)
    lists = [_expand(account, name, values) for name, values in source.dimensions.items()]
    combinations = [dict(zip(names, values, strict=True)) for values in product(*lists)]
    return [MetricRow(dimensions, _measure(account, source, dimensions)) for dimensions in combinations]


def _expand(account: Account, name: str, values: Sequence[str]) -> Sequence[str]:
    if ANY not in values:
        return list(dict.fromkeys(values))
    match name:
        case "ISP":
            return mailbox_providers.CATALOG
        case "EMAIL_IDENTITY":
            return [identity.name for identity in account.identities.values()]
        case "CONFIGURATION_SET":
            return list(account.configuration_sets)
    return [tenant.name for tenant in account.tenants]


def _measure(account: Account, source: MetricsSource, dimensions: Mapping[str, str]) -> dict[str, float]:
    def count(metric: Metric) -> int:
        query = Query("", metric, source.start, source.end, dimensions)
        return sum(metrics.sum_by_day(account, query).values())

    values: dict[str, float] = {}
    for each in source.metrics:
        value: float = count(each.metric)
        if each.aggregation is Aggregation.RATE:
            # The 1 avoids a division by zero in a period without sends.
            value /= count(Metric.SEND) or 1
        values[each.column] = value
    return values
