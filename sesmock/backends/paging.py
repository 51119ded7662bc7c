"""Pagination of lists: page sizes and tokens."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, TypeGuard, TypeVar

from sesmock.domain.errors import InvalidParameter
from sesmock.protocol.constraints import CUSTOM_MESSAGE, Constraint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sesmock.backends.backend import Context
    from sesmock.protocol.validation import Checks

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Paging:
    """The pagination of one list operation; texts follow paging.md §2 [P].

    - ``kind`` names the kind of the items. A token is bound to it and to the account and region, so the v1 and v2
      lists of one kind accept each other's tokens.
    - ``out_of_range`` says what a size out of range means: an error, the default size or the maximum.
    - ``size_text`` is the text for such a size. None means the model's validation error, which shows the value.
    - ``zero_is_default`` treats a size of 0 as missing.
    - ``empty_token_is_valid`` treats an empty token as missing.
    """

    size_member: str
    kind: str
    default: int
    maximum: int
    size_text: str | None = (
        "Value {size} for parameter {member} is invalid. {member} must be between 1 and {maximum}."
    )
    token_text: str = "Invalid NextToken <{token}>."
    token_member: str = "NextToken"
    zero_is_default: bool = False
    empty_token_is_valid: bool = True
    out_of_range: Literal["error", "default", "maximum"] = "error"
    token_error: type[InvalidParameter] = InvalidParameter

    @property
    def checks(self) -> Checks:
        """The check of the page size that replaces the model's."""
        if self.size_text is None:
            return {self.size_member: Constraint(minimum=1, maximum=self.maximum, shows_value=True)}
        return {self.size_member: CUSTOM_MESSAGE}

    def check_size(self, request: dict[str, Any]) -> None:
        """Raise `InvalidParameter` for a size out of range, for lists that check it before the other parameters."""
        self._parse_size(request.get(self.size_member))

    def check(self, context: Context, request: dict[str, Any], **filters: object) -> None:
        """Raise the errors of `page`, for lists that check the size and the token before they look up items."""
        self.page(context, (), request, **filters)

    def page(
        self, context: Context, items: Sequence[Item], request: dict[str, Any], **filters: object
    ) -> tuple[Sequence[Item], str | None]:
        """Return the page that a request specifies and the token of the next one, which is None for the last page.

        ``filters`` are the values that a token is bound to. Raise `InvalidParameter` for a size out of range or a
        token of another list.
        """
        size, start, scope = self._read(context, request, filters)
        end = start + size
        return items[start:end], _dump_token(end, scope) if end < len(items) else None

    def select(
        self,
        context: Context,
        items: Sequence[Item],
        request: dict[str, Any],
        condition: Callable[[Item], bool],
    ) -> tuple[Sequence[Item], str | None]:
        """Return a page of the items that meet a condition, and the token of the next one, as `page` does.

        A token is a position among all items, not among the matches, so a page never evaluates earlier items again.
        """
        size, start, scope = self._read(context, request, {})
        positions = (position for position in range(start, len(items)) if condition(items[position]))
        page = [items[position] for position in islice(positions, size)]
        # The next page exists only if another item matches, so the last page is never empty.
        following = next(positions, None)
        return page, None if following is None else _dump_token(following, scope)

    def _read(
        self, context: Context, request: dict[str, Any], filters: dict[str, object]
    ) -> tuple[int, int, list[object]]:
        """Return the size and the start of a page, and the values that its tokens are bound to."""
        size = self._parse_size(request.get(self.size_member))
        token = request.get(self.token_member)
        scope: list[object] = [context.account.account_id, context.account.region, self.kind, filters]
        return size, self._parse_start(token, scope) if self._is_set(token) else 0, scope

    def _parse_size(self, size: int | None) -> int:
        if size is None or (size == 0 and self.zero_is_default):
            return self.default
        # Without its own text, the size has already passed the validation of the request.
        if self.size_text is None or 1 <= size <= self.maximum:
            return size
        if self.out_of_range != "error":
            return self.default if self.out_of_range == "default" else self.maximum
        raise InvalidParameter(
            self.size_text.format(size=size, member=self.size_member, maximum=self.maximum)
        )

    def _is_set(self, token: str | None) -> TypeGuard[str]:
        return token is not None and (token != "" or not self.empty_token_is_valid)

    def _parse_start(self, token: str, scope: list[object]) -> int:
        try:
            # A token from elsewhere can be any text, even valid Base64 of some other JSON.
            start, *bound = json.loads(base64.urlsafe_b64decode(token.encode()))
        except (ValueError, binascii.Error, TypeError):
            start, bound = None, []
        if not isinstance(start, int) or bound != scope:
            raise self.token_error(self.token_text.format(token=token))
        return start


def _dump_token(start: int, scope: list[object]) -> str:
    # The token contains all of its state, so nothing is stored and old tokens stay valid.
    return base64.urlsafe_b64encode(json.dumps([start, *scope]).encode()).decode()
