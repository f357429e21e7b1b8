"""Every button and its form, through the real Bolt app: the right person, the wrong one, twice, and too late."""

import pytest

from bot.desk.verbs import assign, decide
from bot.desk.verbs import close as closing
from bot.slack.app import ACTIONS
from bot.slack.verbs import VERBS
from tests.desk.people import ANSWERS
from tests.slack.workplace import STRANGER, Workplace

WARD = ("cuckoo-oak",)


def rapid(place: Workplace):
    """A team issue that waits to be accepted."""
    two = ("street_scene", "police")
    return place.reported(ANSWERS["R9"], services=two, wards=WARD, objects={"threat": ["reputation"]})


def accepted(place: Workplace):
    return decide.accept(place.desk, place.actor("sam-duty"), rapid(place).id or 0)


def owned(place: Workplace):
    """An issue that a service owns, and its action."""
    issue = place.reported(ANSWERS["R13"], services=("street_scene",), wards=WARD)
    return issue, place.actions(issue.id)[0], place.holder("contact", "street_scene")


def test_accept(place_on_both: Workplace):
    place = place_on_both
    issue = rapid(place)
    place.press("sam-duty", "accept", issue.id)
    assert place.issue(issue.id).state == "open"
    assert place.told("sam-duty") == []


def test_add_an_action_and_withdraw_it(place: Workplace):
    issue = accepted(place)
    view = place.press("sam-duty", "add_action", issue.id)
    assert view is not None
    assert (view.title, view.submit_label) == ("Add an action", "Add")
    assert view.labels == ["What needs doing?", "Who should do it?", "By when?"]
    view.fill("What needs doing?", "Patrol the bus route in the evenings")
    view.fill("Who should do it?", "West Mercia Police")
    view.fill("By when?", "2020-01-01")
    assert not view.submit()
    assert view.errors == {"By when?": "That day has passed. Choose today or later."}
    view.fill("By when?", "2026-12-01")
    assert view.submit()
    [action] = place.actions(issue.id)
    assert (action.owner, action.text) == ("police", "Patrol the bus route in the evenings")
    place.press("sam-duty", "withdraw", f"{issue.id}:{action.id}")
    assert place.actions(issue.id)[0].state == "withdrawn"


def test_change_route(place: Workplace):
    issue = rapid(place)
    view = place.press("sam-duty", "change_route", issue.id)
    assert view is not None
    assert view.labels == ["Send it to", "Why?"]
    view.fill("Send it to", "West Mercia Police")
    assert not view.submit()
    view.fill("Why?", "They asked for it.")
    assert view.submit()
    assert place.issue(issue.id).owner == "org:police"


def test_not_ours_goes_on_to_the_next_owner(place: Workplace):
    issue, action, contact = owned(place)
    view = place.press(contact, "not_ours", f"{issue.id}:{action.id}")
    assert view is not None
    assert view.labels == ["Why?", "Who should have it?"]
    assert "I do not know" in view.options("Who should have it?")
    assert "Street Scene" not in view.options("Who should have it?")
    view.fill("Why?", "The lamp is the county's.")
    view.fill("Who should have it?", "West Mercia Police")
    assert view.submit()
    assert [(a.owner, a.state) for a in place.actions(issue.id)] == [("street_scene", "declined"), ("police", "due")]


def test_not_ours_without_a_next_owner_comes_back_to_the_team(place: Workplace):
    issue, action, contact = owned(place)
    view = place.press(contact, "not_ours", f"{issue.id}:{action.id}")
    assert view is not None
    view.fill("Why?", "Nobody here knows it.")
    view.fill("Who should have it?", "I do not know")
    assert view.submit()
    [declined] = place.actions(issue.id)
    assert (declined.state, declined.held) == ("declined", True)


@pytest.mark.parametrize(("ticked", "state"), [(False, "done"), (True, "no_further_action")])
def test_done(place: Workplace, ticked: bool, state: str):
    issue, action, contact = owned(place)
    view = place.press(contact, "done", f"{issue.id}:{action.id}")
    assert view is not None
    view.fill("What was done?", "The lamp shines again.")
    if ticked:
        view.fill("Or", ["yes"])
    assert view.submit()
    assert place.actions(issue.id)[0].state == state


def test_reference_and_day_after_the_acknowledgement(place: Workplace):
    issue, action, contact = owned(place)
    place.press(contact, "acknowledge", f"{issue.id}:{action.id}")
    for verb, label, value in (
        ("set_reference", "Your reference", "SS-77"),
        ("set_expected", "Expected by", "Friday"),
    ):
        view = place.press(contact, verb, f"{issue.id}:{action.id}")
        assert view is not None
        view.fill(label, value)
        assert view.submit()
    [action] = place.actions(issue.id)
    assert (action.reference, action.expected_by) == ("SS-77", "Friday")


@pytest.mark.parametrize(
    ("verb", "label", "event"),
    [("reply", "Your answer", "replied"), ("ask", "Your question", "asked"), ("add_note", "Your note", "noted")],
)
def test_words_of_the_team(place: Workplace, verb: str, label: str, event: str):
    issue = accepted(place)
    view = place.press("sam-duty", verb, issue.id)
    assert view is not None
    view.fill(label, "We are on it.")
    assert view.submit()
    assert place.events(issue.id)[-1].verb == event
    assert place.events(issue.id)[-1].words == "We are on it."


def test_a_note_about_an_action(place: Workplace):
    issue, action, contact = owned(place)
    place.press(contact, "acknowledge", f"{issue.id}:{action.id}")
    view = place.press(contact, "add_note", f"{issue.id}:{action.id}")
    assert view is not None
    view.fill("Your note", "Parts are ordered.")
    assert view.submit()
    assert place.events(issue.id)[-1].data["action"] == action.id


def test_the_reporter_answers_edits_and_is_not_satisfied(place: Workplace):
    issue = accepted(place)
    view = place.press("sam-duty", "ask", issue.id)
    assert view is not None
    view.fill("Your question", "Which shelter?")
    view.submit()
    view = place.press("olive-officer", "answer", issue.id)
    assert view is not None
    view.fill("Your answer", "The one by the shop.")
    assert view.submit()
    view = place.press("olive-officer", "edit", issue.id)
    assert view is not None
    assert view.value("Summary that others see") == "The bus shelter is smashed."
    view.fill("Where is it?", "By the shop")
    assert view.submit()
    assert place.issue(issue.id).place == "By the shop"
    closing.close(place.desk, place.actor("sam-duty"), issue.id or 0, "Mended.")
    view = place.press("olive-officer", "not_satisfied", issue.id)
    assert view is not None
    assert view.submit()
    assert "reopened" in place.verbs(issue.id)


def test_close_reopen_and_satisfied(place: Workplace):
    issue = accepted(place)
    view = place.press("sam-duty", "close", issue.id)
    assert view is not None
    view.fill("Why?", "The glass is in again.")
    assert view.submit()
    assert place.issue(issue.id).state == "closed"
    place.press("sam-duty", "reopen", issue.id)
    assert place.issue(issue.id).state == "awaiting_acceptance"
    place.press("sam-duty", "accept", issue.id)
    closing.close(place.desk, place.actor("sam-duty"), issue.id or 0, "Mended.")
    place.press("olive-officer", "satisfied", issue.id)
    assert place.issue(issue.id).satisfied is True


def test_a_close_that_is_too_early_says_why_on_the_form(place: Workplace):
    issue = accepted(place)
    assign.add_action(place.desk, place.actor("sam-duty"), issue.id or 0, "Patrol", "police")
    view = place.press("sam-duty", "close", issue.id)
    assert view is not None
    view.fill("Why?", "Enough.")
    assert not view.submit()
    assert "still open with West Mercia Police" in view.errors["Why?"]
    assert view.value("Why?") == "Enough."


def test_a_councillor_leads_and_gives_a_view(place: Workplace):
    councillor = place.holder("ward_member", WARD[0])
    local = place.reported(ANSWERS["R12"], services=("street_scene", "police"), wards=WARD)
    place.press(councillor, "lead", local.id)
    assert place.issue(local.id).leads == [councillor]
    issue = accepted(place)
    view = place.press(councillor, "view", issue.id)
    assert view is not None
    view.fill("Your view", "Please ask the school first.")
    assert view.submit()
    assert place.verbs(issue.id)[-1] == "viewed"


def test_planned_work_is_agreed_or_not(place: Workplace):
    for verb in ("agree", "disagree"):
        issue = place.reported(
            ANSWERS["R10"], services=("street_scene", "police"), wards=WARD, objects={"threat": ["reputation"]}
        )
        decide.accept(place.desk, place.actor("sam-duty"), issue.id or 0)
        lead = place.holder("cabinet_lead", place.council.directory.organisation("street_scene").portfolio)
        view = place.press(lead, verb, issue.id)
        if view is not None:
            view.fill("Why?", "Not this year.")
            assert view.submit()
        assert place.verbs(issue.id)[-1] == ("agreed" if verb == "agree" else "not_agreed")


def test_the_same_click_sent_again_changes_nothing_and_says_nothing(place_on_both: Workplace):
    place = place_on_both
    issue = rapid(place)
    place.press("sam-duty", "accept", issue.id)
    before = place.verbs(issue.id)
    place.ws.deliveries.again()
    assert place.verbs(issue.id) == before
    assert place.told("sam-duty") == []


def test_a_second_click_is_told_kindly(place: Workplace):
    issue = rapid(place)
    place.press("sam-duty", "accept", issue.id)
    place.press("ola-duty", "accept", issue.id)
    assert place.told("ola-duty") == [f"RR-{issue.id} has been accepted already. Nothing was changed."]


def test_a_form_sent_twice_counts_once(place: Workplace):
    issue = accepted(place)
    view = place.press("sam-duty", "reply", issue.id)
    assert view is not None
    view.fill("Your answer", "We are on it.")
    view.submit()
    place.ws.deliveries.again()
    assert place.verbs(issue.id).count("replied") == 1


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_the_wrong_person_is_refused_kindly(place: Workplace, verb: str):
    """A trading officer of another organisation: nothing of this is theirs."""
    issue, action, _ = owned(place)
    wrong = place.holder("contact", "police")
    of_action = ("acknowledge", "not_ours", "done", "withdraw", "put_off")
    target = f"{issue.id}:{action.id}" if verb in of_action else issue.id
    if verb.startswith("set_"):
        target = f"{issue.id}:{action.id}"
    assert place.press(wrong, verb, target) is None
    [said] = place.told(wrong)
    assert "Nothing was changed" in said
    assert set(place.verbs(issue.id)) <= {"reported", "decided", "refused"}


def test_somebody_of_another_workspace_is_not_who_their_address_says(place: Workplace):
    issue = rapid(place)
    channel = place.council.team.channel
    place.ws.channel_named(channel).members.add(STRANGER)
    message = place.button(channel, "accept", issue.id, "Accept")
    place.ws.user(STRANGER).click(message, "Accept")
    assert place.issue(issue.id).state == "awaiting_acceptance"
    said = [m.text for m in place.ws.user(STRANGER).messages(channel) if m.ephemeral_to == STRANGER]
    assert said == [
        "You are not linked to an organisation here yet, so this was not done. "
        f"Ask the {place.council.team.name}, or a colleague whom it knows, for a code; then this button works for you."
    ]


@pytest.mark.parametrize("value", ["", "abc", "1:2:3", "9" * 19, "-1"])
def test_a_button_that_makes_no_sense_is_answered(place: Workplace, value: str):
    for verb in [*VERBS, "change_answers", "history", "more", "open", "no_such_verb"]:
        place.press("sam-duty", verb, value or "x")
    assert len(place.told("sam-duty")) == len(VERBS) + 5


def test_a_button_about_what_is_not_there(place: Workplace):
    for verb in VERBS:
        place.press("sam-duty", verb, "999:999")
    assert len(place.told("sam-duty")) == len(VERBS)


def test_every_button_of_the_cards_is_answered_here():
    from bot.cards.offers import LABELS

    assert set(LABELS) <= {*VERBS, *ACTIONS}
