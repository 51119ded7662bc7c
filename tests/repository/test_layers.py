"""Modules import only modules of lower layers (docs/explanation/architecture.md)."""

import ast
import builtins

import pytest

from tests.import_cycles import find_cycles, import_graph, imported_names, main, module_files

EVERYTHING = ("",)

# The imports of sesmock that each layer may use; the longest matching prefix applies.
ALLOWED = {
    "__init__": EVERYTHING,
    "mock": EVERYTHING,
    "decorators": EVERYTHING,
    "option_signature": ("domain.options",),
    "in_mock_aws": EVERYTHING,
    "moto": EVERYTHING,
    "moto_backends": EVERYTHING,
    "__main__": EVERYTHING,
    "command_line": EVERYTHING,
    "migrate": ("migrate",),
    "provisioning": ("apis", "backends", "calls", "domain", "protocol"),
    "stack": EVERYTHING,
    "active": EVERYTHING,
    "handle": EVERYTHING,
    "child_environment": ("apis", "transport.request_handler"),
    "exceptions": (),
    "apis": (),
    "http": (),
    "aws_hosts": (),
    "calls": ("exceptions",),
    "bulk_calls": ("apis",),
    "journal": ("calls", "http", "exceptions"),
    "faults": (
        "faults",
        "apis",
        "backends.backend",
        "backends.ses.errors",
        "backends.sesv2.errors",
        "bulk_calls",
        "calls",
        "domain",
        "exceptions",
        "http",
        "protocol",
    ),
    "faults.faults": ("http", "exceptions"),
    "transport": ("transport", "apis", "aws_hosts", "http", "exceptions"),
    "server": EVERYTHING,
    "server.answers": ("http",),
    "server.access_log": ("http",),
    "server.browser_guard": ("http",),
    "server.limits": (),
    "server.reading": ("http", "protocol.errors", "server.limits"),
    "server.payloads": ("http", "protocol.inferred", "server.limits", "server.reading"),
    "server.signatures": ("http",),
    "server.state_log": ("domain", "http", "server.answers"),
    "server.settings": ("domain.options",),
    "smtp": (
        "smtp",
        "apis",
        "backends.backend",
        "backends.ses.errors",
        "calls",
        "domain",
        "faults",
        "http",
        "journal",
        "exceptions",
    ),
    "protocol": ("protocol", "http", "exceptions"),
    "domain": ("domain", "apis", "bulk_calls", "calls", "exceptions"),
    "pages": ("pages", "inspector", "domain", "calls"),
    "inspector": ("inspector", "bulk_calls", "domain", "calls", "journal"),
    "publishing": ("publishing", "domain", "exceptions"),
    "sns": ("publishing",),
    "backends": ("backends", "apis", "domain", "protocol", "exceptions"),
    "backends.ses": (
        "apis",
        "bulk_calls",
        "backends.backend",
        "backends.mail_members",
        "backends.paging",
        "backends.verification_mail",
        "backends.ses",
        "domain",
        "protocol",
        "exceptions",
    ),
    "backends.sesv2": (
        "apis",
        "bulk_calls",
        "backends.backend",
        "backends.mail_members",
        "backends.paging",
        "backends.verification_mail",
        "backends.sesv2",
        "domain",
        "protocol",
        "exceptions",
    ),
    "accounts": ("domain",),
    "gateway.access_keys": ("domain",),
    "gateway.request_scope": ("aws_hosts", "http", "exceptions"),
    "gateway.http_errors": ("gateway", "domain.ids", "protocol", "http", "exceptions"),
    "gateway": (
        "gateway",
        "apis",
        "backends",
        "calls",
        "domain",
        "faults",
        "journal",
        "protocol",
        "http",
        "exceptions",
    ),
}
FOREIGN = {
    "aws_hosts": ("botocore.loaders",),
    "domain": (),
    "protocol": ("botocore.model", "botocore.loaders"),
    "pages": ("jinja2",),
    "provisioning": ("botocore.validate",),
    "publishing": ("botocore", "cryptography"),
    "server": ("botocore.awsrequest",),
    "smtp": ("aiosmtpd", "cryptography"),
    "transport": (
        "aiobotocore",
        "aiohttp",
        "aiosmtplib",
        "anyio",
        "boto3",
        "botocore",
        "moto",
        "requests",
        "responses",
        "urllib3",
    ),
    "decorators": ("wrapt",),
}
# The packages of the domain in import order; modules of the base come before them.
PACKAGES = (
    "mail",
    "events",
    "identities",
    "templates",
    "dedicated_ips",
    "configuration_sets",
    "suppression",
    "contacts",
    "reputation",
    "tenants",
    "endpoints",
    "sending",
    "notifications",
    "receiving",
    "account_settings",
    "jobs",
    "deliverability",
    "resources",
    "assembly",
)
RANKS = {name: rank for rank, name in enumerate(PACKAGES, 1)}
# Imports that still point up: the module and the name that it imports, both without "sesmock.domain.".
UPWARD: frozenset[tuple[str, str]] = frozenset()
# Errors whose texts are sesmock's own, and a package whose errors are all of this kind.
OWN_WORDS = ("OperationNotSupported", "MissingTemplateAttribute", *vars(builtins))
ENGINE = "sesmock.domain.templates.handlebars"
OPERATIONS = tuple(f"sesmock.backends.{name}" for name in ("ses", "sesv2", "pinpoint_email"))
FILES = module_files()
DOMAIN = [name for name in FILES if name.startswith("sesmock.domain.") and not name.startswith(ENGINE)]
GRAPH = import_graph()


def rule(name: str, table: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the table entry for the longest prefix of a module's name below sesmock."""
    parts = name.split(".")[1:] or ["__init__"]
    prefixes = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((table[prefix] for prefix in prefixes if prefix in table), ())


def within(name: str, allowed: tuple[str, ...]) -> bool:
    """Return whether a name is below one of the prefixes."""
    return any(prefix in ("", name) or name.startswith(f"{prefix}.") for prefix in allowed)


def upward_imports() -> set[tuple[str, str]]:
    """Return the imports within the domain that point up."""
    domain = "sesmock.domain."
    pairs = [
        (module.removeprefix(domain), name.removeprefix(domain))
        for module, names in GRAPH.items()
        for name in names
        if module.startswith(domain) and name.startswith(domain)
    ]
    return {(importing, imported) for importing, imported in pairs if rank(imported) > rank(importing)}


def rank(module: str) -> int:
    """Return the position of a module's package in the order of the domain, 0 for the base."""
    return RANKS.get(module.partition(".")[0], 0)


def writes_a_sentence(error: ast.expr | None, *, has_facts: bool = False) -> bool:
    """Return whether an SES error is created with a message; a single word counts as a fact."""
    return (
        isinstance(error, ast.Call)
        and ast.unparse(error.func) not in OWN_WORDS
        and any(
            isinstance(argument, ast.JoinedStr) or is_text(argument, has_facts) for argument in error.args
        )
    )


def is_text(node: ast.expr, is_long: bool) -> bool:
    """Return whether an expression is a string, or a string of several words."""
    return (
        isinstance(node, ast.Constant) and isinstance(node.value, str) and (" " in node.value or not is_long)
    )


@pytest.mark.parametrize("module", FILES)
def test_a_module_imports_only_lower_layers(module: str) -> None:
    """A module imports only the modules of sesmock that its layer allows."""
    names = [name.removeprefix("sesmock.") for name in GRAPH[module] if name != "sesmock"]

    assert [name for name in names if not within(name, rule(module, ALLOWED))] == []


@pytest.mark.parametrize("module", FILES)
def test_a_module_imports_only_the_libraries_of_its_layer(module: str) -> None:
    """A module imports only the third-party libraries that its layer allows."""
    foreign = set(
        "botocore boto3 moto wrapt aiobotocore aiosmtpd aiosmtplib anyio pytest cryptography jinja2".split()
    )
    names = imported_names(ast.parse(FILES[module].read_text()), ())

    assert [
        name
        for name in names
        if name.partition(".")[0] in foreign and not within(name, rule(module, FOREIGN))
    ] == []


@pytest.mark.parametrize("module", [name for name in FILES if within(name, OPERATIONS)])
def test_ses_texts_are_in_the_domain_errors(module: str) -> None:
    """Operations raise errors of the domain; they contain no text of SES and no wire error."""
    sentences = {"sesmock.protocol.errors", "sesmock.domain.unconfirmed_messages"}
    raised = [
        node.exc for node in ast.walk(ast.parse(FILES[module].read_text())) if isinstance(node, ast.Raise)
    ]

    assert [name for name in GRAPH[module] if name in sentences] == []
    assert [ast.unparse(error) for error in raised if writes_a_sentence(error)] == []


@pytest.mark.parametrize("module", DOMAIN)
def test_errors_of_the_domain_contain_their_sentences(module: str) -> None:
    """SES's texts are in an ``errors.py``; code that raises an error passes only facts."""
    raised = [
        node.exc for node in ast.walk(ast.parse(FILES[module].read_text())) if isinstance(node, ast.Raise)
    ]

    assert [ast.unparse(error) for error in raised if writes_a_sentence(error, has_facts=True)] == []


def test_the_packages_of_the_domain_import_only_those_before_them() -> None:
    """A package of the domain imports only packages before it in the list, except for the imports in UPWARD."""
    assert upward_imports() == UPWARD


def test_no_modules_import_each_other_in_a_cycle() -> None:
    """No two modules import each other, directly or indirectly."""
    assert [cycle for cycle in find_cycles(GRAPH) if len(cycle) > 1] == []


def test_the_largest_cycle_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """``python -m tests.import_cycles`` prints the modules of the largest cycle, one per line, and their number."""
    main()
    *modules, number = capsys.readouterr().out.splitlines()

    assert modules in find_cycles(GRAPH)
    assert number == "The largest cycle: 1"


def test_a_cycle_of_any_length_is_found() -> None:
    """Modules that import each other, directly or indirectly, form a cycle of any length."""
    graph = {"a": ["b"], "b": ["c"], "c": ["a", "e"], "d": ["a"], "e": []}

    assert find_cycles(graph) == [["a", "b", "c"], ["d"], ["e"]]


def test_imports_in_functions_and_names_in_strings_count() -> None:
    """The graph includes imports in functions and modules named in strings, but not imports for type checkers."""
    assert "sesmock.domain.events.event_documents" in GRAPH["sesmock.domain.events.events"]
    assert "sesmock.transport.aiobotocore" in GRAPH["sesmock.transport.interceptor"]
    assert "sesmock.domain.mail.messages" not in GRAPH["sesmock.domain.events.events"]
