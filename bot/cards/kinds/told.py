"""News to those whom the council's criteria tell, and to those who are named to help. One template for each why."""

from collections.abc import Iterable

from bot.cards import standing
from bot.cards.compose import compose
from bot.cards.matter import Audience, Matter
from bot.cards.message import Message
from bot.cards.offers import NOTHING, Offer, Situation
from bot.cards.reasons import reasons
from bot.cards.scene import Scene
from bot.cards.steps import next_step
from bot.cards.threads import Thread, thread
from storage.issues import CLOSED, JOINED, Issue
from storage.outbox import Delivery

AUDIENCE: dict[str, Audience] = {
    "ward_members": "councillor",
    "team_lead": "councillor",
    "portfolio_holders": "councillor",
    "corporate_director": "working",
    "rural_officer": "team",
    "parish_councils": "public",
    "support": "working",
    "contact": "team",
    "contact_leads": "team",
    "no_answer": "working",
}
TEMPLATES = frozenset({*AUDIENCE, "portfolio_holders_report", "close"} - {"ward_members"})
# These two are asked to agree by a card of their own, which says all that the news would.
ASKED_TO_AGREE = ("portfolio_holders", "corporate_director")


def draw(scene: Scene, delivery: Delivery) -> Message | None:
    issue = scene.session.get(Issue, delivery.issue_id) if delivery.issue_id else None
    why, moment = delivery.data.get("why", ""), delivery.data.get("moment", "")
    if issue is None or _overtaken(issue, why, moment):
        return None
    matter = Matter(scene, issue, AUDIENCE.get(why, "public"))
    facts = scene.facts(
        matter=matter,
        issue=issue,
        why=why,
        standing=standing.of_issue(matter),
        reasons=reasons(matter)[:3],
        closing=matter.outcome,
        question=matter.last("asked"),
        lead_by=matter.due("lead"),
        first_response=None if issue.answered_at else matter.due("first_response"),
        acknowledge_by=matter.due("acknowledge"),
        rural=scene.council.directory.is_rural(w for w in matter.ward_ids if _known(scene, w)),
        next=next_step(matter),
    )
    name = _template(why, moment)
    return compose(f"told/{name}.j2", facts, _offer(matter, why), thread_of=_thread(matter, why))


def _overtaken(issue: Issue, why: str, moment: str) -> bool:
    if moment == "accept" and why in ASKED_TO_AGREE and issue.stream == "planned_candidate":
        return True
    if why in ("support", "contact", "contact_leads"):
        return issue.route != "ward_member" or issue.state == CLOSED or (why == "contact_leads" and bool(issue.leads))
    if why == "no_answer":
        return issue.state in (CLOSED, JOINED)
    return moment == "close" and issue.state != CLOSED  # opened again before this was sent


def _template(why: str, moment: str) -> str:
    names: Iterable[str] = (f"{why}_{moment}", "close" if moment == "close" else "", why)
    return next((name for name in names if name in TEMPLATES), "other")


def _known(scene: Scene, ward: str) -> bool:
    return any(area.id == ward for area in scene.council.directory.areas)


def _offer(matter: Matter, why: str) -> Offer:
    if why == "contact_leads":
        return matter.scene.offered("contact", matter.issue, Situation(actions=matter.actions))
    return NOTHING


def _thread(matter: Matter, why: str) -> Thread | None:
    if why == "ward_members":
        return ("lead_card" if matter.issue.route == "ward_member" else "councillor_card", None)
    if why == "parish_councils":
        return None  # public news does not go where the organisation's own work is talked about
    return thread(matter)
