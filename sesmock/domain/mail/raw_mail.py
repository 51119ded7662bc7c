"""Raw mail: its header as SES reads it, and the changes that SES makes before delivery."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from sesmock.domain.mail import composing, mime_parts
from sesmock.domain.mail.headers import header_encoding, header_rules, header_text
from sesmock.domain.mail.send_request import ListManagement

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from sesmock.domain.mail.headers.outgoing_fields import Postmark
    from sesmock.domain.mail.mime_parts import Part
    from sesmock.domain.mail.send_request import SendOptions

HeaderFields = tuple[tuple[str, str], ...]
"""The header of an email as (name, unfolded value); a line without a colon has only a name, as in JavaMail."""

# Header fields that SES removes before it delivers the mail. Spec: messages.md §7 [D].
_REMOVED = frozenset(
    {
        b"bcc",
        b"return-path",
        b"x-ses-configuration-set",
        b"x-ses-from-arn",
        b"x-ses-list-management-options",
        b"x-ses-message-tags",
        b"x-ses-return-path-arn",
        b"x-ses-source-arn",
        b"x-ses-tenant",
    }
)
# A parameter such as filename="a.txt", name*=utf-8''a.txt or filename*0=a, which may continue on folded lines.
_NAME_PARAMETER = re.compile(rb"name(?:\*\d*\*?)?=[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.IGNORECASE)
_END = re.compile(rb"(?:\A|\r?\n)(?=\r?\n)")
_FIELD = re.compile(rb"[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n)?")
# Only a line with a colon can start a header.
_FIELD_START = re.compile(rb"[^\r\n:]*:")
_FOLD = re.compile(r"\r?\n(?=[ \t])")
_FOLD_AND_SPACE = re.compile(r"\r?\n[ \t]+")


def read_header_section(data: bytes) -> HeaderFields:
    """Return the header of a raw message without parsing its body."""
    return _read_header(data, _FOLD, "")


def read_event_header(data: bytes) -> HeaderFields:
    """Return the header of a raw message as events show it, where a fold and the white space after it become one space.

    Spec: events.md §4 [R].
    """
    return tuple((name, value) for name, value in _read_header(data, _FOLD_AND_SPACE, " ") if name)


def _read_header(data: bytes, fold: re.Pattern[str], separator: str) -> HeaderFields:
    fields = []
    for field in _fields(_head(data)):
        name, _, value = header_text.decode_bytes(field).partition(":")
        name, value = name.rstrip(), value.strip()
        if "\n" in name or "\n" in value:  # most fields take one line
            name, value = fold.sub(separator, name), fold.sub(separator, value)
        fields.append((name, value))
    return tuple(fields)


def measure_header(data: bytes) -> int:
    """Return the size of a raw message's header in bytes; without a blank line, the whole message is header."""
    return len(_head(data))


def may_have_parts(data: bytes) -> bool:
    """Return whether a raw message may have parts or attachments; without a Content-Type header, it is plain text."""
    head = _head(data)
    return not head or b"content-" in head.lower()


def read_options(header: HeaderFields, options: SendOptions) -> SendOptions:
    """Return the send options of a raw message, whose header may set what the call leaves out.

    Spec: messages.md §5 [P].
    """
    fields = [(name, value) for name, value in header if name.lower().startswith("x-ses-")]
    if not fields:
        return options
    configuration_set, tags, tenant = options.configuration_set, options.tags, options.tenant
    management = options.list_management
    arns = {
        "x-ses-source-arn": options.source_arn,
        "x-ses-from-arn": options.from_arn,
        "x-ses-return-path-arn": options.return_path_arn,
    }
    for name, value in fields:
        lower = name.lower()
        if lower == "x-ses-configuration-set":
            configuration_set = configuration_set or value
        elif lower == "x-ses-message-tags":
            # Tags in the call replace the tags in the header; they are not merged. Spec: events.md §6 [U].
            tags = tags or _tags(value)
        elif lower == "x-ses-tenant":
            tenant = tenant or value
        elif lower == "x-ses-list-management-options":
            management = management or _parse_list_management(value)
        elif arns.get(lower, "") is None:
            arns[lower] = value
    return options._replace(
        configuration_set=configuration_set,
        tags=tags,
        source_arn=arns["x-ses-source-arn"],
        from_arn=arns["x-ses-from-arn"],
        return_path_arn=arns["x-ses-return-path-arn"],
        tenant=tenant,
        list_management=management,
    )


def _parse_list_management(value: str) -> ListManagement:
    """Return the list and the topic in a header such as ``list; topic=topic``. Spec: contacts.md §2 [D]."""
    name, _, rest = value.partition(";")
    key, _, topic = rest.partition("=")
    is_topic = key.strip().lower() == "topic"
    return ListManagement(name.strip(), (topic.strip() or None) if is_topic else None)


def check_attachments(data: bytes) -> None:
    """Refuse a raw message with an attachment whose extension is forbidden; raise `InvalidParameter`.

    The message is parsed only if something in it looks like the name of such a file. Spec: messages.md §1 [D].
    """
    # In mail without the word "name", this search is ten times as fast as a regular expression.
    start = data.lower().find(b"name")
    if start >= 0 and any(_suspect().search(parameter) for parameter in _NAME_PARAMETER.findall(data, start)):
        for part in mime_parts.parse_parts(data):
            header_rules.check_extension(part.file_name or "")


def write_outgoing(data: bytes, postmark: Postmark, sender: str) -> bytes:
    """Return a raw message as its recipient gets it, unchanged except for fields that SES removes, adds and replaces.

    SES replaces Date and Message-ID in place, and adds a From with the sender if there is none.
    Spec: sending.md §4 [U]; messages.md §7 [R].
    """
    head = _head(data)
    line_end = _line_end(head)
    fields = [field for field in _fields(head) if _name(field) not in _REMOVED]
    if fields and not fields[-1].endswith(b"\n"):
        fields[-1] += line_end
    names = set(map(_name, fields))
    # Replaced in place, as in recorded mail. Spec: messages.md §7 [R].
    replacements = {
        name.lower(): _line(name, value, line_end) for name, value in (postmark.outgoing_id, postmark.date)
    }
    top = [_line(*field, line_end) for field in postmark.signatures]
    if b"from" not in names:
        top.append(header_encoding.write_mailbox_field("From", [sender]) + line_end)
    return b"".join(
        [
            *top,
            *[replacements.get(_name(field), field) for field in fields],
            *[line for name, line in replacements.items() if name not in names],
            *[_line(*field, line_end) for field in postmark.trace],
            _body(data, head, line_end),
        ]
    )


def is_signed(data: bytes) -> bool:
    """Return whether a raw message already has a DKIM signature when it is sent."""
    return any(_name(field) == b"dkim-signature" for field in _fields(_head(data)))


def replace_fields(data: bytes, fields: Iterable[tuple[str, str]]) -> bytes:
    """Return a raw message with some fields at the end of its header, in place of fields with the same names."""
    head = _head(data)
    line_end = _line_end(head)
    lines = {name.lower().encode(): _line(name.encode(), value.encode(), line_end) for name, value in fields}
    others = [field for field in _fields(head) if _name(field) not in lines]
    if others and not others[-1].endswith(b"\n"):
        others[-1] += line_end
    return b"".join([*others, *lines.values(), _body(data, head, line_end)])


def rewrite_html(data: bytes, rewrite: Callable[[str], str]) -> bytes:
    """Return a raw message with its HTML parts rewritten; attachments and everything else stay unchanged."""
    return _with_parts(data, ("text/html",), lambda part: _rewrite_html(part, rewrite))


def rewrite_texts(data: bytes, rewrite: Callable[[bytes], bytes]) -> bytes:
    """Return a raw message with its text and HTML parts rewritten; unchanged parts keep their bytes."""

    def rewrite_part(part: Part) -> bytes | None:
        content = part.content
        new_content = rewrite(content)
        return None if new_content == content else new_content

    return _with_parts(data, ("text/plain", "text/html"), rewrite_part)


def _with_parts(
    data: bytes, content_types: Collection[str], rewrite: Callable[[Part], bytes | None]
) -> bytes:
    """Return a raw message with some parts rewritten, except for attachments; None keeps a part unchanged."""
    pieces, position = [], 0
    for part in mime_parts.parse_leaves(data):
        if part.content_type in content_types and not part.is_attachment:
            content = rewrite(part)
            if content is not None:
                pieces += [data[position : part.start], _with_content(part, data, content)]
                position = part.end
    return b"".join([*pieces, data[position:]])


def _rewrite_html(part: Part, rewrite: Callable[[str], str]) -> bytes:
    """Return rewritten HTML in the charset of its part, with character references for unencodable characters."""
    text, charset = part.decode()
    # SES corrupts unencoded characters when it tracks a message. Spec: tracking.md §1 [D]; question marks are inferred.
    if part.is_eight_bit:
        text = part.content.decode("ascii", "replace").replace("\ufffd", "?")
    return _encode(rewrite(text), charset)


def _with_content(part: Part, data: bytes, content: bytes) -> bytes:
    """Return a part with new content, in a transfer encoding that suits it."""
    encoding, body = composing.encode_transfer(content)
    fields = [field.strip(b"\r\n") for field in _fields(data[part.start : part.body])]
    other_fields = [field for field in fields if _name(field) != b"content-transfer-encoding"]
    line_end = _line_end(data)
    lines = [
        *other_fields,
        f"Content-Transfer-Encoding: {encoding}".encode(),
        b"",
        body.replace(b"\r\n", line_end),
    ]
    return line_end.join(lines)


def _encode(html: str, charset: str) -> bytes:
    try:
        return html.encode(charset, "xmlcharrefreplace")
    # The mail names the charset: an unknown name raises LookupError, and one with a NUL raises ValueError.
    except (LookupError, ValueError):
        return html.encode("ascii", "xmlcharrefreplace")


@cache
def _suspect() -> re.Pattern[bytes]:
    """Return a pattern that matches names with a forbidden extension, or with an encoding that may hide one."""
    extensions = "|".join(sorted(header_rules.FORBIDDEN_EXTENSIONS)).encode()
    return re.compile(rb"=\?|%|\*\d|\.(?:" + extensions + rb")\b", re.IGNORECASE)


def _line(name: bytes, value: bytes, line_end: bytes) -> bytes:
    return b"%s: %s%s" % (name, value.replace(b"\r\n", line_end), line_end)


def _body(data: bytes, head: bytes, line_end: bytes) -> bytes:
    """Return the body and the blank line before it, which mail without a header lacks."""
    body = data[len(head) :]
    return body if body.startswith((b"\r\n", b"\n")) else line_end + body


def _head(data: bytes) -> bytes:
    """Return the header including the end of its last line, without the blank line after it.

    Data whose first line is not a field, such as mail that was base64-encoded twice, has no header.
    """
    if not _FIELD_START.match(data):
        return b""
    end = _END.search(data)
    return data if end is None else data[: end.end()]


def _line_end(text: bytes) -> bytes:
    return b"\n" if b"\n" in text and b"\r\n" not in text else b"\r\n"


def _fields(head: bytes) -> list[bytes]:
    return [field for field in _FIELD.findall(head) if field.strip()]


def _name(field: bytes) -> bytes:
    return field.partition(b":")[0].strip().lower()


def _tags(value: str) -> tuple[tuple[str, str], ...]:
    pairs = (part.partition("=") for part in value.split(",") if part.strip())
    return tuple((name.strip(), tag_value.strip()) for name, _, tag_value in pairs)
