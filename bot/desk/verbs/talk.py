"""Notes, the answer to the reporter, and questions back."""

from bot.desk import access, recipients, routes, waits
from bot.desk.actor import Actor
from bot.desk.refusal import Refusal
from bot.desk.words import needed
from bot.desk.work import Desk, Work
from storage.actions import Action
from storage.issues import CLOSED, JOINED, Issue, children


def add_note(
    desk: Desk,
    actor: Actor,
    number: int,
    text: str,
    action_id: int | None = None,
    once: str | None = None,
    audience: str = "working",
) -> Issue:
    """A note for those who work on it; or for councillors, or for anybody, where whoever writes it says so.

    From the organisation that was asked it counts as progress. A councillor's is a request: it sets no clock.
    """
    with desk.work(actor, once) as work:
        if action_id is not None:
            action, issue = work.action(action_id, "add_note")
        else:
            action, issue = None, work.issue(number, "add_note")
        text = needed(text, "text", "a note")
        if issue.entered_by == actor.key and waits.open_waits(work.session, issue.id or 0, "reporter_answer"):
            return _answered(work, issue, text)
        if audience not in AUDIENCES:
            raise Refusal("Choose who may read it from the list.", "audience")
        asks = is_request(work, issue, action)
        event = work.record(
            issue, "noted", words=text, action=action.id if action else None, audience=audience, request=asks
        )
        if action is not None and waits.meet(work, issue, "progress", action):
            waits.start(work, "progress", issue, f"org:{action.owner}", action)
        told = routes.owners(work, issue)
        if audience != "working":
            told = list(dict.fromkeys([*told, *recipients.councillors(work, issue)]))
        for recipient in told:
            if recipient != actor.key:
                work.tell("note", recipient, issue, action, event=event.id)
        work.repaint(issue)
        return issue


AUDIENCES = {"working": "Those working on it", "councillors": "Councillors, too", "public": "Anybody"}
"""Who may read a note, and what a form calls them, the narrowest first."""


def is_request(work: Work, issue: Issue, action: Action | None = None) -> bool:
    """Whether somebody writes as a councillor who does not lead on it: that is a request, not an instruction."""
    subject = work.subject(issue, action)
    held = access.standings(work.actor, subject, work.council.directory, work.on)
    return "councillor" in held and not held & {"team", "lead", "contact", "owner", "assignee"}


def reply(desk: Desk, actor: Actor, number: int, text: str, once: str | None = None) -> Issue:
    """Answer the reporter: whoever entered the report hears it, to pass on. Meets the first-response clock."""
    with desk.work(actor, once) as work:
        issue = work.issue(number, "reply")
        text = needed(text, "text", "an answer for the reporter")
        _reachable(issue)
        event = work.record(issue, "replied", words=text)
        if issue.answered_at is None:
            issue.answered_at = work.now
        waits.meet(work, issue, "first_response")
        for told in (issue, *children(work.session, issue.id or 0)):
            if not told.anonymous:
                work.tell("reply", recipients.reporter(told), told, event=event.id)
        work.repaint(issue)
        return issue


def _reachable(issue: Issue) -> None:
    if issue.state == JOINED:
        raise Refusal(f"{issue.reference} follows RR-{issue.parent_id}. Answer there: its reporter hears it too.")
    if issue.anonymous:
        raise Refusal(f"{issue.reference} was reported without a name, so there is nobody to write to.")


def ask(desk: Desk, actor: Actor, number: int, text: str, once: str | None = None) -> Issue:
    """Ask the reporter something; the first-response clock stands still until the answer, or until they are late."""
    with desk.work(actor, once) as work:
        issue = work.issue(number, "ask")
        if issue.state == CLOSED:
            raise Refusal(f"{issue.reference} is closed. Reopen it first.")
        _reachable(issue)
        text = needed(text, "text", "your question")
        event = work.record(issue, "asked", words=text)
        waits.pause(work, issue, "first_response")
        waits.end(work, issue, "reporter_answer")
        waits.start(work, "reporter_answer", issue, recipients.reporter(issue))
        work.tell("question", recipients.reporter(issue), issue, event=event.id)
        work.repaint(issue)
        return issue


def answer(desk: Desk, actor: Actor, number: int, text: str, once: str | None = None) -> Issue:
    """The reporter answers a question; the clock that waited goes on."""
    with desk.work(actor, once) as work:
        issue = work.issue(number, "answer")
        return _answered(work, issue, needed(text, "text", "your answer"))


def _answered(work: Work, issue: Issue, text: str) -> Issue:
    event = work.record(issue, "answered", words=text)
    waits.meet(work, issue, "reporter_answer")
    waits.resume(work, issue, "first_response")
    for recipient in routes.owners(work, issue):
        work.tell("answer", recipient, issue, event=event.id)
    work.repaint(issue)
    return issue
