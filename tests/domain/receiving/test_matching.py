"""Which rules match received mail, and SES's SMTP replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sesmock import SesMock, mock_ses
from tests.receiving import BUCKET, activate, add_rule, receive, ses

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_MAILBOX = "550 5.1.1 Requested action not taken: mailbox unavailable"
NO_TLS = "530 5.7.0 Must issue a STARTTLS command first"


@pytest.fixture(autouse=True)
def ses_mock() -> Iterator[SesMock]:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"]) as active:
        yield active


@pytest.mark.parametrize(
    # Spec: receiving.md §2.
    ("condition", "matching", "others"),
    [
        (
            "user@example.com",
            ["user@example.com", "USER+label@Example.com", "user+a+b@example.com"],
            ["users@example.com", "user@sub.example.com", "user@example.org"],
        ),
        (
            "user+label@example.com",
            ["user+label@example.com", "user+Label@EXAMPLE.com"],
            ["user@example.com", "user+other@example.com"],
        ),
        (
            "example.com",
            ["any@example.com", "any+label@EXAMPLE.COM"],
            ["any@sub.example.com", "any@example.org"],
        ),
        (
            ".example.com",
            ["any@sub.example.com", "any@a.b.example.com"],
            ["any@example.com", "any@badexample.com"],
        ),
        ("sub.example.com", ["any@sub.example.com"], ["any@example.com", "any@a.sub.example.com"]),
        ("EXAMPLE.org", ["any@example.org"], ["any@example.com"]),
    ],
)
def test_a_condition_matches_some_recipients(condition: str, matching: list[str], others: list[str]) -> None:
    """A condition is an address, a domain or subdomains; neither case nor the domain's verification matters."""
    add_rule(Recipients=[condition])

    assert [receive(recipients=each).accepted for each in matching] == [True] * len(matching)
    assert [receive(recipients=each).smtp_reply for each in others] == [NO_MAILBOX] * len(others)


@pytest.mark.parametrize("members", [{}, {"Recipients": []}])
def test_a_rule_without_conditions_matches_verified_domains(members: dict[str, list[str]]) -> None:
    """A rule without conditions matches verified domains and their subdomains."""
    add_rule(**members)
    accepted = [
        receive(recipients=f"any@{domain}").accepted
        for domain in ("Example.com", "a.example.com", "example.org")
    ]

    assert accepted == [True, True, False]


def test_any_domain_is_verified_with_a_wildcard() -> None:
    """With ``identities="*"`` every recipient's domain counts as verified."""
    with mock_ses(identities="*", isolated=True):
        add_rule()

        assert receive(recipients="any@example.org").accepted


def test_without_an_active_rule_set_all_mail_is_refused(ses_mock: SesMock) -> None:
    """Without an active rule set, or with one that has no enabled rule, mail is refused and nothing runs."""
    replies = [receive().smtp_reply]
    activate()
    replies.append(receive().smtp_reply)
    add_rule(BUCKET, Enabled=False)
    received = receive()

    assert [*replies, received.smtp_reply] == [NO_MAILBOX] * 3
    assert (received.accepted, list(received.rules), received.refusals) == (
        False,
        [],
        {"info@example.com": NO_MAILBOX},
    )
    assert list(ses_mock.received) == [*ses_mock.received[:2], received]


def test_mail_can_be_accepted_for_some_recipients() -> None:
    """Mail is refused only for recipients that no rule matches, and each rule runs once for all of its recipients."""
    add_rule(name="users", Recipients=["a@example.com", "b@example.com"])
    add_rule(name="domain", Recipients=["example.com"])
    received = receive(recipients=["b@example.com", "c@example.org", "a@example.com", "d@example.com"])

    assert received.accepted
    assert received.smtp_reply == f"250 OK {received.message_id}"
    assert received.refusals == {"c@example.org": NO_MAILBOX}
    assert [(rule.name, rule.recipients) for rule in received.rules] == [
        ("users", ("b@example.com", "a@example.com")),
        ("domain", ("b@example.com", "a@example.com", "d@example.com")),
    ]


def test_a_rule_can_require_tls() -> None:
    """Without TLS, the recipients of a rule that requires it are refused, even if another rule matches them, too."""
    add_rule(name="all")
    add_rule(name="secret", Recipients=["secret@example.com"], TlsPolicy="Require")
    secret = ["secret@example.com"]

    assert receive(recipients=secret, tls=False).smtp_reply == NO_TLS
    assert [rule.name for rule in receive(recipients=secret).rules] == ["all", "secret"]
    both = receive(recipients=["open@example.com", *secret], tls=False)
    assert (both.accepted, both.refusals) == (True, {"secret@example.com": NO_TLS})
    assert [(rule.name, rule.recipients) for rule in both.rules] == [("all", ("open@example.com",))]


def test_rules_deleted_during_the_arrival_still_run(ses_mock: SesMock) -> None:
    """A rule that a function deletes still runs for the current mail."""
    arn = "arn:aws:lambda:us-east-1:123456789012:function:inbound"

    def remove(event: object, context: object) -> None:
        ses().delete_receipt_rule(RuleSetName="inbound", RuleName="second")

    ses_mock.on_lambda(arn, remove)
    add_rule({"LambdaAction": {"FunctionArn": arn}}, name="first")
    add_rule(name="second")

    assert [[rule.name for rule in receive().rules] for _ in range(2)] == [["first", "second"], ["first"]]


def test_message_ids_look_like_those_of_ses() -> None:
    """Message IDs are unique and have SES's form."""
    # The characters are those of base32hex (RFC 4648 §7).
    add_rule()
    ids = [receive().message_id for _ in range(5)]

    assert len(set(ids)) == 5
    assert all(len(each) == 40 and set(each) <= set("0123456789abcdefghijklmnopqrstuv") for each in ids)
    assert all(each.endswith(("01", "81", "g1", "o1")) for each in ids)
