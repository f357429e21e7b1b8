"""The desk, the outbox and the clock, driven at random and held against a simple model.

Whatever happens, every wait has an owner, a due time in working hours and a next step. At the end the weather is
fine: everything is sent, once, in order, and nothing is left.
"""

import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import Session, col, func, select

from bot import scheduler
from bot.cards.message import Message
from bot.clock import StandingClock
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.ledger import LEASE, Ledger
from bot.desk.due import chase
from bot.desk.due.turn import InTurn, NotOurTurn
from bot.desk.refusal import Refusal
from bot.desk.verbs import assign, close, councillors, decide, put_off, respond, talk
from bot.desk.work import Desk
from storage.issues import Event
from storage.outbox import Delivery
from storage.session import open_engine
from storage.waits import RUNNING, Wait
from tests.conftest import MONDAY
from tests.databases import SqliteFiles
from tests.desk.people import Office
from tests.properties import laws
from tests.properties.pretend_slack import PretendSlack
from tests.properties.simple_model import ROUTE_OF, ModelIssue
from tests.sample import sample_council
from triage_rules.council import Council

ORGANISATIONS = ("street_scene", "police")
MOVES = (timedelta(minutes=20), timedelta(hours=3), timedelta(hours=7), timedelta(days=1), timedelta(days=4))
TROUBLES = st.sampled_from(["refused", "limited", "lost", "silent"])
LONGEST_LADDER = timedelta(days=40)
anyone = st.integers(0, 5)


@cache
def council() -> Council:
    """The sample council without its briefings: sixty messages that no rule here is about."""
    return replace(sample_council(), briefings=())


@cache
def empty_database() -> SqliteFiles:
    return SqliteFiles(Path(tempfile.mkdtemp(prefix="machine-")))


class Machine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="machine-"))
        self._database = empty_database().database(self.folder)
        self.engine = open_engine(self._database.__enter__())
        self.clock = StandingClock(MONDAY)
        self.desk = Desk(self.engine, self.clock, council)
        self.office = Office(self.desk)
        self.slack = PretendSlack()
        ways = dict.fromkeys(("slack", "email", "print"), self.slack)
        self.dispatcher = Dispatcher(self.engine, self.clock, ways, as_of, council, "w")
        self.model: list[ModelIssue] = []

    def tried(self, expected: bool, verb, *given) -> None:
        """The desk does it exactly when the model says so."""
        refused = None
        try:
            verb(self.desk, *given)
        except Refusal as refusal:
            refused = refusal.message
        assert (refused is None) == expected, refused or "the desk did what should have been refused"

    def issue(self, chosen: int) -> tuple[int, ModelIssue]:
        number = chosen % len(self.model)
        return number + 1, self.model[number]

    def action(self, chosen: int):
        """(id, the model's, its issue's) of one action among those of all issues; None when there is none."""
        kept = [
            (n + 1, i, issue, action) for n, issue in enumerate(self.model) for i, action in enumerate(issue.actions)
        ]
        if not kept:
            return None
        number, index, issue, action = kept[-1 - chosen % len(kept)]
        return self.office.actions(number)[index].id, action, issue

    def contact(self, organisation: str):
        return self.office.holder("contact", organisation)

    # -- people -----------------------------------------------------------------------------------------------

    @initialize(row=st.sampled_from(["R13", "R9"]))
    def first(self, row: str) -> None:
        self.report(row, False)

    @precondition(lambda self: len(self.model) < 6)
    @rule(row=st.sampled_from(sorted(ROUTE_OF)), anonymous=st.booleans())
    def report(self, row: str, anonymous: bool) -> None:
        self.office.report(row, anonymous=anonymous)
        issue = ModelIssue("", anonymous)
        issue.follow(ROUTE_OF[row], "street_scene")
        self.model.append(issue)

    @rule(chosen=anyone)
    def accept(self, chosen: int) -> None:
        number, model = self.issue(chosen)
        self.tried(model.accept(), decide.accept, self.office.duty, number)

    @rule(chosen=anyone, who=st.sampled_from(ORGANISATIONS))
    def add_action(self, chosen: int, who: str) -> None:
        number, model = self.issue(chosen)
        self.tried(model.add_action(who), assign.add_action, self.office.duty, number, "Look at it", who)

    @rule(chosen=anyone, to=st.sampled_from(["team", "ward_member", "org:police", "org:street_scene"]))
    def change_route(self, chosen: int, to: str) -> None:
        number, model = self.issue(chosen)
        self.tried(model.change_route(to), decide.change_route, self.office.duty, number, to, "It belongs there")

    @rule(chosen=anyone)
    def close(self, chosen: int) -> None:
        number, model = self.issue(chosen)
        self.tried(model.close(), close.close, self.office.duty, number, "Mended")

    @rule(chosen=anyone)
    def reopen(self, chosen: int) -> None:
        number, model = self.issue(chosen)
        self.tried(model.reopen(), close.reopen, self.office.duty, number)

    @rule(chosen=anyone)
    def acknowledge(self, chosen: int) -> None:
        if found := self.action(chosen):
            id, action, issue = found
            self.tried(issue.acknowledge(action), respond.acknowledge, self.contact(action.owner), id)

    @rule(chosen=anyone, next_one=st.booleans())
    def not_ours(self, chosen: int, next_one: bool) -> None:
        if found := self.action(chosen):
            id, action, issue = found
            other = next(name for name in ORGANISATIONS if name != action.owner) if next_one else None
            expected = issue.not_ours(action, other)
            self.tried(expected, respond.not_ours, self.contact(action.owner), id, "Not our land", other)

    @rule(chosen=anyone)
    def done(self, chosen: int) -> None:
        if found := self.action(chosen):
            id, action, issue = found
            self.tried(issue.done(action), respond.done, self.contact(action.owner), id, "Cleared")

    @rule(chosen=anyone)
    def withdraw(self, chosen: int) -> None:
        if found := self.action(chosen):
            id, action, issue = found
            self.tried(issue.withdraw(action), assign.withdraw, self.office.duty, id, "No longer needed")

    @rule(chosen=anyone)
    def reply(self, chosen: int) -> None:
        number, model = self.issue(chosen)
        self.tried(not model.anonymous, talk.reply, self.office.duty, number, "Soon")

    @rule(chosen=anyone)
    def ask(self, chosen: int) -> None:
        number, model = self.issue(chosen)
        expected = model.state != "closed" and not model.anonymous
        self.tried(expected, talk.ask, self.office.duty, number, "Which one?")

    @rule(chosen=anyone)
    def answer(self, chosen: int) -> None:
        number, _ = self.issue(chosen)
        self.tried(True, talk.answer, self.office.officer, number, "The left one")

    @rule(chosen=anyone)
    def lead(self, chosen: int) -> None:
        number, model = self.issue(chosen)
        councillor = self.office.councillors("cuckoo-oak")[0]
        free = councillor.person not in self.office.issue(number).leads
        expected = model.route == "ward_member" and model.state != "closed" and free
        self.tried(expected, councillors.lead, councillor, number)

    @rule(chosen=anyone, days=st.integers(1, 11), by_team=st.booleans())
    def put_off(self, chosen: int, days: int, by_team: bool) -> None:
        if found := self.action(chosen):
            id, action, issue = found
            calendar, limits = council().calendar(action.owner), council().put_off
            day = calendar.working_day(self.desk.today(), days)
            closes, due = (calendar.opening(day) or (None, None))[1], self.due(id)
            later = days <= limits.days and None not in (closes, due) and closes > due
            expected = issue.put_off(action, later, None if by_team else limits.times)
            who = self.office.duty if by_team else self.contact(action.owner)
            self.tried(expected, put_off.put_off, who, id, day.isoformat(), "The crew is on another job")

    def due(self, action: int) -> datetime | None:
        with self.desk.look() as session:
            running = select(Wait.due_at).where(Wait.action_id == action, Wait.state == RUNNING)
            return session.exec(running.where(col(Wait.clock).in_(put_off.CLOCKS))).first()

    # -- machines ---------------------------------------------------------------------------------------------

    @rule(by=st.sampled_from(MOVES))
    def time_passes(self, by: timedelta) -> None:
        self.clock.move(by)

    @rule()
    def tick(self) -> None:
        with self.desk.look() as session:
            newest = session.exec(select(func.max(Delivery.id))).one() or 0
        did = scheduler.tick(self.desk)
        self._silence()
        with self.desk.look() as session:
            laws.one_message_each(session, newest)
            laws.nobody_is_kept_waiting(session, bool(did))

    @rule(steps=st.integers(1, 3))
    def a_worker_dies_in_a_tick(self, steps: int) -> None:
        """What it had gathered waits for the next one, whose turn comes when its own is over."""
        mine = InTurn(self.desk)
        with suppress(NotOurTurn):
            for _ in range(steps):
                chase._one(mine, [])
        self._silence()

    def _silence(self) -> None:
        """What time has done to actions, told to the model."""
        with self.desk.look() as session:
            lapses = Counter(e.data["action"] for e in session.exec(select(Event).where(Event.verb == "lapsed")))
        for number, issue in enumerate(self.model, start=1):
            for row, action in zip(self.office.actions(number), issue.actions, strict=True):
                while action.lapsed < lapses[row.id]:
                    assert issue.lapse(action), f"action {row.id} of RR-{number} lapsed though it was {action.state}"

    @rule(troubles=st.lists(TROUBLES, max_size=4))
    def send(self, troubles) -> None:
        self.slack.troubles.extend(troubles)
        self.dispatcher.drain()

    @rule()
    def a_worker_dies(self) -> None:
        """It has taken a delivery, and nobody knows whether it was sent."""
        Ledger(self.engine, self.clock, "dies").claim()

    # -- what holds at any time -------------------------------------------------------------------------------

    @invariant()
    def as_in_the_model(self) -> None:
        for number, model in enumerate(self.model, start=1):
            issue, actions = self.office.issue(number), self.office.actions(number)
            assert (issue.state, issue.owner) == (model.state, model.owner), f"RR-{number}"
            stands = [(a.owner, a.state, a.held, a.leads) for a in actions]
            assert stands == [(a.owner, a.state, a.held, a.leads) for a in model.actions], f"RR-{number}"

    @invariant()
    def every_wait_has_an_owner_a_due_time_and_a_next_step(self) -> None:
        with self.desk.look() as session:
            laws.waits(session, council())
            laws.actions(session)

    def teardown(self) -> None:
        try:
            self._to_the_end()
        finally:
            self.engine.dispose()
            self._database.__exit__(None, None, None)
            shutil.rmtree(self.folder, ignore_errors=True)

    def _to_the_end(self) -> None:
        """Fine weather; every ladder is climbed to its end, and all that is said of it is sent."""
        self.slack.troubles.clear()
        self.clock.move(LONGEST_LADDER)
        for _ in range(8):
            scheduler.tick(self.desk)
            self.dispatcher.drain()
            self.clock.move_system(LEASE * 1.1)
        note(f"{len(self.slack.messages)} messages")
        with self.desk.look() as session:
            laws.nothing_is_left(session, self.clock.now())
            laws.sent_once_and_in_order(session, self.slack.messages)
            laws.cards_are_up_to_date(session, self.slack.messages, as_of_line)
            laws.each_step_once(session)
            laws.each_reminder_is_in_a_message(session)


def as_of(session: Session, _council: object, delivery: Delivery, now: object) -> Message:
    """What a message says: which line of history was the newest when it was drawn."""
    return Message(as_of_line(session, delivery.issue_id))


def as_of_line(session: Session, issue: int | None) -> str:
    newest = select(func.max(Event.seq)).where(Event.issue_id == issue, col(Event.verb) != "refused")
    return str(session.exec(newest).one() or 0)
