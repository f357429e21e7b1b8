"""Open work of people whose role has ended, and whom it goes to. Every night, and whenever people change.

What they did stays theirs: History shows the role they held then. Their links and briefings end by themselves: both ask
who holds the role that day.
"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.desk import recipients, waits
from bot.desk.actor import the_clock
from bot.desk.work import Desk, Work
from storage import issues
from storage.issues import LIVE, Issue
from storage.session import reading
from storage.waits import PAUSED, RUNNING, Wait
from triage_rules.council import Council


def orphans(engine: Engine, council: Council, on: date) -> Iterator[str]:
    """One line for each: a wait owned by, or an issue led by, somebody who holds no role any more on that day."""
    with reading(engine) as session:
        waiting, led = _waits(session, council, on), list(_led(session, council, on))
    directory, team = council.directory, council.team.name
    for wait in waiting:
        person = wait.owner.removeprefix("person:")
        yield f"RR-{wait.issue_id}: {directory.name(person)} holds no role now; the {team} takes it"
    for issue, gone in led:
        for person in gone:
            yield f"{issue.reference}: {directory.name(person)} no longer sits for a ward; its councillors own it"


def hand_on(desk: Desk) -> int:
    """Hand it all on, each issue in a transaction of its own; how many issues. Doing it again does nothing."""
    on, council = desk.today(), desk.council()
    with desk.look() as session:
        numbers = {wait.issue_id for wait in _waits(session, council, on)}
        numbers |= {issue.id or 0 for issue, _ in _led(session, council, on)}
    for number in sorted(numbers):
        with desk.work(the_clock()) as work:
            issue = work.session.exec(select(Issue).where(Issue.id == number).with_for_update()).one()
            _leads_end(work, issue)
            for wait in _waits(work.session, work.council, work.on, number):
                _hand_on(work, issue, wait)
            work.repaint(issue)
    return len(numbers)


def _waits(session: Session, council: Council, on: date, number: int | None = None) -> list[Wait]:
    query = select(Wait).where(col(Wait.state).in_((RUNNING, PAUSED)), col(Wait.owner).startswith("person:"))
    if number is not None:
        query = query.where(Wait.issue_id == number)
    owned = session.exec(query.order_by(col(Wait.id))).all()
    return [wait for wait in owned if not council.directory.roles_of(wait.owner.removeprefix("person:"), on)]


def _led(session: Session, council: Council, on: date) -> Iterator[tuple[Issue, list[str]]]:
    """Live issues, with those of their leads who sit for none of their wards any more."""
    for issue in session.exec(select(Issue).where(col(Issue.state).in_(LIVE)).order_by(col(Issue.id))):
        gone = [person for person in issue.leads if not _sits(council, person, on)]
        if gone:
            yield issue, gone


def _sits(council: Council, person: str, on: date) -> bool:
    return any(role.role == "ward_member" for role in council.directory.roles_of(person, on))


def _leads_end(work: Work, issue: Issue) -> None:
    gone = [person for person in issue.leads if not _sits(work.council, person, work.on)]
    if not gone:
        return
    issue.leads = [person for person in issue.leads if person not in gone]
    work.session.add(issue)
    for wait in waits.open_waits(work.session, issue.id or 0, "first_response"):
        if wait.owner.removeprefix("person:") in gone:
            _hand_on(work, issue, wait)


def _hand_on(work: Work, issue: Issue, wait: Wait) -> None:
    """To whoever stands next: another councillor who leads, the ward's named officer, the team."""
    before = wait.owner.removeprefix("person:")
    if wait.clock == "reporter_answer":  # nobody answers any more: the work goes on without
        waits.end(work, issue, wait.clock)
        waits.resume(work, issue, "first_response")
        work.record(issue, "handed_on", person=before, clock=wait.clock, to="team")
        return
    wait.owner = _next(work, issue)
    work.session.add(wait)
    work.record(issue, "handed_on", person=before, clock=wait.clock, to=wait.owner)
    if not issue.leads:
        work.tell("told", wait.owner, issue, why="contact_leads")


def _next(work: Work, issue: Issue) -> str:
    if issue.leads:
        return f"person:{issue.leads[0]}"
    if issue.route == "ward_member" and issues.ward_ids(work.session, issue.id or 0):
        return recipients.named_officers(work, issue)[0]
    return "team"
