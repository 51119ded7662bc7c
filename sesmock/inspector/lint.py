"""Checks for mail that a mock accepts, but that SES would refuse or mailbox providers would penalize."""

from __future__ import annotations

import re
from email.utils import formataddr
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sesmock.bulk_calls import is_bulk
from sesmock.domain import suggestions
from sesmock.domain.identities import identities
from sesmock.domain.mail import mime_parts
from sesmock.domain.mail.addresses import display
from sesmock.domain.mail.content import RawContent
from sesmock.inspector.failure_text import printable
from sesmock.inspector.html_check import parsing
from sesmock.inspector.html_check import rules as html_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.world import World
    from sesmock.inspector.records import Record

HTML_RULES = {"active-content": "script", "pictures-without-text": "missing-alt", "large-html": "clipped"}
"""The rules that the HTML check shares, with the names that it uses for them."""
_MAX_LINE = 998  # RFC 5322 §2.1.1, in octets without the line end
_PLACEHOLDER = re.compile(r"\{\{[^{}\n]{1,80}\}\}")
# Mail from these domains fails DMARC if it does not come from the providers' own servers.
_MAILBOX_PROVIDERS = frozenset(
    "aol.com gmail.com googlemail.com hotmail.com icloud.com outlook.com yahoo.com".split()
)


class Finding(NamedTuple):
    """A problem with a message: the rule, the message's subject, and a sentence.

    ``template`` is the name of the message's template, or ``""`` if it has none.
    """

    rule: str
    subject: str
    text: str
    template: str


def check(record: Record, *, ignore: Collection[str] = ()) -> list[Finding]:
    """Return the problems with the messages in a record, without duplicates; ``ignore`` lists rule names."""
    findings = [
        finding
        for message in record.sent.items()
        for finding in check_message(message, record.world, ignore=ignore)
    ]
    return list(dict.fromkeys(findings))


def check_message(message: SentMessage, world: World, *, ignore: Collection[str] = ()) -> list[Finding]:
    """Return the problems with a message, without duplicates; ``ignore`` lists rule names."""
    findings = [
        Finding(name, message.subject, printable(text), _template_name(message))
        for name, rule in RULES.items()
        if name not in ignore
        for text in rule(message, world)
    ]
    return list(dict.fromkeys(findings))


def check_rules(names: Iterable[str]) -> None:
    """Raise `ValueError` for the name of an unknown rule."""
    unknown = set(names) - RULES.keys()
    if unknown:
        raise ValueError(suggestions.describe_unknown("rule", unknown, RULES))


def _template_name(message: SentMessage) -> str:
    return (message.template and (message.template.name or message.template.arn)) or ""


def _no_text_part(message: SentMessage, _world: World) -> Iterator[str]:
    if message.html is not None and message.text is None:
        yield "HTML without a text part: spam filters penalize it, and text clients show nothing"


def _no_subject(message: SentMessage, _world: World) -> Iterator[str]:
    if not message.subject.strip():
        yield "no subject"


def _no_unsubscribe(message: SentMessage, _world: World) -> Iterator[str]:
    headers = message.headers
    bulk = is_bulk(message.operation) or headers.get("Precedence", "").lower() in {
        "bulk",
        "list",
    }
    # Gmail and Yahoo have required one-click unsubscription from large senders since February 2024.
    if bulk and "List-Unsubscribe" not in headers:
        yield "bulk mail without List-Unsubscribe: Gmail and Yahoo refuse it from large senders"
    elif bulk and "List-Unsubscribe-Post" not in headers:
        yield "List-Unsubscribe without List-Unsubscribe-Post: no one-click unsubscription (RFC 8058)"


def _unverified_sender(message: SentMessage, world: World) -> Iterator[str]:
    yield from _check_verified("From", message.sender, message, world)


def _unverified_return_path(message: SentMessage, world: World) -> Iterator[str]:
    if message.return_path != message.sender:
        yield from _check_verified("Return-Path", message.return_path, message, world)


def _check_verified(name: str, address: Address | None, message: SentMessage, world: World) -> Iterator[str]:
    account = world.account(message.account_id, message.region)
    if address is not None and identities.find_verified(account, address) is None:
        yield f"{name} {display(address)} is not covered by a verified identity: SES refuses it"


def _mailbox_provider_sender(message: SentMessage, _world: World) -> Iterator[str]:
    if message.sender.domain.lower() in _MAILBOX_PROVIDERS:
        domain = message.sender.domain
        yield f"From {display(message.sender)}: SES cannot sign for {domain}, so receivers may reject the mail (DMARC)"


def _long_lines(message: SentMessage, _world: World) -> Iterator[str]:
    # The limit is for lines in transit, so the encoded message is measured.
    longest = max(map(len, message.raw.splitlines()), default=0)
    if longest > _MAX_LINE:
        yield f"a line of {longest} octets: more than {_MAX_LINE} are not allowed (RFC 5322), and servers split them"


def _insecure_links(message: SentMessage, _world: World) -> Iterator[str]:
    for link in message.links:
        if link.lower().startswith("http://"):
            yield f"link without HTTPS: {link}"


def _placeholders(message: SentMessage, _world: World) -> Iterator[str]:
    for text in (message.subject, message.text or "", message.html or ""):
        for match in _PLACEHOLDER.finditer(text):
            yield f"placeholder left in the mail: {match[0]}"


def _active_content(message: SentMessage, _world: World) -> Iterator[str]:
    if _count_places("active-content", message):
        yield "scripts in HTML: mail clients remove them, spam filters penalize them"


def _pictures_without_text(message: SentMessage, _world: World) -> Iterator[str]:
    missing = _count_places("pictures-without-text", message)
    if missing:
        yield f"pictures without alt text ({missing}): most mail clients block images by default"


def _large_html(message: SentMessage, _world: World) -> Iterator[str]:
    size = html_rules.measure(message.html or "")
    if size > html_rules.MAX_HTML:
        yield f"HTML of {size // 1024} KB: Gmail truncates HTML over {html_rules.MAX_HTML // 1024} KB"


def _count_places(name: str, message: SentMessage) -> int:
    """Return the number of places in the HTML of a message that a rule of the HTML check finds."""
    if not message.html:
        return 0
    return len(list(html_rules.RULES[HTML_RULES[name]].find(_parse(message.html))))


# Two rules read the HTML of the same message in turn.
_parse = lru_cache(maxsize=1)(parsing.parse)


def unencoded_names(message: SentMessage) -> Iterator[str]:
    """Yield a sentence for each display name that SES delivers garbled, with its correct encoding.

    Spec: sending.md §4 [D, U].
    """
    for address in dict.fromkeys((message.sender, *message.reply_to, *message.to, *message.cc)):
        if not address.isascii():
            encoded = formataddr((address.name, address.address))
            yield f"the display name in {address} is not encoded, and SES delivers it garbled; write {encoded}"


def _unencoded_names(message: SentMessage, _world: World) -> Iterator[str]:
    return unencoded_names(message)


def _eight_bit_tracking(message: SentMessage, _world: World) -> Iterator[str]:
    content = message.content
    # SES edits the HTML for tracking, and then loses an 8-bit Content-Transfer-Encoding. Spec: sending.md §8.
    if message.tracking is not None and isinstance(content, RawContent):
        for part in mime_parts.parse_leaves(content.data):
            if part.content_type == "text/html" and not part.is_attachment and part.is_eight_bit:
                yield "8-bit HTML whose opens or clicks are tracked: SES garbles it; use base64 or quoted-printable"


RULES: dict[str, Callable[[SentMessage, World], Iterator[str]]] = {
    "no-text-part": _no_text_part,
    "no-subject": _no_subject,
    "no-unsubscribe": _no_unsubscribe,
    "unverified-sender": _unverified_sender,
    "unverified-return-path": _unverified_return_path,
    "mailbox-provider-sender": _mailbox_provider_sender,
    "long-lines": _long_lines,
    "insecure-links": _insecure_links,
    "placeholders": _placeholders,
    "active-content": _active_content,
    "pictures-without-text": _pictures_without_text,
    "large-html": _large_html,
    "unencoded-name": _unencoded_names,
    "eight-bit-tracking": _eight_bit_tracking,
}
