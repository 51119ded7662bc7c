"""What SES refuses to tell of events."""

from __future__ import annotations

from sesmock.domain.errors import NotFound


class VdmNotEnabled(NotFound):
    """Virtual Deliverability Manager is off. Spec: nouns.md §5.1 [P, U]."""

    def __init__(self) -> None:
        super().__init__("To use this feature you must enable Virtual Deliverability Manager")


class MessageDoesNotExist(NotFound):
    """The account has sent no message of that id. Spec: nouns.md §5.1 [P]."""

    def __init__(self, message_id: str, account_id: str) -> None:
        super().__init__(f"Message <{message_id}> not found for account <{account_id}>")
        self.message_id = message_id
