"""Every mistake in a council's folder: its file, its line, what is wrong and what to write instead."""

import pytest

from tests.triage_rules.small_council import SMALL, changed
from triage_rules.council import CouncilError, Problem, parse


def problems(files: dict[str, str]) -> list[Problem]:
    with pytest.raises(CouncilError) as refused:
        parse(files, "small")
    return list(refused.value.problems)


def test_the_small_council_itself_has_none() -> None:
    council = parse(SMALL, "small")
    assert council.warnings == ()
    assert council.words.councillor == "councillor"


def test_mistakes_among_its_words_stand_with_the_others() -> None:
    found = problems({**SMALL, "lexicon/words.yaml": "\nnwo: now", "more.yaml": "x: ["})
    assert {problem.file for problem in found} == {"lexicon/words.yaml", "more.yaml"}
    [words] = [problem for problem in found if problem.file == "lexicon/words.yaml"]
    assert words.line == 2
    assert "'nwo' is not a section. Did you mean 'now'?" in str(words)


COUNCIL, DIRECTORY, CRITERIA = "council.yaml", "directory.yaml", "criteria.yaml"
CASES = [
    # Who may do what.
    (COUNCIL, "ladders:", "access: {acept: [team]}\nladders:", 21, "'acept' is nothing that anybody", "'accept'"),
    (COUNCIL, "ladders:", "access: {accept: [boss]}\nladders:", 21, "'boss'", "'team'"),
    (COUNCIL, "ladders:", "access: {accept: []}\nladders:", 21, "'accept' is empty", "remove the line"),
    (COUNCIL, "ladders:", "access: {accept: team}\nladders:", 21, "should be a list", "[one, two]"),
    (COUNCIL, "ladders:", "access: {acknowledge: [team]}\nladders:", 21, "cannot be given to 'team'", "assignee"),
    (COUNCIL, "ladders:", "access: {see_note: [team, councillor]}\nladders:", 21, "to 'councillor'", "Take it out"),
    (COUNCIL, "ladders:", "access: {agree: [cabinet]}\nladders:", 21, "cannot be changed", "cabinet, director"),
    (COUNCIL, "ladders:", "access: [accept]\nladders:", 21, "should be a group of names", "Write a name"),
    # On whose authority, and what may be shared.
    (DIRECTORY, "briefings:", "delegations: [{id: d, role: boss}]\nbriefings:", 18, "'reference' is missing", "Add"),
    (
        DIRECTORY,
        "briefings:",
        "delegations: [{id: d, reference: x, role: boss, verbs: [accept]}]\nbriefings:",
        18,
        "'role' cannot be 'boss'",
        "'",
    ),
    (
        DIRECTORY,
        "channel: roads,",
        "channel: roads, sharing_agreement: {from: 2026-01-01},",
        9,
        "'reference' is missing",
        "Add",
    ),
    (
        DIRECTORY,
        "channel: roads,",
        "channel: roads, sharing_agreement: {reference: x, from: 2026-01-02, until: 2026-01-01},",
        9,
        "before it begins",
        "Swap",
    ),
    # Wrong fields and types.
    (COUNCIL, "channel: the-team", "chanel: the-team", 3, "'chanel' is not a field here", "'channel'"),
    (COUNCIL, "zone: Europe/London", "zone: Europe/Telford", 2, "not a time zone", "Europe/London"),
    (COUNCIL, "zone: Europe/London", "zone: [1]", 2, "'zone' should be words, and is a list", "words"),
    (COUNCIL, "name: Small Council", "name: 12", 1, "'name' should be words, and is '12'", '"12"'),
    (COUNCIL, "name: Small Council", "name: ''", 1, "'name' is empty", "Write something"),
    (COUNCIL, "name: Small Council", f"name: {'x' * 130}", 1, "longer than 120", "shorter"),
    (COUNCIL, "channel: the-team", "channel: '#team'", 3, "'channel' cannot be '#team'", "without '#'"),
    (COUNCIL, "to: owner", "to: boss", 23, "'to' cannot be 'boss'", "'owner'"),
    (COUNCIL, "before: 1h", "before: soon", 23, "'soon' is not a length of time", "30m, 2h or 1d"),
    (COUNCIL, "  lead: {wait: 1d}\n", "", 12, "'lead' is missing", "Add 'lead: …'"),
    (COUNCIL, "  lead: {wait: 1d}\n", "  lead: 1d\n", 18, "'lead' should be a group of fields", "field: value"),
    (COUNCIL, "  accept:", "  acept:", 13, "'acept' is not a field here", "'accept'"),
    (COUNCIL, "{mon:", "{monday:", 11, "'monday' cannot be 'monday'", "'mon'"),
    (COUNCIL, '"09:00-17:00"', '"17:00-09:00"', 11, "closes before it opens", "09:00-17:00"),
    (COUNCIL, "title: Ring first", "title:", 6, "'title' should be words, and is empty", "words"),
    (COUNCIL, "  council:\n", "  Council Hours:\n", 10, "'Council Hours' cannot be", "small letters"),
    (DIRECTORY, "name: North", "name: North, rural: maybe", 2, "'rural' should be true or false", "true or false"),
    (DIRECTORY, "name: North", "name: North, vacancies: x", 2, "'vacancies' should be a whole number", "2"),
    (DIRECTORY, "name: North", "name: North, from: 2026-13-01", 2, "'from' should be a date", "2026-05-31"),
    (DIRECTORY, "name: North", "name: North, wards: [north]", 2, "no list of wards", "Remove 'wards'"),
    (DIRECTORY, "wards: [north]", "wards: north", 3, "'wards' should be a list", "[one, two]"),
    (DIRECTORY, "wards: [north]", "wards: [{}]", 3, "'wards, number 1' should be words", "words"),
    (DIRECTORY, "id: roads,", "id: Road Works,", 9, "'id' cannot be 'Road Works'", "small letters"),
    (DIRECTORY, "email: ann@example.org", "email: ann at home", 5, "'email' cannot be", "first.last@example.org"),
    (DIRECTORY, "role: team_officer", "role: team_oficer", 6, "'role' cannot be 'team_oficer'", "'team_officer'"),
    (DIRECTORY, "role: team_officer", "role: team_officer, colour: red", 6, "'colour' is not a field", "Write 'from'"),
    (
        DIRECTORY,
        "role: team_officer",
        "role: team_officer, from: 2026-05-02, until: 2026-05-01",
        6,
        "ends on 2026-05-01, before it begins",
        "Swap the dates",
    ),
    # The form of the files.
    (DIRECTORY, "areas:", "aras:", 1, "'aras' is not a section", "'areas'"),
    (
        DIRECTORY,
        "portfolios:\n  - {id: all, name: Everything}\n",
        "portfolios: all\n",
        10,
        "should be a list",
        "hyphen",
    ),
    (
        DIRECTORY,
        "  - {id: all, name: Everything}",
        "  - all",
        11,
        "'portfolios, number 1' should be a group of fields",
        "below it",
    ),
    (DIRECTORY, "id: north,", "id: north, id: south,", 2, "'id' is here twice, first on line 2", "Keep one"),
    (DIRECTORY, "[north]", "[north", 3, "this is not YAML", "quotes"),
    (DIRECTORY, "name: North", "name: !secret North", 2, "'!secret' is a YAML tag", "exclamation"),
    (DIRECTORY, "[north]", "&loop [*loop]", 3, "nested too deep", "without '*'"),
    (DIRECTORY, "name: North", "name: \x01", 1, "unreadable characters", "spaces"),
    (COUNCIL, "ladders:\n  up:\n    - {before: 1h, to: owner}\n", "ladders: up\n", 21, "group of names", "a colon"),
    (COUNCIL, "  council:\n", "  other:\n", 9, "no calendar for the council", "'council'"),
    (
        COUNCIL,
        '    hours: {mon: "09:00-17:00"}\n',
        "    - none\n",
        10,
        "'council' should be a group of fields",
        "below",
    ),
    # What must exist elsewhere.
    (COUNCIL, "ladder: up", "ladder: upp", 13, "there is no 'upp' among the ladders", "Did you mean 'up'?"),
    (COUNCIL, "lead_portfolio: all", "lead_portfolio: al", 3, "no 'al' among the portfolios", "'all'"),
    (COUNCIL, "  emergency:", "  emergencies:", 4, "no safety text for 'emergency'", "'emergency:'"),
    (COUNCIL, "  emergency:", "  emergencies:", 5, "no row of the criteria stops with", "correct its name"),
    (DIRECTORY, "id: dale,", "id: north,", 3, "the id 'north' is already taken (directory.yaml, line 2)", "another id"),
    (DIRECTORY, "email: cy@", "email: ANN@", 7, "the email 'ann@example.org' is already taken", "another email"),
    (DIRECTORY, ", of: north", "", 5, "'ward_member' does not say of what", "id of a ward"),
    (DIRECTORY, "of: north", "of: nort", 5, "there is no ward 'nort'", "'north'"),
    (DIRECTORY, "of: north", "of: dale", 5, "'dale' is a parish, not a ward", "Write 'north'"),
    (DIRECTORY, "role: team_officer", "role: team_officer, of: north", 6, "for the whole council", "Remove 'of'"),
    (DIRECTORY, "cabinet_lead, of: all", "cabinet_lead, of: some", 6, "no 'some' among the portfolios", "Write 'all'"),
    (DIRECTORY, "role: team_officer", "role: officer", 1, "no duty officer", "role: team_officer"),
    (DIRECTORY, "role: contact", "role: manager", 9, "Roads has no contact", "role: contact, of: roads"),
    (DIRECTORY, "calendar: council", "calendar: police", 9, "no 'police' among the calendars", "'council'"),
    (DIRECTORY, "kind: service", "kind: service, area: north", 9, "'north' is a ward, not a parish", "'dale'"),
    (DIRECTORY, "[north]", "[south]", 3, "no ward 'south' among the areas", "'north'"),
    (DIRECTORY, "priority: clean", "priority: clear", 17, "no 'clear' among the priorities", "'clean'"),
    (DIRECTORY, "board: board", "board: bord", 15, "no 'bord' among the bodies", "'board'"),
    (
        DIRECTORY,
        "owner: roads, portfolio: all, board",
        "owner: rods, portfolio: all, board",
        15,
        "no 'rods'",
        "'roads'",
    ),
    (DIRECTORY, "* * mon", "* * 1", 19, "the weekday is the number '1'", "mon-fri"),
    # The criteria.
    (CRITERIA, "rows:\n", "rows:\n  - []\n", 15, "should be a group of fields", "below it"),
    (CRITERIA, "route: service", "route: servce", 31, "'route' cannot be 'servce'", "'service'"),
    (CRITERIA, "text: Is it big?", "txt: Is it big?", 10, "'txt' is not a field here", "'text'"),
    (CRITERIA, "id: big", "id: 1 big", 9, "'id' cannot be '1 big'", "such as danger"),
    (CRITERIA, "says: {yes: it is big,", "says: {maybe: x, yes: it is big,", 13, "'maybe' is not a field", "'yes'"),
    (CRITERIA, "when: {big: yes}", "when: {bigg: yes}", 22, "two: there is no question bigg", "big"),
    (CRITERIA, "when: {big: yes}", "when: {fire: yes}", 22, "same conditions as row one", "Change"),
    (CRITERIA, "when: {}", "when: {big: no, fire: yes}", 14, "have no row", "Add a row"),
    (CRITERIA, "{fire: no, big: yes}", "{fire: no, big: no}", 28, "comes out at row three", "answers"),
    (CRITERIA, "route: service", "route: [service", 32, "this is not YAML", "colons"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "what", "fix"), CASES)
def test_a_mistake_is_put_at_its_line(file: str, old: str, new: str, line: int, what: str, fix: str) -> None:
    found = problems(changed(file, old, new))
    assert any(each.file == file and each.line == line and what in each.what and fix in each.fix for each in found), (
        "\n".join(map(str, found))
    )


def test_one_mistake_is_one_problem() -> None:
    """A line that is refused does not make what refers to it wrong as well."""
    for file, old, new in [
        (DIRECTORY, "name: North", "name: North, colour: red"),
        (DIRECTORY, "name: Roads", "name: ''"),
        (COUNCIL, "before: 1h", "before: soon"),
        (COUNCIL, "zone: Europe/London", "zone: Mars"),
    ]:
        assert len(problems(changed(file, old, new))) == 1


def test_all_are_told_at_once_in_order() -> None:
    files = changed(DIRECTORY, "name: North", "name: North, colour: red")
    files[COUNCIL] = files[COUNCIL].replace("to: owner", "to: boss")
    files[CRITERIA] = files[CRITERIA].replace("{fire: no, big: yes}", "{fire: no}")
    found = problems(files)
    assert [(each.file, each.line) for each in found] == [(COUNCIL, 23), (CRITERIA, 28), (DIRECTORY, 2)]
    assert str(found[0]).startswith("council.yaml, line 23: 'to' cannot be 'boss'. Write 'contacts'")


def test_missing_sections_and_files() -> None:
    found = problems({"empty.yaml": "", "words.yaml": "just words", "settings.yaml": "zone: Europe/London\nzone2: x\n"})
    said = {(each.file, each.what) for each in found}
    assert ("criteria.yaml", "the council has no criteria") in said
    assert ("council.yaml", "the section 'people' is missing") in said
    assert ("words.yaml", "this file is not made of sections") in said
    assert ("settings.yaml", "'zone2' is not a section") in said
    assert not any("'words'" in what for _, what in said)


def test_a_section_twice_is_a_problem_but_a_list_may_go_on() -> None:
    again = {"z.yaml": "name: Again\nareas:\n  - {id: south, name: South, kind: ward, vacancies: 1}\n"}
    (found,) = problems({**SMALL, **again})
    assert str(found) == "z.yaml, line 1: 'name' is here and in council.yaml. Keep one of them."


def test_a_council_without_duty_officers_and_people() -> None:
    start = SMALL[DIRECTORY].index("people:")
    end = SMALL[DIRECTORY].index("organisations:")
    files = {**SMALL, DIRECTORY: SMALL[DIRECTORY].replace(SMALL[DIRECTORY][start:end], "")}
    assert "the section 'people' is missing" in {each.what for each in problems(files)}


def test_warnings_do_not_refuse() -> None:
    files = changed(DIRECTORY, "role: ward_member, of: north", "role: cabinet_lead, of: all")
    files[DIRECTORY] = files[DIRECTORY].replace("{role: cabinet_lead, of: all}", "{role: officer}")
    council = parse(files, "small")
    assert [(each.line, each.what) for each in council.warnings] == [
        (2, "the ward North has no councillor"),
        (3, "nobody is Cabinet Lead of the team's portfolio"),
    ]
    files[DIRECTORY] = files[DIRECTORY].replace("kind: ward}", "kind: ward, vacancies: 2}")
    assert len(parse(files, "small").warnings) == 1
