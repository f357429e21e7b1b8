"""What councillors do: lead on a local matter, and give a view before the team acts."""

from bot.desk import waits
from bot.desk.actor import Actor
from bot.desk.refusal import Refusal
from bot.desk.words import needed
from bot.desk.work import Desk
from storage.issues import CLOSED, JOINED, Issue


def lead(desk: Desk, actor: Actor, number: int, once: str | None = None) -> Issue:
    """A councillor volunteers; several may. The ward's councillors own it together all the same."""
    with desk.work(actor, once) as work:
        issue = work.issue(number, "lead")
        if issue.route != "ward_member" or issue.state == CLOSED:
            raise Refusal(f"{issue.reference} no longer waits for a councillor to lead. Nothing was changed.")
        if actor.person is None or actor.person in issue.leads:
            raise Refusal(f"You lead on {issue.reference} already. Thank you.")
        issue.leads = [*issue.leads, actor.person]
        waits.meet(work, issue, "lead")
        waits.hand_over(work, issue, "first_response", f"person:{issue.leads[0]}")
        work.record(issue, "led")
        work.repaint(issue)
        return issue


def give_view(desk: Desk, actor: Actor, number: int, text: str, once: str | None = None) -> Issue:
    """A councillor's view is a request, dated and kept; it does not stop the work."""
    with desk.work(actor, once) as work:
        issue = work.issue(number, "view")
        if issue.state == CLOSED:
            raise Refusal(
                f"{issue.reference} is closed. Ask the {work.council.team.name} if it should be looked at again."
            )
        if issue.state == JOINED:
            raise Refusal(f"{issue.reference} follows RR-{issue.parent_id}. Give your view there.")
        text = needed(text, "text", "your view")
        event = work.record(issue, "viewed", words=text)
        issue.views = [*issue.views, {"person": actor.person or actor.key, "at": work.now.isoformat()}]
        work.tell("view", "team", issue, event=event.id)
        work.repaint(issue)
        return issue
