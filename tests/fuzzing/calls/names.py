"""The names that calls use: a few of each kind, the first more often, so that most calls name existing things."""

from __future__ import annotations

import json

from tests.fuzzing.reference.world import ACCOUNT, SIMULATOR

DOMAINS = ("example.com", "example.org", "mail.example.com")
ADDRESSES = ("shop@example.com", "Shop@example.com", "ada@example.net", "bob@mail.example.com")
IDENTITIES = DOMAINS + ADDRESSES
SENDERS = ("shop@example.com", "Shop <shop+news@example.com>", "ada@example.net", "eve@example.org")
RECIPIENTS = ("ada@example.net", "Bob@Example.net", "eve@example.org", f"success@{SIMULATOR}")
SETS = ("news", "news", "ads_1")
TEMPLATES = ("hello", "hello", "Bye-1")
LISTS = ("club", "club", "club", "friends")
TOPICS = ("sport", "music")
TENANTS = ("acme", "acme", "globex")
POLICIES = ("a", "a", "B_2")
DESTINATIONS = ("bounces", "bounces", "clicks")
RULE_SETS = ("main", "main", "spare.1")
RULES = ("first", "second", "third")
FILTERS = ("office", "home")
POOLS = ("pool-1", "pool-2")
TAG_KEYS = ("team", "Cost")
TAG_VALUES = ("shop", "")
REASONS = ("BOUNCE", "COMPLAINT")
ENDPOINTS = ("both", "both", "other")
INBOXES = ("shop@example.com", "shop+news@example.com", "Bob@mail.example.com", "eve@example.org")
SOURCES = ("ada@example.net", "eve@example.org")
CLIENT_ADDRESSES = ("203.0.113.5", "10.0.0.7", "10.0.0.9")
TOPICS_OF_RULES = tuple(f"arn:aws:sns:us-east-1:123456789012:{name}" for name in ("inbound", "other"))
FUNCTIONS = tuple(
    f"arn:aws:lambda:us-east-1:123456789012:function:{name}"
    for name in ("plain", "stop-rule", "stop-rule-set")
)
VERDICTS = ("LOW", "MEDIUM", "HIGH")

# The files that import jobs read: each has records that SES accepts and records that it refuses.
FILES = {
    "s3://imports/suppressed.csv": (
        "ada@example.net,BOUNCE\nnobody,BOUNCE\nBob@Example.net,COMPLAINT\nada@example.net,WHY\n"
    ),
    "s3://imports/suppressed_to_delete.csv": "ada@example.net\nnobody@example.net\n",
    "s3://imports/suppressed.json": (
        '{"emailAddress": "eve@example.org", "reason": "COMPLAINT"}\n{"emailAddress": "ada@example.net"}\n'
    ),
    "s3://imports/contacts.csv": (
        "emailAddress,unsubscribeAll,topicPreferences.sport\n"
        "ada@example.net,false,OPT_OUT\nBob@Example.net,true,\nnobody,false,\n"
    ),
    "s3://imports/contacts.json": (
        '{"emailAddress": "eve@example.org", "unsubscribeAll": true}\n'
        '{"emailAddress": "ada@example.net",'
        ' "topicPreferences": [{"topicName": "music", "subscriptionStatus": "OPT_IN"}]}\n'
    ),
    "s3://imports/contacts_without_header.csv": "ada@example.net,true\n",
}
EVENTS = ("SEND", "BOUNCE", "COMPLAINT", "DELIVERY", "OPEN", "CLICK", "REJECT", "RENDERING_FAILURE")

SET_ARNS = tuple(f"{ACCOUNT}configuration-set/{name}" for name in SETS)
IDENTITY_ARNS = tuple(f"{ACCOUNT}identity/{name}" for name in IDENTITIES)
TEMPLATE_ARNS = tuple(f"{ACCOUNT}template/{name}" for name in TEMPLATES)
ARNS = SET_ARNS + IDENTITY_ARNS + TEMPLATE_ARNS

POLICY = json.dumps(
    {
        "Statement": {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "ses:SendEmail",
            "Resource": IDENTITY_ARNS[0],
        }
    }
)
