"""Reporting an issue, and what its reporter may do with it afterwards."""

from dataclasses import dataclass, field
from typing import Any, cast

from bot.desk import access, routes, waits
from bot.desk.actor import Actor
from bot.desk.refusal import Refusal
from bot.desk.words import SUMMARY, needed, optional
from bot.desk.work import Desk, Work
from storage import actions, intake
from storage.issues import CLOSED, JOINED, LIVE, Issue, IssueWard, children
from triage_rules.criteria import Answer
from triage_rules.plain_words import a
from triage_rules.sight import sees
from triage_rules.triage import triage


@dataclass(frozen=True)
class Report:
    """What the form holds. `answers` maps question ids to yes/no/unknown; `objects` says what a Yes refers to:
    {"issue": 12, "priority": id, "plan_action": id, "threat": ["reputation", "priority:<id>", "indicator:<id>"]}.
    """

    note: str
    answers: dict[str, Answer]
    summary: str = ""
    place: str = ""
    wards: tuple[str, ...] = ()
    whole_borough: bool = False
    services: tuple[str, ...] = ()
    raised_by: str = "unknown"
    reply_to: str = ""
    anonymous: bool = False
    objects: dict[str, Any] = field(default_factory=dict)
    draft: str | None = None
    unasked: bool = False  # it came where no question can be put: a duty officer answers them
    casework_for: str | None = None  # the one councillor whose case it is


@dataclass(frozen=True)
class Receipt:
    """What became of a report: the issue, or the stop that kept nothing."""

    issue: Issue | None
    stream: str | None = None


def report(desk: Desk, actor: Actor, given: Report, once: str | None = None) -> Receipt:
    """Route a report by the council's criteria. A stop is counted and leaves nothing else behind.

    Raises Refusal when a safety question is not answered or the text is missing, Doubled on a second arrival.
    """
    with desk.work(actor, once) as work:
        work.allow("report")
        decision = triage(work.council.table, given.answers)
        if given.draft and (draft := work.session.get(intake.Draft, given.draft)):
            work.session.delete(draft)
        if decision.route == "stop":
            _count_stop(work, decision.stream or "", given)
            return Receipt(None, decision.stream)
        if not given.unasked:
            _safety_answered(work, given.answers)
        issue = _new_issue(work, given)
        work.record(issue, "reported", words=issue.note, raised_by=issue.raised_by, wards=list(given.wards))
        set_course(work, issue)
        return Receipt(issue)


def _count_stop(work: Work, stream: str, given: Report) -> None:
    for ward in given.wards or (None,):
        work.session.add(intake.StopCount(stream=stream, at=work.now, ward=ward))


def _safety_answered(work: Work, answers: dict[str, Answer]) -> None:
    for question in work.council.criteria.questions:
        if question.safety and answers.get(question.id) not in ("yes", "no"):
            raise Refusal(
                "Please answer this with Yes or No before you send the report. "
                "If you cannot tell, ring first: what you typed stays here.",
                question.id,
            )


def _new_issue(work: Work, given: Report) -> Issue:
    note = needed(given.note, "what", "what is happening")
    issue = Issue(
        state="held",
        route="hold",
        criteria_version=work.council.criteria.version,
        owner="team",
        summary=optional(given.summary) or shorten(note),
        note=note,
        place=optional(given.place),
        whole_borough=given.whole_borough,
        services=list(dict.fromkeys(given.services)),
        answers=dict(given.answers),
        objects=dict(given.objects),
        raised_by=given.raised_by,
        entered_by=work.actor.key,
        anonymous=given.anonymous,
        reply_to=optional(given.reply_to),
        casework_for=councillor_of_case(work, given.casework_for),
        reported_at=work.now,
        changed_at=work.now,
    )
    if given.objects.get("issue") is not None:
        issue.objects["issue"] = _joinable(work, given.objects["issue"])
    work.session.add(issue)
    work.session.flush()
    for ward in dict.fromkeys(given.wards):
        work.session.add(IssueWard(issue_id=issue.id or 0, ward=ward))
    work.session.flush()
    return issue


def councillor_of_case(work: Work, person: str | None) -> str | None:
    """Checked: whoever is asked to look after a case sits for a ward. Raises Refusal."""
    if not person:
        return None
    if not any(role.role == "ward_member" for role in work.council.directory.roles_of(person, work.on)):
        raise Refusal(f"Choose {a(work.council.words.councillor)} from the list, or nobody.", "casework")
    return person


def _joinable(work: Work, number: Any) -> int:
    """The open issue to join; a joined one stands for its parent. Raises Refusal when it is gone."""
    other = work.session.get(Issue, int(number))
    if other is not None and other.state == JOINED and other.parent_id:
        other = work.session.get(Issue, other.parent_id)
    private = other is not None and not sees("colleague", "summary", other)
    hidden = private and not access.may(work.actor, "see", work.subject(other), work.council, work.on)
    if other is None or other.state not in LIVE or hidden:
        raise Refusal(
            f"RR-{number} is no longer open. Choose another, or answer No so that this is dealt with afresh.",
            "issue",
        )
    return other.id or 0


def shorten(text: str) -> str:
    """A first summary of a note: its first lines, whole words, for the reporter to confirm."""
    flat = " ".join(text.split())
    if len(flat) <= SUMMARY:
        return flat
    return flat[: SUMMARY - 1].rsplit(" ", 1)[0] + "…"


def answers_of(issue: Issue) -> dict[str, Answer]:
    return cast("dict[str, Answer]", issue.answers)


def set_course(work: Work, issue: Issue) -> None:
    """Triage the issue's answers, follow the route, and keep the decision in the history."""
    decision = triage(work.council.table, answers_of(issue))
    if decision.route == "stop":
        raise Refusal(
            "These answers say that somebody is in danger or at risk. Ring first; this form cannot help with that."
        )
    to = routes.course(work, decision, issue)
    issue.criteria_version = decision.criteria_version
    routes.follow(work, issue, to)
    work.record(
        issue,
        "decided",
        answers=dict(issue.answers),
        objects={name: value for name, value in issue.objects.items() if name != "missing"},
        route=to.route,
        stream=to.stream,
        row=to.row.id if to.row else None,
        owner=issue.owner,
        missing=to.missing,
        reasons=[reason.id for reason in decision.reasons],
        version=decision.criteria_version,
    )


def edit(desk: Desk, actor: Actor, number: int, summary: str, place: str, once: str | None = None) -> Issue:
    """The reporter or the team corrects what others read. Every card is drawn anew."""
    with desk.work(actor, once) as work:
        issue = work.issue(number, "edit")
        if issue.state == CLOSED:
            raise Refusal(f"{issue.reference} is closed. Ask the {work.council.team.name} to open it again first.")
        before = issue.summary
        issue.summary = needed(summary, "summary", "a line on what is happening")
        issue.place = optional(place)
        for action in actions.unfinished(work.session, number):
            if action.leads and action.text == before:  # a service that owns it was asked in the summary's words
                action.text = issue.summary
                work.session.add(action)
        work.record(issue, "edited", words=before)
        work.repaint(issue)
        return issue


def satisfied(desk: Desk, actor: Actor, number: int, yes: bool, why: str = "", once: str | None = None) -> Issue:
    """Are you satisfied? A No opens the issue again and goes back to its last owner."""
    with desk.work(actor, once) as work:
        issue = work.issue(number, "satisfied")
        if issue.state != CLOSED:
            raise Refusal(f"{issue.reference} is open already, so there is nothing to say Yes or No to yet.")
        if issue.satisfied is not None:
            raise Refusal(f"You have already told us about {issue.reference}. Thank you.")
        issue.satisfied = yes
        work.record(issue, "satisfied" if yes else "not_satisfied", words=optional(why) or None)
        parent = work.session.get(Issue, issue.parent_id) if issue.parent_id else None
        if not yes and parent is None:
            reopen_issue(work, issue)
        elif not yes and parent is not None and parent.state == CLOSED:
            work.record(parent, "not_satisfied", child=issue.id)
            reopen_issue(work, parent)
        work.repaint(issue)
        return issue


def reopen_issue(work: Work, issue: Issue) -> None:
    """Back to whoever owned it last, with new clocks and the route it had."""
    issue.closed_at, issue.answered_at = None, None
    waits.end(work, issue)
    last_owner = issue.owner
    to = routes.Course(
        issue.route,
        issue.stream,
        routes.row_of(work, issue),
        target=last_owner.removeprefix("org:") if last_owner.startswith("org:") else None,
    )
    issue.accepted_at = None
    routes.follow(work, issue, to)
    for child in children(work.session, issue.id or 0):
        child.state, child.closed_at, child.satisfied = JOINED, None, None
        work.session.add(child)
        work.repaint(child)
    work.record(issue, "reopened", owner=issue.owner)
