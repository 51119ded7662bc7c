"""The addresses in MAIL FROM and RCPT TO. Spec: smtp.md §2.4."""

from __future__ import annotations

import re

# <a@example.com> or a@example.com, then a space and the parameters of extensions.
_PATH = re.compile(r"\s*(?:<(?P<bracketed>[^<>]*)>|(?P<bare>[^\s<>]+))(?:\s+(?P<parameters>.*))?", re.DOTALL)
# SES checks less here than at the end of the mail: re:ceiver@example.com passes. Spec: smtp.md §2.4 [U].
_MAILBOX = re.compile(r"(?:\"[\x20-\x7e]+\"|[\x21-\x7e]+)@[A-Za-z0-9._\[\]:-]+")


def read_path(argument: str, keyword: str, *, may_be_empty: bool = False) -> str | None:
    """Return the address after ``FROM:`` or ``TO:``; None for an address that SES rejects.

    With ``may_be_empty`` the result for ``<>``, the sender of a bounce, is an empty address.
    """
    start, colon, path = argument.partition(":")
    match = _PATH.fullmatch(path) if colon and start.strip().upper() == keyword else None
    if match is None:
        return None
    bracketed: str | None = match["bracketed"]
    mailbox = match["bare"] if bracketed is None else bracketed
    return mailbox if is_mailbox(mailbox) or (may_be_empty and not mailbox) else None


def is_mailbox(text: str) -> bool:
    """Return whether a string looks like an address, in ASCII."""
    return _MAILBOX.fullmatch(text) is not None
