"""Importing this module makes moto's mocks mock SES with sesmock (docs/migrating/moto.md)."""

from __future__ import annotations

from sesmock.in_mock_aws import disable, enable

__all__ = ["disable", "enable"]

enable()
