"""boto3's default session while a mock is active, unless the user has set one."""

from __future__ import annotations

from typing import Any

import boto3

from sesmock.transport.patches import Patch, PatchSet


def make_patches() -> PatchSet:
    """Return a patch with one session for all mocks of the process, since each new session reads all files again."""
    session: Any = boto3.Session()

    def replace(original: Any) -> Any:
        # A session that the user has set up, such as one with a profile, stays in use.
        return session if original is None else original

    def forget_credentials() -> None:
        core = session._session
        # The next mock may run under other environment variables or another home directory, and botocore
        # caches what it has read from them in these attributes.
        core._credentials = core._config = core._profile_map = None

    return PatchSet(Patch(boto3, "DEFAULT_SESSION", replace), clean_up=forget_credentials)
