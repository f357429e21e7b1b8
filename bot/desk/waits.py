"""Starting, meeting, pausing and ending a wait, with the reminders planned for it."""

from datetime import datetime

from sqlmodel import select

from bot.desk.work import Work
from storage.actions import Action
from storage.issues import Issue
from storage.waits import ENDED, MET, PAUSED, RUNNING, Reminder, Wait, open_waits

# What happens by itself when nobody answers in time (see bot/desk/due/chase.py): step number of that reminder.
LAPSES = frozenset({"lead", "reporter_answer", "progress"})
LAPSE_STEP = 1000


def organisation_of(owner: str) -> str | None:
    """An organisation may keep hours and a ladder of its own."""
    return owner.removeprefix("org:") if owner.startswith("org:") else None


def start(work: Work, clock: str, issue: Issue, owner: str, action: Action | None = None) -> Wait:
    """Start a clock for `owner` from now, in working time, and plan its ladder."""
    wait = Wait(
        clock=clock,
        issue_id=issue.id or 0,
        action_id=action.id if action else None,
        owner=owner,
        started_at=work.now,
        due_at=work.council.due(clock, work.now, organisation_of(owner)),
    )
    work.session.add(wait)
    work.session.flush()
    _plan(work, wait)
    return wait


def _plan(work: Work, wait: Wait) -> None:
    steps, lapses = work.council.plan(wait.clock, work.now, wait.due_at, organisation_of(wait.owner)), wait.due_at
    if wait.clock == "progress":
        # Who does not answer when asked is, from the moment at which somebody above would hear, asked all over again.
        above = next((i for i, step in enumerate(steps) if step.kind != "chase"), len(steps))
        lapses = steps[above].at if above < len(steps) else max([wait.due_at, *(step.at for step in steps)])
        steps = steps[:above]
    for step in steps:
        _remind(work, wait, step.step, step.to, step.kind, step.at)
    if wait.clock in LAPSES:
        _remind(work, wait, LAPSE_STEP, "", "lapse", lapses)
    work.session.flush()


def _remind(work: Work, wait: Wait, step: int, to: str, kind: str, at: datetime) -> None:
    work.session.add(Reminder(wait_id=wait.id or 0, round=wait.round, step=step, to=to, kind=kind, due_at=at))


def meet(work: Work, issue: Issue, clock: str, action: Action | None = None) -> bool:
    """What was waited for has come; True if something was waited for."""
    return _finish(work, issue, clock, MET, action)


def end(work: Work, issue: Issue, clock: str | None = None, action: Action | None = None) -> bool:
    """Nobody waits for it any more."""
    return _finish(work, issue, clock, ENDED, action)


def end_of_issue(work: Work, issue: Issue, clock: str) -> None:
    """The same for the issue itself: what is waited for about one of its actions goes on."""
    for wait in open_waits(work.session, issue.id or 0, clock):
        if wait.action_id is None:
            _stop(work, wait, ENDED)


def _finish(work: Work, issue: Issue, clock: str | None, state: str, action: Action | None) -> bool:
    found = open_waits(work.session, issue.id or 0, clock, action.id if action else None)
    for wait in found:
        _stop(work, wait, state)
    return bool(found)


def _stop(work: Work, wait: Wait, state: str) -> None:
    wait.state, wait.ended_at = state, work.now
    work.session.add(wait)
    _void(work, wait)


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
            calendar = work.council.calendar(organisation_of(wait.owner))
            wait.due_at = calendar.resume(wait.due_at, wait.paused_at or work.now, work.now)
            wait.state, wait.paused_at, wait.round = RUNNING, None, wait.round + 1
            work.session.add(wait)
            _plan(work, wait)


def put_off(work: Work, wait: Wait, due: datetime) -> None:
    """Due later, with the reminders that go with it. Those that were planned are void."""
    _void(work, wait)
    wait.due_at, wait.round = due, wait.round + 1
    work.session.add(wait)
    _plan(work, wait)


def hand_over(work: Work, issue: Issue, clock: str, owner: str) -> None:
    """The same clock goes on for another owner: the reporter's right to an answer does not start anew."""
    for wait in open_waits(work.session, issue.id or 0, clock):
        wait.owner = owner
        work.session.add(wait)


def next_moment(work: Work, issue: Issue) -> datetime | None:
    running = [w.due_at for w in open_waits(work.session, issue.id or 0) if w.state == RUNNING]
    return min(running, default=None)
