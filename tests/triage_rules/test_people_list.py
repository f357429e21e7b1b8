"""A list of people: what is refused line by line, and what a plan writes into the folder."""

from datetime import date

import pytest

from storage import council_files
from tests.sample import NAME, sample_council
from triage_rules.change.people_csv import read_people
from triage_rules.change.people_edit import edit
from triage_rules.change.people_plan import plan, wards_without
from triage_rules.council import parse
from triage_rules.folder.briefing_kinds import Briefing
from triage_rules.folder.problems import CouncilError
from triage_rules.portfolios import touched
from triage_rules.prefill.services import ALWAYS, spoken_for
from triage_rules.prefill.words.lexicon import Lexicon

HEAD = "name,email,role,of,from,until,tells_by\n"
SEAT = "ward_member,cuckoo-oak"
WARD = "cuckoo-oak"
TODAY = date(2026, 11, 23)


def read(*lines: str):
    return read_people(HEAD + "\n".join(lines) + "\n", "list.csv", sample_council())


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f"{'N' * 121},n@example.org,{SEAT},,,", "longer than 120"),
        (f"Nib Nettle,n@example.org,{SEAT},2026-12-02,2026-12-01,", "before it begins"),
        (f"Nib Nettle,n@example.org,{SEAT},31/02/2026,,", "not a date"),
        (f"Nib Nettle,n@example.org,{SEAT},,,pigeon", "no way to tell somebody"),
    ],
)
def test_what_a_line_cannot_say(line, says):
    _, problems = read(line)
    assert [says in problem.what for problem in problems] == [True]


def test_an_id_is_one():
    _, problems = read_people("id,name,email,role,of\nA b,Nib,n@example.org,officer,\n", "list.csv", sample_council())
    assert ["cannot be an id" in problem.what for problem in problems] == [True]


def test_an_empty_line_says_nothing():
    assert read(",,,,,,") == ([], [])


def test_a_newcomer_who_is_told_by_letter_and_stays_until_a_day():
    sitting = [f"{p.name},{p.email},{SEAT},,," for p in sample_council().directory.ward_members(WARD, TODAY)]
    listed, problems = read(*sitting[1:], f"Nib Nettle,n@example.org,{SEAT},,2027-05-05,print")
    assert problems == []
    made = plan(sample_council(), listed, TODAY)
    after = parse(edit(council_files.read(NAME), made), NAME)
    assert after.directory.person("nib-nettle").tells_by == "print"
    assert "nib-nettle" in {p.id for p in after.directory.ward_members(WARD, date(2027, 5, 5))}
    assert "nib-nettle" not in {p.id for p in after.directory.ward_members(WARD, date(2027, 5, 6))}
    # The same list, with a last day for somebody who sits there.
    first, *rest = sample_council().directory.ward_members(WARD, TODAY)
    lines = [f"{first.name},{first.email},{SEAT},,2027-01-31,", *sitting[1:]]
    listed, problems = read(*lines)
    [end] = plan(sample_council(), listed, TODAY).ends
    assert (problems, end.person, end.until) == ([], first.id, date(2027, 1, 31))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"cron": "0 9 * * mon", "preview": "1d"}, "write it in working hours, such as 4h"),
        ({"cron": "0 9 * * mon", "meetings": [date(2026, 12, 1)]}, "has 'cron' and 'meetings'"),
        ({"cron": "0 9 * * mon", "of": "board"}, "names the body"),
        ({"cron": "0 9 * * mon", "scope": "portfolio"}, "its scope is"),
        ({"cron": "0 9 * * mon", "template": "team"}, "its template is"),
    ],
)
def test_a_briefing_that_does_not_fit_together(given, says):
    with pytest.raises(ValueError, match=says):
        Briefing.model_validate({"name": "weekly", "audience": "ward_members", **given})


def test_a_plan_that_has_left_the_files_touches_no_portfolio():
    assert touched(sample_council().directory, {"priority": "left-long-ago"}, ()) == []


def test_a_vacancy_is_filled_and_a_seat_left_empty():
    dothill = [
        f"{p.name},{p.email},ward_member,dothill,,," for p in sample_council().directory.ward_members("dothill", TODAY)
    ]
    listed, _ = read(*dothill, "Nib Nettle,n@example.org,ward_member,dothill,,,", "Ty Per,t@example.org,officer,,,,")
    made = plan(sample_council(), listed, TODAY)
    after = parse(edit(council_files.read(NAME), made), NAME)
    assert after.directory.area("dothill").vacancies == 0
    listed, _ = read(",,ward_member,dothill,,,")
    assert list(wards_without(made, sample_council().directory, listed)) == ["Dothill"]


def test_who_was_to_begin_later_does_not_begin():
    sitting = [f"{p.name},{p.email},{SEAT},,," for p in sample_council().directory.ward_members(WARD, TODAY)]
    listed, _ = read(*sitting, f"Nib Nettle,n@example.org,{SEAT},2026-12-10,,")
    files = edit(council_files.read(NAME), plan(sample_council(), listed, TODAY))
    later = parse(files, NAME)
    listed, _ = read(*sitting)
    again = edit(files, plan(later, listed, date(2026, 12, 1)))
    assert "nib-nettle" not in {p.id for p in parse(again, NAME).directory.ward_members(WARD, date(2027, 1, 1))}


def test_an_election_in_a_ward_that_is_none():
    files = council_files.read(NAME)
    files["council.yaml"] = files["council.yaml"].replace(
        "pre_election: []", "pre_election: [{from: 2027-03-20, until: 2027-05-06, wards: [cuckoo-oak, atlantis]}]"
    )
    with pytest.raises(CouncilError) as refused:
        parse(files, NAME)
    assert ["atlantis" in problem.what for problem in refused.value.problems] == [True]


def test_what_was_learned_of_a_service_that_is_gone_is_left_aside():
    lexicon = Lexicon.model_validate({"weights": {"services": {ALWAYS: {"gone": 1.0}}}})
    assert spoken_for({}, lexicon) == ()
