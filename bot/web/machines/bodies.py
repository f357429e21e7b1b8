"""Reading what a machine sent: small, in time, of the right kind, or refused with a status and a sentence."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

LARGEST = 100_000  # bytes
PATIENCE = 20.0  # seconds for the whole body
MOST_FIELDS = 60
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


class BadBody(Exception):
    """`status` is HTTP's."""

    def __init__(self, status: int, message: str):
        super().__init__(message)
        self.status, self.message = status, message


async def read_body(request: Request, kind: str, patience: float = PATIENCE) -> bytes:
    """Raises BadBody."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != kind:
        raise BadBody(415, f"Send {kind}.")
    try:
        return await asyncio.wait_for(_all(request), patience)
    except ClientDisconnect:
        raise BadBody(400, "The body did not arrive whole.") from None
    except TimeoutError:
        raise BadBody(408, "The body took too long to arrive.") from None


async def _all(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise BadBody(413, f"The body is larger than {LARGEST} bytes.")
    return bytes(body)


def json_object(body: bytes) -> dict[str, Any]:
    """Raises BadBody."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise BadBody(400, "The body is not JSON.") from None
    if not isinstance(found, dict):
        raise BadBody(400, "The body has to be a JSON object.")
    return found


def form_fields(body: bytes) -> dict[str, str]:
    """Raises BadBody."""
    try:
        pairs = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise BadBody(400, "The form could not be read.") from None
    return dict(pairs)
