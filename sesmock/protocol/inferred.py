"""Texts of AWS's front end that are not confirmed by a recording. docs/reference/fidelity.md lists them."""

from __future__ import annotations

BASE64_CHARACTER = "Invalid Base64 character: '{character}'"
BASE64_LENGTH = "Base64 encoded length is expected a multiple of 4 bytes but found: {length}"
BASE64_PADDING = "Invalid last non-pad Base64 character dectected"
BODY_NOT_GZIP = "The request body cannot be decompressed."
BODY_TOO_LARGE = "The request body is too large."
EMPTY_LABEL = "A path parameter must not be empty."
FRONT_END_ERROR = "The request failed with {code}."
FORM_NOT_UTF_8 = "The request is not valid UTF-8."
INCOMPLETE_SIGNATURE = "The request signature does not conform to AWS standards."
LABEL_NOT_UTF_8 = "A path parameter must be valid UTF-8."
MISSING_ACTION = "The request must contain the parameter Action."
OPT_IN_REQUIRED = "The AWS access key ID needs a subscription for the service."
REQUEST_EXPIRED = "The request has expired."
SERVICE_UNAVAILABLE = "The service is temporarily unavailable."
