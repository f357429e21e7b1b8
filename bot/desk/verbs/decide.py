"""The team decides: accept, change answers, change the route, agree planned work."""

from typing import Any

from bot.desk import recipients, routes, waits
from bot.desk.actor import Actor
from bot.desk.refusal import Refusal
from bot.desk.verbs.report import _joinable, set_course
from bot.desk.words import needed
from bot.desk.work import Desk, Work
from storage.issues import AWAITING, CLOSED, HELD, JOINED, OPEN, Issue, IssueWard, last_event, ward_ids


def accept(desk: Desk, actor: Actor, number: int, once: str | None = None) -> Issue:
    """A duty officer takes a team issue on. Councillors hear first, partners after them."""
    with desk.work(actor, once) as work:
        issue = work.issue(number, "accept")
        if issue.state != AWAITING:
            raise Refusal(_already(issue))
        issue.state, issue.accepted_at = OPEN, work.now
        waits.meet(work, issue, "accept")
        work.record(issue, "accepted", authority=work.authority("accept"), row=issue.row)
        group = f"{issue.reference} accepted"
        routes.tell(work, issue, "accept", group=group, behind=group)
        if issue.stream == "planned_candidate":
            waits.start(work, "agree", issue, "team")
            for recipient in agreeing(work, issue):
                work.card("agree_card", recipient, issue)
        work.repaint(issue)
        return issue


def _already(issue: Issue) -> str:
    match issue.state:
        case "open":
            return f"{issue.reference} has been accepted already. Nothing was changed."
        case "closed":
            return f"{issue.reference} is closed. Nothing was changed."
        case "held":
            return f"{issue.reference} still needs an answer. Use Change answers or Change route first."
        case _:
            return f"{issue.reference} has gone elsewhere by now. Nothing was changed."


def change_answers(
    desk: Desk,
    actor: Actor,
    number: int,
    answers: dict[str, str],
    *,
    objects: dict[str, Any] | None = None,
    services: tuple[str, ...] | None = None,
    wards: tuple[str, ...] | None = None,
    whole_borough: bool | None = None,
    once: str | None = None,
) -> Issue:
    """Evaluate changed answers again. The route changes only when the criteria now say another."""
    with desk.work(actor, once) as work:
        issue = _changeable(work, number, "change_answers")
        before = (issue.route, issue.stream, issue.owner, issue.row)
        known = {question.id for question in work.council.criteria.questions}
        # The criteria may have changed since: an answer to a question that is gone counts no more.
        issue.answers = {id: said for id, said in {**issue.answers, **answers}.items() if id in known}
        if objects is not None:
            issue.objects = dict(objects)
            if issue.objects.get("issue") is not None:
                issue.objects["issue"] = _joinable(work, issue.objects["issue"])
        if services is not None:
            issue.services = list(dict.fromkeys(services))
        if wards is not None:
            _set_wards(work, issue, wards)
        if whole_borough is not None:
            issue.whole_borough = whole_borough
        work.record(issue, "answers_changed", answers=dict(answers))
        routes.unwind(work, issue)
        set_course(work, issue)
        if (issue.route, issue.stream, issue.owner, issue.row) == before:
            work.record(issue, "route_kept")
        return issue


def _set_wards(work: Work, issue: Issue, wards: tuple[str, ...]) -> None:
    for gone in set(ward_ids(work.session, issue.id or 0)) - set(wards):
        work.session.delete(work.session.get_one(IssueWard, (issue.id, gone)))
    for new in set(wards) - set(ward_ids(work.session, issue.id or 0)):
        work.session.add(IssueWard(issue_id=issue.id or 0, ward=new))
    work.session.flush()


def _changeable(work: Work, number: int, verb: str) -> Issue:
    issue = work.issue(number, verb)
    if issue.state == CLOSED:
        raise Refusal(f"{issue.reference} is closed. Reopen it first.")
    if issue.state == JOINED:
        raise Refusal(f"{issue.reference} follows RR-{issue.parent_id}. Change that one instead.")
    return issue


def change_route(desk: Desk, actor: Actor, number: int, send_to: str, why: str, once: str | None = None) -> Issue:
    """A person overrides the criteria, with a reason. `send_to` is "team", "ward_member" or "org:<id>"."""
    with desk.work(actor, once) as work:
        issue = _changeable(work, number, "change_route")
        why = needed(why, "why", "why it should go elsewhere, in a sentence")
        to = _override(work, issue, send_to)
        before = {"route": issue.route, "stream": issue.stream, "row": issue.row, "owner": issue.owner}
        routes.unwind(work, issue)
        work.record(
            issue, "route_changed", words=why, before=before, to=send_to, authority=work.authority("change_route")
        )
        routes.follow(work, issue, to)
        if to.route == "team":
            # Whoever sends it to the team has the authority to accept it; no second click for the same person.
            issue.state, issue.accepted_at = OPEN, work.now
            waits.meet(work, issue, "accept")
            group = f"{issue.reference} accepted"
            routes.tell(work, issue, "accept", group=group, behind=group)
        work.repaint(issue)
        return issue


def _override(work: Work, issue: Issue, send_to: str) -> routes.Course:
    row = routes.row_of(work, issue)
    if send_to == "team":
        fits = next((r for r in work.council.criteria.rows if r.stream == "rapid_response"), row)
        return routes.Course("team", "rapid_response", row if row and row.route == "team" else fits)
    if send_to == "ward_member":
        if not recipients.councillors(work, issue):
            raise Refusal("Say first which ward it is in: use Change answers.", "send_to")
        return routes.Course("ward_member", None, _row(work, "ward_member"))
    organisation = send_to.removeprefix("org:")
    if organisation not in {known.id for known in work.council.directory.organisations}:
        raise Refusal("Choose where it should go from the list.", "send_to")
    return routes.Course("service", None, _row(work, "service"), target=organisation)


def _row(work: Work, route: str):
    """The plain row of that route, for whom it tells: the last one, without a stream of its own."""
    return next((r for r in reversed(work.council.criteria.rows) if r.route == route and r.stream is None), None)


def agreeing(work: Work, issue: Issue) -> list[str]:
    """Who is still asked to agree: Cabinet Members until one has, the Corporate Director until they have."""
    waiting = []
    if "cabinet_lead" not in issue.agreed_by:
        waiting += recipients.portfolio_holders(work, issue)
    if "corporate_director" not in issue.agreed_by:
        waiting += recipients.corporate_directors(work, issue)
    return [recipient for recipient in dict.fromkeys(waiting) if recipient not in proposers(work, issue)]


def proposers(work: Work, issue: Issue) -> set[str]:
    """Who reported it and who accepted it for the programme: neither agrees it."""
    accepted = last_event(work.session, issue.id or 0, "accepted")
    return {issue.entered_by, *([accepted.actor] if accepted else [])}


def agree(desk: Desk, actor: Actor, number: int, yes: bool, why: str = "", once: str | None = None) -> Issue:
    """A Cabinet Member and a Corporate Director agree planned work; one No sends it back to the duty officer."""
    with desk.work(actor, once) as work:
        issue = work.issue(number, "agree")
        if not waits.open_waits(work.session, issue.id or 0, "agree"):
            raise Refusal(f"{issue.reference} is not waiting to be agreed any more. Nothing was changed.")
        if actor.key in proposers(work, issue):
            raise Refusal(
                f"You proposed {issue.reference} yourself, so somebody else has to agree it. Nothing was changed."
                f" If nobody else can, please tell the {work.council.team.name}."
            )
        if not yes:
            why = needed(why, "why", "why not, in a sentence")
            waits.end(work, issue, "agree")
            work.record(issue, "not_agreed", words=why, authority=work.authority("agree"))
            issue.state = HELD
            issue.objects = {
                **issue.objects,
                "missing": "what to do now that the planned work was not agreed",
            }
            waits.start(work, "hold", issue, "team")
            work.repaint(issue)
            return issue
        issue.agreed_by = {**issue.agreed_by, **dict.fromkeys(_agreeing_roles(work, issue), actor.name)}
        work.record(issue, "agreed", roles=sorted(issue.agreed_by), authority=work.authority("agree"))
        if {"cabinet_lead", "corporate_director"} <= set(issue.agreed_by):
            waits.meet(work, issue, "agree")
            issue.stream = "planned"
            work.record(issue, "joined_programme")
        work.repaint(issue)
        return issue


def _agreeing_roles(work: Work, issue: Issue) -> list[str]:
    held = {role.role for role in work.actor.roles(work.council.directory, work.on)}
    return [role for role in ("cabinet_lead", "corporate_director") if role in held]
