"""Write docs/reference/api.md from the docstrings of the public names (``make operations``).

A test checks that the page is current.
"""

from __future__ import annotations

import inspect
import re
from enum import Enum
from importlib import import_module
from pathlib import Path

from docs.citations import remove_citations
from docs.class_members import Attribute, Method, read_constructor, read_function, read_members

PAGE = Path(__file__).parent / "reference" / "api.md"
HEAD = """\
# API

Every public name of sesmock, with its attributes, their types, and its methods. Each section links to the pages that
explain its names with examples. Import the names from `sesmock`, unless the section says otherwise.

This page is generated from the docstrings (`make operations`).
"""
SECTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "Start a mock": (
        "[Options](options.md), [forms of the mock](forms.md)",
        ("mock_ses", "MockSes", "current"),
    ),
    "The mock": (
        "[Checking sent mail](inspector.md), [events](events.md), [accounts](../how-to/account.md)",
        ("SesMock", "Account", "sesmock.accounts:Accounts", "sesmock.domain.clock:Clock", "SesServer"),
    ),
    "Sequences": (
        "The [filters](inspector.md#filters) are the same for all of them",
        ("Outbox", "Rejected", "Events", "Publications", "ReceivedMail", "sesmock.journal:Calls", "Mail"),
    ),
    "Messages": (
        "[Checking sent mail](inspector.md), [receiving](../how-to/receiving.md)",
        (
            "SentMessage",
            "Received",
            "Address",
            "Attachment",
            "sesmock.domain.mail.parsed_mail:Headers",
            "sesmock.domain.mail.parsed_mail:Attachments",
            "sesmock.domain.mail.content:UsedTemplate",
            "Outcome",
        ),
    ),
    "Events and publications": (
        "[Events](events.md), [publications](publications.md)",
        ("Event", "EventType", "Publication"),
    ),
    "Calls and faults": (
        "[Faults](../how-to/faults.md)",
        ("Call", "sesmock.calls:CallError", "Fault"),
    ),
    "HTML check": ("[HTML check](html_check.md)", ("check_html", "HtmlFinding")),
    "Other types": (
        "Types of attributes and results of the names above",
        (
            "sesmock.inspector.archives:Archives",
            "sesmock.domain.jobs.files:Files",
            "sesmock.domain.mail.outcomes:Outcomes",
            "sesmock.domain.identities.auto_validation:Confidences",
            "sesmock.domain.account:EnforcementStatus",
            "sesmock.domain.dedicated_ips.dedicated_ips:DedicatedIp",
            "sesmock.domain.reputation.recommendation:Recommendation",
            "sesmock.domain.receiving.received:RuleRun",
            "sesmock.domain.receiving.received:ActionRun",
            "sesmock.domain.receiving.reports.s3_events:S3Object",
        ),
    ),
    "Errors": (
        "[Errors of sesmock](errors.md) says when each is raised and what to do",
        ("SesmockError", "UnmockedCall", "NoActiveMock", "OperationNotSupported", "MissingTemplateAttribute"),
    ),
    "SMTP": ("[SMTP](../how-to/smtp.md)", ("smtp_password",)),
    "`sesmock.server`": (
        "[The server](../how-to/server.md); import these names from `sesmock.server`, as well as `SesServer` and "
        "`application`, the WSGI application that environment variables configure",
        ("sesmock.server:build_application",),
    ),
    "`sesmock.sns`": (
        "[SNS for webhooks](sns.md); import these names from `sesmock.sns`, as well as `CERTIFICATE_PEM`, the "
        "certificate that verifies signatures, and `CERTIFICATE_URL`, its URL in us-east-1",
        ("sesmock.sns:certificate_url", "sesmock.sns:sign"),
    ),
    "`sesmock.moto`": (
        "[From moto](../migrating/moto.md); import these names from `sesmock.moto`",
        ("sesmock.in_mock_aws:enable", "sesmock.in_mock_aws:disable"),
    ),
}

INTERNAL = {
    "Address": {"key"},
    "Confidences": {"look_up"},
    "DedicatedIp": {"number", "switch_auto_warmup", "warm_up"},
    "Outcomes": {"look_up", "predicates"},
    "Recommendation": {"clock", "is_of_test"},
    "Attachments": {"from_content"},
    "Clock": {"hold", "move"},
    "Fault": {"count", "hit", "is_used_up"},
    "Outbox": {"explain"},
    "SesServer": {"call_on_stop"},
}
"""Names that only sesmock's own modules use, so the page omits them."""
DOCUMENTED = {name.rpartition(":")[2] for _, names in SECTIONS.values() for name in names}


def main() -> None:
    PAGE.write_text(build_page(), "utf-8")


def build_page() -> str:
    return HEAD + "".join(_build_section(title, *content) for title, content in SECTIONS.items())


def load(name: str) -> object:
    """Return a name of `sesmock`, or one of another module as ``module:name``."""
    module, _, attribute = name.rpartition(":")
    return getattr(import_module(module or "sesmock"), attribute)


def _build_section(title: str, links: str, names: tuple[str, ...]) -> str:
    items = "".join(_build_item(name.rpartition(":")[2], load(name)) for name in names)
    return f"\n## {title}\n\n{links}.\n{items}"


def _build_item(name: str, item: object) -> str:
    if not isinstance(item, type):
        method = read_function(item)
        return f"\n### `{name}({method.signature})`\n\n{_clean(method.doc)}\n"
    text = f"\n### {name}\n\n{_clean(inspect.getdoc(item) or '')}\n"
    if issubclass(item, Enum):
        return text + f"\nValues: {', '.join(f'`{member.value}`' for member in item)}.\n"
    return text if issubclass(item, Exception) else text + _build_members(item)


def _build_members(cls: type) -> str:
    members = [each for each in read_members(cls) if each.name not in INTERNAL.get(cls.__name__, ())]
    attributes = [member for member in members if isinstance(member, Attribute)]
    methods = [member for member in members if isinstance(member, Method)]
    if cls.__name__ == "Mail" and (constructor := read_constructor(cls)):
        methods.insert(0, constructor._replace(name="Mail", doc="Create a matcher with conditions."))
    return _build_table(attributes) + _build_methods(methods)


def _build_table(attributes: list[Attribute]) -> str:
    rows = "".join(
        f"| `{each.name}` | {_describe_type(each.type)} | {_in_cell(each.doc)} |\n" for each in attributes
    )
    return f"\n| attribute | type | meaning |\n|---|---|---|\n{rows}" if attributes else ""


def _build_methods(methods: list[Method]) -> str:
    items = "".join(
        f"- `{each.name}({each.signature})`{_describe_result(each.returns)}: {_in_line(each.doc)}\n"
        for each in methods
    )
    return f"\nMethods:\n\n{items}" if methods else ""


def _describe_type(annotation: str) -> str:
    """Return a type as the page shows it; ``X | Any`` means that None is possible, but mypy does not check it."""
    text = annotation.replace(" | Any", " | None").replace("AddressTuple", "tuple[Address, ...]")
    text = re.sub(r"\b[a-z_]+\.(?=[A-Z])", "", text)
    name, _, rest = text.partition(" | ")
    link = f"[`{name}`](#{name.lower()})" if name in DOCUMENTED else f"`{text}`"
    return link.replace("|", "\\|") + (" or None" if name in DOCUMENTED and rest else "")


def _describe_result(annotation: str) -> str:
    return "" if annotation in {"", "None"} else f" → {_describe_type(annotation)}"


def _in_cell(doc: str) -> str:
    return _in_line(doc).replace("|", "\\|")


def _in_line(doc: str) -> str:
    return " ".join(_clean(doc).split())


def _clean(doc: str) -> str:
    """Return a docstring as Markdown: without its citations, with links to pages, and with its options as a list."""
    text = re.sub(r"\s*\bSpec:\s*\.?(?=\n|$)", "", remove_citations(doc)).replace("``", "`")
    text = re.sub(r"docs/reference/(\w+\.md)", r"[this page](\1)", text)
    text = re.sub(r"docs/([\w-]+/\w+\.md)", r"[this page](../\1)", text)
    return re.sub(
        r"^    (\w+): ", r"- `\1`: ", text.replace("Options:\n", "Options:\n\n"), flags=re.MULTILINE
    )


if __name__ == "__main__":
    main()
