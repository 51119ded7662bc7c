"""Bulk sends of the template ``news`` with SES v1 and v2."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

SENDER = "shop@example.com"
PARTS: Any = {
    "Subject": "Hello, {{name}}",
    "Text": "{{shop.name}}, {{shop.city}}: {{#each items}}{{this}} {{/each}}",
}
DEFAULTS = {"name": "you", "shop": {"name": "Tea & Cake", "city": "Oslo"}, "items": ["a", "b"]}
Result = tuple[str, str | None]


def send_by_v1(entries: list[dict[str, Any]], **changes: Any) -> list[Any]:
    """Send bulk mail with SES v1."""
    destinations = [
        {
            "Destination": entry.get("to", {"ToAddresses": ["ada@example.net"]}),
            **({"ReplacementTemplateData": entry["data"]} if "data" in entry else {}),
            **({"ReplacementTags": entry["tags"]} if "tags" in entry else {}),
        }
        for entry in entries
    ]
    request = {
        "Source": changes.pop("sender", SENDER),
        "Template": changes.pop("template", "news"),
        "DefaultTemplateData": changes.pop("data", json.dumps(DEFAULTS)),
        "DefaultTags": changes.pop("tags", []),
        "Destinations": destinations,
        **changes,
    }
    return boto3.client("ses").send_bulk_templated_email(**request)["Status"]


def send_by_v2(entries: list[dict[str, Any]], **changes: Any) -> list[Any]:
    """Send bulk mail with SES v2."""
    template = changes.pop("template", "news")
    template_parameters = template if isinstance(template, dict) else {"TemplateName": template}
    bulk_entries = [
        {
            "Destination": entry.get("to", {"ToAddresses": ["ada@example.net"]}),
            **({"ReplacementTags": entry["tags"]} if "tags" in entry else {}),
            **({"ReplacementHeaders": entry["headers"]} if "headers" in entry else {}),
            **(
                {
                    "ReplacementEmailContent": {
                        "ReplacementTemplate": {"ReplacementTemplateData": entry["data"]}
                    }
                }
                if "data" in entry
                else {}
            ),
        }
        for entry in entries
    ]
    request = {
        "FromEmailAddress": changes.pop("sender", SENDER),
        "DefaultContent": {
            "Template": {"TemplateData": changes.pop("data", json.dumps(DEFAULTS)), **template_parameters},
        },
        "DefaultEmailTags": changes.pop("tags", []),
        "BulkEmailEntries": bulk_entries,
        **changes,
    }
    return boto3.client("sesv2").send_bulk_email(**request)["BulkEmailEntryResults"]


BOTH = pytest.mark.parametrize("send", [send_by_v1, send_by_v2], ids=["v1", "v2"])


def destination(*addresses: str) -> dict[str, list[str]]:
    """Return a destination with the addresses."""
    return {"ToAddresses": list(addresses)}


def name_value(name: str, value: str) -> dict[str, str]:
    """Return a tag or a header."""
    return {"Name": name, "Value": value}


def list_statuses(results: list[Any]) -> list[Result]:
    """Return the status and error of each entry, after checking that the sent entries, and only those, have an ID."""
    for result in results:
        assert (
            ("MessageId" in result) == (result["Status"] in {"Success", "SUCCESS"}) == ("Error" not in result)
        )
    return [(result["Status"], result.get("Error")) for result in results]
