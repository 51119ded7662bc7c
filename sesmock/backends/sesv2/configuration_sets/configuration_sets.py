"""Configuration sets in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.configuration_sets import configuration_set_options
from sesmock.backends.sesv2.tags import dump_tags, parse_tags
from sesmock.domain.configuration_sets import configuration_sets
from sesmock.domain.configuration_sets.configuration_sets import ConfigurationSet

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result

_PAGING = Paging(
    "PageSize",
    "configuration sets",
    default=50,
    maximum=1000,
    size_text="The page size must be between 1 and {maximum}",
    token_text="invalid nextToken {token}",
)


@sesv2.operation("CreateConfigurationSet", checks=configuration_set_options.CHECKS)
def create_configuration_set(context: Context, request: Params) -> None:
    """Create a configuration set; omitted options get SES's defaults.

    Raise BadRequestException for an invalid name, tag or option, checked in this order; then
    AlreadyExistsException or LimitExceededException. Spec: configuration_sets.md §1, §2 [P], §3.
    """
    name = request["ConfigurationSetName"]
    configuration_sets.NAME.check(name)
    tags = parse_tags(request)
    options = configuration_set_options.parse_options(context, request)
    configuration_sets.create(context.account, ConfigurationSet(name, options, tags))


@sesv2.operation("GetConfigurationSet")
def get_configuration_set(context: Context, request: Params) -> Result:
    """Return a configuration set with the options that were set, and its tags.

    Raise NotFoundException. Spec: configuration_sets.md §3.
    """
    configuration_set = configuration_sets.get(context.account, request["ConfigurationSetName"])
    return {
        "ConfigurationSetName": configuration_set.name,
        **configuration_set_options.dump_options(configuration_set.options),
        "Tags": dump_tags(configuration_set.tags),
    }


@sesv2.operation("ListConfigurationSets", checks=_PAGING.checks)
def list_configuration_sets(context: Context, request: Params) -> Result:
    """List the sorted names of configuration sets, optionally those that contain a string, in pages of 50 by default.

    Raise BadRequestException for a bad PageSize, NextToken or filter. Spec: configuration_sets.md §1, §3;
    paging.md §2 [P].
    """
    # The filter is checked after the size of the page and before the token. Spec: paging.md §3 [P].
    part = request.get("Filter", {}).get("CONFIGURATION_SET_NAME_CONTAINS")
    _PAGING.check_size(request)
    names = configuration_sets.list_names(context.account, part)
    page, token = _PAGING.page(context, names, request, contains=part)
    return {"ConfigurationSets": page, "NextToken": token}


@sesv2.operation("DeleteConfigurationSet")
def delete_configuration_set(context: Context, request: Params) -> None:
    """Remove a configuration set.

    Raise NotFoundException. Spec: configuration_sets.md §3.
    """
    configuration_sets.delete(context.account, request["ConfigurationSetName"])
