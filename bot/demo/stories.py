"""A few live issues to open on, put there through the desk: the worked examples of the council's own criteria."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.desk import decide, respond
from bot.desk.actor import Actor
from bot.desk.report import Report, report
from bot.desk.work import Desk
from storage.actions import of_issue
from triage_rules.council import Council
from triage_rules.criteria import Row

# In this order; a council whose criteria lack one of them opens with fewer.
OUTCOMES = (("service", None), ("team", "rapid_response"), ("ward_member", None), ("service", "flagged"))


@dataclass(frozen=True)
class Characters:
    """Who plays: an officer who reports, and a duty officer."""

    officer: Actor
    duty: Actor


def characters(council: Council, on: date) -> Characters:
    officers = council.directory.all_holders("officer", on) or council.directory.all_holders("team_officer", on)
    duty = council.directory.all_holders("team_officer", on)[0]
    return Characters(*(Actor(f"person:{p.id}", p.name, p.id) for p in (officers[0], duty)))


def tell(desk: Desk) -> None:
    """Report one issue for each outcome; accept nothing, acknowledge one, so that there is something to do."""
    council, on = desk.council(), desk.today()
    cast = characters(council, on)
    rows = {(row.route, row.stream): row for row in council.criteria.rows}
    for number, outcome in enumerate(outcome for outcome in OUTCOMES if outcome in rows):
        given = _report(council, rows[outcome], on, number)
        issue = report(desk, cast.officer, given).issue
        if issue is not None and outcome == ("service", "flagged"):
            _acknowledge(desk, council, on, issue.id or 0)
    if ("team", "rapid_response") in rows:
        second = report(desk, cast.officer, _report(council, rows["team", "rapid_response"], on, 5)).issue
        if second is not None and second.state == "awaiting_acceptance":
            decide.accept(desk, cast.duty, second.id or 0)


def _report(council: Council, row: Row, on: date, number: int) -> Report:
    """The row's own example as a report, in a ward and with services of the council's data."""
    directory = council.directory
    example = row.examples[min(number // 5, len(row.examples) - 1)]
    wards = directory.wards(on)
    services = [org.id for org in directory.organisations if org.kind != "parish" and org.channel]
    several = row.route != "service"
    return Report(
        note=example.text,
        answers=dict(example.answers),
        wards=(wards[(number * 5) % len(wards)].id,),
        services=tuple(services[number : number + (2 if several else 1)]),
        raised_by="resident",
        objects=_objects(council, example.answers),
    )


def _objects(council: Council, answers: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in council.criteria.questions:
        if question.object == "threat" and answers.get(question.id) == "yes":
            found["threat"] = ["reputation"]
        elif question.object == "priority" and answers.get(question.id) == "yes":
            found["priority"] = council.directory.priorities[0].id
    return found


def _acknowledge(desk: Desk, council: Council, on: date, number: int) -> None:
    with desk.look() as session:
        action = of_issue(session, number)[0]
    contact = council.directory.holders("contact", action.owner, on)[0]
    respond.acknowledge(desk, Actor(f"person:{contact.id}", contact.name, contact.id), action.id or 0)
