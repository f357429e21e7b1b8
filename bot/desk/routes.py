"""What a route sets in motion: owner, state, waits, actions, and who is told. Used whenever a route is given."""

from dataclasses import dataclass
from typing import Any

from bot.desk import recipients, waits
from bot.desk.work import Work
from storage import actions as stored_actions
from storage.actions import Action
from storage.issues import AWAITING, HELD, JOINED, OPEN, SIGNPOSTED, Issue, IssueWard, ward_ids
from triage_rules.criteria import Row
from triage_rules.triage import Decision


@dataclass(frozen=True)
class Course:
    """Where an issue goes: the decision with its object resolved. `missing` says in words what nobody has said yet."""

    route: str
    stream: str | None
    row: Row | None
    target: str | None = None  # the organisation that a service route goes to
    missing: str | None = None


def course(work: Work, decision: Decision, issue: Issue) -> Course:
    """A route also needs its object. What is missing is held, never guessed."""
    stands = Course(decision.route, decision.stream, decision.row)
    missing = missing_object(work.council, issue.answers, issue.objects)
    target = None
    if decision.route == "hold":
        missing = missing or "the answers that decide where it goes"
    elif decision.route == "service":
        target = _target(work, decision, issue)
        if target is None:
            missing = missing or "the one service or partner whose job it is"
    elif decision.route == "ward_member" and not (issue.whole_borough or ward_ids(work.session, issue.id or 0)):
        missing = missing or "the ward, so that its councillors can lead"
    if missing:
        return Course("hold", None, decision.row, missing=missing)
    return Course(stands.route, stands.stream, stands.row, target)


def missing_object(council: Any, answers: dict[str, str], objects: dict[str, Any]) -> str | None:
    """A Yes that names nothing: which issue, priority, plan action or threat?"""
    words = {
        "issue": "which open issue it is the same as",
        "priority": "which priority it serves",
        "plan_action": "which agreed action covers it",
        "threat": "what it could threaten",
    }
    for question in council.criteria.questions:
        if question.object and answers.get(question.id) == "yes" and not objects.get(question.object):
            return words[question.object]
    return None


def _target(work: Work, decision: Decision, issue: Issue) -> str | None:
    if decision.stream == "plan_owner":
        named = issue.objects.get("plan_action")
        return work.council.directory.plan_action(named).owner if named else None
    return issue.services[0] if len(issue.services) == 1 else None


def follow(work: Work, issue: Issue, to: Course) -> None:
    """Put the issue on its course and start everything that belongs to it."""
    issue.route, issue.stream = to.route, to.stream
    issue.row = to.row.id if to.row else None
    work.session.add(issue)
    if to.missing:
        issue.objects = {**issue.objects, "missing": to.missing}
    else:
        issue.objects = {name: value for name, value in issue.objects.items() if name != "missing"}
    match to.route:
        case "hold":
            _hold(work, issue)
        case "team":
            _team(work, issue)
        case "service":
            _service(work, issue, to.target or "")
        case "ward_member":
            _ward(work, issue)
        case "signpost":
            issue.state, issue.owner = SIGNPOSTED, "team"
            waits.end(work, issue, "first_response")
        case "join":
            _join(work, issue)
    if to.route not in ("join", "signpost"):
        _first_response(work, issue)
    tell(work, issue, "report")
    _receipt(work, issue)
    work.repaint(issue)


def _hold(work: Work, issue: Issue) -> None:
    issue.state, issue.owner = HELD, "team"
    waits.start(work, "hold", issue, "team")
    work.card("issue_card", "team", issue)


def _team(work: Work, issue: Issue) -> None:
    issue.state, issue.owner = AWAITING, "team"
    waits.start(work, "accept", issue, "team")
    work.card("issue_card", "team", issue)


def _service(work: Work, issue: Issue, target: str) -> None:
    issue.state, issue.owner = OPEN, f"org:{target}"
    ask(work, issue, target, issue.summary, leads=True)


def _ward(work: Work, issue: Issue) -> None:
    issue.state, issue.owner = OPEN, "wards"
    group = f"{issue.reference} lead"
    for councillor in recipients.councillors(work, issue):
        work.card("lead_card", councillor, issue, group=group)
    waits.start(work, "lead", issue, "wards")
    for officer in recipients.named_officers(work, issue):
        work.tell("told", officer, issue, behind=group, why="contact")
    for service in issue.services:
        for recipient in recipients.organisation_recipients(work, service):
            work.tell("told", recipient, issue, behind=group, why="support")


def _join(work: Work, issue: Issue) -> None:
    """One more repeat of an open issue: it follows its parent and adds its wards and councillors to it."""
    parent = work.session.get(Issue, int(issue.objects["issue"]))
    assert parent is not None, "course() has checked that the issue named is open"
    issue.state, issue.owner, issue.parent_id = JOINED, parent.owner, parent.id
    waits.end(work, issue)
    new_wards = set(ward_ids(work.session, issue.id or 0)) - set(ward_ids(work.session, parent.id or 0))
    before = set(recipients.councillors(work, parent))
    for ward in sorted(new_wards):
        work.session.add(IssueWard(issue_id=parent.id or 0, ward=ward))
    work.session.flush()
    work.record(parent, "joined_by", child=issue.id)
    kind = "lead_card" if parent.route == "ward_member" else "councillor_card"
    if parent.route == "ward_member" or (parent.route == "team" and parent.accepted_at):
        for councillor in recipients.councillors(work, parent):
            if councillor not in before:
                work.card(kind, councillor, parent)
    # A repeat never changes the route silently: the owner is asked the threat question again.
    for recipient in owners(work, parent):
        work.tell("repeat", recipient, parent, child=issue.id)
    work.repaint(parent)


def owners(work: Work, issue: Issue) -> list[str]:
    """Where the owner of an issue reads its news."""
    if issue.owner.startswith("org:"):
        return recipients.organisation_recipients(work, issue.owner.removeprefix("org:"))
    if issue.owner == "wards":
        return [f"person:{lead}" for lead in issue.leads] or recipients.named_officers(work, issue)
    return ["team"]


def ask(work: Work, issue: Issue, organisation: str, text: str, *, behind: str | None = None, **more: Any) -> Action:
    """Ask one organisation to do something, and start its clock. `more` are fields of Action."""
    action = Action(issue_id=issue.id or 0, owner=organisation, text=text, created_at=work.now, **more)
    work.session.add(action)
    work.session.flush()
    waits.start(work, "acknowledge", issue, f"org:{organisation}", action)
    for recipient in recipients.organisation_recipients(work, organisation):
        work.card("action_card", recipient, issue, action, behind=behind)
    return action


def _first_response(work: Work, issue: Issue) -> None:
    """Runs from the report, whoever owns the issue by now; an anonymous report has none."""
    if issue.anonymous or issue.answered_at is not None:
        return
    if any(w.clock == "first_response" for w in waits.open_waits(work.session, issue.id or 0)):
        waits.hand_over(work, issue, "first_response", issue.owner)
    else:
        waits.start(work, "first_response", issue, issue.owner)


def tell(work: Work, issue: Issue, moment: str, *, group: str | None = None, behind: str | None = None) -> None:
    """Tell whom the row says at this moment ("report", "accept", "close"); one message a person."""
    row = row_of(work, issue)
    seen: set[str] = set()
    for line in row.tell if row else ():
        if line.at != moment:
            continue
        for recipient in recipients.told(work, issue, line.who):
            if recipient in seen:
                continue
            seen.add(recipient)
            if line.who == "ward_members" and moment == "accept":
                work.card("councillor_card", recipient, issue, group=group)
            elif line.who == "ward_members" and issue.route == "ward_member":
                continue  # they have the card that asks them to lead
            else:
                work.tell("told", recipient, issue, behind=behind, why=line.who, moment=moment)


def row_of(work: Work, issue: Issue) -> Row | None:
    return next((row for row in work.council.criteria.rows if row.id == issue.row), None)


def _receipt(work: Work, issue: Issue) -> None:
    if not issue.anonymous and not issue.entered_by.startswith(recipients.OPEN311):
        work.card("receipt", issue.entered_by, issue)


def unwind(work: Work, issue: Issue) -> None:
    """Take back what the present route set in motion, before another is followed."""
    for clock in ("accept", "hold", "lead", "agree"):
        waits.end_of_issue(work, issue, clock)
    for action in stored_actions.unfinished(work.session, issue.id or 0):
        if action.leads:
            waits.end(work, issue, action=action)
            action.state, action.held, action.ended_at = stored_actions.WITHDRAWN, False, work.now
            work.session.add(action)
    issue.leads, issue.agreed_by, issue.accepted_at = [], {}, None
    work.session.add(issue)
