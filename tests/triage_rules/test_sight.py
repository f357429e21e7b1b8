"""Who may see what: every reader, every marking, every part, and every set of roles; the document says the same."""

import itertools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from triage_rules.records import RoleName
from triage_rules.sight import READS_AS, SIGHT, Marking, Part, Reader, here_as, marking, parts, seen, sees

LETTERS: dict[str, Part] = {
    "#": "number", "s": "summary", "c": "councillor notes", "p": "public notes", "w": "words", "n": "note",
}  # fmt: skip
ROW = re.compile(r"^\| (\w+) \| ([#scpwn]*) \| ([#scpwn]*) \| ([#scpwn]*) \|$", re.MULTILINE)
ELECTED = {"ward_member", "cabinet_lead"}


@dataclass(frozen=True)
class Issue:
    casework_for: str | None = None
    sensitive: bool = False
    exempt_paragraph: str | None = None


ISSUES = [Issue(*each) for each in itertools.product((None, "ada"), (False, True), (None, "3"))]


def written() -> dict[str, tuple[str, str, str]]:
    section = Path("docs/states.md").read_text().partition("## Who may see what")[2].partition("## ")[0]
    return {reader: (plain, guarded, case) for reader, plain, guarded, case in ROW.findall(section)}


def test_the_document_has_every_cell():
    document = written()
    assert tuple(document) == get_args(Reader) == tuple(SIGHT)
    for reader, marked in itertools.product(get_args(Reader), get_args(Marking)):
        cell = document[reader][get_args(Marking).index(marked)]
        assert SIGHT[reader][marked] == {LETTERS[letter] for letter in cell}, (reader, marked)


@pytest.mark.parametrize("issue", ISSUES)
@pytest.mark.parametrize("person", [None, "ada", "bob"])
def test_every_reader_of_every_issue(issue: Issue, person: str | None):
    """Said once more, in other words than the table."""
    private = bool(issue.sensitive or issue.exempt_paragraph)
    for reader, part in itertools.product(get_args(Reader), get_args(Part)):
        case = issue.casework_for is not None and (person != "ada" or reader == "public")
        works = reader in ("trusted", "working")
        if part == "number":
            expected = not (reader in ("briefing", "colleague") and case) and not (reader == "colleague" and private)
        elif part == "summary":
            hidden = case if reader in ("councillor",) else case or private
            expected = works or reader in ("reporter", "agreeing") or not hidden
        elif part == "councillor notes":
            expected = works or reader == "agreeing" or (reader == "councillor" and not case)
        elif part == "public notes":
            hidden = case or (private and reader == "public")
            expected = (
                works or reader in ("reporter", "agreeing") or (reader in ("councillor", "public") and not hidden)
            )
        else:
            expected = works and (part == "words" or reader == "trusted") or (part == "note" and reader == "reporter")
        assert sees(reader, part, issue, person) is expected, (reader, part)


def test_a_case_is_plain_to_its_councillor_alone():
    assert [marking(Issue("ada"), person) for person in ("ada", "bob", None)] == ["plain", "case", "case"]
    assert marking(Issue("ada", sensitive=True), "ada") == "guarded"


def test_every_set_of_two_roles():
    """Somebody with any role besides is here to work; nobody's roles are also no councillor's."""
    for one, other in itertools.product(get_args(RoleName), repeat=2):
        assert (here_as([one, other]) == "councillor") == ({one, other} <= ELECTED), (one, other)
    assert here_as([]) == "working"


@pytest.mark.parametrize("issue", ISSUES)
def test_every_standing_and_every_two(issue: Issue):
    """Being two things shows what either shows; the note only where the council's table lets them read it."""
    everything = [*READS_AS, "colleague", "member", "clock"]
    for one, other, note in itertools.product(everything, everything, (False, True)):
        found = parts({one, other}, issue, None, note=note)
        assert ("note" in found) <= note
        readers = {READS_AS[each] for each in (one, other) if each in READS_AS} or {"public"}
        without = {part for reader in readers for part in seen(reader, issue)} - {"note"}
        assert found - {"note"} == without
        assert ("note" in found) == (note and bool(readers & {"working", "reporter"}))
