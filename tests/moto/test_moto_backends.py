"""While sesmock mocks SES, moto's ``ses_backends`` show sesmock's outbox."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto.core import models
from moto.ses import ses_backends
from moto.sesv2 import sesv2_backends

from sesmock import current, mock_ses, moto_backends
from tests.mocks_of_moto import ACCOUNT, IS_OLD, REGION, by_kind, enabled, mock_aws, send

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.filterwarnings("ignore:ses_backends:DeprecationWarning")
RAW = b"From: Ada <ada@example.com>\r\nTo: Bob <bob@example.net>\r\nCc: eve@example.net\r\nSubject: Raw\r\n\r\ntext"


@pytest.fixture(autouse=True)
def _active() -> Iterator[None]:
    with enabled(identities=["example.com"]), mock_aws():
        yield


@pytest.fixture
def ses() -> Any:
    """Return an SES v1 client."""
    return boto3.client("ses", region_name=REGION)


def backend(region: str = REGION) -> Any:
    """Return the backend in the way moto's tests look it up."""
    return ses_backends[ACCOUNT][region]


def format_as_moto(value: str) -> Any:
    """Return a template's name or data in the format of the installed moto."""
    return [value] if IS_OLD else value


def test_a_simple_message_has_the_attributes_of_moto() -> None:
    """A simple message has the attributes that moto's messages have."""
    message_id = send("ada@example.net", "bob@example.net")
    [message] = backend().sent_messages

    assert (message.id, message.source) == (message_id, "shop@example.com")
    assert message.destinations == by_kind(ToAddresses=["ada@example.net", "bob@example.net"])
    assert (message.subject, message.body) == ("Hi", "text")
    assert repr(message) == f"<Message {message_id} from shop@example.com: 'Hi'>"


def test_the_body_is_html_if_there_is_any() -> None:
    """As in moto, the body is the HTML part if there is one, including for SES v2."""
    boto3.client("sesv2", region_name=REGION).send_email(
        FromEmailAddress="shop@example.com",
        Destination={"CcAddresses": ["ada@example.net"]},
        Content={
            "Simple": {
                "Subject": {"Data": "Hi"},
                "Body": {"Text": {"Data": "text"}, "Html": {"Data": "<p>html</p>"}},
            }
        },
    )
    [message] = backend().sent_messages

    assert (message.source, message.body) == ("shop@example.com", "<p>html</p>")
    assert message.destinations == by_kind(CcAddresses=["ada@example.net"])


@pytest.mark.parametrize(
    ("arguments", "source", "first"),
    [
        ({}, "ada@example.com", []),
        (
            {"Source": "Shop <shop@example.com>", "Destinations": ["one@example.net"]},
            "Shop <shop@example.com>",
            ["one@example.net"],
        ),
    ],
)
def test_a_raw_message_has_all_recipients(
    ses: Any, arguments: dict[str, Any], source: str, first: list[str]
) -> None:
    """A raw message has the recipients of the call first, and then those of its header."""
    ses.send_raw_email(RawMessage={"Data": RAW}, **arguments)
    [message] = backend().sent_messages

    assert message.source == source
    assert message.destinations == [*first, "Bob <bob@example.net>", "eve@example.net"]
    assert message.raw_data == RAW.decode()
    assert backend().sent_message_count == len(message.destinations)


def test_a_raw_ses_v2_message_starts_with_the_recipients_of_the_call() -> None:
    """A raw SES v2 message has the recipients of the call first, To before Bcc."""
    boto3.client("sesv2", region_name=REGION).send_email(
        Destination={"ToAddresses": ["one@example.net"], "BccAddresses": ["two@example.net"]},
        Content={"Raw": {"Data": RAW}},
    )
    [message] = backend().sent_messages

    assert message.destinations[:2] == ["one@example.net", "two@example.net"]
    assert message.raw_data == RAW.decode()


def test_a_composed_message_has_a_mime_source() -> None:
    """A composed message has MIME source as its raw data, although in moto it has none."""
    send()

    assert "Subject: Hi" in backend().sent_messages[0].raw_data


def test_a_templated_message_has_its_template(ses: Any) -> None:
    """A templated message has the template's name and data, and the rendered subject."""
    ses.create_template(Template={"TemplateName": "hi", "SubjectPart": "Hi {{name}}", "TextPart": "text"})
    ses.send_templated_email(
        Source="shop@example.com",
        Destination={"ToAddresses": ["ada@example.net"]},
        Template="hi",
        TemplateData='{"name": "Ada"}',
    )
    [message] = backend().sent_messages

    assert (message.template, message.template_data) == (
        format_as_moto("hi"),
        format_as_moto('{"name": "Ada"}'),
    )
    assert message.subject == "Hi Ada"


def test_a_bulk_call_is_one_message(ses: Any) -> None:
    """A bulk call is one message with the recipients of each entry, and each recipient counts as sent."""
    ses.create_template(Template={"TemplateName": "hi", "SubjectPart": "Hi", "TextPart": "text"})
    response = ses.send_bulk_templated_email(
        Source="shop@example.com",
        Destinations=[
            {"Destination": {"ToAddresses": ["ada@example.net", "eve@example.net"]}},
            {"Destination": {"ToAddresses": ["bob@example.net"]}},
        ],
        Template="hi",
        DefaultTemplateData="{}",
    )
    send()
    first, _ = backend().sent_messages

    assert first.destinations == [
        {"Destination": by_kind(ToAddresses=["ada@example.net", "eve@example.net"])},
        {"Destination": by_kind(ToAddresses=["bob@example.net"])},
    ]
    assert first.ids == [status["MessageId"] for status in response["Status"]]
    assert (first.template, first.template_data) == (format_as_moto("hi"), format_as_moto("{}"))
    assert backend().sent_message_count == 4


def test_each_region_and_account_has_its_own_backend() -> None:
    """Each region and account has its own backend, as in moto."""
    send(region="eu-west-1")

    assert [len(backend(region).sent_messages) for region in ("us-east-1", "eu-west-1")] == [0, 1]
    assert ses_backends["210987654321"]["eu-west-1"].sent_messages == []


def test_the_regions_of_an_account_are_listed() -> None:
    """An account lists only the regions in use, but contains every valid region."""
    send()
    send(region="eu-west-1")
    regions = ses_backends[ACCOUNT]

    assert list(regions) == [REGION, "eu-west-1"]
    assert [len(each.sent_messages) for each in regions.values()] == [1, 1]
    assert [name in regions for name in (REGION, "ap-south-1", "nowhere", 1)] == [True, True, False, False]
    assert (len(regions), len(ses_backends["210987654321"])) == (2, 0)


def test_the_region_global_includes_all_regions() -> None:
    """The region "global", the only one in the first versions of moto 4, has the messages of all regions."""
    for region in (REGION, "eu-west-1"):
        send(region=region)

    assert [len(backend("global").sent_messages), backend("global").sent_message_count] == [2, 2]
    assert backend("global").addresses == ["shop@example.com"]
    assert backend("global").rejected_messages_count == 0


@pytest.mark.parametrize(
    ("account", "region", "error"),
    [
        (
            ACCOUNT,
            "us-east",
            "region must be a name such as 'us-east-1', got 'us-east'; did you mean 'us-east-1'",
        ),
        (ACCOUNT, None, "region must be a string such as 'us-east-1', got None"),
        ("1234", REGION, "account_id must be a string of 12 digits, got '1234'"),
    ],
)
def test_a_wrong_account_or_region_is_refused(account: str, region: Any, error: str) -> None:
    """A misspelled account or region raises an error instead of an empty backend."""
    with pytest.raises(KeyError, match=error):
        ses_backends[account][region]


def test_a_message_equals_itself() -> None:
    """A message equals itself when it is read again, so a test can compare lists from different times."""
    send()
    before = backend().sent_messages
    send()
    after = backend().sent_messages

    assert [message for message in after if message not in before] == after[1:]
    assert len({*before, *after}) == 2


def test_verified_identities_are_listed() -> None:
    """A backend lists verified addresses and domains, as moto's does."""
    send()
    boto3.client("ses", region_name=REGION).verify_domain_identity(Domain="example.org")

    assert backend().addresses == backend().email_addresses == ["shop@example.com"]
    assert backend().domains == ["example.com", "example.org"]


def test_refused_sends_are_counted(ses: Any) -> None:
    """A backend counts the refused sends of its own region."""
    for region in (REGION, "eu-west-1"):
        with pytest.raises(ses.exceptions.ClientError, match="not verified"):
            boto3.client("ses", region_name=region).send_email(
                Source="ada@example.net",
                Destination={"ToAddresses": ["ada@example.net"]},
                Message={"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "text"}}},
            )

    assert backend().rejected_messages_count == 1


def test_the_ses_v2_backend_has_the_same_messages() -> None:
    """The ``core_backend`` of moto's SES v2 backend has the same messages as its SES v1 backend."""
    send()

    assert sesv2_backends[ACCOUNT][REGION].core_backend.sent_messages[0].subject == "Hi"


def test_moto_reads_its_own_backends() -> None:
    """Code in moto's own modules gets moto's backend, since it may use the backend after the mock has ended."""
    from moto.core import base_backend

    get_own = base_backend.BackendDict.__getitem__.__wrapped__
    # The code that reads must belong to a module of moto.
    namespace = {"__name__": "moto.somewhere", "backends": ses_backends}
    own = eval(f"backends[{ACCOUNT!r}]", namespace)

    assert own is get_own(ses_backends, ACCOUNT)


def test_other_services_have_their_backends() -> None:
    """The backends of other services are moto's own."""
    from moto.sns import sns_backends

    assert sns_backends[ACCOUNT][REGION].topics == {}


def test_motos_own_backend_is_restored() -> None:
    """After the end of the mock, ``ses_backends`` has moto's own backends again."""
    mock = mock_aws()
    mock.stop()
    try:
        assert type(backend()).__name__ == "SESBackend"
    finally:
        mock.start()


@pytest.mark.skipif(IS_OLD, reason="the names differ in moto 4")
def test_moto_4_wraps_values_in_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """With moto 4, a template is in a list, and the recipients have all three keys, even empty ones."""
    send()
    monkeypatch.setattr(models, "BaseMockAWS", None, raising=False)
    [message] = backend().sent_messages

    assert message.destinations == {"ToAddresses": ["ada@example.net"], "CcAddresses": [], "BccAddresses": []}
    assert moto_backends._as_moto("hi") == ["hi"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "templates",
            r'ses_backends has no templates .* use boto3.client\("ses"\).get_template\(TemplateName=…\)',
        ),
        ("verify_domain", r'use sesmock.current\(\).verify\("example.com"\) instead'),
        (
            "quux",
            r'has no quux while sesmock mocks SES; use boto3.client\("ses"\) or sesmock.current\(\) instead',
        ),
    ],
)
def test_missing_attributes_suggest_code(name: str, text: str) -> None:
    """An attribute that the backend lacks raises an AttributeError that shows the code to write."""
    with pytest.raises(AttributeError, match=text):
        getattr(backend(), name)


def test_missing_attributes_of_messages_suggest_code() -> None:
    """An attribute that a message lacks raises an AttributeError that suggests sesmock's outbox."""
    send()
    [message] = backend().sent_messages

    with pytest.raises(AttributeError, match="moto's messages have no template; see the attributes"):
        _ = message.template
    with pytest.raises(
        AttributeError,
        match=r"moto's messages have no html; see the attributes of sesmock.current\(\).outbox",
    ):
        _ = message.html


def test_the_view_is_read_only() -> None:
    """Changing the messages of a backend raises an error that says how to start without mail."""
    send()
    with pytest.raises(AttributeError, match="sent_messages cannot be set; each mock starts without mail"):
        backend().sent_messages = []
    with pytest.raises(TypeError, match=r"sent_messages is read-only .* sesmock.mock_ses\(isolated=True\)"):
        backend().sent_messages.clear()

    assert len(current().outbox) == 1


def test_mail_without_a_call_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail that was sent over SMTP is omitted, since moto has no SMTP interface."""
    send()
    current().outbox[0].call = None

    assert backend().sent_messages == []


@pytest.mark.parametrize(
    ("region", "line"),
    [
        (REGION, "write sesmock.current().outbox instead"),
        (
            "eu-west-1",
            'write sesmock.current().outbox.filter(account_id="123456789012", region="eu-west-1") instead',
        ),
        ("global", "write sesmock.current().outbox instead"),
    ],
)
def test_a_hint_is_shown_once(region: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first read of an attribute gives a DeprecationWarning that shows the line and the code to write."""
    monkeypatch.setattr(moto_backends, "_hinted", set())
    with warnings.catch_warnings(record=True) as hints:
        warnings.simplefilter("always")
        for _ in range(2):
            _ = backend(region).sent_messages

    [hint] = hints
    assert (hint.category, hint.filename) == (DeprecationWarning, __file__)
    assert str(hint.message) == f"ses_backends[…][…].sent_messages reads sesmock's outbox; {line}"


def test_any_active_mock_is_read() -> None:
    """The backends show the innermost sesmock mock, even if moto did not start it."""
    with mock_ses(isolated=True, identities=["example.com"]):
        send()

        assert len(backend().sent_messages) == 1
    assert backend().sent_messages == []
