"""The IAM permissions that a call needs: actions on resources.

Spec: sending.md §2 [U], and AWS's service authorization reference [D]: in v1 only the sends have resources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sesmock.apis import APIS, SES
from sesmock.calls import is_send
from sesmock.domain.aws import iam
from sesmock.domain.aws.arns import build_iam_arn, parse_arn
from sesmock.domain.identities import identities
from sesmock.domain.mail import addresses
from sesmock.faults import call_inspection, error_codes, spelling
from sesmock.protocol.errors import WireError
from sesmock.protocol.models import service_model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sesmock.calls import Call
    from sesmock.domain.account import Account

    FindAccount = Callable[[Call], Account]

# The type of the resource that a member of a v2 request specifies.
_TYPES = {
    "ConfigurationSetName": "configuration-set",
    "ContactListName": "contact-list",
    "DestinationPoolName": "dedicated-ip-pool",
    "Domain": "identity",
    "EmailIdentity": "identity",
    "EndpointName": "multi-region-endpoint",
    "PoolName": "dedicated-ip-pool",
    "ReportId": "deliverability-test-report",
    "SubscribedDomain": "identity",
    "TenantName": "tenant",
}
_IDENTITY_ARNS = ("FromArn", "SourceArn", "FromEmailAddressIdentityArn", "BounceSenderArn")
_IDENTITY_ARN_HEADERS = ("x-ses-from-arn", "x-ses-source-arn")
_JOBS = {"ExportJob": "export-job", "ImportJob": "import-job"}


class Permission(NamedTuple):
    """An action and the ARN of its resource; ``"*"`` if the action has no single resource."""

    action: str
    resource: str


def actions() -> frozenset[str]:
    """Return the IAM actions of SES, such as ``ses:SendEmail``."""
    return frozenset(f"ses:{name}" for api in APIS for name in service_model(api).operation_names)


def required(account: Account, call: Call) -> list[Permission]:
    """Return the permissions that a call needs."""
    action = _action(call)
    resources = _resources(account, call)
    permissions = [Permission(action, resource) for resource in resources or ["*"]]
    if call.operation.startswith("Create") and call.params.get("Tags"):
        permissions += [Permission("ses:TagResource", resource) for resource in resources or ["*"]]
    return permissions


def document(calls: Iterable[Call], find_account: FindAccount) -> dict[str, Any]:
    """Return the smallest IAM policy that allows calls: actions grouped by their resources, in order."""
    by_resource: dict[str, set[str]] = {}
    for call in calls:
        for permission in required(find_account(call), call):
            by_resource.setdefault(permission.resource, set()).add(permission.action)
    by_actions: dict[tuple[str, ...], list[str]] = {}
    for resource, names in sorted(by_resource.items()):
        by_actions.setdefault(tuple(sorted(names)), []).append(resource)
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": list(names), "Resource": resources}
            for names, resources in sorted(by_actions.items())
        ],
    }


class Denial:
    """A denial of permissions by patterns of actions and resources, with ``*`` and ``?`` as wildcards.

    A resource is an ARN, or the part of one after the account id, such as ``identity/example.com``.
    """

    def __init__(self, actions: Iterable[str], resource: str, find_account: FindAccount) -> None:
        self._actions = [_action_pattern(name) for name in actions]
        if not any(character in resource for character in "/*?:"):
            raise ValueError(
                "resource must be an ARN or the part of one after the account id, "
                f"such as 'identity/example.com', got {resource!r}"
            )
        self._resource = resource
        self._find_account = find_account

    def __call__(self, call: Call) -> bool:
        """Return whether a call needs a denied permission."""
        return self._first(call) is not None

    def error(self, call: Call) -> WireError:
        """Return the AccessDenied error of a call, in the format of its API."""
        permission = self._first(call)
        account = self._find_account(call)
        caller = build_iam_arn(account.account_id, account.region, "user/sesmock")
        code = error_codes.translate(call.service, call.operation, "AccessDenied")
        action, resource = permission or Permission(_action(call), "*")
        # IAM's text for a send has different quotes and no colons. Spec: sending.md §2 [U].
        if _has_sender(call):
            text = f"User `{caller}' is not authorized to perform `{action}' on resource `{resource}'"
        else:
            text = (
                f"User: {caller} is not authorized to perform: {action} on resource: {resource} "
                f"because no identity-based policy allows the {action} action"
            )
        return WireError(code, text, status=403)

    def _first(self, call: Call) -> Permission | None:
        """Return the first permission that a call needs and that is denied."""
        return next((each for each in required(self._find_account(call), call) if self._denies(each)), None)

    def _denies(self, permission: Permission) -> bool:
        resource = permission.resource
        arn = parse_arn(resource)
        if arn is not None and self._resource != "*" and not self._resource.startswith("arn:"):
            resource = arn.resource
        return iam.matches(resource, self._resource) and any(
            iam.matches_action(permission.action, action) for action in self._actions
        )


def _action_pattern(action: str) -> str:
    """Return the pattern of an action with its service prefix; raise `ValueError` for an unknown action."""
    whole = action if ":" in action or action == "*" else f"ses:{action}"
    if not any(iam.matches_action(name, whole) for name in actions()):
        raise ValueError(spelling.explain_unknown("action", action, actions()))
    return whole


def _action(call: Call) -> str:
    return iam.send_action(call.operation, raw=call_inspection.is_raw(call))


def _has_sender(call: Call) -> bool:
    """Return whether a call has a sender; a verification mail's sender is in its template."""
    return is_send(call.operation) and not call_inspection.is_verification(call)


def _resources(account: Account, call: Call) -> list[str]:
    if _has_sender(call):
        return _send_resources(account, call)
    return [] if call.service == SES.name else _request_resources(account, call)


def _request_resources(account: Account, call: Call) -> list[str]:
    """Return the ARNs of the resources in a request of v2 or Pinpoint Email."""
    params = call.params
    arns = [_arn(account, kind, params[name]) for name, kind in _TYPES.items() if name in params]
    if "TemplateName" in params:
        custom = call_inspection.is_verification(call)
        kind = "custom-verification-email-template" if custom else "template"
        arns.append(account.arn(f"{kind}/{params['TemplateName']}"))
    if "JobId" in params:
        arns += [
            account.arn(f"{kind}/{params['JobId']}") for job, kind in _JOBS.items() if job in call.operation
        ]
    if "FromEmailAddress" in params and not call_inspection.is_verification(call):
        arns.append(_sender_identity(account, params["FromEmailAddress"]))
    return arns + ([params["ResourceArn"]] if "ResourceArn" in params else [])


def _arn(account: Account, kind: str, name: str) -> str:
    """Return the ARN of a resource by name; a tenant's ARN ends with its id, if the tenant exists."""
    tenant = account.tenants.by_name.get(name) if kind == "tenant" else None
    return account.arn(f"{kind}/{name}") if tenant is None else tenant.arn


def _send_resources(account: Account, call: Call) -> list[str]:
    """Return the ARNs that a send needs: identities, configuration set and template."""
    params = call.params
    sender = call_inspection.sender(call) or ""
    arns = [_cross_account_identity(call) or _sender_identity(account, sender)]
    if account.sandbox:  # Spec: sending.md §2 [U]
        arns += filter(None, [_identity(account, address) for address in call_inspection.recipients(call)])
    configuration_set = params.get("ConfigurationSetName") or next(
        iter(call_inspection.header_values(call, "x-ses-configuration-set")), None
    )
    configuration_set = configuration_set or _default_configuration_set(account, sender)
    if configuration_set:
        arns.append(account.arn(f"configuration-set/{configuration_set}"))
    # Sender and recipients can share an identity. The order is kept, since an error names the first denied
    # resource.
    return list(dict.fromkeys(arns + _templates(account, call)))


def _cross_account_identity(call: Call) -> str | None:
    """Return the ARN of another account's identity; None if neither the call nor its raw mail specifies one."""
    identity_arns = [*map(call.params.get, _IDENTITY_ARNS)]
    headers = (call_inspection.header_values(call, name) for name in _IDENTITY_ARN_HEADERS)
    return next(filter(None, identity_arns), None) or next(
        (value for values in headers for value in values), None
    )


def _templates(account: Account, call: Call) -> list[str]:
    params = call.params
    content = params.get("Content") or params.get("DefaultContent") or {}
    template = content.get("Template") or {}
    arn = params.get("TemplateArn") or template.get("TemplateArn")
    name = params.get("Template") or template.get("TemplateName")
    return [arn] if arn else [account.arn(f"template/{name}")] if name else []


def _sender_identity(account: Account, sender: str) -> str:
    """Return the ARN of the identity that sends mail, or of the address itself if no verified identity covers it."""
    return _identity(account, sender) or account.arn(f"identity/{addresses.lenient(sender).address}")


def _identity(account: Account, address: str) -> str | None:
    """Return the ARN of the most specific verified identity that covers an address."""
    identity = identities.find_verified(account, addresses.lenient(address))
    return None if identity is None else account.arn(f"identity/{identity.name}")


def _default_configuration_set(account: Account, sender: str) -> str | None:
    covering = identities.list_verified(account, addresses.lenient(sender))
    return next((each.default_configuration_set for each in covering if each.default_configuration_set), None)
