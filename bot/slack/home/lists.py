"""What stands in a person's Home: which issues and actions, newest first, and each as one line."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.cards import standing
from bot.cards.matter import Audience, Matter
from bot.cards.scene import Scene
from bot.cards.steps import next_step
from bot.desk import access
from bot.desk.actor import Actor
from bot.desk.work import portfolios_of
from bot.slack.blocks import Block, button, escaped, section
from bot.slack.reception import Reception
from storage import issues
from storage.actions import DUE, IN_HAND, Action
from storage.issues import AWAITING, HELD, LIVE, Issue, IssueWard
from storage.waits import RUNNING, Wait

PAGE = 5
MOST = 200


@dataclass(frozen=True)
class Entry:
    issue: Issue
    action: Action | None = None


@dataclass(frozen=True)
class Lines:
    """One page of a list. `total` is the length of the whole list."""

    blocks: list[Block] = field(default_factory=list)
    page: int = 0
    older: bool = False
    total: int = 0


@dataclass(frozen=True)
class View:
    """Who looks, and what they are."""

    session: Session
    reception: Reception
    actor: Actor
    _wards: dict[int, list[str]] = field(default_factory=dict)

    @property
    def directory(self):
        return self.reception.desk.council().directory

    @property
    def on(self):
        return self.reception.desk.today()

    def held(self, *roles: str) -> list[str]:
        """What this person holds these roles over; "" for the whole council."""
        return [role.of or "" for role in self.actor.roles(self.directory, self.on) if role.role in roles]

    @property
    def in_team(self) -> bool:
        return bool(self.held("team_officer", "team_manager", "rural_officer"))

    @property
    def wards(self) -> list[str]:
        return [ward for ward in self.held("ward_member", "senior_manager") if ward]

    @property
    def organisations(self) -> list[str]:
        return [of for of in self.held("contact", "manager", "executive") if of]

    def may(self, verb: str, issue: Issue, action: Action | None = None) -> bool:
        council = self.reception.desk.council()
        wards = tuple(self._wards.get(issue.id or 0, ()))
        subject = access.Subject(issue, wards, tuple(portfolios_of(council, issue)), action)
        return access.may(self.actor, verb, subject, council, self.on)

    def learn_wards(self, found: Sequence[Issue]) -> None:
        """The wards of all these issues at once: `may` needs them."""
        query = select(IssueWard).where(col(IssueWard.issue_id).in_([issue.id for issue in found]))
        for each in self.session.exec(query):
            self._wards.setdefault(each.issue_id, []).append(each.ward)


def _asked(view: View) -> list[Entry]:
    """What waits for this person by name, for their organisation or for their wards."""
    owners = [view.actor.key, *(f"org:{id}" for id in view.organisations), "wards"]
    theirs = col(Wait.owner).in_(owners) | (Wait.clock == "agree")
    waits = [
        (wait, entry) for wait, entry in _waiting(view, theirs, col(Wait.clock).not_in(("first_response", "progress")))
    ]
    view.learn_wards([entry.issue for _, entry in waits])
    return _each_once(entry for wait, entry in waits if _for_them(view, wait, entry.issue))


def _waiting(view: View, *which: Any) -> list[tuple[Wait, Entry]]:
    """Running waits with what they are about, newest issue first."""
    query = (
        select(Wait, Issue, Action)
        .join(Issue, col(Issue.id) == col(Wait.issue_id))
        .outerjoin(Action, col(Action.id) == col(Wait.action_id))
        .where(Wait.state == RUNNING, *which)
        .order_by(col(Wait.issue_id).desc(), col(Wait.id).desc())
        .limit(MOST * 5)
    )
    return [(wait, Entry(issue, action)) for wait, issue, action in view.session.exec(query)]


def _each_once(entries: Iterable[Entry]) -> list[Entry]:
    found: dict[tuple[int | None, int | None], Entry] = {}
    for entry in entries:
        found.setdefault((entry.issue.id, entry.action.id if entry.action else None), entry)
    return list(found.values())[:MOST]


def _for_them(view: View, wait: Wait, issue: Issue) -> bool:
    if wait.clock == "agree":
        return view.may("agree", issue) and view.actor.name not in issue.agreed_by.values()
    return wait.owner != "wards" or view.may("lead", issue)


def _mine(view: View) -> list[Entry]:
    return [Entry(issue) for issue in issues.of_reporter(view.session, view.actor.key, MOST)]


def _wards(view: View) -> list[Entry]:
    found = issues.in_wards(view.session, view.wards) if view.wards else ()
    live = [issue for issue in found if issue.state in LIVE]
    view.learn_wards(live)
    return [Entry(issue) for issue in live if view.may("see", issue)][:MOST]


def _organisation(view: View) -> list[Entry]:
    owners = view.organisations
    return _actions(view, col(Action.owner).in_(owners), col(Action.state).in_(IN_HAND)) if owners else []


def _actions(view: View, *which: Any) -> list[Entry]:
    query = select(Action, Issue).join(Issue, col(Issue.id) == col(Action.issue_id)).where(*which)
    found = view.session.exec(query.order_by(col(Action.id).desc()).limit(MOST))
    return [Entry(issue, action) for action, issue in found]


def _team(how: Callable[[View], list[Entry]]) -> Callable[[View], list[Entry]]:
    return lambda view: how(view) if view.in_team else []


def _in_state(state: str) -> Callable[[View], list[Entry]]:
    return lambda view: [Entry(issue) for issue in issues.by_state(view.session, (state,), MOST)]


def _unacknowledged(view: View) -> list[Entry]:
    return _actions(view, Action.state == DUE)


def _overdue(view: View) -> list[Entry]:
    late = col(Wait.due_at) < view.reception.desk.clock.now()
    return _each_once(entry for _, entry in _waiting(view, late, col(Wait.clock).not_in(standing.NEVER_LATE)))


def _week(view: View) -> list[Entry]:
    """What moved in the last seven days, of all that this person may see."""
    since = view.reception.desk.clock.now() - timedelta(days=7)
    query = select(Issue).where(col(Issue.changed_at) >= since).order_by(col(Issue.id).desc()).limit(MOST * 5)
    found = view.session.exec(query).all()
    view.learn_wards(found)
    return [Entry(issue) for issue in found if view.may("see", issue)][:MOST]


@dataclass(frozen=True)
class Section:
    name: str
    title: str
    find: Callable[[View], list[Entry]]
    audience: Audience = "councillor"  # what of an issue a line may tell
    always: bool = False  # shown even when there is nothing in it
    nothing: str = ""


SECTIONS: tuple[Section, ...] = (
    Section("asked", "Asked of you", _asked, always=True, nothing="Nothing is asked of you just now."),
    Section("unaccepted", "The team's board: waiting to be accepted", _team(_in_state(AWAITING)), "team"),
    Section("held", "The team's board: needs a person to decide", _team(_in_state(HELD)), "team"),
    Section("unacknowledged", "The team's board: not acknowledged yet", _team(_unacknowledged), "team"),
    Section("overdue", "The team's board: overdue", _team(_overdue), "team"),
    Section("organisation", "Your organisation's actions", _organisation, "working"),
    Section("wards", "Your wards", _wards),
    Section("mine", "Your reports", _mine, "reporter", always=True, nothing="You have reported nothing yet."),
    Section("week", "This week", _week),
)
BY_NAME = {section.name: section for section in SECTIONS}


def lines_of(reception: Reception, actor: Actor, name: str, page: int) -> Lines:
    """One page of one list; the last page when there are not so many."""
    with reception.desk.look() as session:
        view = View(session, reception, actor)
        entries = BY_NAME[name].find(view)
        page = max(0, min(page, (len(entries) - 1) // PAGE))
        scene = Scene(session, reception.desk.council(), reception.desk.clock.now(), actor.key)
        part = entries[page * PAGE : (page + 1) * PAGE]
        blocks = [_line(view, scene, entry, BY_NAME[name].audience) for entry in part]
        return Lines(blocks, page, older=len(entries) > (page + 1) * PAGE, total=len(entries))


def _line(view: View, scene: Scene, entry: Entry, audience: Audience) -> Block:
    """How it stands, and what happens next and when."""
    matter = Matter(scene, entry.issue, "team" if view.in_team else audience)
    stands = standing.of_action(matter, entry.action) if entry.action else standing.of_issue(matter)
    text = f"{stands.sign} *{escaped(matter.title)}*"
    if entry.action is not None and not entry.action.leads:
        text += f"\n{escaped(scene.name(entry.action.owner))}: {escaped(standing.what(entry.action))}"
    text += f"\n{stands.line}"
    if coming := next_step(matter, entry.action):
        text += f"\n_Next: {coming}_"
    return section(text, accessory=button("Open", "open", str(entry.issue.id)))
