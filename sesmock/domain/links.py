"""The links that SES writes into mail, and what following one does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Link(NamedTuple):
    """What following a link does; ``form`` is what may be posted to it, None if nothing may.

    The action returns the URL that the reader is led to.
    """

    action: Callable[[], str]
    form: str | None


class Links:
    """What happens when the reader of a mail follows a link, by URL."""

    def __init__(self) -> None:
        self._links: dict[str, Link] = {}

    def add(self, url: str, action: Callable[[], str], *, form: str | None = None) -> None:
        """Have an action carried out when a link is followed, or when a form is posted to it if one may be."""
        self._links[url] = Link(action, form)

    def follow(self, url: str, data: str | bytes | None = None) -> str:
        """Carry out what a link does and return the URL that its reader is led to; raise `ValueError`.

        With *data* it is posted to. The angle brackets of a header are left out.
        """
        link = self._links.get(url.strip("<> "))
        if link is None:
            raise ValueError(
                f"{url!r} is no link that SES wrote: those of its own mail are in message.links, tracked ones in "
                "message.raw, the one to unsubscribe in message.headers['List-Unsubscribe']. A link of your own is "
                "followed by message.click(link)."
            )
        if data is not None:
            _check_form(url, link, data.decode() if isinstance(data, bytes) else data)
        return link.action()


def _check_form(url: str, link: Link, data: str) -> None:
    if link.form is None:
        raise ValueError(
            f"nothing can be posted to {url!r}; the link in List-Unsubscribe takes a one-click POST"
        )
    if data != link.form:
        raise ValueError(f"the data of a one-click POST must be {link.form!r}, got {data!r}")
