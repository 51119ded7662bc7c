"""SES v2, 2019-09-27: ``boto3.client("sesv2")``."""

NOUNS = {
    "account": (
        "GetAccount",
        "PutAccountDedicatedIpWarmupAttributes",
        "PutAccountDeliveryAttributes",
        "PutAccountDetails",
        "PutAccountPricingAttributes",
        "PutAccountSendingAttributes",
        "PutAccountVdmAttributes",
    ),
    "configuration_sets": (
        "CreateConfigurationSet",
        "DeleteConfigurationSet",
        "GetConfigurationSet",
        "ListConfigurationSets",
        "PutConfigurationSetReputationOptions",
        "PutConfigurationSetSendingOptions",
        "PutConfigurationSetSuppressionOptions",
    ),
    "deliverability_dashboard": ("GetDeliverabilityDashboardOptions", "PutDeliverabilityDashboardOption"),
    "event_destinations": (
        "CreateConfigurationSetEventDestination",
        "DeleteConfigurationSetEventDestination",
        "GetConfigurationSetEventDestinations",
        "UpdateConfigurationSetEventDestination",
    ),
    "identities": (
        "CreateEmailIdentity",
        "DeleteEmailIdentity",
        "GetEmailIdentity",
        "ListEmailIdentities",
        "PutEmailIdentityConfigurationSetAttributes",
        "PutEmailIdentityFeedbackAttributes",
        "PutEmailIdentityMailFromAttributes",
    ),
    "policies": (
        "CreateEmailIdentityPolicy",
        "DeleteEmailIdentityPolicy",
        "GetEmailIdentityPolicies",
        "UpdateEmailIdentityPolicy",
    ),
    "sending": ("SendEmail",),
    "suppression": (
        "DeleteSuppressedDestination",
        "GetSuppressedDestination",
        "ListSuppressedDestinations",
        "PutAccountSuppressionAttributes",
        "PutSuppressedDestination",
    ),
    "tags": ("ListTagsForResource", "TagResource", "UntagResource"),
    "tracking_options": ("PutConfigurationSetTrackingOptions",),
    "templates": (
        "CreateEmailTemplate",
        "DeleteEmailTemplate",
        "GetEmailTemplate",
        "ListEmailTemplates",
        "TestRenderEmailTemplate",
        "UpdateEmailTemplate",
    ),
}
"""The module of each operation, so that only what is called is imported."""
