"""Every sentence of AWS's front end that nobody has recorded yet. docs/fidelity.md lists them."""

from __future__ import annotations

EMPTY_LABEL = "A path parameter must not be empty."
FORM_NOT_UTF_8 = "The request is not valid UTF-8."
LABEL_NOT_UTF_8 = "A path parameter must be valid UTF-8."
MISSING_ACTION = "The request must contain the parameter Action."
NO_BLOB = "STRING_VALUE can not be converted to a Blob"
