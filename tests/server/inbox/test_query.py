"""The query language of the inbox."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from sesmock.server.inbox.query import split
from tests.server.inbox.inboxes import InboxCaller

WITH_FILE = (
    "From: Shop <shop@example.com>\r\nTo: Ada <ada@example.net>\r\nCc: carl@example.net\r\nSubject: Your bill\r\n"
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
    "Content-Type: text/html\r\n\r\n<a href='https://example.com/pay'>Pay</a>\r\n--b\r\n"
    'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="bill.pdf"\r\n\r\nPDF\r\n--b--\r\n'
)
TEMPLATE = {"TemplateName": "greet", "TemplateContent": {"Subject": "Hi {{name}}", "Text": "Dear {{name}}"}}


def send_template(caller: InboxCaller, data: str) -> None:
    """Send a mail from the template."""
    caller.operate(
        "POST",
        "/outbound-emails",
        {
            "FromEmailAddress": "shop@example.com",
            "Destination": {"ToAddresses": ["bob@example.net"]},
            "Content": {"Template": {"TemplateName": "greet", "TemplateData": data}},
        },
    )


@pytest.fixture(scope="module")
def caller() -> InboxCaller:
    """Return a client of a mock with mail of each kind."""
    caller = InboxCaller()
    caller.operate("POST", "/configuration-sets", {"ConfigurationSetName": "news"})
    caller.operate("POST", "/templates", TEMPLATE)
    welcome = caller.send("&Tags.member.1.Name=campaign&Tags.member.1.Value=spring&ConfigurationSetName=news")
    caller.act(welcome, "open")
    bill = caller.send_raw(WITH_FILE)
    caller.act(bill, "bounce")
    # Times of messages are in milliseconds, and a message after the notice of the bounce could have the same one.
    caller.mock.world.clock.shift(seconds=1)
    send_template(caller, '{"name": "Bob"}')
    send_template(caller, "{}")
    caller.receive()
    caller.refuse()
    return caller


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ("to:ada subject:hello", ["Hello"]),
        ("TO:ADA subject:HELLO", ["Hello"]),
        ('subject:"your bill"', ["Your bill"]),
        ('subject:"your bill', ["Your bill"]),
        ("cc:carl", ["Your bill"]),
        ("bcc:carl", []),
        ("from:shop has:attachment", ["Your bill"]),
        ("attachment:bill", ["Your bill"]),
        ("link:/pay", ["Your bill"]),
        ("tag:campaign", ["Hello"]),
        ("tag:campaign=SPRING", ["Hello"]),
        ("tag:campaign=autumn", []),
        ("header:subject=bill", ["Your bill"]),
        ("header:cc", ["Your bill"]),
        ("set:news", ["Hello"]),
        ("template:greet is:sent", ["Hi Bob"]),
        ("has:template -is:unrendered", ["Hi Bob"]),
        ("is:bounced", ["Your bill"]),
        ("is:opened", ["Hello"]),
        ("is:received", ["Help me"]),
        ("is:accepted", []),
        ("-is:accepted is:received", ["Help me"]),
        ("rule:any", []),
        ("api:sesv2 -is:refused has:html", ["Your bill"]),
        ("dear is:sent", ["Hi Bob"]),
        ("bill.pdf", ["Your bill"]),
        ('"help me"', ["Help me"]),
        ("body:please", ["Help me"]),
        ("to: subject:hello", ["Hello"]),
        ("- subject:hello", ["Hello"]),
        ("https://example.com/pay", ["Your bill"]),
        ("after:1h subject:hello", ["Hello"]),
        ("before:2020-01-01", []),
        ("after:2020-01-01T10:00 before:2100-01-01T00:00Z subject:hello", ["Hello"]),
        ("region:us-east-1 account:123456789012 subject:hello", ["Hello"]),
        ("eve", ["MessageRejected"]),
        ("refused-0", ["MessageRejected"]),
        ("is:refused to:bob from:eve api:ses operation:send error:verified", ["MessageRejected"]),
        ("is:refused region:eu", []),
        ("is:refused subject:no", []),
        ("is:refused -to:bob", []),
        ("is:unrendered", ["Attribute 'name' is not present in the rendering data."]),
        ("error:verified -is:refused", []),
    ],
)
def test_queries_select_mail(caller: InboxCaller, query: str, subjects: list[str]) -> None:
    """Mail matches a query if all terms match; case is ignored, and a minus negates a term."""
    found = [
        subject.partition(":")[0] for subject in caller.find_subjects(query) if "Delivery" not in subject
    ]

    assert found == subjects


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (
            "subjct:a",
            "unknown key 'subjct'; did you mean 'subject'? To search for text with a colon, quote it",
        ),
        ("zzzzzz:a", "unknown key 'zzzzzz'; valid keys: account, "),
        ("where:a", "unknown key 'where'"),
        ("is:bouncd", "unknown value of is: 'bouncd'; did you mean 'bounced'?"),
        ("has:file", "unknown value of has: 'file'. Valid values: attachment, "),
        ("before:soon", "before: must be a date, a time in UTC, or a span before now"),
        ("after:2026-13-01", "after: must be a date"),
    ],
)
def test_invalid_queries_are_explained(caller: InboxCaller, query: str, text: str) -> None:
    """An invalid query returns an error that suggests the closest valid key or value."""
    answer = caller.get(f"/mail?query={quote(query)}", 400)

    assert answer["code"] == "InvalidQuery"
    assert answer["message"].startswith(text)


def test_terms_keep_their_positions() -> None:
    """A query is split into terms at spaces outside quotes, and each term knows its position."""
    terms = split('to:ada  -"a b" x')

    assert [(each.key, each.value, each.is_negated, each.start, each.end) for each in terms] == [
        ("to", "ada", False, 0, 6),
        ("", "a b", True, 8, 14),
        ("", "x", False, 15, 16),
    ]


@pytest.mark.parametrize(
    ("query", "suggestions"),
    [
        ("su", ["subject:"]),
        ("-su", ["-subject:"]),
        ("to:ad", ["to:ada@example.net"]),
        (
            "to:xam",
            ["to:help@example.com", "to:bob@example.net", "to:shop@example.com", "to:ada@example.net"],
        ),
        ("from:", ["from:ada@example.net", "from:shop@example.com"]),
        ("sender:sh", ["sender:shop@example.com"]),
        ("source:a", ["source:ada@example.net"]),
        ("subject:your", ['subject:"Your bill"']),
        ("is:bo", ["is:bounced"]),
        ("has:att", ["has:attachment"]),
        ("tag:cam", ["tag:campaign=spring"]),
        ("template:", ["template:greet"]),
        ("set:", ["set:news"]),
        ("after:", ["after:1h", "after:1d", "after:1w"]),
        ("text:", []),
        ("nothing:x", []),
    ],
)
def test_queries_are_completed(caller: InboxCaller, query: str, suggestions: list[str]) -> None:
    """The start of a key is completed, and the start of a value with values that occur in the mail."""
    answer = caller.get(f"/complete?query={quote(query)}&position={len(query)}")

    assert [each for each in answer["suggestions"] if "MAILER" not in each] == suggestions
    assert (answer["start"], answer["end"]) == (0, len(query))


@pytest.mark.parametrize(
    ("subject", "suggestion"),
    [('Say "hi" to Ada', "subject:Say"), ('"Hi"', "subject:Hi"), ("Hi Ada", 'subject:"Hi Ada"')],
)
def test_values_with_quotes_are_completed(subject: str, suggestion: str) -> None:
    """A suggestion for a value with quotes matches its mail, although a query cannot contain quotes."""
    caller = InboxCaller()
    caller.send_raw(f"From: shop@example.com\r\nTo: ada@example.net\r\nSubject: {subject}\r\n\r\nHi\r\n")
    caller.send()

    assert suggestion in caller.get("/complete?query=subject:")["suggestions"]
    assert caller.find_subjects(suggestion) == [subject]


@pytest.mark.parametrize(("path", "start"), [("?query=to:a%20&position=5", 5), ("?position=0", 0), ("", 0)])
def test_keys_are_suggested_between_terms(caller: InboxCaller, path: str, start: int) -> None:
    """The suggestions for a new term start with the most useful keys."""
    answer = caller.get(f"/complete{path}")

    assert answer["suggestions"][:3] == ["to:", "from:", "subject:"]
    assert (answer["start"], answer["end"]) == (start, start)
