"""Every route there is, walked through the form: on the sample council, and on one that is made up from a number."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.clock import StandingClock
from bot.desk.work import Desk
from tests.desk.people import ANSWERS
from tests.generated_council import GeneratedCouncil, generated_council
from tests.slack.large import large_council
from tests.slack.workplace import Workplace, working
from triage_rules.council import parse
from triage_rules.triage import triage


def walked(place: Workplace, reporter: str, answers: dict[str, str], services: int) -> None:
    """Fill in the form so, send it, and compare what became of it with what the criteria say."""
    council = place.council
    stops = {one.id for one in council.criteria.safety if answers.get(one.id) == "yes"}
    expected = triage(council.table, answers)  # pyright: ignore[reportArgumentType]
    view = place.form(reporter, "The bus shelter is smashed.")
    if stops:
        view.fill(place.label(stops.pop()), "Yes")
        assert council.safety[expected.stream or ""].title in view.text
        assert view.submit_label is None
        return
    place.safe(view)
    view.fill("Which ward or wards?", [view.options("Which ward or wards?")[1]])
    view.fill("Who could deal with it?", view.options("Who could deal with it?")[:services])
    place.answer(view, answers)
    place.name_objects(view)
    foot = view.text
    assert view.submit()
    issue = place.newest()
    assert (issue.route, issue.stream) == (expected.route, expected.stream)
    says = {
        "team": "*This goes to* the",
        "service": "*This goes to* ",
        "ward_member": "*This goes to* the",
        "join": "*This joins* RR-",
        "signpost": "*Someone else can help*",
    }
    assert says[issue.route] in foot
    assert place.drafts == []


@pytest.mark.parametrize("row", ANSWERS)
def test_each_row_of_the_sample(place: Workplace, row: str):
    place.reported(ANSWERS["R13"], services=("street_scene",))
    services = 1 if place.council.criteria.row(row).route == "service" else 2
    walked(place, "olive-officer", ANSWERS[row], services)


@pytest.mark.long
def test_each_worked_example_of_the_sample(place: Workplace):
    place.reported(ANSWERS["R13"], services=("street_scene",))
    for row in place.council.criteria.rows:
        for example in row.examples:
            answers = {one.id: "unknown" for one in place.council.criteria.questions} | dict(example.answers)
            walked(place, "olive-officer", answers, 1 if row.route == "service" else 2)


@pytest.fixture(scope="module")
def made_up() -> GeneratedCouncil:
    return generated_council(7)


@pytest.fixture
def elsewhere(sqlite_engine: Engine, clock: StandingClock, made_up: GeneratedCouncil) -> Iterator[Workplace]:
    council = parse(made_up.files, made_up.id)
    with working(Desk(sqlite_engine, clock, lambda: council), clock) as workplace:
        yield workplace


def test_each_route_of_a_generated_council(elsewhere: Workplace, made_up: GeneratedCouncil):
    routes = sorted(made_up.who.answers.items(), key=lambda pair: "join" in pair[0])  # something has to be open first
    for name, answers in routes:
        walked(elsewhere, made_up.who.reporter, dict(answers), 1 if name.startswith("service") else 2)


def test_a_council_too_large_for_menus_is_found_by_typing(sqlite_engine: Engine, clock: StandingClock):
    council = large_council()
    with working(Desk(sqlite_engine, clock, lambda: council), clock) as place:
        view = place.form("olive-officer", "A lamp is out.")
        place.safe(view)
        assert view.suggestions("Which ward or wards?", "ward 14")[0] == "Ward 14"
        assert view.suggestions("Which ward or wards?", "whole") == ["Whole borough"]
        view.choose_suggested("Which ward or wards?", "ward 7", "Ward 7")
        view.choose_suggested("Who could deal with it?", "service 140")
        place.answer(view, ANSWERS["R13"])
        assert "*This goes to* Service 140" in view.text
        assert view.submit()
        assert place.newest().services == ["org-140"]
        issue = place.newest()
        form = place.press("sam-duty", "change_route", issue.id)
        assert form is not None
        assert form.suggestions("Send it to", "rapid") == [council.team.name]
        form.close()
        form = place.press("sam-duty", "add_action", issue.id)
        assert form is not None
        assert form.suggestions("Who should do it?", "service 77")[0].startswith("Service 77")
