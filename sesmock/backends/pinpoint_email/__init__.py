"""Pinpoint Email, 2018-07-26: ``boto3.client("pinpoint-email")``."""

NOUNS = {
    "account": ("GetAccount", "PutAccountDedicatedIpWarmupAttributes", "PutAccountSendingAttributes"),
    "configuration_sets": (
        "CreateConfigurationSet",
        "DeleteConfigurationSet",
        "GetConfigurationSet",
        "ListConfigurationSets",
        "PutConfigurationSetReputationOptions",
        "PutConfigurationSetSendingOptions",
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
        "PutEmailIdentityDkimAttributes",
        "PutEmailIdentityFeedbackAttributes",
        "PutEmailIdentityMailFromAttributes",
    ),
    "sending": ("SendEmail",),
    "tags": ("ListTagsForResource", "TagResource", "UntagResource"),
    "tracking_options": ("PutConfigurationSetTrackingOptions",),
}
"""The module of each operation, so that only what is called is imported."""
