"""The names that calls use: few of each kind, the first more often, so that most calls meet something that exists."""

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
