"""Signatures of machine-to-machine messages, as in https://www.standardwebhooks.com: HMAC over id, time and body."""

import base64
import binascii
import hashlib
import hmac
import re

TOLERANCE = 300  # seconds: older is a replay, newer a wrong clock
PREFIX = "whsec_"
ID = re.compile(r"[A-Za-z0-9_.-]{8,100}")


def sign(secret: str, id: str, timestamp: int, body: bytes) -> str:
    """The value of the header webhook-signature."""
    digest = hmac.new(_key(secret), f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def is_right(secret: str, id: str, timestamp: str, body: bytes, given: str, now: float) -> bool:
    """Whether one of the signatures given (several while a key is changed) is ours, and fresh. `now`: epoch seconds."""
    if not ID.fullmatch(id) or not re.fullmatch(r"[0-9]{1,12}", timestamp):
        return False
    if abs(now - int(timestamp)) > TOLERANCE:
        return False
    right = sign(secret, id, int(timestamp), body).encode()
    return any(hmac.compare_digest(right, each.encode()) for each in given.split(" ")[:5])


def _key(secret: str) -> bytes:
    if secret.startswith(PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
        except (binascii.Error, ValueError):
            pass
    return secret.encode()
