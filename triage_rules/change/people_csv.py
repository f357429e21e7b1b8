"""A list of people and their roles as a council's services keep it: a CSV file, read line by line.

Columns: name, email, role, of, and where wanted from, until, tells_by, id. A line with a role and no name is a vacancy.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from triage_rules.council import Council
from triage_rules.folder.problems import Problem, instead
from triage_rules.records import EMAIL, OVER, SLUG, RoleName

NEEDED = ("name", "email", "role", "of")
KNOWN = (*NEEDED, "from", "until", "tells_by", "id")
ROLES: tuple[RoleName, ...] = get_args(RoleName)
WAYS = ("slack", "email", "print")


@dataclass(frozen=True)
class Listed:
    """A line. name: "" for a vacancy. from_, until: None where the line says nothing."""

    line: int
    role: RoleName
    of: str | None
    name: str = ""
    email: str = ""
    from_: date | None = None
    until: date | None = None
    tells_by: str = ""
    id: str = ""


def read_people(text: str, file: str, council: Council) -> tuple[list[Listed], list[Problem]]:
    """The lines that are right, and what is wrong with the others."""
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), restkey="more")
    heads = [str(head).strip().casefold() for head in rows.fieldnames or ()]
    problems = [*_heads(heads, file)]
    listed: list[Listed] = []
    if not problems:
        for row in rows:
            cells = {h: str(v or "").replace("\x00", "").strip() for h, v in zip(heads, row.values(), strict=False)}
            if "more" in row:
                fix = "Put quotes around what has a comma in it."
                problems.append(Problem(file, rows.line_num, "there are more cells than columns", fix))
            elif any(cells.values()):
                found = list(_wrong(cells, council))
                problems += [Problem(file, rows.line_num, what, fix) for what, fix in found]
                listed += [] if found else [_listed(cells, rows.line_num, council)]
    problems += _doubled(listed, file)
    return listed, problems


def _heads(heads: list[str], file: str) -> Iterator[Problem]:
    for head in NEEDED:
        if head not in heads:
            yield Problem(file, 1, f"there is no column '{head}'", f"Name the columns {', '.join(KNOWN)} in line 1.")
    for head in heads:
        if head not in KNOWN:
            yield Problem(file, 1, f"'{head}' is not a column here", instead(head, KNOWN))


def _wrong(cells: Mapping[str, str], council: Council) -> Iterator[tuple[str, str]]:
    role = cells["role"].casefold().replace(" ", "_")
    if role not in ROLES:
        yield f"'{cells['role']}' is not a role", instead(role, ROLES)
    else:
        yield from _wrong_of(role, cells["of"], council)
    if bool(cells["name"]) != bool(cells["email"]):
        missing = "email" if cells["name"] else "name"
        yield f"the {missing} is missing", "Fill it in; a vacancy has neither name nor email."
    elif cells["email"] and not re.match(EMAIL, cells["email"]):
        yield f"'{cells['email']}' is not an e-mail address", "Write an address such as first.last@example.org."
    if len(cells["name"]) > 120:
        yield "the name is longer than 120 characters", "Make it shorter."
    for head in ("from", "until"):
        if cells.get(head) and _day(cells[head]) is None:
            yield f"'{cells[head]}' is not a date", "Write it like 2026-05-31 or 31/05/2026."
    first, last = _day(cells.get("from", "")), _day(cells.get("until", ""))
    if first and last and last < first:
        yield f"it ends on {last}, before it begins on {first}", "Swap the dates."
    if cells.get("tells_by") and cells["tells_by"].casefold() not in WAYS:
        yield f"'{cells['tells_by']}' is no way to tell somebody", instead(cells["tells_by"], WAYS)
    if cells.get("id") and not re.match(SLUG, cells["id"]):
        yield f"'{cells['id']}' cannot be an id", "Write small letters, digits and hyphens, or leave it empty."


def _wrong_of(role: RoleName, of: str, council: Council) -> Iterator[tuple[str, str]]:
    over, needed = OVER[role]
    known = _known(role, council)
    if of and not over:
        yield f"the role '{role}' is for the whole council, and is of '{of}' here", "Leave 'of' empty."
    elif needed and not of:
        yield f"the role '{role}' does not say of what", f"Write the {over} under 'of'."
    elif of and _id_of(role, of, council) is None:
        yield f"there is no {over} '{of}'", instead(of, [*known])


def _known(role: RoleName, council: Council) -> dict[str, str]:
    """Names and ids, in small letters, of what the role can be held over; to the id."""
    directory = council.directory
    entries = {
        "ward": [area for area in directory.areas if area.kind == "ward"],
        "portfolio": directory.portfolios,
        "organisation": directory.organisations,
        "body": directory.bodies,
    }.get(OVER[role][0], [])
    return {said.casefold(): entry.id for entry in entries for said in (entry.name, entry.id)}


def _id_of(role: RoleName, of: str, council: Council) -> str | None:
    return _known(role, council).get(of.casefold())


def _listed(cells: Mapping[str, str], line: int, council: Council) -> Listed:
    role: RoleName = next(name for name in ROLES if name == cells["role"].casefold().replace(" ", "_"))
    return Listed(
        line=line,
        role=role,
        of=_id_of(role, cells["of"], council),
        name=" ".join(cells["name"].split()),
        email=cells["email"],
        from_=_day(cells.get("from", "")),
        until=_day(cells.get("until", "")),
        tells_by=cells.get("tells_by", "").casefold(),
        id=cells.get("id", ""),
    )


def _day(written: str) -> date | None:
    """2026-05-31, or 31/05/2026 as a spreadsheet writes it here."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", written)
    parts = found.groups() if found else None
    if parts is None and (found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", written)):
        parts = found.groups()[::-1]
    try:
        return date(*map(int, parts)) if parts else None
    except ValueError:
        return None


def _doubled(listed: list[Listed], file: str) -> Iterator[Problem]:
    roles: dict[tuple, int] = {}
    names: dict[str, Listed] = {}
    for each in listed:
        if not each.name:
            continue
        who = each.email.casefold()
        if (first := roles.setdefault((who, each.role, each.of), each.line)) != each.line:
            yield Problem(file, each.line, f"this is line {first} again", "Remove one of them.")
        earlier = names.setdefault(who, each)
        if earlier.name != each.name:
            what = f"{each.email} is {earlier.name} on line {earlier.line}, and {each.name} here"
            yield Problem(file, each.line, what, "Give each person an address of their own, or correct the name.")
