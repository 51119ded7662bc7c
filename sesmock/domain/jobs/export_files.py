"""The files of export jobs.

Spec: jobs.md §1 [P]; in JSON, the names of dimensions other than ``isp`` are inferred.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sesmock.domain.clock import to_datetime
from sesmock.domain.jobs.jobs import DataFormat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sesmock.domain.jobs.insight_rows import InsightRow
    from sesmock.domain.jobs.metric_rows import MetricRow, MetricsSource

_COLUMNS = (
    "messageid",
    "sendtimestamp",
    "isp",
    "fromaddress",
    "destination",
    "subject",
    "last_delivery_event",
    "last_engagement_event",
    "last_delivery_event_timestamp",
    "last_engagement_event_timestamp",
    "bounce_sub_type",
    "diagnostic_code",
)


def write_insights(rows: Iterable[InsightRow], data_format: DataFormat) -> str:
    """Return a file of message insights.

    In CSV, every cell is quoted. In JSON, each object is on a line of its own. Spec: jobs.md §1 [P].
    """
    records = [_read_insight(row) for row in rows]
    if data_format is DataFormat.CSV:
        lines = [
            _quote(_COLUMNS),
            *(_quote(record[column] or "" for column in _COLUMNS) for record in records),
        ]
        return "".join(f"{line}\n" for line in lines)
    # SES leaves out columns without a value, and puts the comma between two objects at the start of a line.
    # Spec: jobs.md §1 [P].
    objects = [json.dumps({name: value for name, value in record.items() if value}) for record in records]
    return "".join(["[\n", "\n,".join(objects), "\n" if objects else "", "]\n"])


def write_metrics(source: MetricsSource, rows: Iterable[MetricRow], data_format: DataFormat) -> str:
    """Return a file of metrics: CSV with unquoted cells, or a JSON list of objects. Values have four decimals.

    Spec: jobs.md §1 [P].
    """
    if data_format is DataFormat.CSV:
        # A repeated metric has only one column.
        header = [*source.dimensions, *dict.fromkeys(metric.column for metric in source.metrics)]
        lines = [header, *([*row.dimensions.values(), *map(_decimals, row.values.values())] for row in rows)]
        return "".join(f"{','.join(line)}\n" for line in lines)
    return f"[{','.join(map(_write_metric, rows))}]\n"


def _read_insight(row: InsightRow) -> dict[str, str | None]:
    message, bounce = row.message, row.bounce
    values: Sequence[str | None] = (
        message.message_id,
        _time(message.accepted_at),
        row.provider,
        message.sender,
        row.recipient.address,
        message.subject,
        row.delivery_event,
        row.engagement_event,
        _time(row.delivery.occurred_at),
        None if row.engagement is None else _time(row.engagement.occurred_at),
        None if bounce is None else bounce.subtype.name,
        row.diagnosis,
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _quote(cells: Iterable[str]) -> str:
    # A comma follows the last cell, too. Spec: jobs.md §1 [P].
    return "".join(f'"{cell.replace(chr(34), chr(34) * 2)}",' for cell in cells)


def _write_metric(row: MetricRow) -> str:
    # Written without json.dumps(), which would drop the trailing zeros of the four decimals.
    dimensions = "".join(
        f"{json.dumps(name.lower())}:{json.dumps(value)}," for name, value in row.dimensions.items()
    )
    return f'{{{dimensions}"metrics":{{{_write_values(row.values)}}}}}'


def _write_values(values: Mapping[str, float]) -> str:
    return ",".join(f'"{name}":{_decimals(value)}' for name, value in values.items())


def _decimals(value: float) -> str:
    return f"{value:.4f}"


def _time(seconds: float) -> str:
    # strftime() has no directive for milliseconds; %f writes microseconds.
    return f"{to_datetime(seconds):%Y-%m-%d %H:%M:%S}.{to_datetime(seconds).microsecond // 1000:03} UTC"
