"""The cost of many tests, each with its own mock and client, as ratios of CPU times."""

from __future__ import annotations

from time import process_time_ns
from typing import Any

import boto3

from benchmarks.programs.report import report
from benchmarks.programs.timing import printed_by, ratio_of_pairs
from sesmock import mock_ses

TESTS, TESTS_WITH_MOTO = 200, 20  # a test with moto takes many times as long
# The first test is not timed, since it imports modules and fills caches.
SUITE = """
import time
import boto3
{setup}

def test():
    with mock() as active:
        client = boto3.client("ses", region_name="us-east-1")
        {prepare}
        client.verify_email_identity(EmailAddress="a@example.com")
        client.send_email(
            Source="a@example.com",
            Destination={{"ToAddresses": ["b@example.net"]}},
            Message={{"Subject": {{"Data": "s"}}, "Body": {{"Text": {{"Data": "t"}}}}}},
        )

test()
start = time.process_time()
for _ in range({tests}):
    test()
print((time.process_time() - start) / {tests})
"""
# Without credentials, botocore would search for them, even in the metadata service of EC2.
ENVIRONMENT = """
import os
os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_EC2_METADATA_DISABLED="true")
"""
CANNED = (
    ENVIRONMENT
    + '''
from contextlib import nullcontext as mock
from benchmarks.programs.floor import set_canned_response

ANSWER = b"""<{0}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><{0}Result>{1}</{0}Result>
<ResponseMetadata><RequestId>x</RequestId></ResponseMetadata></{0}Response>"""
ANSWERS = {
    "VerifyEmailIdentity": ANSWER.replace(b"{0}", b"VerifyEmailIdentity").replace(b"{1}", b""),
    "SendEmail": ANSWER.replace(b"{0}", b"SendEmail").replace(b"{1}", b"<MessageId>x</MessageId>"),
}
'''
)
SET_RESPONSES = (
    'any(set_canned_response(client, "ses", operation, {}, body) for operation, body in ANSWERS.items())'
)


def main() -> None:
    """Report the time of a suite compared with canned responses and with moto, and that of a client inside a mock."""
    ours = printed_by(SUITE.format(setup="from sesmock import mock_ses as mock", prepare="", tests=TESTS))
    report("200 tests", ours / printed_by(SUITE.format(setup=CANNED, prepare=SET_RESPONSES, tests=TESTS)))
    moto = SUITE.format(setup="from moto import mock_aws as mock", prepare="", tests=TESTS_WITH_MOTO)
    report("200 tests, against moto", ours / printed_by(moto))
    report("fresh session and client", ratio_of_pairs(_client_inside, _client_outside, 30, process_time_ns))


def _client_inside() -> Any:
    with mock_ses():
        return boto3.Session().client("sesv2")


def _client_outside() -> Any:
    session = boto3.Session(aws_access_key_id="x", aws_secret_access_key="x", region_name="us-east-1")
    return session.client("sesv2")


if __name__ == "__main__":
    main()
