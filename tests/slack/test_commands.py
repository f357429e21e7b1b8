"""`/issue` and what may follow it, and what an issue shows to each."""

from bot.slack.blocks import section
from tests.desk.people import ANSWERS
from tests.slack.workplace import NEWCOMER, Workplace, working

WARD = ("cuckoo-oak",)


def typed(place: Workplace, person: str, text: str) -> str:
    """What only they see in answer."""
    who = place.user(person)
    assert who.command("/issue", text) is None
    return str([(m.text, m.blocks) for m in who.messages() if m.ephemeral_to][-1])


def test_help(place: Workplace):
    assert "/issue RR-12" in typed(place, "olive-officer", "help")


def test_mine_is_empty_and_then_lists_the_newest_first(place: Workplace):
    assert "You have reported nothing yet." in typed(place, "olive-officer", "mine")
    for what in ("First thing", "Second thing"):
        place.reported(ANSWERS["R13"], services=("street_scene",), wards=WARD, note=what)
    said = typed(place, "olive-officer", "MINE")
    assert said.index("Second thing") < said.index("First thing")
    assert "waiting for Street Scene" in said
    assert "Next:" in said


def test_an_issue_as_its_reporter_its_team_its_owner_and_a_councillor_see_it(place: Workplace):
    issue = place.reported(ANSWERS["R13"], services=("street_scene",), wards=WARD)
    for person, button in (
        ("olive-officer", "Edit"),
        ("sam-duty", "Change route"),
        (place.holder("contact", "street_scene"), "Acknowledge"),
        (place.holder("ward_member", WARD[0]), "History"),
    ):
        said = typed(place, person, f"rr-{issue.id}")
        assert "The bus shelter is smashed" in said
        assert f"RR-{issue.id}" in said
        assert button in said


def test_an_issue_that_is_somebody_elses(place: Workplace):
    issue = place.reported(ANSWERS["R13"], services=("street_scene",), wards=WARD)
    said = typed(place, place.holder("contact", "police"), f"RR-{issue.id}")
    assert "bus shelter" not in said
    assert "this is for" in said


def test_an_issue_that_is_not_there(place: Workplace):
    assert "There is no RR-99 here." in typed(place, "sam-duty", "RR-99")


def test_a_reference_in_a_sentence_is_a_report(place: Workplace):
    view = place.form("olive-officer", "RR-1 is back again")
    assert view.value("What is happening?") == "RR-1 is back again"


def test_brief(place: Workplace):
    assert "There is no briefing for you" in typed(place, "olive-officer", "brief")


def test_brief_shows_what_the_hook_gives(place: Workplace, clock):
    asked = []

    def brief_for(actor):
        asked.append(actor.person)
        return [[section("*Cuckoo Oak, week to Monday*")]]

    with working(place.desk, clock, brief_for=brief_for) as elsewhere:
        councillor = elsewhere.holder("ward_member", WARD[0])
        assert "Cuckoo Oak, week to Monday" in typed(elsewhere, councillor, "brief")
        assert asked == [councillor]


def test_somebody_who_is_not_in_the_directory_may_report(place: Workplace):
    view = place.ws.user(NEWCOMER).command("/issue", "A lamp is out.")
    assert view is not None
    place.safe(view)
    assert view.submit()
    issue = place.newest()
    assert issue.entered_by == f"user:{place.ws.team_id}/{NEWCOMER}"
    assert place.events(issue.id)[0].actor_name == "Nia Newcomer"
    said = str([(m.text, m.blocks) for m in place.ws.user(NEWCOMER).messages()])
    place.ws.user(NEWCOMER).command("/issue", f"RR-{issue.id}")
    said = str([(m.text, m.blocks) for m in place.ws.user(NEWCOMER).messages()])
    assert "A lamp is out" in said


def test_history_and_more(place: Workplace):
    issue = place.reported(ANSWERS["R9"], services=("police",), wards=WARD, objects={"threat": ["reputation"]})
    view = place.press("sam-duty", "history", issue.id)
    assert view is not None
    assert view.title == "History"
    assert "Planned," in view.text
    view.close()
    view = place.press("sam-duty", "more", issue.id)
    assert view is not None
    assert "History" in view.buttons
    view.click("Private or exempt")
    form = place.user("sam-duty").open_view()
    form.fill("Exempt from publication?", "3")
    assert form.submit()
    assert place.user("sam-duty").view() is None
    assert place.verbs(issue.id)[-1] == "marked"
    assert place.issue(issue.id).exempt_by == "Sam Duty, duty officer"


def test_a_verb_done_in_a_modal_says_so_there(place: Workplace):
    issue = place.reported(ANSWERS["R9"], services=("police",), wards=WARD, objects={"threat": ["reputation"]})
    view = place.press("sam-duty", "open", issue.id)
    assert view is not None
    view.click("Accept")
    assert "That is done." in view.text
    assert place.issue(issue.id).state == "open"


def test_history_is_not_for_everybody(place: Workplace):
    issue = place.reported(ANSWERS["R13"], services=("street_scene",), wards=WARD, note="Ring Bob on 07700 900123")
    assert place.press(place.holder("contact", "police"), "history", issue.id) is None
    councillor = place.press(place.holder("ward_member", WARD[0]), "history", issue.id)
    assert councillor is not None
    assert "07700" not in councillor.text
