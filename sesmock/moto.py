"""``import sesmock.moto``: from now on moto's mocks have SES mocked by sesmock (docs/moto.md)."""

from __future__ import annotations

from sesmock.in_mock_aws import disable, enable

__all__ = ["disable", "enable"]

enable()
