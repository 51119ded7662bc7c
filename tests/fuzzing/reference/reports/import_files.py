"""The records of files that import jobs read. Spec: jobs.md §2, "The files"."""

from __future__ import annotations

import csv
import json
from typing import Any

PREFIX = "topicPreferences."


class UnreadableFile(Exception):
    """The file is missing or lacks a column that the import needs. Spec: choices.md §3."""


def read_suppressed(text: str, data_format: str) -> list[tuple[str, str]]:
    """Return the addresses of a file, each with its reason if it has one."""
    if data_format == "JSON":
        return [(line.get("emailAddress", ""), line.get("reason", "")) for line in _read_lines(text)]
    return [(row[0], row[1] if len(row) > 1 else "") for row in csv.reader(text.splitlines()) if row]


def read_contacts(text: str, data_format: str) -> list[tuple[str, bool, dict[str, str]]]:
    """Return the contacts of a file: the address, whether it is unsubscribed from all, and choices by topic."""
    if data_format == "JSON":
        return [_parse_contact(line) for line in _read_lines(text)]
    rows = list(csv.DictReader(text.splitlines()))
    if not rows or "emailAddress" not in rows[0]:
        raise UnreadableFile
    return [_parse_row(row) for row in rows]


def _read_lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def _parse_contact(line: dict[str, Any]) -> tuple[str, bool, dict[str, str]]:
    choices = {
        choice["topicName"]: choice["subscriptionStatus"] for choice in line.get("topicPreferences", [])
    }
    return line.get("emailAddress", ""), line.get("unsubscribeAll", False), choices


def _parse_row(row: dict[str, str]) -> tuple[str, bool, dict[str, str]]:
    choices = {
        name.removeprefix(PREFIX): value for name, value in row.items() if name.startswith(PREFIX) and value
    }
    return row["emailAddress"], row.get("unsubscribeAll") == "true", choices
