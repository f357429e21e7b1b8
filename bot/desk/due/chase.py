"""The tick: planned reminders and escalations that are due, each once, each in a transaction of its own."""

import logging
from collections import Counter

from bot.desk import recipients, routes
from bot.desk.actor import the_clock
from bot.desk.due.lapse import lapse
from bot.desk.verbs import decide
from bot.desk.work import Desk, Work
from storage import gathering
from storage.issues import Issue, history
from storage.waits import RUNNING, Reminder, Wait, due_reminder, open_waits

log = logging.getLogger(__name__)

VERB = {"chase": "reminded", "escalate": "escalated", "team": "escalated", "lapse": "lapsed"}


def tick(desk: Desk, limit: int = 10_000) -> Counter[str]:
    """Do all that is due by now; how many of each verb. A step that fails is left for the next tick, and the
    others go on."""
    did: Counter[str] = Counter()
    failed: list[int] = []
    for _ in range(limit):
        try:
            verb = _one(desk, failed)
        except StepFailed as failure:
            log.exception("a reminder could not be done and will be tried again: %s", failure)
            failed.append(failure.reminder)
            continue
        if verb is None:
            break
        if verb:
            did[verb] += 1
    _let_go(desk)
    return did


def _let_go(desk: Desk) -> None:
    """What was gathered in this tick goes; and what a worker had gathered when it died."""
    with desk.look() as session:
        gathered = gathering.gathered(session)
    if gathered:
        with desk.work(the_clock()) as work:
            gathering.let_go(work.session, work.system)


class StepFailed(Exception):
    """One reminder went wrong; its transaction was undone."""

    def __init__(self, reminder: int, wait: int):
        super().__init__(f"reminder {reminder} of wait {wait}")
        self.reminder = reminder


def _one(desk: Desk, failed: list[int]) -> str | None:
    """One due reminder: its verb, "" when it had become void, None when nothing is due."""
    with desk.work(the_clock()) as work:
        reminder = due_reminder(work.session, work.now, failed)
        if reminder is None:
            return None
        wait = work.session.get_one(Wait, reminder.wait_id)
        if wait.state != RUNNING or wait.round != reminder.round:
            reminder.state = "void"
            work.session.add(reminder)
            return ""
        try:
            return _do(work, reminder, wait)
        except Exception as error:
            raise StepFailed(reminder.id or 0, wait.id or 0) from error


def _do(work: Work, reminder: Reminder, wait: Wait) -> str:
    issue = work.issue(wait.issue_id, {"chase": "remind", "lapse": "lapse"}.get(reminder.kind, "escalate"))
    reminder.state, reminder.done_at = "done", work.now
    work.session.add(reminder)
    if reminder.kind == "lapse":
        lapse(work, issue, wait)
    else:
        _step(work, issue, wait, reminder)
    work.repaint(issue)
    return VERB[reminder.kind]


def _step(work: Work, issue: Issue, wait: Wait, reminder: Reminder) -> None:
    owner = wait.owner
    if owner == "wards":
        # A matter that councillors lead has no ladder above them: one nudge, and its named officer.
        told = recipients.councillors(work, issue) if wait.clock == "lead" else routes.owners(work, issue)
    elif wait.clock == "agree" and reminder.kind == "chase":
        told = decide.agreeing(work, issue)
    else:
        told = recipients.behind_wait(work, owner, reminder.to)
    told = recipients.present(work, told)
    known = _known(work, issue, wait) if reminder.kind != "chase" else set()
    for recipient in told:
        if recipient in known:
            continue
        work.remind(
            "chase" if reminder.kind == "chase" else "escalation",
            recipient,
            issue,
            wait=wait.id,
            about_action=wait.action_id,
            step=reminder.step,
        )
    work.record(
        issue,
        VERB[reminder.kind],
        clock=wait.clock,
        owner=owner,
        to=reminder.to,
        step=reminder.step,
        action=wait.action_id,
        recipients=[recipient for recipient in told if recipient not in known],
        known=sorted(known.intersection(told)),
    )


def _known(work: Work, issue: Issue, wait: Wait) -> set[str]:
    """Who has been told that this owner has not even acknowledged: that message speaks of the missing answer, too."""
    if wait.clock != "first_response":
        return set()
    unanswered = [
        other.action_id
        for other in open_waits(work.session, issue.id or 0, "acknowledge")
        if other.owner == wait.owner and other.state == RUNNING and other.due_at < work.now
    ]
    return {
        recipient
        for event in history(work.session, issue.id or 0)
        if event.verb == "escalated" and event.data.get("clock") == "acknowledge" and event.at >= wait.started_at
        if event.data.get("action") in unanswered
        for recipient in event.data.get("recipients", [])
    }
