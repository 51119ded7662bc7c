"""The MIME parts of a message."""

from __future__ import annotations

from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesmock.domain.mail import mime_parts

Leaves = list[tuple[str, bytes]]


def list_leaves(data: bytes) -> Leaves:
    """Return the type and content of the parts that contain no other parts."""
    return [
        (part.content_type, part.content) for part in mime_parts.parse_parts(data) if not part.is_container
    ]


def list_leaves_of_standard_library(data: bytes) -> Leaves:
    """Return the type and content of the same parts as the standard library parses them."""
    parts = (part for part in message_from_bytes(data).walk() if not part.is_multipart())
    return [(part.get_content_type(), part.get_payload(decode=True)) for part in parts]


def build_multipart(boundary: str, *parts: str, subtype: str = "mixed") -> str:
    """Return a multipart message."""
    lines = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/{subtype}; boundary="{boundary}"\n\npreamble\n{lines}--{boundary}--\nepilogue'


def build_nested_mail(depth: int) -> str:
    """Return a message with an HTML part at a depth."""
    data = "Content-Type: text/html\n\n<p>"
    for number in range(depth - 1):
        data = build_multipart(f"b{number}", data)
    return data


TEXT = st.builds(
    "{}{}\n{}".format,
    st.sampled_from(["", "Content-Type: text/html\n", "Subject: x\nContent-Type: image/png; name=a.png\n"]),
    st.sampled_from(
        ["", "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n"]
    ),
    st.sampled_from(["", "x", "YQ==", "--", "--x--\n", "a=3D\n\nb: c\n"]),
)
MAIL = st.recursive(
    TEXT,
    lambda parts: (
        st.builds("Content-Type: message/rfc822\n\n{}".format, parts)
        | st.builds(
            lambda form, subtype, parts: build_multipart(
                form.format(len("".join(parts))), *parts, subtype=subtype
            ),
            st.sampled_from(["b{}", "a:b{}", "=_{} (c)", "b{}--", "--{}"]),
            st.sampled_from(["mixed", "digest"]),
            st.lists(parts, min_size=1, max_size=3),
        )
    ),
)


@given(MAIL, st.sampled_from(["\n", "\r\n", "\r"]))
def test_parts_match_the_standard_library(mail: str, line_end: str) -> None:
    """Mail has the same parts as with the standard library's parser, for any nesting and any boundary."""
    data = mail.replace("\n", line_end).encode()

    assert list_leaves(data) == list_leaves_of_standard_library(data)


@pytest.mark.parametrize(
    ("body", "leaves"),
    [
        ("--b\n\nx\n", [("text/plain", b"x")]),
        ("--b\n--b\n\nx\n--b--", [("text/plain", b"x")]),
        ("--b  \n\nx\n--b--\t\n--b\n\ny", [("text/plain", b"x")]),
        (
            "--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx",
            [("multipart/mixed", b""), ("text/plain", b"x")],
        ),
        (
            "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--b\n\ny\n--c\n\nz",
            [("text/plain", b"x"), ("text/plain", b"y\n--c\n\nz")],
        ),
        ("--b\nContent-Type: multipart/mixed\n\nx\n--b--", [("multipart/mixed", b"x")]),
        ("--b\nContent-Type: text/html\n--b\nx: y", [("text/html", b""), ("text/plain", b"")]),
        (
            "--b\nContent-Type: message/delivery-status\n\nAction: failed\n--b--",
            [("message/delivery-status", b"Action: failed")],
        ),
        ("x", [("multipart/mixed", b"x")]),
    ],
    ids=[
        "missing end",
        "repeated boundary",
        "white space after a boundary",
        "nested multipart with the same boundary",
        "missing end of a nested multipart",
        "multipart without a boundary",
        "header without a body",
        "delivery status",
        "no part",
    ],
)
def test_misplaced_boundaries_lose_no_text(body: str, leaves: Leaves) -> None:
    """No text is lost because a boundary is missing or misplaced."""
    assert list_leaves(f"Content-Type: multipart/mixed; boundary=b\n\n{body}".encode()) == leaves


@pytest.mark.parametrize(
    "parameters",
    [
        "charset=nonsense; name*=nonsense''%e9",
        "charset*=idna''%ff; name*=idna''%ff",
        "charset=utf\0-8; name*=\"utf\0''x\"",
        "charset*0*=a; charset=b; name*=a; name*0*=b",
        "charset*='; name*='",
        "charset=punycode; boundary*=punycode''%ff",
    ],
)
@pytest.mark.parametrize("content_type", ["text/plain", "multipart/mixed", "x", ""])
def test_undecodable_parameters_count_as_missing(content_type: str, parameters: str) -> None:
    """Parameters that cannot be decoded are ignored, and the text is decoded as Latin-1 if necessary."""
    [part] = mime_parts.parse_parts(
        f"Content-Type: {content_type}; {parameters}\r\n\r\ncaf\xe9".encode("latin-1")
    )

    assert isinstance(part.file_name, str | None)
    assert part.decode() == ("café", "latin-1")


@pytest.mark.parametrize(
    ("depth", "leaf"),
    [(29, "text/html"), (30, "text/html"), (31, "multipart/mixed"), (5000, "multipart/mixed")],
)
def test_deeply_nested_parts_become_one_part(depth: int, leaf: str) -> None:
    """Parts are parsed thirty levels deep; anything deeper is one part with all its bytes."""
    data = build_nested_mail(depth).encode()
    parts = mime_parts.parse_parts(data)
    [(content_type, content)] = list_leaves(data)

    assert (content_type, parts[-1].depth) == (leaf, min(depth, mime_parts.MAX_DEPTH))
    assert content == data[parts[-1].body : parts[-1].end]


def test_the_depth_limit_covers_forwarded_mail() -> None:
    """Forwarded messages also count as levels of nesting."""
    parts = mime_parts.parse_parts(b"Content-Type: message/rfc822\r\n\r\n" * 100)

    assert [part.depth for part in parts] == list(range(1, 31))


@pytest.mark.parametrize("depth", [3, 100])
def test_an_email_message_has_the_same_parts(depth: int) -> None:
    """The `EmailMessage` of a message has the same parts as ours, down to the depth limit."""
    data = build_nested_mail(depth).encode()
    message = mime_parts.build_email_message(data)

    assert [(part.get_content_type(), part.is_multipart()) for part in message.walk()] == [
        (part.content_type, part.is_container) for part in mime_parts.parse_parts(data)
    ]
    assert list(message.walk())[-1].get_payload(decode=True) == list_leaves(data)[0][1]
