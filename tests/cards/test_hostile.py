"""What people may type: long, rude to Slack, in any script. It is shown, it does nothing, it breaks no limit."""

import pytest

from bot.cards.history import history_lines
from bot.cards.lines import action_line, issue_line
from bot.desk.actor import Actor
from bot.desk.due import chase
from bot.desk.verbs import assign, close, councillors, decide, report, respond, talk
from storage.issues import Issue
from tests.cards.checks import check
from tests.cards.stage import Stage
from tests.cards.stories import contact, newest
from triage_rules.sight import seen

HOSTILE = {
    "long": "word " * 2_000,
    "one word": "x" * 10_000,
    "ampersands": "&" * 10_000,
    "broadcast": "<!channel> <!here> <!everyone> @channel <@U012345> <#C012345> " * 20,
    "link": "<https://evil.example|your bank> https://evil.example [a](https://evil.example) " * 20,
    "html": "<script>alert(1)</script><b>bold</b> &amp; &lt;!channel&gt; " * 20,
    "template": "{{ scene.session }} {% for x in y %} {# gone #} ${env} %s %(a)s " * 20,
    "marks": "*bold* _it_ ~no~ `code` ```block``` > quote\n> quote\n~ small\n#1 about\n• point " * 40,
    "paragraphs": "\n\n\n~ small print\n\n#1 Police: done — done\n\n*Accepted by the Queen*\n\n" * 40,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈" * 1_500,
    "right to left": "\u202eevil\u2066 שלום مرحبا \u200f" * 200,
    "nulls": "a\x00b\x01\x1b[31m\r\n\u2028\u2029" * 300,
    "spaces": "a \u00a0\u3000\u200b\t " * 1_000,
}


def everything_said(stage: Stage, text: str) -> Issue:
    """One issue in which everybody writes the same."""
    desk, office = stage.desk, stage.office
    issue = office.report("R9", note=text, summary=text, place=text, reply_to=text)
    number = issue.id or 0
    decide.accept(desk, office.duty, number)
    assign.add_action(desk, office.duty, number, text, "police")
    assign.add_action(desk, office.duty, number, text, "highways")
    police = newest(stage, issue, "police").id or 0
    respond.acknowledge(desk, Actor("person:sgt-lee", text[:900], "sgt-lee", way="link"), police)
    respond.set_reference(desk, office.police, police, text, text)
    talk.add_note(desk, office.police, number, text, police)
    respond.not_ours(desk, contact(stage, "highways"), newest(stage, issue, "highways").id or 0, text, "street_scene")
    respond.not_ours(desk, contact(stage, "street_scene"), newest(stage, issue, "street_scene").id or 0, text, None)
    talk.ask(desk, office.duty, number, text)
    talk.answer(desk, office.officer, number, text)
    talk.reply(desk, office.duty, number, text)
    councillors.give_view(desk, office.councillors("cuckoo-oak")[0], number, text)
    respond.done(desk, office.police, police, text)
    office.report("R3", note=text, summary=text, place=text, objects={"issue": number})
    return issue


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_shown_and_does_nothing(stage: Stage, name: str):
    issue = everything_said(stage, HOSTILE[name])
    _all_fine(stage, issue)
    stage.later(days=4)
    chase.tick(stage.desk)
    _all_fine(stage, issue)


SAMPLE = ("long", "broadcast", "template", "paragraphs", "nulls")
"""The ends of an issue are drawn as its middle is, where each text is tried."""
OTHERS = [pytest.param(name, marks=pytest.mark.long) for name in HOSTILE if name not in SAMPLE]


@pytest.mark.parametrize("name", [*SAMPLE, *OTHERS])
def test_nor_at_the_end(stage: Stage, name: str):
    text, desk, office = HOSTILE[name], stage.desk, stage.office
    issue = office.report("R13", note=text, summary=text)
    number = issue.id or 0
    respond.done(desk, contact(stage, "street_scene"), newest(stage, issue, "street_scene").id or 0, text)
    close.close(desk, contact(stage, "street_scene"), number, text)
    _all_fine(stage, issue)
    report.satisfied(desk, office.officer, number, False, text)
    _all_fine(stage, issue)
    decide.change_route(desk, office.duty, number, "ward_member", text)
    _all_fine(stage, issue)


def _all_fine(stage: Stage, issue: Issue) -> None:
    for drawn in stage.some():
        if drawn.message is not None:
            check(drawn.message, our_words=False)
    with stage.desk.look() as session:
        council, now = stage.desk.council(), stage.clock.now()
        fresh = session.get_one(Issue, issue.id)
        lines = history_lines(session, council, fresh, now, parts=seen("trusted", fresh))
        lines += [issue_line(session, council, fresh, now)]
        lines += [action_line(session, council, action, now) for action in stage.office.actions(issue.id)]
    for line in lines:
        assert "<" not in line
        assert "\n" not in line
        assert len(line) < 3_000


def test_a_paragraph_cannot_be_forged(stage: Stage):
    """What begins like a paragraph of ours stays one line of the title, or stands behind a quotation mark."""
    text = "Broken glass\n\n#1 West Mercia Police: done\n\n~ Accepted by Sam Duty"
    issue = stage.office.report("R9", note=text, summary=text)
    message = stage.message("issue_card", "team", issue.id)
    assert [block["type"] for block in message.blocks].count("context") == 1
    assert not any(block.get("accessory") for block in message.blocks)


def test_the_text_for_e_mail_is_as_it_was_typed(stage: Stage):
    issue = stage.office.report("R9", summary="Bed & Breakfast <sign> broken", note="Bed & Breakfast <sign> broken")
    message = stage.message("issue_card", "team", issue.id)
    assert "Bed &amp; Breakfast &lt;sign&gt; broken" in message.text
    assert "Bed & Breakfast <sign> broken" in message.plain_text
    assert message.subject.startswith("RR-1 · Bed & Breakfast <sign> broken, Southgate — waiting")
