"""How SES v1 writes domain errors: a code and a sentence, but not the other members that the model has.

Spec: errors.md §1 [R], §3.
"""

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
    SendingPoolDoesNotExist,
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
from sesmock.domain.receiving.errors import (
    FilterAlreadyExists,
    InvalidLambdaFunction,
    InvalidS3Configuration,
    InvalidSnsTopic,
    ReceivingUnavailable,
    RuleAlreadyExists,
    RuleDoesNotExist,
    RuleSetAlreadyExists,
    RuleSetDoesNotExist,
    RuleSetIsActive,
)
from sesmock.domain.reputation.errors import IdentitySendingPaused
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
from sesmock.domain.tenants.errors import TenantNotAssociated, TenantSendingPaused

ERRORS: dict[type[DomainError], ErrorMapping] = {
    AccessDenied: ErrorMapping("AccessDenied", status=403),
    AccountSendingPaused: ErrorMapping("AccountSendingPausedException"),
    # v1 has no code of its own for this; it is only a status in bulk sends. Spec: sending.md §2 [D].
    AccountSuspended: ErrorMapping("MessageRejected"),
    AlreadyExists: ErrorMapping("AlreadyExists"),
    ConfigurationSetAlreadyExists: ErrorMapping("ConfigurationSetAlreadyExists"),
    ConfigurationSetDoesNotExist: ErrorMapping("ConfigurationSetDoesNotExist"),
    ConfigurationSetSendingPaused: ErrorMapping("ConfigurationSetSendingPausedException"),
    CustomVerificationTemplateAlreadyExists: ErrorMapping("CustomVerificationEmailTemplateAlreadyExists"),
    CustomVerificationTemplateDoesNotExist: ErrorMapping("CustomVerificationEmailTemplateDoesNotExist"),
    DomainError: ErrorMapping("InvalidParameterValue"),
    EventDestinationAlreadyExists: ErrorMapping("EventDestinationAlreadyExists"),
    # The text names the set, not the destination. Spec: event_destinations.md §1 [R].
    EventDestinationDoesNotExist: ErrorMapping(
        "EventDestinationDoesNotExist", "No EventDestination found for {configuration_set}"
    ),
    FilterAlreadyExists: ErrorMapping("AlreadyExists"),
    FromAddressNotVerified: ErrorMapping("FromEmailAddressNotVerified"),
    IdentitySendingPaused: ErrorMapping("MessageRejected"),
    InternalFailure: ErrorMapping("InternalFailure"),
    InvalidCloudWatchDestination: ErrorMapping("InvalidCloudWatchDestination"),
    InvalidFirehoseDestination: ErrorMapping("InvalidFirehoseDestination"),
    InvalidLambdaFunction: ErrorMapping("InvalidLambdaFunction"),
    InvalidPolicy: ErrorMapping("InvalidPolicy"),
    InvalidRenderingParameter: ErrorMapping("InvalidRenderingParameter"),
    InvalidS3Configuration: ErrorMapping("InvalidS3Configuration"),
    InvalidSnsDestination: ErrorMapping("InvalidSNSDestination"),
    InvalidSnsTopic: ErrorMapping("InvalidSnsTopic"),
    InvalidTemplate: ErrorMapping("InvalidTemplate"),
    InvalidTemplateData: ErrorMapping("InvalidRenderingParameter"),
    InvalidTrackingOptions: ErrorMapping("InvalidTrackingOptions"),
    InvalidVerificationContent: ErrorMapping("CustomVerificationEmailInvalidContent"),
    LimitExceeded: ErrorMapping("LimitExceeded"),
    MailFromDomainNotVerified: ErrorMapping("MailFromDomainNotVerifiedException"),
    MessageRejected: ErrorMapping("MessageRejected"),
    MissingRenderingAttribute: ErrorMapping("MissingRenderingAttribute"),
    ProductionAccessNotGranted: ErrorMapping("ProductionAccessNotGranted"),
    ReceivingUnavailable: ErrorMapping("InvalidAction"),
    RuleAlreadyExists: ErrorMapping("AlreadyExists"),
    RuleDoesNotExist: ErrorMapping("RuleDoesNotExist"),
    RuleSetAlreadyExists: ErrorMapping("AlreadyExists"),
    RuleSetDoesNotExist: ErrorMapping("RuleSetDoesNotExist"),
    RuleSetIsActive: ErrorMapping("CannotDelete"),
    TemplateAlreadyExists: ErrorMapping("AlreadyExists"),
    TemplateDoesNotExist: ErrorMapping("TemplateDoesNotExist"),
    TenantNotAssociated: ErrorMapping("AccessDenied", status=403),
    TenantSendingPaused: ErrorMapping("MessageRejected"),
    Throttled: ErrorMapping("Throttling"),
    TooManyPolicies: ErrorMapping("InvalidParameterValue"),
    TrackingOptionsAlreadyExist: ErrorMapping("TrackingOptionsAlreadyExistsException"),
    TrackingOptionsDoNotExist: ErrorMapping("TrackingOptionsDoesNotExistException"),
    # Sends and reads have different texts for the same missing template. Spec: custom_verification.md §1 [P].
    UnknownCustomVerificationTemplate: ErrorMapping(
        "CustomVerificationEmailTemplateDoesNotExist", "Template <{name}> does not exist"
    ),
}
"""The wire format by class of domain errors; a class without an entry uses its parent's."""

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
    SendingPoolDoesNotExist: "InvalidSendingPoolName",
    TemplateDoesNotExist: "TemplateDoesNotExist",
    Throttled: "AccountThrottled",
}
"""The status of a bulk entry by the class of its error; a class without an entry uses its parent's."""
