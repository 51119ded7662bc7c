"""The rules of lint, which report problems that real mail would have."""

from __future__ import annotations

import boto3
import pytest

from sesmock import mock_ses
from sesmock.inspector import lint
from sesmock.inspector.records import Record
from tests.sending import send

GOOD = b"From: shop@example.com\r\nTo: ada@example.net\r\nSubject: Hi\r\n"
TEXT = b"\r\nHello https://example.com/\r\n"
BOTH = (
    b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\n\r\nHi\r\n--b\r\nContent-Type: text/html\r\n\r\n'
    b"%s\r\n--b--\r\n"
)
BULK = b"Precedence: bulk\r\n"
# RFC 8058 §2: one-click unsubscribing needs both fields.
ONE_CLICK = (
    b"List-Unsubscribe: <https://example.com/u>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
)


@pytest.mark.parametrize(
    ("raw", "rules"),
    [
        (GOOD + TEXT, []),
        (GOOD + BOTH % b"<img alt='' src=x> fine", []),
        (GOOD + BULK + ONE_CLICK + TEXT, []),
        (GOOD + b"Content-Type: text/html\r\n\r\n<p>Hi</p>", ["no-text-part"]),
        (GOOD.replace(b"Hi", b"") + TEXT, ["no-subject"]),
        (GOOD + BULK + TEXT, ["no-unsubscribe"]),
        (GOOD + BULK + b"List-Unsubscribe: <https://example.com/u>\r\n" + TEXT, ["no-unsubscribe"]),
        # The mock accepts any sender because of "*", but only example.com counts as verified for lint.
        (GOOD.replace(b"example.com", b"example.org") + TEXT, ["unverified-sender"]),
        (GOOD.replace(b"example.com", b"gmail.com") + TEXT, ["unverified-sender", "mailbox-provider-sender"]),
        # RFC 5322 §2.1.1 limits a line to 998 characters.
        (GOOD + b"\r\n" + b"x" * 999, ["long-lines"]),
        (GOOD + TEXT.replace(b"https", b"http"), ["insecure-links"]),
        (GOOD.replace(b"Hi", b"Hi {{name}}") + TEXT, ["placeholders"]),
        (GOOD + BOTH % b"<script>x</script>", ["active-content"]),
        (GOOD + BOTH % b'<a href="javascript:x()">x</a>', ["active-content"]),
        (GOOD + BOTH % b'<p onclick="x()">x</p>', ["active-content"]),
        (GOOD + BOTH % b"<!-- <script> <img src=x> -->", []),
        (GOOD + BOTH % b"<img src=x><img src=y>", ["pictures-without-text"]),
        (GOOD + BOTH % b'<img title="a > b" alt="">', []),
        (GOOD + BOTH % b'<img src="x?alt=y">', ["pictures-without-text"]),
        (GOOD + BOTH % (b"<p>Hi there</p>\r\n" * 7000), ["large-html"]),
        (GOOD + b"\r\n", []),
        (GOOD.replace(b"ada@", b"=?utf-8?q?Jos=C3=A9?= <ada@").replace(b"net", b"net>") + TEXT, []),
        (GOOD.replace(b"ada@", b"Jos\xc3\xa9 <ada@").replace(b"net", b"net>") + TEXT, ["unencoded-name"]),
    ],
)
def test_each_rule_finds_its_problem(raw: bytes, rules: list[str]) -> None:
    """Each rule reports its own problem, and no other rule does."""
    with mock_ses(identities=["*", "example.com"]) as mocked:
        client = boto3.client("ses")
        for _ in range(2):
            client.send_raw_email(RawMessage={"Data": raw})
        findings = lint.check(Record(mocked._world, mocked._journal))

    assert [finding.rule for finding in findings] == rules  # once per rule, although it was sent twice


def test_pictures_without_text_are_counted() -> None:
    """A finding about pictures without alt text says how many there are."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("sesv2", "ada@example.net", html="<img src=x><img src=x><img src=y alt=y>")
        findings = lint.check(Record(mocked._world, mocked._journal))

    assert [finding.text for finding in findings if finding.rule == "pictures-without-text"] == [
        "pictures without alt text (2): most mail clients block images by default"
    ]


def test_html_over_the_limit_of_gmail_is_reported() -> None:
    """HTML over 102 KB is reported, since Gmail truncates it."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", "ada@example.net", text="Hi", html="x" * (102 * 1024))
        send("ses", "ada@example.net", text="Hi", html="x" * (103 * 1024))
        findings = lint.check(Record(mocked._world, mocked._journal))

    assert [finding.text for finding in findings if finding.rule == "large-html"] == [
        "HTML of 103 KB: Gmail truncates HTML over 102 KB"
    ]


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
def test_an_unencoded_name_is_reported(api: str) -> None:
    """A display name that is not ASCII is reported with its correct encoding, which then has no findings."""
    with mock_ses(identities=["*", "example.com"]) as mocked:
        send(api, '"Müller, Jörg" <jm@example.net>', sender="shop@example.com", subject="word " * 300)
        [finding] = lint.check(Record(mocked._world, mocked._journal))
        encoded = finding.text.rpartition("write ")[2]
    with mock_ses(identities=["*", "example.com"]) as mocked:
        send(api, encoded, sender="shop@example.com")
        after = lint.check(Record(mocked._world, mocked._journal))

    assert finding.rule == "unencoded-name"
    assert encoded == "=?utf-8?b?TcO8bGxlciwgSsO2cmc=?= <jm@example.net>"
    assert after == []


@pytest.mark.parametrize(
    ("encoding", "body", "rules"),
    [
        ("8bit", "<p>é</p>".encode(), ["eight-bit-tracking"]),
        ("8bit", b"<p>e</p>", []),
        ("quoted-printable", b"<p>=C3=A9</p>", []),
        ("base64", b"PHA+w6k8L3A+", []),
    ],
)
def test_html_that_tracking_would_garble_is_reported(encoding: str, body: bytes, rules: list[str]) -> None:
    """HTML in 8bit with non-ASCII characters is reported if SES would add tracking to it."""
    html = b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: " + encoding.encode()
    data = GOOD + (BOTH % b"").replace(b"Content-Type: text/html\r\n", html + b"\r\n\r\n" + body)
    with mock_ses(identities=["*", "example.com"]) as mocked:
        client = boto3.client("ses")
        client.create_configuration_set(ConfigurationSet={"Name": "news"})
        client.create_configuration_set_event_destination(
            ConfigurationSetName="news",
            EventDestination={
                "Name": "opens",
                "Enabled": True,
                "MatchingEventTypes": ["open"],
                "CloudWatchDestination": {
                    "DimensionConfigurations": [
                        {
                            "DimensionName": "a",
                            "DimensionValueSource": "messageTag",
                            "DefaultDimensionValue": "b",
                        }
                    ]
                },
            },
        )
        client.send_raw_email(RawMessage={"Data": data}, ConfigurationSetName="news")
        client.send_raw_email(RawMessage={"Data": data})
        findings = lint.check(Record(mocked._world, mocked._journal))

    assert [finding.rule for finding in findings] == rules


@pytest.mark.parametrize(
    ("return_path", "rules"),
    [
        ("bounces@example.org", ["unverified-return-path"]),
        ("bounces@example.com", []),
        ("shop@example.com", []),
    ],
)
def test_a_return_path_is_checked(return_path: str, rules: list[str]) -> None:
    """A return path that is not verified is reported."""
    with mock_ses(identities=["*", "example.com"]) as mocked:
        boto3.client("ses").send_email(
            Source="shop@example.com",
            ReturnPath=return_path,
            Destination={"ToAddresses": ["ada@example.net"]},
            Message={"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hi"}}},
        )
        findings = lint.check(Record(mocked._world, mocked._journal))

    assert [finding.rule for finding in findings] == rules


def test_a_finding_is_a_sentence() -> None:
    """A finding has the rule, the subject of the message, and a sentence that explains the problem."""
    with mock_ses(identities="*") as mocked:
        boto3.client("ses").send_raw_email(RawMessage={"Data": GOOD + TEXT})
        [finding] = lint.check(Record(mocked._world, mocked._journal))

    assert finding == (
        "unverified-sender",
        "Hi",
        "From shop@example.com is not covered by a verified identity: SES refuses it",
        "",
    )
