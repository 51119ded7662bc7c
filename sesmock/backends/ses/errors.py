"""How SES v1 writes what SES refuses. Spec: v1.md §1.4, sending.md §1.3."""

from __future__ import annotations

from sesmock.backends.backend import Modelled
from sesmock.domain import errors

_DESTINATION = {"ConfigurationSetName": "configuration_set", "EventDestinationName": "name"}
ERRORS: dict[type[errors.DomainError], Modelled] = {
    errors.AccessDenied: Modelled("AccessDenied", status=403),
    errors.AccountSendingPaused: Modelled("AccountSendingPausedException"),
    errors.AccountSuspended: Modelled("MessageRejected"),
    errors.AlreadyExists: Modelled("AlreadyExists"),
    errors.ConfigurationSetAlreadyExists: Modelled(
        "ConfigurationSetAlreadyExists", {"ConfigurationSetName": "name"}
    ),
    errors.ConfigurationSetDoesNotExist: Modelled(
        "ConfigurationSetDoesNotExist", {"ConfigurationSetName": "name"}
    ),
    errors.ConfigurationSetSendingPaused: Modelled(
        "ConfigurationSetSendingPausedException", {"ConfigurationSetName": "name"}
    ),
    errors.CustomVerificationTemplateAlreadyExists: Modelled(
        "CustomVerificationEmailTemplateAlreadyExists", {"CustomVerificationEmailTemplateName": "name"}
    ),
    errors.CustomVerificationTemplateDoesNotExist: Modelled(
        "CustomVerificationEmailTemplateDoesNotExist", {"CustomVerificationEmailTemplateName": "name"}
    ),
    errors.DomainError: Modelled("InvalidParameterValue"),
    errors.EventDestinationAlreadyExists: Modelled("EventDestinationAlreadyExists", _DESTINATION),
    # It names the set. Spec: sending.md §3.2 [R].
    errors.EventDestinationDoesNotExist: Modelled(
        "EventDestinationDoesNotExist", _DESTINATION, "No EventDestination found for {configuration_set}"
    ),
    errors.FromAddressNotVerified: Modelled("FromEmailAddressNotVerified", {"FromEmailAddress": "address"}),
    errors.InvalidCloudWatchDestination: Modelled("InvalidCloudWatchDestination", _DESTINATION),
    errors.InvalidFirehoseDestination: Modelled("InvalidFirehoseDestination", _DESTINATION),
    errors.InvalidSnsDestination: Modelled("InvalidSNSDestination", _DESTINATION),
    errors.InvalidRenderingParameter: Modelled("InvalidRenderingParameter", {"TemplateName": "name"}),
    errors.InvalidTemplateData: Modelled("InvalidRenderingParameter", {"TemplateName": "name"}),
    errors.InvalidTemplate: Modelled("InvalidTemplate", {"TemplateName": "name"}),
    errors.MissingRenderingAttribute: Modelled("MissingRenderingAttribute", {"TemplateName": "name"}),
    errors.TemplateAlreadyExists: Modelled("AlreadyExists", {"Name": "name"}),
    errors.TemplateDoesNotExist: Modelled("TemplateDoesNotExist", {"TemplateName": "name"}),
    errors.InvalidPolicy: Modelled("InvalidPolicy"),
    errors.InvalidVerificationContent: Modelled("CustomVerificationEmailInvalidContent"),
    errors.InvalidTrackingOptions: Modelled("InvalidTrackingOptions"),
    errors.LimitExceeded: Modelled("LimitExceeded"),
    errors.MailFromDomainNotVerified: Modelled("MailFromDomainNotVerifiedException"),
    errors.MessageRejected: Modelled("MessageRejected"),
    errors.ProductionAccessNotGranted: Modelled("ProductionAccessNotGranted"),
    errors.Throttled: Modelled("Throttling"),
    errors.TrackingOptionsAlreadyExist: Modelled(
        "TrackingOptionsAlreadyExistsException", {"ConfigurationSetName": "name"}
    ),
    errors.TrackingOptionsDoNotExist: Modelled(
        "TrackingOptionsDoesNotExistException", {"ConfigurationSetName": "name"}
    ),
    errors.TooManyPolicies: Modelled("InvalidParameterValue"),
    errors.UnknownCustomVerificationTemplate: Modelled(
        "CustomVerificationEmailTemplateDoesNotExist",
        {"CustomVerificationEmailTemplateName": "name"},
        "Template <{name}> does not exist",
    ),
}
"""How an error is answered."""

BULK_STATUSES: dict[type[errors.DomainError], str] = {
    errors.AccountSendingPaused: "AccountSendingPaused",
    errors.AccountSuspended: "AccountSuspended",
    errors.ConfigurationSetDoesNotExist: "ConfigurationSetDoesNotExist",
    errors.ConfigurationSetSendingPaused: "ConfigurationSetSendingPaused",
    errors.DailyQuotaExceeded: "AccountDailyQuotaExceeded",
    errors.DomainError: "Failed",
    errors.InvalidParameter: "InvalidParameterValue",
    errors.MailFromDomainNotVerified: "MailFromDomainNotVerified",
    errors.MessageRejected: "MessageRejected",
    errors.TemplateDoesNotExist: "TemplateDoesNotExist",
    errors.Throttled: "AccountThrottled",
}
"""The status of an entry of a bulk send."""
