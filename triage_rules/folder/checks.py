"""What must hold between the sections of a council's folder: ids that exist, people who can be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from triage_rules.access import DEFAULT, FIXED, WIDEST
from triage_rules.directory import Area, Organisation
from triage_rules.folder.problems import Problem, instead
from triage_rules.folder.sections import CALLED, MAIN_FILE, Placed, Sections
from triage_rules.folder.settings import PersonEntry
from triage_rules.opening_hours import is_zone
from triage_rules.records import ELECTED, OVER, Held

SECTION_OF = {"portfolio": "portfolios", "organisation": "organisations", "body": "bodies"}


def errors(sections: Sections) -> Iterator[Problem]:
    """Everything that must be put right."""
    for check in (
        _twice,
        _emails,
        _roles,
        _leave,
        _organisations,
        _areas,
        _owned,
        _ladders,
        _settings,
        _team,
        _briefings,
        _access,
    ):
        yield from check(sections)


def warnings(sections: Sections) -> Iterator[Problem]:
    """What may be meant, and should be looked at."""
    held = set(_held(sections))
    for area in sections.lists["areas"]:
        entry: Area = area.entry
        if entry.kind == "ward" and not entry.vacancies and ("ward_member", entry.id) not in held:
            fix = "Add one under people, or 'vacancies: 1' here."
            yield area.problem((), f"the ward {entry.name} has no councillor", fix)
    team = sections.settings.get("team")
    if team and ("cabinet_lead", team.entry.lead_portfolio) not in held:
        what = "nobody is Cabinet Lead of the team's portfolio"
        yield team.problem(("lead_portfolio",), what, "Add a 'cabinet_lead' of it under people.")


def _held(sections: Sections) -> Iterator[tuple[str, str | None]]:
    for person in sections.lists["people"]:
        for held in person.entry.roles:
            yield held.role, held.of


def _unknown(
    sections: Sections, placed: Placed, within: tuple[str | int, ...], section: str, id: str | None
) -> Iterator[Problem]:
    if id is not None and id not in sections.ids[section]:
        kind = section.replace("_", " ")
        fix = instead(id, sections.ids[section])
        yield placed.problem(within, f"there is no '{id}' among the {kind}", fix)


def _repeated(lines: list[Placed], field: str, key: Callable[[Placed], str]) -> Iterator[Problem]:
    seen: dict[str, Placed] = {}
    for line in lines:
        value = key(line)
        if value in seen:
            what = f"the {field} '{value}' is already taken ({seen[value].where})"
            yield line.problem((field,), what, f"Give this one another {field}, or remove it.")
        seen.setdefault(value, line)


def _twice(sections: Sections) -> Iterator[Problem]:
    for section, lines in sections.lists.items():
        field = CALLED.get(section, "id")
        yield from _repeated(lines, field, lambda line, field=field: getattr(line.entry, field))


def _emails(sections: Sections) -> Iterator[Problem]:
    yield from _repeated(sections.lists["people"], "email", lambda line: line.entry.email.casefold())


def _roles(sections: Sections) -> Iterator[Problem]:
    for person in sections.lists["people"]:
        entry: PersonEntry = person.entry
        for i, held in enumerate(entry.roles):
            yield from _role(sections, person, ("roles", i), held)


def _leave(sections: Sections) -> Iterator[Problem]:
    for person in sections.lists["people"]:
        entry: PersonEntry = person.entry
        for i, leave in enumerate(entry.away):
            path = ("away", i, "deputy")
            yield from _unknown(sections, person, path, "people", leave.deputy)
            if leave.deputy == entry.id:
                yield person.problem(path, f"{entry.name} is their own deputy", "Name somebody else, or remove it.")
            elif leave.deputy and entry.roles and all(held.role in ELECTED for held in entry.roles):
                fix = "Remove 'deputy': the others who represent the same people hear of everything."
                yield person.problem(path, "a councillor has no deputy", fix)


def _role(sections: Sections, person: Placed, path: tuple[str | int, ...], held: Held) -> Iterator[Problem]:
    over, needed = OVER[held.role]
    if held.of is None:
        if needed:
            what, fix = f"the role '{held.role}' does not say of what", f"Add 'of:' with the id of a {over}."
            yield person.problem(path, what, fix)
    elif not over:
        what = f"the role '{held.role}' is for the whole council, and is 'of {held.of}' here"
        yield person.problem((*path, "of"), what, "Remove 'of'.")
    elif over == "ward":
        yield from _not_of_kind(sections, person, (*path, "of"), held.of, "ward")
    else:
        yield from _unknown(sections, person, (*path, "of"), SECTION_OF[over], held.of)


def _not_of_kind(
    sections: Sections, placed: Placed, path: tuple[str | int, ...], id: str, kind: str
) -> Iterator[Problem]:
    kinds = {area.entry.id: area.entry.kind for area in sections.lists["areas"]}
    if id in kinds or id not in sections.ids["areas"]:
        those = [area for area, its_kind in kinds.items() if its_kind == kind]
        if id not in kinds:
            yield placed.problem(path, f"there is no {kind} '{id}' among the areas", instead(id, those))
        elif kinds[id] != kind:
            yield placed.problem(path, f"'{id}' is a {kinds[id]}, not a {kind}", instead(id, those))


def _organisations(sections: Sections) -> Iterator[Problem]:
    reached = {of for role, of in _held(sections) if role == "contact"}
    for placed in sections.lists["organisations"]:
        entry: Organisation = placed.entry
        yield from _unknown(sections, placed, ("calendar",), "calendars", entry.calendar)
        yield from _unknown(sections, placed, ("ladder",), "ladders", entry.ladder)
        yield from _unknown(sections, placed, ("portfolio",), "portfolios", entry.portfolio)
        if entry.area is not None:
            yield from _not_of_kind(sections, placed, ("area",), entry.area, "parish")
        if entry.id not in reached:
            fix = f"Give somebody under people the role {{role: contact, of: {entry.id}}}."
            yield placed.problem((), f"{entry.name} has no contact, so nobody could be asked", fix)


def _areas(sections: Sections) -> Iterator[Problem]:
    for placed in sections.lists["areas"]:
        for i, ward in enumerate(placed.entry.wards):
            yield from _not_of_kind(sections, placed, ("wards", i), ward, "ward")


def _owned(sections: Sections) -> Iterator[Problem]:
    for section in ("priorities", "indicators", "plan_actions"):
        for placed in sections.lists[section]:
            yield from _unknown(sections, placed, ("owner",), "organisations", placed.entry.owner)
            yield from _unknown(sections, placed, ("portfolio",), "portfolios", placed.entry.portfolio)
    for placed in sections.lists["plan_actions"]:
        yield from _unknown(sections, placed, ("priority",), "priorities", placed.entry.priority)
    for placed in sections.lists["priorities"]:
        yield from _unknown(sections, placed, ("board",), "bodies", placed.entry.board)
        yield from _unknown(sections, placed, ("partnership",), "bodies", placed.entry.partnership)


def _ladders(sections: Sections) -> Iterator[Problem]:
    clocks = sections.settings.get("clocks")
    if clocks:
        for name, clock in clocks.entry:
            yield from _unknown(sections, clocks, (name, "ladder"), "ladders", clock.ladder)


def _settings(sections: Sections) -> Iterator[Problem]:
    zone = sections.settings.get("zone")
    if zone and not is_zone(zone.entry):
        yield zone.problem((), f"'{zone.entry}' is not a time zone", "Write one like Europe/London.")
    calendars = sections.found.get("calendars")
    if calendars and "council" not in sections.ids["calendars"]:
        fix = "Name one of the calendars 'council'."
        yield calendars.problem(("calendars",), "there is no calendar for the council itself", fix)


def _team(sections: Sections) -> Iterator[Problem]:
    team = sections.settings.get("team")
    if team:
        portfolio = team.entry.lead_portfolio
        yield from _unknown(sections, team, ("lead_portfolio",), "portfolios", portfolio)
    if sections.lists["people"] and not any(role == "team_officer" for role, _ in _held(sections)):
        fix = "Give somebody under people the role {role: team_officer}."
        file = sections.found["people"].file if "people" in sections.found else MAIN_FILE
        yield Problem(file, 1, "the team has no duty officer, so nobody could accept its work", fix)


def _briefings(sections: Sections) -> Iterator[Problem]:
    for placed in sections.lists["briefings"]:
        yield from _unknown(sections, placed, ("of",), "bodies", placed.entry.of)
    if periods := sections.settings.get("pre_election"):
        for i, period in enumerate(periods.entry):
            for j, ward in enumerate(period.wards):
                yield from _not_of_kind(sections, periods, (i, "wards", j), ward, "ward")


def _access(sections: Sections) -> Iterator[Problem]:
    """A council may give a verb to fewer, or to some more; never to whom the work or the law keeps it from."""
    for verb, placed in sections.named["access"].items():
        given, most = frozenset(placed.entry), WIDEST.get(verb)
        if most is None:
            yield placed.problem((), f"'{verb}' is nothing that anybody can be allowed", instead(verb, WIDEST))
        elif verb in FIXED and given != DEFAULT[verb]:
            fix = f"Remove the line: it is for {', '.join(sorted(DEFAULT[verb]))}."
            yield placed.problem((), f"who may '{verb}' cannot be changed, because work would wait for ever", fix)
        else:
            fix = f"Take it out; it can be given to {', '.join(sorted(most))}."
            for i, standing in enumerate(placed.entry):
                if standing not in most:
                    yield placed.problem((i,), f"'{verb}' cannot be given to '{standing}'", fix)
