"""The links that SES writes into mail, and the effects of following them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.argument_checks import check_text

if TYPE_CHECKING:
    from collections.abc import Callable


class Link(NamedTuple):
    """The action of a link, and the form that may be posted to it, None if it accepts no form.

    The action returns the URL that the reader is redirected to.
    """

    action: Callable[[], str]
    form: str | None


class Links:
    """The links that SES wrote into mail, by URL."""

    def __init__(self) -> None:
        self._links: dict[str, Link] = {}

    def add(self, url: str, action: Callable[[], str], *, form: str | None = None) -> None:
        """Register the action of a link, which runs when the link is followed or the form is posted to it."""
        self._links[url] = Link(action, form)

    def follow(self, url: str, data: str | bytes | None = None) -> str:
        """Follow a link and return the URL that the reader is redirected to; raise `ValueError` for an unknown link.

        With *data*, post it to the link. The angle brackets around links in headers are ignored.
        """
        link = self._links.get(check_text("link", url).strip("<> "))
        if link is None:
            raise ValueError(
                f"{url!r} is not a link that SES wrote; links of its own mail are in message.links, tracked links "
                "in message.raw, and the unsubscribe link in message.headers['List-Unsubscribe']; to follow a link "
                "of your own, call message.click(link)"
            )
        if data is not None:
            _check_form(url, link, data)
        return link.action()


def _check_form(url: str, link: Link, data: str | bytes) -> None:
    if link.form is None:
        raise ValueError(
            f"nothing can be posted to {url!r}; the link in List-Unsubscribe takes a one-click POST"
        )
    if data not in (link.form, link.form.encode()):
        raise ValueError(f"the data of a one-click POST must be {link.form!r}, got {data!r}")
