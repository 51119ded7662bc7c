"""Details of an account, and the start of errors about them."""

from __future__ import annotations

from typing import Any

DETAILS: Any = {
    "MailType": "TRANSACTIONAL",
    "WebsiteURL": "https://example.com",
    "ContactLanguage": "EN",
    "UseCaseDescription": "Receipts",
    "AdditionalContactEmailAddresses": ["ada@example.com"],
    "ProductionAccessEnabled": True,
}

ONE = "1 validation error detected: Value at "
