"""Open and click tracking: what SES tracks, and how it rewrites messages. Spec: tracking.md §1."""

from __future__ import annotations

import base64
import hashlib
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from sesmock.domain.configuration_sets.options import HttpsPolicy, TrackingOptions
from sesmock.domain.events.event_types import EventType
from sesmock.domain.mail.html import html_tracking

if TYPE_CHECKING:
    from sesmock.domain.configuration_sets.configuration_sets import ConfigurationSet
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.mail.send_request import SendOptions


class Tracking(NamedTuple):
    """The tracking of a message, and the options of its links."""

    tracks_opens: bool
    tracks_clicks: bool
    options: TrackingOptions

    def rewrite(self, message: SentMessage, html: str) -> str:
        """Return the HTML of a message with tracked links and a pixel; `Links.follow` resolves them from then on."""
        if self.tracks_clicks:
            html = html_tracking.track_links(html, partial(_tracked_link, message, self.options))
        if self.tracks_opens:
            html = html_tracking.add_pixel(html, _pixel(message, self.options))
        return html


def resolve(
    configuration_set: ConfigurationSet | None, options: SendOptions, *, engagement_metrics: bool
) -> Tracking | None:
    """Return the tracking of a message: as its sender chose, or else as its set's event destinations require.

    Engagement metrics track both opens and clicks. Spec: tracking.md §1 [D].
    """
    # None means that the sender did not choose.
    opens, clicks = options.tracks_opens, options.tracks_clicks
    if opens is None or clicks is None:
        event_types = _observed_types(configuration_set, engagement_metrics)
        opens = EventType.OPEN in event_types if opens is None else opens
        clicks = EventType.CLICK in event_types if clicks is None else clicks
    if not (opens or clicks):
        return None
    links = TrackingOptions() if configuration_set is None else configuration_set.options.tracking
    return Tracking(opens, clicks, links)


def _observed_types(configuration_set: ConfigurationSet | None, engagement_metrics: bool) -> set[EventType]:
    """Return the types of events that engagement metrics and event destinations need."""
    event_types = {EventType.OPEN, EventType.CLICK} if engagement_metrics else set()
    if configuration_set is not None:
        for destination in configuration_set.event_destinations.values():
            if destination.enabled:
                event_types |= destination.matching_types
    return event_types


def _tracked_link(
    message: SentMessage, options: TrackingOptions, target: str, number: int, tags: dict[str, list[str]]
) -> str:
    """Return a link that records a click and redirects to its target. Spec: tracking.md §3 [R]."""
    scheme = _scheme(options, target, HttpsPolicy.REQUIRE)
    url = (
        f"{scheme}://{_host(message, options)}/L0/{quote(target, safe=':=')}/{number}/{message.message_id}/"
        f"{_signature(message.message_id, target, number)}"
    )
    message.account.world.links.add(url, partial(_click, message, target, tags))
    return url


def _pixel(message: SentMessage, options: TrackingOptions) -> str:
    """Return an image that records an open. Spec: tracking.md §2 [R]."""
    # A pixel has no target. On a redirect domain, it uses plain HTTP unless the policy requires HTTPS.
    scheme = _scheme(options, "http:", HttpsPolicy.REQUIRE, HttpsPolicy.REQUIRE_OPEN_ONLY)
    signature = _signature(message.message_id, "", 0)
    url = f"{scheme}://{_host(message, options)}/I0/{message.message_id}/{signature}"
    message.account.world.links.add(url, partial(_open, message, url))
    return f'<img alt="" src="{url}" style="display: none; width: 1px; height: 1px;">'


def _scheme(options: TrackingOptions, target: str, *secure: HttpsPolicy) -> str:
    """Return the scheme of a link: HTTPS for SES's own host; for a redirect domain, the HTTPS policy decides."""
    if options.redirect_domain is None or options.https_policy in secure:
        return "https"
    # Without a policy that requires HTTPS, the redirect domain keeps the scheme of the target.
    return target.partition(":")[0].lower()


def _host(message: SentMessage, options: TrackingOptions) -> str:
    if options.redirect_domain is not None:
        return options.redirect_domain
    # The label depends only on the account, so that links are the same in every run.
    label = hashlib.sha256(message.account_id.encode()).hexdigest()[:8]
    return f"{label}.r.{message.region}.awstrack.me"


def _signature(message_id: str, target: str, number: int) -> str:
    """Return a reproducible suffix like the ones in SES's links: 27 characters of base64url and a number."""
    # Nothing verifies this signature, so it only needs to look like SES's.
    digest = hashlib.sha1(f"{message_id} {target} {number}".encode(), usedforsecurity=False).digest()
    return f"{base64.urlsafe_b64encode(digest)[:27].decode()}={int.from_bytes(digest[:2], 'big') % 400 + 100}"


def _open(message: SentMessage, url: str) -> str:
    message.account.world.recipient_simulation.open(message)
    return url


def _click(message: SentMessage, target: str, tags: dict[str, list[str]]) -> str:
    # If a link has no tags, linkTags is null in the event. Spec: events.md §7 [R].
    message.account.world.recipient_simulation.follow(message, target, tags or None)
    return target
