"""The routes of the inbox: its page and files, and the data that its scripts read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from sesmock.domain.events.bounces import BOUNCES
from sesmock.domain.events.event_details import FeedbackType
from sesmock.protocol.routes import Routes
from sesmock.server.answers import ApiError, write_bytes, write_error, write_json
from sesmock.server.api.listings import check_names, read_number, read_query
from sesmock.server.inbox import assets, previews, resources
from sesmock.server.inbox.mailbox import Mailbox
from sesmock.server.inbox.paths import PREFIX
from sesmock.server.inbox.updates import EVENT_STREAM

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sesmock.active import ActiveMock
    from sesmock.domain.account import Account
    from sesmock.http import HttpRequest, HttpResponse

ROUTES: Mapping[str, tuple[str, str]] = {
    "list_mail": ("GET", f"{PREFIX}/mail"),
    "get_mail": ("GET", f"{PREFIX}/mail/{{id}}"),
    "get_raw": ("GET", f"{PREFIX}/mail/{{id}}/raw"),
    "get_attachment": ("GET", f"{PREFIX}/mail/{{id}}/attachments/{{n}}"),
    "complete": ("GET", f"{PREFIX}/complete"),
    "get_updates": ("GET", f"{PREFIX}/updates"),
    "get_frame": ("GET", f"{PREFIX}/frame"),
    "get_account": ("GET", f"{PREFIX}/account"),
    "preview": ("POST", f"{PREFIX}/preview"),
    "list_resources": ("GET", f"{PREFIX}/resources/{{name}}"),
}
"""The method and path of each route, by the name of its function. Only the page uses them, and they can change."""
_LIMIT = 100
_MAX_LIMIT = 500
_OF_OTHERS = frozenset({"cross-site", "same-site"})


class Inbox:
    """Serves the inbox of a mock."""

    def __init__(self, mock: ActiveMock) -> None:
        self._mock = mock
        self._mailbox = Mailbox(mock.record())
        self._routes = Routes((name, method, path) for name, (method, path) in ROUTES.items())

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Answer a request that the guard has admitted."""
        method = "GET" if request.method == "HEAD" else request.method
        path = urlsplit(request.url).path
        # Reads need no token, so this keeps pages of other sites from loading mail, say in a frame or as a script.
        if request.headers.get("Sec-Fetch-Site") in _OF_OTHERS:
            return write_error(403, "Forbidden", "only the inbox itself may load this")
        asset = assets.serve(request, path) if method == "GET" else None
        if asset is not None:
            return asset
        route = self._routes.find(method, path)
        if route is None:
            return write_error(404, "NotFound", f"unknown path {path}")
        name, labels = route
        function: Callable[..., HttpResponse] = getattr(self, f"_{name}")
        try:
            return function(request, *[unquote(label) for label in labels])
        except ApiError as error:
            return write_error(error.status, error.code, str(error))

    def answer_page(self) -> HttpResponse:
        """Return the page."""
        options = self._mock.world.options
        return assets.serve_page(
            {
                "bounces": {str(kind): list(map(str, subtypes)) for kind, subtypes in BOUNCES.items()},
                "feedback_types": list(map(str, FeedbackType)),
                "place": [options.account_id, options.region],
            }
        )

    def _list_mail(self, request: HttpRequest) -> HttpResponse:
        query = read_query(request)
        check_names(query, ("query", "limit", "before", "newer_than"))
        limit = read_number(query, "limit", _LIMIT, 1, _MAX_LIMIT)
        before = read_number(query, "before", 2**31, 0, 2**31)
        newer_than = read_number(query, "newer_than", 0, 0, 2**31)
        text = query.get("query", "")
        return write_json(self._mailbox.list_page(text, limit=limit, before=before, newer_than=newer_than))

    def _get_mail(self, _request: HttpRequest, item_id: str) -> HttpResponse:
        return write_json(self._mailbox.describe(item_id))

    def _get_raw(self, _request: HttpRequest, item_id: str) -> HttpResponse:
        return write_bytes(self._mailbox.find_mail(item_id).raw, "message/rfc822")

    def _get_attachment(self, _request: HttpRequest, item_id: str, number: str) -> HttpResponse:
        attachments = list(self._mailbox.find_mail(item_id).attachments)
        position = read_number({"number": number}, "number", 0, 0, 2**31)
        if position >= len(attachments):
            raise ApiError(404, "NotFound", f"the mail has {len(attachments)} attachments, counted from 0")
        attachment = attachments[position]
        return write_bytes(
            attachment.content, "application/octet-stream", attachment.file_name or "attachment"
        )

    def _complete(self, request: HttpRequest) -> HttpResponse:
        query = read_query(request)
        check_names(query, ("query", "position"))
        text = query.get("query", "")
        position = read_number(query, "position", len(text), 0, 2**31)
        return write_json(self._mailbox.complete(text, position))

    def _get_updates(self, _request: HttpRequest) -> HttpResponse:
        return EVENT_STREAM

    def _get_frame(self, request: HttpRequest) -> HttpResponse:
        query = read_query(request)
        check_names(query, ("remote",))
        return assets.serve_frame(loads_remote=query.get("remote") == "1")

    def _get_account(self, request: HttpRequest) -> HttpResponse:
        query = read_query(request)
        check_names(query, ("account_id", "region"))
        account = self._choose_account(query)
        return write_json({**resources.describe_account(account), "places": self._list_places()})

    def _list_resources(self, request: HttpRequest, name: str) -> HttpResponse:
        query = read_query(request)
        check_names(query, ("account_id", "region", "search", "limit", "cursor"))
        listing = resources.LISTS.get(name)
        if listing is None:
            raise ApiError(
                404, "NotFound", f"unknown list {name!r}; valid lists: {', '.join(resources.LISTS)}"
            )
        limit = read_number(query, "limit", _LIMIT, 1, _MAX_LIMIT)
        start = read_number(query, "cursor", 0, 0, 2**31)
        search = query.get("search", "").casefold()
        items = [
            item
            for item in listing.read(self._choose_account(query))
            if not search or search in listing.name(item).casefold()
        ]
        end = start + limit
        return write_json(
            {
                "items": [listing.describe(item) for item in items[start:end]],
                "next": end if end < len(items) else None,
                "total": len(items),
            }
        )

    def _preview(self, request: HttpRequest) -> HttpResponse:
        parameters = previews.read(request)
        return write_json(previews.render(self._choose_account(parameters), parameters))

    def _choose_account(self, query: Mapping[str, Any]) -> Account:
        """Return the account that a request names, by default the account of the options; raise `ApiError`."""
        options, world = self._mock.world.options, self._mock.world
        default = (options.account_id, options.region)
        place = (query.get("account_id") or default[0], query.get("region") or default[1])
        # world.account() would create the account, and a look at the inbox must not change the mock.
        if place != default and place not in world.accounts:
            raise ApiError(
                404, "NotFound", f"nothing has called SES in account {place[0]}, region {place[1]}"
            )
        return world.account(*place)

    def _list_places(self) -> list[list[str]]:
        """Return the account ids and regions that have been called, the default first."""
        options = self._mock.world.options
        default = (options.account_id, options.region)
        others = sorted(place for place in list(self._mock.world.accounts) if place != default)
        return [list(place) for place in (default, *others)]
