"""Tags in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.sesv2.backend import sesv2
from sesmock.domain import resources, tags
from sesmock.domain.errors import NoTagKeys
from sesmock.protocol.constraints import CUSTOM_MESSAGE, Constraint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.backends.backend import Context, Params, Result


# SES refuses an empty list, which the model allows. Spec: tags.md §2.
@sesv2.operation("TagResource", checks={"Tags": Constraint(minimum=1)})
def tag_resource(context: Context, request: Params) -> None:
    """Tag a resource of any API by its ARN; an existing key gets the new value.

    Raise NotFoundException, or BadRequestException for an invalid ARN, missing tags, a bad tag or a 51st one.
    Spec: tags.md §1, §2 [P], §3.
    """
    resources.tag(context.account, request["ResourceArn"], _parse_pairs(request))


@sesv2.operation("UntagResource", checks={"TagKeys": CUSTOM_MESSAGE})
def untag_resource(context: Context, request: Params) -> None:
    """Remove tags by key; an unknown key is not an error.

    Raise NotFoundException, BadRequestException for an invalid ARN or a key with the prefix aws:, or
    ValidationException, with an empty body, for missing keys. Spec: tags.md §2 [P], §3; errors.md §2.
    """
    # The response has no body, not even a message. Spec: errors.md §2 [P].
    if not request.get("TagKeys"):
        raise NoTagKeys
    resources.untag(context.account, request["ResourceArn"], request["TagKeys"])


@sesv2.operation("ListTagsForResource")
def list_tags_for_resource(context: Context, request: Params) -> Result:
    """Return the tags of a resource; as in SES, a resource in another region has none.

    Raise NotFoundException, or BadRequestException for an invalid ARN. Spec: tags.md §3; differences.md §7 [P].
    """
    return {"Tags": dump_tags(resources.list_tags(context.account, request["ResourceArn"]))}


def parse_tags(request: Params) -> dict[str, str]:
    """Return the tags that a request gives a new resource; raise `InvalidParameter` for a bad tag."""
    return tags.build_tags(_parse_pairs(request))


def dump_tags(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Return tags in the format of v2."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _parse_pairs(request: Params) -> list[tuple[str, str]]:
    return [(tag["Key"], tag["Value"]) for tag in request.get("Tags", ())]
