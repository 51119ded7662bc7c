"""The headers that SES adds to the start of an incoming mail. Spec: receiving.md §7 [R]."""

from __future__ import annotations

import base64
import hashlib
from email.utils import format_datetime
from typing import TYPE_CHECKING

from sesmock.domain.clock import to_datetime
from sesmock.domain.mail import raw_mail
from sesmock.domain.receiving.incoming import MAX_HEADER_SIZE, parse_header_addresses
from sesmock.domain.receiving.verdicts import Verdict

if TYPE_CHECKING:
    from sesmock.domain.receiving.incoming import IncomingMail

_SPF = {
    Verdict.PASS: "pass",
    Verdict.FAIL: "fail",
    Verdict.GRAY: "none",
    Verdict.PROCESSING_FAILED: "temperror",
}
_SPF_SENTENCES = {
    Verdict.PASS: "domain of {domain} designates {ip} as permitted sender",
    # Only the sentence for PASS is known; the others are inferred.
    Verdict.FAIL: "domain of {domain} does not designate {ip} as permitted sender",
    Verdict.GRAY: "{ip} is neither permitted nor denied by domain of {domain}",
    Verdict.PROCESSING_FAILED: "error in processing during lookup of {domain}",
}
_AUTHENTICATION = {
    Verdict.PASS: "pass",
    Verdict.FAIL: "fail",
    Verdict.GRAY: "none",
    Verdict.PROCESSING_FAILED: "temperror",
}
_SIGNED = "From:To:Cc:Bcc:Subject:Date:Message-ID:MIME-Version:Content-Type:X-SES-RECEIPT"
# A selector of SES's own key for amazonses.com.
_SELECTOR = "224i4yxa5dv7c2xz3womw6peuasteono"


def write(mail: IncomingMail, message_id: str, region: str, received_at: float, *, scanned: bool) -> bytes:
    """Return the headers as SES writes them, with CRLF line ends.

    They contain the verdicts on spam and viruses only if a rule scans. Spec: receiving.md §7 [R].
    """
    scans = [f"X-SES-Spam-Verdict: {mail.verdicts.spam}", f"X-SES-Virus-Verdict: {mail.verdicts.virus}"]
    spf = _spf(mail)
    lines = [
        f"Return-Path: <{mail.sender or ''}>",
        f"Received: from {mail.host} ({mail.host} [{mail.source_ip}])",
        f" by {find_inbound_host(region)} with SMTP id {message_id}",
        f" for {mail.recipients[0]};",
        f" {format_datetime(to_datetime(received_at))} (UTC)",
        *(scans if scanned else []),
        f"Received-SPF: {spf}",
        "Authentication-Results: amazonses.com;",
        f" spf={spf}",
        *_authentication(mail),
        f"X-SES-RECEIPT: {_token(message_id, 'receipt', 192)}",
        f"X-SES-DKIM-SIGNATURE: a=rsa-sha256; q=dns/txt; b={_token(message_id, 'b', 128)}; c=relaxed/simple; "
        f"s={_SELECTOR}; d=amazonses.com; t={int(received_at)}; v=1; bh={_token(message_id, 'bh', 32)}; h={_SIGNED};",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "surrogateescape")


def find_inbound_host(region: str) -> str:
    """Return the host that receives mail in a region."""
    return f"inbound-smtp.{region}.amazonaws.com"


def _spf(mail: IncomingMail) -> str:
    verdict = mail.verdicts.spf
    # SPF checks the HELO name of mail with an empty MAIL FROM (RFC 7208 §2.4).
    domain = mail.host if mail.sender is None else mail.sender.domain
    sentence = _SPF_SENTENCES[verdict].format(domain=domain, ip=mail.source_ip)
    return (
        f"{_SPF[verdict]} (spfCheck: {sentence}) client-ip={mail.source_ip}; "
        f"envelope-from={mail.sender or ''}; helo={mail.host};"
    )


def _authentication(mail: IncomingMail) -> list[str]:
    authors = parse_header_addresses(raw_mail.read_header_section(mail.data[:MAX_HEADER_SIZE]), "from")
    domain = authors[0].domain if authors else mail.host
    verdicts = mail.verdicts
    return [
        f" dkim={_AUTHENTICATION[verdicts.dkim]} header.i=@{domain};",
        f" dmarc={_AUTHENTICATION[verdicts.dmarc]} header.from={domain};",
    ]


def _token(message_id: str, purpose: str, size: int) -> str:
    """Return *size* reproducible bytes in base64, in place of a signature."""
    # SHAKE makes digests of any size.
    return base64.b64encode(hashlib.shake_128(f"{purpose} {message_id}".encode()).digest(size)).decode()
