"""The team's card of an issue: what, where, how it stands, why here, who was asked, and what comes next."""

from typing import Any, cast

from bot.cards import standing
from bot.cards.compose import compose
from bot.cards.matter import Matter
from bot.cards.message import Message
from bot.cards.offers import Situation
from bot.cards.reasons import overridden, reasons
from bot.cards.scene import Scene
from bot.cards.steps import last_step, next_step
from bot.cards.text import listed, one_line, shorten
from storage.actions import WITHDRAWN, Action
from storage.issues import HELD, Issue
from storage.outbox import Delivery
from triage_rules.criteria import Answer
from triage_rules.triage import triage

NOTE = 400
MOST_ACTIONS = 8
MOST_REASONS = 3


def draw(scene: Scene, delivery: Delivery) -> Message | None:
    issue = scene.session.get(Issue, delivery.issue_id) if delivery.issue_id else None
    if issue is None:
        return None
    matter = Matter(scene, issue)
    latest = [action for action in matter.actions if not _past(matter, action)]
    shown = latest[-MOST_ACTIONS:]
    facts = scene.facts(
        matter=matter,
        issue=issue,
        standing=standing.of_issue(matter),
        reasons=reasons(matter)[:MOST_REASONS],
        threats=_threats(matter),
        unknown=_unknown(matter),
        actions=[_line(matter, action) for action in shown],
        earlier=len(latest) - len(shown),
        note=_note(issue) if scene.may("team", issue, "see_note") else "",
        first_response=None if issue.answered_at else matter.due("first_response"),
        closing=matter.outcome,
        agree_by=matter.due("agree"),
        to_agree=_to_agree(matter),
        last=last_step(matter),
        next=next_step(matter),
    )
    offer = scene.offered("team", issue, Situation(actions=matter.actions))
    beside = {a.id or 0: choices for a in shown if (choices := scene.beside(issue, a))}
    return compose("issue_card.j2", facts, offer, beside=beside)


def _past(matter: Matter, action: Action) -> bool:
    """Replaced by another, or the way in which a service owned the issue before it went elsewhere."""
    return matter.following(action) is not None or (action.leads and action.state == WITHDRAWN)


def _line(matter: Matter, action: Action) -> dict[str, Any]:
    """An action that replaced others stands for them; `sent_on_by` names those who said that it is not theirs."""
    before, names = action, []
    while before := next((other for other in matter.actions if other.id == before.replaces_id), None):
        names.append(matter.scene.name(before.owner))
    return {
        "action": action,
        "what": standing.what(action),
        "standing": standing.of_action(matter, action),
        "put_off": matter.put_off(action),
        "sent_on_by": listed(names[::-1]),
    }


def _note(issue: Issue) -> str:
    """What was reported, where it says more than the summary. It stays with the team."""
    note, summary = one_line(issue.note), one_line(issue.summary)
    same = note == summary or (summary.endswith("…") and note.startswith(summary.rstrip("…")))
    return "" if same else shorten(note, NOTE)


def _to_agree(matter: Matter) -> str:
    words = matter.scene.council.words
    titles = {"cabinet_lead": words.cabinet_lead, "corporate_director": words.corporate_director}
    return listed([title for role, title in titles.items() if role not in matter.issue.agreed_by])


def _threats(matter: Matter) -> str:
    """By name, where the reasons do not say it already."""
    claims = matter.issue.objects.get("threat", [])
    said = matter.issue.state != HELD and not overridden(matter) and not any(":" in str(claim) for claim in claims)
    return "" if said else matter.threats


def _unknown(matter: Matter) -> list[str]:
    """The questions that a held issue still needs, the most telling first."""
    if matter.issue.state != HELD or matter.issue.stream is not None:
        return []
    council = matter.scene.council
    known = {id: answer for id, answer in matter.issue.answers.items() if id in council.criteria.by_id}
    decision = triage(council.table, cast("dict[str, Answer]", known))
    return [council.criteria.question(id).text for id in decision.ask[:MOST_REASONS]]
