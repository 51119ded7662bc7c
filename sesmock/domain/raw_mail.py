"""What the header of a raw message asks of SES itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import mime

if TYPE_CHECKING:
    from sesmock.domain.content import RawContent
    from sesmock.domain.drafts import Draft


def read_header(draft: Draft, content: RawContent) -> None:
    """Read the header of a raw message into a draft; what the call itself says wins.

    Spec: sending.md §4, X-SES request headers [P].
    """
    draft.header = mime.header_section(content.data)
    for name, value in draft.header:
        lower = name.lower()
        if not lower.startswith("x-ses-"):
            continue
        if lower == "x-ses-configuration-set":
            draft.configuration_set = draft.configuration_set or value.strip()
        elif lower == "x-ses-message-tags" and not draft.tags:
            draft.tags = _tags(value)
        elif lower in _ARN_ATTRIBUTES and getattr(draft, _ARN_ATTRIBUTES[lower]) is None:
            setattr(draft, _ARN_ATTRIBUTES[lower], value.strip())


_ARN_ATTRIBUTES = {
    "x-ses-source-arn": "source_arn",
    "x-ses-from-arn": "from_arn",
    "x-ses-return-path-arn": "return_path_arn",
}


def _tags(value: str) -> tuple[tuple[str, str], ...]:
    pairs = (part.partition("=") for part in value.split(",") if part.strip())
    return tuple((name.strip(), tag_value.strip()) for name, _, tag_value in pairs)
