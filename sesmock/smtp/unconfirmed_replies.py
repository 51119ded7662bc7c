"""The SMTP replies that are not confirmed by a recording: most are aiosmtpd's, which SES's replies resemble.

Spec: smtp.md §2 [I]. docs/reference/fidelity.md lists them.
"""

from __future__ import annotations

TLS_IS_ACTIVE = "454 TLS not available due to temporary reason: TLS already active"
UNKNOWN_COMMAND = "500 Error: command not implemented"
BAD_SYNTAX = "500 Error: bad syntax"
NO_PARAMETERS = "501 Syntax error (no parameters allowed)"
NO_CRLF = (
    "501 Syntax error at character position {position}. CR and LF must be CRLF paired.  See RFC 2821 #2.7.1."
)
LINE_TOO_LONG = "501 Input line length is too long!"
AUTHENTICATION_CANCELED = "501 Authentication canceled by client."
AUTH_SYNTAX = "501 Syntax: AUTH mechanism [initial-response]"
HELLO_SYNTAX = "501 Syntax: {verb} hostname"
COMMAND_DISABLED = "502 {verb} command is disabled"
HELLO_FIRST = "503 Error: send HELO/EHLO first"
ALREADY_AUTHENTICATED = "503 Refusing any other AUTH command."
NEED_MAIL = "503 Error: need MAIL command"
UNKNOWN_MECHANISM = "504 The requested authentication mechanism is not supported"
CONFIGURATION_SET_PAUSED = "554 Configuration Set sending paused: "
OTHER_STATUS = "{status} Transaction failed"
