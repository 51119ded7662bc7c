"""The mock covers the installed models: operations, their errors, their pages and the members of their input.

Operations, errors and members that only a newer botocore has are skipped; ``pytest -rs`` lists their names.
"""

from __future__ import annotations

import ast
import json
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import botocore
import pytest
from botocore import xform_name

import sesmock
from sesmock.apis import APIS
from sesmock.backends.backend import load_backend
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.model import Shape

    from sesmock import SesMock

TESTS = Path(__file__).parents[2]
PACKAGE = Path(sesmock.__file__).parent
VERSION = tuple(map(int, botocore.__version__.split(".")[:3]))
IS_NEWER = VERSION > (1, 44, 8)
"""Whether the models may be newer than these tables."""
MODELS = {api: load_backend(api).codec.model for api in APIS}
OPERATIONS = [(api, name) for api, model in MODELS.items() for name in model.operation_names]

GAPS: frozenset[tuple[str, str]] = frozenset()
"""Operations without a handler. The table is empty and stays empty, because all operations are mocked."""

PROVOKED: dict[str, dict[str, dict[str, str]]] = json.loads(
    (Path(__file__).parent / "provoked_errors.json").read_text("utf-8")
)
"""The test module that provokes an error, by API, operation and error. `tests.error_recorder` writes the table."""

# Errors that no call can provoke, by name: the reason, and the operations that it applies to. An operation can be
# limited to one API ("ses SendCustomVerificationEmail"), and "*" stands for all operations.
WITHOUT_CAUSE: dict[str, tuple[str, tuple[str, ...]]] = {
    "AlreadyExistsException": (
        "a second list is a BadRequestException, regardless of its name (contacts.md §1)",
        ("CreateContactList",),
    ),
    "BadRequestException": (
        "the request has no member, or only a boolean",
        ("GetAccount", "GetDeliverabilityDashboardOptions", "PutAccountDedicatedIpWarmupAttributes"),
    ),
    "ConcurrentModificationException": ("calls are handled one after the other", ("*",)),
    "ConflictException": (
        "it is unknown when SES returns this error (reputation.md §1)",
        ("UpdateReputationEntityCustomerManagedStatus", "UpdateReputationEntityPolicy"),
    ),
    "InternalServiceErrorException": ("SES fails only when a test requests it: ses_mock.fail()", ("*",)),
    "InvalidConfigurationSetException": (
        "a bad name is a ValidationError or InvalidParameterValue",
        ("CreateConfigurationSet",),
    ),
    "InvalidDeliveryOptionsException": (
        "a bad TLS policy is a ValidationError (configuration_sets.md §2)",
        ("PutConfigurationSetDeliveryOptions",),
    ),
    "LimitExceededException": (
        "a second list is a BadRequestException; the maximum number of tests and of domains is unknown; a send over "
        "the quota is a TooManyRequestsException",
        (
            "CreateContactList",
            "CreateDeliverabilityTestReport",
            "GetDeliverabilityDashboardOptions",
            "PutDeliverabilityDashboardOption",
            "SendBulkEmail",
            "SendEmail",
        ),
    ),
    "MailFromDomainNotVerifiedException": (
        "in a bulk send it is the status of an entry; verification mail is sent only from a verified address",
        ("SendBulkEmail", "SendBulkTemplatedEmail", "SendCustomVerificationEmail"),
    ),
    "MessageRejected": (
        "v1 has its own errors for the sandbox and the sender; content is checked when the template is created",
        ("ses SendCustomVerificationEmail",),
    ),
    "NotFoundException": (
        "an unknown job is a BadRequestException (jobs.md §1), and so is an unknown pool (configuration_sets.md §2) or "
        "an unknown identity in a Put request (identities.md §4); an unknown resource gets an empty list "
        "(reputation.md §2) or is ignored (deliverability.md §1)",
        (
            "CancelExportJob",
            "CreateConfigurationSet",
            "CreateExportJob",
            "GetBlacklistReports",
            "GetExportJob",
            "ListDeliverabilityTestReports",
            "ListRecommendations",
            "PutEmailIdentityDkimAttributes",
            "PutEmailIdentityFeedbackAttributes",
            "PutEmailIdentityMailFromAttributes",
        ),
    ),
}

WITHOUT_EFFECT = {
    "Queries[].Namespace": "VDM is the only value",
    "ExportDataSource.MetricsDataSource.Namespace": "VDM is the only value",
    "ReputationOptions.LastFreshStart": "SES sets it itself (configuration_sets.md §3)",
    "MessageSecurityOptions.SigningScheme.DefaultScheme": "it is also the default without a scheme, and is only shown",
    "ReputationEntityType": "RESOURCE is the only value",
}
"""Input members that have no effect in SES either, by path, with the reason."""


def skip_if_newer(gaps: list[str], *, is_newer: bool = IS_NEWER) -> None:
    """Skip a test with the names of its gaps if a newer botocore may have caused them."""
    if gaps and is_newer:
        pytest.skip(f"gap: {', '.join(gaps)}; botocore {botocore.__version__} may have added it")


def test_a_gap_of_a_newer_botocore_is_skipped() -> None:
    """A test that finds a gap of a newer botocore is skipped with the name of the gap."""
    with pytest.raises(pytest.skip.Exception, match="gap: SendPigeon of sesv2; botocore"):
        skip_if_newer(["SendPigeon of sesv2"], is_newer=True)


@pytest.mark.parametrize(("api", "name"), OPERATIONS)
def test_every_operation_is_mocked(api: Any, name: str) -> None:
    """Every operation of the models is mocked, except for the operations in the table of gaps."""
    is_mocked = name in load_backend(api).modules
    skip_if_newer([] if is_mocked else [f"{name} of {api}"])

    assert is_mocked is ((api, name) not in GAPS)


def test_no_operation_has_unsupported_members() -> None:
    """No operation refuses a member as not mocked yet."""
    unsupported = {
        name: load_backend(api).find(name).unsupported for api, name in OPERATIONS if _is_mocked(api, name)
    }

    assert {name: members for name, members in unsupported.items() if members} == {}


def _is_mocked(api: Any, name: str) -> bool:
    return name in load_backend(api).modules


@pytest.mark.parametrize(("api", "name"), OPERATIONS)
def test_every_declared_error_is_provoked(api: Any, name: str) -> None:
    """Every error of an operation is provoked by a test in the table, or has a reason why it cannot be."""
    declared = {shape.name for shape in MODELS[api].operation_model(name).error_shapes}
    unprovoked = declared - PROVOKED.get(api, {}).get(name, {}).keys()
    missing = sorted(error for error in unprovoked if not _is_without_cause(error, api, name))
    skip_if_newer([f"{error} of {name}" for error in missing])

    assert missing == []


def _is_without_cause(error: str, api: str, name: str) -> bool:
    _, operations = WITHOUT_CAUSE.get(error, ("", ()))
    return not {name, f"{api} {name}", "*"}.isdisjoint(operations)


def test_an_error_without_cause_is_not_provoked() -> None:
    """No test provokes an error that the table says cannot be provoked."""
    provoked = {
        (name, error)
        for api, operations in PROVOKED.items()
        for name, errors in operations.items()
        for error in errors
        if not {name, f"{api} {name}"}.isdisjoint(WITHOUT_CAUSE.get(error, ("", ()))[1])
    }

    assert provoked == set()


@pytest.mark.parametrize("api", APIS)
def test_the_table_of_provoked_errors_is_valid(api: str) -> None:
    """Each module in the table exists and mentions the operation or the error."""
    wrong = [
        (name, error, module)
        for name, errors in PROVOKED[api].items()
        for error, module in errors.items()
        if not _mentions(TESTS / module, name, error)
    ]

    assert wrong == []


def _mentions(path: Path, name: str, error: str) -> bool:
    text = path.read_text("utf-8") if path.exists() else ""
    return any(word in text for word in (xform_name(name), name, error, error.removesuffix("Exception")))


READERS = ("sesmock.backends", "sesmock.bulk_calls")
"""The packages in which operations read their input."""


@cache
def list_words(module: str) -> frozenset[str]:
    """Return the words in the strings of a backend module and of the backend modules that it imports."""
    visited, waiting, words = set[str](), [module], set[str]()
    while waiting:
        current = waiting.pop()
        path = PACKAGE.parent / f"{current.replace('.', '/')}.py"
        if current in visited or not current.startswith(READERS) or not path.exists():
            continue
        visited.add(current)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.update(node.value.replace("[]", "").split("."))
            elif isinstance(node, ast.ImportFrom):
                waiting += [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
    return frozenset(words)


def list_members(shape: Shape | None, path: str = "", above: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the paths of the members of a shape, at every depth."""
    members: dict[str, Shape] = {}
    if shape is None or shape.name in above:
        return
    above = (*above, shape.name)
    if shape.type_name == "structure":
        members = {f"{path}.{name}" if path else name: each for name, each in shape.members.items()}  # type: ignore[attr-defined]
        yield from members
    elif shape.type_name == "list":
        members = {f"{path}[]": shape.member}  # type: ignore[attr-defined]
    elif shape.type_name == "map":
        members = {f"{path}{{}}": shape.value}  # type: ignore[attr-defined]
    for name, member in members.items():
        yield from list_members(member, name, above)


@pytest.mark.parametrize(("api", "name"), [each for each in OPERATIONS if _is_mocked(*each)])
def test_every_input_member_is_read(api: Any, name: str) -> None:
    """The backend modules of an operation read each input member, unless it has no effect in SES either."""
    words = list_words(load_backend(api).modules[name])
    paths = list(list_members(MODELS[api].operation_model(name).input_shape))
    unknown = [path for path in paths if path.rpartition(".")[2].rstrip("[]{}") not in words]
    missing = [path for path in unknown if path not in WITHOUT_EFFECT]
    skip_if_newer([f"{path} of {name}" for path in missing])

    assert missing == []


def test_members_without_effect_are_in_a_model() -> None:
    """The table contains only members of the models, unless the installed botocore is too old to have them."""
    paths = {
        path
        for api, name in OPERATIONS
        for path in list_members(MODELS[api].operation_model(name).input_shape)
    }

    assert VERSION < (1, 44) or WITHOUT_EFFECT.keys() <= paths


DAY = datetime(2026, 3, 26, tzinfo=timezone.utc)
ARN = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
# Parameters that list operations require besides a token.
NEEDED: dict[str, dict[str, Any]] = {
    "ListContacts": {"ContactListName": "readers"},
    "ListDomainDeliverabilityCampaigns": {
        "SubscribedDomain": "example.com",
        "StartDate": DAY,
        "EndDate": DAY,
    },
    "ListEmailIdentityCertificates": {"EmailIdentity": "example.com"},
    "ListResourceTenants": {"ResourceArn": ARN},
    "ListTenantResources": {"TenantName": "acme"},
}
PAGED = [
    (api, name)
    for api, name in OPERATIONS
    if "NextToken" in getattr(MODELS[api].operation_model(name).input_shape, "members", ())
]


@pytest.mark.parametrize(("api", "name"), PAGED)
def test_every_list_reads_its_token(mocked: SesMock, api: Any, name: str) -> None:
    """Every list operation refuses a token that SES did not issue."""
    sesv2 = boto3.client("sesv2")
    sesv2.create_tenant(TenantName="acme")
    sesv2.create_contact_list(ContactListName="readers")
    sesv2.put_deliverability_dashboard_option(
        DashboardEnabled=True, SubscribedDomains=[{"Domain": "example.com"}]
    )
    client: Any = boto3.client(api)
    parameters = {**NEEDED.get(name, {}), "NextToken": "x"}

    assert refusal(getattr(client, xform_name(name)), **parameters)[0] in {
        "BadRequestException",
        "InvalidNextTokenException",
        "InvalidParameterValue",
        "ValidationError",
    }


def test_every_waiter_is_tested() -> None:
    """Every waiter of the clients is used in a test."""
    waiters = {name for api in APIS for name in boto3.client(api, "us-east-1").waiter_names}  # type: ignore[call-overload]
    texts = [path.read_text("utf-8") for path in (TESTS / "backends").rglob("test_*.py")]
    run = {name for name in waiters if any(f'get_waiter("{name}")' in text for text in texts)}

    assert run == waiters
