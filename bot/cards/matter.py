"""An issue as cards show it: its title, where it is, who is on it, and what is waited for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from bot.cards.scene import Scene
from bot.cards.text import listed, one_line, shorten
from storage import actions, issues, waits
from storage.actions import Action
from storage.issues import Event, Issue
from storage.waits import RUNNING, Wait
from triage_rules.sight import Reader, here_as, sees

TITLE, PLACE, SUMMARY = 120, 60, 900  # of a limit: https://docs.slack.dev/reference/block-kit/blocks/section-block
SENTENCE = 15  # characters: what is shorter is an abbreviation
LONG_AGO = timedelta(days=300)
Audience = Literal["team", "working", "reporter", "councillor", "public"]

RAISED_BY = {
    "resident": "a resident",
    "ward_member": "a councillor",
    "cabinet": "Cabinet",
    "cmt": "the management team",
    "partner": "a partner",
    "officer": "an officer",
    "parish": "a town or parish council",
}


class Matter:
    """Read once for one drawing. `audience` decides what of it may be seen."""

    def __init__(self, scene: Scene, issue: Issue, audience: Audience = "team"):
        self.scene, self.issue = scene, issue
        self.audience: Audience = audience

    @property
    def reference(self) -> str:
        return self.issue.reference

    # -- what and where ---------------------------------------------------------------------------------------

    @cached_property
    def _summary(self) -> str:
        if self.hidden:
            return "A resident's case" if self.issue.casework_for else "A matter that cannot be described here"
        return one_line(self.issue.summary)

    @property
    def hidden(self) -> bool:
        """Whether this audience sees neither the summary nor the place, nor what came of it.

        A resident's case is for the councillor whom the resident asked; others of the ward hear that there is one.
        """
        return not sees(self._reader, "summary", self.issue, self.scene.person)

    @property
    def _reader(self) -> Reader:
        """As what its reader sees it."""
        scene = self.scene
        if self.audience == "public":
            return "public"
        if scene.recipient and self.issue.entered_by == scene.recipient:
            return "reporter"
        if scene.person is None:
            return "councillor" if self.audience == "councillor" else "working"
        return here_as(held.role for held in scene.council.directory.roles_of(scene.person, scene.on))

    @property
    def reopening(self) -> Event | None:
        """The line of history that says why it was opened again, as long as it is open."""
        closed, again = self.last("closed"), self.last("not_satisfied", "reopening")
        return again if closed and again and again.seq > closed.seq and not self.hidden else None

    @property
    def outcome(self) -> Event | None:
        """The line of history that closed it, with the reason in words."""
        return self.last("closed") if self.issue.closed_at and not self.hidden else None

    @property
    def guarded(self) -> bool:
        """Nothing of it may be shown in public."""
        return bool(self.issue.sensitive or self.issue.exempt_paragraph or self.issue.casework_for)

    @cached_property
    def headline(self) -> str:
        """The summary as one short line: its first sentence, or its first words."""
        summary = self._summary
        first = summary.split(". ")[0]
        if len(first) >= SENTENCE:  # not only "St"
            summary = first
        return shorten(summary, TITLE, "…").rstrip(".")

    @property
    def title(self) -> str:
        """ "RR-12 · Bus shelter smashed, Southgate"."""
        place = one_line(self.issue.place)
        if not place or self.hidden or place.casefold() in self.headline.casefold():
            return f"{self.reference} · {self.headline}"
        return f"{self.reference} · {self.headline}, {shorten(place, PLACE, '…')}"

    @property
    def rest(self) -> str:
        """The summary in full, where the title has only its beginning."""
        return "" if self.headline == self._summary.rstrip(".") else self._summary

    @cached_property
    def ward_ids(self) -> list[str]:
        return issues.ward_ids(self.scene.session, self.issue.id or 0)

    @property
    def wards(self) -> str:
        if self.issue.whole_borough:
            return "the whole borough"
        if not self.ward_ids:
            return f"{self.scene.council.words.ward} not known yet"
        return self.scene.names(self.ward_ids)

    @property
    def raised_by(self) -> str:
        """Who brought it, never by name; "" when nobody said."""
        words = self.scene.council.words
        labels = {
            "ward_member": f"a {words.councillor}",
            "cabinet": words.cabinet,
            "cmt": f"the {words.management_team}",
        }
        return labels.get(self.issue.raised_by) or RAISED_BY.get(self.issue.raised_by, "")

    @cached_property
    def children(self) -> Sequence[Issue]:
        return issues.children(self.scene.session, self.issue.id or 0)

    @property
    def reports(self) -> int:
        return len(self.children) + 1

    @property
    def since(self) -> str:
        """When the first of several reports came: "October", or the day where it was this month."""
        earliest = min(issue.reported_at for issue in (self.issue, *self.children))
        first = earliest.astimezone(self.scene.tz)
        if first.date() == self.scene.on:
            return "this morning" if first.hour < 12 else "today"
        if (first.year, first.month) == (self.scene.on.year, self.scene.on.month):
            return f"{first.day} {first:%B}"
        return f"{first:%B %Y}" if self.scene.now - first > LONG_AGO else f"{first:%B}"

    @property
    def parent(self) -> "Matter | None":
        found = self.scene.session.get(Issue, self.issue.parent_id) if self.issue.parent_id else None
        return Matter(self.scene, found, self.audience) if found else None

    # -- who ----------------------------------------------------------------------------------------------------

    @property
    def owner(self) -> str:
        return self.scene.owner(self.issue.owner)

    @property
    def services(self) -> str:
        return self.scene.names(self.issue.services)

    @property
    def councillors(self) -> str:
        if self.issue.whole_borough:
            return ""
        directory = self.scene.council.directory
        people = [person.name for ward in self.ward_ids for person in directory.ward_members(ward, self.scene.on)]
        return listed(people, most=6)

    @property
    def leads(self) -> str:
        return self.scene.names(self.issue.leads)

    @property
    def named_officer(self) -> str:
        """The wards' senior manager, or the team where there is none."""
        directory = self.scene.council.directory
        found = [p.name for ward in self.ward_ids for p in directory.holders("senior_manager", ward, self.scene.on)]
        return f"{listed(found)}, {self.scene.council.words.senior_manager}" if found else self.scene.team

    @property
    def threats(self) -> str:
        """What it could harm, by name: "the council's reputation and the priority Clean streets"."""
        directory, said = self.scene.council.directory, []
        for claim in self.issue.objects.get("threat", []):
            kind, _, id = str(claim).partition(":")
            try:
                match kind:
                    case "priority":
                        said.append(f"the priority “{directory.priority(id).name}”")
                    case "indicator":
                        said.append(f"the indicator “{directory.indicator(id).name}”")
                    case _:
                        said.append("the council's reputation")
            except LookupError:
                said.append(f"the {kind} “{id}”")
        return listed(said)

    @property
    def plan_action(self) -> str:
        return self._object("plan_action")

    @property
    def priority(self) -> str:
        return self._object("priority")

    def _object(self, kind: Literal["plan_action", "priority"]) -> str:
        directory, id = self.scene.council.directory, self.issue.objects.get(kind)
        if not id:
            return ""
        try:
            return (directory.plan_action(id) if kind == "plan_action" else directory.priority(id)).name
        except LookupError:
            return str(id)

    @property
    def flags(self) -> list[str]:
        """What to be careful about, in words."""
        issue, said = self.issue, []
        if issue.casework_for:
            said.append(f"Casework for {self.scene.name(issue.casework_for)}: in confidence")
        if issue.sensitive:
            said.append("Sensitive: please do not pass it on")
        if issue.exempt_paragraph:
            by = f", marked by {issue.exempt_by}" if issue.exempt_by else ""
            said.append(f"Exempt from publication (Schedule 12A, paragraph {issue.exempt_paragraph}){by}")
        return said

    # -- what was asked, and what is waited for -----------------------------------------------------------------

    @cached_property
    def actions(self) -> Sequence[Action]:
        return actions.of_issue(self.scene.session, self.issue.id or 0)

    def following(self, action: Action) -> Action | None:
        """The action that replaced one that was declined."""
        return next((other for other in self.actions if other.replaces_id == action.id), None)

    @cached_property
    def waits(self) -> Sequence[Wait]:
        return waits.open_waits(self.scene.session, self.issue.id or 0)

    def wait(self, clock: str, action: Action | None = None) -> Wait | None:
        """The open wait of this clock; about this action where one is given."""
        about = action.id if action else None
        found = (w for w in self.waits if w.clock == clock and (action is None or w.action_id == about))
        return next(found, None)

    def due(self, clock: str, action: Action | None = None) -> datetime | None:
        """When this wait ends; None when nothing is waited for, or the clock stands still."""
        wait = self.wait(clock, action)
        return wait.due_at if wait and wait.state == RUNNING else None

    def paused(self, clock: str) -> bool:
        wait = self.wait(clock)
        return wait is not None and wait.state != RUNNING

    def put_off(self, action: Action) -> Event | None:
        """The line of history that put this action's reminders off, as long as they wait because of it."""
        waiting = {wait.id for wait in self.waits if wait.action_id == action.id and wait.state == RUNNING}
        found = (e for e in reversed(self.events) if e.verb == "put_off" and e.data.get("wait") in waiting)
        event = next(found, None)
        return event if event and self.scene.on.isoformat() <= str(event.data.get("until")) else None

    def is_late(self, moment: datetime | None) -> bool:
        return moment is not None and moment < self.scene.now

    @cached_property
    def events(self) -> Sequence[Event]:
        """Its history, oldest first."""
        return issues.history(self.scene.session, self.issue.id or 0)

    def last(self, *verbs: str) -> Event | None:
        """The newest line of history with one of these verbs."""
        return next((event for event in reversed(self.events) if event.verb in verbs), None)
