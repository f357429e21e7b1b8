"""A real SMTP server on loopback, which keeps what it gets and misbehaves when it is told to."""

import asyncio
import email
import email.policy
import threading
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session


@dataclass
class Received:
    to: str
    letter: EmailMessage

    def part(self, kind: str) -> str:
        body = self.letter.get_body((kind,))
        assert body is not None
        return body.get_content().replace("\r\n", "\n")

    @property
    def text(self) -> str:
        return self.part("plain")

    @property
    def html(self) -> str:
        return self.part("html")


@dataclass
class Mailbox:
    """The handler. `refuse`: answers by address, to RCPT; `after`: the answer to each letter, in order of coming;
    "never" is no answer until `let_go`, which the letter outlives: it is kept."""

    refuse: dict[str, str] = field(default_factory=dict)
    after: list[str] = field(default_factory=list)
    silent: bool = False  # no answer to MAIL either
    received: list[Received] = field(default_factory=list)
    port: int = 0
    let_go: threading.Event = field(default_factory=threading.Event)

    async def handle_MAIL(self, server: Any, session: Session, envelope: Envelope, address: str, options: list) -> str:
        await self._wait() if self.silent else None
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Session, envelope: Envelope, address: str, options: list) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        answer = self.after.pop(0) if self.after else "250 OK"
        if answer.startswith(("250", "never")):
            parsed = email.message_from_bytes(envelope.content or b"", policy=email.policy.default)
            assert isinstance(parsed, EmailMessage)
            self.received += [Received(to, parsed) for to in envelope.rcpt_tos]
        if answer == "never":
            await self._wait()
        return answer

    async def _wait(self) -> None:
        while not self.let_go.is_set():
            await asyncio.sleep(0.005)


class _Server(Controller):
    def _trigger_server(self) -> None:
        self.port = port_of(self)  # 0 until now: any free one
        super()._trigger_server()


def check_password(server: Any, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (b"us", b"p@ss/word")
    return AuthResult(success=right, handled=False)


def start(mailbox: Mailbox, *, login: bool = False) -> Controller:
    """On a free port of 127.0.0.1; `stop` it afterwards."""
    more: dict[str, Any] = {"auth_require_tls": False, "authenticator": check_password} if login else {}
    server = _Server(mailbox, hostname="127.0.0.1", port=0, **more)
    server.start()
    return server


def port_of(server: Controller) -> int:
    assert server.server is not None
    return server.server.sockets[0].getsockname()[1]
