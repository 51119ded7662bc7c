"""How Pinpoint Email writes what SES refuses: as SES v2 does. Spec: pinpoint_email.md §1."""

from __future__ import annotations

from sesmock.backends.sesv2 import errors

ERRORS = errors.ERRORS
