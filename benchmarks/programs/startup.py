"""The cost of imports and of the first call in a process, in milliseconds of CPU time."""

from __future__ import annotations

from benchmarks.programs.report import report
from benchmarks.programs.timing import cpu_milliseconds, printed_by
from sesmock import mock_ses

TIMED = """
start = time.process_time()
{code}
print((time.process_time() - start) * 1000)
"""
IMPORT = "import boto3, time" + TIMED.format(code="from sesmock import mock_ses")
PLUGIN = "import pytest, time" + TIMED.format(code="import pytest_sesmock.plugin")
CALL = TIMED.format(code="client.get_send_quota()")
# The floor's first call happens before the measurement, which therefore contains only the cost that sesmock adds.
FLOOR = """
import boto3, time
from benchmarks.programs.floor import canned_client
body = b'<GetSendQuotaResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><GetSendQuotaResult/>' \\
    b'<ResponseMetadata><RequestId>x</RequestId></ResponseMetadata></GetSendQuotaResponse>'
canned_client("ses", "GetSendQuota", {}, body).get_send_quota()
from sesmock import mock_ses
"""
FIRST_CALL = f"""{FLOOR}
mock_ses().start()
client = boto3.client("ses")
{CALL}
"""
FIRST_CALL_OF_AN_OLDER_CLIENT = f"""{FLOOR}
client = boto3.client("ses", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
mock_ses().start()
{CALL}
"""


def main() -> None:
    """Report the cost of imports, of first calls, and of another mock."""
    report("import after boto3", printed_by(IMPORT))
    report("plugin, without a fixture", printed_by(PLUGIN))
    report("first call over the floor's", printed_by(FIRST_CALL))
    report("first call of an older client", printed_by(FIRST_CALL_OF_AN_OLDER_CLIENT))
    _enter_and_exit()
    report("enter and exit", cpu_milliseconds(_enter_and_exit, 1000))


def _enter_and_exit() -> None:
    with mock_ses():
        pass


if __name__ == "__main__":
    main()
