"""Errors about the settings of an account."""

from __future__ import annotations

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import AlreadyExists


class DomainAlreadySubscribed(AlreadyExists):
    """A request to enable the dashboard contains a domain twice. The text is inferred."""

    def __init__(self, domain: str) -> None:
        super().__init__(unconfirmed_messages.DOMAIN_ALREADY_SUBSCRIBED.format(domain=domain))
        self.domain = domain
