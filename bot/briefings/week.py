"""What a briefing is made from, and the questions that every kind of briefing asks of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from bot.briefings.phrases import Phrases
from storage.briefing_choices import BriefingChoice
from storage.issues import AWAITING, HELD, JOINED
from storage.matters import Change, IssueNow, Matter, WaitNow
from storage.outbox import Delivery
from storage.tallies import HotSpot
from storage.waits import RUNNING
from triage_rules.change.review import ToReview
from triage_rules.council import Council
from triage_rules.portfolios import touched
from triage_rules.sight import sees

# Changes that people are told of. What a person wrote goes with a few of them: reasons, never notes or answers.
NEWS = {
    "decided",
    "accepted",
    "route_changed",
    "action_added",
    "action_withdrawn",
    "acknowledged",
    "declined",
    "sent_on",
    "done",
    "no_further_action",
    "replied",
    "led",
    "agreed",
    "not_agreed",
    "joined_programme",
    "closed",
    "closed_with",
    "reopened",
    "not_satisfied",
    "joined_by",
}
# Read further back than the week: they date a new matter, count repeats, and say who was told of a delay.
STANDING = ("decided", "accepted", "route_changed", "joined_by", "escalated")
# What a person wrote with these is told as the reason.
QUOTED = ("done", "no_further_action", "closed", "route_changed")
# Besides the news: these say what became of it.
READ = (*sorted(NEWS), "escalated", "route_kept")


@dataclass
class Week:
    """The matters in a person's scope since their last briefing. Times are aware UTC.

    since: the last briefing, or a week ago. from_: a little earlier, for what was committed late; `had`
    keeps that from being told twice. told, named: events and matters that this copy tells of already.
    review: overrides that point at the criteria, for the team. figures: the numbers of earlier copies, oldest first.
    looks_back: it repeats what was told before, and does not count as told. unnamed: councillors are not named in it.
    """

    council: Council
    phrases: Phrases
    person: str
    on: date
    now: datetime
    since: datetime
    from_: datetime
    had: frozenset[int]
    matters: Sequence[Matter]
    failed: Sequence[Delivery] = ()
    hot_spots: Sequence[HotSpot] = ()
    paused: Sequence[BriefingChoice] = ()
    figures: Sequence[Mapping[str, Any]] = ()
    looks_back: bool = False
    unnamed: bool = False
    review: Sequence[ToReview] = ()
    told: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)

    @property
    def key(self) -> str:
        return f"person:{self.person}"

    def portfolios(self, issue: IssueNow) -> list[str]:
        """Those that an issue touches."""
        return touched(self.council.directory, issue.objects, issue.services)

    @cached_property
    def organisations(self) -> frozenset[str]:
        return frozenset(organisation.id for organisation in self.council.directory.organisations)

    # -- which changes ----------------------------------------------------------------------------------------

    def is_new(self, matter: Matter) -> bool:
        """It became known since the last briefing, and this person has had nothing of it."""
        return self._known_at(matter) >= self.from_ and not any(e.id in self.had for e in matter.events)

    def _known_at(self, matter: Matter) -> datetime:
        if matter.issue.route == "team" and matter.issue.accepted_at:
            return matter.issue.accepted_at
        sent = [e.at for e in matter.events if e.verb == "decided" and e.data.get("route") != "hold"]
        return max(sent, default=matter.issue.reported_at)

    def fresh(self, matter: Matter) -> list[Change]:
        """Changes worth telling that this person has not had and that this copy has not told of yet."""
        is_new = self.is_new(matter)
        return [
            event
            for event in matter.events
            if event.verb in NEWS
            and (event.at >= self.from_ or (is_new and event.verb in STANDING))
            and event.id not in self.had
            and event.id not in self.told
            and not _undone(event, matter.events)
        ]

    def unheard(self, events: Sequence[Change]) -> list[Change]:
        return [event for event in events if event.id not in self.had]

    def tell_of(self, events: Sequence[Change]) -> tuple[int, ...]:
        """Marks them as told; their ids."""
        if self.looks_back:
            return ()
        ids = tuple(event.id for event in events if event.id is not None and event.id not in self.told)
        self.told.update(ids)
        return ids

    # -- who may see what -------------------------------------------------------------------------------------

    def may_see(self, matter: Matter) -> bool:
        """A resident's case is only for the councillor who was asked; a briefing may be read on paper."""
        return sees("briefing", "number", matter.issue, self.person)

    def is_shown(self, matter: Matter) -> bool:
        """Whether more may be said of it than that there is one: sensitive and exempt matters are counted."""
        return sees("briefing", "summary", matter.issue, self.person)

    def is_out(self, matter: Matter) -> bool:
        """Past the desk: councillors and Cabinet hear of a matter when the team accepts it or it goes elsewhere.

        Once they have heard, it stays theirs to know, though it come back to the desk.
        """
        issue = matter.issue
        waits_at_desk = issue.state == AWAITING or (issue.state == HELD and issue.accepted_at is None)
        came_back = any(event.verb in ("accepted", "closed", "reopened") for event in matter.events)
        return (came_back or not waits_at_desk) and issue.state != JOINED and issue.parent_id is None

    # -- waits ------------------------------------------------------------------------------------------------

    def late(self, matter: Matter) -> list[WaitNow]:
        """What organisations owe and have not done in time. Councillors owe nothing: their silence is no delay."""
        return [w for w in self.running(matter) if w.due_at <= self.now and not self.is_councillors(w, matter.issue)]

    def ahead(self, matter: Matter) -> list[WaitNow]:
        return [w for w in self.running(matter) if w.due_at > self.now]

    def running(self, matter: Matter) -> list[WaitNow]:
        return sorted((w for w in matter.waits if w.state == RUNNING), key=lambda wait: (wait.due_at, wait.id))

    def is_councillors(self, wait: WaitNow, issue: IssueNow) -> bool:
        return (
            wait.owner == "wards"
            or wait.clock in ("lead", "agree", "reporter_answer")
            or wait.owner.removeprefix("person:") in issue.leads
        )


def _undone(event: Change, events: Sequence[Change]) -> bool:
    """A decision that changed nothing, or that could not be made yet."""
    if event.verb != "decided":
        return False
    kept = any(e.verb == "route_kept" and e.seq == event.seq + 1 for e in events)
    return kept or event.data.get("route") in ("hold", "join")
