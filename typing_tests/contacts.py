"""What type checkers see of contact lists and unsubscribing; `make types` checks this file, but nothing runs it."""

from __future__ import annotations

from typing_extensions import assert_type

from sesmock import Event, SentMessage, SesMock


def lists(ses_mock: SesMock) -> None:
    """Addresses can be any iterable; statuses are SES's strings."""
    account = ses_mock.account
    account.add_contacts("readers", (f"{number}@example.net" for number in range(3)))
    account.add_contacts("readers", {"ada@example.net"}, topics={"news": "OPT_OUT"}, unsubscribe_all=True)
    account.add_contacts("readers", [], topics={"news": "OptOut"})  # type: ignore[dict-item] # the spelling in events


def unsubscribing(ses_mock: SesMock, message: SentMessage) -> None:
    """Each way to unsubscribe has its types."""
    assert_type(message.unsubscribe(), Event)
    assert_type(message.unsubscribe(["news", "offers"]), Event)
    assert_type(message.unsubscribe(everything=True), Event)
    assert_type(ses_mock.follow(message.headers["List-Unsubscribe"], data=b"List-Unsubscribe=One-Click"), str)
    assert_type(message.contact_list, str | None)
    assert_type(ses_mock.outbox.one(contact_list="readers", topic=None), SentMessage)
