"""Closing with a reason, and opening again."""

from bot.desk import recipients, routes, waits
from bot.desk.actor import Actor
from bot.desk.refusal import Refusal
from bot.desk.verbs.report import reopen_issue
from bot.desk.words import needed
from bot.desk.work import Desk, Work
from storage import actions
from storage.issues import CLOSED, JOINED, OPEN, SIGNPOSTED, Issue, children


def close(desk: Desk, actor: Actor, number: int, why: str, once: str | None = None) -> Issue:
    """Refuses while actions are open. The reporter hears why and is asked whether they are satisfied."""
    with desk.work(actor, once) as work:
        issue = work.issue(number, "close")
        if issue.state not in (OPEN, SIGNPOSTED):
            raise Refusal(_not_open(issue))
        why = needed(why, "why", "what came of it, in a sentence the reporter will read")
        _nothing_open(work, issue)
        issue.state, issue.closed_at, issue.satisfied = CLOSED, work.now, None
        waits.meet(work, issue, "first_response")  # the reason for closing is an answer
        issue.answered_at = issue.answered_at or work.now
        waits.end(work, issue)
        work.record(issue, "closed", words=why, owner=issue.owner)
        for child in children(work.session, issue.id or 0):
            child.state, child.closed_at = CLOSED, work.now
            work.record(child, "closed_with", parent=issue.id)
            work.repaint(child)
        routes.tell(work, issue, "close")
        for councillor in recipients.councillors(work, issue) if issue.route != "signpost" else ():
            if not actor.person or councillor != f"person:{actor.person}":
                work.tell("told", councillor, issue, why="ward_members", moment="close")
        work.repaint(issue)
        return issue


def _not_open(issue: Issue) -> str:
    match issue.state:
        case "closed":
            return f"{issue.reference} is closed already. Nothing was changed."
        case "joined":
            return f"{issue.reference} follows RR-{issue.parent_id} and closes with it."
        case _:
            return f"{issue.reference} has not been accepted yet. Accept it, or use Change route, and then close it."


def _nothing_open(work: Work, issue: Issue) -> None:
    """An action that leads the issue is closed with it once its service has acknowledged or finished it."""
    waiting = []
    for action in actions.unfinished(work.session, issue.id or 0):
        if action.leads and action.state == actions.ACKNOWLEDGED:
            action.state, action.ended_at, action.outcome = actions.DONE, work.now, "Closed with the issue"
            work.session.add(action)
        else:
            waiting.append(work.council.directory.organisation(action.owner).name)
    if waiting:
        names = ", ".join(dict.fromkeys(waiting))
        raise Refusal(
            f"{issue.reference} cannot be closed yet: an action is still open with {names}. "
            "Wait until it is done, or withdraw it.",
            "why",
        )


def reopen(desk: Desk, actor: Actor, number: int, why: str = "", once: str | None = None) -> Issue:
    """The team opens a closed issue again; it goes back to its last owner."""
    with desk.work(actor, once) as work:
        issue = work.issue(number, "reopen")
        if issue.state == JOINED or issue.parent_id:
            raise Refusal(f"{issue.reference} follows RR-{issue.parent_id}. Open that one again instead.")
        if issue.state != CLOSED:
            raise Refusal(f"{issue.reference} is open already. Nothing was changed.")
        work.record(issue, "reopening", words=why.strip() or None)
        reopen_issue(work, issue)
        work.repaint(issue)
        return issue
