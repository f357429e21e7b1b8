"""The council's directory as a Slack workspace: everybody in it, each place that the council's data names."""

import re
from collections.abc import Sequence
from datetime import date

from bot.simulator import Workspace
from triage_rules.council import Council
from triage_rules.directory import Directory
from triage_rules.records import Person

# Foremost role first: what somebody is called in the list of people.
TITLES = (
    ("team_officer", "duty_officer"),
    ("team_manager", "team"),
    ("rural_officer", "rural_officer"),
    ("cabinet_lead", "cabinet_lead"),
    ("ward_member", "councillor"),
    ("corporate_director", "corporate_director"),
    ("senior_manager", "senior_manager"),
)
PARTNER_ROLES = ("contact", "manager", "executive")


def people_and_places(
    workspace: Workspace, council: Council, on: date, featured: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Fill the workspace; (user id, role) of the people offered first: of `featured` (person, role), or one a role.

    Partners have accounts of the council's own workspace here, to keep the demo simple.
    """
    directory = council.directory
    ids: dict[str, str] = {}
    for number, person in enumerate(directory.people, start=1):
        if person.tells_by != "slack":
            continue
        ids[person.id] = f"U{number:04d}"
        title = title_of(council, person, on)
        workspace.add_user(ids[person.id], _handle(person), person.name, person.email, title=title)
    team = _holding(directory, ("team_officer", "team_manager", "rural_officer"), on)
    workspace.add_channel("C0001", council.team.channel, [ids[p] for p in team if p in ids], private=True)
    channels: dict[str, list[str]] = {}
    for organisation in directory.organisations:
        if organisation.channel:
            members = channels.setdefault(organisation.channel, [])
            members += [p.id for p in directory.members_of(organisation.id, on) if p.id in ids]
    for number, (name, members) in enumerate(channels.items(), start=2):
        staff = dict.fromkeys([*members, *team])
        workspace.add_channel(f"C{number:04d}", name, [ids[p] for p in staff if p in ids])
    parts = featured or [(person.id, role) for person, role in leading_parts(council, on)]
    return [(ids[person], role) for person, role in parts if person in ids]


def leading_parts(council: Council, on: date) -> list[tuple[Person, str]]:
    """Officer, duty officer, partner, councillor, Cabinet lead: the first of each who is in Slack."""
    directory, words = council.directory, council.words
    partners = {org.id for org in directory.organisations if org.kind == "partner"}
    contacts = [role.person for role in directory.roles if role.role == "contact" and role.of in partners]
    wanted = (
        ("officer", [person.id for person in directory.all_holders("officer", on)]),
        (words.duty_officer, [person.id for person in directory.all_holders("team_officer", on)]),
        ("partner", contacts),
        (words.councillor, [person.id for person in directory.all_holders("ward_member", on)]),
        (words.cabinet_lead, [p.id for p in directory.holders("cabinet_lead", council.team.lead_portfolio, on)]),
    )
    found = []
    for role, people in wanted:
        first = next((p for p in map(directory.person, people) if p.tells_by == "slack"), None)
        if first is not None:
            found.append((first, f"{role[0].upper()}{role[1:]}"))
    return found


def title_of(council: Council, person: Person, on: date) -> str:
    """What the list of people says behind a name: "Duty officer", "West Mercia Police", "Councillor, Park"."""
    held = {role.role: role.of for role in council.directory.roles_of(person.id, on)}
    for role in PARTNER_ROLES:
        if of := held.get(role):
            name = council.directory.organisation(of).name
            return name if role == "contact" else f"{name}, {role}"
    for role, word in TITLES:
        if role in held:
            words = council.team.name if word == "team" else getattr(council.words, word)
            of = held[role]
            return f"{words[0].upper()}{words[1:]}" + (f", {council.directory.name(of)}" if of else "")
    return "Council officer"


def _holding(directory: Directory, roles: tuple[str, ...], on: date) -> list[str]:
    return [role.person for role in directory.roles if role.role in roles and role.holds(on)]


def _handle(person: Person) -> str:
    return re.sub(r"[^a-z0-9]+", ".", person.name.lower()).strip(".")
