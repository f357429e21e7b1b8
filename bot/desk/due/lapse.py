"""What silence means, once the time to answer is over."""

from bot.desk import recipients, routes, waits
from bot.desk.work import Work
from storage.actions import DUE, Action
from storage.issues import Issue
from storage.waits import ENDED, Wait


def lapse(work: Work, issue: Issue, wait: Wait) -> None:
    wait.state, wait.ended_at = ENDED, work.now
    work.session.add(wait)
    LAPSED[wait.clock](work, issue, wait)
    work.record(issue, "lapsed", clock=wait.clock, owner=wait.owner, action=wait.action_id)


def _nobody_leads(work: Work, issue: Issue, wait: Wait) -> None:
    """The wards' named officer takes it."""
    officers = recipients.named_officers(work, issue)
    waits.hand_over(work, issue, "first_response", officers[0])
    for officer in officers:
        work.tell("told", officer, issue, why="contact_leads")


def _no_answer(work: Work, issue: Issue, wait: Wait) -> None:
    """The reporter's silence restarts the clock."""
    waits.resume(work, issue, "first_response")
    for recipient in routes.owners(work, issue):
        work.tell("told", recipient, issue, why="no_answer")


def _quiet(work: Work, issue: Issue, wait: Wait) -> None:
    """Acknowledged, then asked how it is going, and no word: it counts as unacknowledged, from the first step on."""
    action = work.session.get_one(Action, wait.action_id)
    action.state = DUE
    work.session.add(action)
    waits.start(work, "acknowledge", issue, wait.owner, action)
    for recipient in recipients.organisation_recipients(work, action.owner):
        if recipients.in_slack(work, recipient):  # by e-mail the card itself goes again
            work.tell("quiet", recipient, issue, action)


LAPSED = {"lead": _nobody_leads, "reporter_answer": _no_answer, "progress": _quiet}
