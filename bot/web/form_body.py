"""A form that somebody sent from one of our pages."""

from starlette.requests import Request

from bot.web.body import FORM, PATIENCE, BadBody, Door

LARGEST = 200_000  # bytes: 20,000 characters, each escaped, and room to spare
PAGE = Door(
    LARGEST,
    {
        400: "Your answer did not arrive whole.",
        408: "Your answer took too long to arrive. Please go back and send it again.",
        413: "That is too long. Please go back, and keep it under 20,000 characters.",
        415: "This page takes its own form only. Please use the buttons on it.",
    },
    kind=FORM,
    most_fields=20,
)


async def read_form(request: Request, patience: float = PATIENCE) -> dict[str, str]:
    """Field to text. Raises BadBody."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise BadBody(403, "This form came from another site. Please open the link from your e-mail, and use its page.")
    body = await PAGE.read(request, patience)
    return PAGE.fields(body, "Your answer could not be read. Please go back and send it again.")
