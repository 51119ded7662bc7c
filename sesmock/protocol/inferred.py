"""Every sentence of AWS's front end that nobody has recorded yet. docs/fidelity.md lists them."""

from __future__ import annotations

BODY_NOT_GZIP = "The request body cannot be decompressed."
EMPTY_LABEL = "A path parameter must not be empty."
FRONT_END_ERROR = "The request failed with {code}."
FORM_NOT_UTF_8 = "The request is not valid UTF-8."
INCOMPLETE_SIGNATURE = "The request signature does not conform to AWS standards."
LABEL_NOT_UTF_8 = "A path parameter must be valid UTF-8."
MISSING_ACTION = "The request must contain the parameter Action."
NO_BLOB = "STRING_VALUE can not be converted to a Blob"
OPT_IN_REQUIRED = "The AWS access key ID needs a subscription for the service."
REQUEST_EXPIRED = "The request has expired."
SERVICE_UNAVAILABLE = "The service is temporarily unavailable."
