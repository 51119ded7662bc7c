"""``/_aws/ses``, LocalStack's endpoint for sent mail, for tests that were written for LocalStack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.server.api.listings import check_names, read_query

if TYPE_CHECKING:
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.http import HttpRequest
    from sesmock.server.api.documents import Document


def list_messages(messages: list[SentMessage], request: HttpRequest) -> Document:
    """Return all messages, or only the messages with an ``id`` or a sender (``email``)."""
    query = read_query(request)
    check_names(query, ("id", "email"))
    documents = [
        _describe(message) for message in messages if query.get("id") in {None, "", message.message_id}
    ]
    return {"messages": [each for each in documents if query.get("email") in {None, "", each["Source"]}]}


def read_id(request: HttpRequest) -> str | None:
    """Return the id of the message to delete, or None to delete all."""
    query = read_query(request)
    check_names(query, ("id",))
    return query.get("id")


def _describe(message: SentMessage) -> Document:
    """Return a message: raw mail with its source, templated mail with its template data, other mail with its parts."""
    destination = {
        f"{name.title()}Addresses": [str(each) for each in getattr(message, name)]
        for name in ("to", "cc", "bcc")
    }
    document: Document = {
        "Id": message.message_id,
        "Region": message.region,
        "Timestamp": message.sent_at.replace(tzinfo=None).isoformat(timespec="seconds"),
        "Source": str(message.sender or ""),
        "Destination": destination,
    }
    if "Raw" in message.operation or _is_raw(message):
        return {**document, "RawData": message.raw.decode("utf-8", "replace")}
    if message.template is not None:
        data = message.call.params.get("TemplateData") if message.call else None
        document |= {"Template": message.template.name, "TemplateData": data or "{}"}
    body = {"text_part": message.text, "html_part": message.html}
    return {**document, "Subject": message.subject, "Body": body}


def _is_raw(message: SentMessage) -> bool:
    content = message.call.params.get("Content") if message.call else None
    return isinstance(content, dict) and "Raw" in content
