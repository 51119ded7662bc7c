"""The cost of mail to a contact list, and of reading long lists."""

from __future__ import annotations

import gc
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

import boto3

from benchmarks.programs.payloads import V2
from benchmarks.programs.report import report
from benchmarks.programs.timing import cpu_milliseconds, difference_of_pairs
from sesmock import mock_ses

if TYPE_CHECKING:
    from collections.abc import Callable

LIST = {"ContactListName": "readers"}
TOPIC = {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"}
TO_LIST = {**V2, "ListManagementOptions": {**LIST, "TopicName": "news"}}
WARM_UP, PAIRS = 50, 1500
CONTACTS, FEW_CONTACTS = 100_000, 1000


def main() -> None:
    """Report what a contact list adds to the time of a send, and whether a contact costs more in a long list."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        ses_mock.account.max_24_hour_send = -1
        client = boto3.client("sesv2")
        client.create_contact_list(**LIST, Topics=[TOPIC])
        ses_mock.account.add_contacts("readers", ["ada@example.net"])
        report("a list member, over a plain send", _extra_microseconds(client.send_email))
    with mock_ses() as ses_mock:
        client = boto3.client("sesv2")
        client.create_contact_list(**LIST)
        report("100,000 contacts in pages", _linearity(client, ses_mock.account.add_contacts))


def _extra_microseconds(send: Callable[..., Any]) -> float:
    """Return the additional time of a send to a list member, compared with a plain send."""
    pair = partial(send, **TO_LIST), partial(send, **V2)
    difference_of_pairs(*pair, WARM_UP)
    return difference_of_pairs(*pair, PAIRS)


def _linearity(client: Any, add_contacts: Callable[..., None]) -> float:
    """Return the ratio of the times per contact in pages of a long list and of a short list.

    The garbage collector is off, since its time depends on all objects of the process, not only on the list.
    """
    gc.disable()
    addresses = (f"reader-{number}@example.net" for number in count())
    costs = []
    for contacts, rounds in ((FEW_CONTACTS, 20), (CONTACTS - FEW_CONTACTS, 3)):
        add_contacts("readers", (next(addresses) for _ in range(contacts)))
        costs.append(cpu_milliseconds(lambda: _list_contacts(client), rounds))
    few, all_ = costs
    return (all_ / CONTACTS) / (few / FEW_CONTACTS)


def _list_contacts(client: Any) -> None:
    token = {}
    while True:
        page = client.list_contacts(**LIST, PageSize=1000, **token)
        if "NextToken" not in page:
            return
        token = {"NextToken": page["NextToken"]}


if __name__ == "__main__":
    main()
