"""What cards say and offer in each state."""

import pytest

from bot.desk import assign, chase, decide, respond
from bot.desk.actor import Actor
from tests.cards.stage import Stage, labels
from tests.cards.stories import STORIES, contact, newest


def lines(message) -> list[str]:
    return message.text.split("\n")


def first_block(message) -> str:
    return message.blocks[0]["text"]["text"]


def test_the_team_s_card_while_it_waits(stage: Stage):
    STORIES["awaiting"](stage)
    message = stage.message("issue_card", "team")
    assert first_block(message).startswith(
        "🟠 *RR-1 · The bus shelter at Southgate has been smashed again* — waiting for a duty officer, by 1pm today\n"
        "Cuckoo Oak · raised by a resident"
    )
    said = lines(message)
    assert "Could deal with it: Street Scene and West Mercia Police" in said
    assert any(line.startswith("Why here: ") and "council's reputation" in line for line in said)
    assert "The reporter hears a first answer by 5pm Wednesday 25 November." in said
    assert said[-1] == ("Reported, 9am today · next: the Rapid Response Team is reminded at midday today to accept it")
    assert labels(message)[0] == ["Accept", "Change route", "Reply to reporter"]


def test_the_team_s_card_when_nobody_accepts(stage: Stage):
    STORIES["awaiting"](stage)
    stage.later(days=1)
    message = stage.message("issue_card", "team")
    assert first_block(message).startswith("🔴 ")
    assert "overdue since 1pm Monday 23 November: waiting for a duty officer" in lines(message)[0]


def test_a_held_card_says_what_is_missing(stage: Stage):
    STORIES["held"](stage)
    message = stage.message("issue_card", "team")
    assert "needs a person to decide: the one service or partner whose job it is, by 1pm today" in message.text
    assert labels(message)[0] == ["Change answers", "Change route", "Reply to reporter"]


def test_a_held_card_lists_the_questions_that_still_matter(stage: Stage):
    stage.office.report("R9", answers={"Q1": "no", "Q2": "no"})
    said = lines(stage.message("issue_card", "team"))
    questions = [line for line in said if line.startswith("• ")]
    assert "Not known yet:" in said
    assert 1 <= len(questions) <= 3
    assert all(line.endswith("?") for line in questions)


def test_the_likely_button_changes_with_the_state(stage: Stage):
    likely = {}
    for name in ("held", "awaiting", "accepted", "asked", "done", "came_back", "not_agreed", "closed"):
        issue = STORIES[name](stage)
        buttons = stage.message("issue_card", "team", issue.id).offer.buttons
        likely[name] = next((choice.label for choice in buttons if choice.primary), None)
    assert likely == {
        "held": "Change answers",
        "awaiting": "Accept",
        "accepted": "Add action",
        "asked": "Reply to reporter",
        "done": "Close",
        "came_back": "Add action",
        "not_agreed": "Change route",
        "closed": None,
    }


def test_a_chain_of_owners_is_one_line(stage: Stage):
    issue = STORIES["declined"](stage)
    message = stage.message("issue_card", "team", issue.id)
    (line,) = [line for line in lines(message) if "Patrol the bus route" in line]
    assert line == (
        "Wrekin Housing: Patrol the bus route in the evenings — waiting to be acknowledged, "
        "by 5pm Tuesday 24 November (not for West Mercia Police)"
    )


def test_an_open_action_can_be_withdrawn_beside_its_line(stage: Stage):
    issue = STORIES["asked"](stage)
    action = newest(stage, issue, "police")
    message = stage.message("issue_card", "team", issue.id)
    beside = [block["accessory"] for block in message.blocks if block.get("accessory")]
    assert [option["value"] for menu in beside for option in menu["options"]] == [f"withdraw:{issue.id}:{action.id}"]
    assert "accessory" not in str(stage.message("issue_card", "team", STORIES["done"](stage).id).blocks)


def test_reports_of_the_same_are_counted(stage: Stage):
    issue = STORIES["repeated"](stage)
    assert "· 2 reports here since this morning" in stage.message("issue_card", "team", issue.id).text
    stage.later(days=4)
    assert "· 2 reports here since 23 November" in stage.message("issue_card", "team", issue.id).text
    stage.later(days=40)
    assert "· 2 reports here since November" in stage.message("issue_card", "team", issue.id).text


def test_an_override_is_the_reason(stage: Stage):
    issue = STORIES["overridden"](stage)
    said = "Sam Duty, duty officer, decided so: “The paper has it already.”"
    assert f"Why here: {said}" in stage.message("issue_card", "team", issue.id).text
    assert f"• {said}" in stage.message("receipt", number=issue.id).text


def test_why_it_was_opened_again(stage: Stage):
    issue = STORIES["reopened"](stage)
    message = stage.message("issue_card", "team", issue.id)
    assert "Opened again: the reporter is not satisfied.\n> It is broken again." in message.text


# -- action cards -------------------------------------------------------------------------------------------------


def test_an_action_card_asks_first(stage: Stage):
    STORIES["asked"](stage)
    message = stage.message("action_card", "org:police")
    assert first_block(message) == (
        "🟠 *West Mercia Police: Patrol the bus route in the evenings* (RR-1, Cuckoo Oak)\n"
        "Please acknowledge by *5pm Tuesday 24 November*.\n"
        "Asked by the Rapid Response Team."
    )
    assert "To be done by the end of Friday 27 November." in message.text
    assert labels(message) == (["Acknowledge", "Not ours"], ["Done", "Add note", "History"])


def test_an_acknowledged_card_says_by_whom_when_and_how(stage: Stage):
    issue = STORIES["asked"](stage)
    stage.later(hours=5, minutes=2)
    by_mail = Actor("person:sgt-lee", "Sgt Lee", "sgt-lee", own_team=False, way="link")
    respond.acknowledge(stage.desk, by_mail, newest(stage, issue, "police").id or 0)
    message = stage.message("action_card", "org:police")
    assert "Acknowledged by Sgt Lee, West Mercia Police, 2:02pm today, by e-mail link." in message.text
    assert "Please say how it is going by 5pm Monday 30 November." in message.text
    assert labels(message) == (["Done"], ["Your reference", "Expected by", "Not ours", "Add note", "History"])


@pytest.mark.parametrize(
    ("name", "says", "sign"),
    [
        ("done", "Done: Sgt Lee, West Mercia Police, 9am today. Thank you.\n", "🟢"),
        ("no_further_action", "No further action: Sgt Lee, West Mercia Police, 9am today. Thank you.\n", "🟢"),
        ("declined", "Sent on to Wrekin Housing, who has to acknowledge. Until then the Rapid Response Team", "⚪"),
        ("withdrawn", "has taken this back, 9am today. Nothing more is asked of you. Thank you.\n", "⚪"),
        ("closed", "RR-1 is closed. Nothing more is asked of you.", "🟢"),
    ],
)
def test_an_action_card_at_its_end(stage: Stage, name: str, says: str, sign: str):
    STORIES[name](stage)
    message = stage.message("action_card", "org:police")
    assert says in message.text
    assert first_block(message).startswith(sign)
    assert not {"Acknowledge", "Not ours", "Done"} & {choice.label for choice in message.offer.all}


def test_a_second_not_ours_goes_to_the_duty_officer(stage: Stage):
    STORIES["came_back"](stage)
    message = stage.message("action_card", "org:social_landlord")
    assert "Wrekin Housing says it is not theirs, 9am today.\nThe Rapid Response Team finds" in message.text


def test_a_service_that_owns_the_issue_can_answer_and_close(stage: Stage):
    issue = STORIES["service"](stage)
    assert labels(stage.message("action_card", "org:street_scene", issue.id)) == (
        ["Acknowledge", "Not ours"],
        ["Done", "Add note", "Reply to reporter", "Ask the reporter", "History"],
    )
    respond.acknowledge(stage.desk, contact(stage, "street_scene"), newest(stage, issue, "street_scene").id or 0)
    message = stage.message("action_card", "org:street_scene", issue.id)
    assert labels(message)[0] == ["Done", "Reply to reporter", "Close"]
    assert labels(message)[1][-1] == "More…"


def test_what_is_overdue_says_since_when(stage: Stage):
    STORIES["asked"](stage)
    stage.later(days=2)
    message = stage.message("action_card", "org:police")
    assert first_block(message).startswith("🔴 ")
    assert "Overdue since 5pm Tuesday 24 November: please acknowledge, or press Not ours." in message.text


# -- receipts -----------------------------------------------------------------------------------------------------


def test_a_receipt_says_where_why_and_what_next(stage: Stage):
    STORIES["awaiting"](stage)
    message = stage.message("receipt", "person:olive-officer")
    said = lines(message)
    assert said[0] == "RR-1 · The bus shelter at Southgate has been smashed again (Cuckoo Oak)"
    assert said[1] == "Sent to the Rapid Response Team, because"
    assert [line[0] for line in said[2:5]] == ["•"] * 3
    assert all("(Q" in line and "report of" in line for line in said[2:5])
    assert said[5:] == [
        "Next: a duty officer accepts it by 1pm today.",
        "You will hear a first answer by 5pm Wednesday 25 November.",
    ]
    assert labels(message) == (["Add note", "Edit", "History"], [])


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("service", "Sent to Street Scene, because\n• it clearly falls to one service"),
        ("service", "Next: Street Scene acknowledges it by 5pm Tuesday 24 November."),
        ("service_acknowledged", "Street Scene acknowledged it, 9am today."),
        ("signposted", "Someone else can help. This is not for us, because\n• neither the council nor a partner"),
        ("held", "Needs a person to decide: the one service or partner whose job it is.\nA duty officer of the Rapid"),
        ("wards", "The councillors for Cuckoo Oak lead on this: Cllr "),
        ("wards", "Until then the contact is Amber Wayfield, senior manager."),
        ("nobody_leads", "Until one of them leads, Amber Wayfield, senior manager, looks after it."),
        ("joined", "It joins RR-1 · The bus shelter at Southgate has been smashed again, the same matter"),
        ("joined", "How that one stands: waiting for Street Scene to acknowledge, by 5pm Tuesday 24 November."),
        ("question", "The time for our answer stands still until you have answered."),
        ("answered", "You had a first answer, 9am today."),
        ("closed", "> It is mended, and the police keep an eye on it.\nAre you satisfied?"),
        ("satisfied", "You said that you are satisfied. Thank you."),
        ("reopened", "Next: a duty officer accepts it by 1pm today."),
    ],
)
def test_a_receipt_in_each_state(stage: Stage, name: str, says: str):
    issue = STORIES[name](stage)
    assert says in stage.message("receipt", "person:olive-officer", issue.id).text


def test_a_question_stands_on_the_receipt_with_a_button(stage: Stage):
    issue = STORIES["question"](stage)
    message = stage.message("receipt", number=issue.id)
    assert "We have asked you, please answer by 5pm Thursday 26 November:\n> Is the light there" in message.text
    assert labels(message)[0][0] == "Answer"


def test_a_closed_receipt_asks_yes_or_no(stage: Stage):
    issue = STORIES["closed"](stage)
    assert labels(stage.message("receipt", number=issue.id))[0] == ["Yes", "No", "History"]


def test_a_receipt_that_is_late_says_sorry(stage: Stage):
    STORIES["awaiting"](stage)
    stage.later(days=5)
    message = stage.message("receipt")
    assert "a duty officer accepts it; that was due by 1pm Monday 23 November and is late." in message.text
    assert "You should have heard by 5pm Wednesday 25 November. We are sorry that it is late." in message.text


# -- councillors --------------------------------------------------------------------------------------------------


def test_councillors_are_asked_to_lead(stage: Stage):
    STORIES["wards"](stage)
    for councillor in stage.office.councillors("cuckoo-oak"):
        message = stage.message("lead_card", councillor.key)
        assert "Will you lead on this? Please say by 5pm Tuesday 24 November." in message.text
        assert labels(message) == (["I'll lead"], ["Add note", "History"])


def test_silence_is_never_shown_as_a_councillor_s_being_late(stage: Stage):
    STORIES["nobody_leads"](stage)
    message = stage.message("lead_card")
    assert "🔴" not in str(stage.message("lead_card", number=STORIES["led"](stage).id).blocks)
    assert "verdue" not in message.text
    assert "Amber Wayfield, senior manager, looks after it. You can still lead." in message.text


def test_whoever_leads_can_answer_and_close(stage: Stage):
    STORIES["led"](stage)
    first, *_, leader = stage.office.councillors("cuckoo-oak")
    message = stage.message("lead_card", leader.key)
    assert "You lead on this. Thank you." in message.text
    assert labels(message)[0] == ["Reply to reporter", "Close"]
    other = stage.message("lead_card", first.key)
    assert f"{leader.name} leads on this. You may lead too." in other.text
    assert labels(other)[0] == ["I'll lead"]


def test_a_route_taken_away_asks_nothing_more(stage: Stage):
    issue = STORIES["wards"](stage)
    decide.change_route(stage.desk, stage.office.duty, issue.id or 0, "org:highways", "It is the road.")
    message = stage.message("lead_card", number=issue.id)
    assert "It has gone elsewhere: it is now with Highways. Nothing is asked of you." in message.text
    assert labels(message) == (["History"], [])


def test_a_view_is_asked_for_and_thanked_for(stage: Stage):
    issue = STORIES["accepted"](stage)
    councillor = stage.office.councillors("cuckoo-oak")[-1]
    before = stage.message("councillor_card", councillor.key, issue.id)
    assert "Have you a view before it acts? Please give it soon: the work does not wait." in before.text
    assert labels(before)[0] == ["Give a view"]
    viewed = STORIES["viewed"](stage)
    after = stage.message("councillor_card", councillor.key, viewed.id)
    assert "You gave your view, 9am today. Thank you: the team has it." in after.text


def test_agreeing_is_asked_of_those_who_have_not(stage: Stage):
    issue = STORIES["half_agreed"](stage)
    lead = stage.message("agree_card", "person:lead-safety", issue.id)
    director = stage.message("agree_card", "person:director-people", issue.id)
    assert "You have agreed. Thank you. Still to agree: the Corporate Director" in lead.text
    assert "Do you agree that the Rapid Response Team plans this in?" in director.text
    assert "Agreed by: Cllr Sage Velvetine (Cabinet Lead)" in director.text
    assert labels(director)[0] == ["Agree", "Don't agree", "History"]
    assert labels(lead)[0] == ["History"]
    assert "Still to agree: the Corporate Director" in stage.message("issue_card", "team", issue.id).text


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("agreed", "Agreed: it has joined the planned programme."),
        ("not_agreed", "Not agreed by Devi Caremore, Corporate Director, 9am today."),
    ],
)
def test_how_agreeing_ended(stage: Stage, name: str, says: str):
    issue = STORIES[name](stage)
    for person in ("person:lead-safety", "person:director-people"):
        assert says in stage.message("agree_card", person, issue.id).text


def test_another_organisation_s_lateness_does_not_hide_the_agreement(stage: Stage):
    issue = STORIES["candidate"](stage)
    assign.add_action(stage.desk, stage.office.duty, issue.id or 0, "Look at it", "highways")
    stage.later(days=7)
    chase.tick(stage.desk)
    assert (
        "Still to agree: the Cabinet Lead and Corporate Director" in stage.message("issue_card", "team", issue.id).text
    )
