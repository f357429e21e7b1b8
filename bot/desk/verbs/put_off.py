"""Reminders put off: with a reason, until a day, within the council's limits. Nothing else moves or is closed."""

from datetime import date

from bot.desk import waits
from bot.desk.access import standings
from bot.desk.actor import Actor
from bot.desk.refusal import Refusal
from bot.desk.verbs.respond import stands
from bot.desk.words import needed
from bot.desk.work import Desk, Work
from storage.actions import IN_HAND, Action
from storage.issues import Issue, history
from storage.waits import RUNNING, Wait, open_waits
from triage_rules.working_time import speak_date

CLOCKS = ("acknowledge", "progress")


def put_off(desk: Desk, actor: Actor, action_id: int, until: str, why: str, once: str | None = None) -> Action:
    """`until` is a day such as "2026-12-04": at its closing time, or the next working day's, the action is due."""
    with desk.work(actor, once) as work:
        action, issue = work.action(action_id, "put_off")
        if action.state not in IN_HAND:
            raise Refusal(stands(action))
        wait = _wait(work, issue, action)
        day = _day(work, action, until)
        why = needed(why, "why", "why it has to wait, in a sentence")
        _often_enough(work, issue, action)
        calendar = work.council.calendar(action.owner)
        span = calendar.opening(day)
        assert span is not None, "a working day"
        if span[1] <= wait.due_at:
            due = speak_date(calendar.local_date(wait.due_at))
            raise Refusal(f"It is not due before {due} as it is. Choose a later day.", "until")
        waits.put_off(work, wait, span[1])
        event = work.record(
            issue, "put_off", words=why, action=action.id, owner=action.owner, wait=wait.id, until=day.isoformat()
        )
        work.tell("put_off", "team", issue, action, event=event.id)
        work.repaint(issue)
        return action


def _wait(work: Work, issue: Issue, action: Action) -> Wait:
    found = [wait for wait in open_waits(work.session, issue.id or 0, action_id=action.id) if wait.clock in CLOCKS]
    if not found or found[0].state != RUNNING:
        raise Refusal("Nobody is reminded of that action now. Nothing was changed.")
    return found[0]


def _day(work: Work, action: Action, until: str) -> date:
    """The working day that is meant. Raises Refusal for one that is past, too far, or none."""
    try:
        day = date.fromisoformat(until.strip())
    except ValueError:
        raise Refusal("Choose the day until which reminders should wait, such as 2026-12-04.", "until") from None
    calendar = work.council.calendar(action.owner)
    last = calendar.working_day(work.on, work.council.put_off.days)
    if day <= work.on:
        raise Refusal("That day has passed, or is today. Choose a later one.", "until")
    if day > last:
        raise Refusal(f"That is too far off. Choose {speak_date(last)} or an earlier day.", "until")
    return calendar.working_day(day, 0)


def _often_enough(work: Work, issue: Issue, action: Action) -> None:
    if "team" in standings(work.actor, work.subject(issue, action), work.council.directory, work.on):
        return
    before = [e for e in history(work.session, issue.id or 0) if e.verb == "put_off" and e.data["action"] == action.id]
    if len(before) >= work.council.put_off.times:
        raise Refusal(
            f"Reminders of this were put off before, and cannot be again. Say where it stands with Add note, or ask "
            f"the {work.council.team.name}. Nothing was changed."
        )
