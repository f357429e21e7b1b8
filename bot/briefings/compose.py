"""One person's briefing: their roles, the matters behind them, and a part for each kind of role."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.briefings.content import Audience, Briefing, Part
from bot.briefings.parts.cabinet import cabinet_part
from bot.briefings.parts.team import team_part
from bot.briefings.parts.ward import ward_part
from bot.briefings.phrases import Phrases
from bot.briefings.week import QUOTED, READ, STANDING, Week
from storage import briefings
from storage.briefings import Had
from storage.matters import Scope, Shelf, matters
from storage.outbox import Delivery, parked
from storage.past_decisions import overrides
from triage_rules.change.review import Override, ToReview, criteria_to_review
from triage_rules.council import Council
from triage_rules.directory import Person, RoleName
from triage_rules.working_time import speak, speak_date

A_WEEK = timedelta(days=7)
TWELVE_WEEKS = timedelta(weeks=12)
# What was committed late, just before the last copy was made, is looked for again; what was had is not repeated.
SLACK = timedelta(days=1)

# In the order of the parts of a copy.
ROLES: dict[Audience, tuple[RoleName, ...]] = {
    "cabinet_leads": ("cabinet_lead",),
    "ward_members": ("ward_member",),
    "team": ("team_officer", "team_manager"),
}


@dataclass(frozen=True)
class Reader:
    """A person with what they hold on that day. audiences: which parts they get, in order."""

    person: Person
    audiences: tuple[Audience, ...]
    wards: tuple[str, ...] = field(default=())
    portfolios: tuple[str, ...] = field(default=())


def reader(council: Council, person: Person, on: date, audiences: Sequence[str] | None = None) -> Reader:
    """The roles of a person that have a briefing; of some kinds only, where `audiences` says so."""
    roles = council.directory.roles_of(person.id, on)
    held = {role.role for role in roles}
    return Reader(
        person,
        tuple(a for a, names in ROLES.items() if held & set(names) and (audiences is None or a in audiences)),
        tuple(dict.fromkeys(r.of for r in roles if r.role == "ward_member" and r.of)),
        tuple(dict.fromkeys(r.of for r in roles if r.role == "cabinet_lead" and r.of)),
    )


def audience(council: Council, name: str, on: date) -> tuple[Person, ...]:
    """Everybody who gets briefings of this kind on that day, each once."""
    people = [p for role in ROLES.get(name, ()) for p in council.directory.all_holders(role, on)]  # pyright: ignore[reportArgumentType, reportCallIssue]
    return tuple({person.id: person for person in people}.values())


@dataclass(frozen=True)
class Shared:
    """What the copies of one run have in common, read once: how things stood at `now` (aware UTC)."""

    now: datetime
    shelf: Shelf
    failed: Sequence[Delivery]
    overrides: Sequence[Override]


def shared(session: Session, council: Council, people: Sequence[str], now: datetime) -> Shared:
    """Reads as far back as the last copy of whoever has waited longest, or a fortnight; a copy for somebody who needs
    more reads it for itself."""
    lasts = briefings.last_copies(session, before=now)
    longest = min((lasts.get(person, now - A_WEEK) for person in people), default=now - A_WEEK)
    since = max(longest, now - 2 * A_WEEK) - SLACK
    scope = Scope(since, now - TWELVE_WEEKS, now, READ, STANDING, QUOTED, everything=True)
    return Shared(now, Shelf(scope, matters(session, scope)), parked(session), overrides(session, now - TWELVE_WEEKS))


def compose(
    session: Session,
    council: Council,
    reading: Reader,
    now: datetime,
    *,
    afresh: bool = False,
    common: Shared | None = None,
) -> Briefing:
    """What this person has not had yet; or, `afresh`, the last seven days whatever they have had.

    now: aware UTC; that of `common`, where one is given. Three queries, or one with `common`; two more for the team.
    """
    had = Had() if afresh else briefings.had(session, reading.person.id, now - TWELVE_WEEKS, before=now)
    since = max(had.last_at or now - A_WEEK, now - TWELVE_WEEKS)
    scope = _scope(council, reading, since if afresh else since - SLACK, now)
    on = now.astimezone(ZoneInfo(council.zone)).date()
    for_team = "team" in reading.audiences
    week = Week(
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
        review=_to_review(session, council, scope, common) if for_team else (),
    )
    return _briefing(week, reading, on, [_part(week, reading, kind) for kind in reading.audiences])


def _to_review(session: Session, council: Council, scope: Scope, common: Shared | None) -> tuple[ToReview, ...]:
    """Of twelve weeks, as what points at the criteria only shows in numbers; told when something was added."""
    found = criteria_to_review(council.table, common.overrides if common else overrides(session, scope.horizon))
    return tuple(group for group in found if any(each.at >= scope.since for each in group.overrides))


def _scope(council: Council, reading: Reader, since: datetime, now: datetime) -> Scope:
    """The union of what the reader's parts need."""
    in_cabinet = "cabinet_leads" in reading.audiences
    mine = set(reading.portfolios) if in_cabinet else set()
    owners = [f"org:{org.id}" for org in council.directory.organisations if org.portfolio in mine]
    return Scope(
        since=since,
        horizon=now - TWELVE_WEEKS,
        until=now,
        everything="team" in reading.audiences or council.team.lead_portfolio in mine,
        team_work=in_cabinet,
        wards=reading.wards if "ward_members" in reading.audiences else (),
        owners=tuple(owners),
        reporter=f"person:{reading.person.id}",
        verbs=READ,
        standing=STANDING,
        quoted=QUOTED,
    )


def _part(week: Week, reading: Reader, kind: Audience) -> Part:
    match kind:
        case "ward_members":
            return ward_part(week, reading.wards)
        case "cabinet_leads":
            return cabinet_part(week, reading.portfolios)
        case "team":
            return team_part(week)


def _briefing(week: Week, reading: Reader, on: date, parts: Sequence[Part]) -> Briefing:
    day = speak_date(on)
    if len(parts) == 1:
        title = week.phrases.say("head", where=parts[0].title, day=day)
    else:
        title = week.phrases.say("head_many", name=reading.person.name, day=day)
    moment = speak(week.now, week.now - timedelta(days=1), week.council.zone)
    return Briefing(
        person=reading.person.id,
        name=reading.person.name,
        team=week.council.team.name,
        title=title,
        as_at=week.now,
        as_at_words=week.phrases.say("as_at", moment=moment),
        parts=tuple(parts),
    )
