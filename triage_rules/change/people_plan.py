"""What a list of people would change, from a day on: who starts and ends, what is put right, which seats are empty.

For each ward, organisation or other thing that the list names with a role, the list says who all its holders are.
What it does not name stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from triage_rules.change.people_csv import Listed
from triage_rules.council import Council
from triage_rules.directory import Directory
from triage_rules.records import Person, Role, RoleName

Seat = tuple[RoleName, str | None]


@dataclass(frozen=True)
class Start:
    person: str
    name: str
    role: RoleName
    of: str | None
    from_: date
    until: date | None = None


@dataclass(frozen=True)
class End:
    """until: the last day. was_to_start: the role had not begun, and is taken away altogether."""

    person: str
    name: str
    role: RoleName
    of: str | None
    until: date
    was_to_start: bool = False


@dataclass(frozen=True)
class Correction:
    """field: name, email or tells_by."""

    person: str
    field: str
    before: str
    after: str


@dataclass
class Plan:
    """newcomers: people who are not in the folder yet. vacancies: by ward, how many seats nobody holds.

    shrunk: wards with fewer councillors than before and no vacancy for them: (ward, before, after).
    untouched: how many holders of the same roles stand elsewhere and stay.
    """

    from_: date
    starts: list[Start] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    newcomers: list[Person] = field(default_factory=list)
    vacancies: dict[str, int] = field(default_factory=dict)
    shrunk: list[tuple[str, int, int]] = field(default_factory=list)
    untouched: int = 0

    def __bool__(self) -> bool:
        return bool(self.starts or self.ends or self.corrections or self.newcomers or self.vacancies)


def plan(council: Council, listed: Iterable[Listed], from_: date) -> Plan:
    """`from_`: the day on which the new roles begin; the old ones end the day before."""
    listed, directory = list(listed), council.directory
    made = Plan(from_)
    ids = _people(made, directory, listed)
    seats: dict[Seat, list[Listed]] = {}
    for each in listed:
        seats.setdefault((each.role, each.of), []).append(each)
    for seat, lines in seats.items():
        _seat(made, directory, seat, lines, ids)
    _wards(made, directory, seats)
    kinds = {role for role, _ in seats}
    made.untouched = sum(r.role in kinds and (r.role, r.of) not in seats and r.holds(from_) for r in directory.roles)
    return made


def _people(made: Plan, directory: Directory, listed: list[Listed]) -> dict[str, str]:
    """E-mail address (small letters) to person id; notes newcomers and what is put right."""
    ids: dict[str, str] = {}
    taken = {person.id for person in directory.people}
    for each in listed:
        who = each.email.casefold()
        if not each.name or who in ids:
            continue
        person = _same(directory, each)
        if person is None:
            id = each.id or _slug(each.name, taken)
            tells_by = each.tells_by or "slack"
            made.newcomers.append(
                Person.model_validate({"id": id, "name": each.name, "email": each.email, "tells_by": tells_by})
            )
        else:
            id = person.id
            for name in ("name", "email", "tells_by"):
                before, after = str(getattr(person, name)), str(getattr(each, name))
                if after and before != after:
                    made.corrections.append(Correction(id, name, before, after))
        ids[who] = id
        taken.add(id)
    return ids


def _same(directory: Directory, each: Listed) -> Person | None:
    """By id, by address, or by a name that only one person has."""
    by_id = next((person for person in directory.people if each.id and person.id == each.id), None)
    named = [person for person in directory.people if person.name.casefold() == each.name.casefold()]
    return by_id or directory.person_by_email(each.email) or (named[0] if len(named) == 1 else None)


def _slug(name: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    base = "-".join(re.findall(r"[a-z0-9]+", plain))[:50].strip("-") or "person"
    numbered = (f"{base}-{number}" for number in range(2, 10_000))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)


def _seat(made: Plan, directory: Directory, seat: Seat, lines: list[Listed], ids: dict[str, str]) -> None:
    role, of = seat
    wanted = {ids[each.email.casefold()]: each for each in lines if each.name}
    held = [r for r in directory.roles if (r.role, r.of) == seat and (r.until is None or r.until >= made.from_)]
    for current in held:
        each = wanted.get(current.person)
        if each is None:
            made.ends.append(_end(made, directory, current))
        elif each.until is not None and each.until != current.until:
            name = directory.name(current.person)
            made.ends.append(End(current.person, name, role, of, each.until))
    holding = {current.person for current in held}
    for person, each in wanted.items():
        if person not in holding:
            made.starts.append(Start(person, each.name, role, of, each.from_ or made.from_, each.until))


def _end(made: Plan, directory: Directory, role: Role) -> End:
    future = role.from_ is not None and role.from_ >= made.from_
    name = directory.name(role.person)
    return End(role.person, name, role.role, role.of, made.from_ - timedelta(days=1), was_to_start=future)


def _wards(made: Plan, directory: Directory, seats: dict[Seat, list[Listed]]) -> None:
    for (role, of), lines in seats.items():
        if role != "ward_member" or of is None:
            continue
        empty, filled = Counter(bool(each.name) for each in lines)[False], sum(bool(each.name) for each in lines)
        area = directory.area(of)
        if empty != area.vacancies:
            made.vacancies[of] = empty
        before = len(directory.ward_members(of, made.from_ - timedelta(days=1))) + area.vacancies
        if filled + empty < before:
            made.shrunk.append((of, before, filled + empty))


def wards_without(made: Plan, directory: Directory, seats: Iterable[Listed]) -> Iterator[str]:
    """Wards of the list in which nobody sits any more."""
    members = Counter(each.of for each in seats if each.role == "ward_member" and each.name)
    for ward in dict.fromkeys(each.of for each in seats if each.role == "ward_member"):
        if ward and not members[ward]:
            yield directory.name(ward)
