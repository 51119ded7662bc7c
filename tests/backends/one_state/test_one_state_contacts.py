"""The APIs share contact lists: SES v2 stores them, and Pinpoint Email reads and writes their tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sesmock import current
from tests.backends.one_state.lifecycles import (
    SES,
    SESV2,
    Shared,
    both,
    check_lifecycle,
    client,
    extract,
    for_each_api,
    list_lifecycles,
    read_outcome,
    v1,
    v2,
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
    """Return an action that creates the list first."""

    def make_and_act() -> None:
        v2("create_contact_list", **LIST, Topics=[TOPIC])()
        act()

    return make_and_act


def send_to_contact(api: str) -> str:
    """Send a raw message whose header names the list, and return the outcome."""
    header = (
        "From: shop@example.com\nTo: ada@example.net\nX-SES-LIST-MANAGEMENT-OPTIONS: readers; topic=news\n\n"
    )
    if api == SES:
        v1("send_raw_email", RawMessage={"Data": header.encode()})()
        return read_outcome(current().outbox[-1])
    return read_outcome(send_message(client(api), Content={"Raw": {"Data": header.encode()}}))


def topic_choice(status: str) -> dict[str, Any]:
    """Return the parameters of a choice for the topic."""
    return {"TopicPreferences": [{"TopicName": "news", "SubscriptionStatus": status}]}


SHARED = {
    "tags of a list": Shared(
        create={SESV2: v2("create_contact_list", **LIST, Tags=[TAG])},
        after_create=[TAG],
        read={
            **extract(both("list_tags_for_resource", ResourceArn=ARN), lambda response: response["Tags"]),
            "the list": lambda: v2("get_contact_list", **LIST)()["Tags"],
        },
        change=both("untag_resource", ResourceArn=ARN, TagKeys=["team"]),
        after_change=[],
        remove={SESV2: v2("delete_contact_list", **LIST)},
    ),
    "topics of a list": Shared(
        create={SESV2: v2("create_contact_list", **LIST, Topics=[TOPIC])},
        after_create=(["news"], ["readers"]),
        read={
            SESV2: lambda: (
                [topic["TopicName"] for topic in v2("get_contact_list", **LIST)()["Topics"]],
                [each["ContactListName"] for each in v2("list_contact_lists")()["ContactLists"]],
            )
        },
        change={SESV2: v2("update_contact_list", **LIST)},
        after_change=([], ["readers"]),
        remove={SESV2: v2("delete_contact_list", **LIST)},
    ),
    "contact": Shared(
        create={SESV2: with_list(v2("create_contact", **CONTACT, **topic_choice("OPT_OUT")))},
        after_create=("OPT_OUT", ["ada@example.net"]),
        read={
            SESV2: lambda: (
                v2("get_contact", **CONTACT)()["TopicPreferences"][0]["SubscriptionStatus"],
                [contact["EmailAddress"] for contact in v2("list_contacts", **LIST)()["Contacts"]],
            )
        },
        change={SESV2: v2("update_contact", **CONTACT, **topic_choice("OPT_IN"))},
        after_change=("OPT_IN", ["ada@example.net"]),
        remove={SESV2: v2("delete_contact", **CONTACT)},
    ),
    "mail to a contact": Shared(
        create={SESV2: with_list(v2("create_contact", **CONTACT, UnsubscribeAll=True))},
        after_create="suppressed",
        read=for_each_api(send_to_contact),
        change={SESV2: v2("update_contact", **CONTACT)},
        after_change="delivered",
        remove={SESV2: v2("update_contact", **CONTACT, **topic_choice("OPT_OUT"))},
        after_remove="suppressed",
    ),
}


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize(("shared", "creator", "changer", "remover"), list_lifecycles(SHARED))
def test_the_apis_share_contact_lists(shared: Shared, creator: str, changer: str, remover: str) -> None:
    """All operations read the same values after a list or contact is created, changed and removed."""
    check_lifecycle(shared, creator, changer, remover)
