"""The files of the inbox: its page, scripts and styles, which are part of the package."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from sesmock.http import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.abc import Traversable

    from sesmock.http import HttpRequest

PREFIX = "/_sesmock/inbox/static/"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "no-cache",
}
# The page has no inline scripts and styles, so the policy need not allow any.
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# The frame has the page's origin, so that the page can put mail into it. Without allow-scripts, the mail cannot
# make use of that origin.
_FRAME_POLICY = (
    "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'{remote}; img-src data:{remote}; "
    "font-src data:{remote}; media-src data:{remote}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_FRAME = "<!doctype html><html lang=en><meta charset=utf-8><title>Mail</title></html>"


class Asset(NamedTuple):
    """A file: its type, its content, and the entity tag by which browsers notice a change."""

    content_type: str
    content: bytes
    tag: str


def serve(request: HttpRequest, path: str) -> HttpResponse | None:
    """Return the file at a path below `PREFIX`, or None; paths are looked up in a table, not in the file system."""
    asset = _read_all().get(path.removeprefix(PREFIX))
    if asset is None:
        return None
    headers = {**_HEADERS, "ETag": asset.tag, "Content-Type": asset.content_type}
    if request.headers.get("If-None-Match") == asset.tag:
        return HttpResponse(304, headers, b"")
    return HttpResponse(200, {**headers, "Content-Length": str(len(asset.content))}, asset.content)


def serve_page(settings: Mapping[str, object]) -> HttpResponse:
    """Return the page of the inbox, with settings for its scripts."""
    # This module imports jinja2, which programs without a browser do not need.
    from sesmock.pages import inbox

    return _write_html(inbox.render(settings, PREFIX), _PAGE_POLICY, {"Vary": "Accept"})


def serve_frame(*, loads_remote: bool) -> HttpResponse:
    """Return an empty document, inside which the page shows mail in a sandboxed frame.

    The policy of the document also applies to the mail: it allows inline styles, which the page's own policy forbids,
    but no scripts, and content of other hosts only with ``loads_remote``.
    """
    remote = " http: https:" if loads_remote else ""
    return _write_html(_FRAME, _FRAME_POLICY.format(remote=remote), {})


def _write_html(text: str, policy: str, more: Mapping[str, str]) -> HttpResponse:
    body = text.encode("utf-8", "replace")
    headers = {
        **_HEADERS,
        "Cache-Control": "no-store",
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
        "Content-Security-Policy": policy,
        **more,
    }
    return HttpResponse(200, headers, body)


@lru_cache(maxsize=1)
def _read_all() -> Mapping[str, Asset]:
    """Return the files by their paths."""
    pages = files("sesmock.pages")
    return {name: _read(name, file) for name, file in _walk("", pages) if _find_suffix(name) in _TYPES}


def _walk(start: str, folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for child in folder.iterdir():
        name = f"{start}{child.name}"
        if child.is_dir():
            yield from _walk(f"{name}/", child)
        else:
            yield name, child


def _find_suffix(name: str) -> str:
    return f".{name.rpartition('.')[2]}"


def _read(name: str, file: Traversable) -> Asset:
    content = file.read_bytes()
    return Asset(_TYPES[_find_suffix(name)], content, f'"{hashlib.sha256(content).hexdigest()[:32]}"')
