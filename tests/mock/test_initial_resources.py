"""``configuration_sets=`` and ``templates=``: the resources that every account has from the start."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from sesmock import NoActiveMock, current, mock_ses

WELCOME = {"Subject": "Hi {{name}}", "Text": "Welcome, {{name}}!"}
PAUSED = {"SendingOptions": {"SendingEnabled": False}}


def content(name: str, region: str = "us-east-1") -> dict[str, str]:
    """Return the parts of a template in the format of SES v2."""
    template = boto3.client("sesv2", region_name=region).get_email_template(TemplateName=name)
    return dict(template["TemplateContent"])


def list_sets(region: str = "us-east-1") -> list[str]:
    """Return the names of the configuration sets."""
    return boto3.client("sesv2", region_name=region).list_configuration_sets()["ConfigurationSets"]


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_every_account_and_region_has_the_resources(region: str) -> None:
    """The resources exist in the default account immediately, and in any other account from its first call."""
    with mock_ses(configuration_sets=["news", "offers"], templates={"welcome": WELCOME}) as ses_mock:
        ses_mock.accounts.bind("AKIAOTHER", "210987654321")
        other = boto3.client("ses", region, aws_access_key_id="AKIAOTHER", aws_secret_access_key="secret")

        assert (list_sets(region), content("welcome", region)) == (["news", "offers"], WELCOME)
        assert other.get_template(TemplateName="welcome")["Template"]["SubjectPart"] == "Hi {{name}}"
        assert len(other.list_configuration_sets()["ConfigurationSets"]) == 2


def test_creating_the_resources_makes_no_calls() -> None:
    """The resources of the options appear without any call in the journal."""
    with mock_ses(configuration_sets=["news"], templates={"welcome": WELCOME}) as ses_mock:
        assert list(ses_mock.calls) == []


@pytest.mark.parametrize(
    "option", [{"news": PAUSED}, [{"ConfigurationSetName": "news", **PAUSED}, "offers"]], ids=["dict", "list"]
)
def test_a_configuration_set_can_have_the_options_of_boto3(option: Any) -> None:
    """The option accepts a dict of options by name, or a list of parameters of boto3's call."""
    with mock_ses(configuration_sets=option):
        news = boto3.client("sesv2").get_configuration_set(ConfigurationSetName="news")

    assert news["SendingOptions"] == {"SendingEnabled": False}


@pytest.mark.parametrize(
    "option",
    [
        {"welcome": {"SubjectPart": "Hi {{name}}", "TextPart": "Welcome, {{name}}!"}},
        {"welcome": {"subject": "Hi {{name}}", "text": "Welcome, {{name}}!"}},
        {"welcome": {"TemplateContent": WELCOME}},
        [{"TemplateName": "welcome", **WELCOME}],
        [{"TemplateName": "welcome", "SubjectPart": "Hi {{name}}", "TextPart": "Welcome, {{name}}!"}],
        [{"TemplateName": "welcome", "TemplateContent": WELCOME}],
    ],
    ids=["v1 parts", "words", "v2 content", "list", "v1 list", "v2 list"],
)
def test_a_template_has_the_parts_in_any_spelling(option: Any) -> None:
    """The parts of a template can be spelled as in SES v1, as in SES v2, or in lower case."""
    with mock_ses(templates=option):
        assert content("welcome") == WELCOME


def test_one_name_needs_no_list() -> None:
    """A single configuration set can be a string."""
    with mock_ses(configuration_sets="news"):
        assert list_sets() == ["news"]


def test_a_template_has_tags() -> None:
    """A template can have tags, as in CreateEmailTemplate."""
    tags = [{"Key": "team", "Value": "shop"}]
    with mock_ses(templates={"welcome": {**WELCOME, "Tags": tags}}):
        template = boto3.client("sesv2").get_email_template(TemplateName="welcome")

    assert template["Tags"] == tags


def test_a_set_can_use_an_identity_of_the_same_mock() -> None:
    """Identities are created first, so that tracking can use a verified domain."""
    options = {"TrackingOptions": {"CustomRedirectDomain": "links.example.com"}}
    with mock_ses(identities=["example.com"], configuration_sets={"news": options}):
        news = boto3.client("sesv2").get_configuration_set(ConfigurationSetName="news")

    assert news["TrackingOptions"]["CustomRedirectDomain"] == "links.example.com"


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"configuration_sets": 5}, "configuration_sets must be a list or dict, got 5"),
        (
            {"configuration_sets": {"news": {"ConfigurationSetName": "offers"}}},
            r"configuration_sets\['news'\] has a different ConfigurationSetName, 'offers'",
        ),
        (
            {"configuration_sets": [{"ConfigurationSetName": ["news"]}]},
            r"a name in configuration_sets must be a string, got \['news'\]",
        ),
        ({"templates": {1: WELCOME}}, "a name in templates must be a string, got 1"),
        (
            {"configuration_sets": ["news", {"ConfigurationSetName": "news", **PAUSED}]},
            "configuration_sets has 'news' twice, with different content",
        ),
        (
            {"templates": [{"TemplateName": "a", **WELCOME}, {"TemplateName": "a", "Subject": "Hi"}]},
            "templates has 'a' twice, with different content",
        ),
        ({"configuration_sets": [5]}, "an entry of configuration_sets must be a dict, got 5"),
        ({"configuration_sets": [PAUSED]}, "an entry of configuration_sets must have a ConfigurationSetName"),
        (
            {"configuration_sets": {"news": "paused"}},
            r"configuration_sets\['news'\] must be a dict, got 'paused'",
        ),
        ({"templates": "welcome"}, "templates must be a dict or list, got 'welcome'"),
        (
            {"templates": ["welcome"]},
            r"templates\['welcome'\] has no content; pass a dict, e\.g\. templates=",
        ),
        ({"templates": [5]}, "an entry of templates must be a dict, got 5"),
        ({"templates": [WELCOME]}, "an entry of templates must have a TemplateName"),
        ({"templates": {"welcome": "Hi"}}, r"templates\['welcome'\] must be a dict, got 'Hi'"),
        (
            {"templates": {"welcome": {"TemplateContent": "Hi"}}},
            r"\['TemplateContent'\] must be a dict, got 'Hi'",
        ),
        (
            {"templates": {"a": {"Body": "Hi"}}},
            r"unknown part 'Body' in templates\['a'\]; valid parts: Subject, Text",
        ),
    ],
)
def test_a_value_of_another_type_is_a_type_error(options: dict[str, Any], text: str) -> None:
    """A value of the wrong type raises an error that shows the right format as soon as the mock is created."""
    with pytest.raises(TypeError, match=text):
        mock_ses(**options)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (
            {"configuration_sets": ["my set"]},
            r"configuration_sets\['my set'\]: SES refuses it: Invalid config",
        ),
        (
            {"configuration_sets": {"news": {"Tracking": {}}}},
            r'\[\'news\'\]: Unknown parameter in input: "Tracking"',
        ),
        (
            {"configuration_sets": {"news": {"DeliveryOptions": {"TlsPolicy": "MUST"}}}},
            r"configuration_sets\['news'\]: SES refuses it: 1 validation error detected",
        ),
        (
            {"templates": {"welcome": {"Subject": "Hi"}}},
            r"templates\['welcome'\]: SES refuses it: The text or HTML",
        ),
        ({"templates": {"a": {"Subject": "Hi", "Text": 5}}}, r"templates\['a'\]: Invalid type for parameter"),
    ],
)
def test_a_resource_that_ses_refuses_is_a_value_error(options: dict[str, Any], text: str) -> None:
    """An entry that SES refuses raises an error with SES's reason, and no mock stays active."""
    with pytest.raises(ValueError, match=text):
        mock_ses(**options).start()

    with pytest.raises(NoActiveMock):
        current()


def test_an_inner_mock_adds_its_own_resources() -> None:
    """The resources of both the inner and the outer mock are in every account."""
    with mock_ses(configuration_sets=["news"]):
        assert list_sets("eu-west-1") == ["news"]

        with mock_ses(configuration_sets=["news", "offers"], templates={"welcome": WELCOME}):
            assert list_sets("us-east-1") == list_sets("eu-west-1") == ["news", "offers"]
            assert content("welcome", "eu-west-1") == WELCOME


def test_an_inner_mock_can_be_the_first_with_resources() -> None:
    """An inner mock can add resources to an outer one without these options."""
    with mock_ses(), mock_ses(templates={"welcome": WELCOME}):
        assert content("welcome") == WELCOME


def test_an_inner_mock_keeps_existing_sets() -> None:
    """A configuration set that exists is left unchanged."""
    with mock_ses():
        boto3.client("sesv2").create_configuration_set(ConfigurationSetName="news", **PAUSED)
        with mock_ses(configuration_sets=["news"]) as ses_mock:
            assert not ses_mock.account.configuration_sets["news"].options.sending_enabled


def test_an_inner_mock_cannot_redefine_a_resource() -> None:
    """An inner mock that redefines a resource raises an error, and the outer mock keeps its own."""
    with mock_ses(templates={"welcome": WELCOME}):
        with pytest.raises(TypeError, match=r"templates\['welcome'\]: .*isolated=True"):
            mock_ses(templates={"welcome": {"Subject": "Hello", "Text": "Hello"}}).start()

        assert content("welcome") == WELCOME


def test_a_refused_inner_mock_adds_nothing() -> None:
    """Resources created before the refusal are removed again."""
    with mock_ses() as ses_mock:
        with pytest.raises(ValueError, match="SES refuses it"):
            mock_ses(configuration_sets=["news"], templates={"welcome": {"Subject": "Hi"}}).start()

        assert (ses_mock.account.configuration_sets, ses_mock.account.templates) == ({}, {})
