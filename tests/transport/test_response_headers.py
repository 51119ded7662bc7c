"""The headers of responses behave like botocore's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.awsrequest import HeadersDict

from sesmock.transport.response_headers import ResponseHeaders

if TYPE_CHECKING:
    from collections.abc import Callable

FIELDS = {"Content-Type": "text/xml", "x-amzn-RequestId": "1"}
USES: list[Callable[[Any], object]] = [
    list,
    len,
    repr,
    lambda headers: headers["CONTENT-TYPE"],
    lambda headers: headers.get("X-Amzn-RequestId"),
    lambda headers: headers.get("Date"),
    lambda headers: "content-type" in headers,
    lambda headers: headers.copy() == headers,
    lambda headers: headers.pop("content-type"),
    lambda headers: headers.pop("date", None),
    lambda headers: headers.__delitem__("Content-Type"),
    lambda headers: list(headers.values()),
    dict,
    lambda headers: headers.update({"DATE": "now", "content-type": "text/plain"}),
    lambda headers: headers.setdefault("date", "now"),
]


@pytest.mark.parametrize("use", USES)
def test_headers_behave_like_those_of_botocore(use: Callable[[Any], object]) -> None:
    """Reading and changing headers has the same results as with botocore's class."""
    ours, botocore_headers = ResponseHeaders(FIELDS), HeadersDict(FIELDS)

    assert isinstance(ours, HeadersDict)
    assert use(ours) == use(botocore_headers)
    assert list(ours.items()) == list(botocore_headers.items())
