"""Files in S3 that jobs import and export."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import TYPE_CHECKING

from sesmock.domain import ids
from sesmock.domain.aws import regions
from sesmock.domain.clock import to_datetime

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.world import World


class Files(MutableMapping[str, bytes]):
    """The contents of files by URL: ``s3://bucket/key`` for imports, SES's own URLs for exports."""

    def __init__(self, world: World) -> None:
        self._files = world.files

    def __getitem__(self, url: str) -> bytes:
        try:
            return self._files[url]
        except KeyError:
            urls = ", ".join(self._files) or "none"
            raise KeyError(f"no file {url!r}; files: {urls}") from None

    def __setitem__(self, url: str, content: bytes | str) -> None:
        """Store a file for an import job; raise `ValueError` for an invalid URL, or `TypeError` for other content."""
        if not _is_s3_url(url):
            raise ValueError(f"the URL of a file must be 's3://bucket/key', got {url!r}")
        if not isinstance(content, (bytes, str)):
            raise TypeError(f"the content of a file must be bytes or a string, got {type(content).__name__}")
        self._files[url] = content.encode() if isinstance(content, str) else content

    def __delitem__(self, url: str) -> None:
        del self._files[url]

    def __iter__(self) -> Iterator[str]:
        # A copy, because jobs add files, and a dict that grows during an iteration raises RuntimeError.
        return iter(list(self._files))

    def __len__(self) -> int:
        return len(self._files)

    def __repr__(self) -> str:
        return f"Files({list(self._files)})"


def split(url: str) -> tuple[str, str]:
    """Return the bucket and the key of an ``s3://`` URL."""
    bucket, _, key = url.removeprefix("s3://").partition("/")
    return bucket, key


def find(account: Account, url: str) -> bytes | None:
    """Return the content of a file in moto's S3, or else among the test's files; None if neither has the file."""
    world = account.world
    content = world.aws_services.load(account, *split(url))
    return world.files.get(url) if content is None else content


def write(account: Account, name: str, content: str) -> str:
    """Store a file that a job wrote; return its presigned download URL. Spec: jobs.md §1 [P]."""
    world, region = account.world, account.region
    host = f"ses-jobs-{region}.s3.{region}.{regions.find_dns_suffix(region)}"
    now = to_datetime(world.clock.time())
    url = (
        f"https://{host}/{account.account_id}/{name}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=3600"
        f"&X-Amz-Date={now:%Y%m%dT%H%M%SZ}&X-Amz-SignedHeaders=host&X-Amz-Signature={ids.make_url_signature()}"
    )
    world.files[url] = content.encode()
    return url


def _is_s3_url(url: object) -> bool:
    return isinstance(url, str) and url.startswith("s3://") and all(split(url))
