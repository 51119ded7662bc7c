"""Every operation is in a row of the one-state tests, or is listed here with its own tests."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
from botocore import xform_name

from sesmock.backends.operations import MODULES

FOLDER = Path(__file__).parent
BACKENDS = FOLDER.parent
OPERATIONS = sorted({name for modules in MODULES.values() for name in modules})

# Operations that send, that only read what others write, or whose state only one API has, with the module of their
# tests. A new operation belongs here only if no second API could see its effect.
TESTED_ELSEWHERE = {
    "BatchGetMetricData": "events/test_statistics",
    "DeleteVerifiedEmailAddress": "identities/test_identities_listed",
    "DisassociateEmailIdentityCertificate": "identities/test_certificates",
    "GetEmailAddressInsights": "email_validation/test_address_insights",
    "GetMessageInsights": "events/test_statistics",
    "GetSendStatistics": "events/test_statistics",
    "ListCustomVerificationEmailTemplates": "identities/test_custom_verification_templates",
    "ListEmailIdentityCertificates": "identities/test_certificates",
    "ListEmailTemplates": "templates/test_templates",
    "ListIdentityPolicies": "identities/test_policies",
    "ListSuppressedDestinations": "test_suppression",
    "ListTemplates": "templates/test_templates",
    "ListVerifiedEmailAddresses": "identities/test_identities_listed",
    "PutAccountDeliveryAttributes": "account/test_account",
    "PutAccountDetails": "account/test_account_details",
    "PutAccountPricingAttributes": "account/test_account",
    "PutEmailIdentityConfigurationSetAttributes": "events/test_event_publishing",
    "SendBulkEmail": "sending/bulk_sends",
    "SendBulkTemplatedEmail": "sending/bulk_sends",
    "SendCustomVerificationEmail": "identities/test_custom_verification",
    "SendTemplatedEmail": "templates/test_sending_by_template",
    "SetIdentityHeadersInNotificationsEnabled": "identities/test_notification_settings",
    "TestRenderEmailTemplate": "templates/test_templates",
    "TestRenderTemplate": "templates/test_templates",
}


@cache
def list_names(path: Path) -> frozenset[str]:
    """Return the strings and attribute names in a module, where boto3's methods appear as either."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return frozenset(texts | {node.attr for node in nodes if isinstance(node, ast.Attribute)})


def has_row(operation: str) -> bool:
    """Return whether a one-state table calls an operation."""
    return any(xform_name(operation) in list_names(path) for path in FOLDER.glob("test_one_state*.py"))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_has_a_row(operation: str) -> None:
    """An operation is either in a row of tests/backends/one_state/test_one_state*.py or listed here."""
    assert has_row(operation) is (operation not in TESTED_ELSEWHERE)


@pytest.mark.parametrize(("operation", "module"), TESTED_ELSEWHERE.items())
def test_an_operation_without_a_row_is_tested_elsewhere(operation: str, module: str) -> None:
    """The module that is listed for an operation calls it."""
    assert operation in OPERATIONS
    assert xform_name(operation) in list_names(BACKENDS / f"{module}.py")
