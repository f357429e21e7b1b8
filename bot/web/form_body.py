"""Reading a form that somebody sent: small, in time, of the right kind, or refused with a status and a sentence."""

import asyncio
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

KIND = "application/x-www-form-urlencoded"
LARGEST = 200_000  # bytes: 20,000 characters, each escaped, and room to spare
MOST_FIELDS = 20
PATIENCE = 20.0  # seconds for the whole body


class BadForm(Exception):
    """`status` is HTTP's; the message is for the person."""

    def __init__(self, status: int, message: str):
        super().__init__(message)
        self.status, self.message = status, message


async def read_form(request: Request, patience: float = PATIENCE) -> dict[str, str]:
    """Field to text; the last one counts of several with one name. Raises BadForm."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != KIND:
        raise BadForm(415, "This page takes its own form only. Please use the buttons on it.")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise BadForm(403, "This form came from another site. Please open the link from your e-mail, and use its page.")
    try:
        body = await asyncio.wait_for(_body(request), patience)
    except ClientDisconnect:
        raise BadForm(400, "Your answer did not arrive whole.") from None
    except TimeoutError:
        raise BadForm(408, "Your answer took too long to arrive. Please go back and send it again.") from None
    try:
        fields = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise BadForm(400, "Your answer could not be read. Please go back and send it again.") from None
    return dict(fields)


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise BadForm(413, "That is too long. Please go back, and keep it under 20,000 characters.")
    return bytes(body)
