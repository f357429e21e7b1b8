"""A council's files, cut into sections.

Each line of a list is validated by itself, so that one mistake hides no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from triage_rules.access import Standing
from triage_rules.folder.briefing_kinds import Briefing, PreElection
from triage_rules.folder.own_templates import is_template
from triage_rules.folder.problems import Problem, instead
from triage_rules.folder.refusals import refusals
from triage_rules.folder.settings import PersonEntry, PutOff, Repeats, SafetyText, TeamSettings, Words
from triage_rules.folder.yaml_lines import Document, Path, read_yaml
from triage_rules.ladder import Clocks, Step
from triage_rules.opening_hours import is_zone
from triage_rules.records import (
    Area,
    Body,
    Delegation,
    Indicator,
    Name,
    Organisation,
    PlanAction,
    Portfolio,
    Priority,
    Slug,
)
from triage_rules.retention import Keep
from triage_rules.working_time import Calendar

CRITERIA_FILE = "criteria.yaml"
MAIN_FILE = "council.yaml"
WORDS_FOLDER = "lexicon/"
"""Before the name of each file of the folder with the council's words for prefilling."""
SETTINGS: dict[str, Any] = {
    "name": Name,
    "zone": str,
    "team": TeamSettings,
    "words": Words,
    "clocks": Clocks,
    "repeats": Repeats,
    "put_off": PutOff,
    "boundaries": date,
    "pre_election": tuple[PreElection, ...],
}
"""Sections with one value."""
NAMED: dict[str, Any] = {
    "safety": SafetyText,
    "calendars": Calendar,
    "ladders": tuple[Step, ...],
    "access": Annotated[tuple[Standing, ...], Field(min_length=1)],
}
"""Sections with a value for each name."""
LISTS: dict[str, Any] = {
    "briefings": Briefing,
    "areas": Area,
    "people": PersonEntry,
    "organisations": Organisation,
    "portfolios": Portfolio,
    "bodies": Body,
    "priorities": Priority,
    "indicators": Indicator,
    "plan_actions": PlanAction,
    "retention": Keep,
    "delegations": Delegation,
}
"""Sections with many lines; they may go on in another file."""
CALLED = {"briefings": "name", "retention": "of"}
"""By which field a line is known; the others have an id."""
OPTIONAL = {
    "access",
    "words",
    "repeats",
    "put_off",
    "boundaries",
    "pre_election",
    "briefings",
    "bodies",
    "priorities",
    "indicators",
    "plan_actions",
    "retention",
    "delegations",
}
Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Placed(Generic[Entry]):
    """A valid piece of the files, and where it stands."""

    entry: Entry
    document: Document
    path: Path

    def problem(self, within: Path, what: str, fix: str) -> Problem:
        return self.document.problem((*self.path, *within), what, fix)

    @property
    def where(self) -> str:
        return f"{self.document.file}, line {self.document.line(self.path)}"


@dataclass
class Sections:
    """ids: as written, also of lines that are refused, so that a reference to one is no second mistake.

    whole: whether every section could be read as far as its lines; else what refers to what cannot be said.
    """

    whole: bool = True
    problems: list[Problem] = field(default_factory=list)
    settings: dict[str, Placed[Any]] = field(default_factory=dict)
    named: dict[str, dict[str, Placed[Any]]] = field(default_factory=dict)
    lists: dict[str, list[Placed[Any]]] = field(default_factory=dict)
    ids: dict[str, set[str]] = field(default_factory=dict)
    found: dict[str, Document] = field(default_factory=dict)

    def validate(self, type_: Any, data: Any, document: Document, path: Path) -> Placed[Any] | None:
        try:
            return Placed(TypeAdapter(type_).validate_python(data), document, path)
        except ValidationError as error:
            for within, what, fix in refusals(error, type_):
                # A whole value is refused under no name of its own.
                what = what if within else what.replace("'this'", f"'{_called(path)}'")
                self.problems.append(document.problem((*path, *within), what, fix))
            return None


def is_words(file: str) -> bool:
    return file.startswith(WORDS_FOLDER)


def _is_elsewhere(file: str) -> bool:
    return file == CRITERIA_FILE or is_words(file) or is_template(file)


def read_sections(files: Mapping[str, str]) -> Sections:
    """All files but the criteria, the words and the templates. Problems are collected, never raised."""
    sections = Sections(named={name: {} for name in NAMED}, lists={name: [] for name in LISTS})
    sections.ids = {name: set() for name in (*NAMED, *LISTS)}
    ours = sorted((name, text) for name, text in files.items() if not _is_elsewhere(name))
    documents = [read_yaml(name, text) for name, text in ours]
    written = [(document, key, data) for document in documents for key, data in _top(sections, document)]
    zone = next((data for _, key, data in written if key == "zone"), "UTC")
    for document, key, data in written:
        _read_section(sections, document, key, data, zone)
    missing = {*SETTINGS, *NAMED, *LISTS} - OPTIONAL - set(sections.found) if sections.whole else ()
    for key in missing:
        fix = f"Add '{key}:' to {MAIN_FILE} or another file."
        sections.problems.append(Problem(MAIN_FILE, 1, f"the section '{key}' is missing", fix))
    return sections


def _called(path: Path) -> str:
    return f"{path[-2]}, number {path[-1] + 1}" if isinstance(path[-1], int) else path[-1]


def _top(sections: Sections, document: Document) -> list[tuple[str, Any]]:
    sections.problems += document.problems
    if document.data is None:
        sections.whole = sections.whole and not document.problems
        return []
    if not isinstance(document.data, dict):
        fix = "Begin with the name of a section and a colon, such as 'people:'."
        sections.problems.append(document.problem((), "this file is not made of sections", fix))
        return []
    return list(document.data.items())


def _read_section(sections: Sections, document: Document, key: str, data: Any, zone: Any) -> None:
    if key not in SETTINGS and key not in NAMED and key not in LISTS:
        fix = instead(key, [*SETTINGS, *NAMED, *LISTS])
        sections.problems.append(document.problem((key,), f"'{key}' is not a section", fix))
    elif key in LISTS:
        sections.found.setdefault(key, document)
        _read_list(sections, document, key, data)
    elif key in sections.found:
        what = f"'{key}' is here and in {sections.found[key].file}"
        sections.problems.append(document.problem((key,), what, "Keep one of them."))
    else:
        sections.found[key] = document
        if key in SETTINGS:
            placed = sections.validate(SETTINGS[key], data, document, (key,))
            if placed:
                sections.settings[key] = placed
        else:
            _read_named(sections, document, key, data, zone)


def _read_list(sections: Sections, document: Document, key: str, data: Any) -> None:
    if not isinstance(data, list):
        sections.whole = False
        fix = "Begin each line with a hyphen: '- id: …'."
        sections.problems.append(document.problem((key,), f"'{key}' should be a list", fix))
        return
    for i, line in enumerate(data):
        if isinstance(line, dict):
            sections.ids[key].add(str(line.get(CALLED.get(key, "id"))))
        placed = sections.validate(LISTS[key], line, document, (key, i))
        if placed:
            sections.lists[key].append(placed)


def _read_named(sections: Sections, document: Document, key: str, data: Any, zone: Any) -> None:
    if not isinstance(data, dict):
        sections.whole = False
        fix = "Write a name, a colon, and what it is."
        sections.problems.append(document.problem((key,), f"'{key}' should be a group of names", fix))
        return
    sections.ids[key] = set(data)
    for name, value in data.items():
        if key == "calendars" and isinstance(value, dict):
            value = {"zone": zone if is_zone(zone) else "UTC", **value}
        placed = sections.validate(NAMED[key], value, document, (key, name))
        if placed and sections.validate(Slug, name, document, (key, name)):
            sections.named[key][name] = placed
