"""What has had its time is removed, by the council's schedule: never under a legal hold, and never a line or a count.

What stays of an issue is its number, route, wards, dates and states: its tombstone. So briefings of the past add up.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlmodel import col, select

from bot.desk.actor import the_clock
from bot.desk.records import tombstone
from bot.desk.records.rewriting import Rewriting
from bot.desk.work import Desk, Work
from storage import audit, holds
from storage.actions import Action
from storage.holds import Retained
from storage.issues import CLOSED, SIGNPOSTED, Issue
from storage.kept import KEPT, Kept
from storage.outbox import DROPPED, PENDING, Delivery, Posted
from storage.session import purge
from triage_rules.retention import Keep, What

REMOVED = "[removed after its time]"
NOBODY = "removed"
HOUR = time(3)
BATCH = 100
PERSON = re.compile(r"\b(?:person:[a-z0-9_-]+|user:\w+/\w+)")

COLUMNS: dict[What, tuple[str, ...]] = {
    "contact": ("issue.reply_to",),
    "note": ("issue.note", "event.words"),
    "summary": (
        "issue.summary",
        "issue.place",
        "action.text",
        "action.reference",
        "action.expected_by",
        "action.outcome",
        "delivery.error",
        "briefingcopy.content",
    ),
}
TOLD_OF = frozenset({"note", "summary"})  # what messages in Slack quote


@dataclass
class Removal:
    """issues: by what is (or would be) removed. held: what is due and kept back by law."""

    issues: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    held: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(self.issues.values())


def due(desk: Desk) -> Removal:
    """What `retain` would remove now."""
    found = Removal()
    with desk.work(the_clock()) as work:
        for rule in work.council.retention:
            numbers, held = _due(work, rule, None)
            found.issues[rule.of] += numbers
            found.held += held
    return found


def retain(desk: Desk) -> Removal:
    """Remove what is due, some issues at a time, each time in one transaction with its line in the book."""
    done = Removal()
    for rule in desk.council().retention:
        while numbers := _some(desk, rule):
            done.issues[rule.of] += numbers
    if done:
        purge(desk.engine)
    return done


def _some(desk: Desk, rule: Keep) -> list[int]:
    with desk.work(the_clock()) as work:
        audit.lock(work.session)  # one worker at a time
        numbers, _ = _due(work, rule, BATCH)
        if numbers:
            _remove(work, rule, numbers)
        return numbers


def _due(work: Work, rule: Keep, limit: int | None) -> tuple[list[int], list[int]]:
    """Issues of which this is to be removed, and those that are held."""
    day_after = rule.cutoff(work.on) + timedelta(days=1)
    before = datetime.combine(day_after, time(), work.zone)
    done = select(Retained.issue_id).where(Retained.of == rule.of, col(Retained.at) > col(Issue.changed_at))
    over = (
        ((col(Issue.state) == CLOSED) & (col(Issue.closed_at) < before))
        | ((col(Issue.state) == SIGNPOSTED) & (col(Issue.changed_at) < before))
    ) & col(Issue.id).not_in(done)
    in_force = holds.in_force(work.session)
    issues, people = [h.issue_id for h in in_force], [h.person for h in in_force if h.person]
    held = col(Issue.id).in_([number for number in issues if number]) | col(Issue.entered_by).in_(people)
    free = select(Issue.id).where(over, ~held).order_by(col(Issue.id)).limit(limit)
    kept_back = select(Issue.id).where(over, held).order_by(col(Issue.id))
    return (
        [number or 0 for number in work.session.exec(free)],
        [number or 0 for number in work.session.exec(kept_back)],
    )


def _remove(work: Work, rule: Keep, numbers: Sequence[int]) -> None:
    whats: list[What] = ["contact", "note", "summary", "names"] if rule.of == "issue" else [rule.of]
    rewriting = Rewriting(work.session, work.clock.token)
    change = _change(whats)
    rewriting.of_issues(numbers, change)
    if "names" in whats:
        actions = work.session.exec(select(Action.id).where(col(Action.issue_id).in_(numbers))).all()
        rewriting.table("partnerlink", change, "action_id", [id for id in actions if id])
    for number in numbers:
        work.session.merge(Retained(issue_id=number, of=rule.of, at=work.now))
    report = tombstone.put(work, rewriting, "retained", None, of=rule.of, after=rule.after, numbers=list(numbers))
    if whats == ["contact"]:
        return  # no message says it
    found = tombstone.spoken(work, issues=numbers if TOLD_OF & set(whats) else (), changed=rewriting)
    found.messages += _cards_of_persons(work, numbers)
    tombstone.unsay(work, report, found)
    tombstone.repaint(work, report)


def _change(whats: Sequence[What]) -> Any:
    """What stands in each column from now on."""
    named = {name for what in whats for name in COLUMNS.get(what, ())}
    texts = {KEPT[table].columns[column] for table, column in (name.split(".") for name in named)}
    emptied = {KEPT["event"].columns["words"]: None, KEPT["issue"].columns["reply_to"]: ""}

    def change(kept: Kept, value: Any, row: Mapping[str, Any]) -> Any:
        if kept in texts:
            return _entry(value) if kept.kind == "copy" else emptied.get(kept, REMOVED)
        return _nobody(kept, value, row) if "names" in whats else value

    return change


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    """A briefing's entry, which still counts as one."""
    told = {"title": f"RR-{entry['issue']} · {REMOVED}", "text": "", "place": "", "next_step": "", "owner": ""}
    return {**entry, **told}


def _nobody(kept: Kept, value: Any, row: Mapping[str, Any]) -> Any:
    match kept.kind:
        case "key" | "ids":
            return _walk(value)
        case "person":
            if isinstance(value, dict):
                return dict.fromkeys(value, NOBODY)
            return [] if isinstance(value, list) else NOBODY
        case "name" if kept.what.startswith("the name of who") and not PERSON.match(row.get("actor", "")):
            return value  # the clock
        case "name" if "channel_id" not in row:
            return "Name removed"
    return value


def _walk(value: Any) -> Any:
    if isinstance(value, str):
        return PERSON.sub(f"person:{NOBODY}", value)
    if isinstance(value, list):
        return [_walk(each) for each in value]
    if isinstance(value, dict):
        return {name: NOBODY if name == "person" else _walk(each) for name, each in value.items()}
    return value


def _cards_of_persons(work: Work, numbers: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Cards in direct messages go; those of the team and of organisations are painted again. Nothing else is sent."""
    pending = select(Delivery).where(col(Delivery.issue_id).in_(numbers), col(Delivery.state).in_(PENDING))
    for delivery in work.session.exec(pending):
        delivery.state = DROPPED
        work.session.add(delivery)
    standing = select(Posted).where(col(Posted.issue_id).in_(numbers), ~col(Posted.recipient).startswith("org:"))
    for card in work.session.exec(standing.where(Posted.recipient != "team")).all():
        if "@" not in card.channel_id:
            yield card.channel_id, card.ts
        work.session.delete(card)
    work.session.flush()
