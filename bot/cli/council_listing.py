"""A council's folder written out: counts, the directory as text, the directory as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from triage_rules.council import Briefing, Council
from triage_rules.directory import Organisation, Person, Role
from triage_rules.plain_words import day

TEAM_ROLES = ("team_officer", "team_manager", "rural_officer")


def counts(council: Council, on: date) -> str:
    """One line: how many of each thing the folder holds."""
    directory = council.directory
    areas = Counter(area.kind for area in directory.areas)
    members = directory.all_holders("ward_member", on)
    numbers = [
        (areas["ward"], "ward", "wards"),
        (areas["parish"], "parish", "parishes"),
        (len(directory.people), "person", "people"),
        (len(members), council.words.councillor, council.words.councillors),
        (len(directory.organisations), "organisation", "organisations"),
        (len(directory.portfolios), "portfolio", "portfolios"),
        (len(directory.priorities), "priority", "priorities"),
        (len(directory.indicators), "indicator", "indicators"),
        (len(directory.plan_actions), "plan action", "plan actions"),
        (len(council.criteria.questions), "question", "questions"),
        (len(council.criteria.rows), "row", "rows"),
        (sum(len(row.examples) for row in council.criteria.rows), "worked example", "worked examples"),
        (len(council.briefings), "briefing", "briefings"),
    ]
    return ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in numbers) + "."


def as_json(council: Council, on: date) -> dict[str, Any]:
    """The shape of interface.md, with ids. People keep all their roles, with dates; contacts are those of `on`."""
    directory = council.directory
    return {
        "council": {"id": council.id, "name": council.name, "zone": council.zone, "hash": council.hash, "on": str(on)},
        "areas": [area.model_dump(mode="json", by_alias=True) for area in directory.areas],
        "people": [
            {
                "id": person.id,
                "name": person.name,
                "email": person.email,
                "tells_by": person.tells_by,
                "roles": [_role(council, role) for role in directory.roles if role.person == person.id],
            }
            for person in directory.people
        ],
        "organisations": [_organisation(council, organisation, on) for organisation in directory.organisations],
        "team": {
            "name": council.team.name,
            "channel": council.team.channel,
            "lead_portfolio": council.team.lead_portfolio,
            "officers": _emails(directory.holders("team_officer", None, on)),
        },
        "calendars": {
            name: calendar.model_dump(mode="json", by_alias=True) for name, calendar in council.calendars.items()
        },
        "clocks": council.clocks.model_dump(mode="json"),
        "schedules": [
            {"briefing": each.name, "cron": each.cron or "", "time_zone": council.zone, "audience": each.audience}
            | ({"meetings": [day.isoformat() for day in each.meetings]} if each.meetings else {})
            for each in council.briefings
        ],
    }


def _role(council: Council, role: Role) -> dict[str, Any]:
    return {
        "role": role.role,
        "of": council.directory.name(role.of) if role.of else None,
        "of_id": role.of,
        "from": str(role.from_) if role.from_ else None,
        "until": str(role.until) if role.until else None,
    }


def _organisation(council: Council, organisation: Organisation, on: date) -> dict[str, Any]:
    directory = council.directory
    return {
        **organisation.model_dump(mode="json"),
        "contacts": _emails(directory.holders("contact", organisation.id, on)),
        "escalation": _emails(directory.escalation(organisation.id, on)),
    }


def _emails(people: tuple[Person, ...]) -> list[str]:
    return [person.email for person in people]


def as_text(council: Council, on: date) -> str:
    return "\n".join(_lines(council, on))


def criteria_line(council: Council, on: date) -> str:
    """Which criteria the folder has, and whether their day is still to come."""
    starts = council.criteria.effective_from
    if starts <= on:
        return f"Criteria {council.criteria.version}, in force from {day(starts)}"
    return (
        f"Criteria {council.criteria.version}, from {day(starts)}: that day is still to come. Once loaded, they wait "
        "for it, and the criteria before them decide until then"
    )


def _lines(council: Council, on: date) -> Iterator[str]:
    directory = council.directory
    yield f"{council.name}, as on {on.day} {on:%B %Y}"
    yield criteria_line(council, on)
    yield f"\n{council.team.name} (#{council.team.channel})"
    for role in TEAM_ROLES:
        for person in directory.holders(role, None, on):
            yield f"  {role.replace('_', ' ')}: {_person(person)}"
    yield "\nWards"
    for ward in directory.wards(on):
        members = [_person(person) for person in directory.ward_members(ward.id, on)]
        members += ["vacancy"] * ward.vacancies
        rural = " (rural)" if ward.rural else ""
        yield f"  {ward.name}{rural}: {'; '.join(members) or 'nobody'}"
    yield "\nPortfolios"
    for portfolio in directory.portfolios:
        leads = directory.holders("cabinet_lead", portfolio.id, on)
        yield f"  {portfolio.name}: {'; '.join(map(_person, leads)) or 'nobody'}"
    yield "\nOrganisations"
    for organisation in directory.organisations:
        channel = f" (#{organisation.channel})" if organisation.channel else ""
        people = directory.members_of(organisation.id, on)
        yield f"  {organisation.name}{channel}: {'; '.join(map(_person, people)) or 'nobody'}"
    yield "\nOpening hours"
    for name, calendar in council.calendars.items():
        hours = ", ".join(f"{day} {span}" for day, span in calendar.hours.items())
        closed = "".join(f"; closed {each.from_} to {each.until} ({each.why})" for each in calendar.closed)
        holidays = f"; bank holidays of {calendar.holidays}" if calendar.holidays else ""
        yield f"  {name}: {hours}{holidays}{closed}"
    yield "\nBriefings"
    for each in council.briefings:
        yield f"  {each.name}: {_when(each)} ({council.zone}), to {_whom(council, each)}"


def _when(briefing: Briefing) -> str:
    if briefing.meetings:
        return f"{briefing.papers} working days before {', '.join(map(str, briefing.meetings))}"
    return briefing.cron or "on request"


def _whom(council: Council, briefing: Briefing) -> str:
    return council.directory.name(briefing.of) if briefing.of else briefing.audience.replace("_", " ")


def _person(person: Person) -> str:
    return f"{person.name} <{person.email}>"
