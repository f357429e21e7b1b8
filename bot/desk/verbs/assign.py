"""Actions: the team asks an organisation to do something, or takes it back."""

from datetime import date, datetime, time

from bot.desk import routes, waits
from bot.desk.actor import Actor
from bot.desk.refusal import Refusal
from bot.desk.words import needed
from bot.desk.work import Desk, Work
from storage.actions import DECLINED, IN_HAND, WITHDRAWN, Action, replaced_by
from storage.issues import OPEN, Issue


def add_action(
    desk: Desk,
    actor: Actor,
    number: int,
    text: str,
    organisation: str,
    finish_by: date | None = None,
    once: str | None = None,
) -> Action:
    """Ask a service or partner to do something about an accepted issue. It hears after the ward's councillors."""
    with desk.work(actor, once) as work:
        issue = work.issue(number, "add_action")
        if issue.state != OPEN:
            raise Refusal(f"{issue.reference} has to be accepted first. Then actions can be added.")
        text = needed(text, "what", "what needs doing")
        known = {org.id: org for org in work.council.directory.organisations}
        if organisation not in known:
            raise Refusal("Choose who should do it from the list.", "who")
        if finish_by is not None and finish_by < work.on:
            raise Refusal("That day has passed. Choose today or later.", "when")
        until = _end_of(finish_by, work.zone) if finish_by else None
        behind = f"{issue.reference} accepted"
        action = routes.ask(work, issue, organisation, text, behind=behind, finish_by=until)
        _take_over_declined(work, issue, action)
        work.record(issue, "action_added", words=text, action=action.id, owner=organisation)
        work.repaint(issue)
        return action


def _take_over_declined(work: Work, issue: Issue, action: Action) -> None:
    """A new action ends the duty officer's wait over one that came back a second time."""
    for old in routes.stored_actions.of_issue(work.session, issue.id or 0):
        if old.state == DECLINED and old.held and waits.end(work, issue, "hold", old):
            action.replaces_id = old.id
            work.session.add(action)
            _let_go(work, action)


def _let_go(work: Work, action: Action) -> None:
    """What came back before this action is the team's no more."""
    for old in replaced_by(work.session, action):
        old.held = False
        work.session.add(old)


def _end_of(day: date, zone) -> datetime:
    return datetime.combine(day, time(23, 59), zone)


def withdraw(desk: Desk, actor: Actor, action_id: int, why: str = "", once: str | None = None) -> Action:
    """The team takes an action back; its owner's card says so."""
    with desk.work(actor, once) as work:
        action, issue = work.action(action_id, "withdraw")
        if action.state not in IN_HAND and not action.held:
            raise Refusal("That action is finished already. Nothing was changed.")
        if action.leads:
            raise Refusal("That action is how its service owns the issue. Use Change route to send it elsewhere.")
        action.state, action.ended_at, action.held = WITHDRAWN, work.now, False
        work.session.add(action)
        _let_go(work, action)
        waits.end(work, issue, action=action)
        work.record(issue, "action_withdrawn", words=why.strip() or None, action=action.id, owner=action.owner)
        work.repaint(issue)
        return action
