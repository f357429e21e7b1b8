"""A copy as it was made, in Slack: one screen, and what that has no room for in the thread below it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from pydantic import ValidationError
from sqlmodel import Session

from bot.briefings.content import Briefing, Entry
from bot.briefings.forms import as_text, wording
from bot.briefings.shortening import Limit, most
from bot.briefings.slack_form import Block, blocks_of, draw_briefing, escape, fits, on_one_screen
from bot.cards.message import Follow, Message
from storage.briefings import BriefingCopy
from storage.outbox import Delivery
from triage_rules.council import Council

MORE = "briefing_more"
Place = tuple[int, int, Entry]  # the number of the part, that of the section in it, and an entry of it


def draw_copy(session: Session, council: Council, delivery: Delivery, now: datetime) -> Message | None:
    """The drawer for deliveries of kind "briefing": the copy as it was made. None when it is gone.

    `council` and `now` are not looked at: a copy says how things stood when it was made.
    """
    briefing = _briefing(session, delivery)
    if briefing is None:
        return None
    follow = _follow(delivery, 0, rest(briefing))
    message = draw_briefing(briefing, threaded=True)
    return Message(message.text, message.blocks, subject=message.subject, follow=follow)


def draw_more(session: Session, delivery: Delivery) -> Message | None:
    """The drawer for deliveries of kind "briefing_more": one page of the rest."""
    briefing = _briefing(session, delivery)
    pages = rest(briefing) if briefing else []
    number = delivery.data.get("page", 0)
    if number >= len(pages):
        return None
    page, more = pages[number], wording("more_in_thread")
    text = str(escape(as_text(page)))
    return Message(text, list(blocks_of(page, more)), follow=_follow(delivery, number + 1, pages))


def _briefing(session: Session, delivery: Delivery) -> Briefing | None:
    copy = session.get(BriefingCopy, delivery.data.get("copy"))
    try:
        return Briefing.model_validate_json(copy.content) if copy else None
    except ValidationError:
        return None  # its content was erased


def _follow(delivery: Delivery, number: int, pages: Sequence[Briefing]) -> Follow | None:
    kept = {name: delivery.data[name] for name in ("copy", "by") if name in delivery.data}
    return Follow(MORE, {**kept, "page": number}) if number < len(pages) else None


def rest(briefing: Briefing) -> list[Briefing]:
    """What the one screen leaves out, in as many messages as it takes."""
    _, limit = on_one_screen(briefing)
    pages: list[list[Place]] = []
    for place in _left_out(briefing, limit):
        if pages and fits(_page(briefing, [*pages[-1], place])):
            pages[-1].append(place)
        else:
            pages.append([place])
    return [_page(briefing, places) for places in pages]


def pages(briefing: Briefing) -> list[list[Block]]:
    """All of it to be read page by page: one screen, then what that has no room for."""
    shorter, more = on_one_screen(briefing)[0], wording("more_on_next")
    return [list(blocks_of(each, more)) for each in (shorter, *rest(briefing))]


def _left_out(briefing: Briefing, limit: Limit) -> Iterator[Place]:
    for n, part in enumerate(briefing.parts):
        for m, section in enumerate(part.sections):
            kept = most(section, limit)
            for entry in () if kept is None else section.entries[kept:]:
                yield n, m, entry


def _page(briefing: Briefing, places: Sequence[Place]) -> Briefing:
    parts = []
    for n, of_part in groupby(places, key=lambda place: place[0]):
        part, sections = briefing.parts[n], []
        for m, of_section in groupby(of_part, key=lambda place: place[1]):
            update = {"entries": tuple(entry for *_, entry in of_section), "more": 0}
            sections.append(part.sections[m].model_copy(update=update))
        parts.append(part.model_copy(update={"sections": tuple(sections), "quiet": "", "standing": "", "withheld": ""}))
    return briefing.model_copy(update={"parts": tuple(parts)})
