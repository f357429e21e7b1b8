"""Receipts, and the cards of councillors and of those who agree."""

import pytest

from bot.desk.due import chase
from bot.desk.verbs import assign, decide
from tests.cards.stage import Stage, labels
from tests.cards.stories import STORIES


def lines(message) -> list[str]:
    return message.text.split("\n")


def first_block(message) -> str:
    return message.blocks[0]["text"]["text"]


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
