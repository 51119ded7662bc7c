"""SES v1, 2010-12-01: ``boto3.client("ses")``."""

NOUNS = {
    "account": (
        "GetAccountSendingEnabled",
        "GetSendQuota",
        "GetSendStatistics",
        "UpdateAccountSendingEnabled",
    ),
    "bulk_sending": ("SendBulkTemplatedEmail",),
    "configuration_sets": (
        "CreateConfigurationSet",
        "DeleteConfigurationSet",
        "DescribeConfigurationSet",
        "ListConfigurationSets",
        "UpdateConfigurationSetReputationMetricsEnabled",
        "UpdateConfigurationSetSendingEnabled",
    ),
    "event_destinations": (
        "CreateConfigurationSetEventDestination",
        "DeleteConfigurationSetEventDestination",
        "UpdateConfigurationSetEventDestination",
    ),
    "identities": (
        "DeleteIdentity",
        "DeleteVerifiedEmailAddress",
        "GetIdentityDkimAttributes",
        "GetIdentityMailFromDomainAttributes",
        "GetIdentityNotificationAttributes",
        "GetIdentityVerificationAttributes",
        "ListIdentities",
        "ListVerifiedEmailAddresses",
        "SetIdentityDkimEnabled",
        "SetIdentityFeedbackForwardingEnabled",
        "SetIdentityHeadersInNotificationsEnabled",
        "SetIdentityMailFromDomain",
        "SetIdentityNotificationTopic",
        "VerifyDomainDkim",
        "VerifyDomainIdentity",
        "VerifyEmailAddress",
        "VerifyEmailIdentity",
    ),
    "policies": ("DeleteIdentityPolicy", "GetIdentityPolicies", "ListIdentityPolicies", "PutIdentityPolicy"),
    "sending": ("SendEmail", "SendRawEmail", "SendTemplatedEmail"),
    "tracking_options": (
        "CreateConfigurationSetTrackingOptions",
        "DeleteConfigurationSetTrackingOptions",
        "UpdateConfigurationSetTrackingOptions",
    ),
    "templates": (
        "CreateTemplate",
        "DeleteTemplate",
        "GetTemplate",
        "ListTemplates",
        "TestRenderTemplate",
        "UpdateTemplate",
    ),
}
"""The module of each operation, so that only what is called is imported."""
