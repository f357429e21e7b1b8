"""Starting, meeting, pausing and ending a wait, with the reminders planned for it."""

from datetime import datetime

from sqlmodel import select

from bot.desk.work import Work
from storage.actions import Action
from storage.issues import Issue
from storage.waits import ENDED, MET, PAUSED, RUNNING, Reminder, Wait, open_waits
from triage_rules.ladder import Ladder, plan
from triage_rules.working_time import Calendar

# What happens by itself when nobody answers in time (see bot/desk/chase.py): step number of that reminder.
LAPSES = frozenset({"lead", "reporter_answer"})
LAPSE_STEP = 1000


def calendar_of(work: Work, owner: str) -> Calendar:
    """An organisation may keep hours of its own."""
    name = None
    if owner.startswith("org:"):
        name = work.council.directory.organisation(owner.removeprefix("org:")).calendar
    return work.council.calendars[name or "council"]


def start(work: Work, clock: str, issue: Issue, owner: str, action: Action | None = None) -> Wait:
    """Start a clock for `owner` from now, in working time, and plan its ladder."""
    calendar = calendar_of(work, owner)
    wait = Wait(
        clock=clock,
        issue_id=issue.id or 0,
        action_id=action.id if action else None,
        owner=owner,
        started_at=work.now,
        due_at=calendar.due(work.now, work.council.clocks.named(clock).wait),
    )
    work.session.add(wait)
    work.session.flush()
    _plan(work, wait, calendar)
    return wait


def _plan(work: Work, wait: Wait, calendar: Calendar) -> None:
    clock = work.council.clocks.named(wait.clock)
    received = calendar.received(work.now)
    name = ladder_name(work, wait, clock.ladder)
    ladder = work.council.ladders[name] if name else Ladder()
    for step in plan(ladder, received, wait.due_at, calendar):
        work.session.add(
            Reminder(
                wait_id=wait.id or 0,
                round=wait.round,
                step=step.step,
                to=step.to,
                kind=step.kind,
                due_at=step.at,
            )
        )
    if wait.clock in LAPSES:
        work.session.add(
            Reminder(
                wait_id=wait.id or 0,
                round=wait.round,
                step=LAPSE_STEP,
                to="",
                kind="lapse",
                due_at=wait.due_at,
            )
        )
    work.session.flush()


def ladder_name(work: Work, wait: Wait, default: str | None) -> str | None:
    """An organisation's own ladder serves for its acknowledgements; the clock's ladder for all else."""
    if wait.clock == "acknowledge" and wait.owner.startswith("org:"):
        return work.council.directory.organisation(wait.owner.removeprefix("org:")).ladder or default
    return default


def meet(work: Work, issue: Issue, clock: str, action: Action | None = None) -> bool:
    """What was waited for has come; True if something was waited for."""
    return _finish(work, issue, clock, MET, action)


def end(work: Work, issue: Issue, clock: str | None = None, action: Action | None = None) -> bool:
    """Nobody waits for it any more."""
    return _finish(work, issue, clock, ENDED, action)


def _finish(work: Work, issue: Issue, clock: str | None, state: str, action: Action | None) -> bool:
    found = open_waits(work.session, issue.id or 0, clock, action.id if action else None)
    for wait in found:
        wait.state, wait.ended_at = state, work.now
        work.session.add(wait)
        _void(work, wait)
    return bool(found)


def _void(work: Work, wait: Wait) -> None:
    query = select(Reminder).where(Reminder.wait_id == wait.id, Reminder.state == "planned")
    for reminder in work.session.exec(query):
        reminder.state = "void"
        work.session.add(reminder)
    work.session.flush()


def pause(work: Work, issue: Issue, clock: str) -> None:
    """Stop a clock while it waits on the reporter; what is left of it runs on afterwards."""
    for wait in open_waits(work.session, issue.id or 0, clock):
        if wait.state == RUNNING:
            wait.state, wait.paused_at = PAUSED, work.now
            work.session.add(wait)
            _void(work, wait)


def resume(work: Work, issue: Issue, clock: str) -> None:
    for wait in open_waits(work.session, issue.id or 0, clock):
        if wait.state == PAUSED:
            calendar = calendar_of(work, wait.owner)
            wait.due_at = calendar.resume(wait.due_at, wait.paused_at or work.now, work.now)
            wait.state, wait.paused_at, wait.round = RUNNING, None, wait.round + 1
            work.session.add(wait)
            _plan(work, wait, calendar)


def hand_over(work: Work, issue: Issue, clock: str, owner: str) -> None:
    """The same clock goes on for another owner: the reporter's right to an answer does not start anew."""
    for wait in open_waits(work.session, issue.id or 0, clock):
        wait.owner = owner
        work.session.add(wait)


def next_moment(work: Work, issue: Issue) -> datetime | None:
    running = [w.due_at for w in open_waits(work.session, issue.id or 0) if w.state == RUNNING]
    return min(running, default=None)
