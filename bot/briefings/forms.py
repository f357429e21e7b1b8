"""A briefing as plain text, HTML or JSON: of equal worth, all of it."""

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.briefings.content import Briefing
from bot.briefings.phrases import TEMPLATES

_TEXT = Environment(  # plain text, no markup  # nosec B701
    loader=FileSystemLoader(TEMPLATES),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,
)
_HTML = Environment(
    loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=True
)


def as_text(briefing: Briefing) -> str:
    return _TEXT.get_template("briefing.txt.j2").render(briefing=briefing).strip() + "\n"


def as_html(briefing: Briefing) -> str:
    """A whole page with its style in it: no script, no images, nothing fetched."""
    return _HTML.get_template("briefing.html.j2").render(briefing=briefing)


def as_json(briefing: Briefing) -> str:
    return briefing.model_dump_json(indent=2) + "\n"
