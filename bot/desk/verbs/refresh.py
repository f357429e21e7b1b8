"""Looking before a form opens, and drawing cards anew after an old button was pressed."""

from bot.desk import access
from bot.desk.actor import Actor
from bot.desk.refusal import Refusal
from bot.desk.work import Desk, Work
from storage.actions import IN_HAND, Action, of_issue
from storage.issues import CLOSED, Issue
from triage_rules.sight import parts

# What cannot be done to a closed issue; the verbs themselves say so too.
NEEDS_OPEN = frozenset({"close", "change_route", "change_answers", "ask", "add_action", "edit", "view", "lead"})
ENDED = {"done": "done", "no_further_action": "finished", "declined": "sent on", "withdrawn": "withdrawn"}


def repaint(desk: Desk, actor: Actor, number: int) -> None:
    """Every card of the issue is drawn anew: for somebody who pressed a button that is no longer there."""
    with desk.work(actor) as work:
        issue = work.session.get(Issue, number)
        if issue is not None:
            work.repaint(issue)


def ask_report(desk: Desk, actor: Actor) -> None:
    """Whether this person may report, before a form opens. Raises Refusal."""
    with desk.work(actor) as work:
        work.allow("report")


def ask_first(
    desk: Desk, actor: Actor, verb: str, number: int, action_id: int | None = None, *, may: str | None = None
) -> tuple[Issue, Action | None]:
    """Whether this person may do it now, before they fill in a form. Raises Refusal, as the verb would.

    `may`: the verb's name in the table of who may do what, where it has another.
    """
    with desk.work(actor) as work:
        if action_id is None:
            issue, action = work.issue(number, may or verb), None
        else:
            action, issue = work.action(action_id, may or verb)
        if action is not None and verb != "add_note" and action.state not in IN_HAND and not action.held:
            raise Refusal(f"That action is {ENDED.get(action.state, 'finished')} already. Nothing was changed.")
        if issue.state == CLOSED and verb in NEEDS_OPEN:
            raise Refusal(f"{issue.reference} is closed. Nothing was changed.")
        if action is not None and verb == "add_note":  # what was asked of whom is for those who work on it
            here = access.standings(actor, work.subject(issue, action), work.council.directory, work.on)
            action = action if "words" in parts(here, issue, actor.person, note=False) else None
        return issue, action


def may_read_note(desk: Desk, actor: Actor, issue: Issue) -> bool:
    """Whether they may read what the reporter wrote; for a partner that takes an information-sharing agreement."""
    with desk.look() as session:
        work = Work(desk, session, actor)
        theirs = [each for each in of_issue(session, issue.id or 0) if each.state not in ("declined", "withdrawn")]
        subjects = [work.subject(issue, each) for each in (None, *theirs)]
        return any(access.may(actor, "see_note", subject, work.council, work.on) for subject in subjects)


def see(desk: Desk, actor: Actor, number: int) -> Issue:
    """The issue, for somebody who may see it: for its own sake, or for an action on it. Raises Refusal."""
    with desk.work(actor) as work:
        if issue := work.session.get(Issue, number):
            for action in of_issue(work.session, number):
                if access.may(actor, "see", work.subject(issue, action), work.council, work.on):
                    return issue
        return work.issue(number, "see")
