"""How SES v1 writes what SES refuses. Spec: v1.md §1.4, sending.md §1.3."""

from __future__ import annotations

from sesmock.backends.backend import ErrorMapping
from sesmock.domain.configuration_sets.errors import (
    ConfigurationSetAlreadyExists,
    ConfigurationSetDoesNotExist,
    ConfigurationSetSendingPaused,
    EventDestinationAlreadyExists,
    EventDestinationDoesNotExist,
    InvalidCloudWatchDestination,
    InvalidFirehoseDestination,
    InvalidSnsDestination,
    InvalidTrackingOptions,
    TrackingOptionsAlreadyExist,
    TrackingOptionsDoNotExist,
)
from sesmock.domain.errors import (
    AccountSendingPaused,
    AlreadyExists,
    DomainError,
    InternalFailure,
    InvalidParameter,
    LimitExceeded,
    MessageRejected,
    Throttled,
)
from sesmock.domain.identities.errors import InvalidPolicy, MailFromDomainNotVerified, TooManyPolicies
from sesmock.domain.sending.errors import (
    AccessDenied,
    AccountSuspended,
    CustomVerificationTemplateAlreadyExists,
    CustomVerificationTemplateDoesNotExist,
    DailyQuotaExceeded,
    FromAddressNotVerified,
    InvalidVerificationContent,
    ProductionAccessNotGranted,
    UnknownCustomVerificationTemplate,
)
from sesmock.domain.templates.errors import (
    InvalidRenderingParameter,
    InvalidTemplate,
    InvalidTemplateData,
    MissingRenderingAttribute,
    TemplateAlreadyExists,
    TemplateDoesNotExist,
)

_DESTINATION = {"ConfigurationSetName": "configuration_set", "EventDestinationName": "name"}
ERRORS: dict[type[DomainError], ErrorMapping] = {
    AccessDenied: ErrorMapping("AccessDenied", status=403),
    AccountSendingPaused: ErrorMapping("AccountSendingPausedException"),
    AccountSuspended: ErrorMapping("MessageRejected"),
    AlreadyExists: ErrorMapping("AlreadyExists"),
    ConfigurationSetAlreadyExists: ErrorMapping(
        "ConfigurationSetAlreadyExists", {"ConfigurationSetName": "name"}
    ),
    ConfigurationSetDoesNotExist: ErrorMapping(
        "ConfigurationSetDoesNotExist", {"ConfigurationSetName": "name"}
    ),
    ConfigurationSetSendingPaused: ErrorMapping(
        "ConfigurationSetSendingPausedException", {"ConfigurationSetName": "name"}
    ),
    CustomVerificationTemplateAlreadyExists: ErrorMapping(
        "CustomVerificationEmailTemplateAlreadyExists", {"CustomVerificationEmailTemplateName": "name"}
    ),
    CustomVerificationTemplateDoesNotExist: ErrorMapping(
        "CustomVerificationEmailTemplateDoesNotExist", {"CustomVerificationEmailTemplateName": "name"}
    ),
    DomainError: ErrorMapping("InvalidParameterValue"),
    EventDestinationAlreadyExists: ErrorMapping("EventDestinationAlreadyExists", _DESTINATION),
    # It names the set. Spec: sending.md §3.2 [R].
    EventDestinationDoesNotExist: ErrorMapping(
        "EventDestinationDoesNotExist", _DESTINATION, "No EventDestination found for {configuration_set}"
    ),
    FromAddressNotVerified: ErrorMapping("FromEmailAddressNotVerified", {"FromEmailAddress": "address"}),
    InternalFailure: ErrorMapping("InternalFailure"),
    InvalidCloudWatchDestination: ErrorMapping("InvalidCloudWatchDestination", _DESTINATION),
    InvalidFirehoseDestination: ErrorMapping("InvalidFirehoseDestination", _DESTINATION),
    InvalidPolicy: ErrorMapping("InvalidPolicy"),
    InvalidRenderingParameter: ErrorMapping("InvalidRenderingParameter", {"TemplateName": "name"}),
    InvalidSnsDestination: ErrorMapping("InvalidSNSDestination", _DESTINATION),
    InvalidTemplate: ErrorMapping("InvalidTemplate", {"TemplateName": "name"}),
    InvalidTemplateData: ErrorMapping("InvalidRenderingParameter", {"TemplateName": "name"}),
    InvalidTrackingOptions: ErrorMapping("InvalidTrackingOptions"),
    InvalidVerificationContent: ErrorMapping("CustomVerificationEmailInvalidContent"),
    LimitExceeded: ErrorMapping("LimitExceeded"),
    MailFromDomainNotVerified: ErrorMapping("MailFromDomainNotVerifiedException"),
    MessageRejected: ErrorMapping("MessageRejected"),
    MissingRenderingAttribute: ErrorMapping("MissingRenderingAttribute", {"TemplateName": "name"}),
    ProductionAccessNotGranted: ErrorMapping("ProductionAccessNotGranted"),
    TemplateAlreadyExists: ErrorMapping("AlreadyExists", {"Name": "name"}),
    TemplateDoesNotExist: ErrorMapping("TemplateDoesNotExist", {"TemplateName": "name"}),
    Throttled: ErrorMapping("Throttling"),
    TooManyPolicies: ErrorMapping("InvalidParameterValue"),
    TrackingOptionsAlreadyExist: ErrorMapping(
        "TrackingOptionsAlreadyExistsException", {"ConfigurationSetName": "name"}
    ),
    TrackingOptionsDoNotExist: ErrorMapping(
        "TrackingOptionsDoesNotExistException", {"ConfigurationSetName": "name"}
    ),
    UnknownCustomVerificationTemplate: ErrorMapping(
        "CustomVerificationEmailTemplateDoesNotExist",
        {"CustomVerificationEmailTemplateName": "name"},
        "Template <{name}> does not exist",
    ),
}
"""How an error is answered."""

BULK_STATUSES: dict[type[DomainError], str] = {
    AccountSendingPaused: "AccountSendingPaused",
    AccountSuspended: "AccountSuspended",
    ConfigurationSetDoesNotExist: "ConfigurationSetDoesNotExist",
    ConfigurationSetSendingPaused: "ConfigurationSetSendingPaused",
    DailyQuotaExceeded: "AccountDailyQuotaExceeded",
    DomainError: "Failed",
    InternalFailure: "TransientFailure",
    InvalidParameter: "InvalidParameterValue",
    MailFromDomainNotVerified: "MailFromDomainNotVerified",
    MessageRejected: "MessageRejected",
    TemplateDoesNotExist: "TemplateDoesNotExist",
    Throttled: "AccountThrottled",
}
"""The status of an entry of a bulk send."""
