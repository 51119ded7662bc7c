"""Creates the configuration sets and templates of the options in every account, as calls through boto3 would."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.validate import ParamValidator

from sesmock.apis import SESV2
from sesmock.backends.backend import Context, load_backend
from sesmock.calls import Call
from sesmock.domain.errors import DomainError
from sesmock.protocol.validation import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.domain.account import Account
    from sesmock.domain.options import Options
    from sesmock.domain.world import World


class Resource(NamedTuple):
    """A configuration set or template to create; ``store`` is the account's attribute for its kind."""

    option: str
    operation: str
    store: str
    name: str
    params: dict[str, Any]


class Provisioner:
    """Creates configuration sets and templates in every account, including accounts that appear later."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._resources: list[Resource] = []
        world.preparations.append(self._prepare)

    def add(self, options: Options) -> None:
        """Create the resources in a mock's options, first in the default account; existing ones are left unchanged.

        Raise `TypeError` for a resource that the outer mock defines differently, or `ValueError` for one that
        SES refuses.
        """
        resources = [resource for resource in _list_resources(options) if self._is_new(resource)]
        # If SES refuses any resource, the ones created before it are removed again.
        with self._world.lock, ExitStack() as undo:
            self._world.account(self._world.options.account_id, self._world.options.region)
            for account in self._world.accounts.values():
                for resource in resources:
                    if _create(account, resource):
                        undo.callback(getattr(account, resource.store).pop, resource.name)
            undo.pop_all()
            self._resources += resources

    def _is_new(self, resource: Resource) -> bool:
        # The parameters are the last field, so this compares everything but them.
        same_name = [other for other in self._resources if other[:4] == resource[:4]]
        if same_name and same_name[0] != resource:
            raise TypeError(
                f"{resource.option}[{resource.name!r}]: the active mock defines it differently, and an inner mock "
                "shares it; use isolated=True for a separate mock"
            )
        return not same_name

    def _prepare(self, account: Account) -> None:
        for resource in self._resources:
            _create(account, resource)


def _list_resources(options: Options) -> Iterator[Resource]:
    for name, params in options.configuration_sets.items():
        yield Resource("configuration_sets", "CreateConfigurationSet", "configuration_sets", name, params)
    for name, params in options.templates.items():
        yield Resource("templates", "CreateEmailTemplate", "templates", name, params)


def _create(account: Account, resource: Resource) -> bool:
    """Create a resource unless the account has one of its name; return whether it was created.

    Raise `ValueError` for parameters that boto3 or SES refuses.
    """
    if resource.name in getattr(account, resource.store):
        return False
    operation = load_backend(SESV2.name).find(resource.operation)
    model: Any = operation.backend.codec.model.operation_model(operation.name)
    # A boto3 client would check the types before it sends the call.
    report = ParamValidator().validate(resource.params, model.input_shape)
    if report.has_errors():
        raise ValueError(f"{resource.option}[{resource.name!r}]: {report.generate_report()}")
    call = Call(SESV2.name, operation.name, resource.params, account.account_id, account.region)
    try:
        operation.validate(resource.params)
        operation.refuse_unsupported(resource.params)
        operation.function(Context(account, call, operation), resource.params)
    except (Invalid, DomainError) as error:
        raise ValueError(f"{resource.option}[{resource.name!r}]: SES refuses it: {error}") from error
    return True
