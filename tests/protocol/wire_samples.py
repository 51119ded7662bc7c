"""SES v1 requests and responses in the format of the samples in its 2015 reference.

Spec: requests.md §2.1, §2.2, §4.

That reference reserves all rights, so its samples are not copied here. These samples have the same format.
"""

from __future__ import annotations

import base64
from typing import NamedTuple
from urllib.parse import quote

HEADERS = {
    "Date": "Sat, 01 Mar 2014 12:00:00 GMT",
    "Host": "email.us-east-1.amazonaws.com",
    "Content-Type": "application/x-www-form-urlencoded",
    "X-Amzn-Authorization": "AWS3 AWSAccessKeyId=KEY, Signature=c2ln, Algorithm=HmacSHA256, SignedHeaders=Date;Host",
}
REQUEST_ID = "0b1c2d3e-a1b2-11e3-8ee7-0123456789ab"
MESSAGE_ID = "000001447d8a9000-01234567-89ab-cdef-0123-456789abcdef-000000"
MAIL = (
    b"Subject: Hello\nFrom: sender@example.com\nTo: recipient@example.net\n"
    b"Content-Type: text/plain; charset=UTF-8\n\nA mail that is so long that its base64 has several lines.\n"
)
TOPIC = "arn:aws:sns:us-east-1:123456789012:feedback"
VERSION = "&Version=2010-12-01"


class WireSample(NamedTuple):
    """A call as made before Signature Version 4: its fields, and the content of its Result element."""

    operation: str
    fields: str  # of the form, except action, key and time
    end: str  # of the form: a version, or empty
    result: str | None  # None for a response without a Result element

    @property
    def form(self) -> str:
        """The body of the request."""
        time = quote("2014-03-01T12:00:00.000Z")
        return f"AWSAccessKeyId=KEY&Action={self.operation}{self.fields}&Timestamp={time}{self.end}"

    @property
    def answer(self) -> str:
        """The body of the response, in lines."""
        return (
            f'<{self.operation}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/">\n'
            f"{self._result_element}"
            f"  <ResponseMetadata>\n    <RequestId>{REQUEST_ID}</RequestId>\n  </ResponseMetadata>\n"
            f"</{self.operation}Response>\n"
        )

    @property
    def _result_element(self) -> str:
        name = f"{self.operation}Result"
        if self.result:
            return f"  <{name}>\n    {self.result}\n  </{name}>\n"
        return "" if self.result is None else f"  <{name}/>\n"


def entry(key: str, value: str) -> str:
    """Return an entry of a map."""
    return f"<entry>\n<key>{key}</key>\n<value>{value}</value>\n</entry>"


def data_point(attempts: int, time: str) -> str:
    """Return a member of the send statistics, with its elements in a different order from the model's."""
    counts = "<Rejects>0</Rejects><Bounces>1</Bounces><Complaints>0</Complaints>"
    return f"<member><DeliveryAttempts>{attempts}</DeliveryAttempts><Timestamp>{time}</Timestamp>{counts}</member>"


def base64_lines(data: bytes) -> str:
    """Return base64 in lines of 76 characters, as a field of a form."""
    return quote(base64.encodebytes(data).decode(), safe="")


TOKENS = "<DkimTokens><member>token1</member><member>token2</member><member>token3</member></DkimTokens>"
DKIM = f"<DkimEnabled>true</DkimEnabled><DkimVerificationStatus>Success</DkimVerificationStatus>{TOKENS}"
TOPICS = "".join(f"<{kind}Topic>{TOPIC}</{kind}Topic>" for kind in ("Bounce", "Complaint", "Delivery"))
PENDING = "<VerificationStatus>Pending</VerificationStatus>"
VERIFICATION_TOKEN = "<VerificationToken>MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=</VerificationToken>"
SENT = f"<MessageId>{MESSAGE_ID}</MessageId>"
ADDRESS = quote("sender@example.com", safe="")

WIRE_SAMPLES = [
    WireSample("DeleteIdentity", "&Identity=example.com", VERSION, ""),
    WireSample("DeleteVerifiedEmailAddress", f"&EmailAddress={ADDRESS}", "", None),
    WireSample(
        "GetIdentityDkimAttributes",
        "&Identities.member.1=example.com",
        VERSION,
        f"<DkimAttributes>{entry('example.com', DKIM)}</DkimAttributes>",
    ),
    WireSample(
        "GetIdentityNotificationAttributes",
        f"&Identities.member.1={ADDRESS}",
        VERSION,
        "<NotificationAttributes>"
        + entry("sender@example.com", f"<ForwardingEnabled>true</ForwardingEnabled>{TOPICS}")
        + "</NotificationAttributes>",
    ),
    WireSample(  # the entries are not in the order of the request, and only a domain has a token
        "GetIdentityVerificationAttributes",
        f"&Identities.member.1={ADDRESS}&Identities.member.2=example.com",
        VERSION,
        "<VerificationAttributes>"
        + entry("example.com", PENDING + VERIFICATION_TOKEN)
        + entry("sender@example.com", PENDING)
        + "</VerificationAttributes>",
    ),
    WireSample(  # doubles have a decimal point
        "GetSendQuota",
        "",
        "",
        "<SentLast24Hours>12.0</SentLast24Hours><Max24HourSend>200.0</Max24HourSend><MaxSendRate>1.0</MaxSendRate>",
    ),
    WireSample(
        "GetSendStatistics",
        "",
        "",
        "<SendDataPoints>"
        + data_point(8, "2014-03-01T09:23:00Z")
        + data_point(7, "2014-02-28T06:53:00Z")
        + "</SendDataPoints>",
    ),
    WireSample(
        "ListIdentities",
        "",
        VERSION,
        "<Identities><member>example.com</member><member>sender@example.com</member></Identities>",
    ),
    WireSample(  # a stray % in an ignored field
        "ListVerifiedEmailAddresses",
        "",
        "%",
        "<VerifiedEmailAddresses><member>sender@example.com</member></VerifiedEmailAddresses>",
    ),
    WireSample(
        "SendEmail",
        "&Destination.ToAddresses.member.1=recipient%40example.net&Message.Body.Text.Data=Hi"
        f"&Message.Subject.Data=Hello&Source={ADDRESS}",
        "",
        SENT,
    ),
    WireSample("SendRawEmail", f"&RawMessage.Data={base64_lines(MAIL)}", "", SENT),
    WireSample("SetIdentityDkimEnabled", f"&DkimEnabled=true&Identity={ADDRESS}", VERSION, ""),
    WireSample(
        "SetIdentityFeedbackForwardingEnabled", f"&ForwardingEnabled=true&Identity={ADDRESS}", VERSION, ""
    ),
    WireSample(  # @ can be unencoded
        "SetIdentityNotificationTopic",
        f"&Identity=sender@example.com&SnsTopic={quote(TOPIC, safe='')}&NotificationType=Bounce",
        VERSION,
        "",
    ),
    WireSample("VerifyDomainDkim", "&Domain=example.com", VERSION, TOKENS),
    WireSample("VerifyDomainIdentity", "&Domain=example.com", VERSION, VERIFICATION_TOKEN),
    WireSample("VerifyEmailAddress", f"&EmailAddress={ADDRESS}", "", None),
    WireSample("VerifyEmailIdentity", f"&EmailAddress={ADDRESS}", VERSION, ""),
]
