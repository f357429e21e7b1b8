"""What cards say and offer in each state."""

import pytest

from bot.desk.actor import Actor
from bot.desk.verbs import respond
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
    assert [option["value"] for menu in beside for option in menu["options"]] == [
        f"put_off:{issue.id}:{action.id}",
        f"withdraw:{issue.id}:{action.id}",
    ]
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
    assert labels(message) == (["Acknowledge", "Not ours"], ["Done", "Add note", "Put off reminders", "History"])


def test_an_acknowledged_card_says_by_whom_when_and_how(stage: Stage):
    issue = STORIES["asked"](stage)
    stage.later(hours=5, minutes=2)
    by_mail = Actor("person:sgt-lee", "Sgt Lee", "sgt-lee", own_team=False, way="link")
    respond.acknowledge(stage.desk, by_mail, newest(stage, issue, "police").id or 0)
    message = stage.message("action_card", "org:police")
    assert "Acknowledged by Sgt Lee, West Mercia Police, 2:02pm today, by e-mail link." in message.text
    assert "Please say how it is going by 5pm Monday 30 November." in message.text
    assert labels(message) == (["Done"], ["Your reference", "Expected by", "Not ours", "Add note", "More…"])


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
        ["Done", "Add note", "Reply to reporter", "Ask the reporter", "More…"],
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
