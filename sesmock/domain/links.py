"""The links that SES writes into mail, and the effects of following them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.argument_checks import check_text

if TYPE_CHECKING:
    from collections.abc import Callable


class Link(NamedTuple):
    """The action of a link, and the form data that may be posted to it; None if nothing can be posted.

    The action returns the URL that the reader is redirected to.
    """

    action: Callable[[], str]
    form: str | None


class Links:
    """The links that SES wrote into mail, by URL."""

    def __init__(self) -> None:
        self._links: dict[str, Link] = {}

    def add(self, url: str, action: Callable[[], str], *, form: str | None = None) -> None:
        """Register the action of a link, which runs when a reader follows the link or posts the form to it."""
        self._links[url] = Link(action, form)

    def follow(self, url: str, data: str | bytes | None = None) -> str:
        """Follow a link and return the URL that the reader is redirected to; raise `ValueError` for an unknown link.

        If *data* is given, post it to the link. The angle brackets around links in headers are ignored.
        """
        # The header List-Unsubscribe has its links in angle brackets (RFC 2369 §2).
        link = self._links.get(check_text("link", url).strip("<> "))
        if link is None:
            raise ValueError(
                f"{url!r} is not a link that SES wrote; the links in SES's own mail are in message.links, tracked "
                "links in message.raw, and the unsubscribe link in message.headers['List-Unsubscribe']; to follow a "
                "link of your own, call message.click(link)"
            )
        if data is not None:
            _check_form(url, link, data)
        return link.action()


def _check_form(url: str, link: Link, data: str | bytes) -> None:
    if link.form is None:
        raise ValueError(
            f"nothing can be posted to {url!r}; the link in List-Unsubscribe takes a one-click POST"
        )
    # A one-click POST repeats the content of the header List-Unsubscribe-Post (RFC 8058).
    if data not in (link.form, link.form.encode()):
        raise ValueError(f"the data of a one-click POST must be {link.form!r}, got {data!r}")
