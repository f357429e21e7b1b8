"""One's own briefing in Slack: read page by page, and chosen when and how it comes."""

from dataclasses import replace
from datetime import date

import pytest

from bot.desk.own_briefing import allowed
from bot.desk.refusal import Refusal
from bot.desk.verbs.briefings import choose
from bot.slack.blocks import section
from storage.briefing_choices import BriefingChoice
from tests.slack.workplace import Workplace, working

BRYONY = "cllr-bryony-ribbonhurst"


def choices(place: Workplace, person: str = BRYONY):
    home = place.user(person).open_home()
    assert home is not None
    home.click("Choose when it comes")
    return place.user(person).open_view()


def kept(place: Workplace) -> list[BriefingChoice]:
    return place.all(BriefingChoice)


def test_what_was_chosen_stands_in_the_form_the_next_time(place: Workplace):
    form = choices(place)
    assert "Your next one comes at 9am Monday 30 November." in form.text
    assert form.options("Which day?") == ["As the council has it", "Monday", "Wednesday", "Friday"]
    assert form.options("How should it reach you?") == ["As the council has it", "Here in Slack", "By e-mail"]
    form.fill("Which day?", "Wednesday")
    form.fill("At what time?", "5pm")
    form.fill("How should it reach you?", "By e-mail")
    assert form.submit()
    assert "Noted. Your next one comes at 5pm Wednesday 25 November." in form.text
    [choice] = kept(place)
    assert (choice.day, choice.hour, choice.channel, choice.roll_up) == ("wed", 17, "email", None)
    assert choice.changed_by == f"person:{BRYONY}"
    again = choices(place)
    assert (again.value("Which day?"), again.value("At what time?")) == ("Wednesday", "5pm")
    again.fill("Which day?", "As the council has it")
    again.submit()
    assert kept(place)[0].day is None


def test_a_pause_and_its_end(place: Workplace):
    form = choices(place)
    assert len(form.options("Do you want a pause?")) == 9  # none, and one to eight weeks
    form.fill("Do you want a pause?", "Until Monday 7 December")
    form.submit()
    assert kept(place)[0].paused_until == date(2026, 12, 7)
    assert "paused until Monday 7 December. After that it comes again, first at 9am Monday 14 December" in form.text
    form = choices(place)
    form.fill("Do you want a pause?", "No pause")
    form.submit()
    assert kept(place)[0].paused_until is None
    assert choices(place).value("Do you want a pause?") == "No pause"


def test_nobody_else_is_offered_it(place: Workplace):
    home = place.user("olive-officer").open_home()
    assert home is not None
    assert "Your briefing" not in home.text
    for button in ("brief_choose", "brief_read"):
        place.press("olive-officer", button, "0")
    assert place.told("olive-officer") == ["There is no briefing for you, so there is nothing to choose."] * 2
    place.press("sam-duty", "brief_choose", "0")  # the team's comes when it comes
    assert place.told("sam-duty") == ["When these go out is set for everybody; there is nothing to choose."]


@pytest.mark.parametrize(
    ("field", "wish"),
    [
        ("day", "sun"),
        ("hour", 3),
        ("roll_up", "hourly"),
        ("channel", "print"),
        ("pause", date(2028, 1, 1)),
    ],
)
def test_what_is_not_offered_is_refused_on_its_field(place: Workplace, field: str, wish):
    with pytest.raises(Refusal) as refused:
        choose(place.desk, place.actor(BRYONY), BRYONY, **{field: wish})
    assert refused.value.field == field
    assert kept(place) == []


def test_a_choice_that_is_offered_no_more_counts_as_the_usual(place: Workplace, monkeypatch):
    choose(place.desk, place.actor(BRYONY), BRYONY, day="wed")
    council = place.council
    only_monday = [
        kind.model_copy(update={"choices": kind.choices.model_copy(update={"days": ("mon",)})})
        for kind in council.briefings
    ]
    monkeypatch.setattr(place.desk, "council", lambda: replace(council, briefings=tuple(only_monday)))
    may = allowed(place.desk, place.actor(BRYONY))
    assert may is not None
    assert may.next_at is not None
    assert may.next_at.day == 30
    assert choices(place).value("Which day?") == "As the council has it"


def test_a_long_one_is_read_page_by_page(place: Workplace, clock):
    pages = [[section(f"*Page {n}*")] for n in (1, 2, 3)]
    with working(place.desk, clock, brief_for=lambda actor: pages) as elsewhere:
        councillor = elsewhere.user(BRYONY)
        councillor.command("/issue", "brief")
        [first] = [message for message in councillor.messages() if "Page 1" in str(message.blocks)]
        view = councillor.click(first, "Read on (2 of 3)")
        assert view is not None
        assert "Page 2" in view.text
        view.click("Read on (3 of 3)")
        assert "Page 3" in view.text
        assert "Read on" not in view.buttons
        elsewhere.press(BRYONY, "brief_read", "7")  # from an older message
        assert "Page 3" in councillor.open_view().text
