"""How the newest lists of SES v2 are paged: those of tenants, of reputation and of jobs."""

from __future__ import annotations

from sesmock.backends.paging import Paging


def build_paging(kind: str) -> Paging:
    """Return the paging of a list of that kind. Spec: nouns.md §1.2 [P]; of reputation it is inferred."""
    return Paging(
        "PageSize",
        kind,
        default=100,
        maximum=100,
        size_text=None,
        token_text="Invalid Next Token",
        empty_token_is_valid=False,
    )
