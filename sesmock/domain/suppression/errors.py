"""What SES refuses of the suppression list."""

from __future__ import annotations

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import DomainError, NotFound


class NotSuppressed(NotFound):
    """The address is not on the suppression list. Spec: sending.md §3.3 [P]."""

    def __init__(self, address: str) -> None:
        super().__init__(f"Email address {address} does not exist on your suppression list.")
        self.address = address


class ProductionAccessRequired(DomainError):
    """The account is in the sandbox. Spec: sending.md §5 [D]; the text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.PRODUCTION_ACCESS_REQUIRED)
