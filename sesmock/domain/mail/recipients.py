"""The addresses of a message, and its outcome for each recipient, as tests see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar, overload

from sesmock.domain.mail import addresses
from sesmock.domain.mail.addresses import Address

if TYPE_CHECKING:
    from collections.abc import ItemsView, Iterator, ValuesView

    from sesmock.domain.mail.outcomes import Outcome

T = TypeVar("T")


class AddressTuple(tuple[Address, ...]):
    """A tuple of addresses that also equals a list of the same strings.

    Like the filters, ``in`` compares display names only if the expected address has one.
    """

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        if isinstance(item, str):
            return addresses.find(self, item) is not None
        return super().__contains__(item)

    def __eq__(self, other: object) -> bool:
        return super().__eq__(tuple(other) if isinstance(other, list) else other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = tuple.__hash__


NO_ADDRESSES = AddressTuple()


class RecipientOutcomes(Mapping[Address, "Outcome"]):
    """The outcomes of a message by recipient: a live, read-only view.

    Like the filters, lookups compare display names only if the expected address has one.
    """

    __slots__ = ("_outcomes",)

    def __init__(self, outcomes: dict[Address, Outcome]) -> None:
        self._outcomes = outcomes

    def __getitem__(self, recipient: str) -> Outcome:
        if recipient in self._outcomes:  # an Address is a str with the same hash
            return self._outcomes[addresses.lenient(recipient)]
        match = addresses.find(self._outcomes, recipient)
        if match is None:
            names = ", ".join(map(addresses.display, self._outcomes))
            raise KeyError(f"{recipient!r} is not a recipient; the recipients are {names}")
        return self._outcomes[match]

    @overload
    def get(self, recipient: str, default: None = None, /) -> Outcome | None: ...
    @overload
    def get(self, recipient: str, default: Outcome | T, /) -> Outcome | T: ...
    def get(self, recipient: str, default: object = None, /) -> object:
        """Return the outcome for a recipient, or a default for an unknown recipient."""
        try:
            return self[recipient]
        except KeyError:
            return default

    def __contains__(self, recipient: object) -> bool:
        return isinstance(recipient, str) and addresses.find(self._outcomes, recipient) is not None

    def __iter__(self) -> Iterator[Address]:
        return iter(self._outcomes)

    def __len__(self) -> int:
        return len(self._outcomes)

    def __repr__(self) -> str:
        return repr(self._outcomes)

    def items(self) -> ItemsView[Address, Outcome]:
        """Return the recipients and outcomes."""
        return self._outcomes.items()

    def values(self) -> ValuesView[Outcome]:
        """Return the outcomes."""
        return self._outcomes.values()
