"""Who may see what of an issue: one table of readers, how an issue is marked, and its parts. Pure.

What somebody *is* to an issue comes from bot/desk/access.py and the council's table; here is what that lets them see.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from triage_rules.records import ELECTED, RoleName

Part = Literal["number", "summary", "councillor notes", "public notes", "words", "note"]
"""number: that there is one, its state and dates. summary: what it is about, where, and what came of it. words: what
those working on it write for each other, and what was asked of whom. note: what the reporter says and is told."""
Reader = Literal["trusted", "working", "reporter", "councillor", "agreeing", "briefing", "colleague", "public"]
"""trusted: works on it and may have personal detail. agreeing: a Cabinet Lead whose agreement planned work needs.
briefing: what is sent every week, and may lie on paper. colleague: looks whether theirs is the same."""
Marking = Literal["plain", "guarded", "case"]
"""guarded: sensitive, or exempt from publication. case: a resident's, for another councillor."""


_LETTERS: dict[str, Part] = {
    "#": "number", "s": "summary", "c": "councillor notes", "p": "public notes", "w": "words", "n": "note",
}  # fmt: skip


def _row(plain: str, guarded: str, case: str) -> dict[Marking, frozenset[Part]]:
    cells: dict[Marking, str] = {"plain": plain, "guarded": guarded, "case": case}
    return {marking: frozenset(_LETTERS[letter] for letter in cell) for marking, cell in cells.items()}


#                                 plain     guarded   case
SIGHT: dict[Reader, dict[Marking, frozenset[Part]]] = {
    "trusted":    _row("#scpwn", "#scpwn", "#scpwn"),
    "working":    _row("#scpw",  "#scpw",  "#scpw"),
    "reporter":   _row("#spn",   "#spn",   "#spn"),
    "councillor": _row("#scp",   "#scp",   "#"),
    "agreeing":   _row("#scp",   "#scp",   "#scp"),
    "briefing":   _row("#s",     "#",      ""),
    "colleague":  _row("#s",     "",       ""),
    "public":     _row("#sp",    "#",      "#"),
}  # fmt: skip


class Marked(Protocol):
    """How an issue is marked: for which councillor it is a case, whether sensitive, its paragraph of Schedule 12A."""

    @property
    def casework_for(self) -> str | None: ...
    @property
    def sensitive(self) -> bool: ...
    @property
    def exempt_paragraph(self) -> str | None: ...


def marking(issue: Marked, person: str | None = None) -> Marking:
    """How it is marked for this person: to the councillor whom the resident asked their case is none to hide."""
    if issue.casework_for is not None and issue.casework_for != person:
        return "case"
    private = issue.sensitive or issue.exempt_paragraph
    return "guarded" if private else "plain"


def seen(reader: Reader, issue: Marked, person: str | None = None) -> frozenset[Part]:
    """The parts of an issue that this reader may see; `person`: who it is, where it is somebody of the directory.

    To the public a case is a case, also when the councillor reads it there.
    """
    return SIGHT[reader][marking(issue, None if reader == "public" else person)]


def sees(reader: Reader, part: Part, issue: Marked, person: str | None = None) -> bool:
    return part in seen(reader, issue, person)


# As what somebody reads who is this to the issue (see bot/desk/access.py); the others read as the public does.
READS_AS: dict[str, Reader] = {
    "team": "working", "contact": "working", "owner": "working", "assignee": "working", "reporter": "reporter",
    "councillor": "councillor", "lead": "councillor", "cabinet": "councillor", "director": "councillor",
}  # fmt: skip


def parts(standings: Iterable[str], issue: Marked, person: str | None, *, note: bool) -> frozenset[Part]:
    """All that somebody may see who is several things to an issue. `note`: whether the council's table, and an
    agreement where they are a partner, let them read it."""
    readers: set[Reader] = {READS_AS[each] for each in standings if each in READS_AS} or {"public"}
    if note and "working" in readers:
        readers.add("trusted")
    found: set[Part] = set().union(*(seen(reader, issue, person) for reader in readers))
    if not note:
        found.discard("note")
    return frozenset(found)


def here_as(roles: Iterable[RoleName]) -> Reader:
    """Whoever is here as a councillor or Cabinet Member and nothing else reads as one; all others work here."""
    held = set(roles)
    return "councillor" if held and held <= ELECTED else "working"
