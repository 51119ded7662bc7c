"""Attribute names that people guess, each with the attributes that it may mean.

A singular name also covers its plural; see `suggestions.suggest`.
"""

from __future__ import annotations

OF_MAIL = {
    "body_html": ["html"],
    "body_text": ["text"],
    "content": ["body"],
    "destination": ["recipients"],
    "files": ["attachments"],
    # Not "from", which is a Python keyword.
    "from_": ["sender"],
    "from_address": ["sender"],
    "from_email": ["sender"],
    "html_body": ["html"],
    "id": ["message_id"],
    "plain": ["text"],
    "source": ["sender"],
    "status": ["outcome"],
    "text_body": ["text"],
    "to_addresses": ["to"],
}

OF_ATTACHMENTS = {
    "data": ["content"],
    "filename": ["file_name"],
    "mime_type": ["content_type"],
    "mimetype": ["content_type"],
    "name": ["file_name"],
    "payload": ["content"],
    "type": ["content_type"],
}

OF_MOCKS = {
    "email": ["outbox"],
    "inbox": ["received"],
    "mail": ["outbox"],
    "mailbox": ["outbox"],
    "message": ["outbox"],
    "notification": ["publications"],
    "refused": ["rejected"],
    "request": ["calls"],
    "send_error": ["fail"],
    "sent": ["outbox"],
    "sent_message": ["outbox"],
    "verify_domain": ["verify"],
    "verify_email": ["verify"],
    "verify_identity": ["verify"],
}
