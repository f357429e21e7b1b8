"""The forms of one content: within Slack's limits, escaped, of equal worth."""

import json
import re
from html.parser import HTMLParser

import pytest

from bot.briefings.content import Briefing
from bot.briefings.forms import as_html, as_json, as_text
from bot.briefings.slack_copy import draw_copy
from bot.briefings.slack_form import draw_briefing
from bot.desk.verbs import decide
from bot.simulator.checks.message_rules import check_message
from storage.outbox import Delivery
from tests.briefings.weeks import BRYONY, LEAD, QUIET, number

NASTY = 'Bins <!channel> <@U1> & "<script>alert(1)</script>" https://example.org/?a=1&b=2'


def all_text(blocks) -> str:
    return json.dumps(blocks, ensure_ascii=False)


@pytest.mark.parametrize("person", [BRYONY, QUIET, LEAD, "lead-safety", "sam-duty"])
def test_slack_takes_it(weeks, person):
    weeks.busy_week()
    message = draw_briefing(weeks.briefing(person))
    check_message(message.text, message.blocks, None, strict_text=True)
    assert message.subject


def test_buttons_do_what_they_say(weeks):
    issue = weeks.report("R12", summary="Hedge")
    buttons = [
        (element["action_id"], element["value"], element["text"]["text"])
        for block in draw_briefing(weeks.briefing(BRYONY)).blocks
        for element in block.get("elements", [])
        if element["type"] == "button"
    ]
    assert buttons == [("lead", str(issue.id), "I'll lead"), ("open", str(issue.id), "Open")]


def test_a_flood_is_shortened_and_says_by_how_much(weeks):
    for n in range(60):
        weeks.report("R13", summary=f"Fly-tip number {n}, " + "long words " * 40)
    issue = weeks.report("R12", summary="Hedge")
    briefing = weeks.briefing(BRYONY)
    message = draw_briefing(briefing)
    check_message(message.text, message.blocks, None, strict_text=True)
    assert len(message.blocks) <= 50
    more = re.search(r"and (\d+) more in your Home tab", all_text(message.blocks))
    assert more is not None
    assert more[0] in message.text
    assert f"RR-{issue.id} " in message.text  # what is asked is kept
    assert as_text(briefing).count("Fly-tip number") == 60


def test_what_people_wrote_is_only_text(weeks):
    weeks.report("R13", summary=NASTY, place="<b>Here</b>")
    briefing = weeks.briefing(BRYONY)
    message = draw_briefing(briefing)
    for said in (message.text, all_text(message.blocks)):
        assert "<!channel>" not in said
        assert "<@U1>" not in said
        assert "&lt;!channel&gt;" in said
    html = as_html(briefing)
    assert "<script>" not in html
    assert "<b>Here" not in html
    assert "&lt;!channel&gt;" in html
    assert "<!channel>" in as_text(briefing)  # plain text stays as it was written


def test_every_form_says_the_same(weeks):
    weeks.busy_week()
    briefing = weeks.briefing(BRYONY)
    said = [as_text(briefing), visible(as_html(briefing)), draw_briefing(briefing).text]
    for section in briefing.parts[0].sections:
        for entry in section.entries:
            for form in said:
                flat = " ".join(form.split())
                assert f"RR-{entry.issue}" in flat
                assert entry.text in flat
                assert entry.next_step in flat


def test_json_reads_back(weeks):
    weeks.busy_week()
    briefing = weeks.briefing(LEAD)
    assert Briefing.model_validate_json(as_json(briefing)) == briefing


def test_the_page_has_one_heading_and_fetches_nothing(weeks):
    weeks.busy_week()
    html = as_html(weeks.briefing(LEAD))
    assert html.count("<h1>") == 1
    assert '<html lang="en-GB">' in html
    assert not re.search(r"<(script|img|link|iframe)|url\(|https?:", html)
    assert "@media print" in html


def test_a_copy_is_drawn_as_it_was_made(weeks):
    weeks.busy_week()
    weeks.brief()
    [delivery] = [d for d in weeks.deliveries() if d.recipient == f"person:{BRYONY}"]
    before = weeks.last_copy(BRYONY)
    late = weeks.report("R9")
    decide.accept(weeks.desk, weeks.duty, number(late))
    with weeks.desk.look() as session:
        message = draw_copy(session, weeks.council, delivery, weeks.clock.now())
        assert message == draw_briefing(before)
        gone = Delivery(**{**delivery.model_dump(), "data": {"copy": 999}})
        assert draw_copy(session, weeks.council, gone, weeks.clock.now()) is None


class Visible(HTMLParser):
    def __init__(self):
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def visible(html: str) -> str:
    parser = Visible()
    parser.feed(html)
    return " ".join(parser.said)
