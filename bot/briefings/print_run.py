"""All briefings that go by post as one document: a cover for whoever posts them; for each person an address sheet and
the briefing."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.briefings.content import Briefing
from bot.briefings.forms import facts_of, page_of


@dataclass(frozen=True)
class Sheet:
    """address: line by line; () where the council's folder has none."""

    briefing: Briefing
    name: str
    address: tuple[str, ...] = ()
    large: bool = False


def as_document(team: str, sheets: Sequence[Sheet], up_to: int) -> str:
    """HTML for printing. up_to: the number of the last delivery in it, by which the run is marked as posted."""
    rows = [
        {
            "name": sheet.name,
            "address": list(sheet.address),
            "large": sheet.large,
            "briefing": facts_of(sheet.briefing)["briefing"],
        }
        for sheet in sheets
    ]
    return page_of("print_run.html.j2", {"team": team, "sheets": rows, "up_to": up_to, "write_to": ""})
