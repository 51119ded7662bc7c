"""Archiving options of configuration sets, and the mail in their archives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.raw_requests import send_json
from tests.refusals import refusal
from tests.sending import send_message

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

ARN = "arn:aws:ses:us-east-1:123456789012:mailmanager-archive/a-abcdefghijklmnopqrstuvwxyz"
OTHER = "arn:aws:ses:us-east-1:123456789012:mailmanager-archive/a-zyxwvutsrqponmlkjihgfedcba"
PATTERN = (
    "Member must satisfy regular expression pattern: "
    "arn:(aws|aws-[a-z-]+):ses:[a-z]{2,4}-[a-z-]+-[0-9]:[0-9]{1,20}:mailmanager-archive/a-[a-z0-9]{24,62}"
)


@pytest.fixture(autouse=True)
def news(sesv2: SESV2Client) -> None:
    """Create a configuration set whose mail is archived."""
    sesv2.create_configuration_set(ConfigurationSetName="news", ArchivingOptions={"ArchiveArn": ARN})


def read_archiving_options(sesv2: SESV2Client) -> Any:
    """Return the archiving options of the set."""
    return sesv2.get_configuration_set(ConfigurationSetName="news").get("ArchivingOptions")


def test_an_archive_can_be_set_changed_and_removed(sesv2: SESV2Client) -> None:
    """The archive can be set at creation, changed and removed; a set without one shows no archiving options."""
    created = read_archiving_options(sesv2)
    sesv2.put_configuration_set_archiving_options(ConfigurationSetName="news", ArchiveArn=OTHER)
    changed = read_archiving_options(sesv2)
    sesv2.put_configuration_set_archiving_options(ConfigurationSetName="news")
    sesv2.create_configuration_set(ConfigurationSetName="offers", ArchivingOptions={})

    assert (created, changed, read_archiving_options(sesv2)) == (
        {"ArchiveArn": ARN},
        {"ArchiveArn": OTHER},
        None,
    )
    assert "ArchivingOptions" not in sesv2.get_configuration_set(ConfigurationSetName="offers")


def constraint_text(path: str, constraint: str) -> str:
    """Return SES's text for a violated constraint."""
    return f"Value at '{path}' failed to satisfy constraint: {constraint}"


@pytest.mark.parametrize(
    ("arn", "constraints"),
    [
        (f"{ARN}{'x' * 1000}", ["Member must have length less than or equal to 1011", PATTERN]),
        ("arn:aws:s3:::mail-archive-bucket", [PATTERN]),
    ],
)
def test_a_malformed_arn_is_refused(sesv2: SESV2Client, arn: str, constraints: list[str]) -> None:
    """Put and Create report all violated constraints of the ARN in one error."""
    put, create = sesv2.put_configuration_set_archiving_options, sesv2.create_configuration_set
    count = f"{len(constraints)} validation error{'s' if len(constraints) > 1 else ''} detected: "

    for call, path in (
        (lambda: put(ConfigurationSetName="news", ArchiveArn=arn), "archiveArn"),
        (
            lambda: create(ConfigurationSetName="x", ArchivingOptions={"ArchiveArn": arn}),
            "archivingOptions.archiveArn",
        ),
    ):
        text = count + "; ".join(constraint_text(path, constraint) for constraint in constraints)
        assert refusal(call) == ("BadRequestException", text)


def test_a_short_arn_is_refused() -> None:
    """An ARN that botocore refuses as too short is also refused by the service."""
    constraints = ["Member must have length greater than or equal to 20", PATTERN]
    violations = "; ".join(constraint_text("archiveArn", constraint) for constraint in constraints)

    assert send_json("PUT", "/v2/email/configuration-sets/news/archiving-options", {"ArchiveArn": "x"}) == (
        "BadRequestException",
        f"2 validation errors detected: {violations}",
    )


@pytest.mark.parametrize(
    "arn", [ARN.replace("us-east-1", "eu-west-1"), ARN.replace("123456789012", "210987654321")]
)
def test_an_archive_of_another_account_or_region_is_refused(sesv2: SESV2Client, arn: str) -> None:
    """An archive must belong to the account and region; an unknown set is reported before an invalid ARN."""
    put = sesv2.put_configuration_set_archiving_options

    assert refusal(put, ConfigurationSetName="news", ArchiveArn=arn) == (
        "BadRequestException",
        f"Invalid archive ARN {arn}.",
    )
    assert refusal(put, ConfigurationSetName="x", ArchiveArn="x" * 20) == (
        "NotFoundException",
        "Configuration set <x> does not exist.",
    )


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
def test_an_archive_keeps_the_mail_of_its_set(mocked: SesMock, api: str) -> None:
    """An archive contains only the mail of its set and has the outbox's methods."""
    send_message(api)
    message = send_message(api, subject="News", ConfigurationSetName="news")

    assert message.archive == ARN
    assert mocked.archives[ARN].one() is message
    assert mocked.archives[ARN].one(subject="News").recipients == ("ada@example.net",)
    assert repr(mocked.archives) == f"Archives({ARN}: 1)"


def test_undelivered_mail_is_not_archived(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Mail is archived if it reached a server, even if it bounced; suppressed and rejected mail is not."""
    sesv2.put_suppressed_destination(EmailAddress="eve@example.net", Reason="BOUNCE")
    mocked.outcomes["bob@example.net"] = "bounced"
    mocked.outcomes["ron@example.net"] = "rejected"
    for recipients in (
        ["eve@example.net"],
        ["ron@example.net"],
        ["bob@example.net"],
        ["eve@example.net", "a@b.c"],
    ):
        send_message("sesv2", *recipients, ConfigurationSetName="news")

    archived = [message.recipients for message in mocked.archives[ARN]]
    assert archived == [("bob@example.net",), ("eve@example.net", "a@b.c")]


def test_mail_stays_in_its_former_archive(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Mail stays in its archive when the set gets another archive."""
    send_message(ConfigurationSetName="news")
    sesv2.put_configuration_set_archiving_options(ConfigurationSetName="news", ArchiveArn=OTHER)

    assert (list(mocked.archives), len(mocked.archives)) == ([OTHER, ARN], 2)
    assert (len(mocked.archives[ARN]), len(mocked.archives[OTHER])) == (1, 0)
    with pytest.raises(KeyError, match="no configuration set has the archive 'x'; archives: arn:"):
        mocked.archives["x"]
