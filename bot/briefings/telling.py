"""From a matter to a line of a briefing: its name, where it is, what happened, who has it, what comes next."""

from collections.abc import Sequence

from bot.briefings.content import ButtonVerb, Entry, Section
from bot.briefings.phrases import sentence, several, title
from bot.briefings.week import Week
from storage.actions import ACKNOWLEDGED, DUE
from storage.issues import CLOSED, SIGNPOSTED
from storage.matters import Change, IssueNow, Matter, WaitNow

MOST_NEWS = 3  # sentences of one line; the last ones say where it stands
SAID = ("done", "no_further_action", "closed")  # the words of an override stand elsewhere


def line(
    week: Week,
    matter: Matter,
    text: str,
    events: Sequence[Change] = (),
    *,
    buttons: tuple[ButtonVerb, ...] = ("open",),
    home: Sequence[str] = (),
    about: str = "",
    next_step: str | None = None,
) -> Entry:
    """home: the reader's own wards; the others are named as sharing the matter."""
    issue = matter.issue
    week.named.add(matter.number)
    return Entry(
        issue=matter.number,
        title=title(issue.summary),
        place="" if issue.place.casefold() in issue.summary.casefold() else " ".join(issue.place.split()),
        wards=tuple(week.council.directory.name(ward) for ward in matter.wards),
        across=_across(week, matter, home),
        text=text,
        about=about,
        owner=owner(week, issue.owner, issue),
        next_step=upcoming(week, matter) if next_step is None else next_step,
        buttons=buttons,
        events=week.tell_of(events),
    )


def section(week: Week, kind: str, entries: Sequence[Entry]) -> Section:
    return Section(kind=kind, title=week.phrases.say(f"title_{kind}"), entries=tuple(entries))


def _across(week: Week, matter: Matter, home: Sequence[str]) -> str:
    if matter.issue.casework_for:
        return week.phrases.say("casework")
    if matter.issue.whole_borough:
        return week.phrases.say("across_all")
    others = [ward for ward in matter.wards if ward not in home]
    if len(matter.wards) < 2 or not others or not home:
        return ""
    return week.phrases.say("across_also", others=several([week.council.directory.name(ward) for ward in others]))


def owner(week: Week, key: str, issue: IssueNow) -> str:
    """Who answers, in words: an organisation or a role, and a councillor only where they said that they lead."""
    if key == "team":
        return f"the {week.council.team.name}"
    if key.startswith("org:"):
        return week.council.directory.name(key.removeprefix("org:"))
    if issue.leads and not week.unnamed:
        return leaders(week, issue)
    return week.phrases.say("ward_owners" if key == "wards" else "officer")


def leaders(week: Week, issue: IssueNow) -> str:
    """The councillors who lead on it, "" when none does."""
    return several([week.council.directory.name(lead) for lead in issue.leads])


def organisation(week: Week, id: str | None) -> str:
    return week.council.directory.name(id) if id else f"the {week.council.team.name}"


def helpers(week: Week, matter: Matter, state: str) -> list[str]:
    """The organisations that have an action in this state."""
    asked = (action.owner for action in matter.actions.values() if action.state == state)
    return list(dict.fromkeys(organisation(week, id) for id in asked))


def first_told(issue: IssueNow) -> tuple[str, ...]:
    """Changes that `goes` says already."""
    said = ("accepted", "decided", "led")
    return (*said, "route_changed", "action_added", "acknowledged") if issue.route == "team" else said


def goes(week: Week, matter: Matter, *, known: bool = False) -> str:
    """Where a new matter went, in a sentence. known: that it is the team's is said already."""
    issue, say = matter.issue, week.phrases.say
    match issue.route:
        case "team":
            names = helpers(week, matter, ACKNOWLEDGED)
            asked = [name for name in helpers(week, matter, DUE) if name not in names]
            told = {"helpers": several(names), "n": len(names), "asked": several(asked), "m": len(asked)}
            return say("goes_team", known=known, **told)
        case "service":
            return say("goes_service", owners=owner(week, issue.owner, issue))
        case "ward_member":
            if issue.leads and week.unnamed:
                return say("goes_unnamed")
            return say("goes_ward_member", leads=leaders(week, issue), support=support(week, issue))
        case "join":
            return say("goes_join", parent=issue.parent_id)
        case _:
            return say(f"goes_{issue.route}")


def support(week: Week, issue: IssueNow) -> str:
    return several([organisation(week, service) for service in issue.services])


def news(week: Week, events: Sequence[Change], issue: IssueNow, skip: Sequence[str] = ()) -> str:
    """What happened, oldest first, the last few sentences. That the reporter had an answer is told by itself only."""
    finished = {event.data.get("action") for event in events if event.verb in SAID}
    left = [
        event
        for event in events
        if event.verb not in skip and not (event.verb == "acknowledged" and event.data.get("action") in finished)
    ]
    left = [event for event in left if event.verb != "replied"] or left
    told = [_sentence(week, event, issue) for event in left]
    return " ".join(list(dict.fromkeys(told))[-MOST_NEWS:])


def new_and_news(week: Week, matter: Matter, said: str) -> str:
    """Where a new matter went, unless what happened since begins with whose it is."""
    whose = owner(week, matter.issue.owner, matter.issue)
    by_owner = matter.issue.route == "service" and said.startswith(f"{whose} ")
    return said if by_owner else f"{goes(week, matter)} {said}".strip()


def _sentence(week: Week, event: Change, issue: IssueNow) -> str:
    day = week.phrases.day(event.at)
    if event.verb == "led" and week.unnamed:
        return week.phrases.say("goes_unnamed")
    return _capital(
        week.phrases.say(
            f"news_{event.verb}",
            by=organisation(week, event.data.get("owner")),
            day=week.phrases.say("on", day=day),
            said=sentence(event.words) if event.verb in SAID else "",
            owner=owner(week, event.data.get("owner") or issue.owner, issue),
            to=destination(week, event.data.get("to", "")),
            who=event.actor_name,
            role=event.actor_role or event.actor_name,
        )
    )


def destination(week: Week, send_to: str) -> str:
    """Where a person sent it: "team", "ward_member", or an organisation."""
    if send_to in ("team", "ward_member"):
        return week.phrases.say(f"course_{send_to}")
    return organisation(week, send_to.removeprefix("org:"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def upcoming(week: Week, matter: Matter) -> str:
    """The next thing that is due, by whom and when; "" when nothing is, or it is late already."""
    if matter.issue.state in (CLOSED, SIGNPOSTED):
        return ""
    ahead = week.ahead(matter)
    return due(week, ahead[0], matter.issue) if ahead else ""


def due(week: Week, wait: WaitNow, issue: IssueNow) -> str:
    who = owner(week, wait.owner, issue)
    return week.phrases.say(f"next_{wait.clock}", who=who, by=week.phrases.by(wait.due_at))


def delays(week: Week, matter: Matter) -> tuple[str, list[Change]]:
    """What is late, a sentence for those who owe the same, and who was told; with the events of being told."""
    by_owner: dict[str, list[WaitNow]] = {}
    for wait in week.late(matter):
        by_owner.setdefault(wait.owner, []).append(wait)
    owed: dict[tuple[tuple[str, str], ...], list[str]] = {}
    told: list[Change] = []
    above: dict[tuple[str, str], list[str]] = {}
    for key, waits in by_owner.items():
        who = owner(week, key, matter.issue)
        owed.setdefault(tuple((w.clock, week.phrases.day(w.due_at)) for w in waits), []).append(who)
        found = [event for event in matter.events if any(_is_about(event, wait) for wait in waits)]
        found.sort(key=lambda event: event.data["to"] == "executive")  # the highest last, the latest of those
        for event in found[-1:]:
            above.setdefault((event.data["to"], week.phrases.day(event.at)), []).append(who)
        told += found
    said = [_owed(week, what, who) for what, who in owed.items()]
    return " ".join([*said, *(_told_above(week, *what, who) for what, who in above.items())]), told


def _owed(week: Week, what: Sequence[tuple[str, str]], who: list[str]) -> str:
    owed = several([week.phrases.say(f"late_{clock}", day=day, n=len(who)) for clock, day in what])
    return week.phrases.say("late", who=_capital(several(who)), list=owed)


def _told_above(week: Week, to: str, day: str, who: list[str]) -> str:
    told = {"rank": week.phrases.say("rank", to=to), "day": week.phrases.say("on", day=day), "n": len(who)}
    return week.phrases.say("news_escalated", by=_capital(several(who)), **told)


def _is_about(event: Change, wait: WaitNow) -> bool:
    """An escalation of this wait to somebody above its owner."""
    return (
        event.verb == "escalated"
        and event.data.get("to") in ("manager", "executive")
        and wait.owner.startswith("org:")
        and event.data.get("owner") == wait.owner
        and event.data.get("clock") == wait.clock
        and event.data.get("action") == wait.action_id
        and event.at >= wait.started_at
    )
