"""A council: everything that differs between councils, read from its folder's files and checked as a whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from triage_rules.access import DEFAULT, Access, access_of
from triage_rules.criteria import Criteria
from triage_rules.directory import Directory
from triage_rules.folder import checks
from triage_rules.folder.briefing_kinds import Briefing, PreElection
from triage_rules.folder.criteria_document import Documented, read_criteria
from triage_rules.folder.own_templates import templates_of
from triage_rules.folder.problems import CouncilError, Problem
from triage_rules.folder.sections import CALLED, LISTS, Placed, Sections, read_sections
from triage_rules.folder.settings import PutOff, Repeats, SafetyText, TeamSettings, Words
from triage_rules.ladder import Clocks, Ladder, Planned, plan
from triage_rules.prefill.words.lexicon import Lexicon
from triage_rules.prefill.words.lexicon_file import Known, lexicon_of
from triage_rules.records import Delegation, Role
from triage_rules.retention import Keep
from triage_rules.table import Table
from triage_rules.working_time import Calendar

__all__ = [
    "Briefing",
    "Council",
    "CouncilError",
    "Problem",
    "PutOff",
    "Repeats",
    "SafetyText",
    "TeamSettings",
    "Words",
    "parse",
]


@dataclass(frozen=True, eq=False)
class Council:
    """zone: IANA name, of every time in the folder. safety: by stop stream. hash: of the files' text.

    boundaries: the day from which the wards are as they are.

    lexicon: what its words suggest; no part of the criteria. access: who may do what. delegations: on whose authority.
    warnings: what is allowed and should be looked at. templates: those that it wrote itself, name to text.
    """

    id: str
    name: str
    zone: str
    team: TeamSettings
    words: Words
    safety: Mapping[str, SafetyText]
    calendars: Mapping[str, Calendar]
    clocks: Clocks
    ladders: Mapping[str, Ladder]
    briefings: tuple[Briefing, ...]
    criteria: Criteria
    table: Table
    directory: Directory
    hash: str
    repeats: Repeats = Repeats()
    put_off: PutOff = PutOff()
    boundaries: date | None = None
    pre_election: tuple[PreElection, ...] = ()
    lexicon: Lexicon = Lexicon()
    access: Access = field(default_factory=lambda: DEFAULT)
    retention: tuple[Keep, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    warnings: tuple[Problem, ...] = ()
    templates: Mapping[str, str] = field(default_factory=dict)

    def calendar(self, organisation: str | None = None) -> Calendar:
        """The organisation's own calendar, or else the council's. Raises UnknownId."""
        own = self.directory.organisation(organisation).calendar if organisation else None
        return self.calendars[own or "council"]

    def ladder(self, clock: str, organisation: str | None = None) -> Ladder:
        """The organisation's own ladder, or else the clock's; empty when neither has one. Raises UnknownId."""
        own = self.directory.organisation(organisation).ladder if organisation else None
        name = own or self.clocks.named(clock).ladder
        return self.ladders[name] if name else Ladder()

    def delegation(self, verb: str, roles: Iterable[str], on: date) -> Delegation | None:
        """Under which somebody with these roles decides it on that day; None where none is written down."""
        held = set(roles)
        return next((d for d in self.delegations if verb in d.verbs and d.role in held and d.holds(on)), None)

    def due(self, clock: str, start: datetime, organisation: str | None = None) -> datetime:
        """When this wait ends, by the calendar of whoever is waited for; aware UTC."""
        return self.calendar(organisation).due(start, self.clocks.named(clock).wait)

    def plan(
        self, clock: str, received: datetime, due: datetime, organisation: str | None = None
    ) -> tuple[Planned, ...]:
        """The steps of this wait's ladder; moments are aware UTC."""
        return plan(self.ladder(clock, organisation), received, due, self.calendar(organisation))


def parse(files: Mapping[str, str], id: str) -> Council:
    """Reads a council's files (name to text). Raises CouncilError with every problem found.

    The same files give the same council: it is not read anew.
    """
    return _parse(tuple(files.items()), id)


@lru_cache(maxsize=4)
def _parse(content: tuple[tuple[str, str], ...], id: str) -> Council:
    files = dict(content)
    sections = read_sections(files)
    documented = read_criteria(files)
    problems = [*sections.problems, *documented.problems]
    if sections.whole:
        problems += [*checks.errors(sections), *_stops_without_text(sections, documented)]
    lexicon, templates = _words(files, sections, problems), templates_of(files, problems)
    criteria, table = documented.criteria, documented.table
    if problems or criteria is None or table is None:
        raise CouncilError(problems)
    return Council(
        id=id,
        **{name: sections.settings[name].entry for name in ("name", "zone", "team", "clocks")},
        words=_setting(sections, "words", Words()),
        safety=_entries(sections.named["safety"]),
        calendars=_entries(sections.named["calendars"]),
        ladders={name: Ladder(steps=placed.entry) for name, placed in sections.named["ladders"].items()},
        briefings=tuple(placed.entry for placed in sections.lists["briefings"]),
        criteria=criteria,
        table=table,
        directory=_directory(sections),
        hash=folder_hash(files),
        repeats=_setting(sections, "repeats", Repeats()),
        put_off=_setting(sections, "put_off", PutOff()),
        boundaries=_setting(sections, "boundaries", None),
        pre_election=_setting(sections, "pre_election", ()),
        lexicon=lexicon,
        access=access_of(_entries(sections.named["access"])),
        retention=tuple(placed.entry for placed in sections.lists["retention"]),
        delegations=tuple(placed.entry for placed in sections.lists["delegations"]),
        warnings=tuple(checks.warnings(sections)),
        templates=templates,
    )


def _setting(sections: Sections, name: str, default: Any) -> Any:
    return sections.settings[name].entry if name in sections.settings else default


def _words(files: Mapping[str, str], sections: Sections, problems: list[Problem]) -> Lexicon:
    """Mistakes go to the other problems."""
    try:
        return lexicon_of(files, Known(frozenset(sections.ids["areas"]), frozenset(sections.ids["organisations"])))
    except CouncilError as error:
        problems += error.problems
        return Lexicon()


def folder_hash(files: Mapping[str, str]) -> str:
    """Hex SHA-256 of names and texts; line endings do not count."""
    content = sorted((name, text.replace("\r\n", "\n")) for name, text in files.items())
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _entries(named: Mapping[str, Placed[Any]]) -> dict[str, Any]:
    return {name: placed.entry for name, placed in named.items()}


def _directory(sections: Sections) -> Directory:
    lists = {name: tuple(placed.entry for placed in sections.lists[name]) for name in LISTS}
    people = lists.pop("people")
    for section in (*CALLED, "delegations"):
        lists.pop(section)
    roles = [
        Role.model_validate({"person": entry.id, **held.model_dump(by_alias=True)})
        for entry in people
        for held in entry.roles
    ]
    return Directory(people=tuple(entry.person() for entry in people), roles=tuple(roles), **lists)


def _stops_without_text(sections: Sections, documented: Documented) -> Iterator[Problem]:
    written = sections.found.get("safety")
    if written is None:
        return
    streams = documented.stop_streams()
    for stream in sorted(streams - sections.ids["safety"]):
        fix = f"Add '{stream}:' with a title and the numbers to ring."
        yield written.problem(("safety",), f"there is no safety text for '{stream}'", fix)
    for stream in sorted(sections.ids["safety"] - streams) if documented.criteria else ():
        what = f"no row of the criteria stops with the stream '{stream}'"
        yield written.problem(("safety", stream), what, "Remove it, or correct its name.")
