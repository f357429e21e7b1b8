"""Who is who on a date: areas, people with roles, organisations, and what has an owner.

Every look-up takes a date `on` (local to the council); past dates answer as it was then.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import TypeVar

from triage_rules.records import (
    ELECTED,
    Area,
    Body,
    Indicator,
    Organisation,
    Person,
    PlanAction,
    Portfolio,
    Priority,
    Record,
    Role,
    RoleName,
)

__all__ = [
    "Area",
    "Body",
    "Directory",
    "Indicator",
    "Organisation",
    "Person",
    "PlanAction",
    "Portfolio",
    "Priority",
    "Role",
    "RoleName",
    "UnknownId",
]
ESCALATION: tuple[RoleName, ...] = ("manager", "executive")


class UnknownId(LookupError):
    """An id that the directory does not have; the message says of what kind."""


Entry = TypeVar("Entry", Area, Person, Organisation, Portfolio, Body, Priority, Indicator, PlanAction)


def _found(kind: str, entries: dict[str, Entry], id: str) -> Entry:
    if id not in entries:
        raise UnknownId(f"there is no {kind} '{id}' in the directory")
    return entries[id]


def _by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {entry.id: entry for entry in entries}


class Directory(Record):
    """All of it. Look-ups by id raise UnknownId; tuples keep the order of the council's files."""

    areas: tuple[Area, ...] = ()
    people: tuple[Person, ...] = ()
    roles: tuple[Role, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    portfolios: tuple[Portfolio, ...] = ()
    bodies: tuple[Body, ...] = ()
    priorities: tuple[Priority, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    plan_actions: tuple[PlanAction, ...] = ()

    def area(self, id: str) -> Area:
        return _found("area", self._areas, id)

    def person(self, id: str) -> Person:
        return _found("person", self._people, id)

    def organisation(self, id: str) -> Organisation:
        return _found("organisation", self._organisations, id)

    def portfolio(self, id: str) -> Portfolio:
        return _found("portfolio", self._portfolios, id)

    def body(self, id: str) -> Body:
        return _found("body", self._bodies, id)

    def priority(self, id: str) -> Priority:
        return _found("priority", self._priorities, id)

    def indicator(self, id: str) -> Indicator:
        return _found("indicator", self._indicators, id)

    def plan_action(self, id: str) -> PlanAction:
        return _found("plan action", self._plan_actions, id)

    def name(self, id: str) -> str:
        """The name of a person, organisation, area or portfolio; the id of one that left the files."""
        for entries in (self._people, self._organisations, self._areas, self._portfolios, self._bodies):
            if id in entries:
                return entries[id].name
        return id

    def person_by_email(self, email: str) -> Person | None:
        """Capitals do not count."""
        return self._emails.get(email.strip().casefold())

    def wards(self, on: date) -> tuple[Area, ...]:
        return tuple(area for area in self.areas if area.kind == "ward" and area.holds(on))

    def parishes_of(self, wards: Iterable[str], on: date) -> tuple[Area, ...]:
        """The parishes that touch any of these wards."""
        touched = set(wards)
        return tuple(
            area for area in self.areas if area.kind == "parish" and area.holds(on) and touched.intersection(area.wards)
        )

    def is_rural(self, wards: Iterable[str]) -> bool:
        """Whether any of these wards is flagged rural."""
        return any(self.area(ward).rural for ward in wards)

    def roles_of(self, person: str, on: date) -> tuple[Role, ...]:
        """Their own roles, then those of the officers for whom they stand in."""
        own = tuple(role for role in self._roles_by_person.get(person, ()) if role.holds(on))
        return own + tuple(
            role
            for absent in self._with_deputies
            if absent != person and self.standing_in(absent, on) == person
            for role in self._roles_by_person.get(absent, ())
            if role.holds(on) and role.role not in ELECTED
        )

    def standing_in(self, person: str, on: date) -> str:
        """The id of who acts for them on that day: the deputy while they are away, or that one's; else themselves."""
        acting = [person]
        while (deputy := self._deputy(acting[-1], on)) is not None:
            if deputy in acting:  # a circle of deputies, all of them away
                return person
            acting.append(deputy)
        return acting[-1]

    def _deputy(self, person: str, on: date) -> str | None:
        away = self._people[person].away if person in self._people else ()
        return next((leave.deputy for leave in away if leave.deputy and leave.holds(on)), None)

    def has_role(self, person: str, role: RoleName, of: str | None, on: date) -> bool:
        """Whether they hold this role over exactly this (None: over the whole council)."""
        return any(held.role == role and held.of == of for held in self.roles_of(person, on))

    def holders(self, role: RoleName, of: str | None, on: date) -> tuple[Person, ...]:
        """Who holds this role over exactly this (None: over the whole council), each once."""
        held = (entry for entry in self._roles_by_kind.get((role, of), ()) if entry.holds(on))
        return tuple(self.person(id) for id in dict.fromkeys(entry.person for entry in held))

    def all_holders(self, role: RoleName, on: date) -> tuple[Person, ...]:
        """Who holds this role over anything, each once."""
        held = (entry.person for entry in self.roles if entry.role == role and entry.holds(on))
        return tuple(self.person(id) for id in dict.fromkeys(held))

    def ward_members(self, ward: str, on: date) -> tuple[Person, ...]:
        return self.holders("ward_member", ward, on)

    def corporate_directors(self, portfolio: str | None, on: date) -> tuple[Person, ...]:
        """The directors for a portfolio, or else those for the whole council."""
        return self.holders("corporate_director", portfolio, on) or self.holders("corporate_director", None, on)

    def members_of(self, org: str, on: date) -> tuple[Person, ...]:
        """Contacts, managers and executives of an organisation, in this order, each once."""
        people = (
            *self.holders("contact", org, on),
            *self.holders("manager", org, on),
            *self.holders("executive", org, on),
        )
        return tuple({person.id: person for person in people}.values())

    def escalation(self, org: str, on: date) -> tuple[Person, ...]:
        """Managers, then executives."""
        people = [person for role in ESCALATION for person in self.holders(role, org, on)]
        return tuple({person.id: person for person in people}.values())

    def organisations_of(self, person: str, on: date) -> tuple[Organisation, ...]:
        """The organisations that they act for as contact, manager or executive."""
        acting = ("contact", *ESCALATION)
        ids = dict.fromkeys(role.of for role in self.roles_of(person, on) if role.role in acting)
        return tuple(self.organisation(id) for id in ids if id is not None)

    def parish_council(self, parish: str) -> Organisation | None:
        """The organisation of kind parish for this parish area."""
        return next((org for org in self.organisations if org.kind == "parish" and org.area == parish), None)

    @cached_property
    def _areas(self) -> dict[str, Area]:
        return _by_id(self.areas)

    @cached_property
    def _people(self) -> dict[str, Person]:
        return _by_id(self.people)

    @cached_property
    def _with_deputies(self) -> tuple[str, ...]:
        return tuple(person.id for person in self.people if any(leave.deputy for leave in person.away))

    @cached_property
    def _organisations(self) -> dict[str, Organisation]:
        return _by_id(self.organisations)

    @cached_property
    def _portfolios(self) -> dict[str, Portfolio]:
        return _by_id(self.portfolios)

    @cached_property
    def _bodies(self) -> dict[str, Body]:
        return _by_id(self.bodies)

    @cached_property
    def _priorities(self) -> dict[str, Priority]:
        return _by_id(self.priorities)

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        return _by_id(self.indicators)

    @cached_property
    def _plan_actions(self) -> dict[str, PlanAction]:
        return _by_id(self.plan_actions)

    @cached_property
    def _emails(self) -> dict[str, Person]:
        return {person.email.casefold(): person for person in self.people}

    @cached_property
    def _roles_by_person(self) -> dict[str, list[Role]]:
        grouped: dict[str, list[Role]] = {}
        for role in self.roles:
            grouped.setdefault(role.person, []).append(role)
        return grouped

    @cached_property
    def _roles_by_kind(self) -> dict[tuple[str, str | None], list[Role]]:
        grouped: dict[tuple[str, str | None], list[Role]] = {}
        for role in self.roles:
            grouped.setdefault((role.role, role.of), []).append(role)
        return grouped
