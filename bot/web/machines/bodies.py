"""What another system sent."""

import json
from typing import Any

from starlette.requests import Request

from bot.web.body import FORM, JSON, BadBody, Door

LARGEST = 100_000  # bytes
WORDS = {
    400: "The body did not arrive whole.",
    408: "The body took too long to arrive.",
    413: f"The body is larger than {LARGEST} bytes.",
}
OF_JSON = Door(LARGEST, {**WORDS, 415: f"Send {JSON}."}, kind=JSON)
OF_FORMS = Door(LARGEST, {**WORDS, 415: f"Send {FORM}."}, kind=FORM, most_fields=60)


async def read_json(request: Request) -> bytes:
    """As it was signed, not yet taken apart. Raises BadBody."""
    return await OF_JSON.read(request)


async def read_form(request: Request) -> tuple[bytes, dict[str, str]]:
    """As it came, and field to text. Raises BadBody."""
    body = await OF_FORMS.read(request)
    return body, OF_FORMS.fields(body, "The form could not be read.")


def json_object(body: bytes) -> dict[str, Any]:
    """Raises BadBody."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise BadBody(400, "The body is not JSON.") from None
    if not isinstance(found, dict):
        raise BadBody(400, "The body has to be a JSON object.")
    return found
