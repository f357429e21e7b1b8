"""What people do during a run: one thing at a time, chosen by how the issues stand, each with its key as Slack's
repeats would carry it."""

import random  # noqa: TID251  (seeded, and nothing but the proofs uses it)
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from bot.desk.verbs import assign, close, decide, put_off, report, respond, talk
from bot.desk.work import Desk
from storage.actions import ACKNOWLEDGED, DUE, Action
from storage.issues import AWAITING, CLOSED, OPEN, Issue
from storage.waits import PAUSED, RUNNING, Wait
from tests.desk.people import Office

ROWS = ("R13", "R13", "R9", "R9", "R12", "R11", "R4", "R10")
ORGANISATIONS = ("street_scene", "police")
LATEST = 12  # issues that people look at


@dataclass(frozen=True)
class Deed:
    """One click or form. `key` is in the words that a person writes, so that its effect can be counted."""

    key: str
    verb: str
    given: dict[str, Any] = field(default_factory=dict)


def choose(session: Session, throws: random.Random, key: str) -> Deed:
    """Something that can be done as things stand; by the time it is done they may stand otherwise."""
    if throws.random() < 0.25:
        return Deed(key, "report", {"row": throws.choice(ROWS), "ward": throws.choice(("cuckoo-oak", "madeley"))})
    newest = select(Issue).order_by(col(Issue.id).desc()).limit(LATEST)
    found = [deed for issue in session.exec(newest) for deed in _about(session, issue, key)]
    return throws.choice(found) if found else Deed(key, "report", {"row": "R13", "ward": "cuckoo-oak"})


def _about(session: Session, issue: Issue, key: str) -> list[Deed]:
    def deed(verb: str, **given: Any) -> Deed:
        return Deed(key, verb, {"number": issue.id, **given})

    match issue.state:
        case s if s == AWAITING:
            return [deed("accept"), deed("accept"), deed("reply")]
        case s if s == CLOSED:
            return [] if issue.parent_id else [deed("reopen")]
        case s if s == OPEN:
            found = [deed("close"), deed("reply"), deed("note"), deed("edit"), deed("ask")]
            found += [deed("add_action", organisation=name) for name in ORGANISATIONS]
            found += [deed("change_route", to="org:police" if issue.route == "team" else "team")]
            asked = Wait.clock == "reporter_answer", col(Wait.state).in_((RUNNING, PAUSED)), Wait.issue_id == issue.id
            if session.exec(select(Wait.id).where(*asked)).first():
                found += [deed("answer")] * 2
            return found + _of_actions(session, issue, key)
    return []


def _of_actions(session: Session, issue: Issue, key: str) -> list[Deed]:
    found = []
    for action in session.exec(select(Action).where(Action.issue_id == issue.id)):
        given = {"action": action.id, "owner": action.owner}
        if action.state == DUE:
            found += [Deed(key, "acknowledge", given)] * 2 + [Deed(key, "not_ours", given)]
        if action.state in (DUE, ACKNOWLEDGED):
            found += [Deed(key, "done", given)] * 2 + [Deed(key, "put_off", given)]
    return found


def do(desk: Desk, deed: Deed) -> None:
    """Raises what the desk raises."""
    DO[deed.verb](desk, Office(desk), deed, **deed.given)


def _report(desk: Desk, office: Office, deed: Deed, row: str, ward: str) -> None:
    office.receipt(row, ward, once=deed.key, note=f"Reported with {deed.key}")


def _add_action(desk: Desk, office: Office, deed: Deed, number: int, organisation: str) -> None:
    assign.add_action(desk, office.duty, number, f"Look at it {deed.key}", organisation, once=deed.key)


def _not_ours(desk: Desk, office: Office, deed: Deed, action: int, owner: str) -> None:
    other = next(name for name in ORGANISATIONS if name != owner)
    respond.not_ours(desk, office.holder("contact", owner), action, f"Not ours {deed.key}", other, once=deed.key)


def _acknowledge(desk: Desk, office: Office, deed: Deed, action: int, owner: str) -> None:
    respond.acknowledge(desk, office.holder("contact", owner), action, once=deed.key)


def _done(desk: Desk, office: Office, deed: Deed, action: int, owner: str) -> None:
    respond.done(desk, office.holder("contact", owner), action, f"Cleared {deed.key}", once=deed.key)


def _put_off(desk: Desk, office: Office, deed: Deed, action: int, owner: str) -> None:
    day = desk.council().calendar(owner).working_day(desk.today(), 3).isoformat()
    put_off.put_off(desk, office.duty, action, day, f"The crew is elsewhere {deed.key}", once=deed.key)


def _edit(desk: Desk, office: Office, deed: Deed, number: int) -> None:
    report.edit(desk, office.duty, number, f"Now {deed.key}", "Southgate", once=deed.key)


def _answer(desk: Desk, office: Office, deed: Deed, number: int) -> None:
    talk.answer(desk, office.officer, number, f"The left one {deed.key}", once=deed.key)


def _change_route(desk: Desk, office: Office, deed: Deed, number: int, to: str) -> None:
    decide.change_route(desk, office.duty, number, to, f"It belongs there {deed.key}", once=deed.key)


def _by_duty(verb: Callable[..., Any], words: str) -> Callable[..., None]:
    def does(desk: Desk, office: Office, deed: Deed, number: int) -> None:
        verb(desk, office.duty, number, f"{words} {deed.key}", once=deed.key)

    return does


DO: dict[str, Callable[..., None]] = {
    "report": _report,
    "accept": lambda desk, office, deed, number: decide.accept(desk, office.duty, number, once=deed.key),
    "add_action": _add_action,
    "acknowledge": _acknowledge,
    "not_ours": _not_ours,
    "done": _done,
    "put_off": _put_off,
    "reply": _by_duty(talk.reply, "Soon"),
    "ask": _by_duty(talk.ask, "Which one?"),
    "answer": _answer,
    "note": _by_duty(talk.add_note, "Seen"),
    "edit": _edit,
    "close": _by_duty(close.close, "Mended"),
    "reopen": _by_duty(close.reopen, "Broken again"),
    "change_route": _change_route,
}
# The line of history that each deed leaves once, found by the key in its words; two leave no words.
LEAVES = {
    "report": "reported", "add_action": "action_added", "not_ours": "declined", "done": "done", "reply": "replied",
    "ask": "asked", "answer": "answered", "note": "noted", "close": "closed", "reopen": "reopening",
    "change_route": "route_changed", "put_off": "put_off",
}  # fmt: skip
