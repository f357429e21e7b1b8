"""Which buttons a message offers, by state: at most three in sight, five in the menu, the rest under "More…".

Pure. What would be refused in this state is not offered; what a person may not do is left out by `may`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from storage.actions import ACKNOWLEDGED, DECLINED, DUE, IN_HAND, WITHDRAWN, Action
from storage.issues import AWAITING, CLOSED, HELD, JOINED, OPEN, SIGNPOSTED, Issue

LABELS = {
    "accept": "Accept",
    "change_route": "Change route",
    "change_answers": "Change answers",
    "add_action": "Add action",
    "add_note": "Add note",
    "reply": "Reply to reporter",
    "ask": "Ask the reporter",
    "answer": "Answer",
    "close": "Close",
    "reopen": "Reopen",
    "history": "History",
    "agree": "Agree",
    "disagree": "Don't agree",
    "lead": "I'll lead",
    "view": "Give a view",
    "acknowledge": "Acknowledge",
    "not_ours": "Not ours",
    "done": "Done",
    "set_reference": "Your reference",
    "set_expected": "Expected by",
    "withdraw": "Withdraw",
    "put_off": "Put off reminders",
    "edit": "Edit",
    "mark": "Private or exempt",
    "satisfied": "Yes",
    "not_satisfied": "No",
    "open": "Open",
    "more": "More…",
}
# The verb of the desk's access table, where it has another name than the button.
ACCESS = {
    "disagree": "agree",
    "not_satisfied": "satisfied",
    "set_expected": "set_reference",
    "history": "see",
    "open": "see",
}
# Those that are about one action; all others are about the issue.
OF_ACTION = frozenset(
    {"acknowledge", "not_ours", "done", "set_reference", "set_expected", "withdraw", "put_off", "add_note"}
)

IN_SIGHT, IN_MENU = 3, 5
Place = Literal["team", "action", "receipt", "question", "lead", "contact", "councillor", "agree"]


@dataclass(frozen=True)
class Choice:
    """A button or an entry of the menu. `target`: "<issue id>" or "<issue id>:<action id>"."""

    verb: str
    label: str
    target: str
    primary: bool = False
    about: str = ""  # for screen readers: several cards have the same buttons


@dataclass(frozen=True)
class Offer:
    """`more` holds what neither the row nor the menu has room for; `target` is what the message is about."""

    buttons: tuple[Choice, ...] = ()
    overflow: tuple[Choice, ...] = ()
    more: tuple[Choice, ...] = ()
    target: str = ""

    @property
    def menu(self) -> tuple[Choice, ...]:
        """The entries of the overflow menu, "More…" last where there is more."""
        if not self.more:
            return self.overflow
        return (*self.overflow, Choice("more", LABELS["more"], self.target))

    @property
    def all(self) -> tuple[Choice, ...]:
        return (*self.buttons, *self.overflow, *self.more)


NOTHING = Offer()


@dataclass(frozen=True)
class Situation:
    """What decides about the buttons besides the issue itself.

    action: of an action card. actions: all of the issue. person: slug of whose card it is. agreeing: this
    person's agreement is waited for. asked: the reporter has a question to answer.
    """

    action: Action | None = None
    actions: Sequence[Action] = ()
    person: str | None = None
    agreeing: bool = False
    asked: bool = False

    @property
    def closable(self) -> bool:
        """Closing takes along an action that leads, once it is acknowledged; no other may be open."""
        return all(a.leads and a.state == ACKNOWLEDGED for a in self.actions if a.state in IN_HAND or a.held)


def offered(
    place: Place, issue: Issue, situation: Situation = Situation(), may: Callable[[str], bool] | None = None
) -> Offer:
    """What a message at this place offers now. `may` gets verbs of the desk's access table."""
    likely, verbs, sight = PLACES[place](issue, situation)
    verbs = [verb for verb in verbs if _stands(verb, issue, situation)]
    if may is not None:
        verbs = [verb for verb in verbs if may(ACCESS.get(verb, verb))]
    choices = [_choice(verb, issue, situation.action, verb == likely) for verb in verbs]
    about = f"{issue.id}:{situation.action.id}" if situation.action else str(issue.id)
    return _laid_out(choices, sight, about)


def _choice(verb: str, issue: Issue, action: Action | None, primary: bool = False) -> Choice:
    target = f"{issue.id}:{action.id}" if action and verb in OF_ACTION else str(issue.id)
    return Choice(verb, LABELS[verb], target, primary, about=issue.reference)


def beside(issue: Issue, action: Action) -> tuple[Choice, ...]:
    """What the team may do about one action of its card."""
    later = _choice("put_off", issue, action) if action.state in IN_HAND and issue.state != CLOSED else None
    return tuple(choice for choice in (later, withdraw(issue, action)) if choice)


def withdraw(issue: Issue, action: Action) -> Choice | None:
    """The team may take back an action that is open and is not how its service owns the issue."""
    if action.leads or issue.state == CLOSED or not (action.state in IN_HAND or action.held):
        return None
    return _choice("withdraw", issue, action)


def _laid_out(choices: list[Choice], sight: int, target: str) -> Offer:
    shown, rest = choices[:sight], choices[sight:]
    if len(rest) == 1 and len(shown) < IN_SIGHT:
        shown, rest = choices, []
    if len(rest) <= IN_MENU:
        return Offer(tuple(shown), tuple(rest), target=target)
    return Offer(tuple(shown), tuple(rest[: IN_MENU - 1]), tuple(rest[IN_MENU - 1 :]), target)


def _stands(verb: str, issue: Issue, situation: Situation) -> bool:
    """Whether the desk would refuse it in this state, whoever asks."""
    follows = issue.state == JOINED or issue.parent_id is not None
    match verb:
        case "reply" | "ask" if issue.anonymous or follows:
            return False
        case "ask" | "edit":
            return issue.state != CLOSED
        case "reopen":
            return issue.state == CLOSED and not follows
        case "close":
            return issue.state in (OPEN, SIGNPOSTED) and situation.closable
    return True


Layout = tuple[str, list[str], int]
"""The likely verb, all verbs in order, and how many of them are in sight."""


def _team(issue: Issue, situation: Situation) -> Layout:
    match issue.state:
        case "held":
            refused = issue.stream is not None  # planned work that was not agreed: no answer settles that
            two = ["change_route", "change_answers"] if refused else ["change_answers", "change_route"]
            return two[0], [*two, "reply", "ask", "add_note", "edit", "history", "mark"], 3
        case "awaiting_acceptance":
            rest = ["ask", "change_answers", "add_note", "edit", "history", "mark"]
            return "accept", ["accept", "change_route", "reply", *rest], 3
        case "open":
            return _team_open(issue, situation)
        case "signposted":
            rest = ["ask", "change_answers", "add_note", "edit", "history", "mark"]
            return "", ["reply", "change_route", "close", *rest], 3
        case "closed":
            return "", ["reopen", "reply", "history", "add_note", "mark"], 3
    return "", ["add_note", "history"], 2


def _team_open(issue: Issue, situation: Situation) -> Layout:
    asked = [a for a in situation.actions if a.state not in (DECLINED, WITHDRAWN)]
    nobody = not any(a.state in IN_HAND for a in asked)
    waiting = any(a.held and not _replaced(a, situation) for a in situation.actions)
    rest = ["ask", "add_note", "history", "change_route", "change_answers", "edit", "mark"]
    if issue.owner != "team":
        rest.remove("change_route")
        return "add_action" if waiting else "", ["add_action", "reply", "change_route", "close", *rest], 3
    if waiting or not asked:
        return "add_action", ["add_action", "reply", "close", *rest], 3
    if nobody:
        return "close", ["close", "reply", "add_action", *rest], 3
    return "" if issue.answered_at else "reply", ["reply", "add_action", *rest], 2


def _replaced(action: Action, situation: Situation) -> bool:
    return any(other.replaces_id == action.id for other in situation.actions)


def _action(issue: Issue, situation: Situation) -> Layout:
    action = situation.action
    if action is None or issue.state == CLOSED:
        return "", [], 3
    owns = action.leads and issue.owner == f"org:{action.owner}"
    talk = ["reply", "ask"] if owns else []
    if action.state == DUE:
        return "acknowledge", ["acknowledge", "not_ours", "done", "add_note", *talk, "put_off", "history"], 2
    if action.state == ACKNOWLEDGED:
        later = ["set_reference", "set_expected", "not_ours", "add_note", "put_off", "history"]
        if owns:
            return "done", ["done", "reply", "close", "ask", *later], 3
        return "done", ["done", *later], 1
    if owns and issue.state == OPEN:
        return "close", ["close", "reply", "ask", "add_note", "history"], 2
    return "", ["add_note"] if not action.leads and action.state in ("done", "no_further_action") else [], 1


def _receipt(issue: Issue, situation: Situation) -> Layout:
    if issue.state == CLOSED:
        return "", ["satisfied", "not_satisfied", "history"] if issue.satisfied is None else ["history"], 2
    if situation.asked:
        return "answer", ["answer", "add_note", "edit", "history"], 3
    return "", ["add_note", "edit", "history"], 2


def _lead(issue: Issue, situation: Situation) -> Layout:
    if issue.route != "ward_member" or issue.state == CLOSED:
        return "", ["history"], 1
    if situation.person in issue.leads:
        likely = "close" if issue.answered_at else "reply"
        return likely, ["reply", "close", "add_note", "ask", "history"], 2
    return "" if issue.leads else "lead", ["lead", "add_note", "history"], 1


def _contact(issue: Issue, situation: Situation) -> Layout:
    """A named officer who looks after what no councillor leads on."""
    likely = "close" if issue.answered_at else "reply"
    return likely, ["reply", "close", "add_note", "ask", "history"], 2


def _councillor(issue: Issue, situation: Situation) -> Layout:
    gone = issue.state == CLOSED or issue.route != "team"
    return ("", ["history"], 1) if gone else ("view", ["view", "add_note", "history"], 1)


def _agree(issue: Issue, situation: Situation) -> Layout:
    return ("agree", ["agree", "disagree", "history"], 2) if situation.agreeing else ("", ["history"], 1)


def _question(issue: Issue, situation: Situation) -> Layout:
    return "answer", ["answer"] if situation.asked else [], 1


PLACES: dict[str, Callable[[Issue, Situation], Layout]] = {
    "team": _team,
    "action": _action,
    "receipt": _receipt,
    "question": _question,
    "lead": _lead,
    "contact": _contact,
    "councillor": _councillor,
    "agree": _agree,
}
# States of an issue in which the team's card stands; the tests go through each with each place.
STATES = (HELD, AWAITING, OPEN, SIGNPOSTED, JOINED, CLOSED)
