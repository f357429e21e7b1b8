"""What an organisation answers to an action: acknowledge, not ours, done."""

from bot.desk import routes, waits
from bot.desk.actor import Actor
from bot.desk.refusal import Refusal
from bot.desk.words import needed, optional
from bot.desk.work import Desk, Work
from storage.actions import ACKNOWLEDGED, DECLINED, DONE, DUE, IN_HAND, NO_ACTION, Action, replaced_by
from storage.issues import Issue


def acknowledge(desk: Desk, actor: Actor, action_id: int, once: str | None = None) -> Action:
    with desk.work(actor, once) as work:
        action, issue = work.action(action_id, "acknowledge")
        if action.state != DUE:
            raise Refusal(stands(action))
        _acknowledge(work, issue, action)
        work.record(issue, "acknowledged", action=action.id, owner=action.owner)
        work.repaint(issue)
        return action


def _acknowledge(work: Work, issue: Issue, action: Action) -> None:
    organisation = work.council.directory.organisation(action.owner).name
    action.state, action.acknowledged_at = ACKNOWLEDGED, work.now
    action.acknowledged_by, action.way = f"{work.actor.name}, {organisation}", work.actor.way
    work.session.add(action)
    waits.meet(work, issue, "acknowledge", action)
    waits.start(work, "progress", issue, f"org:{action.owner}", action)
    for old in replaced_by(work.session, action):
        old.held = False  # the team held it until now
        work.session.add(old)
    if action.leads and issue.owner != f"org:{action.owner}":
        issue.owner = f"org:{action.owner}"
        waits.hand_over(work, issue, "first_response", issue.owner)


def stands(action: Action) -> str:
    """Why nothing can be done with it in this state."""
    match action.state:
        case "acknowledged":
            return f"This was acknowledged already by {action.acknowledged_by}. Nothing was changed."
        case "declined":
            return "This was sent on to somebody else. Nothing was changed."
        case "withdrawn":
            return "The team has taken this action back. Nothing more is asked of you."
        case _:
            return "This is finished already. Nothing was changed."


def set_reference(
    desk: Desk, actor: Actor, action_id: int, reference: str, expected_by: str, once: str | None = None
) -> Action:
    """After an acknowledgement: the organisation's own reference, and when it expects to be finished."""
    with desk.work(actor, once) as work:
        action, issue = work.action(action_id, "set_reference")
        if action.state != ACKNOWLEDGED:
            raise Refusal(stands(action) if action.state != DUE else "Please press Acknowledge first.")
        action.reference, action.expected_by = optional(reference), optional(expected_by)
        work.session.add(action)
        waits.meet(work, issue, "progress", action)
        waits.start(work, "progress", issue, f"org:{action.owner}", action)
        work.record(issue, "reference_given", action=action.id)
        work.repaint(issue)
        return action


def not_ours(
    desk: Desk, actor: Actor, action_id: int, why: str, next_owner: str | None, once: str | None = None
) -> Action:
    """Decline with a reason and a proposal. The team holds it until the next owner acknowledges.

    The first time it goes on to the owner proposed; the second time, or with no proposal, a duty officer decides.
    """
    with desk.work(actor, once) as work:
        action, issue = work.action(action_id, "not_ours")
        if action.state not in IN_HAND:
            raise Refusal(stands(action))
        why = needed(why, "why", "why it is not yours, in a sentence")
        known = {org.id for org in work.council.directory.organisations}
        if next_owner == action.owner or (next_owner and next_owner not in known):
            raise Refusal("Choose another service or partner, or say that you do not know.", "next_owner")
        action.state, action.held, action.ended_at = DECLINED, True, work.now
        action.outcome = why
        work.session.add(action)
        waits.end(work, issue, action=action)
        if action.leads:
            issue.owner = "team"
            waits.hand_over(work, issue, "first_response", "team")
        work.record(issue, "declined", words=why, action=action.id, owner=action.owner, proposed=next_owner)
        _send_on(work, issue, action, next_owner)
        work.repaint(issue)
        return action


def _send_on(work: Work, issue: Issue, action: Action, next_owner: str | None) -> None:
    if next_owner and action.declined_times == 0:
        following = routes.ask(
            work,
            issue,
            next_owner,
            action.text,
            leads=action.leads,
            finish_by=action.finish_by,
            declined_times=1,
            replaces_id=action.id,
        )
        work.record(issue, "sent_on", action=following.id, owner=next_owner)
    else:
        waits.start(work, "hold", issue, "team", action)
        work.card("issue_card", "team", issue)
        work.tell("declined_twice", "team", issue, action)


def done(
    desk: Desk,
    actor: Actor,
    action_id: int,
    what: str,
    no_further_action: bool = False,
    once: str | None = None,
) -> Action:
    """Finished, or no further action with its reason. Done without Acknowledge counts as both."""
    with desk.work(actor, once) as work:
        action, issue = work.action(action_id, "done")
        if action.state not in IN_HAND:
            raise Refusal(stands(action))
        what = needed(what, "what", "what was done, or why nothing more will be")
        if action.state == DUE:
            _acknowledge(work, issue, action)
            work.record(issue, "acknowledged", action=action.id, owner=action.owner)
        action.state = NO_ACTION if no_further_action else DONE
        action.outcome, action.ended_at = what, work.now
        work.session.add(action)
        waits.meet(work, issue, "progress", action)
        work.record(issue, action.state, words=what, action=action.id, owner=action.owner)
        if issue.owner == "team":
            work.tell("action_finished", "team", issue, action)
        work.repaint(issue)
        return action
