"""Parsers of the options for the configuration sets and templates that every account has from the start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Members = Mapping[str, Any]
ConfigurationSets = Iterable[str | Members] | Mapping[str, Members]
"""Names or requests of CreateConfigurationSet, or a dict that maps each name to the rest of its request."""
Templates = Iterable[Members] | Mapping[str, Members]
"""Requests of CreateEmailTemplate or CreateTemplate, or a dict that maps each name to the rest of its request."""
Requests = dict[str, dict[str, Any]]
"""The request parameters of SES v2, by the name of the resource that they create."""

# SES v1 calls the parts SubjectPart, TextPart and HtmlPart; SES v2 calls them Subject, Text and Html.
_PARTS = {
    spelling: part for part in ("Subject", "Text", "Html") for spelling in (part, f"{part}Part", part.lower())
}
_TEMPLATE_EXAMPLE = 'templates={"welcome": {"Subject": "Hi {{name}}", "Text": "Welcome!"}}'
_SET_EXAMPLE = 'configuration_sets=["transactional"]'


def parse_configuration_sets(value: ConfigurationSets) -> Requests:
    """Return the parameters of CreateConfigurationSet by set name; raise `TypeError` for an invalid value."""
    if isinstance(value, str):
        value = [value]
    _refuse_other(value, f"configuration_sets must be a list or dict, got {value!r}; e.g. {_SET_EXAMPLE}")
    pairs = value.items() if isinstance(value, Mapping) else map(_name_set, value)
    return _collect("configuration_sets", ((name, _build_set(name, members)) for name, members in pairs))


def parse_templates(value: Templates) -> Requests:
    """Return the parameters of CreateEmailTemplate by template name; raise `TypeError` for an invalid value."""
    _refuse_other(value, f"templates must be a dict or list, got {value!r}; e.g. {_TEMPLATE_EXAMPLE}")
    pairs = value.items() if isinstance(value, Mapping) else map(_name_template, value)
    return _collect("templates", ((name, _build_template(name, members)) for name, members in pairs))


def _refuse_other(value: object, text: str) -> None:
    # A string is iterable, too, but its letters are not entries.
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise TypeError(text)


def _collect(option: str, requests: Iterable[tuple[str, dict[str, Any]]]) -> Requests:
    """Return requests by name; raise `TypeError` for a name that is not a string or has two different requests."""
    collected: Requests = {}
    for name, request in requests:
        if not isinstance(name, str):
            raise TypeError(f"a name in {option} must be a string, got {name!r}")
        if collected.setdefault(name, request) != request:
            raise TypeError(f"{option} has {name!r} twice, with different content")
    return collected


def _name_set(entry: str | Members) -> tuple[str, Members]:
    if isinstance(entry, str):
        return entry, {}
    members = dict(_members("an entry of configuration_sets", entry))
    if "ConfigurationSetName" not in members:
        raise TypeError(f"an entry of configuration_sets must have a ConfigurationSetName, got {entry!r}")
    return members.pop("ConfigurationSetName"), members


def _name_template(entry: object) -> tuple[str, Members]:
    if isinstance(entry, str):
        raise TypeError(f"templates[{entry!r}] has no content; pass a dict, e.g. {_TEMPLATE_EXAMPLE}")
    members = dict(_members("an entry of templates", entry))
    if "TemplateName" not in members:
        raise TypeError(f"an entry of templates must have a TemplateName, got {entry!r}")
    return members.pop("TemplateName"), members


def _members(path: str, members: object) -> Members:
    if not isinstance(members, Mapping):
        raise TypeError(f"{path} must be a dict, got {members!r}")
    return members


def _build_set(name: str, members: Members) -> dict[str, Any]:
    request = {"ConfigurationSetName": name, **_members(f"configuration_sets[{name!r}]", members)}
    if request["ConfigurationSetName"] != name:
        raise TypeError(
            f"configuration_sets[{name!r}] has a different ConfigurationSetName, {request['ConfigurationSetName']!r}"
        )
    return request


def _build_template(name: str, members: Members) -> dict[str, Any]:
    path = f"templates[{name!r}]"
    parts = dict(_members(path, members))
    request = {"TemplateName": name, **{key: parts.pop(key) for key in ("Tags",) if key in parts}}
    # The parts can be next to the name, as in SES v1, or inside TemplateContent, as in SES v2.
    parts |= _members(f"{path}['TemplateContent']", parts.pop("TemplateContent", {}))
    unknown = parts.keys() - _PARTS.keys()
    if unknown:
        names = ", ".join(sorted(map(repr, unknown)))
        raise TypeError(f"unknown part {names} in {path}; valid parts: Subject, Text, Html")
    return {**request, "TemplateContent": {_PARTS[key]: part for key, part in parts.items()}}
