# ruff: noqa: E501  (tables of bytes)
"""Requests that nobody with a right sends: raw bytes, each with what it may be answered with."""

import hashlib
import hmac
import json
import random  # noqa: TID251  (a seed makes a run again)
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from bot import signing
from fuzz.known import Known
from fuzz.people import OFFICER, WITHOUT_RIGHTS, Sender
from fuzz.server import HOOK, SLACK

WORDS = [
    "", "0", "-1", "RR-1", "1e999", "NaN", "\x00", "é" * 300, "🕳️" * 50, "\u202e", "<script>alert(1)</script>", "' OR 1=1 --",
    "{{7*7}}", "%s%n", "../../../etc/passwd", "\r\nSet-Cookie: a=b", "A" * 5_000, "[" * 3_000, '{"a":' * 500, "null",
    "\ud800", "<!channel>", "${jndi:x}", "true", "9" * 40, "​", "‮abc",
]  # fmt: skip
UNREADABLE = (
    b"", b"{", b"[]", b"null", b"{}", b"payload=", b"payload=[]", b"payload=null", b"payload=7", b'payload="x"', b"payload=%7B",
    b"payload=" + b"%5B" * 3_000, b"[" * 3_000, b"payload=%7B%22team%22%3A7%7D", b'{"user":7}', b'{"authorizations":{"a":1}}',
    b"payload=NaN", b'{"team":[]}', b'{"event":{"user":[]}}', b'{"response_urls":[]}',
)  # fmt: skip
VERBS = ("acknowledge", "not-ours", "done", "note", "reference", "reply", "after/done", "nothing", "")
KNOWN = frozenset({200, 400})  # done, refused in words, or not what Slack sends
REFUSED = frozenset({400, 401, 403, 404, 405, 408, 409, 410, 411, 413, 414, 415, 422, 429, 431})


@dataclass(frozen=True)
class Shot:
    """`allowed`: status codes; None: anything below 500, or no answer. `kind` is what the figures call it."""

    kind: str
    raw: bytes
    allowed: frozenset[int] | None = REFUSED


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n" + body


class Gunner:
    """Makes shots; `link` is the path of a link that works."""

    def __init__(self, seed: int, link: str):
        self._dice, self._link = random.Random(seed), link  # noqa: S311
        self._payloads = Known(self._dice)
        self._makers: list[Callable[[], Shot]] = [
            self.slack, self.slack, self.link, self.link, self.form, self.webhook, self.open311, self.new_311,
            self.signed, self.known, self.known, self.anywhere, self.broken,
        ]  # fmt: skip

    def shot(self) -> Shot:
        return self._dice.choice(self._makers)()

    def _word(self) -> str:
        dice = self._dice
        if dice.random() < 0.6:
            return dice.choice(WORDS)
        return "".join(chr(dice.randrange(1, 0x2FF)) for _ in range(dice.randrange(40)))

    def _json(self, depth: int = 0) -> object:
        dice = self._dice
        kind = dice.randrange(7 if depth < 4 else 4)
        if kind < 4:
            return (self._word(), dice.randrange(-10, 10**12), None, True)[kind]
        if kind == 4:
            return [self._json(depth + 1) for _ in range(dice.randrange(4))]
        return {self._word()[:30]: self._json(depth + 1) for _ in range(dice.randrange(5))}

    def _said(self) -> bytes:
        known = {"action": self._dice.choice([1, 2, "1", -1]), "verb": self._dice.choice(["acknowledge", "done", "x"])}
        made = {**known, "text": self._word()} if self._dice.random() < 0.6 else self._json()
        return json.dumps(made).encode()[: self._dice.choice([10, 10_000, 10_000])]

    # -- Slack ----------------------------------------------------------------------------------------------------

    def _slack_body(self) -> bytes:
        if self._dice.random() < 0.2:  # nothing that could be read
            return self._dice.choice(UNREADABLE)
        payload = {"type": self._dice.choice(["block_actions", "view_submission", "x"]), "user": {"id": "U1"},
                   "team": {"id": "T1"}, "actions": [{"action_id": self._word()}], "more": self._json()}  # fmt: skip
        return b"payload=" + quote(json.dumps(payload)).encode()

    def _slack(self, body: bytes, at: int, secret: str = SLACK) -> tuple[str, str]:
        made = hmac.new(secret.encode("utf-8", "replace"), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
        return str(at), f"v0={made}"

    def slack(self) -> Shot:
        """Forged, altered, stale, from the future, or replayed after its time."""
        body, now = self._slack_body(), int(time.time())  # noqa: TID251
        how = self._dice.choice(["none", "forged", "altered", "stale", "future", "replayed", "odd"])
        at, signature = self._slack(body, now)
        if how == "forged":
            at, signature = self._slack(body, now, self._word() or "guess")
        elif how == "altered":
            body += b"&x=1"
        elif how == "stale":
            at, signature = self._slack(body, now - self._dice.randrange(330, 10**6))
        elif how == "future":
            at, signature = self._slack(body, now + self._dice.randrange(330, 10**6))
        elif how == "replayed":  # whole, as it was when it was right
            body = b"payload=%7B%22type%22%3A%22block_actions%22%7D"
            at, signature = self._slack(body, now - 400)
        elif how == "odd":
            signature = self._dice.choice(["", "v0=", "v1=" + signature[3:], signature.upper(), signature + "0"])
        wrong = frozenset({400, 401}) if any(body.startswith(each) for each in UNREADABLE if each) else frozenset({401})
        signed = {} if how == "none" else {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature}
        raw = request("POST", "/slack/events", body, Content_Type="application/x-www-form-urlencoded", **signed)
        return Shot(f"slack {how}", raw, wrong)

    def known(self) -> Shot:
        """What we listen for, signed, about what is on record, with junk in it, from people who may do nothing here."""
        return self._known(self._dice.choice(WITHOUT_RIGHTS))

    def by_officer(self) -> Shot:
        """The same from somebody who may: much of it is done, and nothing of it breaks us."""
        return self._known(OFFICER)

    def _known(self, sender: Sender) -> Shot:
        form = "application/x-www-form-urlencoded"
        if self._dice.random() < 0.1:
            kind, body = "command", self._payloads.command(sender)
        else:
            kind, body = self._payloads.body(sender)
        at, signature = self._slack(body, int(time.time()))  # noqa: TID251
        headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature}
        headers["Content-Type"] = "application/json" if kind == "event" else form
        return Shot(f"slack known {kind}", request("POST", "/slack/events", body, **headers), KNOWN)

    def signed(self) -> Shot:
        """What Slack itself might send and we know nothing of: signed, and strange."""
        made = {
            "type": "event_callback",
            "event": {"type": self._dice.choice(["x", "reaction_added"])},
            "m": self._json(),
        }
        body = json.dumps(made).encode()
        at, signature = self._slack(body, int(time.time()))  # noqa: TID251
        headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature}
        return Shot(
            "slack strange", request("POST", "/slack/events", body, Content_Type="application/json", **headers), None
        )

    # -- links ----------------------------------------------------------------------------------------------------

    def _altered(self) -> str:
        token, dice = self._link.removeprefix("/partner/"), self._dice
        at = dice.randrange(len(token))
        return dice.choice(
            [
                token[:at],
                token[:at] + "A_"[token[at] == "A"] + token[at + 1 :],
                token * 2,
                quote(self._word(), errors="replace"),
            ]
        )

    def link(self) -> Shot:
        """A scanner that opens a link that works, and somebody who guesses."""
        more = self._dice.choice(VERBS)
        if self._dice.random() < 0.4:
            return Shot("link opened", request("GET", f"{self._link}/{more}".rstrip("/")), None)
        return Shot("link guessed", request("GET", f"/partner/{self._altered()}/{more}".rstrip("/")))

    def form(self) -> Shot:
        """A form without our token in it, to a link that works or to none."""
        body = "&".join(
            f"{name}={quote(self._word(), errors='replace')}" for name in ("form", "why", "what", "text", "reference")
        )
        path = self._link if self._dice.random() < 0.7 else f"/partner/{self._altered()}"
        kind = self._dice.choice(["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"])
        raw = request("POST", f"{path}/{self._dice.choice(VERBS[:6])}", body.encode(), Content_Type=kind)
        return Shot("form forged", raw)

    # -- machines -------------------------------------------------------------------------------------------------

    def webhook(self) -> Shot:
        body, dice, now = self._said(), self._dice, int(time.time())  # noqa: TID251
        how = dice.choice(["none", "forged", "stale", "altered", "other"])
        id, at = f"msg-{dice.randrange(10**9)}-x", now - 1000 if how == "stale" else now
        signature = signing.sign("guess" if how == "forged" else HOOK, id, at, body)
        headers = {"webhook-id": id, "webhook-timestamp": str(at), "webhook-signature": signature}
        if how == "altered":
            body += b" "
        organisation = quote(self._word(), safe="", errors="replace") or "x" if how == "other" else "police"
        raw = request(
            "POST",
            f"/webhooks/v1/{organisation}",
            body,
            Content_Type="application/json",
            **({} if how == "none" else headers),
        )
        return Shot(f"webhook {how}", raw)

    def open311(self) -> Shot:
        words = quote(self._word(), safe="", errors="replace")
        path = self._dice.choice([
            "requests/RR-1.json", f"requests/{words}.json", f"requests.xml?service_request_id={words},1", "services.json",
            f"services/{words}.xml", f"services.{words[:20]}", f"requests.json?{words}={words}",
        ])  # fmt: skip
        return Shot("open311 read", request("GET", f"/open311/v2/{path}"), None)

    def new_311(self) -> Shot:
        fields = ("service_code", "description", "lat", "long", "api_key", "attribute[Q1]", "email", "address_string")
        body = "&".join(f"{quote(name)}={quote(self._word(), errors='replace')}" for name in fields)
        kind = self._dice.choice(["application/x-www-form-urlencoded", "application/json"])
        return Shot("open311 forged", request("POST", "/open311/v2/requests.json", body.encode(), Content_Type=kind))

    # -- anything -------------------------------------------------------------------------------------------------

    def anywhere(self) -> Shot:
        dice = self._dice
        method = dice.choice(["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "X"])
        path = dice.choice(
            ["/", "/healthz", "/metrics", "/openapi.json", "/pages.css", "/slack/events", self._link, "/.env"]
        )
        return Shot("anywhere", request(method, path + quote(self._word(), errors="replace")[:50]), None)

    def broken(self) -> Shot:
        """No HTTP, or nearly."""
        dice = self._dice
        raw = dice.choice([
            b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\x00", b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            b"POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
            b"POST /webhooks/v1/police HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 5_000 + b"\r\n",
            b"GET /%ff%fe%00 HTTP/1.1\r\nHost: x\r\n\r\n", b"GET http://other/ HTTP/1.1\r\nHost: x\r\n\r\n", b"\r\n\r\n\r\n",
            bytes(dice.randrange(256) for _ in range(60)) + b"\r\n\r\n", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        ])  # fmt: skip
        return Shot("no HTTP", raw, None)
