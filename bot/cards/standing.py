"""How an issue or an action stands: a sign, a few words, and by when. Words are in templates/standing.j2."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.cards.matter import Matter
from bot.cards.paper import phrase
from bot.cards.text import Ready, listed, one_line, shorten
from storage.actions import ACKNOWLEDGED, DECLINED, DONE, DUE, WITHDRAWN, Action
from storage.issues import AWAITING, CLOSED, HELD, JOINED, SIGNPOSTED
from storage.waits import RUNNING, Wait

WAITING, IN_HAND, FINISHED, LATE, AWAY = "🟠", "🔵", "🟢", "🔴", "⚪"
# Nobody is ever late with these: silence has an outcome of its own.
NEVER_LATE = ("lead", "reporter_answer")


@dataclass(frozen=True)
class Standing:
    """`words` begin with a small letter; `line` says them with the time: "waiting for …, by 2pm today"."""

    sign: str
    words: Ready
    line: Ready
    due: datetime | None = None

    @property
    def late(self) -> bool:
        return self.sign == LATE


def _standing(matter: Matter, sign: str, key: str, due: datetime | None = None, **facts: Any) -> Standing:
    facts = matter.scene.facts(matter=matter, issue=matter.issue, due=due, **facts)
    words = phrase("standing.j2", key, facts)
    if due is None:
        return Standing(sign, words, words)
    late = matter.is_late(due) and key not in NEVER_LATE
    line = phrase("standing.j2", "when_late" if late else "when_due", {**facts, "standing": words})
    return Standing(LATE if late else sign, words, line, due)


def of_issue(matter: Matter) -> Standing:
    match matter.issue.state:
        case state if state == HELD:
            return _standing(matter, WAITING, "hold", matter.due("hold"))
        case state if state == AWAITING:
            return _standing(matter, WAITING, "accept", matter.due("accept"))
        case state if state == SIGNPOSTED:
            return _standing(matter, AWAY, "signposted")
        case state if state == JOINED:
            return _standing(matter, AWAY, "joined")
        case state if state == CLOSED:
            return _standing(matter, FINISHED, "closed")
    return next(_open(matter))


def _open(matter: Matter) -> Iterator[Standing]:
    """Of all that can be said about open work, what matters most comes first."""
    if late := _latest(matter):
        owners = [wait.owner for wait in matter.waits if wait.clock == late.clock and matter.is_late(wait.due_at)]
        yield _standing(matter, LATE, late.clock, late.due_at, owners=_named(matter, owners))
    if hold := matter.due("hold"):
        yield _standing(matter, WAITING, "returned", hold)
    if agree := matter.due("agree"):
        yield _standing(matter, WAITING, "agree", agree)
    if asked := [w for w in matter.waits if w.clock == "acknowledge" and w.state == RUNNING]:
        owners = _named(matter, [wait.owner for wait in asked])
        yield _standing(matter, WAITING, "acknowledge", min(wait.due_at for wait in asked), owners=owners)
    if lead := matter.due("lead"):
        yield _standing(matter, WAITING, "lead", lead)
    if answer := matter.due("reporter_answer"):
        yield _standing(matter, WAITING, "reporter_answer", answer)
    if matter.issue.route == "ward_member":
        yield _standing(matter, IN_HAND, "led" if matter.issue.leads else "contact")
    if going := [action for action in matter.actions if action.state == ACKNOWLEDGED]:
        yield _standing(matter, IN_HAND, "going", owners=matter.scene.names([action.owner for action in going]))
    if any(action.state == DONE for action in matter.actions):
        yield _standing(matter, FINISHED, "finished")
    yield _standing(matter, IN_HAND, "accepted" if matter.issue.owner == "team" else "open")


def _latest(matter: Matter) -> Wait | None:
    """The wait that is overdue longest, if any."""
    councillors = {"wards", *(f"person:{lead}" for lead in matter.issue.leads)}
    late = [
        wait
        for wait in matter.waits
        if wait.state == RUNNING
        and matter.is_late(wait.due_at)
        and wait.clock not in NEVER_LATE
        # The reporter's wait is said on the card; a councillor is not shown as overdue.
        and wait.owner not in councillors
    ]
    return min(late, key=lambda wait: wait.due_at, default=None)


def _named(matter: Matter, owners: list[str]) -> str:
    return listed([matter.scene.owner(owner) for owner in owners])


def of_action(matter: Matter, action: Action) -> Standing:
    """For a line that begins with the owner's name: the words leave it out."""
    if action.state == DUE:
        return _standing(matter, WAITING, "due", matter.due("acknowledge", action), action=action)
    if action.state == ACKNOWLEDGED:
        due = matter.due("progress", action)
        late = matter.is_late(due)
        return _standing(matter, IN_HAND, "silent" if late else "acknowledged", due if late else None, action=action)
    following = matter.following(action)
    if action.state == DECLINED:
        waiting = action.held and following is None
        due = matter.due("hold", action) if waiting else None
        key = "returned_action" if waiting else "sent_on" if following else "declined"
        return _standing(matter, WAITING if waiting else AWAY, key, due, following=following)
    return _standing(matter, AWAY if action.state == WITHDRAWN else FINISHED, action.state, action=action)


def what(action: Action, most: int = 160) -> str:
    """The action as one short line."""
    return shorten(one_line(action.text), most, "…").rstrip(".")
