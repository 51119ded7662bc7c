"""HTTP requests from old and new SDKs."""

from __future__ import annotations

import gzip
import io
from urllib.parse import urlsplit

import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from sesmock.server.limits import MAX_BODY
from sesmock.server.reading import BadRequest, read_request
from tests.server.clients import MESSAGE, SEND, URL, Caller, dump, sign


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_actions_can_be_in_forms_and_in_query_strings(method: str) -> None:
    """An action works in the body of a POST and in the URL of a GET."""
    caller = Caller()
    path, body = ("/", SEND + MESSAGE) if method == "POST" else (f"/?{SEND}{MESSAGE}", "")

    assert caller.call(method, path, body).status_code == 200
    assert caller.mock.handle.outbox.one().subject == "Hello"


def test_both_spellings_of_a_moved_route_are_served() -> None:
    """Old SDKs list the tags of a resource under /v1, new ones under /v2."""
    caller = Caller(configuration_sets=["main"])
    query = "?ResourceArn=arn:aws:ses:us-east-1:123456789012:configuration-set/main"

    statuses = [caller.call("GET", f"/{version}/email/tags{query}").status_code for version in ("v1", "v2")]

    assert statuses == [200, 200]


def test_a_path_keeps_its_encoding() -> None:
    """A name with a slash is one segment of the path."""
    caller = Caller()

    response = caller.call("GET", "/v2/email/identities/a%2Fb")

    assert response.headers["x-amzn-ErrorType"] != "UnknownOperationException"


def test_a_decoded_path_is_encoded_again() -> None:
    """If the WSGI server provides only the decoded path, it is encoded again."""
    caller = Caller()

    response = caller.call("GET", "/v2/email/account?x=1", REQUEST_URI=None, RAW_URI=None)
    plain = caller.call("GET", "/v2/email/account", REQUEST_URI=None, RAW_URI=None)

    assert (response.status_code, plain.status_code) == (200, 200)


def test_absolute_urls_are_accepted() -> None:
    """A request can contain an absolute URL."""
    caller = Caller()

    statuses = [
        caller.call("GET", "/", REQUEST_URI=target, RAW_URI=target).status_code
        for target in (f"{URL}/v2/email/account?a=b", f"{URL}/v2/email/account", "http://[::1", "*")
    ]

    assert statuses == [200, 200, 400, 200]


@pytest.mark.parametrize(
    ("path", "body", "headers"),
    [
        ("/", SEND + MESSAGE, sign("POST", "/", SEND + MESSAGE, key="AKIAOTHER")),
        (
            "/",
            SEND + MESSAGE,
            {"X-Amzn-Authorization": "AWS3 AWSAccessKeyId=AKIAOTHER, Signature=x, Algorithm=HmacSHA256"},
        ),
        ("/", f"{SEND}{MESSAGE}&AWSAccessKeyId=AKIAOTHER&SignatureVersion=2&Signature=x", {}),
        (f"/?AWSAccessKeyId=AKIAOTHER&SignatureVersion=2&{SEND}{MESSAGE}", "", {}),
        ("/", f"{SEND}{MESSAGE}&AWSAccessKeyId=AKIAOTHER", {"Host": "email.eu-west-1.amazonaws.com"}),
    ],
    ids=["SigV4", "AWS3", "SigV2 in the form", "SigV2 in the URL", "SigV2 at AWS's host"],
)
def test_the_key_of_any_signature_decides_about_the_account(
    path: str, body: str, headers: dict[str, str]
) -> None:
    """The access key is read from signatures of version 4, AWS3 and version 2."""
    caller = Caller()
    caller.mock.handle.accounts.bind("AKIAOTHER", "210987654321")

    response = caller.call("POST" if body else "GET", path, body, headers=headers)

    assert response.status_code == 200
    assert caller.mock.handle.outbox.one().account_id == "210987654321"


def test_a_presigned_url_is_served_in_its_region() -> None:
    """The scope in the query string has the region."""
    caller = Caller()
    request = AWSRequest("GET", f"{URL}/?{SEND}{MESSAGE}".replace(" ", "%20"))
    SigV4QueryAuth(Credentials("AKIAME", "secret"), "ses", "eu-west-1").add_auth(request)

    assert caller.call("GET", request.url.removeprefix(URL)).status_code == 200
    assert caller.mock.handle.outbox.one().region == "eu-west-1"


def chunks(body: bytes, signature: bytes = b"") -> bytes:
    """Return a body as two of AWS's chunks, and the empty one."""
    parts = (body[:10], body[10:], b"")
    return b"".join(b"%x%s\r\n%s\r\n" % (len(part), signature, part) for part in parts)


BODY = (SEND + MESSAGE).encode()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(BODY), {"Content-Encoding": "gzip"}),
        (chunks(BODY), {"Content-Encoding": "aws-chunked"}),
        (chunks(gzip.compress(BODY)), {"Content-Encoding": "gzip, aws-chunked"}),
        (
            chunks(BODY, b";chunk-signature=abc"),
            {"X-Amz-Content-Sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"},
        ),
    ],
    ids=["gzip", "aws-chunked", "both", "signed chunks"],
)
def test_encoded_bodies_are_read(body: bytes, headers: dict[str, str]) -> None:
    """SDKs compress bodies, or split them into signed chunks."""
    caller = Caller()

    assert caller.call("POST", "/?Action=", body, headers=headers).status_code == 200
    assert len(caller.mock.handle.outbox) == 1


@pytest.mark.parametrize(
    ("body", "encoding", "status"),
    [
        (b"nothing of the kind", "gzip", 400),
        (gzip.compress(BODY)[:20], "gzip", 400),
        (gzip.compress(bytes(65 * 1024 * 1024)), "gzip", 413),
        (b"no length\r\n", "aws-chunked", 400),
        (b"5\r\nabc\r\n", "aws-chunked", 400),
        (b"", "aws-chunked", 400),
    ],
    ids=["no gzip", "cut short", "a bomb", "no chunk", "a short chunk", "no body"],
)
def test_broken_encodings_are_refused(body: bytes, encoding: str, status: int) -> None:
    """A body that cannot be decoded, or that expands without end, gets AWS's error."""
    response = Caller().call("POST", "/?Action=SendEmail", body, headers={"Content-Encoding": encoding})

    assert response.status_code == status


def test_a_stream_without_a_length_is_bounded() -> None:
    """A chunked body ends at the limit, regardless of the rest."""
    environ = {
        "REQUEST_METHOD": "POST",
        "HTTP_HOST": "localhost",
        "wsgi.input": io.BytesIO(bytes(MAX_BODY + 1)),
        "wsgi.input_terminated": True,
        "wsgi.url_scheme": "http",
    }

    with pytest.raises(BadRequest, match="at most") as caught:
        read_request(environ)

    assert caught.value.status == 413


def test_other_services_are_refused() -> None:
    """A client that calls SNS here gets an error that it does not retry."""
    response = Caller().call("POST", "/", "Action=Publish", headers=sign("POST", "/", service="sns"))

    assert response.status_code == 501
    assert "<Code>UnmockedCall</Code>" in response.text
    assert "the call is for sns" in response.text


def test_a_signature_without_a_service_is_refused() -> None:
    """If the scope of a signature names no service, the error says that it is for another one."""
    headers = {"Authorization": "AWS4-HMAC-SHA256 Credential=////aws4_request"}
    response = Caller().call("POST", "/", "Action=GetSendQuota", headers=headers)

    assert response.status_code == 501
    assert "the call is for another service" in response.text


def test_sesmock_errors_become_responses() -> None:
    """A sesmock error becomes an API error."""
    caller = Caller(strict_templates=True)
    template = {"TemplateName": "hi", "TemplateContent": {"Subject": "{{name}}", "Text": "x"}}
    caller.call("POST", "/v2/email/templates", dump(template))
    content = {"Template": {"TemplateName": "hi", "TemplateData": "{}"}}
    send = {
        "FromEmailAddress": "a@example.com",
        "Destination": {"ToAddresses": ["b@example.net"]},
        "Content": content,
    }

    response = caller.call("POST", "/v2/email/outbound-emails", dump(send))

    assert (response.status_code, response.headers["x-amzn-ErrorType"]) == (400, "MissingTemplateAttribute")


V2 = "/v2/email/account"
GET_QUOTA = "Action=GetSendQuota"


def read_code(caller: Caller, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
    """Return the status and code of a response."""
    response = caller.call(method, path, body, headers=headers)
    code = response.headers.get("x-amzn-ErrorType") or response.text.partition("<Code>")[2].partition("<")[0]
    return response.status_code, code


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("POST", "/", GET_QUOTA), ("GET", f"/?{GET_QUOTA}&b=%2B%20a", ""), ("GET", V2, "")],
)
def test_botocore_signatures_are_valid(method: str, path: str, body: str) -> None:
    """A server with the secret accepts botocore's signatures."""
    caller = Caller({"AKIAME": "secret"})

    assert read_code(caller, method, path, body, sign(method, path, body)) == (200, "")


def test_presigned_botocore_requests_are_valid() -> None:
    """A signature in the query string is verified too, and expires."""
    caller = Caller({"AKIAME": "secret"})
    request = AWSRequest("GET", f"{URL}/?{GET_QUOTA}")
    SigV4QueryAuth(Credentials("AKIAME", "secret"), "ses", "eu-west-1", expires=60).add_auth(request)
    parts = urlsplit(request.url)
    path = f"{parts.path}?{parts.query}"

    before = read_code(caller, "GET", path, "", {})
    caller.mock.handle.clock.shift(seconds=61)

    assert before == (200, "")
    assert read_code(caller, "GET", path, "", {}) == (400, "RequestExpired")


def test_the_signed_path_is_normalized() -> None:
    """The signed path has no empty, ``.`` and ``..`` segments."""
    path = "/v2/email/x/.././nothing/"

    code = read_code(Caller({"AKIAME": "secret"}), "GET", path, "", sign("GET", path))

    assert code == (404, "UnknownOperationException")


def test_the_date_header_can_be_signed() -> None:
    """Clients can sign the Date header instead of X-Amz-Date."""
    request = AWSRequest("GET", URL + V2, {"Date": "now"})
    SigV4Auth(Credentials("AKIAME", "secret"), "ses", "eu-west-1").add_auth(request)
    headers = dict(request.headers)

    assert "X-Amz-Date" not in headers
    assert read_code(Caller({"AKIAME": "secret"}), "GET", V2, "", headers) == (200, "")


SIGNED = sign("GET", V2)


def replace_header(name: str, value: str) -> dict[str, str]:
    """Return the headers of a signed request with one value changed."""
    return {**SIGNED, name: value}


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 403, "UnrecognizedClientException"),
        (sign("GET", V2, key="AKIAYOU"), 403, "UnrecognizedClientException"),
        (sign("GET", V2, secret="wrong"), 403, "InvalidSignatureException"),
        (sign("GET", "/v2/email/other"), 403, "InvalidSignatureException"),
        (replace_header("X-Amz-Date", "20200101T000000Z"), 400, "RequestExpired"),
        (replace_header("X-Amz-Date", "yesterday"), 403, "IncompleteSignature"),
        (replace_header("Authorization", "AWS4-HMAC-SHA256 Credential=a"), 403, "IncompleteSignature"),
        ({"Authorization": "Bearer x"}, 403, "UnrecognizedClientException"),
        (
            replace_header("Authorization", SIGNED["Authorization"].replace("/20", "/19")),
            403,
            "InvalidSignatureException",
        ),
    ],
)
def test_wrong_signatures_are_refused_as_in_v2(headers: dict[str, str], status: int, code: str) -> None:
    """SES v2 has its own codes for a missing key, a wrong key or an expired signature."""
    assert read_code(Caller({"AKIAME": "secret"}), "GET", V2, "", headers) == (status, code)


@pytest.mark.parametrize(
    ("path", "body", "headers", "code"),
    [
        ("/", GET_QUOTA, {}, "MissingAuthenticationToken"),
        ("/", f"{GET_QUOTA}&AWSAccessKeyId=AKIAME", {}, "InvalidClientTokenId"),
        (f"/?AWSAccessKeyId=AKIAME&{GET_QUOTA}", "", {}, "InvalidClientTokenId"),
        ("/", GET_QUOTA, {"X-Amzn-Authorization": "AWS3 AWSAccessKeyId=AKIAME"}, "InvalidClientTokenId"),
        ("/", GET_QUOTA, sign("POST", "/", GET_QUOTA, key="AKIAYOU"), "InvalidClientTokenId"),
        ("/", f"{GET_QUOTA}&a=b", sign("POST", "/", GET_QUOTA), "SignatureDoesNotMatch"),
        (f"/?{GET_QUOTA}&X-Amz-Signature=x", "", {}, "IncompleteSignature"),
        (
            f"/?{GET_QUOTA}&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAME/20260101/eu-west-1/ses/aws4_request"
            "&X-Amz-SignedHeaders=host&X-Amz-Expires=0&X-Amz-Date=20260101T000000Z&X-Amz-Signature=x",
            "",
            {},
            "IncompleteSignature",
        ),
    ],
)
def test_wrong_signatures_are_refused_as_in_v1(
    path: str, body: str, headers: dict[str, str], code: str
) -> None:
    """SES v1 has the codes of the Query protocol; signatures before version 4 are refused."""
    caller = Caller({"AKIAME": "secret"})

    assert read_code(caller, "POST" if body else "GET", path, body, headers)[1] == code
    assert len(caller.mock.handle.calls) == 0


def test_sigv4a_signatures_need_a_known_key() -> None:
    """SigV4A signatures of clients of global endpoints are not computed, but their key must be known."""
    header = (
        "AWS4-ECDSA-P256-SHA256 Credential=AKIAME/20260101/ses/aws4_request, SignedHeaders=host, Signature=x"
    )
    headers = {**SIGNED, "Authorization": header}

    assert read_code(Caller({"AKIAME": "secret"}), "GET", V2, "", headers) == (200, "")


def test_an_unsigned_payload_is_accepted() -> None:
    """A signed header can mark the body as unsigned."""
    request = AWSRequest("POST", URL + "/", {"X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD"}, GET_QUOTA.encode())
    SigV4Auth(Credentials("AKIAME", "secret"), "ses", "eu-west-1").add_auth(request)
    caller = Caller({"AKIAME": "secret"})

    assert read_code(caller, "POST", "/", GET_QUOTA, dict(request.headers)) == (200, "")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "<Code>RequestAbortedException</Code>"),
        ("/v2/email/outbound-emails", "the body ended before its length"),
        ("/_sesmock/receive", '"code": "RequestAbortedException"'),
    ],
)
def test_a_truncated_body_is_refused_in_the_format_of_its_api(path: str, expected: str) -> None:
    """The client gets the error in XML or in JSON."""
    response = Caller().call("POST", path, "short", CONTENT_LENGTH="9999")

    assert response.status_code == 400
    assert expected in response.text


def test_faults_reach_other_processes() -> None:
    """`ses_mock.fail` applies to calls over HTTP, with any status."""
    caller = Caller()
    caller.mock.handle.fail("GetAccount", status=599)

    assert caller.call("GET", V2).status_code == 599


def test_a_request_without_an_operation_is_refused() -> None:
    """A request without an operation is refused by the API of its path."""
    response = Caller().call("GET", "/v2/email/nothing")

    assert (response.status_code, response.headers["x-amzn-ErrorType"]) == (404, "UnknownOperationException")
