"""Every sentence of SES that nobody has recorded yet, in the style of those known. docs/fidelity.md lists them.

When one of them is seen on the wire, this is the place to write it down.
"""

from __future__ import annotations

ACCOUNT_SUSPENDED = "The account's ability to send email has been permanently restricted."
CERTIFICATE_ADDRESS_ELSEWHERE = "FromAddress {address} does not belong to the identity {identity}."
CERTIFICATE_ALREADY_ASSOCIATED = "A certificate is already associated with {address}."
CONTENT_FORM = "Exactly one of Simple, Raw and Template must be specified."
DOMAIN_ALREADY_SUBSCRIBED = "The domain {domain} comes more than once."
DUPLICATE_TAG_KEY = "The tag key {key} comes more than once."
DKIM_OF_ADDRESS = "DkimSigningAttributes can only be specified for a domain."
EMPTY_FROM = "Empty required header 'From'."
FORWARDING_MUST_STAY = (
    "Feedback forwarding of {identity} cannot be disabled without topics for bounces and complaints."
)
FORBIDDEN_ATTACHMENT = "Attachments with the extension .{extension} are not allowed: '{file_name}'."
FIFO_TOPIC = "SNS topic <{arn}> is a FIFO topic, which event publishing does not support."
HEADER_TOO_LONG = "The header name and value together cannot exceed {maximum} characters."
INCOMPLETE_OWN_KEY = "DomainSigningSelector and DomainSigningPrivateKey must be specified together."
INCOMPLETE_INLINE_TEMPLATE = "The inline template must have a subject, and a text or HTML part."
INVALID_ARCHIVE_ARN = "Invalid archive ARN {arn}."
INVALID_ATTACHMENT_NAME = "Invalid attachment file name: {file_name}."
INVALID_DIMENSION_NAME = (
    "Invalid dimension name <{name}>: only alphanumeric ASCII characters, '_', '-', and ':' are allowed."
)
INVALID_DIMENSION_VALUE = (
    "Invalid dimension value <{value}>: only alphanumeric ASCII characters, '_', '-', '.', '@' are allowed."
)
INVALID_EVENT_BUS_ARN = "Invalid EventBridge event bus ARN provided: {arn}."
INVALID_FILTER_VALUE = "{kind} {value} is invalid, must be one of [{values}]."
INVALID_POOL_NAME = (
    "Invalid pool name <{name}>: only lowercase alphanumeric ASCII characters, '_', and '-' are allowed."
)
INVALID_MESSAGE_ID = "Invalid MessageId"
INVALID_POLICY_JSON = "The policy is not valid JSON."
INVALID_POLICY_STATEMENTS = (
    "The policy must have statements with an effect, a principal, actions and resources."
)
INVALID_ROLE_ARN = "Invalid IAM role ARN provided: {arn}."
INVALID_STREAM_ARN = "Invalid Firehose delivery stream ARN provided: {arn}."
KEY_LENGTH_CHANGED_TODAY = "The DKIM key length of {domain} can be changed once a day."
MAIL_FROM_NOT_VERIFIED = "The MAIL FROM domain {domain} is not verified."
MANAGED_POOL = "Dedicated IPs cannot be assigned to a managed pool."
MIXED_SIGNING_ATTRIBUTES = "The DKIM signing attributes exclude each other."
NO_BODY = "The message body must be specified."
NO_CERTIFICATE_ADDRESS = "FromAddress must be specified for a domain."
NO_EVENT_DESTINATION_NAME = "The event destination name must be specified."
NO_DESTINATIONS = "At least one destination must be specified."
NOTIFICATION_TOPIC_NOT_FOUND = "SNS topic {arn} not found."
NO_RECIPIENTS = "There are no recipients specified."  # so the documentation describes it
ORIGIN_NOT_ALLOWED = "DomainSigningAttributesOrigin {origin} is not allowed here."
POLICY_TOO_LONG = "The policy cannot exceed {maximum} bytes."
POOL_IN_USE = "The pool <{name}> has dedicated IPs."
POOL_NAME_TOO_LONG = "Pool name cannot exceed {maximum} characters."
PRODUCTION_ACCESS_REQUIRED = "Your account must have production access to do this."
ONE_TEMPLATE = "Exactly one of TemplateName, TemplateArn and TemplateContent must be specified."
INVALID_TEMPLATE = "The template is invalid: {problem}"
NO_TEMPLATE_BODY = "The text or HTML part must be specified."
REFUSED_DIMENSION_HEADER = "The header {name} cannot be used as a dimension."
RESERVED_TAG = "Tags must not start with aws: '{text}'."
TAG_CHARACTERS = "Tags can have letters, digits, white space and _ . : / = + - @ only: '{text}'."
TAG_KEY_LENGTH = "A tag key has 1 to {maximum} characters."
TAG_VALUE_TOO_LONG = "A tag value cannot exceed {maximum} characters."
TEMPLATE_TOO_LARGE = "The template cannot exceed {maximum} KB."
TOO_MANY_IDENTITIES = "An account can have {maximum} identities."
TOO_MANY_IDENTITIES_NAMED = "A request can name {maximum} identities."
TOPIC_MUST_STAY = "The {kind} topic of {identity} cannot be cleared while feedback forwarding is disabled."
TOO_MANY_CONFIGURATION_SETS = "An account can have {maximum} configuration sets."
TOO_MANY_DIMENSIONS = "An event destination can have {maximum} dimensions."
TOO_MANY_EVENT_DESTINATIONS = "A configuration set can have {maximum} event destinations."
TOO_MANY_POLICY_NAMES = "You can ask for {maximum} policies at a time."
TOO_MANY_POOLS = "Limit exceeded for dedicated IP pools."
TOO_MANY_TAGS = "A resource can have {maximum} tags."
TOO_MANY_DESTINATIONS = "The number of destinations cannot exceed {maximum}."
TOO_MANY_VERIFICATION_TEMPLATES = "An account can have {maximum} custom verification email templates."
TOO_MANY_TEMPLATES = "An account can have {maximum} templates."
DUPLICATE_QUERY = "The query id {id} is not unique."
INVALID_PERIOD = "The start date must be before the end date: query {id}."
VERIFICATION_CONTENT_TOO_LARGE = "The template content cannot exceed {maximum} MB."
