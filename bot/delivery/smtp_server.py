"""One conversation with the mail server, and what each of its answers means for the letter.

Codes: https://www.rfc-editor.org/rfc/rfc5321#section-4.2. 4xx may be tried again, 5xx not.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import unquote, urlsplit

from bot.cards.text import one_line, shorten
from bot.delivery.transport_error import TransportError

PORTS = {"smtp": 25, "smtps": 465}
STEP = 10.0  # seconds for one answer
BEFORE = 50.0  # seconds for all answers before the letter itself
LAST = 60.0  # seconds for the answer to the letter: servers look through it first
LONGEST = BEFORE + STEP + LAST  # the dispatcher's lease is longer
LOGIN_PAUSE = 60.0
UNREACHABLE = "The mail server cannot be reached. It is tried again by itself."
SLOW = "The mail server does not answer in time. It is tried again by itself."
BUSY = "The mail server cannot take it now. It is tried again by itself."
LOST = "The mail server's answer was lost. The letter is sent again, with the same Message-ID."
NOT_ENCRYPTED = "The mail server offers no encryption, and SMTP_URL asks for it (starttls). Correct SMTP_URL."
BAD_LOGIN = "The mail server refuses our name and password. Correct SMTP_URL and start again; nothing is lost."
BAD_SENDER = "The mail server does not let us write as MAIL_FROM. Correct it and start again; nothing is lost."
REFUSED = "The mail server refuses this address. Correct it in the council's directory, or tell them another way."
CONTENT = "The mail server refuses this letter. Tell whoever looks after the bot."


@dataclass(frozen=True)
class SmtpServer:
    """What SMTP_URL says. `password` is never shown."""

    host: str
    port: int
    tls: Literal["none", "starttls", "whole"]
    user: str = ""
    password: str = field(default="", repr=False)


def parse_smtp_url(url: str) -> SmtpServer:
    """`smtp://user:pass@host:587?starttls` or `smtps://…`. Raises ValueError, without the password in it."""
    parts = urlsplit(url.strip())
    if parts.scheme not in PORTS or not parts.hostname or parts.query not in ("", "starttls"):
        raise ValueError("SMTP_URL has to look like smtp://user:password@host:587?starttls or smtps://…")
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError:
        raise ValueError("SMTP_URL has no usable port: write it as a number behind the host.") from None
    tls = "whole" if parts.scheme == "smtps" else "starttls" if parts.query else "none"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return SmtpServer(parts.hostname, port, tls, user, password)


class Post:
    """A server to hand letters to. `monotonic` measures seconds; `we` is our name in the greeting."""

    def __init__(
        self,
        server: SmtpServer,
        monotonic: Callable[[], float],
        we: str,
        *,
        step: float = STEP,
        last: float = LAST,
        context: ssl.SSLContext | None = None,
    ):
        self._server, self._monotonic, self._we = server, monotonic, we
        self._step, self._last = step, last
        self._context = context or ssl.create_default_context()

    def probe(self) -> None:
        """Connect and log in, and send nothing. Raises TransportError."""
        with self._session() as smtp:
            _expect(smtp.docmd("NOOP"), BUSY, everything=True)

    def hand_over(self, sender: str, to: str, letter: bytes) -> None:
        """One letter to one address. Raises TransportError; `unknown` once the letter was on its way."""
        until = self._monotonic() + BEFORE
        with self._session() as smtp:
            self._in_time(smtp, until)
            _expect(smtp.mail(sender), BAD_SENDER, everything=True)
            self._in_time(smtp, until)
            _expect(smtp.rcpt(to), REFUSED)
            self._in_time(smtp, until)
            _expect(smtp.docmd("DATA"), CONTENT, good=(354,))
            self._in_time(smtp, until)
            _expect(_sent(smtp, letter, self._last), CONTENT)

    def _in_time(self, smtp: smtplib.SMTP, until: float) -> None:
        left = until - self._monotonic()
        if left <= 0:
            raise TimeoutError
        if smtp.sock is not None:
            smtp.sock.settimeout(min(self._step, left))

    @contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        """Whatever goes wrong is raised as a TransportError; nothing of a letter has been taken then."""
        smtp = None
        try:
            smtp = self._connected()
            yield smtp
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()
        except smtplib.SMTPAuthenticationError as error:
            temporary = 400 <= error.smtp_code < 500
            raise TransportError(
                BUSY if temporary else BAD_LOGIN, retry_after=LOGIN_PAUSE, everything=True, code=str(error.smtp_code)
            ) from None  # what it was caused by may hold the password
        except smtplib.SMTPNotSupportedError as error:
            raise TransportError(NOT_ENCRYPTED, retry_after=LOGIN_PAUSE, everything=True) from error
        except smtplib.SMTPResponseException as error:
            raise TransportError(BUSY, everything=True, code=_said(error.smtp_code, error.smtp_error)) from error
        except (OSError, smtplib.SMTPException) as error:
            if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
                raise TransportError(SLOW, everything=True, code="timeout") from error
            raise TransportError(UNREACHABLE, everything=True, code=type(error).__name__) from error
        finally:
            if smtp is not None:
                smtp.close()

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        if server.tls == "whole":
            smtp = smtplib.SMTP_SSL(timeout=self._step, local_hostname=self._we, context=self._context)
        else:
            smtp = smtplib.SMTP(timeout=self._step, local_hostname=self._we)
        smtp._host = server.host  # pyright: ignore[reportAttributeAccessIssue]  only its constructor sets it
        try:
            _expect(smtp.connect(server.host, server.port), BUSY, everything=True)
            if server.tls == "starttls":
                smtp.starttls(context=self._context)
            smtp.ehlo_or_helo_if_needed()
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp


def _sent(smtp: smtplib.SMTP, letter: bytes, last: float) -> tuple[int, bytes]:
    """The server's answer to the whole letter. From the first byte on, silence means: it may have it."""
    dotted = re.sub(rb"(?m)^\.", b"..", letter)
    try:
        smtp.send(dotted + (b"" if dotted.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        if smtp.sock is not None:
            smtp.sock.settimeout(last)
        return smtp.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise TransportError(LOST, unknown=True, code=type(error).__name__) from error


def _expect(
    answer: tuple[int, bytes], refused: str, *, good: tuple[int, ...] = (220, 250, 251, 252), everything: bool = False
) -> None:
    """`refused` is what a 5xx means here; `everything`: then it is not this letter's fault."""
    code, said = answer
    if code in good:
        return
    permanent = 500 <= code < 600
    if permanent and everything:
        raise TransportError(refused, retry_after=LOGIN_PAUSE, everything=True, code=_said(code, said))
    raise TransportError(
        refused if permanent else BUSY, permanent=permanent, everything=everything, code=_said(code, said)
    )


def _said(code: int, said: bytes | str) -> str:
    """ "550 no such mailbox", in one line, for the team to read."""
    text = said if isinstance(said, str) else said.decode("utf-8", "replace")
    return shorten(one_line(f"{code} {text}"), 200, "…")
