"""Verify addresses by mail: send the verification mail, and handle its link."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from sesmock.domain import ids
from sesmock.domain.aws import regions
from sesmock.domain.identities import identities
from sesmock.domain.identities.verification_states import LINK_SECONDS
from sesmock.domain.sending import notices

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.identities.identities import Identity, VerificationRequested

SUBJECT = "Amazon Web Services \N{EN DASH} Email Address Verification Request in region {region}"
# AWS's text, as users and guides quote it.
TEXT = """\
Dear Amazon Web Services Customer,

We have received a request to authorize this email address for use with Amazon SES and Amazon Pinpoint in region \
{region}. If you requested this verification, please go to the following URL to confirm that you are authorized to \
use this email address:

{link}

Your request will not be processed unless you confirm the address using this URL. This link expires 24 hours after \
your original verification request.

If you did NOT request to verify this email address, do not click on the link.

Sincerely,

The Amazon Web Services Team.
"""


class Pages(NamedTuple):
    """The pages that a reader is redirected to after a successful or failed verification."""

    success: str
    failure: str


AWS_PAGES = Pages("https://aws.amazon.com/ses/verifysuccess/", "https://aws.amazon.com/ses/verifyfailure/")


def ask_owner(request: VerificationRequested) -> None:
    """Email a verification link to the owner of an address. Spec: identities.md §5."""
    account, identity = request
    region = regions.display_name(account.region)
    link = make_link(account, identity.name)
    text = TEXT.format(region=region, link=link)
    notices.send(account, to=identity.name, subject=SUBJECT.format(region=region), text=text)
    offer(account, identity, link, AWS_PAGES)


def offer(account: Account, identity: Identity, link: str, pages: Pages) -> None:
    """Register a link that verifies an address if it is followed within 24 hours."""
    offered_at = account.world.clock.time()
    account.world.links.add(link, lambda: _follow(account, identity, offered_at, pages))


def _follow(account: Account, identity: Identity, offered_at: float, pages: Pages) -> str:
    # The identity may have been deleted in the meantime; if it was created again, only its new links are valid.
    if identities.find(account, identity.name) is not identity:
        return pages.failure
    if account.world.clock.time() - offered_at < LINK_SECONDS:
        identity.verification.succeed()
        return pages.success
    return pages.failure


def make_link(account: Account, name: str) -> str:
    """Return a unique URL that looks like SES's links, without a valid signature."""
    time = account.world.clock.now().strftime("%Y%m%dT%H%M%SZ")
    query = {
        "Context": account.account_id,
        "X-Amz-Date": time,
        "Identity.IdentityName": name,
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "Identity.IdentityType": "EmailAddress",
        "X-Amz-SignedHeaders": "host",
        # The access key id is the example in AWS's documentation.
        "X-Amz-Credential": f"AKIAIOSFODNN7EXAMPLE/{time[:8]}/{account.region}/ses/aws4_request",
        "Operation": "ConfirmVerification",
        "Namespace": "Bacon",
        "X-Amz-Signature": f"{ids.make_uuid()}{ids.make_uuid()}".replace("-", ""),
    }
    host = f"email-verification.{account.region}.{regions.find_dns_suffix(account.region)}"
    return f"https://{host}/?{urlencode(query)}"
