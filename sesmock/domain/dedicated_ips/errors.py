"""Errors about dedicated IPs and their pools."""

from __future__ import annotations

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import AlreadyExists, InvalidParameter, LimitExceeded, NotFound


class BlankPoolName(InvalidParameter):
    """The name of a pool is empty or blank. Spec: dedicated_ips.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("Pool name can't be blank.")


class PoolNameTooLong(InvalidParameter):
    """The name of a new pool is too long. The text is inferred. Spec: choices.md §3."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.POOL_NAME_TOO_LONG.format(maximum=maximum))


class InvalidPoolName(InvalidParameter):
    """The name of a new pool has invalid characters. The text is inferred. Spec: choices.md §3."""

    def __init__(self, name: str) -> None:
        super().__init__(unconfirmed_messages.INVALID_POOL_NAME.format(name=name))
        self.name = name


class InvalidScalingMode(InvalidParameter):
    """The scaling mode is unknown, or it would turn a managed pool into a standard one.

    Spec: dedicated_ips.md §1 [P].
    """

    def __init__(self) -> None:
        super().__init__("The ScalingMode parameter is invalid.")


class PoolAlreadyExists(AlreadyExists):
    """There is already a pool with this name. Spec: dedicated_ips.md §1 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The pool <{name}> already exists.")
        self.name = name


class PoolDoesNotExist(NotFound):
    """There is no pool with this name. Spec: dedicated_ips.md §1 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The requested pool <{name}> does not exist.")
        self.name = name


class BuiltInPool(InvalidParameter):
    """The pool is built into every account. Spec: dedicated_ips.md §1 [U]."""

    def __init__(self) -> None:
        super().__init__("Pool name describes either a shared or default dedicated ip pool")


class PoolInUse(InvalidParameter):
    """A standard pool still has dedicated IPs. The text is inferred. Spec: dedicated_ips.md §1 [D]."""

    def __init__(self, name: str) -> None:
        super().__init__(unconfirmed_messages.POOL_IN_USE.format(name=name))
        self.name = name


class ManagedPool(InvalidParameter):
    """Only SES chooses the IPs of a managed pool. The text is inferred. Spec: choices.md §3."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.MANAGED_POOL)


class TooManyPools(LimitExceeded):
    """The account has reached the maximum number of pools. The text is inferred. Spec: choices.md §3."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_POOLS)


class DedicatedIpDoesNotExist(NotFound):
    """The account has no such dedicated IP. Spec: dedicated_ips.md §1 [P]."""

    def __init__(self, ip: str) -> None:
        super().__init__(f"Could not find dedicated IP <{ip}> under this account.")
        self.ip = ip


class MissingWarmupPercentage(InvalidParameter):
    """The percentage is null. Spec: dedicated_ips.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("Warmup Percentage can't be null.")


class WarmupPercentageOutOfRange(InvalidParameter):
    """The percentage is not between 0 and 100. Spec: dedicated_ips.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("Warmup Percentage must be between 0 and 100.")
