"""The options of a mock: their valid values, the errors for invalid ones, and the agreement of all lists of options."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from pytest_sesmock import settings

from sesmock import mock_ses
from sesmock.domain.options import Options, option_checks
from sesmock.domain.options.mock_options import MockOptions
from tests.plugin_runs import run

pytest_plugins = ["pytester"]

NAMES = sorted(Options().as_dict())
VALID = "Valid options: " + ", ".join(NAMES)

WRONG_TYPES: list[tuple[dict[str, Any], str]] = [
    ({"sandbox": "false"}, "sandbox must be True or False, got 'false'"),
    ({"sandbox": 1}, "sandbox must be True or False, got 1"),
    ({"isolated": None}, "isolated must be True or False, got None"),
    ({"strict_templates": "yes"}, "strict_templates must be True or False, got 'yes'"),
    ({"enforce_rate": 0}, "enforce_rate must be True or False, got 0"),
    ({"retry_sleep": "no"}, "retry_sleep must be True or False, got 'no'"),
    ({"identities": None}, "identities must be a list of strings, got None"),
    ({"identities": b"example.com"}, "identities must be a list of strings, got b'example.com'"),
    ({"identities": ["example.com", 5]}, "identities must be a list of strings, got a list with 5"),
    ({"passthrough": 80}, "passthrough must be a list of strings, got 80"),
]
WRONG_VALUES: list[tuple[dict[str, Any], str]] = [
    ({"verification": "later"}, "verification must be 'instant' or 'manual', got 'later'"),
    ({"delivery": True}, "delivery must be 'instant' or 'manual', got True"),
    ({"block_network": True}, "block_network must be 'ses', 'aws', 'all' or None, got True"),
    ({"account_id": "1234"}, "account_id must be a string of 12 digits, got '1234'"),
    ({"account_id": 123456789012}, "account_id must be a string of 12 digits, got 123456789012"),
    # Python's str.isdigit() is true for these Arabic digits, too.
    ({"account_id": "١٢٣٤٥٦٧٨٩٠١٢"}, "account_id must be a string of 12 digits, got '١٢٣٤٥٦٧٨٩٠١٢'"),
    ({"region": 1}, "region must be a string such as 'us-east-1', got 1"),
    (
        {"region": "us-east"},
        "region must be a name such as 'us-east-1', got 'us-east'; did you mean 'us-east-1'?",
    ),
    *(
        (
            {option: [pattern]},
            f"{option} must be patterns of host or host:port such as 'localhost:*', got {pattern!r}",
        )
        for option in ("passthrough", "smtp_hosts")
        for pattern in ("", "http://localhost:4566", "localhost, mail.example.com")
    ),
    ({"region": ""}, "region must be a name such as 'us-east-1', got ''"),
    (
        {"identities": ["Shop <shop@example.com>"]},
        "'Shop <shop@example.com>' is not an identity; pass a bare email address or a domain, "
        "e.g. 'shop@example.com'",
    ),
    (
        {"identities": "not a domain"},
        "'not a domain' is not an identity; pass a bare email address or a domain, e.g. 'hello@example.com'",
    ),
    (
        {"identities": "my_shop.com"},
        "'my_shop.com' is not an identity; SES refuses an underscore in a domain.",
    ),
    (
        {"publish": "boto"},
        "publish must be None, 'boto3' or a function that takes each publication, got 'boto'",
    ),
    ({"publish": 1}, "publish must be None, 'boto3' or a function that takes each publication, got 1"),
]
UNKNOWN = [
    ({"identites": []}, f"unknown option 'identites'; did you mean 'identities'? {VALID}"),
    ({"region_name": "eu-west-1"}, f"unknown option 'region_name'; did you mean 'region'? {VALID}"),
    ({"senders": []}, f"unknown option 'senders'; did you mean 'identities'? {VALID}"),
    ({"quux": 1}, f"unknown option 'quux'. {VALID}"),
    (
        {"sandboxed": True, "quux": 1, "acount_id": ""},
        "unknown options 'acount_id', 'quux', 'sandboxed'; did you mean 'account_id' and 'sandbox'? " + VALID,
    ),
]


@pytest.mark.parametrize(("options", "text"), WRONG_VALUES)
def test_a_wrong_value_is_a_value_error(options: dict[str, Any], text: str) -> None:
    """A wrong value raises an error that says what the option must be, and shows the value."""
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        mock_ses(**options)


@pytest.mark.parametrize(("options", "text"), WRONG_TYPES)
def test_a_value_of_a_wrong_type_is_a_type_error(options: dict[str, Any], text: str) -> None:
    """A string such as "false" is refused, since it would enable an option."""
    with pytest.raises(TypeError, match=f"^{re.escape(text)}$"):
        mock_ses(**options)


@pytest.mark.parametrize(("options", "text"), UNKNOWN)
def test_an_unknown_option_is_a_type_error(options: dict[str, Any], text: str) -> None:
    """An unknown option raises an error that suggests the closest one and lists all valid ones."""
    with pytest.raises(TypeError, match=f"^{re.escape(text)}$"):
        mock_ses(**options)


def test_a_coroutine_function_cannot_receive_publications() -> None:
    """A coroutine function is refused, since nothing would await it."""

    async def publish(_: object) -> None: ...

    with pytest.raises(
        ValueError, match="publish must be a plain function, since it is called and not awaited"
    ):
        mock_ses(publish=publish)


@pytest.mark.parametrize(
    "identities", ["example.com", ["example.com"], {"example.com"}, iter(["example.com"])]
)
def test_one_string_needs_no_list(identities: Any) -> None:
    """A single identity can be a string."""
    with mock_ses(identities=identities) as ses_mock:
        assert list(ses_mock.account.identities) == ["example.com"]


def test_one_pattern_of_hosts_needs_no_list() -> None:
    """A single pattern can be a string."""
    assert Options.build({"passthrough": "localhost"}).passthrough == ("localhost",)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            "identites=[]",
            "@pytest.mark.ses_mock of *test_it: unknown option 'identites'; did you mean 'identities'?*",
        ),
        ("sandbox='false'", "@pytest.mark.ses_mock of *test_it: sandbox must be True or False, got 'false'"),
        (
            "region='us-east'",
            "@pytest.mark.ses_mock of *: region must be a name such as*did you mean 'us-east-1'?",
        ),
        (
            "identities=['a b']",
            "@pytest.mark.ses_mock of *: 'a b' is not an identity; pass a bare email address*",
        ),
        (
            "'example.com'",
            "*@pytest.mark.ses_mock accepts options only by name, e.g. @pytest.mark.ses_mock(identities=*",
        ),
    ],
)
def test_a_wrong_marker_is_a_usage_error(pytester: pytest.Pytester, arguments: str, text: str) -> None:
    """A wrong marker ends the run during collection, before any test."""
    result = run(pytester, f"@pytest.mark.ses_mock({arguments})\ndef test_it(): pass")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*{text}"])


@pytest.mark.parametrize(
    ("ini", "text"),
    [
        (
            "ses_mock_sandbocks = true",
            "the ini file: unknown option 'ses_mock_sandbocks'; did you mean 'ses_mock_sandbox'?*",
        ),
        (
            "ses_mock_gard = true",
            "the ini file: unknown option 'ses_mock_gard'; did you mean 'ses_mock_guard'?*",
        ),
        (
            "sesmock_region = eu-west-1",
            "the ini file: unknown option 'sesmock_region'; did you mean 'ses_mock_region'?*",
        ),
        (
            "ses_identities = a.com",
            "the ini file: unknown option 'ses_identities'; did you mean 'ses_mock_identities'?*",
        ),
        (
            "ses_lint_ignored = x",
            "the ini file: unknown option 'ses_lint_ignored'; did you mean 'ses_lint_ignore'?*",
        ),
        ("ses_mock_sandbox = maybe", "the ini file: ses_mock_sandbox must be true or false, got 'maybe'"),
        ("ses_mock_guard = auto", "the ini file: ses_mock_guard must be true or false, got 'auto'"),
        (
            "ses_mock_in_mock_aws = moto",
            "the ini file: ses_mock_in_mock_aws must be true or false, got 'moto'",
        ),
        (
            "ses_mock_identities = Shop <a@example.com>",
            "the ini file: 'Shop <a@example.com>' is not an identity; pass a bare email address*",
        ),
        (
            "ses_mock_templates = welcome",
            "the ini file: ses_mock_templates: an ini file cannot contain a dict; "
            "write @pytest.mark.ses_mock(templates={...})",
        ),
        (
            "ses_mock_delivery = later",
            "the ini file: ses_mock_delivery must be 'instant' or 'manual', got 'later'",
        ),
        (
            "ses_mock_account_id = 12",
            "the ini file: ses_mock_account_id must be a string of 12 digits, got '12'",
        ),
        ("ses_mock_region = europe", "the ini file: ses_mock_region must be a name such as*"),
    ],
)
def test_a_wrong_ini_option_is_a_usage_error(pytester: pytest.Pytester, ini: str, text: str) -> None:
    """A wrong ini option ends the run before it starts."""
    result = run(pytester, "def test_it(): pass", ini=ini)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*{text}"])


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("sesmock", "ses_mock"),
        ("mock_ses", "ses_mock"),
        ("ses_mocks", "ses_mock"),
        ("ignore_ses_lint", "ses_lint_ignore"),
    ],
)
def test_a_misspelled_marker_is_a_usage_error(pytester: pytest.Pytester, name: str, suggestion: str) -> None:
    """A misspelled marker is an error, since pytest would only warn and run the test without a mock."""
    result = run(pytester, f"@pytest.mark.{name}\ndef test_it(): pass")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        [f"*test_it: unknown marker '{name}'; did you mean @pytest.mark.{suggestion}[?]"]
    )


def test_names_that_a_project_has_declared_are_left_alone(pytester: pytest.Pytester) -> None:
    """Declared markers and ini options are accepted, even if they resemble sesmock's."""
    pytester.makeconftest("def pytest_addoption(parser):\n    parser.addini('ses_host', 'a host')\n")
    code = "@pytest.mark.sesmock\ndef test_it(): pass"
    result = run(pytester, code, ini="markers = sesmock: ours\nses_host = localhost\n")

    result.assert_outcomes(passed=1)


def test_lists_of_the_ini_file_accept_commas_and_lines(pytester: pytest.Pytester) -> None:
    """A list in the ini file can mix commas and line breaks."""
    ini = "ses_mock_identities = example.com, example.org,\n    example.net\n"
    code = """
def test_it(ses_mock):
    assert list(ses_mock.account.identities) == ["example.com", "example.org", "example.net"]
"""

    run(pytester, code, ini=ini).assert_outcomes(passed=1)


def test_all_lists_of_options_agree() -> None:
    """Fields, checks, types, the docstring of ``mock_ses``, the plugin's options and the page have the same names."""
    in_docstring = re.findall(r"^    (\w+): ", inspect.getdoc(mock_ses) or "", re.MULTILINE)
    page = (Path(__file__).parents[2] / "docs" / "reference" / "options.md").read_text(encoding="utf-8")

    assert sorted(option_checks.CHECKS) == NAMES
    assert sorted(MockOptions.__annotations__) == NAMES
    assert sorted(in_docstring) == NAMES
    assert sorted(settings.INI_OPTIONS.keys() | settings.MARKER_OPTIONS) == NAMES
    assert sorted(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == NAMES
    assert option_checks.ALIASES.keys().isdisjoint(NAMES)
    assert {name for names in option_checks.ALIASES.values() for name in names} <= set(NAMES)
