"""One person's briefing: what they read, the matters behind it, and a part for each of their roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.briefings.content import Briefing, Part
from bot.briefings.notices import foot, notices, pre_election
from bot.briefings.papers import papers
from bot.briefings.parts.hot_spots import LEAST
from bot.briefings.parts.portfolio import portfolio_part
from bot.briefings.parts.team import team_part
from bot.briefings.parts.ward import ward_part
from bot.briefings.phrases import Phrases
from bot.briefings.readers import Reader, Share
from bot.briefings.remits import remit, scope_of
from bot.briefings.week import QUOTED, READ, STANDING, Week
from storage import briefings
from storage.briefing_choices import paused as paused_on
from storage.briefings import Had
from storage.matters import Scope, Shelf, matters
from storage.outbox import Delivery, parked
from storage.past_decisions import overrides
from storage.tallies import HotSpot, hot_spots
from triage_rules.change.review import Override, ToReview, criteria_to_review
from triage_rules.council import Council
from triage_rules.working_time import speak, speak_date

A_WEEK = timedelta(days=7)
TWELVE_WEEKS = timedelta(weeks=12)
# What was committed late, just before the last copy was made, is looked for again; what was had is not repeated.
SLACK = timedelta(days=1)


@dataclass(frozen=True)
class Shared:
    """What the copies of one run have in common, read once: how things stood at `now` (aware UTC)."""

    now: datetime
    shelf: Shelf
    failed: Sequence[Delivery]
    overrides: Sequence[Override]
    hot_spots: Sequence[HotSpot]


def shared(session: Session, council: Council, people: Sequence[str], now: datetime) -> Shared:
    """Reads as far back as the last copy of whoever has waited longest, or a fortnight; a copy for somebody who needs
    more reads it for itself."""
    lasts = briefings.last_copies(session, before=now)
    longest = min((lasts.get(person, now - A_WEEK) for person in people), default=now - A_WEEK)
    since, horizon = max(longest, now - 2 * A_WEEK) - SLACK, now - TWELVE_WEEKS
    scope = Scope(since, horizon, now, READ, STANDING, QUOTED, everything=True)
    return Shared(
        now=now,
        shelf=Shelf(scope, matters(session, scope)),
        failed=parked(session),
        overrides=overrides(session, horizon),
        hot_spots=hot_spots(session, horizon, since + SLACK, now, LEAST),
    )


def compose(
    session: Session,
    council: Council,
    reading: Reader,
    now: datetime,
    *,
    afresh: bool = False,
    common: Shared | None = None,
    introduction: str = "",
    chose: bool = False,
) -> Briefing:
    """What this person has not had yet; or, `afresh`, the last seven days whatever they have had. chose: another day or
    a pause of theirs may have come before their first copy; that looks back further then.

    now: aware UTC; that of `common`, where one is given. One query with `common`; three `afresh`, else four; three more
    for the team, and those of each body's papers.
    """
    on = council.calendar().local_date(now)
    weekly = [share for share in reading.shares if not share.kind.looks_back]
    parts: list[Part] = []
    if weekly:
        first = now - (TWELVE_WEEKS if chose and not afresh else A_WEEK)
        week = _week(session, council, Reader(reading.person, tuple(weekly)), now, on, first, afresh, common)
        parts = [_part(week, share) for share in weekly]
    for share in reading.shares:
        if share.kind.looks_back:
            parts.append(papers(session, council, reading, share, now))
    return _briefing(council, reading, now, on, parts, introduction)


def _week(
    session: Session,
    council: Council,
    reading: Reader,
    now: datetime,
    on: date,
    first: datetime,
    afresh: bool,
    common: Shared | None,
) -> Week:
    had = Had() if afresh else briefings.had(session, reading.person.id, now - TWELVE_WEEKS, before=now)
    since = max(had.last_at or first, now - TWELVE_WEEKS)
    scope = scope_of(council, reading, since if afresh else since - SLACK, now - TWELVE_WEEKS, now)
    for_team = "team" in reading.audiences
    wards = None if for_team else reading.wards
    return Week(
        council=council,
        phrases=Phrases(council, now),
        person=reading.person.id,
        on=on,
        now=now,
        since=since,
        from_=scope.since,
        had=had.events,
        matters=common.shelf.within(scope) if common and common.shelf.covers(scope) else matters(session, scope),
        failed=() if not for_team else common.failed if common else parked(session),
        hot_spots=common.hot_spots if common else hot_spots(session, scope.horizon, since, now, LEAST, wards),
        paused=paused_on(session, on) if for_team else (),
        figures=had.figures,
        unnamed=any(share.kind.public and pre_election(council, on, share) for share in reading.shares),
        review=_to_review(session, council, scope, common) if for_team else (),
    )


def _to_review(session: Session, council: Council, scope: Scope, common: Shared | None) -> tuple[ToReview, ...]:
    """Of twelve weeks, as what points at the criteria only shows in numbers; told when something was added."""
    found = criteria_to_review(council.table, common.overrides if common else overrides(session, scope.horizon))
    return tuple(group for group in found if any(each.at >= scope.since for each in group.overrides))


def _part(week: Week, share: Share) -> Part:
    match share.kind.audience:
        case "ward_members":
            return ward_part(week, share.of)
        case "team":
            return team_part(week)
        case _:
            return portfolio_part(week, remit(week, share))


def _briefing(
    council: Council, reading: Reader, now: datetime, on: date, parts: Sequence[Part], introduction: str
) -> Briefing:
    phrases, day = Phrases(council, now), speak_date(on)
    if len(parts) == 1:
        title = parts[0].headed or phrases.say("head", where=parts[0].title, day=day)
    else:
        title = phrases.say("head_many", name=reading.person.name, day=day)
    moment = speak(now, now - timedelta(days=1), council.zone)
    return Briefing(
        person=reading.person.id,
        name=reading.person.name,
        team=council.team.name,
        title=title,
        as_at=now,
        as_at_words=phrases.say("as_at", moment=moment),
        introduction=introduction,
        notices=notices(council, phrases, reading, on),
        parts=tuple(parts),
        foot=foot(council, phrases, reading),
    )
