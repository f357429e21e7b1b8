"""Each verb tried by the wrong person, and on what is not there."""

import pytest

from bot.desk.refusal import Refusal
from bot.desk.verbs import assign, close, councillors, decide, respond, talk
from bot.desk.verbs.report import edit, satisfied

WRONG = {
    "accept": lambda desk, who, issue, action: decide.accept(desk, who, issue.id),
    "change_answers": lambda desk, who, issue, action: decide.change_answers(desk, who, issue.id, {}),
    "change_route": lambda desk, who, issue, action: decide.change_route(desk, who, issue.id, "team", "why"),
    "add_action": lambda desk, who, issue, action: assign.add_action(desk, who, issue.id, "x", "police"),
    "withdraw": lambda desk, who, issue, action: assign.withdraw(desk, who, action.id),
    "acknowledge": lambda desk, who, issue, action: respond.acknowledge(desk, who, action.id),
    "set_reference": lambda desk, who, issue, action: respond.set_reference(desk, who, action.id, "a", "b"),
    "not_ours": lambda desk, who, issue, action: respond.not_ours(desk, who, action.id, "why", "highways"),
    "done": lambda desk, who, issue, action: respond.done(desk, who, action.id, "what"),
    "add_note": lambda desk, who, issue, action: talk.add_note(desk, who, issue.id, "note"),
    "reply": lambda desk, who, issue, action: talk.reply(desk, who, issue.id, "text"),
    "ask": lambda desk, who, issue, action: talk.ask(desk, who, issue.id, "text"),
    "answer": lambda desk, who, issue, action: talk.answer(desk, who, issue.id, "text"),
    "close": lambda desk, who, issue, action: close.close(desk, who, issue.id, "why"),
    "reopen": lambda desk, who, issue, action: close.reopen(desk, who, issue.id),
    "edit": lambda desk, who, issue, action: edit(desk, who, issue.id, "x", "y"),
    "satisfied": lambda desk, who, issue, action: satisfied(desk, who, issue.id, yes=True),
    "lead": lambda desk, who, issue, action: councillors.lead(desk, who, issue.id),
    "view": lambda desk, who, issue, action: councillors.give_view(desk, who, issue.id, "view"),
    "agree": lambda desk, who, issue, action: decide.agree(desk, who, issue.id, yes=True),
}


@pytest.mark.parametrize("verb", WRONG)
def test_the_wrong_person_is_refused_kindly_and_recorded(desk, office, asked, verb):
    stranger = office.holder("contact", "licensing")
    issue = office.issue(asked.issue_id)
    before = (issue.model_dump(), len(office.outbox()))
    with pytest.raises(Refusal) as refused:
        WRONG[verb](desk, stranger, issue, asked)
    assert "Nothing was changed" in refused.value.message
    assert "this is for" in refused.value.message
    last = office.history(issue.id)[-1]
    assert (last.verb, last.actor, last.data) == ("refused", "person:" + (stranger.person or ""), {"tried": verb})
    assert (office.issue(issue.id).model_dump(), len(office.outbox())) == before


def test_an_unknown_number_is_answered_kindly(desk, office):
    with pytest.raises(Refusal, match="There is no RR-404 here"):
        decide.accept(desk, office.duty, 404)
    with pytest.raises(Refusal, match="no longer on record"):
        respond.acknowledge(desk, office.police, 404)
