"""How SES v1 writes what SES refuses. Spec: v1.md §1.4, sending.md §1.3."""

from __future__ import annotations

from sesmock.backends.backend import Modelled
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
ERRORS: dict[type[DomainError], Modelled] = {
    AccessDenied: Modelled("AccessDenied", status=403),
    AccountSendingPaused: Modelled("AccountSendingPausedException"),
    AccountSuspended: Modelled("MessageRejected"),
    AlreadyExists: Modelled("AlreadyExists"),
    ConfigurationSetAlreadyExists: Modelled(
        "ConfigurationSetAlreadyExists", {"ConfigurationSetName": "name"}
    ),
    ConfigurationSetDoesNotExist: Modelled("ConfigurationSetDoesNotExist", {"ConfigurationSetName": "name"}),
    ConfigurationSetSendingPaused: Modelled(
        "ConfigurationSetSendingPausedException", {"ConfigurationSetName": "name"}
    ),
    CustomVerificationTemplateAlreadyExists: Modelled(
        "CustomVerificationEmailTemplateAlreadyExists", {"CustomVerificationEmailTemplateName": "name"}
    ),
    CustomVerificationTemplateDoesNotExist: Modelled(
        "CustomVerificationEmailTemplateDoesNotExist", {"CustomVerificationEmailTemplateName": "name"}
    ),
    DomainError: Modelled("InvalidParameterValue"),
    EventDestinationAlreadyExists: Modelled("EventDestinationAlreadyExists", _DESTINATION),
    # It names the set. Spec: sending.md §3.2 [R].
    EventDestinationDoesNotExist: Modelled(
        "EventDestinationDoesNotExist", _DESTINATION, "No EventDestination found for {configuration_set}"
    ),
    FromAddressNotVerified: Modelled("FromEmailAddressNotVerified", {"FromEmailAddress": "address"}),
    InternalFailure: Modelled("InternalFailure"),
    InvalidCloudWatchDestination: Modelled("InvalidCloudWatchDestination", _DESTINATION),
    InvalidFirehoseDestination: Modelled("InvalidFirehoseDestination", _DESTINATION),
    InvalidPolicy: Modelled("InvalidPolicy"),
    InvalidRenderingParameter: Modelled("InvalidRenderingParameter", {"TemplateName": "name"}),
    InvalidSnsDestination: Modelled("InvalidSNSDestination", _DESTINATION),
    InvalidTemplate: Modelled("InvalidTemplate", {"TemplateName": "name"}),
    InvalidTemplateData: Modelled("InvalidRenderingParameter", {"TemplateName": "name"}),
    InvalidTrackingOptions: Modelled("InvalidTrackingOptions"),
    InvalidVerificationContent: Modelled("CustomVerificationEmailInvalidContent"),
    LimitExceeded: Modelled("LimitExceeded"),
    MailFromDomainNotVerified: Modelled("MailFromDomainNotVerifiedException"),
    MessageRejected: Modelled("MessageRejected"),
    MissingRenderingAttribute: Modelled("MissingRenderingAttribute", {"TemplateName": "name"}),
    ProductionAccessNotGranted: Modelled("ProductionAccessNotGranted"),
    TemplateAlreadyExists: Modelled("AlreadyExists", {"Name": "name"}),
    TemplateDoesNotExist: Modelled("TemplateDoesNotExist", {"TemplateName": "name"}),
    Throttled: Modelled("Throttling"),
    TooManyPolicies: Modelled("InvalidParameterValue"),
    TrackingOptionsAlreadyExist: Modelled(
        "TrackingOptionsAlreadyExistsException", {"ConfigurationSetName": "name"}
    ),
    TrackingOptionsDoNotExist: Modelled(
        "TrackingOptionsDoesNotExistException", {"ConfigurationSetName": "name"}
    ),
    UnknownCustomVerificationTemplate: Modelled(
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
