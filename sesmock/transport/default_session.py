"""boto3's default session while a mock is active, if the user has set none."""

from __future__ import annotations

from typing import Any

import boto3

from sesmock.transport.patches import Patch, PatchSet


class DefaultSession(PatchSet):
    """The same session for every mock of the process: a fresh one would read all its configuration again."""

    __slots__ = ("_session",)

    def __init__(self) -> None:
        self._session: Any = boto3.Session()
        super().__init__(Patch(boto3, "DEFAULT_SESSION", self._replace))

    def revert(self) -> None:
        """Take the session away, and let it forget the credentials that a test had."""
        super().revert()
        session = self._session._session
        session._credentials = session._config = session._profile_map = None

    def _replace(self, original: Any) -> Any:
        return self._session if original is None else original
