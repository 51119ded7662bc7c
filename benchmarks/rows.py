"""The rows of the table: the measured figures, and sesmock's goals for them.

A unit such as ``x floor`` means a multiple: of the time of botocore alone (floor), of moto, of a client outside a mock,
of a bare werkzeug server, or of the time with 1,000 items.
"""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A figure for which less is better; a row with a ``goal`` of None is only reported."""

    name: str
    program: str
    unit: str
    goal: float | None


ROWS = (
    Row("SendEmail, ses", "sends", "x floor", 0.92),
    Row("SendEmail, sesv2", "sends", "x floor", 0.92),
    Row("SendEmail, pinpoint-email", "sends", "x floor", 0.92),
    Row("raw, 140 lines, sesv2", "sends", "x floor", 1.10),
    Row("raw, one long line, ses", "sends", "x floor", 0.80),
    Row("SendTemplatedEmail, ses", "sends", "x floor", 1.05),
    Row("ListIdentities, ses", "sends", "x floor", 0.85),
    Row("ListEmailIdentities, sesv2", "sends", "x floor", 0.85),
    Row("a destination and a subscriber", "sends", "x floor", 1.20),
    Row("import after boto3", "startup", "ms CPU", 12.0),
    Row("plugin, without a fixture", "startup", "ms CPU", 5.0),
    Row("first call over the floor's", "startup", "ms CPU", 25.0),
    Row("first call of an older client", "startup", "ms CPU", 40.0),
    Row("enter and exit", "startup", "ms CPU", 0.08),
    Row("200 tests", "suites", "x floor", 1.15),
    Row("200 tests, against moto", "suites", "x moto", None),
    Row("fresh session and client", "suites", "x outside", 0.16),
    Row("memory of a message", "scale", "KB", 3.0),
    Row("10,000 templates in pages", "scale", "x 1,000", 1.10),
    Row("100,000 sends, last to first", "scale", "x", 1.10),
    Row("outbox.one among 100,000", "scale", "ms CPU", 10.0),
    Row("a failure among 100,000", "scale", "ms CPU", 300.0),
    Row("a list member, over a plain send", "contacts", "µs", 20.0),
    Row("100,000 contacts in pages", "contacts", "x 1,000", 1.10),
    Row("a send for a tenant, over a plain one", "tenants", "µs", 20.0),
    Row("a request to the server", "server", "x werkzeug", 1.60),
)
PROGRAMS = tuple(dict.fromkeys(row.program for row in ROWS))
