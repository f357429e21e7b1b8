"""Open work of people whose role has ended, and whom it goes to."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Engine
from sqlmodel import col, select

from storage.issues import LIVE, Issue
from storage.session import reading
from storage.waits import PAUSED, RUNNING, Wait
from triage_rules.council import Council


def orphans(engine: Engine, council: Council, on: date) -> Iterator[str]:
    """One line for each: a wait owned by, or an issue led by, somebody who holds no role any more on that day.

    Nothing is lost meanwhile: a step for somebody without a role goes to the team.
    """
    with reading(engine) as session:
        waits = session.exec(
            select(Wait).where(col(Wait.state).in_((RUNNING, PAUSED)), col(Wait.owner).startswith("person:"))
        ).all()
        led = [issue for issue in session.exec(select(Issue).where(col(Issue.state).in_(LIVE))) if issue.leads]
    directory, team = council.directory, council.team.name
    for wait in waits:
        person = wait.owner.removeprefix("person:")
        if not directory.roles_of(person, on):
            yield f"RR-{wait.issue_id}: {directory.name(person)} holds no role now; the {team} takes it"
    for issue in led:
        for person in issue.leads:
            if not any(role.role == "ward_member" for role in directory.roles_of(person, on)):
                yield f"{issue.reference}: {directory.name(person)} no longer sits for a ward; its councillors own it"
