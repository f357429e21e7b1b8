"""The way "webhook": what a channel or letter would say, as JSON, to a partner's own system.

Signed as in bot/signing.py. The id is the delivery's key, so a partner that has seen it before knows; after a lost
answer the same id goes again. A card that changes goes again with a new id: theirs is repainted by themselves.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import SecretStr
from sqlalchemy import Engine

from bot import signing
from bot.cards.message import Message
from bot.clock import Clock
from bot.delivery.pacing import Limits
from bot.delivery.sender import Place, Receipt
from bot.delivery.transport_error import TransportError
from storage.actions import Action
from storage.outbox import Delivery
from storage.session import reading

if TYPE_CHECKING:
    from triage_rules.council import Council

STEP = 10.0  # seconds for one answer
WHOLE = 30.0  # seconds for all of it
WEBHOOK_LIMITS = Limits(per_channel=timedelta(milliseconds=100), workspace=timedelta(), burst=1000)
NO_SECRET = "WEBHOOK_SECRETS has no secret for {name}: set it and start again; nothing is lost."
GONE = "has no webhook in the council's data: name one, or drop this delivery."
REFUSED = "Their system refuses this. Ask them why; then retry or drop this delivery."
BUSY = "Their system cannot take it now. It is tried again by itself."
UNREACHABLE = "Their system cannot be reached. It is tried again by itself."
LOST = "Their system's answer was lost. It is sent again, with the same id."


class WebhookSender:
    """`secrets`: by organisation."""

    repaints = True

    def __init__(
        self,
        secrets: Mapping[str, SecretStr],
        engine: Engine,
        clock: Clock,
        council: Callable[[], Council],
        limits: Limits | None = WEBHOOK_LIMITS,
        *,
        step: float = STEP,
        whole: float = WHOLE,
        context: ssl.SSLContext | None = None,
    ):
        self._secrets, self._engine, self._clock, self._council = secrets, engine, clock, council
        self.limits, self._step, self._whole = limits, step, whole
        self._context = context or ssl.create_default_context()
        self.longest = timedelta(seconds=2 * whole)

    def address(self, recipient: str, council: Council) -> str:
        organisation = recipient.removeprefix("hook:")
        known = {org.id: org for org in council.directory.organisations}
        if organisation not in known or not known[organisation].webhook:
            name = known[organisation].name if organisation in known else organisation
            raise TransportError(f"{name} {GONE}", permanent=True)
        if organisation not in self._secrets:
            raise TransportError(NO_SECRET.format(name=organisation), retry_after=600)
        return known[organisation].webhook or ""

    def post(self, delivery: Delivery, message: Message, place: Place) -> Receipt:
        body = json.dumps(self._payload(delivery, message), ensure_ascii=False).encode()
        secret = self._secrets[delivery.recipient.removeprefix("hook:")].get_secret_value()
        at = int(self._clock.system().timestamp())
        headers = {
            "content-type": "application/json",
            "user-agent": "rapid-response",
            "webhook-id": delivery.key,
            "webhook-timestamp": str(at),
            "webhook-signature": signing.sign(secret, delivery.key, at, body),
        }
        _judge(*self._request(place.channel, body, headers))
        return Receipt(place.channel, delivery.key)

    def repaint(self, delivery: Delivery, message: Message, place: Place) -> Receipt:
        return self.post(delivery, message, place)

    def find(self, delivery: Delivery, place: Place) -> Sequence[Receipt]:
        """Nobody to ask; the id tells them that they have it already."""
        return ()

    def delete(self, receipt: Receipt) -> None: ...

    def _payload(self, delivery: Delivery, message: Message) -> dict[str, Any]:
        action = None
        if delivery.action_id:
            with reading(self._engine) as session:
                action = session.get(Action, delivery.action_id)
        return {
            "type": delivery.kind,
            "id": delivery.key,
            "organisation": delivery.recipient.removeprefix("hook:"),
            "issue": f"RR-{delivery.issue_id}" if delivery.issue_id else None,
            "action": _action(action) if action else None,
            "text": message.plain_text,
        }

    def _request(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """(status, Retry-After). No redirect is followed. Raises TransportError."""
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        host = parts.hostname or ""
        if parts.scheme == "https":
            connection = http.client.HTTPSConnection(host, parts.port, timeout=self._step, context=self._context)
        else:  # loopback only: the council's data allows no other
            connection = http.client.HTTPConnection(host, parts.port, timeout=self._step)
        try:
            connection.connect()
        except (OSError, ValueError) as error:
            connection.close()
            raise TransportError(UNREACHABLE, code=type(error).__name__) from error
        out_of_time = threading.Event()
        late = threading.Timer(self._whole, _cut, [connection.sock, out_of_time])
        late.daemon = True
        late.start()
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            if out_of_time.is_set():  # what was cut off may read like an answer
                raise TransportError(LOST, unknown=True, code="cut off")
            return answer.status, answer.headers.get("retry-after", "")
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise TransportError(LOST, unknown=True, code=type(error).__name__) from error
        finally:
            late.cancel()
            connection.close()


def _action(action: Action) -> dict[str, Any]:
    return {
        "id": action.id,
        "what": action.text,
        "state": action.state,
        "finish_by": action.finish_by.isoformat() if action.finish_by else None,
        "reference": action.reference,
        "expected_by": action.expected_by,
    }


def _cut(sock: socket.socket | None, out_of_time: threading.Event) -> None:
    """Ends the wait for an answer that drips in."""
    out_of_time.set()
    if sock is not None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


def _judge(status: int, retry_after: str) -> None:
    if 200 <= status < 300:
        return
    pause = float(retry_after) if retry_after.isdigit() and len(retry_after) < 6 else None
    if status == 429:
        raise TransportError(BUSY, retry_after=pause or 60.0, limited=True, code="429")
    if status in (408, 425) or status >= 500:
        raise TransportError(BUSY, retry_after=pause, code=str(status))
    raise TransportError(REFUSED, permanent=True, code=str(status))
