"""The generated pages of docs/reference/ are current, and the page of the API has every public name."""

from __future__ import annotations

import inspect
import json
import re
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest
from pytest_sesmock import plugin

import sesmock
from docs import generate_api, generate_server_reference
from sesmock import in_mock_aws

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient
    from mypy_boto3_ses.type_defs import EventDestinationTypeDef

PAGE = generate_api.PAGE.read_text("utf-8")
CLASSES = [name for name in sesmock.__all__ if isinstance(getattr(sesmock, name), type)]


def read_entry(name: str) -> str:
    """Return the part of the page below the heading of a name."""
    match = re.search(rf"^### `?{name}\b.*?(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return match[0] if match else ""


def list_members(cls: type) -> set[str]:
    """Return the public names that a class and its bases in sesmock define or annotate."""
    bases = [base for base in cls.__mro__ if base.__module__.startswith("sesmock")]
    names = {name for base in bases for name in {**vars(base), **vars(base).get("__annotations__", {})}}
    internal = {*generate_api.INTERNAL.get(cls.__name__, ()), *getattr(cls, "_INTERNAL", ())}
    return {name for name in names - internal if not name.startswith("_")}


def test_the_page_is_up_to_date() -> None:
    """docs/reference/api.md is the output of ``make operations``."""
    assert generate_api.build_page() == PAGE


def test_the_pages_of_the_server_are_up_to_date() -> None:
    """command_line.md and json_api.md are the output of ``make operations``."""
    folder = generate_server_reference.REFERENCE

    assert (folder / "command_line.md").read_text("utf-8") == generate_server_reference.build_command_line()
    assert (folder / "json_api.md").read_text("utf-8") == generate_server_reference.build_json_api()


@pytest.mark.parametrize("name", sesmock.__all__)
def test_each_public_name_has_an_entry_with_a_description(name: str) -> None:
    """The entry of each public name starts with a description."""
    description = read_entry(name).partition("\n\n")[2]

    assert re.match(r"[A-Z]\w* ", description)


@pytest.mark.parametrize("name", ["moto", "server", "sns"])
def test_each_public_name_of_a_module_is_on_the_page(name: str) -> None:
    """The section of a public module has every public name of that module."""
    section = PAGE[PAGE.index(f"## `sesmock.{name}`") :]
    try:
        public_names = import_module(f"sesmock.{name}").__all__
    finally:
        in_mock_aws.disable()  # sesmock.moto enables it

    assert public_names
    assert [each for each in public_names if not re.search(rf"`{each}\b", section)] == []


@pytest.mark.parametrize("name", CLASSES)
def test_each_attribute_and_method_is_documented(name: str) -> None:
    """The entry of a class has all of its public attributes and methods, except those that only sesmock needs."""
    cls = getattr(sesmock, name)
    entry = read_entry(name)
    members = set() if issubclass(cls, (Enum, Exception)) else list_members(cls)

    assert [member for member in sorted(members) if not re.search(rf"`{member}[(`]", entry)] == []


def test_each_entry_of_a_table_has_a_meaning() -> None:
    """Every attribute and method in the tables has a description."""
    rows = re.findall(r"^\| `(\w+)` \| .* \|\s*\|$|^- `(\w+)\(.*\)`[^:]*:\s*$", PAGE, re.MULTILINE)

    assert rows == []


def test_the_page_of_pytest_has_every_name_of_the_plugin() -> None:
    """The tables of the page on pytest have every fixture, marker, command-line option and ini option."""
    text = (generate_api.PAGE.parent / "pytest.md").read_text("utf-8")
    tables = text[text.index("## All names") :]
    modules = Path(inspect.getfile(plugin)).parent.glob("*.py")
    source = "\n".join(module.read_text("utf-8") for module in sorted(modules))
    fixtures = re.findall(r"^def (ses_(?:mock|outbox|server)\w*)\(", source, re.MULTILINE)
    options = re.findall(r'add(?:option|ini)\(\s*"([\w-]+)', source)
    markers = re.findall(r'"markers", "(\w+)\(', source)

    assert {"ses_mock", "ses_outbox", "--ses-lint"} <= {*fixtures, *options}
    assert [name for name in [*fixtures, *options, *markers] if f"`{name}" not in tables] == []


def test_the_messages_of_errors_are_sesmocks() -> None:
    """Every message on the page of errors is one of sesmock's messages, apart from placeholders."""
    page = (generate_api.PAGE.parent / "errors.md").read_text("utf-8")
    messages = (Path(__file__).parents[1] / "messages.txt").read_text("utf-8")
    quoted = re.findall(r"^\| (`+)(.+?)\1 \|", page.partition("## Python's own")[0], re.MULTILINE)
    fixed_parts = [
        max(re.split(r"[(]?…[)]?|\b[XYZ]\b|\b(?:SendEmail|welcome|name)\b", text), key=len)
        for _, text in quoted
    ]

    assert len(quoted) > 10
    assert [part for part in fixed_parts if part.strip() not in messages] == []


@pytest.mark.parametrize(("page", "purpose"), [("events", "event"), ("publications", "notification")])
def test_the_sample_of_a_bounce_matches_the_mock(page: str, purpose: str) -> None:
    """The sample of a bounce in the docs equals what the mock publishes, except for ids and times."""
    text = (generate_api.PAGE.parent / f"{page}.md").read_text("utf-8")
    sample = json.loads(text.partition("```json\n")[2].partition("```")[0])
    with sesmock.mock_ses(identities=["example.com"], configuration_sets=["news"]) as ses_mock:
        publish_a_bounce(boto3.client("ses"))
    payload = ses_mock.publications.one(type="Bounce", purpose=purpose).payload

    assert hide_ids_and_times(payload) == hide_ids_and_times(json.dumps(sample, separators=(",", ":")))


def publish_a_bounce(ses: SESClient) -> None:
    """Send a message that bounces to a topic of its configuration set and to a topic of its identity."""
    topic = "arn:aws:sns:us-east-1:123456789012:mail"
    destination: EventDestinationTypeDef = {
        "Name": "mail",
        "Enabled": True,
        "MatchingEventTypes": ["bounce"],
        "SNSDestination": {"TopicARN": topic},
    }
    ses.create_configuration_set_event_destination(ConfigurationSetName="news", EventDestination=destination)
    ses.set_identity_notification_topic(Identity="example.com", NotificationType="Bounce", SnsTopic=topic)
    ses.send_email(
        Source="Shop <shop@example.com>",
        Destination={"ToAddresses": ["bounce@simulator.amazonses.com"]},
        Message={"Subject": {"Data": "Welcome"}, "Body": {"Text": {"Data": "Hello"}}},
        ConfigurationSetName="news",
        Tags=[{"Name": "campaign", "Value": "spring"}],
    )


def hide_ids_and_times(document: str) -> str:
    """Return a document without its ids, its times and the newline at its end."""
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z|[0-9a-f]{16}(-[0-9a-f]+){5}-0{6}", "…", document.rstrip())
