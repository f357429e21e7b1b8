"""A briefing as plain text, HTML or JSON: of equal worth, all of it."""

from collections.abc import Callable

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.briefings.content import Briefing
from bot.briefings.page_fit import on_one_side
from bot.briefings.phrases import TEMPLATES
from bot.briefings.shortening import LIMITS
from bot.briefings.view import Facts, view

More = Callable[[int], str]
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


def wording(name: str) -> More:
    """A phrase of `wording.j2` that says how many more there are, and where."""
    macro = getattr(_TEXT.get_template("wording.j2").module, name)
    return lambda n: str(macro(n))


def as_text(briefing: Briefing, more: More | None = None) -> str:
    """more: says of a shortened briefing where the rest is."""
    facts = {"briefing": view(briefing, LIMITS[0], more or wording("more"))}
    return _TEXT.get_template("briefing.txt.j2").render(facts).strip() + "\n"


def facts_of(briefing: Briefing, *, large: bool = False, write_to: str = "") -> Facts:
    """What the template of a page is given: plain data."""
    seen = view(briefing, on_one_side(briefing), wording("more"))
    return {"briefing": seen, "large": large, "write_to": write_to}


def as_html(briefing: Briefing, *, large: bool = False, write_to: str = "") -> str:
    """A whole page with its style in it: no script, no images, nothing fetched. A ward's prints on one side of A4.

    large: in 16 point, on as many sides as it takes. write_to: an address for what is asked of the reader.
    """
    facts = facts_of(briefing, large=large, write_to=write_to)
    return page_of("briefing.html.j2", facts)


def page_of(template: str, facts: Facts) -> str:
    return _HTML.get_template(template).render(facts).lstrip()


def as_large_html(briefing: Briefing) -> str:
    return as_html(briefing, large=True)


def as_json(briefing: Briefing) -> str:
    return briefing.model_dump_json(indent=2) + "\n"
