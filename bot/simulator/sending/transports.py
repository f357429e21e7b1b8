"""How a payload reaches the app: a signed HTTP request, or (socket_mode.py) an envelope.

Signing: https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from urllib.parse import urlencode

from bot.simulator.errors import NotAnswered
from bot.simulator.state.state import State

PayloadKind = Literal["event", "interactive", "command", "options"]


@dataclass(frozen=True)
class Retry:
    """Sent along with a repeated event: `number` from 1, and why the last try failed."""

    number: int
    reason: str


@dataclass(frozen=True)
class Answer:
    """What the app acknowledged with: an object, words, or nothing."""

    body: dict[str, Any] | str | None = None


class Transport(Protocol):
    def send(self, kind: PayloadKind, payload: dict[str, Any], retry: Retry | None) -> Answer:
        """Raises NotAnswered unless the app acknowledges within `ack_seconds`."""
        ...


def sign(secret: str, timestamp: int, body: str) -> str:
    base = f"v0:{timestamp}:{body}".encode()
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def encode(kind: PayloadKind, payload: dict[str, Any]) -> tuple[str, str]:
    """(content type, body): events are JSON, commands a form, the rest a form with one field `payload`."""
    if kind == "event":
        return "application/json", json.dumps(payload)
    fields = payload if kind == "command" else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urlencode(fields)


def signed_request(
    workspace: State, kind: PayloadKind, payload: dict[str, Any], retry: Retry | None
) -> tuple[str, dict[str, str]]:
    """(body, headers) as Slack sends them."""
    content_type, body = encode(kind, payload)
    timestamp = int(workspace.system_time())
    headers = {
        "content-type": content_type,
        "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "x-slack-request-timestamp": str(timestamp),
        "x-slack-signature": sign(workspace.signing_secret, timestamp, body),
    }
    if retry:
        headers |= {"x-slack-retry-num": str(retry.number), "x-slack-retry-reason": retry.reason}
    return body, headers


def decode(content_type: str, text: str) -> Answer:
    if not text:
        return Answer()
    if content_type.startswith("application/json"):
        return Answer(json.loads(text))
    return Answer(text)


class HttpTransport:
    def __init__(self, workspace: State, url: str) -> None:
        self._workspace, self._url = workspace, url
        # loopback must not go through a proxy named in the environment
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def send(self, kind: PayloadKind, payload: dict[str, Any], retry: Retry | None) -> Answer:
        body, headers = signed_request(self._workspace, kind, payload, retry)
        request = urllib.request.Request(self._url, body.encode(), headers, method="POST")
        try:
            with self._opener.open(request, timeout=self._workspace.ack_seconds) as response:
                return decode(response.headers.get("content-type", ""), response.read().decode())
        except urllib.error.HTTPError as failure:
            no_retry = failure.headers.get("x-slack-no-retry") == "1"
            reason = "no_retry" if no_retry else "http_error"
            raise NotAnswered(reason, failure.code, failure.read().decode(errors="replace")) from failure
        except TimeoutError as failure:
            raise NotAnswered("http_timeout") from failure
        except OSError as failure:
            slow = isinstance(getattr(failure, "reason", None), TimeoutError)
            raise NotAnswered("http_timeout" if slow else "connection_failed") from failure


# (body, headers) -> (status, headers, body): Bolt's own dispatcher, or anything like it, in this process
Handler = Callable[[str, Mapping[str, str]], tuple[int, Mapping[str, str], str]]


class DirectTransport:
    """The same signed request, handed to a function instead of a socket: for quick tests."""

    def __init__(self, workspace: State, handler: Handler) -> None:
        self._workspace, self._handler = workspace, handler

    def send(self, kind: PayloadKind, payload: dict[str, Any], retry: Retry | None) -> Answer:
        body, headers = signed_request(self._workspace, kind, payload, retry)
        status, answered, text = self._handler(body, headers)
        if status != 200:
            raise NotAnswered("no_retry" if answered.get("x-slack-no-retry") == "1" else "http_error", status, text)
        return decode(answered.get("content-type", ""), text)
