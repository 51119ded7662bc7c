"""A read-only replacement for moto's ``ses_backends`` that reads the outbox, for suites that are being migrated."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Mapping
from email import message_from_bytes
from email.utils import formataddr, getaddresses
from itertools import groupby
from typing import TYPE_CHECKING, Any, NoReturn, TypedDict

from sesmock import calls
from sesmock.domain.argument_checks import check_account_id
from sesmock.domain.aws import regions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.calls import Call
    from sesmock.domain.account import Account
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.handle import SesMock

_KINDS = ("ToAddresses", "CcAddresses", "BccAddresses")
_INSTEAD = {
    "config_set_event_destination": 'boto3.client("sesv2").get_configuration_set_event_destinations(…)',
    "config_sets": 'boto3.client("ses").list_configuration_sets()',
    "contacts": 'boto3.client("sesv2").list_contacts(ContactListName=…)',
    "contacts_lists": 'boto3.client("sesv2").list_contact_lists()',
    "dedicated_ip_pools": 'boto3.client("sesv2").list_dedicated_ip_pools()',
    "dkim_tokens": 'boto3.client("ses").get_identity_dkim_attributes(Identities=[…])',
    "email_identities": 'boto3.client("sesv2").get_email_identity(EmailIdentity=…)',
    "event_destinations": 'boto3.client("sesv2").get_configuration_set_event_destinations(…)',
    "identity_mail_from_domains": 'boto3.client("ses").get_identity_mail_from_domain_attributes(Identities=[…])',
    "receipt_rule_set": 'boto3.client("ses").describe_receipt_rule_set(RuleSetName=…)',
    "reset": "with sesmock.mock_ses(isolated=True): …, since each mock is empty when it starts",
    "sns_topics": 'boto3.client("ses").get_identity_notification_attributes(Identities=[…])',
    "tagger": 'boto3.client("sesv2").list_tags_for_resource(ResourceArn=…)',
    "templates": 'boto3.client("ses").get_template(TemplateName=…)',
    "verify_domain": 'sesmock.current().verify("example.com")',
    "verify_email_address": 'sesmock.current().verify("ada@example.com")',
    "verify_email_identity": 'sesmock.current().verify("ada@example.com")',
}
_hinted: set[str] = set()


class Place(TypedDict, total=False):
    """The filters for the mail of an account, in one region or in all regions."""

    account_id: str
    region: str


_EVERYWHERE = "global"
"""The only region in the first versions of moto 4; it stands for all AWS regions."""


class Regions(Mapping[str, "Backend"]):
    """The value of ``ses_backends[account_id]``. Any region can be looked up; iteration yields only those in use."""

    def __init__(self, ses_mock: SesMock, account_id: str) -> None:
        self._ses_mock = ses_mock
        self._account_id = account_id

    def __getitem__(self, region: str) -> Backend:
        try:
            check_account_id(self._account_id)
            if region != _EVERYWHERE:
                regions.check(region)
        except ValueError as error:
            raise KeyError(f"ses_backends[{self._account_id!r}][{region!r}]: {error}") from None
        return Backend(self._ses_mock, self._account_id, region)

    def __iter__(self) -> Iterator[str]:
        return (region for account_id, region in self._ses_mock.accounts if account_id == self._account_id)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Backend:
    """The value of ``ses_backends[account_id][region]``.

    The first read of each attribute warns and shows its replacement in sesmock.
    """

    def __init__(self, ses_mock: SesMock, account_id: str, region: str) -> None:
        # Assignments would fail, since `__setattr__` refuses them.
        vars(self).update(_ses_mock=ses_mock, account_id=account_id, region_name=region)

    account_id: str
    region_name: str
    _ses_mock: SesMock

    @property
    def core_backend(self) -> Backend:
        """The backend itself, since moto's SES v2 backend refers to its SES v1 backend by this name."""
        return self

    @property
    def sent_messages(self) -> list[Message]:
        """One entry for each call that sent mail, as in moto; all messages of a bulk send are in one entry."""
        self._hint("sent_messages", "sesmock.current().outbox{filter}")
        return Messages(self._messages())

    @property
    def sent_message_count(self) -> int:
        """The number of recipients of all messages."""
        self._hint(
            "sent_message_count",
            "sum(len(message.recipients) for message in sesmock.current().outbox{filter})",
        )
        return sum(message.recipient_count for message in self._messages())

    @property
    def rejected_messages_count(self) -> int:
        """The number of sends that SES refused."""
        self._hint("rejected_messages_count", "len(sesmock.current().rejected{filter})")
        return len(self._ses_mock.rejected.filter(**self._place()))

    @property
    def addresses(self) -> list[str]:
        """The verified addresses."""
        self._hint(
            "addresses", 'boto3.client("ses").list_verified_email_addresses()["VerifiedEmailAddresses"]'
        )
        return [name for name in self._identities() if "@" in name]

    email_addresses = addresses

    @property
    def domains(self) -> list[str]:
        """The verified domains."""
        self._hint("domains", 'boto3.client("ses").list_identities(IdentityType="Domain")["Identities"]')
        return [name for name in self._identities() if "@" not in name]

    def __getattr__(self, name: str) -> NoReturn:
        replacement = _INSTEAD.get(name, 'boto3.client("ses") or sesmock.current()')
        raise AttributeError(f"ses_backends has no {name} while sesmock mocks SES; use {replacement} instead")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(
            f"ses_backends is read-only while sesmock mocks SES: {name} cannot be set; each mock starts without mail"
        )

    def _place(self) -> Place:
        """Return the filters that select the messages of this backend."""
        if self.region_name == _EVERYWHERE:
            return {"account_id": self.account_id}
        return {"account_id": self.account_id, "region": self.region_name}

    def _accounts(self) -> list[Account]:
        accounts = self._ses_mock.accounts
        if self.region_name == _EVERYWHERE:
            return [account for (account_id, _), account in accounts.items() if account_id == self.account_id]
        return [accounts[self.account_id, self.region_name]]

    def _identities(self) -> list[str]:
        identities = [each for account in self._accounts() for each in account.identities.items()]
        return list(dict.fromkeys(name for name, identity in identities if identity.is_verified))

    def _messages(self) -> Iterator[Message]:
        messages_sent = self._ses_mock.outbox.filter(**self._place())
        for _, entries in groupby(messages_sent, key=lambda message: id(message.call)):
            messages = list(entries)
            if messages[0].call is not None:  # moto has no SMTP
                yield Message(messages[0].call, messages)

    def _hint(self, name: str, replacement: str) -> None:
        """Warn when an attribute is first read, and show its replacement."""
        if name in _hinted:
            return
        _hinted.add(name)
        options = self._ses_mock.account.world.options
        is_home = self.account_id == options.account_id and self.region_name in {options.region, _EVERYWHERE}
        place = ", ".join(f'{name}="{value}"' for name, value in self._place().items())
        narrow = "" if is_home else f".filter({place})"
        # Level 1 is this line, 2 is the property that calls this method, and 3 is the test's line that reads it.
        warnings.warn(
            f"ses_backends[…][…].{name} reads sesmock's outbox; write {replacement.format(filter=narrow)} instead",
            DeprecationWarning,
            stacklevel=3,
        )


class Messages(list["Message"]):
    """The value of ``sent_messages``: a list that refuses changes, since they would have no effect."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError(
            "sent_messages is read-only while sesmock mocks SES; each mock starts without mail, and "
            "sesmock.mock_ses(isolated=True) starts one inside another"
        )

    append = clear = extend = insert = pop = remove = reverse = sort = _refuse
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse


class Message:
    """A message with the attributes of all of moto's message classes.

    As in moto, some of their values come from the call's parameters.
    """

    def __init__(self, call: Call, entries: list[SentMessage]) -> None:
        self._first = entries[0]
        self._entries = entries
        self._params: Mapping[str, Any] = _flatten(call)

    def __eq__(self, other: object) -> bool:
        """Compare by the messages, since each read creates new objects."""
        return isinstance(other, Message) and self._first is other._first

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"<Message {self.id} from {self.source}: {self.subject!r}>"

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(
            f"moto's messages have no {name}; see the attributes of sesmock.current().outbox"
        )

    @property
    def id(self) -> str:
        """The message id; for a bulk call, the first one."""
        return self._first.message_id

    @property
    def ids(self) -> list[str]:
        """The message ids of all messages of the call."""
        return [entry.message_id for entry in self._entries]

    @property
    def source(self) -> str | None:
        """The sender in the call, or else the bare address in the From header."""
        sender = self._first.sender
        return self._params.get("Source") or (sender and sender.address)

    @property
    def destinations(self) -> Any:
        """The recipients by kind; in a bulk call, for each entry. For raw mail, a list from the call and the header."""
        if self._is_raw:
            return [*calls.list_recipients(self._params), *self._header_recipients()]
        if "Destinations" in self._params:
            entries = self._params["Destinations"]
            return [{**entry, "Destination": _by_kind(entry["Destination"])} for entry in entries]
        return _by_kind(self._params.get("Destination", {}))

    @property
    def _is_raw(self) -> bool:
        """Whether the application sent raw mail."""
        return "Raw" in self._params

    @property
    def recipient_count(self) -> int:
        """The number of recipients, as moto counts them."""
        if self._is_raw:
            return len(self.destinations)
        return sum(len(entry.recipients) for entry in self._entries)

    @property
    def subject(self) -> str:
        """The subject; for a bulk call, of the first message."""
        return self._first.subject

    @property
    def body(self) -> str | None:
        """The HTML body, or the text body if there is no HTML."""
        return self._first.text if self._first.html is None else self._first.html

    @property
    def raw_data(self) -> str:
        """The MIME source, written by the application or by SES."""
        data = self._params.get("Raw", self._first.raw)
        return (data if isinstance(data, bytes) else str(data).encode()).decode("utf-8", "surrogateescape")

    @property
    def template(self) -> Any:
        """The name of the template; moto 4 wraps it in a list."""
        return _as_moto(self._params.get("Template"))

    @property
    def template_data(self) -> Any:
        """The data of the template as JSON; moto 4 wraps it in a list."""
        return _as_moto(self._params.get("TemplateData"))

    def _header_recipients(self) -> list[str]:
        header = message_from_bytes(self.raw_data.encode("utf-8", "surrogateescape"))
        # moto reads the first header field of each name, and keeps recipients with an address (models.py).
        fields = [str(field) for name in ("To", "Cc", "Bcc") for field in header.get_all(name, [])[:1]]
        return [formataddr(pair) for pair in getaddresses(fields) if pair[1]]


def _flatten(call: Call) -> dict[str, Any]:
    """Return the parameters of a send in any API under their SES v1 names, and raw mail as ``Raw``."""
    params = dict(call.params)
    content = params.get("Content") or params.get("DefaultContent") or {}
    template = content.get("Template", {})
    raw = params.get("RawMessage") or content.get("Raw")
    flat = {
        "Source": params.get("Source") or params.get("FromEmailAddress"),
        "Destination": params.get("Destination"),
        "Destinations": params.get("Destinations") or params.get("BulkEmailEntries"),
        "Template": params.get("Template") or template.get("TemplateName"),
        "TemplateData": params.get("TemplateData")
        or params.get("DefaultTemplateData")
        or template.get("TemplateData"),
        "Raw": raw and raw["Data"],
    }
    return {name: value for name, value in flat.items() if value is not None}


def _by_kind(destination: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the recipients by kind; moto 4 includes empty kinds."""
    if _is_old_moto():
        return {kind: list(destination.get(kind, ())) for kind in _KINDS}
    return {kind: list(addresses) for kind, addresses in destination.items()}


def _as_moto(value: str | None) -> Any:
    if value is None:
        raise AttributeError  # Python falls back to __getattr__, whose error explains more.
    return [value] if _is_old_moto() else value


def _is_old_moto() -> bool:
    return hasattr(sys.modules["moto.core.models"], "BaseMockAWS")
