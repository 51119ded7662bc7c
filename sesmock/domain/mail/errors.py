"""Errors about addresses, headers and attachments."""

from __future__ import annotations

from enum import Enum

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import InvalidParameter


class AddressFlaw(Enum):
    """A syntax error in an address. Spec: sending.md §3 [P, U]."""

    ILLEGAL_ADDRESS = "Illegal address"
    MISSING_DOMAIN_PART = "Missing final '@domain'"
    MISSING_COMMENT_START = "Missing '('"
    MISSING_COMMENT_END = "Missing ')'"
    MISSING_ROUTE_START = "Missing '<'"
    MISSING_ROUTE_END = "Missing '>'"
    MISSING_QUOTE = "Missing '\"'"
    MISSING_LITERAL_END = "Missing ']'"
    EXTRA_ROUTE = "Extra route-addr"
    ILLEGAL_ROUTE = "Illegal route-addr"
    NESTED_GROUP = "Nested group"
    MISSING_LOCAL = "Missing local name"
    LOCAL_STARTS_WITH_DOT = "Local address starts with dot"
    LOCAL_ENDS_WITH_DOT = "Local address ends with dot"
    LOCAL_DOUBLE_DOT = "Local address contains dot-dot"
    LOCAL_CONTROL = "Local address contains control or whitespace"
    LOCAL_CHARACTER = "Local address contains illegal character"
    QUOTE_NOT_AT_START = "Quote not at start of local address"
    QUOTE_NOT_AT_END = "Quote not at end of local address"
    MISSING_DOMAIN = "Missing domain"
    DOMAIN_STARTS_WITH_DOT = "Domain starts with dot"
    DOMAIN_ENDS_WITH_DOT = "Domain ends with dot"
    DOMAIN_DOUBLE_DOT = "Domain contains dot-dot"
    DOMAIN_CONTROL = "Domain contains control or whitespace"
    DOMAIN_CHARACTER = "Domain contains illegal character"


class InvalidAddress(InvalidParameter):
    """An address is malformed. Spec: sending.md §3 [P, U]."""

    def __init__(self, flaw: AddressFlaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


class UnreadableAddress(InvalidParameter):
    """An address is empty, or has a line break in quotes. Spec: sending.md §3 [U]."""

    def __init__(self, address: str) -> None:
        super().__init__(f"Invalid email address {address}.")
        self.address = address


class AddressTooLong(InvalidParameter):
    """An address is too long. Spec: sending.md §3 [P]."""

    def __init__(self, maximum: int, address: str) -> None:
        super().__init__(f"Address length is more than {maximum} characters long: '{address}'.")
        self.address = address


class HeaderSectionTooLong(InvalidParameter):
    """The header of a raw message is too long. Spec: messages.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("Header section too long.")


class ForbiddenAttachment(InvalidParameter):
    """An attachment has the extension of a program. The text is inferred."""

    def __init__(self, extension: str, file_name: str) -> None:
        super().__init__(
            unconfirmed_messages.FORBIDDEN_ATTACHMENT.format(extension=extension, file_name=file_name)
        )
        self.file_name = file_name


class MissingSubtype(InvalidParameter):
    """A content type has no subtype. Spec: messages.md §1 [P]."""

    def __init__(self, token: str) -> None:
        super().__init__(f"Expected '/', got {token or 'null'}")


class MissingSemicolon(InvalidParameter):
    """A field has text where a semicolon or the end of the field is expected. Spec: messages.md §1 [U]."""

    def __init__(self, token: str) -> None:
        super().__init__(f"Expected ';', got \"{token}\"")


class MissingParameterValue(InvalidParameter):
    """A parameter of a field has no value. Spec: messages.md §1 [P]."""

    def __init__(self, token: str) -> None:
        super().__init__(f"Expected '=', got '{'null' if token in {'', ';'} else token}'")


class UnbalancedQuote(InvalidParameter):
    """A quoted string in a field is not closed. Spec: messages.md §1 [U]."""

    def __init__(self) -> None:
        super().__init__("Unbalanced quoted string")


class UnbalancedComment(InvalidParameter):
    """A comment in a field is not closed. Spec: messages.md §1 [U]."""

    def __init__(self) -> None:
        super().__init__("Unbalanced comments")


class MissingStartBoundary(InvalidParameter):
    """A multipart has no part, or its boundary never appears. Spec: messages.md §1 [U]."""

    def __init__(self) -> None:
        super().__init__("Missing start boundary")


class UnsupportedEncoding(InvalidParameter):
    """SES does not support a charset or a transfer encoding of raw mail. Spec: messages.md §1 [U]."""

    def __init__(self, encoding: str) -> None:
        super().__init__(f"Unsupported encoding {encoding}.")
        self.encoding = encoding


class EmptyHeaderName(InvalidParameter):
    """A header of a raw message has no name. Spec: messages.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("Empty header names are illegal.")


class IllegalHeader(InvalidParameter):
    """The name of a header has a character that is not allowed. Spec: messages.md §1 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Illegal header '{name}'.")
        self.name = name


class UnsupportedCharset(InvalidParameter):
    """SES does not support a charset. Spec: messages.md §1 [P]."""

    def __init__(self, charset: str) -> None:
        super().__init__(f"Unsupported charset '{charset}'.")
        self.charset = charset


class HeaderTooLong(InvalidParameter):
    """A custom header is too long. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.HEADER_TOO_LONG.format(maximum=maximum))


class InvalidAttachmentName(InvalidParameter):
    """The name of an attachment is not a valid file name. The text is inferred."""

    def __init__(self, file_name: str) -> None:
        super().__init__(unconfirmed_messages.INVALID_ATTACHMENT_NAME.format(file_name=file_name))
        self.file_name = file_name


class NoHeaderName(InvalidParameter):
    """A custom header has no name. Spec: messages.md §3 [P, D]."""

    def __init__(self) -> None:
        super().__init__("The header name must be specified.")


class DuplicateHeader(InvalidParameter):
    """A header that may appear only once appears twice. Spec: messages.md §1, §3 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Duplicate header '{name}'.")
        self.name = name
