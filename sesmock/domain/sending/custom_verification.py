"""Manage the templates of custom verification mail, and send it. Spec: custom_verification.md §1, §2, §3."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from sesmock.domain.identities import identities
from sesmock.domain.mail import addresses
from sesmock.domain.mail.content import SimpleContent, Text
from sesmock.domain.mail.send_request import SendOptions, SendRequest
from sesmock.domain.sending import sending, verification
from sesmock.domain.sending.errors import (
    CustomVerificationTemplateAlreadyExists,
    CustomVerificationTemplateDoesNotExist,
    FromAddressNotVerified,
    InvalidFailureUrl,
    InvalidSuccessUrl,
    NoAddressToVerify,
    ProductionAccessNotGranted,
    TooManyCustomVerificationTemplates,
    UnknownCustomVerificationTemplate,
    VerificationContentTooLarge,
)
from sesmock.domain.templates.templates import check_name

if TYPE_CHECKING:
    from sesmock.calls import Call
    from sesmock.domain.account import Account
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.sending.verification import Pages

MAX_TEMPLATES = 50  # Spec: account.md §2 [D]
MAX_BYTES = 10 * 1024 * 1024
# The words are from AWS's guide; the markup around them is inferred.
_DISCLAIMER = (
    "If you did not request to verify this email address, please disregard this message. If you have any concerns, "
    'please forward this message to the following <a href="mailto:ses-enforcement@amazon.com">email address</a> '
    "along with your questions or comments."
)
# HTML allows white space before the end of an end tag.
_END_OF_BODY = re.compile(r"</body\s*>", re.IGNORECASE)


@dataclass(slots=True)
class VerificationTemplate:
    """A verification email without its link and disclaimer, which SES adds."""

    name: str
    sender: str
    subject: str
    content: str
    pages: Pages
    tags: dict[str, str] = field(default_factory=dict)


class VerificationRequest(NamedTuple):
    """A request for a custom verification mail; ``max_bytes`` is the size limit of the API."""

    call: Call
    address: str
    template_name: str
    max_bytes: int
    configuration_set: str | None = None


def create(account: Account, template: VerificationTemplate) -> None:
    """Store a template.

    Raise `InvalidParameter`, `InvalidVerificationContent`, `CustomVerificationTemplateAlreadyExists`,
    `FromAddressNotVerified` or `LimitExceeded`.
    """
    _check(template)
    templates = account.custom_verification_templates
    if template.name in templates:
        raise CustomVerificationTemplateAlreadyExists(template.name)
    _require_verified(account, template)
    if len(templates) >= MAX_TEMPLATES:
        raise TooManyCustomVerificationTemplates(MAX_TEMPLATES)
    templates[template.name] = template


def get(account: Account, name: str) -> VerificationTemplate:
    """Return the template with a name; raise `CustomVerificationTemplateDoesNotExist` if there is none."""
    template = account.custom_verification_templates.get(name)
    if template is None:
        raise CustomVerificationTemplateDoesNotExist(name)
    return template


def update(account: Account, template: VerificationTemplate) -> None:
    """Replace a template except for its tags; raise the errors of `get` and `create`."""
    template.tags = get(account, template.name).tags
    _check(template)
    _require_verified(account, template)
    account.custom_verification_templates[template.name] = template


def delete(account: Account, name: str) -> None:
    """Remove a template; raise `CustomVerificationTemplateDoesNotExist` if there is none."""
    get(account, name)
    del account.custom_verification_templates[name]


def send(account: Account, request: VerificationRequest) -> SentMessage:
    """Send a verification email, and start the verification of its address.

    Raise `InvalidParameter`, `UnknownCustomVerificationTemplate`, `FromAddressNotVerified`,
    `ProductionAccessNotGranted`, `LimitExceeded` or the errors of `sending.send`.
    Spec: custom_verification.md §3 [P].
    """
    address = request.address
    if not address:
        raise NoAddressToVerify
    # SES checks the address, then the template, then its sender.
    identities.check_email_address(address)
    template = account.custom_verification_templates.get(request.template_name)
    if template is None:
        raise UnknownCustomVerificationTemplate(request.template_name)
    _require_verified(account, template)
    if account.sandbox:
        raise ProductionAccessNotGranted
    identities.require_room(account, address)
    link = verification.make_link(account, address)
    message = sending.send(account, _build_send_request(request, template, link))
    # The identity is created after the send, so that a refused send leaves none behind.
    identity = identities.begin_verification(account, address)
    verification.offer(account, identity, link, template.pages)
    return message


def _build_send_request(
    request: VerificationRequest, template: VerificationTemplate, link: str
) -> SendRequest:
    return SendRequest(
        call=request.call,
        content=SimpleContent(Text(template.subject), html=Text(_with_link(template.content, link))),
        max_bytes=request.max_bytes,
        # According to AWS's guide, this mail is never tracked.
        options=SendOptions(request.configuration_set, tracks_opens=False, tracks_clicks=False),
        sender=template.sender,
        to=(request.address,),
    )


def _check(template: VerificationTemplate) -> None:
    check_name(template.name)
    addresses.parse(template.sender)
    if not _is_url(template.pages.success):
        raise InvalidSuccessUrl
    if not _is_url(template.pages.failure):
        raise InvalidFailureUrl
    if len(template.content.encode("utf-8", "replace")) > MAX_BYTES:
        raise VerificationContentTooLarge(MAX_BYTES)


def _is_url(text: str) -> bool:
    # urlsplit() raises ValueError for unbalanced brackets. It ignores tabs and line ends and accepts spaces, so white
    # space is searched for in the original text.
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", text)


def _require_verified(account: Account, template: VerificationTemplate) -> None:
    sender = addresses.parse(template.sender)
    if not account.world.accepts_any_sender and identities.find_verified(account, sender) is None:
        raise FromAddressNotVerified(template.sender)


def _with_link(content: str, link: str) -> str:
    """Return the mail with its link and the disclaimer at the end of the body."""
    url = escape(link)
    paragraphs = f'<p><a href="{url}">{url}</a></p>\n<p>{_DISCLAIMER}</p>\n'
    # The last end tag counts, because an earlier one may be text in a script or a comment.
    ends = [match.start() for match in _END_OF_BODY.finditer(content)]
    end = ends[-1] if ends else len(content)
    return content[:end] + paragraphs + content[end:]
