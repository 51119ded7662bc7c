"""The setup mail that SES writes to the buckets and topics of a new rule.

Spec: receiving.md §6 [U], §9 [R].
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sesmock.domain.clock import to_datetime
from sesmock.domain.events import event_documents, publications
from sesmock.domain.events.publications import Publication
from sesmock.domain.mail import addresses
from sesmock.domain.mail.headers import outgoing_fields
from sesmock.domain.receiving.actions import S3Action, SnsAction
from sesmock.domain.receiving.reports import documents
from sesmock.domain.receiving.reports.documents import Receipt, StoredMail
from sesmock.domain.receiving.verdicts import Verdicts

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.receiving.actions import Action

MESSAGE_ID = "AMAZON_SES_SETUP_NOTIFICATION"
_SENDER = "no-reply-aws@amazon.com"
_RECIPIENT = "recipient@example.com"
_S3, _SNS = "S3 bucket", "SNS topic"
# The line break inside a paragraph and the bare line feed at the end are SES's own. Spec: receiving.md §9 [R].
_PARAGRAPHS = (
    "Hello,",
    "You received this message because you attempted to set up Amazon SES to deliver emails to this {target}.",
    "Please note that the rule that you configured to deliver emails to this {target} is only valid if the entire "
    "setup process is successful. For more information about\r\nsetting up email-receiving rules, see the Amazon SES "
    "Developer Guide at http://docs.aws.amazon.com/ses/latest/DeveloperGuide/Welcome.html .",
    "Thank you for using Amazon SES!",
    "The Amazon SES Team\n",
)


def store(account: Account, action: S3Action) -> Exception | None:
    """Write the setup mail into a bucket; return the error if that fails."""
    key = documents.build_object_key(action, MESSAGE_ID)
    body = _write(account.world.clock.time(), _S3)
    return account.world.aws_services.store(account, action.bucket, key, body)


def publish(account: Account, action: Action) -> None:
    """Publish the setup mail to the topic of an S3 or SNS action, if it has one."""
    if isinstance(action, (S3Action, SnsAction)) and action.topic is not None:
        confirmation = Publication(
            account,
            "sns",
            action.topic,
            partial(_notification, action, account.world.clock.time()),
            purpose="confirmation",
            subject=documents.RECEIPT_SUBJECT,
        )
        publications.record(account, confirmation)


def _notification(action: S3Action | SnsAction, now: float) -> str:
    target = _S3 if isinstance(action, S3Action) else _SNS
    recipients = (addresses.parse(_RECIPIENT),)
    mail = StoredMail(MESSAGE_ID, now, _SENDER, recipients, _write(now, target))
    receipt = Receipt(recipients, Verdicts(), is_scanned=True)
    return event_documents.dump_text(documents.build_notification(mail, receipt, action))


def _write(now: float, target: str) -> bytes:
    header = (
        f"Date: {outgoing_fields.date(to_datetime(int(now)))}",
        f"To: {_RECIPIENT}",
        f"From: Amazon Web Services <{_SENDER}>",
        "Subject: Amazon SES Setup Notification",
        "",
    )
    body = "\r\n\r\n".join(_PARAGRAPHS).format(target=target)
    return "\r\n".join((*header, body)).encode()
