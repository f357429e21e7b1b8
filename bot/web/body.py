"""Reading what a request carries: whole, small enough and in time, or refused in the words of the door it came to."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

PATIENCE = 20.0  # seconds for the whole body
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


class BadBody(Exception):
    """`status` is HTTP's; `message` is for whoever sent it."""

    def __init__(self, status: int, message: str):
        super().__init__(message)
        self.status, self.message = status, message


@dataclass(frozen=True)
class Door:
    """What one address takes. `largest` is in bytes; `words`: HTTP status (400, 408, 413, 415) to what is said."""

    largest: int
    words: Mapping[int, str]
    kind: str = ""  # of content; empty: any
    most_fields: int = 0  # of a form

    def refuse(self, status: int) -> BadBody:
        return BadBody(status, self.words[status])

    async def read(self, request: Request, patience: float = PATIENCE) -> bytes:
        """Raises BadBody."""
        if self.kind and request.headers.get("content-type", "").partition(";")[0].strip().lower() != self.kind:
            raise self.refuse(415)
        try:
            return await asyncio.wait_for(self._whole(request), patience)
        except ClientDisconnect:
            raise self.refuse(400) from None
        except TimeoutError:
            raise self.refuse(408) from None

    async def _whole(self, request: Request) -> bytes:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self.largest:
                raise self.refuse(413)
        return bytes(body)

    def fields(self, body: bytes, unreadable: str) -> dict[str, str]:
        """Of a form: field to text; the last one counts of several with one name. Raises BadBody."""
        try:
            pairs = parse_qsl(
                body.decode("utf-8"),
                keep_blank_values=True,
                encoding="utf-8",
                errors="strict",
                max_num_fields=self.most_fields,
            )
        except ValueError:
            raise BadBody(400, unreadable) from None
        return dict(pairs)
