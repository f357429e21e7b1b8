"""The unit of work that every verb is: load, decide, write state, history and outbox in one transaction, commit."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from bot.clock import Clock
from bot.desk import access, history
from bot.desk.actor import Actor
from bot.desk.refusal import Doubled, Refusal
from bot.shared_time import shared_time
from storage import gathering, issues, outbox
from storage.actions import Action
from storage.intake import Inbox, Refused
from storage.issues import Event, Issue
from storage.outbox import Delivery
from storage.session import reading, writing
from triage_rules.council import Council
from triage_rules.portfolios import touched

# Partners hear of accepted work once each councillor has been tried, five minutes at most.
COUNCILLORS_FIRST = timedelta(minutes=5)
ASK_THE_TIME = 60.0  # seconds after which a process asks the database again what time it is


class Desk:
    """Where the verbs are done. `council` gives the council in force; `wake` is called after each commit."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        council: Callable[[], Council],
        wake: Callable[[], None] = lambda: None,
    ):
        self.engine, self.clock, self.council, self.wake = engine, clock, council, wake
        self.ticking = threading.Lock()
        self._asked = float("-inf")

    @contextmanager
    def work(self, actor: Actor, once: str | None = None) -> Iterator["Work"]:
        """One transaction. `once` is the key of what came in: a second arrival raises Doubled.

        A Refusal undoes everything and is recorded in the history of the issue it was about.
        """
        work = None
        try:
            with writing(self.engine) as session:
                self._set_the_clock(session)
                work = Work(self, session, actor)
                if once is not None:
                    _spend(session, once, work.system)
                yield work
                session.commit()
        except Refusal:
            if work is not None and work.verb:
                self._record_refusal(work)
            raise
        self.wake()

    def _set_the_clock(self, session: Session) -> None:
        """What is written as due now has to be due now for every worker."""
        if self.clock.monotonic() - self._asked > ASK_THE_TIME:
            self._asked = self.clock.monotonic()
            shared_time(session, self.clock)

    def _record_refusal(self, refused: "Work") -> None:
        """A line of the issue's history; where it was about no issue on record, a row of its own."""
        with writing(self.engine) as session:
            work = Work(self, session, refused.actor)
            if refused.subject_id and (issue := session.get(Issue, refused.subject_id)):
                work.record(issue, "refused", tried=refused.verb)
            else:
                who, verb = refused.actor, refused.verb
                session.add(Refused(at=work.now, actor=who.key, way=who.way, verb=verb, about=refused.about))
            session.commit()

    @contextmanager
    def look(self) -> Iterator[Session]:
        """A session for reading only."""
        with reading(self.engine) as session:
            yield session

    def today(self) -> date:
        return self.clock.now().astimezone(ZoneInfo(self.council().zone)).date()


def _spend(session: Session, key: str, at: datetime) -> None:
    try:
        session.add(Inbox(key=key, at=at))
        session.flush()
    except IntegrityError as error:
        raise Doubled(key) from error


class Work:
    """What a verb has in hand: the session, the council in force, who acts, and the time (business and system)."""

    def __init__(self, desk: Desk, session: Session, actor: Actor):
        self.session, self.actor, self.council = session, actor, desk.council()
        self.clock = desk.clock
        self.now, self.system = desk.clock.now(), desk.clock.system()
        self.zone = ZoneInfo(self.council.zone)
        self.on = self.now.astimezone(self.zone).date()
        self.verb: str = ""
        self.about: str = ""  # what was asked for, where that is no issue on record
        self.subject_id: int | None = None

    # -- loading, with the question whether this person may -------------------------------------------------

    def issue(self, number: int, verb: str) -> Issue:
        """The issue, locked, once `may` has said yes. Raises Refusal."""
        issue = self.session.exec(select(Issue).where(Issue.id == number).with_for_update()).first()
        if issue is None:
            self.verb, self.about = verb, f"RR-{number}"
            raise Refusal(f"There is no RR-{number} here. Check the number, or look in your Home tab.")
        self.allow(verb, issue)
        return issue

    def action(self, action_id: int, verb: str) -> tuple[Action, Issue]:
        """The action and its issue, locked, once `may` has said yes. Raises Refusal."""
        action = self.session.get(Action, action_id)
        if action is None:
            self.verb, self.about = verb, f"action {action_id}"
            raise Refusal("That action is no longer on record. Nothing was changed.")
        issue = self.session.exec(select(Issue).where(Issue.id == action.issue_id).with_for_update()).one()
        self.session.refresh(action)
        self.allow(verb, issue, action)
        return action, issue

    def subject(self, issue: Issue | None = None, action: Action | None = None) -> access.Subject:
        if issue is None:
            return access.Subject()
        wards = tuple(issues.ward_ids(self.session, issue.id or 0))
        return access.Subject(issue, wards, tuple(portfolios_of(self.council, issue)), action)

    def allow(
        self, verb: str, issue: Issue | None = None, action: Action | None = None, organisation: str | None = None
    ) -> None:
        """Whether this person may; asked before anything is done. Raises Refusal."""
        self.verb, self.subject_id, self.about = verb, issue.id if issue else None, organisation or ""
        subject = access.Subject(organisation=organisation) if organisation else self.subject(issue, action)
        if not access.may(self.actor, verb, subject, self.council, self.on):
            raise Refusal(self._not_for_them(verb, issue))
        if issue is None:
            self.verb = ""  # what is put right in a form from here on is no attempt to be recorded

    def _not_for_them(self, verb: str, issue: Issue | None) -> str:
        """Who can, and what to do now; somebody who is not in the directory hears how they get there."""
        team = self.council.team.name
        about = f"{issue.reference}: this" if issue else "This"
        said = f"{about} is for {access.who_may(verb, self.council)}. Nothing was changed."
        if self.actor.person is None and self.actor.acts_for is None:
            return f"{said} You are not in the council's directory yet: ask the {team} to add you."
        return f"{said} If it should be you, ask the {team}."

    # -- writing ----------------------------------------------------------------------------------------------

    def record(self, issue: Issue, verb: str, words: str | None = None, **data: Any) -> Event:
        """A line of history. `words` is what a person wrote; `data` holds ids and states only."""
        role = self.actor.shown_role(self.council, self.on, verb)
        who = (self.actor.key, self.actor.name, role, self.actor.way)
        event = history.append(self.session, issue, verb, self.now, who, data, words, self.clock.token)
        if verb != "refused":
            issue.changed_at = self.now
        self.session.add(issue)
        return event

    def authority(self, verb: str) -> str:
        """The delegation on which this person decides it, as its reference stands in the council's folder."""
        roles = [held.role for held in self.actor.roles(self.council.directory, self.on)]
        found = self.council.delegation(verb, roles, self.on)
        return found.reference if found else ""

    def tell(
        self,
        kind: str,
        recipient: str,
        issue: Issue | None = None,
        action: Action | None = None,
        *,
        group: str | None = None,
        behind: str | None = None,
        **data: Any,
    ) -> Delivery:
        """Put a message in the outbox. It is drawn when it is sent."""
        delivery = Delivery(
            key=self.clock.token(),
            kind=kind,
            recipient=recipient,
            lane=f"{recipient} {issue.reference if issue else kind}",
            card=kind in CARDS,
            issue_id=issue.id if issue else None,
            action_id=action.id if action else None,
            data=data,
            due_at=self.system,
            group=group,
            behind=behind,
            behind_until=self.system + COUNCILLORS_FIRST if behind else None,
            created_at=self.system,
        )
        self.session.add(delivery)
        self.session.flush()
        return delivery

    def remind(self, kind: str, recipient: str, issue: Issue, **item: Any) -> None:
        """The same for a reminder: those of one tick to one recipient become one message."""
        waiting = gathering.gathering(self.session, recipient)
        if waiting is None:
            self.tell(kind, recipient, issue, **item).state = outbox.GATHERING
            return
        first = {"kind": waiting.kind, "issue": waiting.issue_id, **waiting.data}
        before = waiting.data["items"] if waiting.kind == outbox.ROUND_UP else [first]
        waiting.kind = outbox.ROUND_UP
        waiting.data = {"items": [*before, {"kind": kind, "issue": issue.id, **item}]}
        if waiting.issue_id != issue.id:
            waiting.issue_id, waiting.lane = None, f"{recipient} {outbox.ROUND_UP}"
        self.session.add(waiting)
        self.session.flush()

    def card(self, kind: str, recipient: str, issue: Issue, action: Action | None = None, **more: Any) -> None:
        """Post or repaint a card; a repaint that nobody has sent yet is enough for both."""
        if outbox.pending_repaint(self.session, kind, recipient, issue.id or 0, action.id if action else None):
            return
        self.tell(kind, recipient, issue, action, **more)

    def repaint(self, issue: Issue) -> None:
        """Every card that shows this issue is drawn anew."""
        for posted in outbox.cards_of(self.session, issue.id or 0):
            action = self.session.get(Action, posted.action_id) if posted.action_id else None
            self.card(posted.kind, posted.recipient, issue, action)


# Posted once and repainted; everything else is news.
CARDS = frozenset({"issue_card", "action_card", "receipt", "lead_card", "councillor_card", "agree_card"})


def portfolios_of(council: Council, issue: Issue) -> list[str]:
    """The portfolios that an issue touches: of the priority, indicator or plan action named, else of its services."""
    return touched(council.directory, issue.objects, issue.services)
