"""Messages relayed over SMTP, and events posted to a webhook as SNS would post them."""

from __future__ import annotations

import base64
import json
import smtplib
import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1

from sesmock.publishing.sns_signature import text_to_sign
from sesmock.server import command
from sesmock.server.access_log import AccessLog
from sesmock.server.courier import Courier, Refused
from sesmock.server.following import Follower
from sesmock.server.relay import parse_relay
from sesmock.server.webhooks import Webhook, check_url
from tests.server.clients import MESSAGE, SEND, Caller
from tests.server.test_command import fetch, run, run_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import Message
    from pathlib import Path

    from sesmock import SentMessage

pytestmark = pytest.mark.slow


class Mailbox:
    """The handler of an SMTP server, which keeps the mail; ``replies`` are its first replies, in order."""

    def __init__(self, *replies: str) -> None:
        self.replies = list(replies)
        self.envelopes: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Accept an email."""
        if self.replies:
            return self.replies.pop(0)
        self.envelopes.append(envelope)
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        """Accept a recipient, unless its address starts with "nobody"."""
        if address.startswith("nobody"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@contextmanager
def smtp_server(mailbox: Mailbox) -> Iterator[str]:
    """Run an SMTP server; yield its URL."""
    # aiosmtpd connects to its own port when it starts, and so cannot use port 0 itself.
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


class Endpoint(ThreadingHTTPServer):
    """The server of a webhook, which keeps its requests; ``statuses`` are its first responses, in order."""

    def __init__(self, *statuses: int) -> None:
        super().__init__(("127.0.0.1", 0), _Hook)
        self.statuses = list(statuses)
        self.requests: list[tuple[Message, dict[str, Any]]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/hook"


class _Hook(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        """Accept a notification."""
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        body = json.loads(text) if text.startswith("{") else dict(parse_qsl(text))
        status = self.server.statuses.pop(0) if self.server.statuses else 200
        if status == 200:
            self.server.requests.append((self.headers, body))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b"<PublishResponse><PublishResult/></PublishResponse>")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Write no log."""


@contextmanager
def webhook(*statuses: int) -> Iterator[Endpoint]:
    """Run a webhook."""
    with Endpoint(*statuses) as endpoint:
        thread = threading.Thread(target=endpoint.serve_forever, args=(0.05,))
        thread.start()
        yield endpoint
        endpoint.shutdown()
        thread.join()


def wait_for(condition: Callable[[], object]) -> None:
    """Wait for a condition; fail after some seconds."""
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_accepted_messages_are_relayed() -> None:
    """The relay delivers the raw mail to all recipients, including blind copies."""
    mailbox = Mailbox()
    with (
        smtp_server(mailbox) as url,
        run_server("--identities", "example.com", "--relay", url) as (process, server),
    ):
        fetch(server, SEND + MESSAGE + "&Destination.BccAddresses.member.1=bob@example.net")
        wait_for(lambda: mailbox.envelopes)
        process.terminate()
        process.communicate(timeout=20)

    [envelope] = mailbox.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == (
        "shop@example.com",
        ["ada@example.net", "bob@example.net"],
    )
    assert b"Subject: Hello" in envelope.content


def send_one(*fields: str) -> SentMessage:
    """Return a sent message."""
    caller = Caller()
    caller.send("".join(fields))
    return caller.mock.handle.outbox[0]


def test_a_busy_relay_is_retried() -> None:
    """A temporary refusal of the relay raises an OSError, which is retried; a permanent one raises `Refused`."""
    with smtp_server(Mailbox("451 later", "554 never")) as url:
        relay = parse_relay(url)
        message = send_one()

        with pytest.raises(smtplib.SMTPDataError, match="later"):
            relay.forward(message)
        with pytest.raises(Refused, match="never"):
            relay.forward(message)


def test_a_message_without_valid_recipients_is_not_retried() -> None:
    """If the relay refuses all recipients of a message, `Refused` is raised, which is not retried."""
    caller = Caller()
    caller.call("POST", "/", SEND.replace("ada", "nobody") + MESSAGE)
    with smtp_server(Mailbox()) as url, pytest.raises(Refused, match="no such user"):
        parse_relay(url).forward(caller.mock.handle.outbox[0])


def test_a_relay_can_require_a_password() -> None:
    """The user and password in the relay's URL are used for authentication."""
    with smtp_server(Mailbox()) as url, pytest.raises(smtplib.SMTPNotSupportedError, match="AUTH"):
        parse_relay(url.replace("//", "//me:p%40ss@")).forward(send_one())

    relay = parse_relay("smtps://me:p%40ss@mail")
    assert (relay.port, relay.uses_tls, relay.user, relay.password) == (465, True, "me", "p@ss")
    with pytest.raises(OSError, match="refused"):
        parse_relay("smtps://127.0.0.1:9").forward(send_one())


@pytest.mark.parametrize("url", ["http://a", "smtp://", "mail", "smtp://a/b"])
def test_an_invalid_relay_is_refused(capsys: pytest.CaptureFixture[str], url: str) -> None:
    """A wrong URL for ``--relay`` ends the command with status 2."""
    code, error = run(capsys, "--relay", url)

    assert code == 2
    assert "relay must be a URL smtp://HOST:PORT" in error


@pytest.mark.parametrize("url", ["smtp://a", "http://", "file:///etc/passwd"])
def test_an_invalid_webhook_is_refused(capsys: pytest.CaptureFixture[str], url: str) -> None:
    """A wrong URL for ``--webhook`` ends the command with status 2."""
    code, error = run(capsys, "--webhook", url)

    assert code == 2
    assert f"webhook must be an http:// or https:// URL, got {url!r}" in error


def verify(document: dict[str, Any], pem: str) -> None:
    """Verify an SNS signature with a certificate; raise `InvalidSignature`."""
    key: Any = x509.load_pem_x509_certificate(pem.encode()).public_key()
    # SNS's SignatureVersion 1 uses SHA-1.
    key.verify(base64.b64decode(document["Signature"]), text_to_sign(document).encode(), PKCS1v15(), SHA1())


def test_events_are_posted_as_sns_posts_them() -> None:
    """A webhook gets a confirmation and then each event, signed with the key of the server's certificate."""
    with (
        webhook() as hook,
        run_server("--identities", "example.com", "--webhook", hook.url, "--quiet") as (process, url),
    ):
        fetch(url, SEND + MESSAGE)
        wait_for(lambda: len(hook.requests) == 3)
        confirmed = fetch(hook.requests[0][1]["SubscribeURL"])
        pem = fetch(hook.requests[1][1]["SigningCertURL"])
        process.terminate()
        process.communicate(timeout=20)

    types = [headers["x-amz-sns-message-type"] for headers, _ in hook.requests]
    events = [json.loads(document["Message"])["eventType"] for _, document in hook.requests[1:]]
    assert types == ["SubscriptionConfirmation", "Notification", "Notification"]
    assert events == ["Send", "Delivery"]
    assert "ConfirmSubscriptionResponse" in confirmed
    for _, document in hook.requests:
        verify(document, pem)


def test_a_webhook_that_fails_is_called_again(capsys: pytest.CaptureFixture[str]) -> None:
    """A webhook that returns 503 is called again until it succeeds, but one that returns 400 is not."""
    with webhook(503, 503, 200, 400) as hook:
        target = Webhook(hook.url, "http://localhost:8005", "us-east-1", "123456789012")
        courier = Courier("webhook", target.deliver, AccessLog(), delays=(0.01, 0.02))
        caller = Caller()
        follower = Follower(caller.mock.world)
        follower.event_listeners.append(courier.put)
        courier.put(None)
        with caller.mock.world.notifier.listening(follower.collect):
            caller.send()
        wait_for(lambda: len(hook.requests) == 2)
        courier.close()

    assert [document["Type"] for _, document in hook.requests] == ["SubscriptionConfirmation", "Notification"]
    assert json.loads(hook.requests[1][1]["Message"])["eventType"] == "Delivery"
    assert "webhook: gave up: http://127.0.0.1" in capsys.readouterr().err
    assert check_url(hook.url) == hook.url


def test_publications_reach_an_emulator() -> None:
    """With the endpoint of an AWS emulator, ``publish`` sends events to the emulator's SNS."""
    topic = "arn:aws:sns:us-east-1:123456789012:events"
    destination = {
        "Enabled": True,
        "MatchingEventTypes": ["SEND"],
        "SnsDestination": {"TopicArn": topic},
    }
    with webhook() as emulator:
        endpoint = emulator.url.removesuffix("/hook")
        arguments = ["--identities", "example.com", "--configuration-sets", "main", "--publish", "boto3"]
        with run_server(*arguments, AWS_ENDPOINT_URL=endpoint) as (_, url):
            path = f"{url}/v2/email/configuration-sets/main/event-destinations"
            fetch(path, json.dumps({"EventDestinationName": "d", "EventDestination": destination}))
            fetch(url, SEND + MESSAGE + "&ConfigurationSetName=main")

    forms = [form for _, form in emulator.requests]
    assert {(form["Action"], form["TopicArn"]) for form in forms} == {("Publish", topic)}
    assert json.loads(forms[-1]["Message"])["eventType"] == "Send"


def test_a_courier_gives_up_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    """A courier logs an item after its last attempt, and makes no further attempt once it is closed."""
    tries = []

    def fail(item: str) -> None:
        tries.append(item)
        raise OSError("nobody there")

    first = Courier("relay", fail, AccessLog(), delays=(0.01,))
    first.put("a")
    wait_for(lambda: len(tries) == 2)
    first.close()
    second = Courier("relay", fail, AccessLog(), delays=(60,))
    second.put("b")
    wait_for(lambda: len(tries) == 3)
    second.close()

    assert tries == ["a", "a", "b"]
    assert capsys.readouterr().err == "relay: gave up: nobody there\n" * 2


def test_items_are_forwarded_before_they_are_deleted() -> None:
    """A message is forwarded exactly once, even if it is deleted immediately or the mock is reset."""
    caller = Caller()
    caller.send()
    follower = Follower(caller.mock.world)
    ids: list[str] = []
    follower.message_listeners.append(lambda message: ids.append(message.message_id))
    with caller.mock.world.notifier.listening(follower.collect):
        expected = [caller.send()]
        caller.call("DELETE", f"/_aws/ses?id={expected[0]}")
        expected.append(caller.send())
        caller.call("POST", "/_sesmock/reset")
        expected.append(caller.send())

    assert ids == expected


def test_an_unknown_token_confirms_nothing() -> None:
    """A token that the webhook did not receive confirms no subscription, and returns 404."""
    assert Caller().call("GET", "/_sesmock/sns/confirm?Token=x").status_code == 404


def test_posts_to_webhooks_contain_the_allowed_host() -> None:
    """The URL of the certificate has the first ``--allowed-host``, so other containers can reach it."""
    with webhook() as hook:
        application = command.build_application_of_environment(
            {"SESMOCK_WEBHOOK": hook.url, "SESMOCK_ALLOWED_HOST": "mail", "SESMOCK_PORT": "8025"}
        )
        wait_for(lambda: hook.requests)

    assert hook.requests[0][1]["SigningCertURL"] == "http://mail:8025/_sesmock/sns/certificate.pem"
    assert application.api.webhook_tokens == {hook.requests[0][1]["Token"]}


@pytest.mark.parametrize("tls", ["none", "starttls", "wrapped"])
def test_a_server_can_also_serve_smtp(tls: str) -> None:
    """With ``--smtp-port`` the server accepts mail to send, and with ``--inbound-port`` incoming mail."""
    import ssl

    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    arguments = ["--identities", "example.com", "--smtp-port", "0", "--inbound-port", "0", "--smtp-tls", tls]
    with run_server(*arguments) as (process, url):
        assert process.stdout is not None
        smtp, inbound = (int(text.rpartition(":")[2]) for text in process.line.split(", ")[-2:])  # type: ignore[attr-defined]
        make: Any = smtplib.SMTP if tls != "wrapped" else lambda *a: smtplib.SMTP_SSL(*a, context=context)
        with make("127.0.0.1", smtp) as client:
            if tls == "starttls":
                client.starttls(context=context)
            client.login("user", "password")
            client.sendmail("shop@example.com", ["ada@example.net"], "Subject: By SMTP\r\n\r\nHi")
        with smtplib.SMTP("127.0.0.1", inbound) as client, pytest.raises(smtplib.SMTPRecipientsRefused):
            client.sendmail("ada@example.net", ["help@example.com"], "Subject: Help\r\n\r\nHi")
        [message] = json.loads(fetch(f"{url}/_sesmock/messages"))["messages"]

    assert message["subject"] == "By SMTP"


def test_a_state_cannot_be_combined_with_smtp(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """``--state`` and ``--smtp-port`` cannot be combined, since the state does not record mail over SMTP."""
    code, error = run(capsys, "--state", str(tmp_path / "state.db"), "--smtp-port", "0")

    assert code == 2
    assert "--state records only requests over HTTP" in error


def test_a_taken_smtp_port_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """If the SMTP port is in use, the command ends with status 1 and an explanation."""
    with smtp_server(Mailbox()) as url:
        code, error = run(capsys, "--port", "0", "--smtp-port", url.rpartition(":")[2])

    assert code == 1
    assert "cannot listen on 127.0.0.1 port" in error
