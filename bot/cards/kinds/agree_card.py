"""The card of a Cabinet Member or Corporate Director: please agree that this joins the planned programme."""

from bot.cards import standing
from bot.cards.compose import compose
from bot.cards.matter import Matter
from bot.cards.message import Message
from bot.cards.offers import Situation
from bot.cards.reasons import reasons
from bot.cards.scene import Scene
from bot.cards.steps import last_step, next_step
from storage.issues import Issue
from storage.outbox import Delivery
from triage_rules.records import RoleName

BOTH: tuple[RoleName, ...] = ("cabinet_lead", "corporate_director")


def draw(scene: Scene, delivery: Delivery) -> Message | None:
    issue = scene.session.get(Issue, delivery.issue_id) if delivery.issue_id else None
    if issue is None:
        return None
    matter = Matter(scene, issue, "councillor" if scene.holds("cabinet_lead") else "working")
    due = matter.due("agree")
    agreeing = still_to_agree(scene, issue) and due is not None
    words = scene.council.words
    titles = {"cabinet_lead": words.cabinet_lead, "corporate_director": words.corporate_director}
    facts = scene.facts(
        matter=matter,
        issue=issue,
        standing=standing.of_issue(matter),
        sign=_sign(matter, agreeing),
        due=due,
        late=matter.is_late(due),
        agreeing=agreeing,
        reasons=reasons(matter)[:3],
        agreed=[f"{name} ({titles[role]})" for role, name in issue.agreed_by.items() if role in titles],
        missing=[titles[role] for role in BOTH if role not in issue.agreed_by],
        refused=matter.last("not_agreed"),
        last=last_step(matter),
        next=next_step(matter, clock="agree"),
    )
    return compose("agree_card.j2", facts, scene.offered("agree", issue, Situation(agreeing=agreeing)))


def _sign(matter: Matter, agreeing: bool) -> str:
    """The issue may be late with something else; this card is about agreeing only."""
    due = matter.due("agree")
    if due is not None:
        return standing.LATE if agreeing and matter.is_late(due) else standing.WAITING
    return standing.FINISHED if set(BOTH) <= set(matter.issue.agreed_by) else standing.AWAY


def still_to_agree(scene: Scene, issue: Issue) -> bool:
    """Whether this person holds a role for which nobody has agreed yet."""
    return any(scene.holds(role) and role not in issue.agreed_by for role in BOTH)
