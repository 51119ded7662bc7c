"""Calls with valid parameters, so that the reference can predict their results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.fuzzing.calls import names
from tests.fuzzing.calls.harvest import HARVEST
from tests.fuzzing.calls.receipts import RECEIPTS
from tests.fuzzing.calls.reports import PINPOINT_REPORTS, REPORT_KITS, V2_REPORTS
from tests.fuzzing.calls.shapes import BOOLEANS, TAGS, Call, Strategy, one, shaped, some
from tests.fuzzing.models import OPERATIONS, member_names
from tests.fuzzing.reference.model import RULES
from tests.fuzzing.reference.rules import PINPOINT, SES, SESV2

if TYPE_CHECKING:
    from collections.abc import Callable

SET, IDENTITY = one(names.SETS), one(names.IDENTITIES)
TEMPLATE, TENANT, CONTACT_LIST = one(names.TEMPLATES), one(names.TENANTS), one(names.LISTS)
OF_SET, OF_IDENTITY, OF_TEMPLATE = (
    shaped(ConfigurationSetName=SET),
    shaped(EmailIdentity=IDENTITY),
    shaped(TemplateName=TEMPLATE),
)
OF_TENANT, OF_LIST = shaped(TenantName=TENANT), shaped(ContactListName=CONTACT_LIST)
NAMED_POLICY = {"PolicyName": one(names.POLICIES)}
POLICY = st.just(names.POLICY)
DIMENSIONS = {
    "DimensionName": st.just("campaign"),
    "DefaultDimensionValue": st.just("none"),
}


def destination(source: str, events: tuple[str, ...], **members: Strategy) -> Strategy:
    """Return a strategy for event destinations in CloudWatch."""
    dimension = shaped(DimensionValueSource=st.just(source), **DIMENSIONS)
    metrics = shaped(DimensionConfigurations=st.lists(dimension, min_size=1, max_size=1))
    matching = some(events, 1)
    return shaped(MatchingEventTypes=matching, CloudWatchDestination=metrics, Enabled_=BOOLEANS, **members)


V1_EVENTS = ("send", "bounce", "complaint", "delivery", "open", "click", "reject", "renderingFailure")
V1_DESTINATION = shaped(
    ConfigurationSetName=SET,
    EventDestination=destination("messageTag", V1_EVENTS, Name=one(names.DESTINATIONS)),
)
DESTINATION = shaped(
    ConfigurationSetName=SET,
    EventDestinationName=one(names.DESTINATIONS),
    EventDestination=destination("MESSAGE_TAG", names.EVENTS),
)
NAMED_DESTINATION = shaped(ConfigurationSetName=SET, EventDestinationName=one(names.DESTINATIONS))

V1_TEMPLATE = shaped(
    Template=shaped(TemplateName=TEMPLATE, SubjectPart=st.just("Hello"), TextPart=st.just("Hi {{name}}"))
)
CONTENT_OF_TEMPLATE = shaped(
    Subject=st.just("Hello {{name}}"), Html=st.just("<p>Hi</p>"), Text_=st.just("Hi")
)
DATA = st.just('{"name": "Ada"}')
VERIFICATION = {
    "TemplateName": TEMPLATE,
    "FromEmailAddress": one(("shop@example.com", "ada@example.net")),
    "TemplateSubject": st.just("Hello"),
    "TemplateContent": st.just("<p>Hi</p>"),
    "SuccessRedirectionURL": st.just("https://example.com/in"),
    "FailureRedirectionURL": st.just("https://example.com/out"),
}

SUPPRESSED = {
    "EmailAddress": one((*names.RECIPIENTS[:3], "bob@EXAMPLE.net")),
    "TenantName_": TENANT,
}
TOPICS = st.lists(
    shaped(
        TopicName=one(names.TOPICS),
        DisplayName=st.just("News"),
        DefaultSubscriptionStatus=one(("OPT_IN", "OPT_OUT")),
    ),
    max_size=2,
    unique_by=lambda topic: topic["TopicName"],
)
CONTACT = {"ContactListName": CONTACT_LIST, "EmailAddress": one(names.RECIPIENTS[:3])}
CHOICES = st.lists(
    shaped(TopicName=one(names.TOPICS), SubscriptionStatus=one(("OPT_IN", "OPT_OUT"))),
    max_size=2,
    unique_by=lambda choice: choice["TopicName"],
)
OF_RESOURCE = {"TenantName": TENANT, "ResourceArn": one(names.ARNS)}
TAGGED = one((*names.SET_ARNS, *names.IDENTITY_ARNS[:4]))

POOL = shaped(PoolName=one(names.POOLS))

TEXT = st.just({"Data": "Hi"})
MESSAGE = shaped(Subject=TEXT, Body=shaped(Text=TEXT, Html_=st.just({"Data": "<p>Hi</p>"})))
PEOPLE = some(names.RECIPIENTS, 1)
DESTINATION_OF_MAIL = shaped(ToAddresses=PEOPLE) | st.builds(
    lambda people: {"ToAddresses": people[:1], "CcAddresses": people[1:2], "BccAddresses": people[2:]}, PEOPLE
)
TAGS_OF_MAIL = st.just([{"Name": "campaign", "Value": "a"}]) | st.just([{"Name": "a:b", "Value": "a"}])
V1_OPTIONS = {"Source": one(names.SENDERS), "ConfigurationSetName_": SET, "Tags_": TAGS_OF_MAIL}
V2_OPTIONS = {
    "FromEmailAddress": one(names.SENDERS),
    "ConfigurationSetName_": SET,
    "EmailTags_": TAGS_OF_MAIL,
}
ENDPOINT = {"EndpointId_": HARVEST.values("EndpointId")}
OF_TENANTS = {
    "TenantName_": TENANT,
    "ListManagementOptions_": shaped(ContactListName=CONTACT_LIST, TopicName_=one(names.TOPICS)),
}
SIMPLE = shaped(Simple=MESSAGE)


def raw_content(parameters: dict[str, Any], member: str, wrap: Any) -> dict[str, Any]:
    """Return the parameters of a raw send, whose From header is the sender of its envelope."""
    sender = parameters["Source" if "Source" in parameters else "FromEmailAddress"]
    mail = f"From: {sender}\r\nTo: x@example.net\r\nSubject: Hello\r\n\r\nHi\r\n".encode()
    return {**parameters, member: wrap(mail)}


V1_RAW = shaped(Destinations=PEOPLE, **V1_OPTIONS).map(
    lambda parameters: raw_content(parameters, "RawMessage", lambda mail: {"Data": mail})
)
V2_RAW = shaped(Destination=DESTINATION_OF_MAIL, **V2_OPTIONS).map(
    lambda parameters: raw_content(parameters, "Content", lambda mail: {"Raw": {"Data": mail}})
)
BULK_V1 = shaped(
    Source=one(names.SENDERS),
    ConfigurationSetName_=SET,
    Template=TEMPLATE,
    DefaultTemplateData=DATA,
    Destinations=st.lists(shaped(Destination=shaped(ToAddresses=PEOPLE)), min_size=1, max_size=2),
)
BULK_V2 = shaped(
    FromEmailAddress=one(names.SENDERS),
    ConfigurationSetName_=SET,
    DefaultContent=shaped(Template=shaped(TemplateName=TEMPLATE, TemplateData=DATA)),
    BulkEmailEntries=st.lists(shaped(Destination=shaped(ToAddresses=PEOPLE)), min_size=1, max_size=2),
    TenantName_=TENANT,
)

OF_BOTH: dict[str, Strategy] = {
    "DeleteEmailIdentity": OF_IDENTITY,
    "GetEmailIdentity": OF_IDENTITY,
    "PutEmailIdentityFeedbackAttributes": shaped(EmailIdentity=IDENTITY, EmailForwardingEnabled=BOOLEANS),
    "DeleteConfigurationSet": OF_SET,
    "GetConfigurationSet": OF_SET,
    "GetConfigurationSetEventDestinations": OF_SET,
    "PutConfigurationSetSendingOptions": shaped(ConfigurationSetName=SET, SendingEnabled_=BOOLEANS),
    "PutConfigurationSetReputationOptions": shaped(
        ConfigurationSetName=SET, ReputationMetricsEnabled_=BOOLEANS
    ),
    "CreateConfigurationSetEventDestination": DESTINATION,
    "UpdateConfigurationSetEventDestination": DESTINATION,
    "DeleteConfigurationSetEventDestination": NAMED_DESTINATION,
    "PutAccountSendingAttributes": shaped(SendingEnabled_=BOOLEANS),
    "CreateDedicatedIpPool": shaped(PoolName=one(names.POOLS), Tags_=TAGS),
    "DeleteDedicatedIpPool": POOL,
    "TagResource": shaped(ResourceArn=TAGGED, Tags=TAGS),
    "UntagResource": shaped(ResourceArn=TAGGED, TagKeys=some(names.TAG_KEYS, 1)),
    "ListTagsForResource": shaped(ResourceArn=TAGGED),
}
OF_V1: dict[str, Strategy] = {
    "VerifyEmailIdentity": shaped(EmailAddress=one(names.ADDRESSES)),
    "VerifyEmailAddress": shaped(EmailAddress=one(names.ADDRESSES)),
    "VerifyDomainIdentity": shaped(Domain=one(names.DOMAINS)),
    "VerifyDomainDkim": shaped(Domain=one(names.DOMAINS)),
    "DeleteIdentity": shaped(Identity=IDENTITY),
    "DeleteVerifiedEmailAddress": shaped(EmailAddress=one(names.ADDRESSES)),
    "PutIdentityPolicy": shaped(Identity=IDENTITY, Policy=POLICY, **NAMED_POLICY),
    "DeleteIdentityPolicy": shaped(Identity=IDENTITY, **NAMED_POLICY),
    "CreateConfigurationSet": shaped(ConfigurationSet=shaped(Name=SET)),
    "DeleteConfigurationSet": OF_SET,
    "DescribeConfigurationSet": OF_SET,
    "UpdateConfigurationSetSendingEnabled": shaped(ConfigurationSetName=SET, Enabled=BOOLEANS),
    "UpdateConfigurationSetReputationMetricsEnabled": shaped(ConfigurationSetName=SET, Enabled=BOOLEANS),
    "CreateConfigurationSetEventDestination": V1_DESTINATION,
    "UpdateConfigurationSetEventDestination": V1_DESTINATION,
    "DeleteConfigurationSetEventDestination": NAMED_DESTINATION,
    "CreateTemplate": V1_TEMPLATE,
    "UpdateTemplate": V1_TEMPLATE,
    "GetTemplate": OF_TEMPLATE,
    "DeleteTemplate": OF_TEMPLATE,
    "TestRenderTemplate": shaped(TemplateName=TEMPLATE, TemplateData=DATA),
    "CreateCustomVerificationEmailTemplate": shaped(**VERIFICATION),
    "UpdateCustomVerificationEmailTemplate": shaped(**VERIFICATION),
    "GetCustomVerificationEmailTemplate": OF_TEMPLATE,
    "DeleteCustomVerificationEmailTemplate": OF_TEMPLATE,
    "UpdateAccountSendingEnabled": shaped(Enabled_=BOOLEANS),
    "SendEmail": shaped(Destination=DESTINATION_OF_MAIL, Message=MESSAGE, **V1_OPTIONS),
    "SendRawEmail": V1_RAW,
    "SendTemplatedEmail": shaped(
        Destination=DESTINATION_OF_MAIL, Template=TEMPLATE, TemplateData=DATA, **V1_OPTIONS
    ),
    "SendBulkTemplatedEmail": BULK_V1,
}
OF_V2: dict[str, Strategy] = {
    "CreateEmailIdentity": shaped(EmailIdentity=IDENTITY, ConfigurationSetName_=SET, Tags_=TAGS),
    "PutEmailIdentityConfigurationSetAttributes": shaped(EmailIdentity=IDENTITY, ConfigurationSetName_=SET),
    "CreateEmailIdentityPolicy": shaped(EmailIdentity=IDENTITY, Policy=POLICY, **NAMED_POLICY),
    "UpdateEmailIdentityPolicy": shaped(EmailIdentity=IDENTITY, Policy=POLICY, **NAMED_POLICY),
    "DeleteEmailIdentityPolicy": shaped(EmailIdentity=IDENTITY, **NAMED_POLICY),
    "CreateConfigurationSet": shaped(
        ConfigurationSetName=SET,
        Tags_=TAGS,
        SendingOptions_=shaped(SendingEnabled_=BOOLEANS),
        SuppressionOptions_=shaped(SuppressedReasons=some(names.REASONS)),
    ),
    "PutConfigurationSetSuppressionOptions": shaped(
        ConfigurationSetName=SET, SuppressedReasons_=some(names.REASONS)
    ),
    "CreateEmailTemplate": shaped(TemplateName=TEMPLATE, TemplateContent=CONTENT_OF_TEMPLATE, Tags_=TAGS),
    "UpdateEmailTemplate": shaped(TemplateName=TEMPLATE, TemplateContent=CONTENT_OF_TEMPLATE),
    "GetEmailTemplate": OF_TEMPLATE,
    "DeleteEmailTemplate": OF_TEMPLATE,
    "TestRenderEmailTemplate": shaped(TemplateName=TEMPLATE, TemplateData=DATA),
    "CreateCustomVerificationEmailTemplate": shaped(**VERIFICATION),
    "UpdateCustomVerificationEmailTemplate": shaped(**VERIFICATION),
    "GetCustomVerificationEmailTemplate": OF_TEMPLATE,
    "DeleteCustomVerificationEmailTemplate": OF_TEMPLATE,
    "PutSuppressedDestination": shaped(Reason=one(names.REASONS), **SUPPRESSED),
    "GetSuppressedDestination": shaped(**SUPPRESSED),
    "DeleteSuppressedDestination": shaped(**SUPPRESSED),
    "PutAccountSuppressionAttributes": shaped(SuppressedReasons_=some(names.REASONS)),
    "CreateContactList": shaped(ContactListName=CONTACT_LIST, Topics=TOPICS, Tags_=TAGS),
    "GetContactList": OF_LIST,
    "UpdateContactList": shaped(ContactListName=CONTACT_LIST, Topics=TOPICS, Description=st.just("All")),
    "DeleteContactList": OF_LIST,
    "CreateContact": shaped(TopicPreferences_=CHOICES, UnsubscribeAll_=BOOLEANS, **CONTACT),
    "UpdateContact": shaped(TopicPreferences_=CHOICES, UnsubscribeAll_=BOOLEANS, **CONTACT),
    "GetContact": shaped(**CONTACT),
    "DeleteContact": shaped(**CONTACT),
    "CreateTenant": shaped(TenantName=TENANT, Tags_=TAGS),
    "GetTenant": OF_TENANT,
    "DeleteTenant": OF_TENANT,
    "CreateTenantResourceAssociation": shaped(**OF_RESOURCE),
    "DeleteTenantResourceAssociation": shaped(**OF_RESOURCE),
    "ListTenantResources": OF_TENANT,
    "ListResourceTenants": shaped(ResourceArn=one(names.ARNS)),
    "GetDedicatedIpPool": POOL,
    "SendBulkEmail": BULK_V2,
}
SENDS_OF_V2 = [
    shaped(Destination=DESTINATION_OF_MAIL, Content=SIMPLE, **V2_OPTIONS, **OF_TENANTS),
    V2_RAW,
    shaped(
        Destination=DESTINATION_OF_MAIL,
        Content=shaped(Template=shaped(TemplateName=TEMPLATE, TemplateData=DATA)),
        **V2_OPTIONS,
        **OF_TENANTS,
    ),
    shaped(Destination=DESTINATION_OF_MAIL, Content=SIMPLE, **V2_OPTIONS, **ENDPOINT),
]
OF_PINPOINT: dict[str, Strategy] = {
    "CreateEmailIdentity": shaped(EmailIdentity=IDENTITY, Tags_=TAGS),
    "CreateConfigurationSet": shaped(
        ConfigurationSetName=SET, Tags_=TAGS, SendingOptions_=shaped(SendingEnabled_=BOOLEANS)
    ),
    "SendEmail": shaped(Destination=DESTINATION_OF_MAIL, Content=SIMPLE, **V2_OPTIONS) | V2_RAW,
}

TABLES = {
    SES: OF_V1 | RECEIPTS,
    SESV2: OF_BOTH | OF_V2 | V2_REPORTS | {"SendEmail": st.one_of(SENDS_OF_V2)},
    PINPOINT: OF_BOTH | OF_PINPOINT | PINPOINT_REPORTS,
}


def build_call(api: str, operation: str, parameters: Strategy) -> Strategy:
    """Return a strategy for calls of an operation, without the members that the installed model lacks."""
    members = member_names(api, operation)
    fitting = parameters.map(lambda drawn: {name: value for name, value in drawn.items() if name in members})
    return st.builds(Call, api=st.just(api), operation=st.just(operation), parameters=fitting)


def noun_of(pair: tuple[str, str]) -> str:
    """Return the module of the reference that an operation belongs to."""
    return RULES[pair].__module__.rpartition(".")[2]


INSTALLED = [(api, operation) for api, operation in OPERATIONS if operation in TABLES[api]]
CALLS = {pair: build_call(*pair, TABLES[pair[0]][pair[1]]) for pair in INSTALLED}

NOUNS = sorted({noun_of(pair) for pair in CALLS})


def choose(is_chosen: Callable[[tuple[str, str]], bool]) -> Strategy:
    """Return a strategy for calls of the chosen operations."""
    return st.one_of([calls for pair, calls in CALLS.items() if is_chosen(pair)])


by_noun = {noun: choose(lambda pair, noun=noun: noun_of(pair) == noun) for noun in NOUNS}  # type: ignore[misc]

# The calls that a walk can start with, in this order.
KITS: dict[str, list[Call]] = {
    "domain": [Call(SES, "VerifyDomainIdentity", {"Domain": "example.com"})],
    "addresses": [
        Call(SES, "VerifyEmailIdentity", {"EmailAddress": "shop@example.com"}),
        Call(SESV2, "CreateEmailIdentity", {"EmailIdentity": "ada@example.net"}),
    ],
    "set": [Call(SES, "CreateConfigurationSet", {"ConfigurationSet": {"Name": "news"}})],
    "template": [
        Call(
            SESV2,
            "CreateEmailTemplate",
            {"TemplateName": "hello", "TemplateContent": {"Subject": "Hello", "Text": "Hi {{name}}"}},
        )
    ],
    "suppression": [
        Call(SESV2, "PutSuppressedDestination", {"EmailAddress": "ada@example.net", "Reason": "BOUNCE"})
    ],
    "contacts": [
        Call(
            SESV2,
            "CreateContactList",
            {
                "ContactListName": "club",
                "Topics": [
                    {"TopicName": "sport", "DisplayName": "Sport", "DefaultSubscriptionStatus": "OPT_OUT"}
                ],
            },
        ),
        Call(SESV2, "CreateContact", {"ContactListName": "club", "EmailAddress": "ada@example.net"}),
    ],
    "tenant": [Call(SESV2, "CreateTenant", {"TenantName": "acme"})],
    "rules": [
        Call(SES, "CreateReceiptRuleSet", {"RuleSetName": "main"}),
        Call(
            SES,
            "CreateReceiptRule",
            {
                "RuleSetName": "main",
                "Rule": {"Name": "first", "Enabled": True, "Recipients": ["example.com"]},
            },
        ),
        Call(
            SES,
            "CreateReceiptRule",
            {
                "RuleSetName": "main",
                "Rule": {
                    "Name": "second",
                    "Enabled": True,
                    "Recipients": ["shop@example.com"],
                    "Actions": [{"StopAction": {"Scope": "RuleSet"}}],
                },
                "After": "first",
            },
        ),
    ],
    **REPORT_KITS,
}
kits = st.lists(one(tuple(KITS)), unique=True, max_size=len(KITS)).map(
    lambda chosen: [kit for kit in KITS if kit in chosen]
) | st.just(list(KITS))
