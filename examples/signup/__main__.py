"""Sign two users up in a mock, and print the captured mail."""

from __future__ import annotations

from examples.signup.service import SignupService
from sesmock import SentMessage, mock_ses


def show(message: SentMessage) -> str:
    """Return a message as a few lines of text."""
    outcomes = ", ".join(f"{recipient}: {outcome}" for recipient, outcome in message.outcomes.items())
    return "\n".join(
        [
            f"From:    {message.sender}",
            f"To:      {', '.join(message.to)}",
            f"Subject: {message.subject}",
            f"         {message.text}",
            f"         ({message.api} {message.operation}; {outcomes})",
            "",
        ]
    )


def main() -> None:
    """Run the demo."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        service = SignupService()
        service.sign_up("ada@example.net", "Ada")
        service.sign_up("grace@example.org", "Grace")
    print(f"{len(ses_mock.outbox)} messages captured\n")
    for message in ses_mock.outbox:
        print(show(message))


if __name__ == "__main__":
    main()
