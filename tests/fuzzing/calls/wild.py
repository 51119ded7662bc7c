"""Calls of any operation, with parameters from botocore's models: names that may exist, enums, and nonsense."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.fuzzing.calls import names
from tests.fuzzing.calls.harvest import HARVEST
from tests.fuzzing.calls.shapes import Call
from tests.fuzzing.models import MODELS, OPERATIONS

if TYPE_CHECKING:
    from botocore.model import Shape

NOW = datetime(2026, 11, 28, tzinfo=timezone.utc)

# Members with names that end like this get their values from earlier responses.
HARVESTED = re.compile("(JobId|ReportId|MessageId|NextToken|TenantArn|EndpointId|CertificateId)$")
NONSENSE = ("", " ", "a", "é", "a.b", "-", "x" * 65, "x" * 330, "*", "\N{GRINNING FACE}", "a b", "1", "null")
DATA = ('{"name": "Ada"}', "{}", "[]", "{", "null", '{"name": {"first": [1, 2]}}')
TEXTS = (
    "Hi {{name}}",
    "{{#if name}}a{{/if}}",
    "{{#each}}",
    "{{",
    "Hello",
    "<p>Hi <a href='http://a'>a</a></p>",
)
URLS = ("https://example.com/in", "s3://bucket/key.csv", "ftp:", "http://")
MAILS = (
    b"From: shop@example.com\r\nTo: ada@example.net\r\nSubject: Hello\r\n\r\nHi\r\n",
    b"From: shop@example.com\r\nTo: ada@example.net\r\nX-SES-CONFIGURATION-SET: news\r\n\r\nHi",
    b"From: shop@example.com\r\nX-SES-TENANT: acme\r\nTo: a@b.c, d@e.f\r\n\r\nHi",
    b"To: a\n\n",
    b"",
    b"\x00\xff",
    b"From: a@example.com\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nHi\n--a--",
)
ARNS = (
    *names.ARNS,
    "arn:aws:sns:us-east-1:123456789012:topic",
    "arn:aws:ses:us-east-1:123456789012:contact-list/club",
    "arn:aws:ses:us-east-1:123456789012:dedicated-ip-pool/pool-1",
    "arn:aws:ses:us-east-1:123456789012:mailmanager-archive/a-abcdefghijklmnopqrstuvwx",
    "arn:aws:ses:us-east-1:aws:reputation-policy/strict",
    "arn:aws:iam::123456789012:role/a",
    "arn:aws:firehose:us-east-1:123456789012:deliverystream/a",
    "arn:aws:lambda:us-east-1:123456789012:function:a",
    "arn:aws:ses:eu-west-1:123456789012:identity/example.com",
    "arn:",
)
TAG_KEYS = (*names.TAG_KEYS, "aws:a")
NUMBERS = (0, 1, -1, 2, 10, 50, 100, 1000, 1001, 2**31 - 1, -(2**31))

# The values of strings, by a pattern for the name of the member or shape; the first match applies.
VALUES: list[tuple[str, tuple[str, ...]]] = [
    ("ConfigurationSetName", names.SETS),
    ("TemplateName|^Template$", names.TEMPLATES),
    ("TemplateData|ReplacementData", DATA),
    ("Part$|TemplateContent|^Html$|^Text$|Subject$|^Data$", TEXTS),
    ("EmailIdentity|^Identity$|^Identities", names.IDENTITIES),
    ("Source$|FromEmailAddress$|Sender$", names.SENDERS),
    (
        "EmailAddress|Address$|Addresses|Recipient|Destinations",
        (*names.RECIPIENTS, *names.ADDRESSES, "a@b@c"),
    ),
    ("MailFromDomain|RedirectDomain", ("mail.example.com", "a.example.org", "example.com")),
    ("Domain", names.DOMAINS),
    ("PolicyName", names.POLICIES),
    ("Policy$", (names.POLICY, "{}", "{", *ARNS)),
    ("EventDestinationName", names.DESTINATIONS),
    ("RuleSetName", names.RULE_SETS),
    ("RuleName|After", names.RULES),
    ("FilterName", names.FILTERS),
    ("Cidr", ("10.0.0.1", "10.0.0.0/8", "::1/128", "10.0.0.0/99")),
    ("PoolName", names.POOLS),
    ("ContactListName", names.LISTS),
    ("TopicName", names.TOPICS),
    ("TenantName", names.TENANTS),
    ("Key", TAG_KEYS),
    ("Arn|ARN|ResourceArn|Topic$|Reference", ARNS),
    ("URL|Url", URLS),
    ("Ip$", ("192.0.2.1", "a")),
    ("Region", ("us-west-2", "us-east-1", "mars-1")),
    ("EndpointName", ("endpoint", "other")),
    ("Charset", ("UTF-8", "latin-1", "x")),
]


@cache
def text_values(name: str) -> tuple[str, ...]:
    """Return the values that fit the name of a member."""
    return next((values for pattern, values in VALUES if re.search(pattern, name)), ())


@cache
def build(shape: Shape, name: str) -> st.SearchStrategy[Any]:
    """Return a strategy for the values of a shape."""
    builders = {"structure": _build_structure, "list": _build_list, "map": _build_map, "string": _build_text}
    builder = builders.get(shape.type_name)
    return SCALARS[shape.type_name] if builder is None else builder(shape, name)


SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "boolean": st.booleans(),
    "integer": st.sampled_from(NUMBERS),
    "long": st.sampled_from(NUMBERS),
    "double": st.sampled_from((0.0, 0.5, -1.0, 1e308)),
    "float": st.sampled_from((0.0, 0.5, -1.0)),
    "blob": st.sampled_from(MAILS),
    "timestamp": st.sampled_from([NOW + timedelta(days=days) for days in (-40, -2, -1, 0, 1)]),
}


def _build_structure(shape: Any, name: str) -> st.SearchStrategy[Any]:
    # To sign a call with an EndpointId, a client needs an additional library.
    members = {
        member: build(inner, member) for member, inner in shape.members.items() if member != "EndpointId"
    }
    if len(members) > 1 and (
        getattr(shape, "is_tagged_union", False) or shape.name in {"EmailContent", "ReceiptAction"}
    ):
        return st.one_of([st.fixed_dictionaries({member: inner}) for member, inner in members.items()])
    required = {member: members.pop(member) for member in shape.required_members if member in members}
    return st.fixed_dictionaries(required, optional=members)


def _build_list(shape: Any, name: str) -> st.SearchStrategy[Any]:
    smallest = shape.metadata.get("min", 0)
    member = build(shape.member, name)
    return st.lists(member, min_size=smallest, max_size=max(smallest, 2))


def _build_map(shape: Any, name: str) -> st.SearchStrategy[Any]:
    return st.dictionaries(build(shape.key, shape.key.name), build(shape.value, "MapValue"), max_size=2)


def _build_text(shape: Any, name: str) -> st.SearchStrategy[Any]:
    smallest = shape.metadata.get("min", 0)
    values = tuple(shape.enum) or text_values(name) or text_values(shape.name)
    nonsense = st.sampled_from([text for text in NONSENSE if len(text) >= smallest] or ["x" * smallest])
    if HARVESTED.search(name):
        return HARVEST.values(HARVESTED.search(name)[1]) | nonsense
    if not values:
        return nonsense
    fitting = st.sampled_from(values)
    return st.one_of(fitting, fitting, fitting, nonsense)


def build_call(operation: tuple[str, str]) -> st.SearchStrategy[Call]:
    """Return a strategy for calls of an operation."""
    api, name = operation
    shape = MODELS[api].operation_model(name).input_shape
    parameters = st.just({}) if shape is None else build(shape, name)
    return st.builds(Call, api=st.just(api), operation=st.just(name), parameters=parameters)


wild_calls = st.sampled_from(OPERATIONS).flatmap(build_call)
