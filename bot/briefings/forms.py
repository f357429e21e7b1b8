"""A briefing as plain text, HTML or JSON: of equal worth, all of it."""

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.briefings.charts import trend
from bot.briefings.content import Briefing
from bot.briefings.page_fit import beyond, on_one_side
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
_HTML.globals.update(trend=trend, beyond=beyond)


def as_text(briefing: Briefing) -> str:
    return _TEXT.get_template("briefing.txt.j2").render(briefing=briefing).strip() + "\n"


def as_html(briefing: Briefing, *, large: bool = False, write_to: str = "") -> str:
    """A whole page with its style in it: no script, no images, nothing fetched. A ward's prints on one side of A4.

    large: in 16 point, on as many sides as it takes. write_to: an address for what is asked of the reader.
    """
    facts = {"briefing": briefing, "limit": on_one_side(briefing), "large": large, "write_to": write_to}
    return _HTML.get_template("briefing.html.j2").render(facts).lstrip()


def as_large_html(briefing: Briefing) -> str:
    return as_html(briefing, large=True)


def as_json(briefing: Briefing) -> str:
    return briefing.model_dump_json(indent=2) + "\n"
