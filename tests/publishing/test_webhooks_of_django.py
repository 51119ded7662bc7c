"""The webhooks of django-ses and django-anymail accept publications. Their site runs in a subprocess."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow  # starts a program
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    """Run the site; return what its webhooks received, and their responses."""
    command = [sys.executable, "-m", "tests.publishing.site_of_django"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_type_is_posted(results: dict[str, Any]) -> None:
    """The events of a message that bounces for one recipient and gets a complaint from another are all posted."""
    assert results["types"] == [None, "Send", "Delivery", "Bounce", "Complaint"]


def test_django_ses_verifies_the_signature(results: dict[str, Any]) -> None:
    """The webhook of django-ses accepts each publication, and sends the signal of its type."""
    responses = results["django-ses"]

    assert [response["status"] for response in responses] == [200] * 5
    assert [response["records"] for response in responses] == [
        [{"signal": name, "message_id": results["message_id"]}] if name else []
        for name in (None, "send", "delivery", "bounce", "complaint")
    ]


def test_django_ses_refuses_forged_messages(results: dict[str, Any]) -> None:
    """The webhook of django-ses refuses a message whose text was changed after it was signed."""
    assert results["forged"] == {"status": 400, "records": []}


def test_anymail_accepts_envelopes_with_their_headers(results: dict[str, Any]) -> None:
    """The tracking webhook of anymail sends a signal for each recipient of an event."""
    bounce, complaint = "bounce@simulator.amazonses.com", "complaint@simulator.amazonses.com"
    responses = results["anymail"]

    assert [response["status"] for response in responses] == [200] * 5
    assert [
        [(each["signal"], each["recipient"]) for each in response["records"]] for response in responses
    ] == [
        [],
        [("sent", bounce), ("sent", complaint)],
        [("delivered", complaint)],
        [("bounced", bounce)],
        [("complained", complaint)],
    ]
    assert [each["event_id"] for response in responses for each in response["records"][:1]] == results["ids"][
        1:
    ]
    assert responses[3]["records"][0]["description"] == "Permanent: General"


def test_notifications_of_identities_are_accepted(results: dict[str, Any]) -> None:
    """Both libraries accept an identity's notifications, not only the events of configuration sets."""
    responses = results["notifications"]
    notifications = {
        path: [[each["signal"] for each in response["records"]] for response in responses[path]]
        for path in responses
    }

    assert [[response["status"] for response in responses[path]] for path in responses] == [[200] * 3] * 2
    assert notifications == {
        "ses": [["delivery"], ["bounce"], ["complaint"]],
        "anymail": [["delivered"], ["bounced"], ["complained"]],
    }


def test_anymail_refuses_envelopes_without_their_headers(results: dict[str, Any]) -> None:
    """The webhook of anymail refuses an SNS message without SNS's HTTP headers."""
    assert results["without headers"] == {"status": 400, "records": []}


def test_anymail_accepts_received_mail(results: dict[str, Any]) -> None:
    """The inbound webhook of anymail sends a signal with received mail, in UTF-8 or in Base64."""
    plain, encoded = (
        [{**each, "event_id": ""} for each in response["records"]] for response in results["inbound"]
    )

    assert [response["status"] for response in results["inbound"]] == [200, 200]
    assert plain == encoded
    assert plain == [
        {
            "event_id": "",
            "from": "Ada <ada@example.net>",
            "to": ["info@example.com"],
            "subject": "Hello",
            "text": "Hi\n",
            "envelope": ["bounces@example.net", "info@example.com"],
            "spam": True,
        }
    ]
