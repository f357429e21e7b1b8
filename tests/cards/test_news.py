"""Reminders, word to somebody senior, and news: what they say, to whom, in which thread."""

from datetime import UTC, datetime

import pytest

from bot.cards.message import Message
from bot.desk.due import chase
from bot.desk.verbs import assign, close, councillors, decide, respond, talk
from storage.outbox import Delivery, Posted
from storage.session import writing
from tests.cards.stage import Stage, labels
from tests.cards.stories import STORIES, newest


def at(stage: Stage, day: int, hour: int) -> None:
    stage.until(datetime(2026, 11, day, hour, tzinfo=UTC))
    chase.tick(stage.desk)


def post(stage: Stage, kind: str, recipient: str, issue_id: int, action_id: int = 0) -> None:
    """As if the card had been posted."""
    with writing(stage.desk.engine) as session:
        where = {"channel_id": "C1", "ts": "1.0"}
        session.add(Posted(kind=kind, recipient=recipient, issue_id=issue_id, action_id=action_id, **where))
        session.commit()


def test_a_reminder_asks_kindly_with_the_likely_button(stage: Stage):
    issue = STORIES["asked"](stage)
    at(stage, 24, 15)
    message = stage.message("chase", "org:police")
    assert message.text == (
        "A reminder: Patrol the bus route in the evenings (RR-1, Cuckoo Oak)\n"
        "Please acknowledge by 5pm today.\n"
        "If it is not yours, press Not ours and say who should have it."
    )
    assert labels(message) == (["Acknowledge", "Not ours"], [])
    assert message.thread_of == ("action_card", newest(stage, issue, "police").id)


def test_somebody_senior_is_told_in_private_without_blame(stage: Stage):
    STORIES["asked"](stage)
    at(stage, 25, 9)
    message = stage.message("escalation", "person:insp-ward")
    assert message.text.startswith("West Mercia Police has not acknowledged: Patrol the bus route in the evenings")
    assert "was asked at 9am Monday 23 November and was due by 5pm Tuesday 24 November" in message.text
    assert "You are told as the manager at West Mercia Police." in message.text
    assert "Next: the director at West Mercia Police is told at 9am Thursday 26 November" in message.text
    assert message.thread_of is None
    assert labels(message)[0] == ["Acknowledge", "Not ours"]


def test_the_team_hears_who_was_told_before(stage: Stage):
    issue = STORIES["asked"](stage)
    for day in (25, 26, 27):
        at(stage, day, 9)
    message = stage.message("escalation", "team", about_action=newest(stage, issue, "police").id)
    assert (
        "Their manager was told at 9am Wednesday 25 November, their director was told at 9am Thursday 26 November."
        in message.text
    )
    assert message.thread_of == ("issue_card", None)
    assert labels(message)[0] == ["Add action", "Withdraw"]


def test_a_reminder_that_is_overtaken_is_not_sent(stage: Stage):
    issue = STORIES["asked"](stage)
    at(stage, 24, 15)
    assert stage.drawn("chase", "org:police") is not None
    respond.acknowledge(stage.desk, stage.office.police, newest(stage, issue, "police").id or 0)
    assert stage.drawn("chase", "org:police") is None


def test_a_wait_that_went_to_another_owner_is_no_longer_theirs(stage: Stage):
    issue = STORIES["service_acknowledged"](stage)
    at(stage, 26, 9)
    clock = {"about_action": None}
    assert stage.drawn("escalation", "person:manager-street-scene", issue.id, **clock) is not None
    decide.change_route(stage.desk, stage.office.duty, issue.id or 0, "team", "It is bigger than that.")
    assert stage.drawn("escalation", "person:manager-street-scene", issue.id, **clock) is None


def test_a_director_of_the_council_is_told_and_offered_nothing(stage: Stage):
    STORIES["awaiting"](stage)
    at(stage, 25, 9)
    message = stage.message("escalation", "person:director-resources")
    assert message.text.startswith("Nobody has accepted it yet: RR-1")
    assert labels(message) == ([], [])


def test_councillors_get_one_nudge(stage: Stage):
    STORIES["wards"](stage)
    at(stage, 24, 15)
    councillor = stage.office.councillors("cuckoo-oak")[-1]
    message = stage.message("chase", councillor.key)
    assert "If nobody can, Amber Wayfield, senior manager, looks after it." in message.text
    councillors.lead(stage.desk, councillor, 1)
    assert stage.drawn("chase", councillor.key) is None


def test_the_named_officer_takes_over(stage: Stage):
    STORIES["nobody_leads"](stage)
    message = stage.message("told", "person:smt-amber", why="contact_leads")
    assert "please look after it as the ward's senior manager" in message.text
    assert labels(message)[0] == ["Reply to reporter", "Close"]
    assert stage.drawn("told", "org:police", why="support") is not None
    councillors.lead(stage.desk, stage.office.councillors("cuckoo-oak")[-1], 1)
    assert stage.drawn("told", "person:smt-amber", why="contact_leads") is None


def test_a_cabinet_member_is_alerted_at_once(stage: Stage):
    STORIES["flagged"](stage)
    message = stage.message("told", "person:lead-environment")
    assert message.text.split("\n")[0].endswith("— for your early attention")
    assert "You hear at once because it could harm the council's reputation" in message.text
    assert "Street Scene deals with it and has been asked to acknowledge by 5pm Tuesday 24 November." in message.text


@pytest.mark.parametrize(
    ("name", "why", "says"),
    [
        ("engagement", "team_lead", "You are told as the Cabinet Lead to whom it reports."),
        ("accepted", "portfolio_holders", "it touches your portfolio: it could harm the council's reputation"),
        ("planned", "corporate_director", "within the planned programme, under “Walkabouts with residents"),
        ("engagement", "rural_officer", "You are told because it is in a rural ward."),
        ("engagement", "parish_councils", "you are told so that you can answer if people ask."),
        ("wards", "support", "you are named as somebody who can help. Nothing is asked of you yet"),
        ("wards", "contact", "You are the contact for this until a councillor leads."),
    ],
)
def test_each_is_told_why_they_are_told(stage: Stage, name: str, why: str, says: str):
    STORIES[name](stage)
    found = [drawn for drawn in stage.all() if drawn.delivery.data.get("why") == why]
    assert found, why
    assert all(drawn.message is None or says in drawn.message.text for drawn in found)
    assert any(drawn.message for drawn in found)


def test_those_asked_to_agree_hear_it_from_their_card_alone(stage: Stage):
    issue = STORIES["candidate"](stage)
    for why in ("portfolio_holders", "corporate_director"):
        news = [d for d in stage.all(issue.id) if d.delivery.data.get("why") == why]
        assert news
        assert all(d.message is None for d in news)


def test_a_repeat_asks_the_threat_question_again(stage: Stage):
    issue = STORIES["repeated"](stage)
    message = stage.message("repeat", "team", issue.id)
    question = next(q for q in stage.desk.council().criteria.questions if q.object == "threat")
    assert message.text.startswith("Reported again: RR-1 · ")
    assert question.text in message.text
    assert labels(message)[0] == ["Change answers"]


def test_a_repeat_of_a_service_s_issue_offers_no_button(stage: Stage):
    STORIES["joined"](stage)
    message = stage.message("repeat", "org:street_scene")
    assert "please tell the Rapid Response Team" in message.text
    assert message.offer.all == ()


def test_talk_goes_to_the_right_thread(stage: Stage):
    issue = STORIES["acknowledged"](stage)
    number, police = issue.id or 0, newest(stage, issue, "police").id or 0
    talk.add_note(stage.desk, stage.office.police, number, "Two evenings so far.", police)
    talk.reply(stage.desk, stage.office.duty, number, "The police patrol,\nfrom today.")
    talk.ask(stage.desk, stage.office.duty, number, "Which evenings?")
    note = stage.message("note", "team")
    assert note.text == "RR-1, West Mercia Police: a note by Sgt Lee, West Mercia Police\n> Two evenings so far."
    assert note.thread_of == ("issue_card", None)
    reply = stage.message("reply", "person:olive-officer")
    assert "an answer from Sam Duty, duty officer\n> The police patrol,\n> from today." in reply.text
    assert "Please pass it on to whoever raised it" in reply.text
    assert reply.thread_of == ("receipt", None)
    asked = stage.message("question")
    assert "Please answer by 5pm Thursday 26 November." in asked.text
    assert labels(asked)[0] == ["Answer"]
    talk.answer(stage.desk, stage.office.officer, number, "Fridays.")
    assert labels(stage.message("question")) == ([], [])
    assert stage.message("answer", "team").text.startswith("RR-1 · The bus shelter at Southgate has been smashed")


def test_news_for_a_person_goes_to_the_card_that_stands_there(stage: Stage):
    STORIES["nobody_leads"](stage)
    assert stage.message("told", "person:smt-amber", why="contact_leads").thread_of is None
    post(stage, "lead_card", "person:smt-amber", 1)
    assert stage.message("told", "person:smt-amber", why="contact_leads").thread_of == ("lead_card", None)


def test_councillors_hear_what_came_of_it(stage: Stage):
    issue = STORIES["closed"](stage)
    message = stage.message("told", number=issue.id, moment="close")
    assert "What came of it:\n> It is mended, and the police keep an eye on it." in message.text
    assert message.thread_of == ("councillor_card", None)
    close.reopen(stage.desk, stage.office.duty, issue.id or 0)
    assert stage.drawn("told", number=issue.id, moment="close") is None


def test_an_action_that_came_back_needs_a_new_owner(stage: Stage):
    issue = STORIES["came_back"](stage)
    message = stage.message("declined_twice", "team")
    assert message.text.startswith("Wrekin Housing says that this is not theirs: Patrol the bus route")
    assert "Please find who should do it, by 1pm today. It has come back twice." in message.text
    assert labels(message)[0] == ["Add action", "Withdraw"]
    assign.add_action(stage.desk, stage.office.duty, issue.id or 0, "Patrol the bus route", "community_safety")
    assert stage.drawn("declined_twice", "team") is None


def test_the_last_action_finished_offers_to_close(stage: Stage):
    STORIES["done"](stage)
    message = stage.message("action_finished", "team")
    assert message.text.startswith("West Mercia Police has done it: ")
    assert "Nothing else is open. You can close RR-1" in message.text
    assert labels(message)[0] == ["Close", "Reply to reporter", "Add action"]


def parked(stage: Stage, **failed: object) -> Message:
    with writing(stage.desk.engine) as session:
        now = stage.clock.now()
        times = {"due_at": now, "created_at": now}
        bad = Delivery(**{"key": "bad", "kind": "action_card", "lane": "x", "state": "failed", **times, **failed})
        session.add(bad)
        session.flush()
        data = {"delivery": bad.id}
        session.add(Delivery(key="notice", kind="parked", recipient="team", lane="y", data=data, **times))
        session.commit()
    return stage.message("parked", "team")


def test_what_could_not_be_sent_is_said_to_the_team(stage: Stage):
    issue = STORIES["asked"](stage)
    message = parked(stage, recipient="org:police", issue_id=issue.id, error="The bot is not in #police.")
    assert message.text.startswith("Could not be sent: what is asked of them for West Mercia Police (RR-1)")
    assert "They have not heard. Please tell them another way." in message.text
    assert "The bot is not in #police." in message.text
    assert message.thread_of == ("issue_card", None)


def test_what_is_told_on_paper_is_to_be_printed(stage: Stage):
    message = parked(stage, recipient="person:cllr-sorrel-dewberry", kind="lead_card")
    assert "Cllr Sorrel Dewberry is told on paper. Please print it and hand it over." in message.text
    assert message.thread_of is None
