"""Random calls have the results that a reference predicts, which was written from the specification alone."""

from __future__ import annotations

import ast
import sys
from copy import deepcopy
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sesmock import mock_ses
from tests.fuzzing import __main__ as program
from tests.fuzzing import reference
from tests.fuzzing.calls.names import SET_ARNS
from tests.fuzzing.calls.sensible import CALLS, TABLES
from tests.fuzzing.calls.shapes import Call
from tests.fuzzing.doors import CLIENT, DOORS, REFUSED_BY_CLIENT, perform
from tests.fuzzing.machine import start_walk
from tests.fuzzing.readings import names
from tests.fuzzing.reference.model import RULES
from tests.fuzzing.runs import build_settings, run
from tests.import_cycles import imported_names

REFERENCE = sorted(Path(str(reference.__file__)).parent.rglob("*.py"))


@pytest.mark.parametrize("path", REFERENCE, ids=lambda path: path.stem)
def test_the_reference_imports_nothing_of_sesmock(path: Path) -> None:
    """The reference imports the standard library and itself."""
    names = imported_names(ast.parse(path.read_text("utf-8")), ())
    allowed = ("tests.fuzzing.reference", "__future__", *sys.stdlib_module_names)

    assert [name for name in names if not name.startswith(allowed)] == []


def test_the_reference_knows_every_operation_that_is_called_sensibly() -> None:
    """Each operation with parameters of its own has a rule."""
    called = {(api, operation) for api, table in TABLES.items() for operation in table}

    assert called - RULES.keys() == set()


@pytest.mark.parametrize("kind", ["sensible", "wild"])
def test_a_few_walks_keep_to_the_reference(kind: str) -> None:
    """SES's responses to some random calls are those that the reference predicts."""
    run(kind, 1, walks=2, steps=15)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sensible", "wild"])
def test_many_walks_keep_to_the_reference(kind: str) -> None:
    """SES's responses to many random calls are those that the reference predicts."""
    run(kind, 2, walks=25, steps=30)


@pytest.mark.slow
@settings(build_settings(8, shrink=False), derandomize=True)
@given(data=st.data())
def test_each_operation_keeps_to_the_reference(data: st.DataObject) -> None:
    """A call of every operation, in any order, has the result that the reference predicts."""
    with start_walk() as walk:
        for operation in data.draw(st.permutations(sorted(CALLS))):
            walk.check(data.draw(CALLS[operation]), data.draw(st.sampled_from(DOORS)), is_sensible=True)


def test_the_program_runs_the_chosen_round(capsys: pytest.CaptureFixture[str]) -> None:
    """A seed runs one round of each chosen kind; at the end there is a report."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(program, "WALKS", 1)
        patch.setattr(program, "STEPS", 5)
        program.main(["--seconds", "0", "--seed", "5", "--kind", "wild", "--kind", "wire"])

    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["wild: seed 5", "wire: seed 5"]
    assert lines[2].partition(" ")[2].startswith("calls, ")


def test_the_program_runs_rounds_until_the_time_is_over() -> None:
    """There is at least one round, and the seeds differ."""
    assert len(list(program.draw_seeds(0))) == 1
    assert len(set(islice(program.draw_seeds(60), 5))) > 1


def test_readings_follow_all_pages() -> None:
    """A list of more than one page is read as a whole."""
    templates = {f"a{index}": {"Subject": "a", "Text": "a"} for index in range(11)}

    with mock_ses(templates=templates):
        assert names("ses", "ListTemplates", "TemplatesMetadata", "Name") == sorted(templates)


def test_botocore_refuses_a_call_by_itself() -> None:
    """A call that botocore refuses has the name of botocore's exception as its code."""
    call = Call("ses", "ListCustomVerificationEmailTemplates", {"MaxResults": 0})

    with mock_ses():
        assert perform(call, CLIENT).code == REFUSED_BY_CLIENT


PATH = [
    Call("sesv2", "CreateConfigurationSet", {"ConfigurationSetName": "ads_1", "SendingOptions": {}}),
    Call("pinpoint-email", "DeleteConfigurationSet", {"ConfigurationSetName": "ads_1"}),
    Call("sesv2", "CreateDedicatedIpPool", {"PoolName": "pool-1"}),
    Call("sesv2", "DeleteDedicatedIpPool", {"PoolName": "pool-1"}),
    Call(
        "sesv2",
        "PutConfigurationSetSuppressionOptions",
        {"ConfigurationSetName": "news", "SuppressedReasons": []},
    ),
    Call("sesv2", "ListSuppressedDestinations", {}),
    Call("ses", "DescribeReceiptRule", {"RuleSetName": "main", "RuleName": "second"}),
    Call("ses", "SetReceiptRulePosition", {"RuleSetName": "main", "RuleName": "second"}),
    Call("ses", "SetReceiptRulePosition", {"RuleSetName": "main", "RuleName": "first", "After": "first"}),
    Call(
        "sesv2",
        "SendEmail",
        {
            "FromEmailAddress": "shop@example.com",
            "Destination": {"ToAddresses": ["ada@example.net", "eve@example.org"]},
            "Content": {"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}},
            "ListManagementOptions": {"ContactListName": "club", "TopicName": "sport"},
        },
    ),
    Call("sesv2", "GetContact", {"ContactListName": "club", "EmailAddress": "eve@example.org"}),
    Call("ses", "SendRawEmail", {"RawMessage": {"Data": b"From: shop@example.com\nTo: a@example.net\n\nHi"}}),
    Call(
        "sesv2",
        "SendEmail",
        {"Content": {"Raw": {"Data": b"From: shop@example.com\nTo: a@example.net\n\nHi"}}},
    ),
    Call(
        "sesv2",
        "PutEmailIdentityConfigurationSetAttributes",
        {"EmailIdentity": "shop@example.com", "ConfigurationSetName": "news"},
    ),
    Call(
        "ses",
        "SendTemplatedEmail",
        {
            "Source": "shop@example.com",
            "Destination": {"ToAddresses": ["eve@example.org"]},
            "Template": "hello",
            "TemplateData": '{"name": "Eve"}',
        },
    ),
    Call("sesv2", "PutTenantSuppressionAttributes", {"TenantName": "acme"}),
    Call("sesv2", "DeleteTenantResourceAssociation", {"TenantName": "acme", "ResourceArn": SET_ARNS[0]}),
    Call(
        "sesv2",
        "DeleteConfigurationSetEventDestination",
        {"ConfigurationSetName": "news", "EventDestinationName": "bounces"},
    ),
    Call("ses", "DeleteConfigurationSet", {"ConfigurationSetName": "ads_1"}),
    Call(
        "ses", "CreateTemplate", {"Template": {"TemplateName": "Bye-1", "SubjectPart": "a", "TextPart": "a"}}
    ),
    Call("ses", "DeleteTemplate", {"TemplateName": "Bye-1"}),
    Call("ses", "SetIdentityDkimEnabled", {"Identity": "ada@example.com", "DkimEnabled": True}),
    Call(
        "sesv2",
        "PutEmailIdentityDkimSigningAttributes",
        {"EmailIdentity": "example.com", "SigningAttributesOrigin": "AWS_SES"},
    ),
    Call("pinpoint-email", "DeleteEmailIdentity", {"EmailIdentity": "shop@example.com"}),
]


def test_a_chosen_path_keeps_to_the_reference() -> None:
    """Calls that random walks seldom make in this order have the results that the reference predicts."""
    with start_walk() as walk:
        for call in PATH:
            walk.check(call, CLIENT, is_sensible=True)
        contacts = walk.world.lists["club"].contacts
        assert contacts is not None
        assert sorted(contacts) == ["ada@example.net", "eve@example.org"]


@pytest.mark.parametrize(
    "call",
    [Call("ses", "ListCustomVerificationEmailTemplates", {"MaxResults": 0}), Call("sesv2", "GetAccount", {})],
    ids=lambda call: call.operation,
)
def test_a_call_without_a_rule_changes_nothing_in_the_reference(call: Call) -> None:
    """A call that the reference cannot predict, or that botocore refuses, leaves both states equal."""
    with start_walk(chosen=[]) as walk:
        before = deepcopy(vars(walk.world))
        walk.check(call, CLIENT, is_sensible=False)

        assert vars(walk.world) == before


def test_mail_by_smtp_is_accepted_or_refused_after_wild_calls() -> None:
    """After calls whose effect the reference does not know, it predicts no result of a send."""
    with start_walk() as walk:
        walk.world.is_plain = False
        walk.send_by_smtp(sender="shop@example.com", recipients=["ada@example.net"], set_name=None)

        assert len(walk.ses_mock.outbox) == 1
