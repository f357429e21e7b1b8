"""A council as a whole: the sample, and one that is made up."""

from datetime import date, timedelta

import pytest

from storage import council_files
from tests.generated_council import generated_council
from tests.triage_rules.small_council import SMALL, changed
from tests.triage_rules.test_working_time import local
from triage_rules.council import Council, parse
from triage_rules.directory import UnknownId
from triage_rules.folder.criteria_document import read_criteria
from triage_rules.folder.cron import check_cron
from triage_rules.folder.problems import instead
from triage_rules.folder.yaml_lines import read_yaml
from triage_rules.ladder import Ladder
from triage_rules.triage import triage

ON = date(2026, 11, 23)
EVALUATED = [
    "street_scene",
    "highways",
    "waste_recycling",
    "parks_open_spaces",
    "environmental_health",
    "planning_enforcement",
    "housing_standards",
    "social_landlord",
    "community_safety",
    "police",
    "fire_service",
    "public_health_nhs",
    "adult_social_care",
    "children_family",
    "schools",
    "parking_traffic",
    "licensing",
    "economy_regeneration",
    "parish_council",
]


@pytest.fixture(scope="module")
def sample() -> Council:
    (name,) = [name for name in council_files.shipped() if name.startswith("telford")]
    return parse(council_files.read(name), name)


def test_the_sample_has_its_areas_and_people(sample: Council) -> None:
    directory = sample.directory
    assert sample.warnings == ()
    assert len(directory.wards(ON)) == 33
    assert len([area for area in directory.areas if area.kind == "parish"]) == 27
    assert {len(directory.ward_members(ward.id, ON)) for ward in directory.wards(ON)} == {1, 2, 3}
    assert sum(ward.vacancies for ward in directory.wards(ON)) == 1
    assert all(len(directory.holders("senior_manager", ward.id, ON)) == 1 for ward in directory.wards(ON))
    assert [person.id for person in directory.holders("team_officer", None, ON)] == ["sam-duty", "ola-duty"]
    assert len({person.email for person in directory.people}) == len(directory.people)
    assert all(person.email.endswith("@example.org") for person in directory.people)
    assert {person.tells_by for person in directory.all_holders("ward_member", ON)} == {"slack", "email", "print"}


def test_the_samples_organisations_can_be_asked_and_escalated(sample: Council) -> None:
    directory = sample.directory
    assert [org.id for org in directory.organisations if org.area is None] == EVALUATED
    for id in EVALUATED:
        assert directory.holders("contact", id, ON)
        assert len(directory.escalation(id, ON)) == 2
    assert [person.id for person in directory.members_of("police", ON)] == [
        "sgt-lee",
        "pc-okafor",
        "insp-ward",
        "supt-hale",
    ]
    assert all(directory.parish_council(area.id) for area in directory.areas if area.kind == "parish")


def test_the_samples_leads_are_councillors(sample: Council) -> None:
    directory = sample.directory
    for portfolio in directory.portfolios:
        (lead,) = directory.holders("cabinet_lead", portfolio.id, ON)
        assert any(role.role == "ward_member" for role in directory.roles_of(lead.id, ON))
        assert directory.corporate_directors(portfolio.id, ON)
    (lead,) = directory.holders("cabinet_lead", sample.team.lead_portfolio, ON)
    assert lead.id == "lead-ecfc"


def test_the_samples_clocks(sample: Council) -> None:
    monday = local(2026, 11, 23, 10)
    dues = {name: sample.due(name, monday) for name in type(sample.clocks).model_fields}
    assert dues == {
        "accept": local(2026, 11, 23, 14),
        "hold": local(2026, 11, 23, 14),
        "acknowledge": local(2026, 11, 24, 17),
        "first_response": local(2026, 11, 25, 17),
        "agree": local(2026, 11, 26, 17),
        "lead": local(2026, 11, 24, 17),
        "progress": local(2026, 11, 30, 17),
        "reporter_answer": local(2026, 11, 26, 17),
    }
    chase, *up = sample.plan("acknowledge", monday, dues["acknowledge"], "police")
    assert (chase.to, chase.at) == ("contacts", local(2026, 11, 24, 15))
    assert [(step.to, step.at - up[0].at) for step in up] == [
        ("manager", timedelta(0)),
        ("executive", timedelta(days=1)),
        ("team", timedelta(days=2)),
    ]


def test_a_partner_may_have_a_calendar_and_a_ladder_of_its_own(sample: Council) -> None:
    assert sample.due("acknowledge", local(2026, 11, 23, 10), "schools") == local(2026, 11, 24, 16)
    made = parse(generated_council().files, "made")
    partner = generated_council().who.partner
    assert made.ladder("acknowledge", partner) == made.ladders["short"]
    assert made.ladder("acknowledge") == made.ladders["late"]
    assert made.ladder("reporter_answer") == Ladder()
    assert made.calendar(partner) == made.calendars["early"]
    with pytest.raises(UnknownId):
        made.calendar("nobody")


def test_every_stop_of_the_sample_says_whom_to_ring(sample: Council) -> None:
    assert {row.stream for row in sample.criteria.rows if row.route == "stop"} == set(sample.safety)
    assert [number.number for number in sample.safety["emergency"].numbers][:2] == ["999", "101"]


@pytest.mark.parametrize("seed", range(1, 6))
def test_generated_councils_hold(seed: int) -> None:
    made = generated_council(seed)
    assert made == generated_council(seed)
    council = parse(made.files, made.id)
    directory, who = council.directory, made.who
    assert council.warnings == ()
    assert [person.id for person in directory.holders("team_officer", None, ON)] == list(who.duty_officers)
    assert {ward.id for ward in directory.wards(ON)} == set(who.wards)
    assert directory.person(who.print_member).tells_by == "print"
    assert directory.plan_action(who.team_plan_action).programme == "team"
    for outcome, answers in who.answers.items():
        decision = triage(council.table, answers)
        assert outcome == (f"{decision.route}/{decision.stream}" if decision.stream else decision.route)
    assert len(who.answers) == 12


def test_the_hash_is_of_the_text_but_not_of_line_endings() -> None:
    plain = parse(SMALL, "small").hash
    assert parse({name: text.replace("\n", "\r\n") for name, text in SMALL.items()}, "other").hash == plain
    assert parse(changed("council.yaml", "Small Council", "Tiny Council"), "small").hash != plain


def test_words_of_the_councils_own() -> None:
    files = {**SMALL, "words.yaml": "words: {councillor: alderman}\n"}
    assert parse(files, "small").words.councillor == "alderman"


def test_criteria_can_be_read_alone() -> None:
    found = read_criteria({"criteria.yaml": SMALL["criteria.yaml"]})
    assert found.problems == ()
    assert found.stop_streams() == {"emergency"}
    assert read_criteria({"criteria.yaml": "rows: []"}).stop_streams() == set()


def test_yaml_keeps_words_words() -> None:
    read = read_yaml("a.yaml", "a: no\nb: 09:00\nc: +1\nd: ~\ne: true\nf: 0x1F\ng: 1.5\nh: 2026-01-02\n")
    assert read.data == {
        "a": "no", "b": "09:00", "c": 1, "d": None, "e": True, "f": "0x1F", "g": "1.5", "h": "2026-01-02"
    }  # fmt: skip
    assert read.line(("h", "deeper")) == 8
    assert read_yaml("a.yaml", "").line(()) == 1


@pytest.mark.parametrize("line", ["0 9 * * mon", "*/15 8-18 1,15 jan-mar mon-fri", "0 0 * * *", "5 4 * 12 SUN"])
def test_cron_lines(line: str) -> None:
    assert check_cron(line) == line


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("0 9 * *", "4 parts, not five"),
        ("0 24 * * mon", "'24' is not a hour; write a number from 0 to 23"),
        ("0 9 * * 1", "the weekday is the number"),
        ("0 9 * * mon#2", "the weekday is the number"),
        ("0 9 * * monday", "write a name such as mon"),
        ("*/0 9 * * mon", "is not a step"),
        ("0 9-10-11 * * mon", "is not a hour"),
        ("0 9 * * ", "4 parts"),
    ],
)
def test_wrong_cron_lines(line: str, says: str) -> None:
    with pytest.raises(ValueError, match=says.replace("*", r"\*")):
        check_cron(line)


def test_what_to_write_instead() -> None:
    assert instead("polise", ["police", "fire"]) == "Did you mean 'police'?"
    assert instead("x", ["a", "b", "c"]) == "Write 'a', 'b' or 'c'."
    assert instead("x", []) == "There are none yet: add it first."
    assert instead("?", [f"ward-{n:02}" for n in range(20)]).startswith("There are 20, such as 'ward-00', 'ward-01'")
