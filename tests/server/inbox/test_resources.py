"""The pages of resources: identities, templates, configuration sets, suppression, contacts, rules and the account."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.server.clients import dump, sign
from tests.server.inbox.inboxes import InboxCaller

TOPIC = {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"}
DESTINATION = {
    "EventDestinationName": "bus",
    "EventDestination": {
        "Enabled": True,
        "MatchingEventTypes": ["SEND", "BOUNCE"],
        "EventBridgeDestination": {"EventBusArn": "arn:aws:events:us-east-1:123456789012:event-bus/default"},
    },
}


@pytest.fixture
def caller() -> InboxCaller:
    """Return a client of a new mock."""
    return InboxCaller()


def list_items(caller: InboxCaller, name: str, query: str = "") -> list[Any]:
    """Return the rows of a list."""
    rows: list[Any] = caller.get(f"/resources/{name}{query}")["items"]
    return rows


def test_identities_have_their_status() -> None:
    """The list of identities shows the status of each, and the JSON API can verify a pending one."""
    caller = InboxCaller(verification="manual")
    caller.operate("POST", "/identities", {"EmailIdentity": "ada@example.net"})
    before = {row["name"]: row["status"] for row in list_items(caller, "identities")}
    caller.call("POST", "/_sesmock/verify", dump({"identity": "ada@example.net"}))
    after = {row["name"]: row["status"] for row in list_items(caller, "identities")}

    assert before == {"ada@example.net": "PENDING", "example.com": "SUCCESS"}
    assert after["ada@example.net"] == "SUCCESS"


def test_identities_have_their_settings(caller: InboxCaller) -> None:
    """A row has the DKIM status, the MAIL FROM domain and the default configuration set."""
    caller.operate("POST", "/configuration-sets", {"ConfigurationSetName": "main"})
    path = "/identities/example.com"
    caller.operate("PUT", f"{path}/mail-from", {"MailFromDomain": "mail.example.com"})
    caller.operate("PUT", f"{path}/configuration-set", {"ConfigurationSetName": "main"})
    [row] = list_items(caller, "identities")

    assert (row["kind"], row["dkim"]) == ("domain", "SUCCESS")
    assert (row["mail_from"], row["configuration_set"]) == ("mail.example.com (SUCCESS)", "main")


def test_lists_are_paged_and_searched(caller: InboxCaller) -> None:
    """A list has pages, and can be searched by name, ignoring case."""
    for number in range(3):
        caller.operate("POST", "/identities", {"EmailIdentity": f"user{number}@example.net"})
    first = caller.get("/resources/identities?limit=3")
    last = caller.get(f"/resources/identities?limit=3&cursor={first['next']}")

    assert [row["name"] for row in first["items"] + last["items"]] == [
        "example.com",
        "user0@example.net",
        "user1@example.net",
        "user2@example.net",
    ]
    assert (first["total"], last["next"]) == (4, None)
    assert [row["name"] for row in list_items(caller, "identities", "?search=USER1")] == ["user1@example.net"]


def test_templates_are_previewed_with_test_data(caller: InboxCaller) -> None:
    """A preview has the parts of the template, rendered as SES would render them."""
    content = {"Subject": "Hi {{name}}", "Html": "<p>{{#if vip}}Dear {{/if}}{{name}}</p>"}
    caller.operate("POST", "/templates", {"TemplateName": "greet", "TemplateContent": content})
    [row] = list_items(caller, "templates")
    data = {"template": "greet", "data": '{"name": "Ada", "vip": true}'}
    preview = caller.call("POST", "/_sesmock/inbox/preview", dump(data)).get_json()

    assert (row["name"], row["subject"], row["text"]) == ("greet", "Hi {{name}}", None)
    assert preview == {"subject": "Hi Ada", "text": None, "html": "<p>Dear Ada</p>"}


@pytest.mark.parametrize(
    ("data", "attribute", "error"),
    [
        ("", "name", "Attribute 'name' is not present in the rendering data."),
        ("{", None, "The data must be a JSON object: Expecting property name"),
        ("[]", None, "The template data is invalid"),
        ("[" * 100_000, None, "The template data is invalid"),
    ],
)
def test_previews_explain_what_is_missing(
    caller: InboxCaller, data: str, attribute: str | None, error: str
) -> None:
    """A preview that cannot be rendered has the missing attribute, or says why the data is invalid."""
    content = {"Subject": "Hi {{name}}", "Text": "{{name}}"}
    caller.operate("POST", "/templates", {"TemplateName": "greet", "TemplateContent": content})
    body = dump({"template": "greet", "data": data})
    preview = caller.call("POST", "/_sesmock/inbox/preview", body).get_json()

    assert preview["attribute"] == attribute
    assert preview["error"].startswith(error)


def test_invalid_previews_are_refused(caller: InboxCaller) -> None:
    """A preview of an unknown template returns 404, one without a template returns 400, and neither makes a call."""
    unknown = caller.call("POST", "/_sesmock/inbox/preview", dump({"template": "x", "data": ""}))
    missing = caller.call("POST", "/_sesmock/inbox/preview", dump({"data": ""}))

    assert (unknown.status_code, missing.status_code) == (404, 400)
    assert list(caller.mock.handle.calls) == []


def test_configuration_sets_have_their_destinations(caller: InboxCaller) -> None:
    """A configuration set has its options and its event destinations."""
    caller.operate(
        "POST",
        "/configuration-sets",
        {"ConfigurationSetName": "main", "SuppressionOptions": {"SuppressedReasons": []}},
    )
    caller.operate("POST", "/configuration-sets/main/event-destinations", DESTINATION)
    [row] = list_items(caller, "configuration-sets")
    [destination] = row["destinations"]

    assert (row["options"]["Sending"], row["options"]["Suppressed reasons"]) == ("enabled", "none")
    assert (destination["kind"], destination["types"]) == ("eventbridge", ["Bounce", "Send"])
    assert destination["enabled"]


def test_suppressed_addresses_have_their_reason(caller: InboxCaller) -> None:
    """An address that was suppressed after a bounce has the reason and the id of the message."""
    message_id = caller.send()
    caller.act(message_id, "bounce")
    [row] = list_items(caller, "suppression")

    assert (row["address"], row["reason"], row["message_id"]) == ("ada@example.net", "BOUNCE", message_id)
    assert row["tenant"] is None
    assert list_items(caller, "suppression", "?search=bob") == []


def test_suppressed_addresses_of_tenants_are_listed(caller: InboxCaller) -> None:
    """An address on a tenant's suppression list has the name of the tenant."""
    caller.operate("POST", "/tenants", {"TenantName": "acme"})
    caller.operate(
        "PUT",
        "/suppression/addresses",
        {"EmailAddress": "ada@example.net", "Reason": "COMPLAINT", "TenantName": "acme"},
    )
    [row] = list_items(caller, "suppression")

    assert (row["address"], row["tenant"]) == ("ada@example.net", "acme")


def test_contacts_have_their_topics(caller: InboxCaller) -> None:
    """A contact list has its topics, and a contact has its preferences for them."""
    caller.operate("POST", "/contact-lists", {"ContactListName": "all", "Topics": [TOPIC]})
    preferences = [{"TopicName": "news", "SubscriptionStatus": "OPT_OUT"}]
    path = "/contact-lists/all/contacts"
    caller.operate("POST", path, {"EmailAddress": "ada@example.net"})
    caller.operate("POST", path, {"EmailAddress": "bob@example.net", "TopicPreferences": preferences})
    [contact_list] = list_items(caller, "contact-lists")
    ada, bob = list_items(caller, "contacts")

    assert (contact_list["name"], contact_list["contacts"]) == ("all", 2)
    assert contact_list["topics"] == [{"name": "news", "display_name": "News", "default": "OPT_IN"}]
    assert (ada["subscribed"], ada["opted_out"]) == (["news"], [])
    assert (bob["subscribed"], bob["opted_out"]) == ([], ["news"])
    assert len(list_items(caller, "contacts", "?search=bob")) == 1


def test_rules_are_listed_by_set(caller: InboxCaller) -> None:
    """The active rule set comes first, with the recipients and actions of its rules."""
    for action in (
        "CreateReceiptRuleSet&RuleSetName=a-idle",
        "CreateReceiptRuleSet&RuleSetName=inbound",
        "SetActiveReceiptRuleSet&RuleSetName=inbound",
        "CreateReceiptRule&RuleSetName=inbound&Rule.Name=store&Rule.Enabled=true&Rule.Actions.member.1"
        ".StopAction.Scope=RuleSet",
    ):
        assert caller.call("POST", "/", f"Action={action}").status_code == 200
    active, idle = list_items(caller, "rules")

    assert (active["name"], active["active"], idle["active"]) == ("inbound", True, False)
    assert active["rules"] == [{"name": "store", "enabled": True, "recipients": [], "actions": ["Stop"]}]


def test_the_account_has_its_quota(caller: InboxCaller) -> None:
    """The account's page has its status, its quota and the number of sends."""
    caller.send()
    account = caller.get("/account")

    assert (account["sandbox"], account["max_24_hour_send"]) == (False, 50_000)
    assert account["sent_last_24_hours"] == 1
    assert account["places"] == [["123456789012", "us-east-1"]]


def test_the_account_has_its_review(caller: InboxCaller) -> None:
    """After account details are submitted, the account's page shows the status of AWS's review."""
    details = {"MailType": "MARKETING", "WebsiteURL": "https://example.com", "ProductionAccessEnabled": True}
    caller.operate("POST", "/account/details", details)

    assert caller.get("/account")["review"] == "PENDING"


def test_other_accounts_and_regions_are_separate(caller: InboxCaller) -> None:
    """Each account and region has its own resources, and a region that was never called returns 404."""
    body = dump({"EmailIdentity": "ada@example.net"})
    headers = sign("POST", "/v2/email/identities", body)
    caller.call("POST", "/v2/email/identities", body, headers=headers)
    default = [row["name"] for row in list_items(caller, "identities")]
    other = [row["name"] for row in list_items(caller, "identities", "?region=eu-west-1")]

    assert default == ["example.com"]
    assert other == ["ada@example.net", "example.com"]
    assert caller.get("/account")["places"] == [["123456789012", "us-east-1"], ["123456789012", "eu-west-1"]]
    assert caller.get("/resources/identities?region=eu-south-1", 404)["code"] == "NotFound"


def test_unknown_lists_are_404(caller: InboxCaller) -> None:
    """An unknown list returns 404 with an error that shows the valid lists."""
    answer = caller.get(f"/resources/{quote('tenants')}", 404)

    assert answer["message"].startswith("unknown list 'tenants'; valid lists: identities, templates, ")
