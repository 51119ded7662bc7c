"""The suppression list, and the outcomes of mail for each recipient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from freezegun import freeze_time

from sesmock import SesMock, mock_ses
from sesmock.domain.mail.outcomes import Outcome, Outcomes
from tests.refusals import refusal
from tests.sending import send

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import Address

SIMULATOR = "simulator.amazonses.com"


def read_outcomes(mocked: SesMock) -> dict[str, str]:
    """Return the outcomes of the last message."""
    return {str(recipient): str(outcome) for recipient, outcome in mocked.outbox[-1].outcomes.items()}


def put_address(client: SESV2Client, address: str, reason: Any = "BOUNCE") -> None:
    """Put an address on the suppression list."""
    client.put_suppressed_destination(EmailAddress=address, Reason=reason)


def test_an_address_can_be_listed_and_deleted(sesv2: SESV2Client) -> None:
    """An address is trimmed, its domain is case-insensitive, and listing it again changes the reason."""
    put_address(sesv2, "Bob@Example.NET")
    put_address(sesv2, " Bob@example.net ", "COMPLAINT")
    destination = sesv2.get_suppressed_destination(EmailAddress="Bob@EXAMPLE.net")["SuppressedDestination"]
    sesv2.delete_suppressed_destination(EmailAddress="Bob@example.net")

    assert (destination["EmailAddress"], destination["Reason"]) == ("Bob@example.net", "COMPLAINT")
    assert destination["LastUpdateTime"].tzinfo is not None
    assert sesv2.list_suppressed_destinations()["SuppressedDestinationSummaries"] == []


@pytest.mark.parametrize("method", ["get_suppressed_destination", "delete_suppressed_destination"])
def test_an_address_that_is_not_listed_is_not_found(sesv2: SESV2Client, method: str) -> None:
    """An address that is not listed is not found, and local parts are case-sensitive."""
    put_address(sesv2, "Bob@example.net")
    error = refusal(getattr(sesv2, method), EmailAddress="bob@example.net")

    assert error == (
        "NotFoundException",
        "Email address bob@example.net does not exist on your suppression list.",
    )


def test_an_invalid_address_or_reason_is_refused(sesv2: SESV2Client) -> None:
    """An invalid address and an unknown reason are refused."""
    assert refusal(put_address, client=sesv2, address="bob") == (
        "BadRequestException",
        "Invalid email address<bob>.",
    )
    assert refusal(put_address, client=sesv2, address="b@x.com", reason="SPAM") == (
        "BadRequestException",
        "1 validation error detected: Value at 'reason' failed to satisfy constraint: "
        "Member must satisfy enum value set: [BOUNCE, COMPLAINT]",
    )


def test_the_sandbox_has_no_list() -> None:
    """A sandbox account cannot put addresses on the list."""
    with mock_ses(sandbox=True):
        assert refusal(put_address, client=boto3.client("sesv2"), address="b@x.com") == (
            "BadRequestException",
            "Your account is still in the sandbox.",
        )


def test_the_list_is_filtered_and_paged(sesv2: SESV2Client) -> None:
    """The list can be filtered by reasons and time, and read in pages."""
    for day, (name, reason) in enumerate([("a", "BOUNCE"), ("b", "COMPLAINT"), ("c", "BOUNCE")], 1):
        with freeze_time(f"2026-01-0{day}"):
            put_address(sesv2, f"{name}@x.com", reason)

    def list_names(**parameters: Any) -> list[str]:
        entries = sesv2.list_suppressed_destinations(**parameters)["SuppressedDestinationSummaries"]
        return [entry["EmailAddress"][0] for entry in entries]

    first = sesv2.list_suppressed_destinations(PageSize=2)

    assert (list_names(), list_names(Reasons=["COMPLAINT"]), list_names(Reasons=["BOUNCE"])) == (
        ["a", "b", "c"],
        ["b"],
        ["a", "c"],
    )
    assert (list_names(StartDate="2026-01-02"), list_names(EndDate="2026-01-02")) == (["b", "c"], ["a", "b"])
    assert list_names(StartDate="2026-01-02", Reasons=["BOUNCE"]) == ["c"]
    assert list_names(PageSize=2, NextToken=first["NextToken"]) == ["c"]


@pytest.mark.parametrize("token", ["x", ""])
def test_an_invalid_token_is_refused(sesv2: SESV2Client, token: str) -> None:
    """An invalid or empty token is refused with InvalidNextTokenException."""
    assert refusal(sesv2.list_suppressed_destinations, NextToken=token) == (
        "InvalidNextTokenException",
        "Token is invalid.",
    )


@pytest.mark.parametrize("size", [0, 1001])
def test_a_page_of_the_list_has_1_to_1000_addresses(sesv2: SESV2Client, size: int) -> None:
    """A page size out of range is refused with a message that only this list has."""
    assert refusal(sesv2.list_suppressed_destinations, PageSize=size) == (
        "BadRequestException",
        f"Page size {size} is invalid, expected a number between 1 and 1000",
    )


def test_listed_addresses_are_normalized(sesv2: SESV2Client) -> None:
    """A listed address is trimmed and its domain is lowercased, but its local part stays as written."""
    put_address(sesv2, " CaseProbe@Example.COM ")
    single = sesv2.get_suppressed_destination(EmailAddress="CaseProbe@EXAMPLE.com")
    [entry] = sesv2.list_suppressed_destinations()["SuppressedDestinationSummaries"]

    assert (single["SuppressedDestination"]["EmailAddress"], entry["EmailAddress"]) == (
        "CaseProbe@example.com",
        "CaseProbe@example.com",
    )
    assert refusal(sesv2.get_suppressed_destination, EmailAddress=" caseprobe@Example.COM ")[1] == (
        "Email address caseprobe@example.com does not exist on your suppression list."
    )


def test_addresses_of_bounces_are_normalized(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A bounced address is listed with its domain in lower case."""
    mocked.outcomes["Bob@Example.NET"] = "bounced"
    send(sesv2, "Bob@Example.NET")
    [entry] = sesv2.list_suppressed_destinations()["SuppressedDestinationSummaries"]

    assert entry["EmailAddress"] == "Bob@example.net"


def test_the_account_has_suppressed_reasons(sesv2: SESV2Client) -> None:
    """Both reasons are suppressed by default, and GetAccount shows the current ones."""

    def read_reasons() -> list[str]:
        return list(sesv2.get_account()["SuppressionAttributes"]["SuppressedReasons"])

    first = read_reasons()
    sesv2.put_account_suppression_attributes(SuppressedReasons=["COMPLAINT"])
    second = read_reasons()
    sesv2.put_account_suppression_attributes()

    assert (first, second, read_reasons()) == (["BOUNCE", "COMPLAINT"], ["COMPLAINT"], [])


@pytest.mark.parametrize(
    ("account", "own", "reason", "outcome"),
    [
        (["BOUNCE", "COMPLAINT"], None, "BOUNCE", "suppressed"),
        (["COMPLAINT"], None, "BOUNCE", "delivered"),
        ([], None, "COMPLAINT", "delivered"),
        (["BOUNCE"], ["COMPLAINT"], "BOUNCE", "delivered"),
        ([], ["BOUNCE"], "BOUNCE", "suppressed"),
        (["BOUNCE"], [], "BOUNCE", "delivered"),
    ],
)
def test_listed_recipients_get_no_mail(
    mocked: SesMock, sesv2: SESV2Client, account: Any, own: Any, reason: str, outcome: str
) -> None:
    """A listed recipient gets no mail if the configuration set, or else the account, suppresses the reason."""
    put_address(sesv2, "b@example.net", reason)
    sesv2.put_account_suppression_attributes(SuppressedReasons=account)
    sesv2.create_configuration_set(ConfigurationSetName="news")
    if own is not None:
        sesv2.put_configuration_set_suppression_options(ConfigurationSetName="news", SuppressedReasons=own)
    send(sesv2, "b@EXAMPLE.net", "c@example.net", ConfigurationSetName="news")

    assert read_outcomes(mocked) == {"b@EXAMPLE.net": outcome, "c@example.net": "delivered"}
    assert mocked.account.sent_last_24_hours == 2


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
def test_sending_compares_without_regard_to_case(mocked: SesMock, sesv2: SESV2Client, api: Any) -> None:
    """A recipient is suppressed as long as its address is on the list, in upper or lower case."""
    put_address(sesv2, "Bob@example.net")
    put_address(sesv2, "BOB@example.net", "COMPLAINT")
    outcomes = []
    for address in ("Bob@example.net", "BOB@example.net"):
        send(api, "bob@Example.net")
        outcomes += read_outcomes(mocked).values()
        sesv2.delete_suppressed_destination(EmailAddress=address)
    send(api, "bob@Example.net")

    assert [*outcomes, *read_outcomes(mocked).values()] == ["suppressed", "suppressed", "delivered"]


def test_bounces_and_complaints_are_listed(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Bounces and complaints of suppressed reasons are listed with their message, except for simulator addresses."""
    mocked.outcomes["b@example.net"] = "bounced"
    mocked.outcomes["c@example.net"] = Outcome.COMPLAINED
    sesv2.put_account_suppression_attributes(SuppressedReasons=["BOUNCE"])
    send(sesv2, "b@example.net", "c@example.net", f"bounce@{SIMULATOR}")
    first = read_outcomes(mocked)
    send(sesv2, "b@example.net", "c@example.net")

    assert list(first.values()) == ["bounced", "complained", "bounced"]
    assert list(read_outcomes(mocked).values()) == ["suppressed", "complained"]
    destination = sesv2.get_suppressed_destination(EmailAddress="b@example.net")["SuppressedDestination"]
    assert (destination["Reason"], destination["Attributes"]["MessageId"]) == (
        "BOUNCE",
        mocked.outbox[0].message_id,
    )
    assert len(sesv2.list_suppressed_destinations()["SuppressedDestinationSummaries"]) == 1


@pytest.mark.parametrize(
    ("mailbox", "outcome"),
    [
        ("success", "delivered"),
        ("bounce", "bounced"),
        ("Complaint+label", "complained"),
        ("ooto", "delivered"),
        ("suppressionlist", "bounced"),
        ("nobody", "bounced"),
    ],
)
def test_the_simulator_ignores_outcomes_of_the_test(
    mocked: SesMock, sesv2: SESV2Client, mailbox: str, outcome: str
) -> None:
    """Simulator addresses keep their own outcomes, and do not count toward the quota."""
    mocked.outcomes[SIMULATOR] = "rejected"
    send(sesv2, f"{mailbox}@{SIMULATOR}")

    assert list(read_outcomes(mocked).values()) == [outcome]
    assert mocked.account.sent_last_24_hours == 0


def test_a_test_sets_outcomes(mocked: SesMock, sesv2: SESV2Client) -> None:
    """An address takes precedence over a domain, and a domain over predicates; the first true predicate decides."""
    mocked.outcomes[lambda recipient: recipient.startswith("x")] = "complained"
    mocked.outcomes[lambda recipient: recipient.domain == "example.info"] = "bounced"
    mocked.outcomes["example.org"] = "bounced"
    mocked.outcomes["Ada <ada@EXAMPLE.org>"] = "delivered"
    send(
        sesv2,
        "ada@example.org",
        "xeno@example.org",
        "xeno@example.info",
        "bob@example.info",
        "bob@example.net",
    )

    assert list(read_outcomes(mocked).values()) == [
        "delivered",
        "bounced",
        "complained",
        "bounced",
        "delivered",
    ]


def test_outcomes_are_a_live_view(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Outcomes that a test has read follow later events, and cannot be changed."""
    send(sesv2, "b@example.net")
    [message] = mocked.outbox
    outcomes = message.outcomes
    message.decide({message.recipients[0]: Outcome.BOUNCED})

    assert dict(outcomes) == {"b@example.net": "bounced"}
    with pytest.raises(TypeError):
        outcomes[message.recipients[0]] = Outcome.DELIVERED  # type: ignore[index]


def test_a_rejected_message_reaches_nobody(mocked: SesMock, sesv2: SESV2Client) -> None:
    """If an address or a predicate rejects one recipient, SES rejects the message for all recipients."""
    mocked.outcomes["b@example.net"] = "rejected"
    send(sesv2, "b@example.net", "c@example.net")
    by_name = read_outcomes(mocked)
    del mocked.outcomes["b@example.net"]
    mocked.outcomes[is_bob] = "rejected"
    send(sesv2, "b@example.net", "c@example.net")
    by_predicate = read_outcomes(mocked)
    del mocked.outcomes[is_bob]
    send(sesv2, "b@example.net", "c@example.net")

    assert {*by_name.values(), *by_predicate.values()} == {"rejected"}
    assert {*read_outcomes(mocked).values()} == {"delivered"}


def is_bob(recipient: Address) -> bool:
    """Return whether a recipient is Bob."""
    return recipient.startswith("b")


# The string is split so that virus scanners do not mistake this file for the test virus.
EICAR = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.mark.parametrize("form", ["text", "attachment", "raw", "encoded"])
def test_a_message_with_a_virus_is_rejected(
    mocked: SesMock, sesv2: SESV2Client, ses: SESClient, form: str
) -> None:
    """A message with a virus is accepted, counts toward the quota and is then rejected."""
    header = b"From: a@example.com\nTo: b@example.net\n"
    if form == "text":
        send(sesv2, "b@example.net", text=EICAR)
    elif form == "attachment":
        sesv2.send_email(
            FromEmailAddress="a@example.com",
            Destination={"ToAddresses": ["b@example.net"]},
            Content={
                "Simple": {
                    "Subject": {"Data": "s"},
                    "Body": {"Text": {"Data": "t"}},
                    "Attachments": [{"FileName": "a.txt", "RawContent": EICAR.encode()}],
                }
            },
        )
    elif form == "raw":
        ses.send_raw_email(RawMessage={"Data": header + b"\n" + EICAR.encode()})
    else:
        encoded = b"Content-Transfer-Encoding: base64\n\nWDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FS"
        ses.send_raw_email(RawMessage={"Data": header + encoded})

    assert list(read_outcomes(mocked).values()) == ["rejected"]
    assert mocked.account.sent_last_24_hours == 1


def test_a_predicate_can_call_ses(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A predicate runs without the lock; its error reaches the caller, and the message is sent anyway."""

    def call_ses(recipient: Address) -> bool:
        if recipient == "c@example.net":
            raise LookupError(recipient)
        return bool(boto3.client("ses").list_identities()["Identities"])

    mocked.outcomes[call_ses] = "bounced"
    send(sesv2, "b@example.net")
    with pytest.raises(LookupError):
        send(sesv2, "c@example.net")

    assert [str(outcome) for message in mocked.outbox for outcome in message.outcomes.values()] == [
        "bounced",
        "delivered",
    ]


@pytest.mark.parametrize(
    ("key", "value", "error", "text"),
    [
        (3, "bounced", TypeError, "the key must be an address, a domain or a predicate"),
        (" ", "bounced", ValueError, "the key must be an address, a domain or a predicate"),
        (
            "a@x.com",
            "lost",
            ValueError,
            "'lost' is not an outcome that can be set; valid outcomes: waiting, delivered, bounced",
        ),
        ("a@x.com", "not rendered", ValueError, "not an outcome that can be set"),
    ],
)
def test_an_invalid_outcome_is_an_error(key: Any, value: str, error: type[Exception], text: str) -> None:
    """An invalid key or outcome raises an error."""
    with pytest.raises(error, match=text):
        Outcomes()[key] = value


def test_outcomes_of_a_test_can_be_read() -> None:
    """Outcomes that a test sets can be read by their key."""
    decisions = Outcomes()
    decisions["a@x.com"] = "bounced"
    decisions[is_bob] = "delivered"

    assert (decisions["a@X.com"], decisions[is_bob], len(decisions)) == ("bounced", "delivered", 2)
    assert "a@x.com" in repr(decisions)
