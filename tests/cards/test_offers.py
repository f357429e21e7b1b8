"""Buttons: the promised names, never too many, and never one that the desk would refuse in this state."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cards.message import Message
from bot.cards.offers import ACCESS, LABELS, Offer, Situation, offered
from bot.desk import access
from bot.desk.actor import Actor
from bot.desk.verbs import assign, close, councillors, decide, privacy, report, respond, talk
from bot.desk.work import Desk, portfolios_of
from storage.actions import Action
from storage.issues import Issue, ward_ids
from storage.session import open_engine
from tests.cards.stage import Stage, labels
from tests.cards.stories import STORIES, contact
from triage_rules.access import DEFAULT

PROMISED = {
    "Accept", "Change route", "Change answers", "Add action", "Add note", "Reply to reporter", "Ask the reporter",
    "Close", "Reopen", "History", "Agree", "Don't agree", "I'll lead", "Give a view", "Acknowledge", "Not ours",
    "Done", "Withdraw", "Put off reminders", "Edit", "Yes", "No", "Open", "More…",
}  # fmt: skip

# How each button is pressed: desk, actor, issue, action.
PRESS: dict[str, Callable[[Desk, Actor, int, int], object]] = {
    "accept": lambda d, a, i, x: decide.accept(d, a, i),
    "change_answers": lambda d, a, i, x: decide.change_answers(d, a, i, {"Q9": "no"}),
    "change_route": lambda d, a, i, x: decide.change_route(d, a, i, "org:parks_open_spaces", "It is in the park."),
    "add_action": lambda d, a, i, x: assign.add_action(d, a, i, "Look at it", "highways"),
    "withdraw": lambda d, a, i, x: assign.withdraw(d, a, x),
    "add_note": lambda d, a, i, x: talk.add_note(d, a, i, "A note", x or None),
    "reply": lambda d, a, i, x: talk.reply(d, a, i, "An answer"),
    "ask": lambda d, a, i, x: talk.ask(d, a, i, "A question"),
    "answer": lambda d, a, i, x: talk.answer(d, a, i, "My answer"),
    "close": lambda d, a, i, x: close.close(d, a, i, "All is well."),
    "reopen": lambda d, a, i, x: close.reopen(d, a, i),
    "mark": lambda d, a, i, x: privacy.mark(d, a, i, privacy.Marks(sensitive=True)),
    "edit": lambda d, a, i, x: report.edit(d, a, i, "A better summary", "Elsewhere"),
    "satisfied": lambda d, a, i, x: report.satisfied(d, a, i, True),
    "not_satisfied": lambda d, a, i, x: report.satisfied(d, a, i, False, "No"),
    "acknowledge": lambda d, a, i, x: respond.acknowledge(d, a, x),
    "not_ours": lambda d, a, i, x: respond.not_ours(d, a, x, "Not ours", None),
    "done": lambda d, a, i, x: respond.done(d, a, x, "Done"),
    "set_reference": lambda d, a, i, x: respond.set_reference(d, a, x, "1", ""),
    "set_expected": lambda d, a, i, x: respond.set_reference(d, a, x, "", "Friday"),
    "lead": lambda d, a, i, x: councillors.lead(d, a, i),
    "view": lambda d, a, i, x: councillors.give_view(d, a, i, "My view"),
    "agree": lambda d, a, i, x: decide.agree(d, a, i, True),
    "disagree": lambda d, a, i, x: decide.agree(d, a, i, False, "No money"),
}


def reader(stage: Stage, recipient: str) -> Actor:
    """Somebody who reads there."""
    if recipient == "team":
        return stage.office.duty
    if recipient.startswith("org:"):
        return contact(stage, recipient.removeprefix("org:"))
    return stage.office.actor(recipient.removeprefix("person:"))


def newest_messages(stage: Stage, number: int) -> dict[tuple[str, str, int], Message]:
    """Each card as it stands, and each piece of news, of this issue."""
    return {
        (drawn.delivery.kind, drawn.delivery.recipient, drawn.delivery.action_id or 0): drawn.message
        for drawn in stage.some(number)
        if drawn.message is not None
    }


@pytest.mark.long
@pytest.mark.parametrize("name", STORIES)
def test_no_offer_is_refused(stage: Stage, tmp_path: Path, name: str):
    """Every button of every kind of message in every story, each pressed on a copy of the story."""
    issue = STORIES[name](stage)
    wanted = {
        (kind, choice.verb, choice.target): (recipient, choice)
        for (kind, recipient, _), message in newest_messages(stage, issue.id or 0).items()
        for choice in message.offer.all
        if choice.verb in PRESS
    }
    stage.desk.engine.dispose()  # all of it is in the file now
    for number, (recipient, choice) in enumerate(wanted.values()):
        file = tmp_path / f"copy-{number}.db"
        shutil.copyfile(str(stage.desk.engine.url.database), file)
        engine = open_engine(f"sqlite:///{file}")
        about, _, action = choice.target.partition(":")
        desk = Desk(engine, stage.clock, stage.desk.council)
        PRESS[choice.verb](desk, reader(stage, recipient), int(about), int(action or 0))
        engine.dispose()


@pytest.mark.parametrize("name", STORIES)
def test_what_is_offered_is_allowed(stage: Stage, name: str):
    issue = STORIES[name](stage)
    council, on = stage.desk.council(), stage.desk.today()
    for (_, recipient, action_id), message in newest_messages(stage, issue.id or 0).items():
        with stage.desk.look() as session:
            fresh = session.get_one(Issue, issue.id)
            wards, portfolios = tuple(ward_ids(session, issue.id or 0)), tuple(portfolios_of(council, fresh))
            for choice in message.offer.all:
                about = int(choice.target.partition(":")[2] or action_id or 0)
                action = session.get(Action, about) if about else None
                subject = access.Subject(fresh, wards, portfolios, action)
                verb = ACCESS.get(choice.verb, choice.verb)
                who = reader(stage, recipient)
                assert access.may(who, verb, subject, council, on), (recipient, choice.verb)


def test_the_names_are_the_promised_ones():
    assert set(LABELS.values()) - {"Your reference", "Expected by", "Answer", "Private or exempt"} == PROMISED


def test_more_than_eight_leave_the_rest_under_more(stage: Stage):
    STORIES["accepted"](stage)
    message = stage.message("issue_card", "team")
    assert labels(message) == (
        ["Add action", "Reply to reporter", "Close"],
        ["Ask the reporter", "Add note", "History", "Change route", "More…"],
    )
    assert [choice.label for choice in message.offer.more] == ["Change answers", "Edit", "Private or exempt"]
    overflow = message.blocks[-1]["elements"][-1]
    assert (overflow["action_id"], overflow["options"][-1]["value"]) == ("overflow", "more:1")
    assert message.blocks[-1]["elements"][0]["style"] == "primary"


def test_a_button_says_what_it_is_about(stage: Stage):
    STORIES["asked"](stage)
    message = stage.message("action_card", "org:police")
    button, menu = message.blocks[-1]["elements"][0], message.blocks[-1]["elements"][-1]
    assert (button["action_id"], button["value"]) == ("acknowledge", "1:1")
    assert button["accessibility_label"] == "Acknowledge, RR-1"
    assert [option["value"] for option in menu["options"]] == [
        "done:1:1",
        "add_note:1:1",
        "put_off:1:1",
        "history:1",
    ]


def test_what_a_person_may_not_do_is_left_out():
    issue = Issue.model_construct(id=1, state="awaiting_acceptance", route="team", owner="team", anonymous=False)
    offer = offered("team", issue, Situation(), may=lambda verb: verb in {"see", "add_note"})
    assert [choice.verb for choice in offer.all] == ["add_note", "history"]
    assert offered("team", issue, Situation(), may=lambda verb: False) == Offer(target="1")


def test_nobody_is_written_to_about_an_anonymous_report(stage: Stage):
    stage.office.report("R9", anonymous=True)
    verbs = [choice.verb for choice in stage.message("issue_card", "team").offer.all]
    assert "accept" in verbs
    assert not {"reply", "ask"} & set(verbs)
    assert "receipt" not in {drawn.delivery.kind for drawn in stage.all()}


def test_what_the_councils_table_keeps_from_a_reader_is_not_offered(stage: Stage):
    """A council that leaves the answer to the reporter, and closing, to its team alone."""
    mine = {**DEFAULT, "reply": frozenset({"team"}), "close": frozenset({"team"})}
    council = replace(stage.office.council, access=mine)
    STORIES["service_acknowledged"](stage)
    before = {choice.verb for choice in stage.message("action_card", "org:street_scene").offer.all}
    stage.desk.council = lambda: council
    after = {choice.verb for choice in stage.message("action_card", "org:street_scene").offer.all}
    assert before - after == {"reply", "close"}
