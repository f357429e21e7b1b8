"""What is drawn from a report's words, its place, the council's data and the issues on record."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import StandingClock
from bot.desk.hints.advice import Advice
from bot.desk.hints.suggestions import Advisor, Typed
from bot.desk.work import Desk
from storage import council_files, places
from storage.session import writing
from tests.desk.people import Office
from tests.sample import NAME, sample_council
from triage_rules.council import CouncilError, parse

LANE, ROAD, WALK = "Copperbeech Lane", "Tinkers Row", "Larkspur Walk"
STREETS = [
    (LANE, "street", "cuckoo-oak"),
    (WALK, "street", "woodside"),
    (ROAD, "street", "madeley"),
    (ROAD, "street", "donnington"),
]


@pytest.fixture
def desk(sqlite_engine, clock: StandingClock) -> Desk:
    with writing(sqlite_engine) as session:
        places.replace_file(session, NAME, "streets.csv", STREETS, "some", clock.now())
        session.commit()
    return Desk(sqlite_engine, clock, sample_council)


@pytest.fixture
def advisor(desk: Desk) -> Advisor:
    return Advisor(desk)


def advise(advisor: Advisor, *typed, **more) -> Advice:
    advice = advisor.advise(Typed(*typed, **more))
    assert advice is not None
    return advice


def test_where_it_is_goes_before_what_the_text_says(advisor: Advisor):
    advice = advise(advisor, f"The lamp in {LANE} is out", WALK)
    assert (advice.wards, advice.ward_words) == (("woodside",), (WALK,))
    assert advise(advisor, f"The lamp in {LANE} is out", "by the shops").wards == ("cuckoo-oak",)


def test_a_street_of_several_places_is_narrowed_or_asked(advisor: Advisor):
    asked = advise(advisor, "Pothole", ROAD)
    assert asked.wards == ()
    assert [(which.name, which.wards) for which in asked.which] == [(ROAD, ("donnington", "madeley"))]
    assert advise(advisor, f"Pothole, {ROAD}, Madeley").wards == ("madeley",)


def test_a_town_over_several_wards_is_asked(advisor: Advisor):
    [which] = advise(advisor, "Graffiti in Newport").which
    assert which.spread
    assert len(which.wards) > 1


def test_services_that_were_chosen_decide_whether_it_is_one(advisor: Advisor):
    text = f"The lamp in {LANE} is out"
    assert advise(advisor, text).answers["Q10"].answer == "yes"
    assert "Q10" not in advise(advisor, text, services=("highways", "police")).answers
    assert advise(advisor, text, services=("highways", "police", "street_scene")).answers["Q10"].answer == "no"


def test_nothing_is_said_of_nothing(advisor: Advisor):
    for text in ("", " \n", "🕳️🕳️", "..."):
        assert advise(advisor, text).model_copy(update={"of": ""}) == Advice()


def test_what_has_not_changed_is_not_read_again(advisor: Advisor):
    typed = Typed(f"The lamp in {LANE} is out")
    before = advisor.advise(typed)
    assert advisor.advise(typed, before) is before
    assert advisor.advise(replace(typed, place="Woodside"), before) != before


def test_the_councils_window_counts_the_repeats(desk: Desk, advisor: Advisor, clock: StandingClock):
    office = Office(desk)
    for days in (0, 50, 30):
        clock.move(timedelta(days=days))
        office.report("R13", note=f"Sofa fly-tipped in {LANE}", place=LANE)
    clock.move(timedelta(days=1))
    repeats = advise(advisor, f"A fridge has been fly-tipped in {LANE}").repeats
    assert repeats is not None
    assert repeats.reports == 3
    clock.move(timedelta(days=20))
    later = advise(advisor, f"A fridge has been fly-tipped in {LANE}").repeats
    assert later is not None
    assert (later.reports, (clock.now() - later.since).days) == (2, 51)
    assert advise(advisor, f"The lamp in {LANE} is out").repeats is None  # another service's
    assert advise(advisor, "Sofa fly-tipped in Woodside").repeats is None


def test_silence_is_no_answer_where_reports_repeat(desk: Desk, advisor: Advisor):
    text = f"Fridge fly-tipped in {LANE}"
    assert advise(advisor, text).answers["Q11"].why == "silence"
    Office(desk).report("R13", note=f"Sofa fly-tipped in {LANE}", place=LANE)
    assert "Q11" not in advise(advisor, text).answers


def test_a_repeat_is_offered_and_never_answered(desk: Desk, advisor: Advisor):
    first = Office(desk).report("R13", note=f"Sofa fly-tipped in {LANE}", place=LANE)
    advice = advise(advisor, f"Somebody dumped a sofa in {LANE}")
    assert [like.issue for like in advice.like] == [first.id]
    assert "Q4" not in advice.answers
    assert advise(advisor, f"Rats in {LANE}").like == (), "the place alone is no sign of the same matter"
    apart = advise(advisor, f"The zebra crossing in {ROAD} has faded", wards=("madeley",))
    assert apart.answers["Q4"].why == "nothing_alike"


def test_private_matters_count_for_nothing(desk: Desk, advisor: Advisor):
    office = Office(desk)
    issue = office.report("R13", note=f"Sofa fly-tipped in {LANE}", place=LANE)
    with writing(desk.engine) as session:
        issue = session.merge(issue)
        issue.casework_for = "somebody"
        session.commit()
    advice = advise(advisor, f"Sofa fly-tipped in {LANE}")
    assert (advice.like, advice.repeats) == ((), None)


def test_personal_data_is_looked_for_in_what_others_would_see(advisor: Advisor):
    text = f"Mrs Jones of 12 {LANE} rang from 07700 900123 about the lamp"
    whole = advise(advisor, text)
    assert set(whole.personal) == {"name", "phone", "address"}
    assert "Jones" not in whole.seen
    assert "lamp" in whole.seen
    assert advise(advisor, text, summary="A lamp is out").personal == ()
    assert advise(advisor, text, summary="Mrs Jones's lamp").personal == ("name",)
    assert advise(advisor, "A lamp is out", f"12 {LANE}").personal_place == ("address",)


def test_the_window_is_the_councils():
    files = council_files.read(NAME)
    assert parse(files, NAME).repeats.window_days == 90
    without = {**files, "council.yaml": files["council.yaml"].replace("repeats: {window_days: 90}\n", "")}
    assert parse(without, NAME).repeats.window_days == 90
    wrong = {**files, "council.yaml": files["council.yaml"].replace("window_days: 90", "window_days: 0")}
    with pytest.raises(CouncilError, match="window_days"):
        parse(wrong, NAME)
