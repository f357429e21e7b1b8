"""A council's own templates: checked with file and line, stopped when they never end, and never in a letter's way."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.briefings.letter_form import draw_letter
from bot.briefings.own_templates import render
from bot.briefings.own_templates.render import Fault, as_letter, faults
from bot.briefings.own_templates.sample import samples
from bot.cards.draw import draw as draw_card
from storage.outbox import Delivery
from tests.briefings.samples import sample
from tests.briefings.weeks import BRYONY
from tests.cli.changed_council import WRITTEN, run, write_folder
from triage_rules.council import CouncilError, parse

PAGE, TEXT = "briefing.html.j2", "briefing.txt.j2"
GOOD = """{% for part in briefing.parts %}
{% for section in part.sections %}
<h2>{{ section.heading }}</h2>
{% endfor %}
{% endfor %}
"""
ENDLESS = "Hello\n{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "SECONDS", 1)


def problem(text: str, name: str = PAGE) -> str:
    (found,) = faults({name: text})
    return str(found)


def test_one_that_works_is_used():
    html = as_letter({PAGE: GOOD}, PAGE, sample(), "")
    assert "<h2>Asked of you (1)</h2>" in html
    assert list(faults({PAGE: GOOD, TEXT: "{{ briefing.title }}"})) == []


def test_it_may_build_on_what_is_shipped_and_cannot_forget_to_escape():
    own = '{% import "page.html.j2" as page with context %}<title>Ours</title>{{ page.whole(briefing) }}'
    html = as_letter({PAGE: own}, PAGE, samples()[0], "")
    assert "<title>Ours</title>" in html
    assert "&lt;director&gt;" in html
    assert "<director>" not in html


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Hello\n{% for part in %}", "line 2: Expected an expression"),
        ("Hello\n\n{{ briefing.titel }}", "line 3: a field is missing: 'dict object' has no attribute 'titel'"),
        ("{% include 'secrets.j2' %}", "line 1: there is no template 'secrets.j2'"),
        ("\n{{ ''.__class__.__mro__ }}", "line 2: that is not allowed in a template"),
        ("\n{{ 1 / 0 }}", "line 2: ZeroDivisionError"),
        ("\n{{ 'a' * 3000000000 }}", "line 2: it needs too much memory"),
        ("\n{% for n in range(90000) %}\n{{ briefing.title }}\n{% endfor %}", "it writes more than 500,000 characters"),
        (ENDLESS, "line 2: it takes too long, so it was stopped"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, says: str):
    said = problem(text)
    assert said.startswith(f"templates/{PAGE}, line ")
    assert says in said


def test_one_that_stops_the_child_itself_is_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(render, "PATIENCE", 0.001)
    with pytest.raises(Fault, match="so it was stopped"):
        as_letter({PAGE: GOOD}, PAGE, sample(), "")


def test_a_name_that_nothing_uses():
    with pytest.raises(CouncilError, match=r"templates/letter.j2, line 1: no template of that name is used"):
        parse({**WRITTEN, "templates/letter.j2": "Hello"}, "sample")


def test_council_check_refuses_it(tmp_path: Path):
    folder = write_folder(tmp_path, {**WRITTEN, f"templates/{TEXT}": "Hello\n{{ briefing.nam }}"})
    done = run("council", "check", folder)
    assert done.exit_code == 1
    assert f"templates/{TEXT}, line 2: a field is missing" in done.stderr
    assert "1 mistake in" in done.stderr


def test_when_it_fails_after_all_the_usual_letter_goes_and_the_team_is_told(weeks):
    weeks.brief()
    weeks.to(30, 9)
    weeks.brief()
    (delivery,) = [d for d in weeks.deliveries() if d.recipient == f"person:{BRYONY}"]
    council = replace(weeks.council, templates={PAGE: "{{ briefing.nam }}"})
    with weeks.desk.look() as session:
        usual = draw_letter(session, weeks.council, delivery, weeks.clock.now())
        letter = draw_letter(session, council, delivery, weeks.clock.now())
        assert usual is not None
        assert letter is not None
        assert (letter.html, letter.text) == (usual.html, usual.text)
        assert usual.follow is None
        assert letter.follow is not None
        assert (letter.follow.to, letter.follow.key) == ("team", f"template-{council.hash[:16]}")
        assert "templates/briefing.html.j2, line 1" in told(session, council, letter.follow.data)


def told(session: Session, council, data) -> str:
    notice = Delivery(key="k", kind="own_template", recipient="team", lane="l", data=data, due_at=None, created_at=None)
    message = draw_card(session, council, notice, None)
    assert message is not None
    return message.text
