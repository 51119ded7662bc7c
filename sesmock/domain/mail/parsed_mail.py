"""A parsed email: its headers, subject, texts and attachments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

from sesmock.domain import guessed_names
from sesmock.domain.completion import SuggestsNames
from sesmock.domain.mail import composing, mime_parts, raw_mail
from sesmock.domain.mail.headers import header_text

if TYPE_CHECKING:
    from sesmock.domain.mail.content import SimpleContent
    from sesmock.domain.mail.mime_parts import Part


class Headers(Mapping[str, str]):
    """The headers of an email, in order; names are case-insensitive and may occur more than once."""

    def __init__(self, fields: Sequence[tuple[str, str]]) -> None:
        self._fields = fields

    def __getitem__(self, name: str) -> str:
        values = self.get_all(name)
        if not values:
            raise KeyError(f"no header {name!r}; the headers are {', '.join(self)}")
        return values[0]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(name for name, _ in self._fields))

    def __len__(self) -> int:
        return len(dict.fromkeys(name.lower() for name, _ in self._fields))

    def __repr__(self) -> str:
        return f"Headers({list(self._fields)!r})"

    def get_all(self, name: str) -> list[str]:
        """Return all values of a header, in order."""
        return [value for field, value in self._fields if field.lower() == name.lower()]


class Attachment(SuggestsNames):
    """An attachment as its recipient receives it."""

    _GUESSES = guessed_names.OF_ATTACHMENTS

    file_name: str | None
    """The decoded name of the file, if the attachment has one."""
    content: bytes
    """The decoded content."""
    content_type: str
    """The type, such as ``"application/pdf"``."""
    content_id: str | None
    """The id that HTML uses to refer to the attachment, without angle brackets; None if it has none."""
    inline: bool
    """Whether the attachment is displayed in the body of the message, such as an image."""

    def __init__(
        self,
        file_name: str | None,
        content: bytes,
        content_type: str,
        content_id: str | None,
        *,
        inline: bool,
    ) -> None:
        self.file_name = file_name
        self.content = content
        self.content_type = content_type
        self.content_id = content_id
        self.inline = inline

    def __repr__(self) -> str:
        return f"<Attachment {self.file_name!r} {self.content_type}, {len(self.content)} bytes>"


class Attachments(Sequence[Attachment]):
    """The attachments of an email, by position or by file name."""

    def __init__(self, attachments: Sequence[Attachment]) -> None:
        self._attachments = attachments

    @classmethod
    def from_content(cls, content: SimpleContent) -> Attachments:
        """Return the attachments that a caller passed."""
        return cls(
            [
                Attachment(
                    attachment.file_name,
                    attachment.content,
                    composing.guess_content_type(attachment),
                    attachment.content_id,
                    inline=attachment.disposition == "inline",
                )
                for attachment in content.attachments
            ]
        )

    @overload
    def __getitem__(self, index: int | str) -> Attachment: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Attachment]: ...
    def __getitem__(self, index: int | str | slice) -> Attachment | Sequence[Attachment]:
        if not isinstance(index, str):
            return self._attachments[index]
        for attachment in self._attachments:
            if attachment.file_name == index:
                return attachment
        raise KeyError(
            f"no attachment {index!r}; the attachments are {[item.file_name for item in self._attachments]}"
        )

    def __len__(self) -> int:
        return len(self._attachments)

    def __repr__(self) -> str:
        return f"Attachments({list(self._attachments)!r})"


class ParsedMail:
    """An email parsed from its bytes; malformed mail raises no error."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.headers = Headers(
            [(name, header_text.decode(value)) for name, value in raw_mail.read_header_section(data)]
        )

    @property
    def subject(self) -> str:
        """The decoded subject; ``""`` if there is none."""
        return self.headers.get("Subject", "")

    @cached_property
    def text(self) -> str | None:
        """The first plain text part that is not an attachment."""
        return self._first_text("text/plain")

    @cached_property
    def html(self) -> str | None:
        """The first HTML part that is not an attachment."""
        return self._first_text("text/html")

    @cached_property
    def attachments(self) -> Attachments:
        """All parts except for the text, the HTML and containers."""
        return Attachments([_attachment(part) for part in self._leaves if _is_attachment(part)])

    @cached_property
    def _leaves(self) -> list[Part]:
        return mime_parts.parse_leaves(self._data)

    def _first_text(self, content_type: str) -> str | None:
        texts = (part for part in self._leaves if part.content_type == content_type)
        return next((part.decode()[0] for part in texts if not _is_attachment(part)), None)


def _is_attachment(part: Part) -> bool:
    # A text part with a file name is a file that was attached, even without a disposition.
    is_text = part.content_type in {"text/plain", "text/html"}
    return not is_text or part.is_attachment or part.file_name is not None


def _attachment(part: Part) -> Attachment:
    return Attachment(part.file_name, part.content, part.content_type, part.content_id, inline=part.is_inline)
