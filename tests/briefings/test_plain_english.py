"""Briefings are in plain English: by Flesch and Kincaid at most a ninth year's."""

import pytest

from tests.briefings.plain_english import grade, sentences, syllables
from tests.briefings.weeks import BRYONY, LEAD, QUIET, Weeks


@pytest.mark.parametrize(
    ("word", "many"), [("the", 1), ("team", 1), ("councillor", 3), ("acknowledged", 3), ("waste", 1), ("reporter", 3)]
)
def test_syllables(word: str, many: int):
    assert syllables(word) == many


def test_it_tells_hard_from_easy():
    assert grade(["The cat sat on the mat."]) < 2
    assert grade(["Organisational accountability necessitates comprehensive interdepartmental communication."]) > 20


def test_briefings_can_be_read_in_plain_english(weeks: Weeks):
    weeks.busy_week()
    for person in (BRYONY, QUIET, LEAD, "lead-safety", "sam-duty"):
        found = grade(sentences(weeks.briefing(person)))
        print(f"{person}: Flesch-Kincaid grade {found:.1f}")  # with -s
        assert found <= 9, person
