"""Weeks in the life of the sample council, and short ways to look at what was briefed."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlmodel import col, select

from bot.briefings.compose import compose
from bot.briefings.content import Briefing, Entry, Part
from bot.briefings.readers import reader
from bot.clock import StandingClock
from bot.desk.due import brief, chase
from bot.desk.verbs import assign, close, councillors, decide, respond, talk
from bot.desk.work import Desk
from storage.actions import DUE
from storage.briefings import BriefingCopy, ScheduleRun
from storage.issues import Event, Issue
from storage.outbox import Delivery
from storage.session import writing
from tests.desk.people import Office
from tests.rows import Kept

WARD = "cuckoo-oak"
BRYONY = "cllr-bryony-ribbonhurst"  # a councillor of that ward, and nothing else
QUIET = "cllr-gentian-hollowbrook"  # of a ward in which nothing happens
LEAD = "lead-ecfc"  # the team's Cabinet Lead, also a councillor of the busy ward


READERS = {"ward_member", "cabinet_lead", "corporate_director", "body_member"}
# Kind of database -> the busy week in it, with the numbers of its issues.
_BUSY: dict[str, tuple[Kept, dict[str, int]]] = {}


class Weeks(Office):
    def __init__(self, desk: Desk, clock: StandingClock):
        super().__init__(desk)
        self.clock = clock

    def only(self, *people: str) -> None:
        """From now on these alone have a briefing, which is quicker."""
        directory = self.council.directory
        roles = tuple(role for role in directory.roles if role.role not in READERS or role.person in people)
        self.council = replace(self.council, directory=directory.model_copy(update={"roles": roles}))
        self.desk.council = lambda: self.council

    # -- time -------------------------------------------------------------------------------------------------

    def to(self, day: int, hour: int = 10, month: int = 11, year: int = 2026) -> None:
        """Move on to that day and hour (UTC), with the tick at 9 and at 15 on each day between."""
        end = datetime(year, month, day, hour, tzinfo=UTC)
        while self.clock.now() < end:
            now = self.clock.now()
            stops = [now.replace(hour=h, minute=0) for h in (9, 15)]
            nearer = [stop for stop in stops if now < stop < end]
            next_day = datetime.fromordinal(now.toordinal() + 1).replace(tzinfo=UTC)
            self.clock.move_to(nearer[0] if nearer else min(end, next_day))
            chase.tick(self.desk)

    def brief(self) -> int:
        return brief.brief(self.desk)

    # -- things that happen -----------------------------------------------------------------------------------

    def busy_week(self) -> dict[str, Issue]:
        """From Monday 23 to Monday 30 November in one ward: something of everything.

        The desk does it once for each kind of database; later tests in which nothing has happened have its rows.
        """
        kind = self.desk.engine.name
        if self.outbox():
            return self._busy_week()
        if kind in _BUSY:
            kept, numbers = _BUSY[kind]
            kept.put(self.desk.engine, self.clock)
            return {name: self.issue(number) for name, number in numbers.items()}
        made = self._busy_week()
        _BUSY[kind] = Kept(self.desk.engine, self.clock), {name: number(issue) for name, issue in made.items()}
        return made

    def _busy_week(self) -> dict[str, Issue]:
        self.brief()  # the first start sets the schedules
        made = {"old": self.report("R13", summary="Fly-tip behind the garages", place="Hills Lane")}
        self.acknowledge(made["old"])
        self.to(24)
        shelter = made["shelter"] = self.report("R9", summary="Bus shelter smashed, Southgate", note="Mrs Oldacre rang")
        decide.accept(self.desk, self.duty, number(shelter))
        for organisation in ("police", "social_landlord"):
            assign.add_action(self.desk, self.duty, number(shelter), "Patrol the bus route", organisation)
        self.acknowledge(shelter, "police")
        self.reply(shelter, made["old"])
        self.to(25)
        made["verge"] = self.report("R13", summary="Grass verge churned up", place="Chapel Lane")
        self.acknowledge(made["verge"])
        self.reply(made["verge"])
        made["light"] = self.report("R13", summary="Street light out", place="Spout Lane", services=("highways",))
        made["patch"] = self.report("R10", summary="The same estate, year after year")
        decide.accept(self.desk, self.duty, number(made["patch"]))
        self.reply(made["patch"])
        moved = made["moved"] = self.report("R13", summary="Graffiti on the underpass", wards=(WARD, "madeley"))
        decide.change_route(self.desk, self.duty, number(moved), "team", "The landlord and the police are needed too.")
        made["waiting"] = self.report("R9", summary="Shop windows broken in the precinct", wards=("madeley",))
        self.to(26)
        self.finish(made["old"], "Cleared, with cameras to come next week")
        made["again"] = self.report("R3", objects={"issue": shelter.id}, note="Smashed again")
        done = made["done"] = self.report("R13", summary="Pothole by the school")
        self.acknowledge(done)
        close.close(self.desk, self.owner_of(done), number(done), "Filled on Thursday")
        self.reply(moved)
        self.to(27)
        made["hedge"] = self.report("R12", summary="Hedge over the church path. Three owners.", place="")
        self.to(30, 9)
        return made

    def reply(self, *answered: Issue) -> None:
        """An answer from the team, or from the service that owns it."""
        for issue in answered:
            by = self.owner_of(issue) if self.issue(issue.id).owner.startswith("org:") else self.duty
            talk.reply(self.desk, by, number(issue), "Thank you. We are looking at it. Mrs Oldacre knows.")

    def owner_of(self, issue: Issue) -> Any:
        return self.holder("contact", self.issue(issue.id).owner.removeprefix("org:"))

    def action(self, issue: Issue, organisation: str | None = None) -> int:
        due = [
            a for a in self.actions(issue.id) if organisation in (None, a.owner) and a.state in (DUE, "acknowledged")
        ]
        return due[0].id or 0

    def acknowledge(self, issue: Issue, organisation: str | None = None) -> None:
        by = self.holder("contact", organisation) if organisation else self.owner_of(issue)
        respond.acknowledge(self.desk, by, self.action(issue, organisation))

    def finish(self, issue: Issue, what: str) -> None:
        respond.done(self.desk, self.owner_of(issue), self.action(issue), what)

    def lead(self, issue: Issue, councillor: str) -> None:
        councillors.lead(self.desk, self.actor(councillor), number(issue))

    def change(self, issue: Issue, **fields: Any) -> None:
        """Set flags that no verb sets yet."""
        self.write(Issue, issue.id, **fields)

    def write(self, table: Any, key: Any, **fields: Any) -> None:
        with writing(self.desk.engine) as session:
            row = session.get_one(table, key)
            for name, value in fields.items():
                setattr(row, name, value)
            session.add(row)
            session.commit()

    def backdate(self, issue: Issue, at: datetime) -> None:
        """As if its events had been written in a transaction that began then and was committed just now."""
        with writing(self.desk.engine) as session:
            for event in session.exec(select(Event).where(Event.issue_id == issue.id)):
                event.at = at
                session.add(event)
            session.commit()

    # -- looking ----------------------------------------------------------------------------------------------

    def briefing(self, person: str, **more: Any) -> Briefing:
        """As it would be sent now."""
        found = reader(self.council, self.directory.person(person), self.desk.today())
        with self.desk.look() as session:
            return compose(session, self.council, found, self.clock.now(), **more)

    def copies(self, person: str | None = None) -> list[BriefingCopy]:
        with self.desk.look() as session:
            query = select(BriefingCopy).order_by(col(BriefingCopy.id))
            return [copy for copy in session.exec(query) if person in (None, copy.person)]

    def last_copy(self, person: str) -> Briefing:
        """Their last copy, as it was made."""
        return Briefing.model_validate_json(self.copies(person)[-1].content)

    def deliveries(self) -> list[Delivery]:
        return [delivery for delivery in self.outbox() if delivery.kind == "briefing"]

    def next_at(self) -> dict[str, datetime]:
        with self.desk.look() as session:
            return {run.name: run.next_at for run in session.exec(select(ScheduleRun))}


def number(issue: Issue) -> int:
    assert issue.id is not None
    return issue.id


def entries(part: Part, kind: str) -> list[Entry]:
    return [entry for section in part.sections if section.kind == kind for entry in section.entries]


def issues(part: Part, kind: str) -> list[int | None]:
    return [entry.issue for entry in entries(part, kind)]
