"""News to an issue's owner and to the team: reported again, came back, finished, could not be sent."""

from bot.cards import standing
from bot.cards.compose import compose
from bot.cards.matter import Matter
from bot.cards.message import Message
from bot.cards.offers import NOTHING, Choice, Offer, Situation
from bot.cards.scene import Scene
from bot.cards.text import listed
from bot.cards.threads import only, thread
from storage.actions import DECLINED, IN_HAND, Action
from storage.briefings import BriefingCopy
from storage.issues import CLOSED, Issue
from storage.outbox import FAILED, Delivery, late


def draw_repeat(scene: Scene, delivery: Delivery) -> Message | None:
    """The same matter was reported again: does it threaten something now? The route stays until a person says so."""
    issue = scene.session.get(Issue, delivery.issue_id) if delivery.issue_id else None
    child = scene.session.get(Issue, delivery.data.get("child") or 0)
    if issue is None or child is None or issue.state == CLOSED:
        return None
    matter = Matter(scene, issue, "working")
    question = next((q for q in scene.council.criteria.questions if q.object == "threat"), None)
    facts = scene.facts(matter=matter, issue=issue, again=Matter(scene, child, "working"), question=question)
    offer = NOTHING
    if scene.recipient == "team":
        offer = only(scene.offered("team", issue, Situation(actions=matter.actions)), "change_answers")
    return compose("news/repeat.j2", facts, offer, thread_of=thread(matter))


def draw_declined_twice(scene: Scene, delivery: Delivery) -> Message | None:
    """An action has come back and nobody new is proposed, or it came back a second time: the team decides."""
    action, matter = _about(scene, delivery)
    if action is None or matter is None or not (action.state == DECLINED and action.held):
        return None
    facts = scene.facts(
        matter=matter,
        issue=matter.issue,
        action=action,
        what=standing.what(action),
        due=matter.due("hold", action),
        proposed=_proposed(matter, action),
    )
    return compose("news/declined_twice.j2", facts, _find_owner(matter, action), thread_of=("issue_card", None))


def _find_owner(matter: Matter, action: Action) -> Offer:
    team = matter.scene.offered("team", matter.issue, Situation(actions=matter.actions))
    found = only(team, *(("change_route", "add_action") if action.leads else ("add_action",))).buttons
    taken_back = matter.scene.withdraw(matter.issue, action)
    return Offer((*found, taken_back) if taken_back else found, target=str(matter.issue.id))


def _proposed(matter: Matter, action: Action) -> str:
    event = matter.last("declined")
    proposed = event.data.get("proposed") if event and event.data.get("action") == action.id else None
    return matter.scene.name(proposed) if proposed else ""


def draw_action_finished(scene: Scene, delivery: Delivery) -> Message | None:
    action, matter = _about(scene, delivery)
    if action is None or matter is None or action.state in IN_HAND:
        return None
    left = [other.owner for other in matter.actions if other.state in IN_HAND or other.held]
    facts = scene.facts(
        matter=matter,
        issue=matter.issue,
        action=action,
        what=standing.what(action),
        left=scene.names(left),
    )
    offer = NOTHING
    if not left:
        offer = only(
            matter.scene.offered("team", matter.issue, Situation(actions=matter.actions)),
            "close",
            "reply",
            "add_action",
        )
    return compose("news/action_finished.j2", facts, offer, thread_of=("issue_card", None))


def _about(scene: Scene, delivery: Delivery) -> tuple[Action | None, Matter | None]:
    action = scene.session.get(Action, delivery.action_id) if delivery.action_id else None
    issue = scene.session.get(Issue, action.issue_id) if action else None
    return action, Matter(scene, issue) if issue else None


SEND_AGAIN = "briefing_again"
SEVERAL = 5  # attempts: what has failed so often is late

# What each kind of message is called when it could not be sent.
CALLED = {
    "issue_card": "the team's card",
    "action_card": "what is asked of them",
    "another_link": "a new link",
    "receipt": "the receipt",
    "lead_card": "the question who leads",
    "councillor_card": "the news that the team has accepted it",
    "agree_card": "the question whether they agree",
    "told": "news",
    "chase": "a reminder",
    "round_up": "several reminders",
    "escalation": "word that something is late",
    "quiet": "word that nothing was heard",
    "put_off": "word that reminders were put off",
    "reply": "an answer to the reporter",
    "question": "a question to the reporter",
    "answer": "the reporter's answer",
    "note": "a note",
    "view": "a councillor's view",
    "briefing": "a briefing",
    "briefings_out": "the card about the briefings that go out",
    "joining": "the question whether somebody may be linked",
    "repeat": "news that it was reported again",
    "stray_letter": "a letter that came in",
}


def draw_parked(scene: Scene, delivery: Delivery) -> Message | None:
    """A message that could not be sent and needs a person; None once somebody has sent or dropped it."""
    if delivery.data.get("late"):
        return _draw_late(scene)
    failed = scene.session.get(Delivery, delivery.data.get("delivery") or 0)
    if failed is None or failed.state != FAILED:
        return None
    issue = scene.session.get(Issue, failed.issue_id) if failed.issue_id else None
    matter = Matter(scene, issue) if issue else None
    facts = scene.facts(
        failed=failed,
        matter=matter,
        called=CALLED.get(failed.kind, "a message"),
        to=_recipient(scene, failed.recipient),
        print_only=failed.data.get("by", _tells_by(scene, failed.recipient)) == "print",
        again=(again := _again(scene, failed)).buttons,
    )
    return compose("news/parked.j2", facts, again, thread_of=("issue_card", None) if matter else None)


def _again(scene: Scene, failed: Delivery) -> Offer:
    """A briefing can be sent again from here."""
    copy = scene.session.get(BriefingCopy, failed.data.get("copy") or 0) if failed.kind == "briefing" else None
    if copy is None:
        return NOTHING
    target, about = f"{copy.period}/{copy.person}", f"briefing for {scene.name(copy.person)}"
    return Offer((Choice(SEND_AGAIN, "Send again", target, about=about),), target=target)


def _draw_late(scene: Scene) -> Message | None:
    """Messages that are tried again and again; None once they have gone."""
    waiting = late(scene.session, SEVERAL)
    if not waiting:
        return None
    people = listed(list(dict.fromkeys(_recipient(scene, delivery.recipient) for delivery in waiting)))
    return compose("news/late.j2", scene.facts(waiting=waiting, people=people, error=waiting[0].error))


def _recipient(scene: Scene, recipient: str) -> str:
    kind, _, id = recipient.partition(":")
    if recipient == "team":
        return scene.team
    return scene.name(id) if kind in ("org", "person", "hook") else "somebody in Slack who is not in the directory"


def _tells_by(scene: Scene, recipient: str) -> str:
    people = {person.id: person for person in scene.council.directory.people}
    person = people.get(recipient.removeprefix("person:"))
    return person.tells_by if person else "slack"


def draw_own_template(scene: Scene, delivery: Delivery) -> Message:
    """A template of the council's own that failed."""
    return compose("news/own_template.j2", scene.facts(fault=delivery.data.get("fault", "")))
