"""A year of a council's history on record: issues of every ward and service, mostly closed, and the weekly copies."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Engine, insert, text
from sqlmodel import SQLModel

from storage.actions import Action
from storage.briefings import BriefingCopy, ScheduleRun
from storage.issues import Event, Issue, IssueWard
from storage.waits import Wait
from triage_rules.council import Council

ENDS = datetime(2026, 11, 30, 9, tzinfo=UTC)
AT_A_TIME = 2_000
Row = dict[str, Any]
LIVE_DAYS, LATE_ONE_IN = 10, 40  # what is younger is open, and of what is older one in so many
HAPPENS = ("reported", "told", "decided", "acknowledged", "replied", "noted", "done", "closed")


def fill(engine: Engine, council: Council, issues: int) -> None:
    for first in range(1, issues + 1, AT_A_TIME):
        rows: dict[type[SQLModel], list[Row]] = {}
        for number in range(first, min(first + AT_A_TIME, issues + 1)):
            for table, row in _issue(council, number, issues):
                rows.setdefault(table, []).append(row)
        with engine.begin() as connection:
            for table, found in rows.items():
                connection.execute(insert(table), found)
    with engine.begin() as connection:
        for copies in _copies(council, issues):
            connection.execute(insert(BriefingCopy), copies)
        connection.execute(insert(ScheduleRun), [{"name": b.name, "next_at": ENDS} for b in council.briefings])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _issue(council: Council, n: int, of: int) -> Iterator[tuple[type[SQLModel], Row]]:
    service, wards = council.directory.organisations[n % len(council.directory.organisations)].id, _wards(council)
    at = ENDS - timedelta(days=365) * (of - n) / of - timedelta(hours=1)
    live = at > ENDS - timedelta(days=LIVE_DAYS) or n % LATE_ONE_IN == 0
    team = n % 5 == 0
    closed = None if live else at + timedelta(days=3)
    yield (
        Issue,
        ISSUE
        | {
            "id": n,
            "state": "open" if live else "closed",
            "route": "team" if team else "service",
            "stream": "rapid_response" if team else None,
            "owner": "team" if team else f"org:{service}",
            "summary": f"Matter {n} by the shops, which has been told of before",
            "place": f"Street {n % 900}",
            "services": [service],
            "objects": {"threat": ["reputation"]} if team else {},
            "reported_at": at,
            "accepted_at": at if team else None,
            "closed_at": closed,
            "changed_at": closed or at + timedelta(hours=len(HAPPENS)),
        },
    )
    yield IssueWard, {"issue_id": n, "ward": wards[n % len(wards)]}
    yield Action, ACTION | {"id": n, "issue_id": n, "owner": service, "created_at": at}
    data = {"route": "service", "owner": service, "answers": ISSUE["answers"]}
    for seq, verb in enumerate(HAPPENS[:-2] if live else HAPPENS, 1):
        yield Event, EVENT | {"issue_id": n, "seq": seq, "at": at + timedelta(hours=seq), "verb": verb, "data": data}
    for clock in ("acknowledge", "first_response", "progress"):
        runs = live and clock == "progress"
        yield (
            Wait,
            WAIT
            | {
                "clock": clock,
                "issue_id": n,
                "action_id": n,
                "owner": f"org:{service}",
                "state": "running" if runs else "met",
                "started_at": at,
                "due_at": at + timedelta(days=2),
                "ended_at": None if runs else at + timedelta(days=1),
            },
        )


@cache
def _wards(council: Council) -> list[str]:
    return [area.id for area in council.directory.wards(ENDS.date())]


def _usual(row: SQLModel) -> Row:
    return row.model_dump(exclude={"id"})


NOTE = "What was said, at some length, and nobody but the team may read it. " * 4
ASKED = dict.fromkeys(("Q1", "Q2", "Q3", "Q4", "Q5", "Q7"), "no")
ISSUE = _usual(
    Issue(
        state="",
        route="",
        criteria_version="1",
        owner="",
        summary="",
        note=NOTE,
        answers=ASKED,
        entered_by="person:olive-officer",
        reported_at=ENDS,
        changed_at=ENDS,
    )
)
ACTION = _usual(Action(issue_id=0, owner="", text="Put it right", created_at=ENDS))
EVENT = _usual(Event(issue_id=0, seq=0, at=ENDS, verb="", actor="x", actor_name="x", digest="0" * 64))
WAIT = _usual(Wait(clock="", issue_id=0, owner="", started_at=ENDS, due_at=ENDS))


def _copies(council: Council, issues: int) -> Iterator[list[Row]]:
    """A copy a person and week, with the events that it would have told of."""
    people = [role.person for role in council.directory.roles if role.role in ("ward_member", "cabinet_lead")]
    for week in range(51, 0, -1):
        made_at = ENDS - timedelta(weeks=week)
        last = (issues - issues * week // 52) * len(HAPPENS)
        held = list(range(max(1, last - issues * len(HAPPENS) // 52 // 30), last))
        copy = BriefingCopy(person="", period=made_at.date().isoformat(), made_at=made_at, events=held)
        copy.content = "As it was sent. " * 250
        yield [{**copy.model_dump(exclude={"id"}), "person": person} for person in dict.fromkeys(people)]
