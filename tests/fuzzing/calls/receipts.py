"""Calls about received mail: receipt rules with their actions, IP filters, and bounces of received mail."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.fuzzing.calls import names
from tests.fuzzing.calls.harvest import HARVEST
from tests.fuzzing.calls.shapes import BOOLEANS, Strategy, one, shaped, some

TOPIC = {"TopicArn_": one(names.TOPICS_OF_RULES)}
ACTIONS: tuple[Strategy, ...] = (
    shaped(S3Action=shaped(BucketName=st.just("inbound"), ObjectKeyPrefix_=st.just("mail/"), **TOPIC)),
    shaped(
        SNSAction=shaped(TopicArn=one(names.TOPICS_OF_RULES), Encoding_=one(("UTF-8", "Base64"))),
    ),
    shaped(
        LambdaAction=shaped(
            FunctionArn=one(names.FUNCTIONS), InvocationType_=one(("Event", "RequestResponse")), **TOPIC
        )
    ),
    shaped(AddHeaderAction=st.just({"HeaderName": "X-Rule", "HeaderValue": "a"})),
    shaped(
        BounceAction=shaped(
            SmtpReplyCode=st.just("550"),
            Message=st.just("No such mailbox"),
            Sender=one(("shop@example.com", "ada@example.net")),
            **TOPIC,
        )
    ),
    shaped(
        WorkmailAction=shaped(
            OrganizationArn=st.just("arn:aws:workmail:us-east-1:123456789012:organization/m-1"), **TOPIC
        )
    ),
)
STOP = shaped(StopAction=shaped(Scope=st.just("RuleSet"), **TOPIC))
LISTS_OF_ACTIONS = st.builds(
    lambda actions, stop: [*actions, *stop],
    st.lists(st.one_of(ACTIONS), max_size=3),
    st.lists(STOP, max_size=1),
)
CONDITIONS = (*names.INBOXES, "example.com", ".example.com", "EXAMPLE.org", "shop+news@example.com")

RULE_SET = shaped(RuleSetName=one(names.RULE_SETS))
NAMED_RULE = {"RuleSetName": one(names.RULE_SETS), "RuleName": one(names.RULES)}
RULE = shaped(
    Name=one(names.RULES),
    Enabled_=BOOLEANS | st.just(True),
    ScanEnabled_=BOOLEANS,
    TlsPolicy_=one(("Optional", "Require")),
    Recipients_=some(CONDITIONS, 1),
    Actions_=LISTS_OF_ACTIONS,
)
FILTER = shaped(
    Name=one(names.FILTERS),
    IpFilter=shaped(Policy=one(("Block", "Allow")), Cidr=one(("10.0.0.1/24", "10.0.0.7", "0.0.0.0/0"))),
)

RECEIPTS: dict[str, Strategy] = {
    "CreateReceiptRuleSet": RULE_SET,
    "CloneReceiptRuleSet": shaped(RuleSetName=one(names.RULE_SETS), OriginalRuleSetName=one(names.RULE_SETS)),
    "DeleteReceiptRuleSet": RULE_SET,
    "DescribeReceiptRuleSet": RULE_SET,
    "SetActiveReceiptRuleSet": shaped(RuleSetName_=one(names.RULE_SETS)),
    "ReorderReceiptRuleSet": shaped(
        RuleSetName=one(names.RULE_SETS), RuleNames=st.lists(one(names.RULES), max_size=3)
    ),
    "CreateReceiptRule": shaped(RuleSetName=one(names.RULE_SETS), Rule=RULE, After_=one(names.RULES)),
    "UpdateReceiptRule": shaped(RuleSetName=one(names.RULE_SETS), Rule=RULE),
    "DescribeReceiptRule": shaped(**NAMED_RULE),
    "DeleteReceiptRule": shaped(**NAMED_RULE),
    "SetReceiptRulePosition": shaped(After_=one(names.RULES), **NAMED_RULE),
    "CreateReceiptFilter": shaped(Filter=FILTER),
    "DeleteReceiptFilter": shaped(FilterName=one(names.FILTERS)),
    "SendBounce": shaped(
        OriginalMessageId=HARVEST.values("OriginalMessageId"),
        BounceSender=one(("shop@example.com", "eve@example.org")),
        BouncedRecipientInfoList=some(names.INBOXES, 1, 2).map(
            lambda people: [{"Recipient": each, "BounceType": "DoesNotExist"} for each in people]
        ),
    ),
}
