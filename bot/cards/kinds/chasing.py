"""Reminders to whoever owes something, and word to somebody senior when it is late. One template for each clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.cards import standing
from bot.cards.compose import compose
from bot.cards.kinds.agree_card import BOTH
from bot.cards.matter import Matter
from bot.cards.message import Message
from bot.cards.offers import NOTHING, Offer, Place, Situation
from bot.cards.scene import Scene
from bot.cards.steps import next_step
from bot.cards.threads import only, thread
from storage.actions import Action
from storage.issues import Issue
from storage.outbox import Delivery
from storage.waits import RUNNING, Wait
from triage_rules.records import RoleName

# What may be pressed in a reminder, the likely one first.
VERBS: dict[str, tuple[str, ...]] = {
    "accept": ("accept", "change_route"),
    "hold": ("change_answers", "change_route"),
    "acknowledge": ("acknowledge", "not_ours"),
    "progress": ("done", "add_note"),
    "first_response": ("reply", "ask"),
    "agree": ("agree", "disagree"),
    "lead": ("lead",),
    "reporter_answer": ("answer",),
}
ORGANISATION: tuple[RoleName, ...] = ("contact", "manager", "executive")
TEAM: tuple[RoleName, ...] = ("team_officer", "team_manager", "cabinet_lead", "corporate_director")
SENIOR = ("manager", "executive")


@dataclass(frozen=True)
class Nudge:
    """One reminder among several: what it is about, its facts for a line, its buttons."""

    matter: Matter
    key: str  # of its line in round_up_lines.j2
    facts: dict[str, Any]
    offer: Offer
    role: str  # as what somebody senior is told; "" for whoever owes it


def nudge(scene: Scene, delivery: Delivery) -> Nudge | None:
    """The same as a line; None when what was waited for has come meanwhile."""
    found = _found(scene, delivery)
    if found is None or (found[1].clock == "lead" and found[0].issue.leads):
        return None
    matter, wait, action = found
    chases = delivery.kind == "chase" or wait.owner == "wards"
    offer = _offer(matter, wait, action) if chases else _senior_offer(matter, wait, action)
    role = "" if chases or scene.recipient == "team" else _role(scene, wait)
    return Nudge(
        matter, f"{'chase' if chases else 'escalation'}_{wait.clock}", _facts(matter, wait, action), offer, role
    )


def draw_chase(scene: Scene, delivery: Delivery) -> Message | None:
    """A reminder; None when what was waited for has come meanwhile."""
    found = _found(scene, delivery)
    if found is None:
        return None
    matter, wait, action = found
    if wait.clock == "lead" and matter.issue.leads:
        return None
    facts = _facts(matter, wait, action)
    return compose(f"chase/{wait.clock}.j2", facts, _offer(matter, wait, action), thread_of=thread(matter, action))


def draw_escalation(scene: Scene, delivery: Delivery) -> Message | None:
    """To a named manager or director in private, or to the team: what is late, since when, what is asked of you."""
    found = _found(scene, delivery)
    if found is None:
        return None
    matter, wait, action = found
    if wait.owner == "wards":  # councillors have nobody above them here: whoever leads is reminded again
        return draw_chase(scene, delivery)
    facts = {**_facts(matter, wait, action), "told": _told_before(matter, wait), "role": _role(scene, wait)}
    where = thread(matter, action) if scene.recipient == "team" else None
    return compose(f"escalation/{wait.clock}.j2", facts, _senior_offer(matter, wait, action), thread_of=where)


def _found(scene: Scene, delivery: Delivery) -> tuple[Matter, Wait, Action | None] | None:
    wait = scene.session.get(Wait, delivery.data.get("wait") or 0)
    issue = scene.session.get(Issue, wait.issue_id) if wait else None
    if wait is None or issue is None or wait.state != RUNNING or not _concerns(scene, wait):
        return None
    audience = "reporter" if wait.clock == "reporter_answer" else "working"
    if wait.clock in ("lead", "agree"):
        audience = "councillor"
    action = scene.session.get(Action, wait.action_id) if wait.action_id else None
    return Matter(scene, issue, audience), wait, action


def _concerns(scene: Scene, wait: Wait) -> bool:
    """Whether the wait is still for whom this was written: meanwhile it may have gone to another owner."""
    kind, _, organisation = wait.owner.partition(":")
    if scene.recipient == "team" or kind not in ("org", "team"):
        return True
    if kind == "org":
        return scene.recipient == wait.owner or any(scene.holds(role, organisation) for role in ORGANISATION)
    return any(scene.holds(role) for role in TEAM)


def _facts(matter: Matter, wait: Wait, action: Action | None) -> dict[str, Any]:
    scene, words = matter.scene, matter.scene.council.words
    titles = {"cabinet_lead": words.cabinet_lead, "corporate_director": words.corporate_director}
    return scene.facts(
        matter=matter,
        issue=matter.issue,
        wait=wait,
        action=action,
        what=standing.what(action) if action else matter.title,
        late=matter.is_late(wait.due_at),
        who_owes=scene.owner(wait.owner),
        question=matter.last("asked"),
        missing=[titles[role] for role in BOTH if role not in matter.issue.agreed_by],
        first_response=_unanswered(matter, wait, action),
        next=next_step(matter, action, wait.clock),
    )


def _unanswered(matter: Matter, wait: Wait, action: Action | None) -> datetime | None:
    """Of what nobody acknowledges, the reporter's first answer is missing, too: one message says both."""
    leads = wait.clock == "acknowledge" and action is not None and action.leads
    return matter.due("first_response") if leads and not matter.issue.answered_at else None


def _place(scene: Scene, wait: Wait) -> Place:
    if wait.clock == "reporter_answer":
        return "question"
    if wait.clock in ("lead", "agree"):
        return wait.clock
    return "action" if wait.owner.startswith("org:") else "team" if scene.recipient == "team" else "contact"


def _offer(matter: Matter, wait: Wait, action: Action | None) -> Offer:
    scene, issue = matter.scene, matter.issue
    if wait.clock == "hold" and action is not None:
        return _return_offer(matter, action)
    place = _place(scene, wait)
    leading = next((a for a in matter.actions if a.leads and wait.owner == f"org:{a.owner}"), None)
    situation = Situation(
        action=action or (leading if place == "action" else None),
        actions=matter.actions,
        person=scene.person,
        asked=wait.clock == "reporter_answer",
        agreeing=wait.clock == "agree" and scene.person is not None,
    )
    return only(scene.offered(place, issue, situation), *VERBS[wait.clock])


def _return_offer(matter: Matter, action: Action) -> Offer:
    """For an action that came back: ask somebody else, or take it back."""
    verb = "change_route" if action.leads else "add_action"
    offer = only(matter.scene.offered("team", matter.issue, Situation(actions=matter.actions)), verb)
    taken_back = matter.scene.withdraw(matter.issue, action)
    return Offer((*offer.buttons, taken_back), target=offer.target) if taken_back else offer


def _senior_offer(matter: Matter, wait: Wait, action: Action | None) -> Offer:
    scene = matter.scene
    if scene.recipient == "team":
        if wait.clock in ("acknowledge", "progress") and action is not None:
            return _return_offer(matter, action)
        team = matter.scene.offered("team", matter.issue, Situation(actions=matter.actions))
        return NOTHING if wait.clock == "agree" else only(team, *VERBS[wait.clock])
    if wait.owner == "team":
        if not (scene.holds("team_manager") or scene.holds("team_officer")):
            return NOTHING  # a director hears of it, and may not do it
        return only(matter.scene.offered("team", matter.issue, Situation(actions=matter.actions)), *VERBS[wait.clock])
    return _offer(matter, wait, action)


def _role(scene: Scene, wait: Wait) -> str:
    """As what this person is told: "manager", "director", or "" for the team."""
    if wait.owner == "team":
        return "team's manager" if scene.holds("team_manager") else scene.council.words.corporate_director
    organisation = wait.owner.removeprefix("org:")
    return "manager" if scene.holds("manager", organisation) else "director"


def _told_before(matter: Matter, wait: Wait) -> list[tuple[str, str]]:
    """Who senior was told of this wait and when, in words; not those for whom the team stood in."""
    director = f"the {matter.scene.council.words.corporate_director}"
    own = {"manager": "the team's manager", "executive": director}
    theirs = {"manager": "their manager", "executive": "their director"}
    names, found = own if wait.owner == "team" else theirs, []
    for event in matter.events:
        about = (event.data.get("clock"), event.data.get("action"), event.data.get("owner"))
        if event.verb != "escalated" or about != (wait.clock, wait.action_id, wait.owner):
            continue
        if event.at >= wait.started_at and event.data.get("to") in SENIOR and event.data.get("recipients") != ["team"]:
            found.append((names[event.data["to"]], matter.scene.say(event.at)))
    return found
