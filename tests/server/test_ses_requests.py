"""HTTP requests as old and new SDKs send them."""

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
    # Spec: requests.md §2.1.
    caller = Caller()
    path, body = ("/", SEND + MESSAGE) if method == "POST" else (f"/?{SEND}{MESSAGE}", "")

    assert caller.call(method, path, body).status_code == 200
    assert caller.mock.handle.outbox.one().subject == "Hello"


def test_both_spellings_of_a_moved_route_are_served() -> None:
    """The tags of a resource can be listed under /v1, as in old SDKs, and under /v2, as in new ones."""
    caller = Caller(configuration_sets=["main"])
    query = "?ResourceArn=arn:aws:ses:us-east-1:123456789012:configuration-set/main"

    statuses = [caller.call("GET", f"/{version}/email/tags{query}").status_code for version in ("v1", "v2")]

    assert statuses == [200, 200]


def test_a_path_keeps_its_encoding() -> None:
    """An encoded slash in a name does not start a new segment of the path."""
    caller = Caller()

    # In PATH_INFO, a WSGI server decodes %2F, so only the original URI shows that the slash is part of a name.
    response = caller.call("GET", "/v2/email/identities/a%2Fb")

    assert response.headers["x-amzn-ErrorType"] != "UnknownOperationException"


def test_a_decoded_path_is_encoded_again() -> None:
    """If the WSGI server provides only the decoded path, the request is still answered."""
    caller = Caller()

    # PEP 3333 defines only the decoded PATH_INFO; REQUEST_URI and RAW_URI are additions of some servers.
    response = caller.call("GET", "/v2/email/account?x=1", REQUEST_URI=None, RAW_URI=None)
    plain = caller.call("GET", "/v2/email/account", REQUEST_URI=None, RAW_URI=None)

    assert (response.status_code, plain.status_code) == (200, 200)


def test_absolute_urls_are_accepted() -> None:
    """The target of a request can be an absolute URL, as clients send it to a proxy."""
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
def test_the_key_of_any_signature_selects_the_account(path: str, body: str, headers: dict[str, str]) -> None:
    """The access key selects the account, whether the signature is SigV4, AWS3 or SigV2."""
    caller = Caller()
    caller.mock.handle.accounts.bind("AKIAOTHER", "210987654321")

    response = caller.call("POST" if body else "GET", path, body, headers=headers)

    assert response.status_code == 200
    assert caller.mock.handle.outbox.one().account_id == "210987654321"


def test_a_presigned_url_is_served_in_its_region() -> None:
    """A presigned URL is served in the region of its credential scope."""
    caller = Caller()
    request = AWSRequest("GET", f"{URL}/?{SEND}{MESSAGE}".replace(" ", "%20"))
    SigV4QueryAuth(Credentials("AKIAME", "secret"), "ses", "eu-west-1").add_auth(request)

    assert caller.call("GET", request.url.removeprefix(URL)).status_code == 200
    assert caller.mock.handle.outbox.one().region == "eu-west-1"


def chunks(body: bytes, signature: bytes = b"") -> bytes:
    """Return a body in AWS's chunked encoding: two chunks, and the empty chunk at the end."""
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
    """A body that an SDK has compressed or split into AWS's chunks is decoded."""
    caller = Caller()

    assert caller.call("POST", "/?Action=", body, headers=headers).status_code == 200
    assert len(caller.mock.handle.outbox) == 1


@pytest.mark.parametrize(
    ("body", "encoding", "status"),
    [
        (b"nothing of the kind", "gzip", 400),
        (gzip.compress(BODY)[:20], "gzip", 400),
        # 65 MB of zeros take less than 100 KB in gzip.
        (gzip.compress(bytes(65 * 1024 * 1024)), "gzip", 413),
        (b"no length\r\n", "aws-chunked", 400),
        (b"5\r\nabc\r\n", "aws-chunked", 400),
        (b"", "aws-chunked", 400),
    ],
    ids=["no gzip", "cut short", "a bomb", "no chunk", "a short chunk", "no body"],
)
def test_broken_encodings_are_refused(body: bytes, encoding: str, status: int) -> None:
    """A body that cannot be decoded, or that is too large when it is decompressed, gets AWS's error."""
    response = Caller().call("POST", "/?Action=SendEmail", body, headers={"Content-Encoding": encoding})

    assert response.status_code == status


def test_a_stream_without_a_length_is_bounded() -> None:
    """A chunked body, which has no length in its headers, is refused once it exceeds the limit."""
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
    """A call to another service, here SNS, gets status 501, which SDKs do not retry."""
    response = Caller().call("POST", "/", "Action=Publish", headers=sign("POST", "/", service="sns"))

    assert response.status_code == 501
    assert "<Code>UnmockedCall</Code>" in response.text
    assert "the call is for sns" in response.text


def test_a_signature_without_a_service_is_refused() -> None:
    """A signature whose scope has no service is refused as a call to another service."""
    headers = {"Authorization": "AWS4-HMAC-SHA256 Credential=////aws4_request"}
    response = Caller().call("POST", "/", "Action=GetSendQuota", headers=headers)

    assert response.status_code == 501
    assert "the call is for another service" in response.text


def test_sesmock_errors_become_responses() -> None:
    """A sesmock error becomes an error response of the API that was called."""
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
    """A server that knows the secret key accepts botocore's signatures."""
    caller = Caller({"AKIAME": "secret"})

    assert read_code(caller, method, path, body, sign(method, path, body)) == (200, "")


def test_presigned_botocore_requests_are_valid() -> None:
    """A signature in the query string is verified, too, and is refused after its expiry."""
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
    """The server normalizes ``.``, ``..`` and empty segments before it verifies the signature of a path."""
    # SigV4 normalizes the path before it is signed, for every service except S3.
    path = "/v2/email/x/.././nothing/"

    code = read_code(Caller({"AKIAME": "secret"}), "GET", path, "", sign("GET", path))

    assert code == (404, "UnknownOperationException")


def test_the_date_header_can_be_signed() -> None:
    """A signature with the Date header instead of X-Amz-Date is accepted."""
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
    """SES v2 refuses a missing, wrong or expired signature with its own error codes."""
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
    """SES v1 refuses a wrong signature with the Query protocol's error codes, and any signature before SigV4."""
    caller = Caller({"AKIAME": "secret"})

    assert read_code(caller, "POST" if body else "GET", path, body, headers)[1] == code
    assert len(caller.mock.handle.calls) == 0


def test_sigv4a_signatures_need_a_known_key() -> None:
    """A SigV4a signature, as for a global endpoint, is accepted without verification if its key is known."""
    # The scope of SigV4a has no region.
    header = (
        "AWS4-ECDSA-P256-SHA256 Credential=AKIAME/20260101/ses/aws4_request, SignedHeaders=host, Signature=x"
    )
    headers = {**SIGNED, "Authorization": header}

    assert read_code(Caller({"AKIAME": "secret"}), "GET", V2, "", headers) == (200, "")


def test_an_unsigned_payload_is_accepted() -> None:
    """A signature is valid for any body if the signed header says ``UNSIGNED-PAYLOAD``."""
    request = AWSRequest("POST", URL + "/", {"X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD"}, GET_QUOTA.encode())
    SigV4Auth(Credentials("AKIAME", "secret"), "ses", "eu-west-1").add_auth(request)
    caller = Caller({"AKIAME": "secret"})

    assert read_code(caller, "POST", "/", GET_QUOTA, dict(request.headers)) == (200, "")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "<Code>RequestAbortedException</Code>"),
        ("/v2/email/outbound-emails", "the body was shorter than its Content-Length"),
        ("/_sesmock/receive", '"code": "RequestAbortedException"'),
    ],
)
def test_a_truncated_body_is_refused_in_the_format_of_its_api(path: str, expected: str) -> None:
    """The error of a truncated body is in XML for SES v1, and in JSON for other paths."""
    response = Caller().call("POST", path, "short", CONTENT_LENGTH="9999")

    assert response.status_code == 400
    assert expected in response.text


def test_faults_reach_other_processes() -> None:
    """A fault of `ses_mock.fail` also applies to calls over HTTP, with any status."""
    caller = Caller()
    caller.mock.handle.fail("GetAccount", status=599)

    assert caller.call("GET", V2).status_code == 599


def test_a_request_without_an_operation_is_refused() -> None:
    """A request that matches no operation gets the error of the API that its path belongs to."""
    response = Caller().call("GET", "/v2/email/nothing")

    assert (response.status_code, response.headers["x-amzn-ErrorType"]) == (404, "UnknownOperationException")
