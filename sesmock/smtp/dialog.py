"""The server's side of an SMTP dialog, without I/O: bytes in, bytes out. Spec: smtp.md §2."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from sesmock.smtp import replies, unconfirmed_replies

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LINE = 2048
"""The maximum length of a command in bytes; RFC 5321 §4.5.3.1.4 requires at least 512."""
# A bare LF does not end a line of the mail. Spec: smtp.md §2.5 [I].
_END = b"\r\n.\r\n"


class Dialog(ABC):
    """Reads commands and mail, and replies to them; a subclass implements each command as a method.

    ``is_encrypted`` says whether the connection uses TLS. After the reply to STARTTLS, ``starts_tls`` is true, and
    the owner of the connection has to encrypt it and call `begin_tls`. Once ``is_closed`` is true, there are no
    more replies.
    """

    max_size: int
    """The maximum size of an email in bytes."""

    def __init__(self, *, is_encrypted: bool) -> None:
        self.is_encrypted = is_encrypted
        self.starts_tls = False
        self.is_closed = False
        self._buffer = bytearray()
        self._reads_mail = False
        self._searched = 0  # up to this position, the buffer does not contain the end of the mail
        self._is_too_long = False
        self._answer_line: Callable[[str], str] | None = None  # called with the line for which AUTH waits
        self._output = bytearray()

    def greet(self) -> bytes:
        """Return the server's first line."""
        self._reply(self.open())
        return self._flush()

    def receive(self, data: bytes) -> bytes:
        """Accept data from the client, in pieces of any size, and return the replies.

        An exception from a test's function passes through; `drain` then returns the earlier replies.
        """
        self._buffer += data
        while not (self.is_closed or self.starts_tls) and self._step():
            pass
        return self._flush()

    def drain(self) -> bytes:
        """Return the replies that `receive` has not returned yet."""
        return self._flush()

    def begin_tls(self) -> None:
        """Continue over TLS with a new session, and discard data that the client sent before the handshake."""
        # An attacker may have injected commands before the encryption, and RFC 3207 §4.2 has the server forget
        # everything that it learned before.
        self._buffer.clear()
        self.starts_tls = False
        self.is_encrypted = True
        self.restart()

    def time_out(self) -> bytes:
        """Return the reply to a client that was silent for too long, and close."""
        self.close(replies.TIMEOUT)
        return self._flush()

    def close(self, reply: str | None = None) -> None:
        """End the dialog, optionally with a last reply."""
        if reply is not None:
            self._reply(reply)
        self.is_closed = True
        self._buffer.clear()

    # The methods of subclasses.

    @abstractmethod
    def open(self) -> str:
        """Return the greeting."""

    @abstractmethod
    def restart(self) -> None:
        """Reset the session."""

    @abstractmethod
    def obey(self, verb: str, argument: str) -> str:
        """Return the reply to a command; ``verb`` is in upper case."""

    @abstractmethod
    def take_mail(self, data: bytes, *, is_too_long: bool) -> str:
        """Return the reply to an email; ``data`` is empty if the email is too long."""

    def read_mail(self) -> str:
        """Expect an email next, and return the reply that requests it."""
        self._reads_mail = True
        self._searched, self._is_too_long = 0, False
        self._buffer[:0] = b"\r\n"  # the end must be found even if it is the first line
        return replies.SEND_DATA

    def ask(self, question: str, answer_line: Callable[[str], str]) -> str:
        """Pass the client's next line to a function, and return the prompt for it."""
        self._answer_line = answer_line
        return question

    # Lines and mail.

    def _reply(self, text: str) -> None:
        self._output += text.encode("utf-8", "surrogateescape") + b"\r\n"

    def _flush(self) -> bytes:
        output = bytes(self._output)
        self._output.clear()
        return output

    def _step(self) -> bool:
        """Process one command or one email; return whether the buffer contained a complete one."""
        return self._step_mail() if self._reads_mail else self._step_line()

    def _step_line(self) -> bool:
        end = self._buffer.find(b"\n")
        if end < 0 and len(self._buffer) <= MAX_LINE:
            return False
        if not 0 <= end <= MAX_LINE:
            self.close(unconfirmed_replies.LINE_TOO_LONG)
            return False
        line = bytes(self._buffer[: end + 1])
        del self._buffer[: end + 1]
        content = line.removesuffix(b"\r\n")
        stray = min((position for position in map(content.find, (b"\r", b"\n")) if position >= 0), default=-1)
        if stray >= 0:
            self.close(unconfirmed_replies.NO_CRLF.format(position=stray))
            return False
        # A client may send any bytes; surrogates let a reply quote them unchanged.
        self._reply(self._answer(content.decode("utf-8", "surrogateescape")))
        return True

    def _answer(self, line: str) -> str:
        answer_line, self._answer_line = self._answer_line, None
        if answer_line is not None:
            return answer_line(line.strip())
        verb, _, argument = line.strip().partition(" ")
        return self.obey(verb.upper(), argument.strip())

    def _step_mail(self) -> bool:
        end = self._buffer.find(_END, self._searched)
        if end < 0:
            self._trim()
            return False
        content = b"" if self._is_too_long else bytes(self._buffer[: end + 2])
        del self._buffer[: end + len(_END)]
        self._reads_mail = False
        # Clients double a dot at the start of a line (RFC 5321 §4.5.2); the first CR LF comes from `read_mail`.
        data = content.replace(b"\r\n.", b"\r\n")[2:]
        is_too_long = self._is_too_long or len(data) > self.max_size
        self._reply(self.take_mail(b"" if is_too_long else data, is_too_long=is_too_long))
        return True

    def _trim(self) -> None:
        """Record how far the buffer has been searched for the end of the email.

        If the email is too long, keep only the bytes with which its end may begin.
        """
        # Twice the maximum, since dots at the start of lines are still doubled.
        if len(self._buffer) > 2 * self.max_size:
            self._is_too_long = True
        if self._is_too_long:
            del self._buffer[: -len(_END)]
        # The end can arrive in two pieces, so the last bytes are searched again.
        self._searched = max(0, len(self._buffer) - len(_END) + 1)
