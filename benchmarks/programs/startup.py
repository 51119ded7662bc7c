"""What a process pays before and at its first call, in milliseconds of CPU time."""

from __future__ import annotations

from benchmarks.programs.report import report
from benchmarks.programs.timing import cpu_milliseconds, excess_of, printed_by
from sesmock import mock_ses

TIMED = """
start = time.process_time()
{code}
print((time.process_time() - start) * 1000)
"""
IMPORT = "import boto3, time" + TIMED.format(code="from sesmock import mock_ses")
PLUGIN = "import pytest, time" + TIMED.format(code="import pytest_sesmock.plugin")
CALL = TIMED.format(code="client.get_send_quota()")
FIRST_CALL = f"""
import boto3, time
from sesmock import mock_ses
mock_ses().start()
client = boto3.client("ses")
{CALL}
"""
FIRST_CALL_OF_AN_OLDER_CLIENT = f"""
import boto3, time
from sesmock import mock_ses
client = boto3.client("ses", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
mock_ses().start()
{CALL}
"""
FIRST_CALL_OF_THE_FLOOR = f"""
import time
from benchmarks.programs.floor import canned_client
body = b'<GetSendQuotaResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><GetSendQuotaResult/>' \\
    b'<ResponseMetadata><RequestId>x</RequestId></ResponseMetadata></GetSendQuotaResponse>'
client = canned_client("ses", "GetSendQuota", {{}}, body)
{CALL}
"""


def main() -> None:
    """Report imports, first calls, and what a further mock costs."""
    report("import after boto3", printed_by(IMPORT, processes=11))
    report("plugin, without a fixture", printed_by(PLUGIN, processes=11))
    report("first call over the floor's", excess_of(FIRST_CALL, FIRST_CALL_OF_THE_FLOOR, processes=9))
    report(
        "first call of an older client",
        excess_of(FIRST_CALL_OF_AN_OLDER_CLIENT, FIRST_CALL_OF_THE_FLOOR, processes=9),
    )
    _enter_and_exit()
    report("enter and exit", cpu_milliseconds(_enter_and_exit, 1000))


def _enter_and_exit() -> None:
    with mock_ses():
        pass


if __name__ == "__main__":
    main()
