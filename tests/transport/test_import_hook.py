"""Aiobotocore is patched whether it is imported before, during or between mocks, and is never imported by sesmock."""

from __future__ import annotations

import pytest

from tests.plugin_runs import run
from tests.programs import run_program

pytest.importorskip(
    "aiobotocore.session",
    reason="aiobotocore pins botocore: it has its own environments (make test runs them)",
)
pytest_plugins = ["pytester"]
SEND = """
import asyncio
async def send():
    from aiobotocore.session import get_session
    async with get_session().create_client("ses") as ses:
        await ses.list_identities()
"""


def test_a_mock_does_not_import_aiobotocore() -> None:
    """A mock and the guard import neither aiobotocore nor aiohttp nor asyncio."""
    code = """
import sys, boto3
from sesmock import mock_ses, stack
stack.guard()
with mock_ses():
    boto3.client("ses").list_identities()
print([name for name in ("aiobotocore", "aiohttp", "asyncio") if name in sys.modules])
"""

    assert run_program(code) == "[]\n"


@pytest.mark.parametrize("guarded", ["", "stack.guard()"], ids=["", "guarded"])
def test_aiobotocore_can_be_imported_inside_a_mock(guarded: str) -> None:
    """Clients of an aiobotocore that is imported inside a mock are answered, and the end restores everything."""
    code = f"""{SEND}
from botocore.session import Session
from sesmock import mock_ses, stack
init = Session.__init__
{guarded}
with mock_ses() as active:
    with mock_ses():
        asyncio.run(send())
    asyncio.run(send())
from aiobotocore.httpsession import AIOHTTPSession
print(len(active.calls), AIOHTTPSession.send.__module__)
stack.unguard()
print(Session.__init__ is init, AIOHTTPSession.send.__module__)
"""
    between = "sesmock.transport.guard" if guarded else "aiobotocore.httpsession"

    assert run_program(code) == f"2 {between}\nTrue aiobotocore.httpsession\n"


def test_aiobotocore_can_be_imported_between_mocks() -> None:
    """An aiobotocore that is imported between two mocks is patched by the second one."""
    code = f"""{SEND}
from sesmock import mock_ses
with mock_ses():
    pass
import aiobotocore.session
with mock_ses() as active:
    asyncio.run(send())
print(len(active.calls))
"""

    assert run_program(code) == "1\n"


GUARDED = """
import asyncio
{first}
def get(url):
    from aiobotocore.session import get_session
    get_session()
    from aiobotocore.httpsession import AIOHTTPSession
    from botocore.awsrequest import AWSRequest
    async def main():
        async with AIOHTTPSession(timeout=1) as session:
            await session.send(AWSRequest("GET", url).prepare())
    asyncio.run(main())

def test_ses():
    get("https://email.us-east-1.amazonaws.com/?Action=GetSendQuota")

def test_others():
    from botocore.exceptions import EndpointConnectionError
    with pytest.raises(EndpointConnectionError):
        get("http://127.0.0.1:9/")

def test_inside(ses_mock):
    get("https://email.us-east-1.amazonaws.com/?Action=GetSendQuota")
"""


@pytest.mark.parametrize("first", ["", "import aiobotocore.session"], ids=["later", "first"])
def test_calls_outside_of_mocks_are_guarded(pytester: pytest.Pytester, first: str) -> None:
    """The guard refuses calls of aiobotocore outside a mock, whenever aiobotocore is imported."""
    result = run(pytester, GUARDED.format(first=first), ini="ses_mock_guard = true")

    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        ["*sesmock.UnmockedCall: SES GetSendQuota was called outside a mock (ses_mock_guard)"]
    )
