"""Showing what is on record to one person: an issue's card, its history, the verbs that a card has no room for."""

from collections.abc import Collection

from sqlmodel import Session

from bot.cards.draw import draw
from bot.cards.history import history_lines
from bot.cards.message import Message
from bot.desk import access
from bot.desk.actor import Actor
from bot.desk.refusal import Refusal
from bot.desk.verbs.refresh import may_read_note, see
from bot.desk.work import portfolios_of
from bot.slack.blocks import Block, context, escaped, page, quoted, section
from bot.slack.buttons import Target, press_of
from bot.slack.incoming import Incoming
from bot.slack.pressing import OLD, why_not
from bot.slack.reception import Reception
from storage.actions import Action, of_issue
from storage.councils import criteria_of
from storage.issues import Issue, last_event, ward_ids
from storage.outbox import Delivery
from triage_rules.criteria import Answer, Criteria
from triage_rules.explain import explanation
from triage_rules.sight import parts
from triage_rules.triage import Reason


def standings_of(
    session: Session, reception: Reception, actor: Actor, issue: Issue, over: Collection[str] = ()
) -> frozenset[str]:
    """What this person is to the issue or to any of its actions, but for those in the states `over`."""
    council, on = reception.desk.council(), reception.desk.today()
    wards, portfolios = tuple(ward_ids(session, issue.id or 0)), tuple(portfolios_of(council, issue))
    found: frozenset[str] = frozenset()
    for action in (None, *of_issue(session, issue.id or 0)):
        if action is not None and action.state in over:
            continue
        subject = access.Subject(issue, wards, portfolios, action)
        found |= access.standings(actor, subject, council.directory, on)
    return found


def card_of(reception: Reception, actor: Actor, issue: Issue) -> Message | None:
    """The issue as this person's own card shows it: the team's, an action's, a councillor's, the receipt."""
    desk = reception.desk
    with desk.look() as session:
        standing = standings_of(session, reception, actor, issue)
        kind, recipient, action = _kind(session, reception, actor, issue, standing)
        drawn = Delivery(
            key="shown",
            kind=kind,
            recipient=recipient,
            lane="",
            issue_id=issue.id,
            action_id=action.id if action else None,
            due_at=desk.clock.system(),
            created_at=desk.clock.system(),
        )
        return draw(session, desk.council(), drawn, desk.clock.now())


def explained(reception: Reception, issue: Issue) -> list[Block]:
    """Why the criteria sent it where it is, in at most five short lines, by the document of then. Nothing where a
    person decided otherwise: the card says who and why."""
    with reception.desk.look() as session:
        decided = last_event(session, issue.id or 0, "decided", "route_changed")
        criteria = criteria_of(session, decided.data["version"]) if decided and decided.verb == "decided" else None
    if decided is None or criteria is None:
        return []
    data = decided.data
    row = criteria.row(data["row"]) if data["row"] else None
    reasons = [_reason(criteria, id, data["answers"].get(id, "unknown")) for id in data["reasons"]]
    lines = explanation(criteria, row, reasons, missing=data.get("missing"))
    return [context("\n".join(escaped(line) for line in lines), "explained")]


def _reason(criteria: Criteria, id: str, answer: Answer) -> Reason:
    question = criteria.question(id)
    return Reason(id, question.text, answer, question.source, question.because(answer))


def _kind(
    session: Session, reception: Reception, actor: Actor, issue: Issue, standing: frozenset[str]
) -> tuple[str, str, Action | None]:
    if "team" in standing:
        return "issue_card", "team", None
    if "contact" in standing:
        return "issue_card", actor.key, None
    if standing & {"owner", "assignee"}:
        directory, on = reception.desk.council().directory, reception.desk.today()
        theirs = {org.id for org in directory.organisations_of(actor.person or "", on)}
        action = next((a for a in reversed(of_issue(session, issue.id or 0)) if a.owner in theirs), None)
        if action is not None:
            return "action_card", f"org:{action.owner}", action
    if "reporter" in standing:
        return "receipt", actor.key, None
    return ("lead_card" if issue.route == "ward_member" else "councillor_card"), actor.key, None


def open_issue(reception: Reception, incoming: Incoming) -> None:
    """The button "Open": the issue in a modal."""
    target = press_of(incoming.action).target
    if target is None:
        reception.answers.say(incoming, OLD)
        return
    actor = reception.actor(incoming)
    try:
        message = card_of(reception, actor, see(reception.desk, actor, target.issue))
    except Refusal as refusal:
        reception.answers.say(incoming, why_not(reception, actor, refusal))
        return
    shown = message.blocks if message else [section("There is nothing to show of it any more.")]
    reception.answers.open(incoming, page(f"RR-{target.issue}", more=shown))


def history(reception: Reception, incoming: Incoming) -> None:
    """The button "History": what happened, and what is planned."""
    target = press_of(incoming.action).target
    if target is None:
        reception.answers.say(incoming, OLD)
        return
    actor = reception.actor(incoming)
    try:
        issue = see(reception.desk, actor, target.issue)
    except Refusal as refusal:
        reception.answers.say(incoming, why_not(reception, actor, refusal))
        return
    desk = reception.desk
    with desk.look() as session:
        standing = standings_of(session, reception, actor, issue, over=OVER)
        may = parts(standing, issue, actor.person, note=may_read_note(desk, actor, issue))
        lines = history_lines(session, desk.council(), issue, desk.clock.now(), parts=may)
    blocks = [section(line) for line in lines[-MOST_LINES:]]
    if len(lines) > MOST_LINES:
        blocks.insert(0, context(f"{len(lines) - MOST_LINES} earlier lines are not shown here."))
    reception.answers.open(incoming, page("History", f"*{escaped(issue.reference)}*", more=blocks))


OVER = frozenset({"declined", "withdrawn"})  # whoever was asked then has no more to do with it
MOST_LINES = 60


def more(reception: Reception, incoming: Incoming) -> None:
    """The menu's "More…": every verb that this person may do now, as buttons."""
    target = press_of(incoming.action).target
    if target is None:
        reception.answers.say(incoming, OLD)
        return
    actor = reception.actor(incoming)
    try:
        issue = see(reception.desk, actor, target.issue)
    except Refusal as refusal:
        reception.answers.say(incoming, why_not(reception, actor, refusal))
        return
    reception.answers.open(incoming, page(f"RR-{target.issue}", more=_rest(reception, actor, issue, target)))


def _rest(reception: Reception, actor: Actor, issue: Issue, target: Target) -> list[Block]:
    message = card_of(reception, actor, issue)
    if message is None or not message.offer.all:
        return [section("There is nothing else to do here just now.")]
    blocks: list[Block] = [quoted(issue.summary, 300)]
    elements = [
        {"type": "button", "text": {"type": "plain_text", "text": c.label}, "action_id": c.verb, "value": c.target}
        for c in message.offer.more or message.offer.all
    ]
    return [*blocks, *({"type": "actions", "elements": [one]} for one in elements)]
