"""Councils and histories made at random: rows as the desk would leave them, without its forms. And what ought to be."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import select

from bot.briefings.compose import compose
from bot.briefings.content import Briefing, Part
from bot.briefings.readers import Reader, Share, reader
from bot.clock import StandingClock
from bot.desk.actor import Actor
from bot.desk.due.brief import brief
from bot.desk.refusal import Refusal
from bot.desk.verbs.briefings import choose
from bot.desk.work import Desk
from storage.briefings import BriefingCopy
from storage.issues import Event, Issue, IssueWard
from storage.outbox import Delivery
from storage.session import reading, writing
from tests.generated_council import GeneratedCouncil, generated_council
from triage_rules.council import Council, parse
from triage_rules.folder.briefing_kinds import Choices
from triage_rules.opening_hours import WEEKDAYS
from triage_rules.records import Role

HOURS = (0, 1, 2, 3, 9, 17)  # those that do not happen, or happen twice, when the clocks change
PRIVATE = "Zebedee Quill, 07700 900123"
ROUTES = {"service": "open", "team": "open", "ward_member": "open", "signpost": "signposted"}
HAPPENS = ("acknowledged", "replied", "done", "declined", "route_changed", "joined_by", "closed", "reopened", "noted")
TOLD = frozenset(HAPPENS) - {"noted"} | {"decided", "accepted"}

reports = st.fixed_dictionaries(
    {
        "do": st.just("report"),
        "route": st.sampled_from(sorted(ROUTES)),
        "wards": st.frozensets(st.integers(0, 3), min_size=1, max_size=3),
        "borough": st.sampled_from([False, False, False, True]),
        "casework": st.sampled_from([None, None, None, 0, 1]),
        "mark": st.sampled_from([{}, {}, {}, {"sensitive": True}, {"exempt_paragraph": "3"}]),
        "accepted": st.booleans(),
    }
)
events = st.fixed_dictionaries(
    {"do": st.just("event"), "verb": st.sampled_from(HAPPENS), "issue": st.integers(0, 20), "late": st.booleans()}
)
passing = st.fixed_dictionaries({"do": st.just("pass"), "hours": st.integers(1, 120), "again": st.booleans()})
moves = st.fixed_dictionaries(
    {"do": st.just("move"), "who": st.integers(0, 5), "ward": st.sampled_from([0, 1, 2, 3, None])}
)
wishes = st.fixed_dictionaries(
    {
        "do": st.just("wish"),
        "who": st.integers(0, 5),
        "day": st.sampled_from([None, *WEEKDAYS]),
        "hour": st.sampled_from([None, *HOURS]),
        "roll_up": st.sampled_from([None, None, "daily"]),
        "pause": st.sampled_from([None, None, 3, 12]),
    }
)
steps = st.lists(st.one_of(reports, events, passing, moves, wishes), min_size=4, max_size=30)
# Days before the clocks go forward or back in one of the zones of generated councils, and one long before.
STARTS = [
    *(datetime(2026, month, day, 9, tzinfo=UTC) for month, day in ((11, 23), (10, 2), (10, 22), (10, 30))),
    *(datetime(2027, month, day, 9, tzinfo=UTC) for month, day in ((3, 12), (3, 25), (4, 2))),
]


@cache
def council_of(seed: int) -> tuple[GeneratedCouncil, Council]:
    """Everybody may choose whatever can be chosen."""
    made = generated_council(seed)
    council = parse(made.files, made.id)
    free = Choices(days=WEEKDAYS, hours=HOURS, roll_ups=("daily", "weekly"), pause_weeks=3)
    kinds = tuple(kind.model_copy(update={"choices": free}) for kind in council.briefings)
    return made, replace(council, briefings=kinds)


@dataclass
class History:
    """What was done, and who held which ward when each copy could have been made."""

    engine: Engine
    clock: StandingClock
    seed: int
    issues: list[int] = field(default_factory=list)
    wards_of: dict[int, frozenset[str]] = field(default_factory=dict)
    held: list[tuple[datetime, dict[str, frozenset[str]]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.made, self.council = council_of(self.seed)
        self.wards = sorted(self.made.who.wards)
        self.members = sorted({member for ward in self.made.who.wards.values() for member in ward})
        self.desk = Desk(self.engine, self.clock, lambda: self.council)
        self._remember()
        brief(self.desk)  # sets the schedules

    def _remember(self) -> None:
        on = self.desk.today()
        now = {m: frozenset(r.of or "" for r in self._roles(m, on)) for m in self.members}
        self.held.append((self.clock.now(), now))

    def _roles(self, member: str, on: date) -> list[Role]:
        roles = self.council.directory.roles_of(member, on)
        return [role for role in roles if role.role == "ward_member"]

    def play(self, steps: Sequence[dict[str, Any]]) -> None:
        for step in [*steps, *[{"do": "pass", "hours": 24, "again": True}] * 8]:
            getattr(self, f"_{step['do']}")(step)
            self.clock.move(timedelta(minutes=7))

    def _pass(self, step: dict[str, Any]) -> None:
        end = self.clock.now() + timedelta(hours=step["hours"])
        while self.clock.now() < end:
            self.clock.move(min(timedelta(hours=6), end - self.clock.now()))
            brief(self.desk)
        if step["again"]:  # as after a restart
            Desk(self.engine, self.clock, lambda: self.council)
            brief(self.desk)

    def _move(self, step: dict[str, Any]) -> None:
        """One councillor's ward is another's from now on, or they have none any more."""
        who = self.members[step["who"] % len(self.members)]
        directory = self.council.directory
        roles = tuple(r for r in directory.roles if not (r.person == who and r.role == "ward_member"))
        if step["ward"] is not None:
            roles = (*roles, Role(person=who, role="ward_member", of=self.wards[step["ward"]]))
        self.council = replace(self.council, directory=directory.model_copy(update={"roles": roles}))
        self._remember()

    def _wish(self, step: dict[str, Any]) -> None:
        """Somebody chooses anew; who gets no briefing has nothing to choose."""
        who = self.members[step["who"] % len(self.members)]
        wish = {name: step[name] for name in ("day", "hour", "roll_up")}
        pause = self.desk.today() + timedelta(days=step["pause"]) if step["pause"] else None
        with suppress(Refusal):
            choose(self.desk, Actor(f"person:{who}", who, who), who, **wish, pause=pause)

    def _report(self, step: dict[str, Any]) -> None:
        now, route = self.clock.now(), step["route"]
        accepted = route != "team" or step["accepted"]
        casework = None if step["casework"] is None else self.members[step["casework"]]
        owner = "team" if route == "team" else "wards" if route == "ward_member" else f"org:{self.made.who.services[0]}"
        wards = {self.wards[n] for n in step["wards"]}
        with writing(self.engine) as session:
            issue = Issue(
                state=ROUTES[route] if accepted else "awaiting_acceptance",
                route=route,
                stream="rapid_response" if route == "team" else None,
                criteria_version=self.council.criteria.version,
                owner=owner,
                summary=f"Matter {len(self.issues)}",
                note=PRIVATE,
                reply_to=PRIVATE,
                answers={"Q": PRIVATE},
                views=[{"person": self.members[0], "text": PRIVATE}] if casework is None else [],
                whole_borough=step["borough"],
                casework_for=casework,
                entered_by="user:T/U",
                reported_at=now,
                changed_at=now,
                accepted_at=now if accepted and route == "team" else None,
                **step["mark"],
            )
            session.add(issue)
            session.flush()
            self.issues.append(issue.id or 0)
            self.wards_of[issue.id or 0] = frozenset(self.wards if step["borough"] else wards)
            session.add_all(IssueWard(issue_id=issue.id or 0, ward=ward) for ward in wards)
            self._line(session, issue, "decided", now, route=route)
            if accepted and route == "team":
                self._line(session, issue, "accepted", now)
            session.commit()

    def _event(self, step: dict[str, Any]) -> None:
        if not self.issues:
            return
        with writing(self.engine) as session:
            issue = session.get_one(Issue, self.issues[step["issue"] % len(self.issues)])
            # Committed an hour after it was begun: later than a copy that could not see it, perhaps.
            at = self.clock.now() - timedelta(hours=1 if step["late"] else 0)
            if issue.state == "awaiting_acceptance" or at < issue.changed_at:
                return
            self._line(session, issue, step["verb"], at)
            issue.state = {"closed": "closed", "reopened": "open"}.get(step["verb"], issue.state)
            issue.changed_at = max(issue.changed_at, at)
            session.add(issue)
            session.commit()

    def _line(self, session: Any, issue: Issue, verb: str, at: datetime, **data: Any) -> None:
        seq = len(session.exec(select(Event.id).where(Event.issue_id == issue.id)).all()) + 1
        data = {"owner": self.made.who.services[0], "to": "team", "before": {"route": "service", "row": "R1"}} | data
        data |= {"answers": {}, "reasons": [], "version": self.council.criteria.version}
        words = PRIVATE if verb in ("replied", "noted", "declined") else "As it should be"
        actor = {"actor": "person:x", "actor_name": "Somebody", "data": data, "words": words}
        session.add(Event(issue_id=issue.id or 0, seq=seq, at=at, verb=verb, **actor))

    # -- looking ----------------------------------------------------------------------------------------------

    def copies(self) -> list[BriefingCopy]:
        with reading(self.engine) as session:
            return list(session.exec(select(BriefingCopy).order_by(BriefingCopy.id)))  # type: ignore[arg-type]

    def deliveries(self) -> list[Delivery]:
        with reading(self.engine) as session:
            return [d for d in session.exec(select(Delivery)) if d.kind == "briefing"]

    def changes(self) -> list[tuple[Event, Issue]]:
        """What is worth telling, with its issue."""
        with reading(self.engine) as session:
            found = session.exec(select(Event, Issue).join(Issue)).all()
        return [(event, issue) for event, issue in found if event.verb in TOLD and issue.state != "awaiting_acceptance"]

    def wards_held(self, person: str, first: datetime, last: datetime) -> set[frozenset[str]]:
        """Every set of wards that they held in this time."""
        before = [wards[person] for at, wards in self.held if at <= first][-1:]
        return {*before, *(wards[person] for at, wards in self.held if first < at <= last)}

    # -- as it would be told now ------------------------------------------------------------------------------

    def open_now(self) -> list[Issue]:
        """What is open and known beyond the desk."""
        with reading(self.engine) as session:
            return list(session.exec(select(Issue).where(Issue.state == "open")))

    def now_for(self, ward: str) -> Part:
        """The part of a councillor for this ward alone."""
        person = self.council.directory.person(self.members[0])
        kind = next(kind for kind in self.council.briefings if kind.audience == "ward_members")
        return self._part(Reader(person, (Share(kind, (ward,)),)))

    def now_for_all(self) -> tuple[str, Part]:
        """Whoever has all of the team's work in their portfolio, and what they read."""
        who = self.made.who.team_lead
        found = reader(self.council, self.council.directory.person(who), self.desk.today(), ["leads"])
        return who, self._part(found)

    def _part(self, reading_: Reader) -> Part:
        with reading(self.engine) as session:
            [part] = compose(session, self.council, reading_, self.clock.now(), afresh=True).parts
        return part


def briefing(copy: BriefingCopy) -> Briefing:
    return Briefing.model_validate_json(copy.content)
