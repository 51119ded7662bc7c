"""The links that SES writes into mail, and what following one does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Links:
    """What happens when the reader of a mail follows a link, by URL."""

    def __init__(self) -> None:
        self._actions: dict[str, Callable[[], str]] = {}

    def add(self, url: str, action: Callable[[], str]) -> None:
        """Have an action carried out when a link is followed; it returns the URL that its reader is led to."""
        self._actions[url] = action

    def follow(self, url: str) -> str:
        """Carry out what a link does and return the URL that its reader is led to; raise `ValueError`."""
        action = self._actions.get(url)
        if action is None:
            raise ValueError(
                f"{url!r} is no link that SES wrote: those of its own mail are in message.links, tracked ones in "
                "message.raw. A link of your own is followed by message.click(link)."
            )
        return action()
