"""A Cabinet Lead's, a director's or a board's part: what touches their portfolio or priorities, not all casework."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.briefings.content import Audience, Entry, Part
from bot.briefings.parts.indicators import indicators
from bot.briefings.phrases import sentence, several
from bot.briefings.telling import (
    delays,
    destination,
    first_told,
    goes,
    line,
    new_and_news,
    news,
    organisation,
    section,
)
from bot.briefings.week import Week
from storage.issues import CLOSED, LIVE
from storage.matters import Change, Matter, WaitNow
from storage.waits import RUNNING
from triage_rules.records import Owned

ORDER = ("decisions", "rapid", "progress", "outcomes", "silent", "indicators", "reputation", "overrides")


@dataclass(frozen=True)
class Remit:
    """What a part is about. role: the one in which planned work is agreed; None for bodies, which decide nothing here.

    everything: all that the team does. portfolios, priorities: else what touches one of these.
    """

    audience: Audience
    title: str
    role: str | None = None
    everything: bool = False
    portfolios: frozenset[str] = frozenset()
    priorities: frozenset[str] = frozenset()


def portfolio_part(week: Week, remit: Remit) -> Part:
    return _PortfolioPart(week, remit).part()


def overrides(week: Week, matters: Sequence[Matter]) -> list[Entry]:
    """Routes that people chose against the criteria, with what the criteria said and the reason given."""
    entries = []
    for matter in matters:
        for event in [e for e in week.fresh(matter) if e.verb == "route_changed"]:
            text = week.phrases.say(
                "overridden",
                before=_before(week, event),
                to=destination(week, event.data.get("to", "")),
                who=event.actor_role or event.actor_name,
                said=sentence(event.words),
            )
            entries.append(line(week, matter, text, [event]))
    return entries


def _before(week: Week, event: Change) -> str:
    before = event.data.get("before", {})
    if before.get("route") == "service" and str(before.get("owner", "")).startswith("org:"):
        return organisation(week, before["owner"].removeprefix("org:"))
    name = f"course_{before.get('route')}"
    return week.phrases.say(name if week.phrases.knows(name) else "course_other")


def claimed(week: Week, matter: Matter) -> str:
    """What the matter could threaten, in a sentence; "" when nothing was claimed."""
    names = []
    for claim in matter.issue.objects.get("threat", []):
        kind, _, id = claim.partition(":")
        if kind == "reputation":
            names.append(week.phrases.say("threat_reputation"))
        elif kind == "priority":
            names.append(week.phrases.say("threat_priority", name=_named(week.council.directory.priorities, id)))
        elif kind == "indicator":
            names.append(week.phrases.say("threat_indicator", name=_named(week.council.directory.indicators, id)))
    return week.phrases.say("threat", claims=several(names)) if names else ""


def _named(entries: Sequence[Owned], id: str) -> str:
    """The name, or the id of one that has left the council's files."""
    return next((entry.name for entry in entries if entry.id == id), id)


class _PortfolioPart:
    def __init__(self, week: Week, remit: Remit):
        self.week, self.remit = week, remit
        self.sections: dict[str, list[Entry]] = {kind: [] for kind in ORDER}
        self.shown: set[int] = set()
        known = [m for m in week.matters if week.is_out(m) and week.may_see(m) and self._is_mine(m)]
        self.matters = [m for m in known if week.is_shown(m)]
        self.hidden = [m for m in known if not week.is_shown(m)]
        self.all = known
        owners = {org.id for org in week.council.directory.organisations if org.portfolio in remit.portfolios}
        self.owners = {f"org:{id}" for id in owners}

    def _is_mine(self, matter: Matter) -> bool:
        """Everything for the Cabinet Lead whom the team reports to; else what touches the portfolio or priority."""
        if self.remit.everything:
            return True
        if self.remit.priorities:
            return bool(self.remit.priorities.intersection(self._priorities(matter)))
        return bool(self.remit.portfolios.intersection(self.week.portfolios(matter.issue)))

    def part(self) -> Part:
        week = self.week
        if self.remit.role:
            for matter in self.matters:
                self._decision(matter)
            self.sections["overrides"] = overrides(week, self.matters)
        for matter in self.matters:
            if matter.number not in self.shown:
                self._place(matter)
        self.sections["progress"].sort(key=lambda entry: (entry.about, entry.issue))
        self.sections["silent"] = self._silent()
        counted = [event for m in self.hidden if self._is_told(m) for event in week.fresh(m)]
        quiet = not any(self.sections.values())
        if not quiet:  # a quiet week says so and stops
            self.sections["indicators"] = indicators(week, self.remit.audience, self.all, self._counts)
        number = len({event.issue_id for event in counted})
        return Part(
            audience=self.remit.audience,
            title=self.remit.title,
            sections=tuple(section(week, kind, self.sections[kind]) for kind in ORDER if self.sections[kind]),
            quiet=week.phrases.say("quiet", where="", more=False) if quiet else "",
            standing=self._standing(),
            withheld=week.phrases.say("withheld", n=number) if number else "",
            counted=week.tell_of(counted),
        )

    def _add(self, kind: str, matter: Matter, text: str, events: Sequence[Change] = (), **more) -> None:
        self.sections[kind].append(line(self.week, matter, text, events, **more))
        self.shown.add(matter.number)

    def _decision(self, matter: Matter) -> None:
        week, issue = self.week, matter.issue
        waiting = [w for w in matter.waits if w.clock == "agree" and w.state == RUNNING]
        touched = week.portfolios(issue)
        holds = self.remit.portfolios.intersection(touched) or (not touched and self.remit.everything)
        if not waiting or not holds or self.remit.role in issue.agreed_by:
            return
        words = week.council.words
        others = {"cabinet_lead": words.cabinet_lead, "corporate_director": words.corporate_director}
        agreed = "".join(others[role] for role in others if role != self.remit.role and role in issue.agreed_by)
        text = week.phrases.say("asked_agree", goes_with=self._about(matter), agreed=agreed)
        text = f"{claimed(week, matter)} {text}".strip()
        self._add("decisions", matter, text, week.fresh(matter), buttons=("agree", "open"))

    def _place(self, matter: Matter) -> None:
        """Rapid responses and alerts when new, then progress. Service matters without a stream are casework."""
        week, issue = self.week, matter.issue
        fresh = week.fresh(matter)
        if not fresh or not self._is_told(matter):
            return
        is_new = week.is_new(matter)
        said = news(week, fresh, issue, first_told(issue) if is_new else ())
        late, told_of = delays(week, matter)
        events = [*fresh, *week.unheard(told_of)]
        if self.remit.role is None and issue.state == CLOSED:
            self._add("outcomes", matter, said, events, about=self._about(matter))
            return
        if (
            self.remit.role
            and is_new
            and (issue.stream == "rapid_response" or "reputation" in issue.objects.get("threat", []))
        ):
            rapid = issue.stream == "rapid_response"
            threat = "" if not rapid and issue.objects.get("threat") == ["reputation"] else claimed(week, matter)
            said = news(week, fresh, issue, (*first_told(issue), "replied"))
            went = f"{goes(week, matter, known=True)} {said}".strip() if rapid else new_and_news(week, matter, said)
            text = " ".join(filter(None, (threat, went))) or goes(week, matter)
            self._add("rapid" if rapid else "reputation", matter, text, fresh, next_step="")
            return
        first = goes(week, matter) if is_new else ""
        self._add("progress", matter, " ".join(filter(None, (late, first, said))), events, about=self._about(matter))

    def _is_told(self, matter: Matter) -> bool:
        return matter.issue.route == "team" or matter.issue.stream is not None

    def _about(self, matter: Matter) -> str:
        """The plan's action or the priority that the matter belongs to."""
        directory, say = self.week.council.directory, self.week.phrases.say
        names = {priority.id: priority.name for priority in directory.priorities}
        action = next((a for a in directory.plan_actions if a.id == matter.issue.objects.get("plan_action")), None)
        if action:
            return say("about_action", priority=names.get(action.priority, action.priority), action=action.name)
        for priority in self._priorities(matter):
            return say("about_priority", name=names[priority])
        return say("about_other") if matter.issue.route == "team" and matter.issue.stream != "planned_candidate" else ""

    def _priorities(self, matter: Matter) -> list[str]:
        """The priorities that it serves or could threaten, as far as the council still has them."""
        objects, directory = matter.issue.objects, self.week.council.directory
        known = {priority.id for priority in directory.priorities}
        named = [claim.partition(":")[2] for claim in objects.get("threat", []) if claim.startswith("priority:")]
        under = [action.priority for action in directory.plan_actions if action.id == objects.get("plan_action")]
        return [id for id in (*under, objects.get("priority"), *named) if id in known]

    def _counts(self, wait: WaitNow) -> bool:
        return self.remit.everything or bool(self.remit.priorities) or wait.owner in self.owners

    def _silent(self) -> list[Entry]:
        """Acknowledgements that are late, by organisation, the longest list first."""
        week = self.week
        late: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        among = self.all if self.remit.priorities else week.matters
        for matter in among:
            if not week.may_see(matter) or not week.is_out(matter):
                continue
            for wait in week.late(matter):
                if wait.clock == "acknowledge" and wait.owner.startswith("org:") and self._counts(wait):
                    day = week.phrases.day(wait.due_at)
                    late[wait.owner.removeprefix("org:")][day].append(matter.issue.reference)
        many = {id: sum(map(len, days.values())) for id, days in late.items()}
        ranked = sorted(late, key=lambda id: (-many[id], id))
        return [
            Entry(title=organisation(week, id), text=self._unheard(many[id], late[id]), owner=organisation(week, id))
            for id in ranked
        ]

    def _unheard(self, many: int, days: Mapping[str, Sequence[str]]) -> str:
        say = self.week.phrases.say
        of_days = [say("silent_one", reference=several(list(refs)), day=day) for day, refs in days.items()]
        return say("silent", n=many, list=several(of_days))

    def _standing(self) -> str:
        live = [m for m in self.all if m.issue.state in LIVE]
        late = sum(1 for m in live if self.week.late(m))
        return self.week.phrases.say("standing", open=len(live), late=late) if live else ""
