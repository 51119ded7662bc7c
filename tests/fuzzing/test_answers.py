"""The checks of responses report each kind of damage."""

from __future__ import annotations

import pytest

from tests.fuzzing.answers import is_declared, list_problems
from tests.fuzzing.models import MODELS

XML = "<GetSendQuotaResponse>%s</GetSendQuotaResponse>"


@pytest.mark.parametrize(
    ("api", "operation", "body", "expected"),
    [
        ("sesv2", "GetAccount", '{"SendingEnabled": true, "VdmAttributes": null}', []),
        ("sesv2", "GetAccount", '{"Sending": true}', ["$.Sending is unknown"]),
        ("sesv2", "GetAccount", '{"SendingEnabled": 1}', ["$.SendingEnabled is 1, not of type boolean"]),
        (
            "sesv2",
            "GetDedicatedIpPool",
            '{"DedicatedIpPool": {"PoolName": "a", "ScalingMode": "A"}}',
            ["is 'A', which is not one of"],
        ),
        (
            "sesv2",
            "GetDedicatedIpPool",
            '{"DedicatedIpPool": {"ScalingMode": "STANDARD"}}',
            ["$.DedicatedIpPool.PoolName is missing"],
        ),
        (
            "sesv2",
            "GetEmailIdentity",
            '{"MailFromAttributes": {"BehaviorOnMxFailure": "REJECT_MESSAGE"}}',
            [],
        ),
        ("sesv2", "ListContactLists", '{"ContactLists": [{"a": 1}]}', ["$.ContactLists[].a is unknown"]),
        (
            "sesv2",
            "GetEmailIdentityPolicies",
            '{"Policies": {"a": 1}}',
            ["$.Policies.a is 1, not of type string"],
        ),
        ("sesv2", "DeleteContact", "", []),
        ("ses", "GetSendQuota", XML % "<GetSendQuotaResult/>", []),
        ("ses", "GetSendQuota", "<A/>", ["the root is A"]),
        ("ses", "GetSendQuota", XML % "<Result/>", ["Result is unknown"]),
        ("ses", "GetSendQuota", XML % "<GetSendQuotaResult><A/></GetSendQuotaResult>", ["$.A is unknown"]),
        (
            "ses",
            "GetSendQuota",
            XML % "<GetSendQuotaResult><MaxSendRate>a</MaxSendRate></GetSendQuotaResult>",
            ["$.MaxSendRate is 'a', not of type double"],
        ),
        (
            "ses",
            "ListIdentities",
            "<ListIdentitiesResponse><ListIdentitiesResult><Identities><a/></Identities></ListIdentitiesResult>"
            "</ListIdentitiesResponse>",
            ["$.Identities.a is unknown"],
        ),
        (
            "ses",
            "ListIdentities",
            "<ListIdentitiesResponse><ListIdentitiesResult/></ListIdentitiesResponse>",
            ["$.Identities is missing"],
        ),
        (
            "ses",
            "GetIdentityPolicies",
            "<GetIdentityPoliciesResponse><GetIdentityPoliciesResult><Policies><entry><key>a</key><b/></entry>"
            "</Policies></GetIdentityPoliciesResult></GetIdentityPoliciesResponse>",
            ["$.Policies.b is unknown"],
        ),
    ],
)
def test_the_problems_in_an_answer_are_listed(
    api: str, operation: str, body: str, expected: list[str]
) -> None:
    """Unknown members, wrong types and unknown values are problems; null and absent members are not."""
    problems = list_problems(MODELS[api].operation_model(operation), body.encode())

    assert len(problems) == len(expected)
    assert all(part in problem for part, problem in zip(expected, problems, strict=True))


@pytest.mark.parametrize(
    ("api", "operation", "code", "expected"),
    [
        ("ses", "GetTemplate", "TemplateDoesNotExist", True),
        ("ses", "GetTemplate", "ValidationError", True),
        ("ses", "GetTemplate", "NotFoundException", False),
        ("sesv2", "GetAccount", "NotFoundException", False),
        ("sesv2", "CreateImportJob", "NotFoundException", True),
    ],
)
def test_codes_are_declared_or_common(api: str, operation: str, code: str, expected: bool) -> None:
    """An operation can return the codes in its model, the common codes, and a few others that SES returns."""
    assert is_declared(MODELS[api].operation_model(operation), code) is expected
