"""The App Home of each role."""

from datetime import timedelta

from bot.clock import StandingClock
from bot.desk.verbs import decide
from bot.desk.verbs.report import Report, report
from tests.desk.people import ANSWERS
from tests.slack.workplace import Workplace

WARD = ("cuckoo-oak",)


def home(place: Workplace, person: str):
    shown = place.user(person).open_home()
    assert shown is not None
    return shown


def rapid(place: Workplace, **more):
    threat = {"threat": ["reputation"]}
    return place.reported(ANSWERS["R9"], services=("police",), wards=WARD, objects=threat, **more)


def test_an_empty_home_says_so_and_offers_the_form(place: Workplace):
    shown = home(place, "olive-officer")
    assert "Nothing is asked of you just now." in shown.text
    assert "You have reported nothing yet." in shown.text
    shown.click("Report an issue")
    assert place.user("olive-officer").open_view().title == "Report an issue"


def test_the_team_has_its_board(place: Workplace, clock: StandingClock):
    rapid(place)
    place.reported(ANSWERS["R13"], services=("street_scene",), wards=WARD)
    place.reported({"Q1": "no", "Q2": "no"}, wards=WARD)
    text = home(place, "sam-duty").text
    for title in ("waiting to be accepted", "needs a person to decide", "not acknowledged yet", "This week"):
        assert title in text
    assert "overdue" not in text
    clock.move(timedelta(days=3))
    assert "The team's board: overdue" in home(place, "sam-duty").text


def test_a_councillor_sees_their_wards_and_what_is_asked(place: Workplace):
    local = place.reported(ANSWERS["R12"], services=("street_scene", "police"), wards=WARD)
    councillor = place.holder("ward_member", WARD[0])
    shown = home(place, councillor)
    assert "Asked of you" in shown.text
    assert "Your wards" in shown.text
    assert f"RR-{local.id}" in shown.text
    assert "board" not in shown.text


def test_an_organisation_sees_its_actions(place: Workplace):
    issue = place.reported(ANSWERS["R13"], services=("street_scene",), wards=WARD)
    contact = place.holder("contact", "street_scene")
    text = home(place, contact).text
    assert "Your organisation's actions" in text
    assert "waiting for Street Scene" in text
    assert f"RR-{issue.id}" not in home(place, place.holder("contact", "police")).text


def test_a_cabinet_member_is_asked_to_agree(place: Workplace):
    issue = place.reported(ANSWERS["R10"], services=("police",), wards=WARD, objects={"threat": ["reputation"]})
    decide.accept(place.desk, place.actor("sam-duty"), issue.id or 0)
    portfolio = place.council.directory.organisation("police").portfolio or place.council.team.lead_portfolio
    lead = place.holder("cabinet_lead", portfolio)
    assert f"RR-{issue.id}" in home(place, lead).text


def test_reports_are_paged_newest_first(place: Workplace):
    for number in range(12):
        place.reported(ANSWERS["R13"], services=("street_scene",), wards=WARD, note=f"Matter number {number}")
    shown = home(place, "olive-officer")
    assert "Your reports (12)" in shown.text
    mine = shown.text[shown.text.index("Your reports") : shown.text.index("This week")]
    assert "number 11" in mine
    assert "number 6" not in mine
    shown.click("home:mine.1")
    mine = shown.text[shown.text.index("Your reports") : shown.text.index("This week")]
    assert "number 6" in mine
    assert "number 11" not in mine
    shown.click("home:mine.0")
    assert "number 11" in shown.text


def test_a_home_is_drawn_anew_after_a_verb(place: Workplace):
    issue = rapid(place)
    shown = home(place, "sam-duty")
    assert "waiting to be accepted" in shown.text
    place.press("sam-duty", "accept", issue.id)
    assert "waiting to be accepted" not in shown.text


def test_a_busy_home_stays_within_the_limits_and_asks_little_of_the_database(place: Workplace):
    for number in range(30):
        answers = list(ANSWERS.values())[number % 11 + 2]
        receipt = report(
            place.desk,
            place.actor("sam-duty"),
            Report(
                note=f"Matter {number} " + "& <long> " * 200,
                answers=answers,  # pyright: ignore[reportArgumentType]
                wards=WARD,
                services=("street_scene",),
                objects={"threat": ["reputation"]},
            ),
        )
        assert receipt.issue is not None
    shown = home(place, "sam-duty")
    assert len(shown.blocks) <= 100


def test_a_home_that_cannot_be_drawn_does_not_undo_the_click(place: Workplace, monkeypatch):
    issue = rapid(place)
    monkeypatch.setattr("bot.slack.home.page.draw", lambda *_: 1 / 0)
    place.press("sam-duty", "accept", issue.id)
    assert place.issue(issue.id).state == "open"
    assert place.told("sam-duty") == []
