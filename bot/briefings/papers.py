"""A body's papers: what happened since its last ones, the same for each of its members whatever they have had."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.briefings import schedule
from bot.briefings.content import Part
from bot.briefings.notices import pre_election
from bot.briefings.parts.hot_spots import LEAST
from bot.briefings.parts.numbers import CLOCKS, COUNTED, numbers_part
from bot.briefings.parts.portfolio import portfolio_part
from bot.briefings.phrases import Phrases
from bot.briefings.readers import Reader, Share
from bot.briefings.remits import remit, scope_of
from bot.briefings.week import Week
from storage.matters import matters
from storage.tallies import hot_spots, open_since, tally
from triage_rules.council import Council
from triage_rules.working_time import speak_date

USUAL = timedelta(weeks=12)


def papers(session: Session, council: Council, reading: Reader, share: Share, now: datetime) -> Part:
    """The time covered is between two of its schedule's moments: it depends on nothing that was sent."""
    calendar = council.calendar()
    since = schedule.previous(share.kind, calendar, now) or now - USUAL
    on, phrases = calendar.local_date(now), Phrases(council, now)
    counts = share.kind.form == "numbers"
    scope = scope_of(council, Reader(reading.person, (share,)), since, min(since, now - USUAL), now)
    week = Week(
        council=council,
        phrases=phrases,
        person="",  # a body's papers are nobody's own
        on=on,
        now=now,
        since=since,
        from_=since,
        had=frozenset(),
        matters=() if counts else matters(session, scope),
        hot_spots=hot_spots(session, now - USUAL, since, now, LEAST) if counts else (),
        looks_back=True,
        unnamed=share.kind.public and pre_election(council, on, share) is not None,
    )
    first, day = speak_date(calendar.local_date(since)), speak_date(on)
    if counts:
        before, title = since - (now - since), council.directory.name("".join(share.of))
        now_, then = (tally(session, *span, COUNTED, CLOCKS) for span in ((since, now), (before, since)))
        part = numbers_part(week, share.kind.audience, title, now_, then, open_since(session, now))
    else:
        part = portfolio_part(week, remit(week, share))
    return part.model_copy(update={"headed": phrases.say("head_papers", where=part.title, since=first, day=day)})
