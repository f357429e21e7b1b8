"""What a briefing is made from: issues as they stand, with their waits, actions and changes.

Rows of a few columns and nothing personal: a note, an answer or a reporter's address is not here to be told. Times are
aware UTC.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import case, false, func, true
from sqlalchemy import select as columns_of
from sqlmodel import Session, col, or_, select

from storage.actions import Action
from storage.issues import LIVE, Event, Issue, IssueWard
from storage.waits import PAUSED, RUNNING, Wait

# Of what is kept with a change only this is told: the answers to the criteria's questions are long, and restricted.
TOLD_OF_A_CHANGE = frozenset({"action", "before", "clock", "issue", "owner", "parent", "route", "to"})


class IssueNow(NamedTuple):
    """An issue as it stands; the fields are those of the table of that name. viewers: councillors who gave a view."""

    id: int
    state: str
    route: str
    stream: str | None
    owner: str
    summary: str
    place: str
    whole_borough: bool
    services: list[str]
    objects: dict[str, Any]
    entered_by: str
    casework_for: str | None
    sensitive: bool
    exempt_paragraph: str | None
    parent_id: int | None
    leads: list[str]
    viewers: Sequence[str]
    agreed_by: dict[str, str]
    satisfied: bool | None
    reported_at: datetime
    accepted_at: datetime | None
    closed_at: datetime | None
    changed_at: datetime

    @property
    def reference(self) -> str:
        return f"RR-{self.id}"


class WaitNow(NamedTuple):
    id: int
    clock: str
    action_id: int | None
    owner: str
    state: str
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None


class ActionNow(NamedTuple):
    id: int
    owner: str
    state: str
    finish_by: datetime | None


class Change(NamedTuple):
    """A line of history. words: what a person gave as a reason, of the scope's `quoted` verbs alone."""

    id: int
    issue_id: int
    seq: int
    at: datetime
    verb: str
    actor_name: str
    actor_role: str
    data: dict[str, Any]
    words: str | None


@dataclass(slots=True)
class Matter:
    """An issue with what belongs to it; events in order. Shared between copies: not to be changed once read."""

    issue: IssueNow
    wards: tuple[str, ...]
    waits: list[WaitNow] = field(default_factory=list)
    actions: dict[int, ActionNow] = field(default_factory=dict)
    events: list[Change] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.issue.id


@dataclass(frozen=True)
class Scope:
    """Which issues a briefing may be about, and how far back it looks.

    Issues count that are live or have changed since `since`. Of their events those of `verbs` are read: of `standing`
    verbs back to `horizon`, all others to `since`. Nothing from after `until` is read.
    """

    since: datetime
    horizon: datetime
    until: datetime
    verbs: tuple[str, ...]
    standing: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    everything: bool = False
    team_work: bool = False  # routes of the team and everything with a stream
    wards: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()  # of waits: "org:<id>"
    reporter: str | None = None  # recipient key

    def holds(self, matter: Matter) -> bool:
        """The same question as the database is asked, of a matter that was read for more people."""
        issue = matter.issue
        current = issue.state in LIVE or issue.changed_at >= self.since
        return current and issue.reported_at <= self.until and (self.everything or self._concerns(matter))

    def _concerns(self, matter: Matter) -> bool:
        issue = matter.issue
        return (
            (self.team_work and (issue.route == "team" or issue.stream is not None))
            or (bool(self.wards) and (issue.whole_borough or not set(self.wards).isdisjoint(matter.wards)))
            or (self.reporter is not None and issue.entered_by == self.reporter)
            or (bool(self.owners) and (issue.owner in self.owners or any(map(self._awaits, matter.waits))))
        )

    def _awaits(self, wait: WaitNow) -> bool:
        lately = wait.state in (RUNNING, PAUSED) or (wait.ended_at is not None and wait.ended_at >= self.since)
        return lately and wait.owner in self.owners


class Shelf:
    """Matters read once, for the copies of one run: memory and time go with what is going on, not with who reads."""

    def __init__(self, scope: Scope, matters: Iterable[Matter]):
        self.scope, self.all = scope, list(matters)
        self._wards: dict[str, list[Matter]] = defaultdict(list)
        self._reporters: dict[str, list[Matter]] = defaultdict(list)
        self._everywhere = [matter for matter in self.all if matter.issue.whole_borough]
        for matter in self.all:
            self._reporters[matter.issue.entered_by].append(matter)
            for ward in matter.wards:
                self._wards[ward].append(matter)

    def covers(self, scope: Scope) -> bool:
        return (scope.since >= self.scope.since) and (scope.horizon, scope.until) == (
            self.scope.horizon,
            self.scope.until,
        )

    def within(self, scope: Scope) -> list[Matter]:
        """Those of this scope, in order of their numbers."""
        return [matter for matter in self._near(scope) if scope.holds(matter)]

    def _near(self, scope: Scope) -> Sequence[Matter]:
        if scope.everything or scope.team_work or scope.owners:
            return self.all
        near = list(self._reporters.get(scope.reporter or "", ()))
        near += self._everywhere if scope.wards else []
        near += [matter for ward in scope.wards for matter in self._wards.get(ward, ())]
        return sorted({matter.number: matter for matter in near}.values(), key=lambda matter: matter.number)


def matters(session: Session, scope: Scope) -> list[Matter]:
    """In order of their numbers. Two queries, however many there are: the issues with their wards, waits and
    actions; then the events."""
    found: dict[int, Matter] = {}
    for row in session.connection().execute(_issues(scope)):
        issue, (wards, *rest) = row[:ISSUE], row[ISSUE:]
        matter = found.get(issue[0])
        if matter is None:
            of = tuple(sorted(wards.split(","))) if wards else ()
            matter = found[issue[0]] = Matter(_issue(issue), of)
        wait, action = rest[:WAIT], rest[WAIT:]
        if wait[0] is not None:  # one row a wait
            matter.waits.append(WaitNow._make(wait))
        if action[0] is not None:
            matter.actions.setdefault(action[0], ActionNow._make(action))
    for row in session.connection().execute(_events(scope)):
        change = Change._make(row)
        if change.issue_id in found:
            data = {name: value for name, value in change.data.items() if name in TOLD_OF_A_CHANGE}
            found[change.issue_id].events.append(change._replace(data=data))
    return sorted(found.values(), key=lambda matter: matter.number)


def _issue(row: Sequence[Any]) -> IssueNow:
    issue = IssueNow._make(row)
    viewers = tuple(view["person"] for view in issue.viewers if "person" in view)  # type: ignore[call-overload]
    return issue._replace(viewers=viewers)


ISSUE, WAIT = len(IssueNow._fields), len(WaitNow._fields)
_COLUMNS_OF_ISSUE = [getattr(Issue, {"viewers": "views"}.get(name, name)) for name in IssueNow._fields]
_COLUMNS_OF_WAIT = [getattr(Wait, name) for name in WaitNow._fields]
_COLUMNS_OF_ACTION = [getattr(Action, name) for name in ActionNow._fields]


def _issues(scope: Scope):
    # Not ordered: in the order of ids SQLite would read the whole table instead of two indexes.
    wards = (
        select(func.aggregate_strings(col(IssueWard.ward), ","))
        .where(IssueWard.issue_id == Issue.id)
        .correlate(Issue)
        .scalar_subquery()
    )
    return (
        columns_of(*_COLUMNS_OF_ISSUE, wards, *_COLUMNS_OF_WAIT, *_COLUMNS_OF_ACTION)
        .select_from(Issue)
        .outerjoin(Wait, (col(Wait.issue_id) == Issue.id) & _open_or_recent(scope))
        .outerjoin(Action, col(Action.id) == Wait.action_id)
        .where(_in_scope(scope))
    )


def _events(scope: Scope):
    recent = col(Event.at) >= scope.since
    standing = col(Event.verb).in_(scope.standing) & (col(Event.at) >= scope.horizon)
    told = [getattr(Event, name) for name in Change._fields if name != "words"]
    return (
        columns_of(*told, case((col(Event.verb).in_(scope.quoted), col(Event.words)), else_=None))
        .where(
            col(Event.issue_id).in_(select(Issue.id).where(_in_scope(scope))),
            col(Event.verb).in_(scope.verbs),
            recent | standing,
            col(Event.at) <= scope.until,
        )
        .order_by(col(Event.issue_id), col(Event.seq))
    )


def _open_or_recent(scope: Scope):
    return col(Wait.state).in_((RUNNING, PAUSED)) | (col(Wait.ended_at) >= scope.since)


def _in_scope(scope: Scope):
    """Live or changed lately, and somebody's business who is in the scope."""
    touched = col(Issue.id).in_(select(IssueWard.issue_id).where(col(IssueWard.ward).in_(scope.wards)))
    waited = col(Issue.id).in_(select(Wait.issue_id).where(col(Wait.owner).in_(scope.owners), _open_or_recent(scope)))
    concerns = or_(
        true() if scope.everything else false(),
        (col(Issue.route) == "team") | col(Issue.stream).is_not(None) if scope.team_work else false(),
        touched | col(Issue.whole_borough) if scope.wards else false(),
        col(Issue.owner).in_(scope.owners) | waited if scope.owners else false(),
        col(Issue.entered_by) == scope.reporter if scope.reporter else false(),
    )
    current = col(Issue.state).in_(LIVE) | (col(Issue.changed_at) >= scope.since)
    return concerns & current & (col(Issue.reported_at) <= scope.until)
