"""A ward councillor's part (brief, section 5, item 9): one screen about their wards."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.briefings.content import Entry, Part
from bot.briefings.parts.hot_spots import hot_spots
from bot.briefings.phrases import several
from bot.briefings.telling import (
    delays,
    due,
    first_told,
    goes,
    line,
    new_and_news,
    news,
    organisation,
    section,
    support,
)
from bot.briefings.week import Week
from storage.actions import IN_HAND
from storage.issues import CLOSED, LIVE, OPEN
from storage.matters import Change, Matter
from storage.waits import PAUSED, RUNNING

SOON = timedelta(days=7)
ON_THE_WAY = (
    "accepted",
    "decided",
    "led",
    "action_added",
    "acknowledged",
    "replied",
)  # what no longer matters once it is closed
ORDER = ("asked", "new", "moved", "waiting", "closed", "coming", "repeats", "yours")


def ward_part(week: Week, wards: Sequence[str]) -> Part:
    return _WardPart(week, wards).part()


class _WardPart:
    """Each matter stands in one section only; `shown` remembers which have."""

    def __init__(self, week: Week, wards: Sequence[str]):
        self.week, self.wards = week, tuple(wards)
        self.shown: set[int] = set()
        self.sections: dict[str, list[Entry]] = {kind: [] for kind in ORDER}
        self.here = [m for m in week.matters if self._is_here(m)]

    def _is_here(self, matter: Matter) -> bool:
        in_ward = bool(set(matter.wards) & set(self.wards)) or matter.issue.whole_borough
        return in_ward and self.week.is_out(matter)

    def part(self) -> Part:
        week, shown = self.week, [m for m in self.here if self.week.is_shown(m)]
        told_above = any(m.number in week.named for m in shown)
        self.sections["repeats"] += hot_spots(week, self.wards)
        self._asked(shown)
        for matter in shown:
            self._repeat(matter)
        for matter in week.matters:
            self._own(matter)
        for matter in shown:
            if matter.number not in self.shown:
                self._place(matter)
        self._coming(shown)
        counted = self._counted()
        sections = tuple(section(week, kind, self.sections[kind]) for kind in ORDER if self.sections[kind])
        where = several([week.council.directory.name(ward) for ward in self.wards])
        return Part(
            audience="ward_members",
            title=where,
            sections=sections,
            quiet="" if sections else week.phrases.say("quiet", where=where, more=told_above),
            standing=self._standing(),
            withheld=week.phrases.say("withheld", n=len(counted)) if counted else "",
            counted=week.tell_of([event for events in counted for event in events]),
        )

    def _add(self, kind: str, matter: Matter, text: str, events: Sequence[Change] = (), **more) -> None:
        self.sections[kind].append(line(self.week, matter, text, events, home=self.wards, **more))
        self.shown.add(matter.number)

    def _asked(self, matters: Sequence[Matter]) -> None:
        """To lead, while nobody does; and questions about what they reported themselves."""
        week = self.week
        for matter in matters:
            issue = matter.issue
            waiting = any(w.clock == "lead" and w.state == RUNNING for w in matter.waits)
            if issue.route == "ward_member" and issue.state == OPEN and waiting and not issue.leads:
                text = week.phrases.say("asked_lead", support=support(week, issue))
                ahead = [w for w in week.ahead(matter) if w.clock == "lead"]
                step = due(week, ahead[0], issue) if ahead else ""
                self._add("asked", matter, text, week.fresh(matter), buttons=("lead", "open"), next_step=step)
        for matter in week.matters:
            mine = [w for w in matter.waits if w.clock == "reporter_answer" and w.state in (RUNNING, PAUSED)]
            if mine and mine[-1].owner == week.key and matter.number not in self.shown:
                self._add("asked", matter, week.phrases.say("asked_answer"), week.fresh(matter))

    def _place(self, matter: Matter) -> None:
        """Closed, late, new or moved: the first that fits."""
        week, issue = self.week, matter.issue
        fresh = week.fresh(matter)
        late, told_of = delays(week, matter)
        is_new = week.is_new(matter)
        said = news(week, fresh, issue, first_told(issue) if is_new else ())
        if issue.state == CLOSED:
            if fresh:
                self._add("closed", matter, news(week, fresh, issue, ON_THE_WAY), fresh)
        elif late:
            new = self._new_and_late(matter) if is_new and fresh else ""
            text = " ".join(filter(None, (late, new, said)))
            self._add("waiting", matter, text, [*fresh, *week.unheard(told_of)], next_step="")
        elif is_new and fresh:
            self._add("new", matter, new_and_news(week, matter, said), fresh)
        elif fresh:
            self._add("moved", matter, said, fresh)

    def _new_and_late(self, matter: Matter) -> str:
        """Whose it is has been said, where it is they who are late."""
        week, issue = self.week, matter.issue
        late = issue.route == "service" and any(wait.owner == issue.owner for wait in week.late(matter))
        return " ".join(filter(None, (week.phrases.say("new_this_week"), "" if late else goes(week, matter))))

    def _repeat(self, matter: Matter) -> None:
        joined = [e for e in matter.events if e.verb == "joined_by"]
        fresh = [e for e in self.week.fresh(matter) if e.verb == "joined_by"]
        if not fresh:
            return
        first = max(matter.issue.reported_at, self.week.now - timedelta(weeks=12))
        weeks = max(1, -(-(self.week.now - first).days // 7))
        text = self.week.phrases.say("repeats", n=len(joined) + 1, span=self.week.phrases.say("weeks", n=weeks))
        self.sections["repeats"].append(line(self.week, matter, text, fresh, home=self.wards, next_step=""))

    def _own(self, matter: Matter) -> None:
        """What they reported, or gave a view on, and what came of it."""
        week, issue = self.week, matter.issue
        asked = issue.entered_by == week.key or week.person in issue.viewers
        follows = issue.parent_id is not None
        if not asked or matter.number in self.shown or not (week.is_out(matter) or follows):
            return
        if not week.is_shown(matter):
            return
        fresh = week.fresh(matter)
        said = news(week, fresh, issue, first_told(issue) if week.is_new(matter) else ())
        if said or (fresh and issue.entered_by == week.key):
            where = goes(week, matter) if week.is_new(matter) and issue.state != CLOSED else ""
            late, told_of = delays(week, matter)
            text = " ".join(filter(None, (late, where, said))) or news(week, fresh, issue)
            self._add("yours", matter, text, [*fresh, *week.unheard(told_of)])

    def _coming(self, matters: Sequence[Matter]) -> None:
        """Due dates ahead of matters that nothing else was said of, soonest first."""
        left = [m for m in matters if m.number not in self.shown and m.issue.state in LIVE]
        ahead = [(steps[0], matter) for matter in left if (steps := self._steps(matter))]
        for (_, step), matter in sorted(ahead, key=lambda pair: (pair[0], pair[1].number)):
            self._add("coming", matter, "", next_step=step)

    def _steps(self, matter: Matter) -> list[tuple[datetime, str]]:
        """When what is due of whom, soonest first: agreed ends of actions, and waits that end within a week."""
        week = self.week
        steps: list[tuple[datetime, str]] = []
        for action in matter.actions.values():
            if action.state in IN_HAND and action.finish_by and action.finish_by > week.now:
                who, by = organisation(week, action.owner), week.phrases.by(action.finish_by)
                steps.append((action.finish_by, week.phrases.say("next_finish", who=who, by=by)))
        for wait in week.ahead(matter):
            if wait.due_at <= week.now + SOON and not week.is_councillors(wait, matter.issue):
                steps.append((wait.due_at, due(week, wait, matter.issue)))
        return sorted(steps)

    def _counted(self) -> list[list[Change]]:
        """Fresh changes of each matter that may not be shown."""
        return [fresh for m in self.here if not self.week.is_shown(m) and (fresh := self.week.fresh(m))]

    def _standing(self) -> str:
        live = [m for m in self.here if m.issue.state in LIVE]
        late = sum(1 for m in live if self.week.late(m))
        return self.week.phrases.say("standing", open=len(live), late=late) if live else ""
