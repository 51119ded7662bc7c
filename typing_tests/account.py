"""What type checkers see of the account; `make types` checks this file, but nothing runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import assert_type

from sesmock.domain.account import EnforcementStatus
from sesmock.domain.identities.auto_validation import Confidence

if TYPE_CHECKING:
    from sesmock import SesMock


def standing(ses_mock: SesMock) -> None:
    """Type checkers refuse an unknown standing."""
    ses_mock.set_enforcement_status("PROBATION")
    ses_mock.set_enforcement_status("PAUSED")  # type: ignore[arg-type] # deliberately unknown
    ses_mock.account.enforcement_status = "SHUTDOWN"
    ses_mock.account.enforcement_status = "shutdown"  # type: ignore[assignment] # not in upper case
    assert_type(ses_mock.account.enforcement_status, EnforcementStatus)
    assert_type(ses_mock.account.can_send, bool)


def production_access(ses_mock: SesMock) -> None:
    """AWS decides about production access, for the default account or any other."""
    ses_mock.grant_production_access()
    ses_mock.deny_production_access()
    account = ses_mock.accounts["210987654321", "eu-west-1"]
    account.grant_production_access()
    account.fail_review()
    if account.details is not None:
        assert_type(account.details.asks_for_production_access, bool)


def confidences(ses_mock: SesMock) -> None:
    """A confidence is one of three levels."""
    ses_mock.confidences["ada@example.net"] = "LOW"
    ses_mock.confidences["ada@example.net"] = "NONE"  # type: ignore[assignment] # deliberately unknown
    assert_type(ses_mock.confidences["ada@example.net"], Confidence)
