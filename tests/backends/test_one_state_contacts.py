"""One state of contact lists: SES v2 keeps them, Pinpoint Email reads and writes their tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sesmock import current
from tests.backends.test_one_state import (
    SES,
    SESV2,
    Shared,
    both,
    by_each,
    check_walk,
    client,
    each,
    outcome,
    v1,
    v2,
    walks,
)
from tests.sending import send_message

if TYPE_CHECKING:
    from collections.abc import Callable

LIST = {"ContactListName": "readers"}
CONTACT = {**LIST, "EmailAddress": "ada@example.net"}
ARN = "arn:aws:ses:us-east-1:123456789012:contact-list/readers"
TAG = {"Key": "team", "Value": "shop"}
TOPIC = {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"}


def with_list(act: Callable[[], Any]) -> Callable[[], Any]:
    """Return an act on a list that is made before."""

    def make_and_act() -> None:
        v2("create_contact_list", **LIST, Topics=[TOPIC])()
        act()

    return make_and_act


def send_to_contact(api: str) -> str:
    """Return the outcome of a raw message whose header names the list, sent by an API."""
    header = (
        "From: shop@example.com\nTo: ada@example.net\nX-SES-LIST-MANAGEMENT-OPTIONS: readers; topic=news\n\n"
    )
    if api == SES:
        v1("send_raw_email", RawMessage={"Data": header.encode()})()
        return outcome(current().outbox[-1])
    return outcome(send_message(client(api), Content={"Raw": {"Data": header.encode()}}))


def choose(status: str) -> dict[str, Any]:
    """Return a choice of the topic."""
    return {"TopicPreferences": [{"TopicName": "news", "SubscriptionStatus": status}]}


SHARED = {
    "tags of a list": Shared(
        make={SESV2: v2("create_contact_list", **LIST, Tags=[TAG])},
        made=[TAG],
        read={
            **each(both("list_tags_for_resource", ResourceArn=ARN), lambda answer: answer["Tags"]),
            "the list": lambda: v2("get_contact_list", **LIST)()["Tags"],
        },
        change=both("untag_resource", ResourceArn=ARN, TagKeys=["team"]),
        changed=[],
        remove={SESV2: v2("delete_contact_list", **LIST)},
    ),
    "topics of a list": Shared(
        make={SESV2: v2("create_contact_list", **LIST, Topics=[TOPIC])},
        made=(["news"], ["readers"]),
        read={
            SESV2: lambda: (
                [topic["TopicName"] for topic in v2("get_contact_list", **LIST)()["Topics"]],
                [each["ContactListName"] for each in v2("list_contact_lists")()["ContactLists"]],
            )
        },
        change={SESV2: v2("update_contact_list", **LIST)},
        changed=([], ["readers"]),
        remove={SESV2: v2("delete_contact_list", **LIST)},
    ),
    "contact": Shared(
        make={SESV2: with_list(v2("create_contact", **CONTACT, **choose("OPT_OUT")))},
        made=("OPT_OUT", ["ada@example.net"]),
        read={
            SESV2: lambda: (
                v2("get_contact", **CONTACT)()["TopicPreferences"][0]["SubscriptionStatus"],
                [contact["EmailAddress"] for contact in v2("list_contacts", **LIST)()["Contacts"]],
            )
        },
        change={SESV2: v2("update_contact", **CONTACT, **choose("OPT_IN"))},
        changed=("OPT_IN", ["ada@example.net"]),
        remove={SESV2: v2("delete_contact", **CONTACT)},
    ),
    "mail to a contact": Shared(
        make={SESV2: with_list(v2("create_contact", **CONTACT, UnsubscribeAll=True))},
        made="suppressed",
        read=by_each(send_to_contact),
        change={SESV2: v2("update_contact", **CONTACT)},
        changed="delivered",
        remove={SESV2: v2("update_contact", **CONTACT, **choose("OPT_OUT"))},
        removed="suppressed",
    ),
}


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize(("shared", "maker", "changer", "remover"), walks(SHARED))
def test_the_apis_share_contact_lists(shared: Shared, maker: str, changer: str, remover: str) -> None:
    """What is made, changed and removed reads the same wherever it is read."""
    check_walk(shared, maker, changer, remover)
