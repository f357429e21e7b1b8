"""Counts and times of a period beside the one before it, for scrutiny: no matter is named."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.briefings.content import Entry, Part
from bot.briefings.parts.hot_spots import hot_spots
from bot.briefings.parts.indicators import by_age, point_of, said
from bot.briefings.telling import section
from bot.briefings.week import Week
from storage.tallies import Tally
from triage_rules.folder.briefing_kinds import Audience

ROUTES = ("team", "service", "ward_member", "signpost", "join", "hold")
CLOCKS = ("accept", "acknowledge", "first_response")
COUNTED = ("closed", "route_changed", "satisfied", "not_satisfied")


def numbers_part(
    week: Week, audience: Audience, title: str, now: Tally, before: Tally, open_since: Sequence[datetime]
) -> Part:
    """open_since: when each matter was reported that is open now."""
    sections = {
        "reports": list(_reports(week, now, before)),
        "times": list(_times(week, now, before)),
        "open": [by_age(week, open_since)] if open_since else [],
        "repeats": hot_spots(week),
    }
    return Part(
        audience=audience,
        title=title,
        sections=tuple(section(week, kind, entries) for kind, entries in sections.items() if entries),
        quiet="" if any(sections.values()) else week.phrases.say("quiet_numbers"),
    )


def _reports(week: Week, now: Tally, before: Tally) -> Iterator[Entry]:
    say = week.phrases.say
    for route in ROUTES:
        if now.routes[route] or before.routes[route]:
            text = say("beside", n=now.routes[route], before=before.routes[route])
            yield Entry(title=say(f"route_{route}"), text=text)
    for verb in ("closed", "route_changed"):
        if now.verbs[verb] or before.verbs[verb]:
            yield Entry(title=say(f"counted_{verb}"), text=say("beside", n=now.verbs[verb], before=before.verbs[verb]))
    answers = now.verbs["satisfied"] + now.verbs["not_satisfied"]
    if answers:
        text = say("satisfied", n=answers, yes=now.verbs["satisfied"])
        yield Entry(title=say("indicator_satisfied"), text=text)


def _times(week: Week, now: Tally, before: Tally) -> Iterator[Entry]:
    for clock in CLOCKS:
        these, those = (point_of(week, [took for took in tally.took if took.clock == clock]) for tally in (now, before))
        if these.of:
            text = week.phrases.say("measured", **said(week, these), late=0)
            if those.of:
                text = f"{text} {week.phrases.say('last_time', **said(week, those))}"
            yield Entry(title=week.phrases.say(f"indicator_{clock}"), text=text)
