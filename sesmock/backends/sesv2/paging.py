"""The pagination of the newest SES v2 lists: tenants, reputation and jobs."""

from __future__ import annotations

from sesmock.backends.paging import Paging


def build_paging(kind: str) -> Paging:
    """Return the pagination of one kind of list. Spec: paging.md §3, [P] for tenants, [I] for the others."""
    return Paging(
        "PageSize",
        kind,
        default=100,
        maximum=100,
        size_text=None,
        token_text="Invalid Next Token",
        empty_token_is_valid=False,
    )
