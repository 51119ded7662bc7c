"""Configuration sets in SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.ses import configuration_set_options, event_destinations
from sesmock.backends.ses.backend import ses
from sesmock.domain.configuration_sets import configuration_sets

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result

# SES treats a size out of range as 50, and its error for a bad token has no text. Spec: paging.md §2 [P].
_PAGING = Paging(
    "MaxItems", "configuration sets", default=50, maximum=1000, token_text="", out_of_range="default"
)


@ses.operation("CreateConfigurationSet")
def create_configuration_set(context: Context, request: Params) -> None:
    """Create a configuration set with sending enabled and reputation metrics disabled.

    Raise ConfigurationSetAlreadyExists, LimitExceeded, or InvalidParameterValue for an invalid name.
    Spec: configuration_sets.md §1, §4.
    """
    configuration_set = configuration_sets.ConfigurationSet(request["ConfigurationSet"]["Name"])
    configuration_sets.create(context.account, configuration_set)


@ses.operation("DescribeConfigurationSet")
def describe_configuration_set(context: Context, request: Params) -> Result:
    """Return the name of a set, and the selected options; options that were never set are omitted.

    Raise ConfigurationSetDoesNotExist. Spec: configuration_sets.md §4.
    """
    configuration_set = configuration_sets.get(context.account, request["ConfigurationSetName"])
    names = request.get("ConfigurationSetAttributeNames", ())
    destinations = event_destinations.dump_all(configuration_set) if "eventDestinations" in names else None
    return {
        "ConfigurationSet": {"Name": configuration_set.name},
        # SES omits the element if the set has no destinations. Spec: configuration_sets.md §4.
        "EventDestinations": destinations or None,
        **configuration_set_options.dump_options(configuration_set.options, names),
    }


@ses.operation("ListConfigurationSets", checks=_PAGING.checks)
def list_configuration_sets(context: Context, request: Params) -> Result:
    """List configuration sets, sorted by name, in pages of 50 by default; a size out of range counts as 50.

    Raise InvalidParameterValue, without a message, for a bad NextToken. Spec: configuration_sets.md §4;
    paging.md §2 [P].
    """
    page, token = _PAGING.page(context, configuration_sets.list_names(context.account), request)
    return {"ConfigurationSets": [{"Name": name} for name in page], "NextToken": token}


@ses.operation("DeleteConfigurationSet")
def delete_configuration_set(context: Context, request: Params) -> None:
    """Remove a configuration set.

    Raise ConfigurationSetDoesNotExist. Spec: configuration_sets.md §4.
    """
    configuration_sets.delete(context.account, request["ConfigurationSetName"])
