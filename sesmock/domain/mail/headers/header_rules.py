"""The headers and attachment names that SES refuses. Spec: messages.md §1, §3, §4."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sesmock.domain.mail import charsets
from sesmock.domain.mail.errors import (
    DuplicateHeader,
    EmptyHeaderName,
    ForbiddenAttachment,
    HeaderSectionTooLong,
    HeaderTooLong,
    IllegalHeader,
    InvalidAttachmentName,
    NoHeaderName,
    UnsupportedCharset,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sesmock.domain.mail.content import SimpleContent

# The error text is known; this limit is inferred.
MAX_SECTION_LENGTH = 128 * 1024
# The maximum length of the name and the value together. Spec: messages.md §3 [D].
MAX_FIELD_LENGTH = 996
# The complete list in AWS's guide. Spec: messages.md §1 [D].
ONCE_ONLY = frozenset(
    """
    accept-language acceptlanguage archived-at auto-submitted bounces-to comments content-alternative content-base
    content-class content-description content-disposition content-duration content-id content-language content-length
    content-location content-md5 content-transfer-encoding content-type date delivered-to
    disposition-notification-options disposition-notification-to dkim-signature domainkey-signature errors-to from
    importance in-reply-to keywords list-archive list-help list-id list-owner list-post list-subscribe list-unsubscribe
    message-context message-id mime-version organization original-from original-message-id original-recipient
    original-subject precedence priority references reply-to return-path return-receipt-to sender solicitation
    sensitivity subject thread-index thread-topic user-agent vbr-info
    """.split()
)
# The complete list in AWS's guide; archives such as .zip and .jar are allowed. Spec: messages.md §1 [D].
FORBIDDEN_EXTENSIONS = frozenset(
    """
    ade adp app asp bas bat cer chm cmd com cpl crt csh der exe fxp gadget hlp hta inf ins isp its js jse ksh lib lnk
    mad maf mag mam maq mar mas mat mau mav maw mda mdb mde mdt mdw mdz msc msh msh1 msh2 mshxml msh1xml msh2xml msi
    msp mst ops pcd pif plg prf prg reg scf scr sct shb shs sys ps1 ps1xml ps2 ps2xml psc1 psc2 tmp url vb vbe vbs vps
    vsmacros vss vst vsw vxd ws wsc wsf wsh xnk
    """.split()
)
# The headers that SES itself writes into composed mail.
_COMPOSED = ("from", "subject", "mime-version", "content-type")
# The printable ASCII characters except for the colon (RFC 5322 §2.2).
_NAME = re.compile(r"[!-9;-~]+")
# SES refuses attachment names with any of these characters. Spec: messages.md §4 [U].
_FORBIDDEN_CHARACTERS = frozenset('/\\:*?"<>|')


def check_section(fields: Sequence[tuple[str, str]]) -> None:
    """Refuse a raw message whose header section SES does not accept; raise `InvalidParameter`."""
    if sum(len(name) + len(value) for name, value in fields) > MAX_SECTION_LENGTH:
        raise HeaderSectionTooLong
    for name, _ in fields:
        _check_name(name)
    _check_once_only(fields)


def check_content(content: SimpleContent, *, has_reply_to: bool = False) -> None:
    """Refuse charsets, custom headers and attachments that SES does not accept; raise `InvalidParameter`."""
    for text in (content.subject, content.text, content.html):
        if text is not None and text.charset and not charsets.is_known(text.charset):
            raise UnsupportedCharset(text.charset)
    if content.headers:
        check_names(content.headers)
        for name, value in content.headers:
            if len(name) + len(value) > MAX_FIELD_LENGTH:
                raise HeaderTooLong(MAX_FIELD_LENGTH)
        _check_once_only(content.headers, (*_COMPOSED, "reply-to") if has_reply_to else _COMPOSED)
    for attachment in content.attachments:
        if not _FORBIDDEN_CHARACTERS.isdisjoint(attachment.file_name):
            raise InvalidAttachmentName(attachment.file_name)
        check_extension(attachment.file_name)


def check_names(headers: Iterable[tuple[str, str]]) -> None:
    """Refuse a custom header without a name; raise `InvalidParameter`. Spec: messages.md §3 [P, D]."""
    for name, _ in headers:
        if not name.strip():
            raise NoHeaderName


def check_extension(file_name: str) -> None:
    """Refuse an attachment with the extension of a program; raise `InvalidParameter`."""
    _, dot, extension = file_name.rpartition(".")
    if dot and extension.strip().lower() in FORBIDDEN_EXTENSIONS:
        raise ForbiddenAttachment(extension, file_name)


def _check_name(name: str) -> None:
    if not name:
        raise EmptyHeaderName
    if not _NAME.fullmatch(name):
        raise IllegalHeader(name)


def _check_once_only(fields: Sequence[tuple[str, str]], names: Iterable[str] = ()) -> None:
    present = set(names)
    for name, _ in fields:
        lower = name.lower()
        if lower in ONCE_ONLY:
            if lower in present:
                raise DuplicateHeader(name)
            present.add(lower)
