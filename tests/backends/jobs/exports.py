"""Export jobs of message insights and metrics."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

NOW = datetime(2026, 9, 23, 10, 11, 12, 345000, tzinfo=timezone.utc)
DAY = datetime(2026, 9, 23, tzinfo=timezone.utc)
INSIGHTS: Any = {"StartDate": DAY, "EndDate": DAY + timedelta(days=1)}
METRICS: Any = {
    "Dimensions": {"ISP": ["Gmail"]},
    "Namespace": "VDM",
    "Metrics": [{"Name": "SEND"}, {"Name": "DELIVERY", "Aggregation": "RATE"}],
    **INSIGHTS,
}
CSV: Any = {"DataFormat": "CSV"}


def start_job(client: SESV2Client, destination: Any = CSV, **sources: Any) -> str:
    """Start a job and return its ID."""
    data_sources: Any = {f"{name}DataSource": source for name, source in sources.items()}
    return client.create_export_job(ExportDataSource=data_sources, ExportDestination=destination)["JobId"]


def finish_job(client: SESV2Client, job_id: str) -> Any:
    """Read a job until it has ended."""
    # The first read starts the job, and the second completes it.
    for _ in range(2):
        job = client.get_export_job(JobId=job_id)
    return job
