"""The docs agree with the code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

from docs import generate_operations
from sesmock.apis import APIS
from sesmock.backends.backend import load_backend
from sesmock.domain import unconfirmed_messages as domain_inferred
from sesmock.domain.pages import page_url
from sesmock.exceptions import OperationNotSupported
from sesmock.inspector import filters
from sesmock.protocol import inferred as protocol_inferred
from sesmock.smtp import unconfirmed_replies

ROOT = Path(__file__).parents[2]
BACKENDS = list(map(load_backend, APIS))


def python_blocks(name: str) -> list[str]:
    """Return the Python code of a document."""
    return re.findall(r"```python\n(.*?)```", (ROOT / name).read_text(), re.DOTALL)


def test_the_example_of_the_readme_runs() -> None:
    """The example in README has two tests, which pass."""
    [code] = python_blocks("README.md")
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)
    tests = [value for name, value in names.items() if name.startswith("test_")]

    assert len(tests) == 2
    for test in tests:
        test()


def test_the_filters_of_the_inspector_are_listed() -> None:
    """The docs' table and the types for editors have exactly the filters of messages and refused calls."""
    text = (ROOT / "docs/reference/inspector.md").read_text()
    table = text[text.index("| filter |") : text.index("A value is one of these:")]
    first_cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    listed = {name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)}

    assert listed == filters.MESSAGE_FIELDS.keys() == filters.MailFilters.__annotations__.keys()
    assert filters.REFUSAL_FIELDS.keys() == filters.RefusalFilters.__annotations__.keys()


def test_the_filters_of_publications_are_listed() -> None:
    """The docs' table and the types for editors have exactly the filters of publications."""
    text = (ROOT / "docs/reference/publications.md").read_text()
    table = text[text.index("| filter |") : text.index("The values are those of")]
    first_cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    listed = {name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)}

    assert listed == filters.PUBLICATION_FIELDS.keys() == filters.PublicationFilters.__annotations__.keys()


def test_the_filters_of_received_mail_are_listed() -> None:
    """The docs' table and the types for editors have exactly the filters of received mail."""
    text = (ROOT / "docs/how-to/receiving.md").read_text()
    table = text[text.index("| filter |") : text.index("## Rules")]
    first_cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    listed = {name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)}

    assert listed == filters.RECEIVED_FIELDS.keys() == filters.ReceivedFilters.__annotations__.keys()


def test_the_list_of_operations_is_up_to_date() -> None:
    """docs/reference/operations.md is the output of ``make operations``."""
    assert generate_operations.PAGE.read_text() == generate_operations.build_page()


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda backend: backend.api)
def test_every_operation_cites_its_source(backend: object) -> None:
    """The docstring of every operation cites the section of the specification that it follows."""
    for operation in backend.modules:
        assert "Spec: " in (backend.find(operation).function.__doc__ or "")


def test_every_domain_error_has_a_wire_format() -> None:
    """Every API has an error code for a refusal that has no code of its own."""
    from sesmock.domain.errors import DomainError

    assert all(backend.wire_error(DomainError("x")).code for backend in BACKENDS)


@pytest.mark.parametrize(
    "module", [domain_inferred, protocol_inferred, unconfirmed_replies], ids=["domain", "protocol", "smtp"]
)
def test_every_inferred_sentence_is_listed(module: ModuleType) -> None:
    """docs/reference/fidelity.md lists every error text that we have inferred instead of seen in AWS's responses."""
    listed = re.findall(r"\| ([^|]+) \|$", (ROOT / "docs/reference/fidelity.md").read_text(), re.MULTILINE)
    sentences = {value for name, value in vars(module).items() if name.isupper()}

    assert sentences
    assert sentences - set(listed) == set()


def test_the_readme_compares_mocked_operations() -> None:
    """README's table of operations matches the installed botocore, and moto's version if README mentions it."""
    pytest.importorskip("moto", reason="moto is counted from the installed package")
    from scripts.count_operations import rows

    text = (ROOT / "README.md").read_text()
    botocore, sesmock, moto = rows()
    version = moto.partition(" |")[0]

    assert botocore in text
    assert sesmock in text
    assert moto in text or version not in text


def test_the_readme_counts_the_operations() -> None:
    """README has the right number of mocked operations for each API."""
    ses, sesv2, pinpoint_email = (
        len([name for name in backend.codec.model.operation_names if name in backend.modules])
        for backend in BACKENDS
    )
    text = " ".join((ROOT / "README.md").read_text().split())

    assert f"all {ses} operations of SES v1, {sesv2} of SES v2 and {pinpoint_email} of Pinpoint Email" in text


def test_the_links_of_the_readme_are_absolute_and_work() -> None:
    """Every link in README leads to an existing page, and is absolute, since PyPI shows only README."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)]+)\)", text)
    own = [target for target in targets if target.startswith(page_url(""))]
    files = [target.removeprefix(page_url("")) for target in own]

    pictures = re.findall(r'src(?:set)?="(.*?)"', text)
    raw = page_url("pictures/").replace("/blob/", "/raw/")

    assert len(files) > 20
    assert all((ROOT / "docs/pictures" / picture.removeprefix(raw)).is_file() for picture in pictures)
    assert [target for target in targets if not target.startswith("https://")] == []
    assert [file for file in files if not (ROOT / "docs" / file).is_file()] == []


def test_the_project_has_one_address() -> None:
    """The package's metadata and the links in error texts have the same base URL."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    [homepage] = re.findall(r'^Homepage = "(.*)"', text, re.MULTILINE)

    assert page_url("reference/lint.md").startswith(f"{homepage}/")
    assert text.count(homepage) == 4


def test_an_operation_that_is_not_mocked_points_to_the_page() -> None:
    """The error for an operation that is not mocked contains the URL of the page."""
    with pytest.raises(OperationNotSupported, match=re.escape(page_url("reference/operations.md"))):
        BACKENDS[0].find("CreateNothing")
