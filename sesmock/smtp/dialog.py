"""The server's side of an SMTP dialog, without I/O: bytes in, bytes out. Spec: smtp.md §2."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from sesmock.smtp import replies, unconfirmed_replies

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LINE = 2048
"""How long a command may be; what RFC 5321 asks for is less."""
_END = b"\r\n.\r\n"


class Dialog(ABC):
    """Reads commands and mail, and answers them; a subclass has a method for each command.

    ``is_encrypted`` is whether the connection uses TLS. After the reply to STARTTLS ``starts_tls`` is true: whoever
    owns the connection encrypts it and calls `begin_tls`. Once ``is_closed`` is true nothing more is answered.
    """

    max_size: int
    """How many bytes a mail may have."""

    def __init__(self, *, is_encrypted: bool) -> None:
        self.is_encrypted = is_encrypted
        self.starts_tls = False
        self.is_closed = False
        self._buffer = bytearray()
        self._reads_mail = False
        self._searched = 0  # how much of the buffer holds no end of the mail
        self._is_too_long = False
        self._answer_line: Callable[[str], str] | None = None  # takes the line that AUTH waits for
        self._output = bytearray()

    def greet(self) -> bytes:
        """Return what the server says first."""
        self._reply(self.open())
        return self._flush()

    def receive(self, data: bytes) -> bytes:
        """Take what the client sent, in pieces of any size, and return the replies.

        What an error of a test's own raises leaves here; the replies before it are returned by `drain`.
        """
        self._buffer += data
        while not (self.is_closed or self.starts_tls) and self._step():
            pass
        return self._flush()

    def drain(self) -> bytes:
        """Return the replies that no `receive` has returned."""
        return self._flush()

    def begin_tls(self) -> None:
        """Go on over TLS: what was said before is forgotten, and so is what the client sent ahead of time."""
        self._buffer.clear()
        self.starts_tls = False
        self.is_encrypted = True
        self.restart()

    def time_out(self) -> bytes:
        """Return the reply to a client that said nothing for too long, and close."""
        self.close(replies.TIMEOUT)
        return self._flush()

    def close(self, reply: str | None = None) -> None:
        """Say no more, but for a last reply."""
        if reply is not None:
            self._reply(reply)
        self.is_closed = True
        self._buffer.clear()

    # What a subclass says.

    @abstractmethod
    def open(self) -> str:
        """Return the greeting."""

    @abstractmethod
    def restart(self) -> None:
        """Forget what the client said."""

    @abstractmethod
    def obey(self, verb: str, argument: str) -> str:
        """Return the reply to a command; ``verb`` is in upper case."""

    @abstractmethod
    def take_mail(self, data: bytes, *, is_too_long: bool) -> str:
        """Return the reply to a mail; one that is too long comes without its data."""

    def read_mail(self) -> str:
        """Read a mail next, and return the reply that asks for it."""
        self._reads_mail = True
        self._searched, self._is_too_long = 0, False
        self._buffer[:0] = b"\r\n"  # so that a first line is like any other
        return replies.SEND_DATA

    def ask(self, question: str, answer_line: Callable[[str], str]) -> str:
        """Hand the next line to a function, and return the question to it."""
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
        """Do one command, or one mail; return whether there was a whole one."""
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
        data = content.replace(b"\r\n.", b"\r\n")[2:]
        is_too_long = self._is_too_long or len(data) > self.max_size
        self._reply(self.take_mail(b"" if is_too_long else data, is_too_long=is_too_long))
        return True

    def _trim(self) -> None:
        """Remember how far the end was looked for; of a mail that is too long keep only what its end may need."""
        if len(self._buffer) > 2 * self.max_size:  # dots that stand for two are not counted yet
            self._is_too_long = True
        if self._is_too_long:
            del self._buffer[: -len(_END)]
        self._searched = max(0, len(self._buffer) - len(_END) + 1)
