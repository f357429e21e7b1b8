"""Texts that were not written to be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.prefill.small_reader import sample_reader
from triage_rules.prefill.suggest import Suggestions
from triage_rules.prefill.words.lexicon import SIGNALS

HOSTILE = {
    "nothing": "",
    "blanks": " \n\t\u200b",
    "one long word": "a" * 12_000,
    "many places": "High Street Madeley, " * 600,
    "misspelt places": "Madelye Hadly Ketlye " * 600,
    "names": "Sian Aldersey " * 900,
    "numbers": "01632 960123 " * 900,
    "addresses without end": "a@" * 6_000,
    "dots": "a." * 6_000,
    "danger over and over": "not on fire, kid with knife " * 450,
    "emoji": "😂👏🏽\u200d♀️" * 2_500,
    "right to left": "שלום \u202emadeley\u202c " * 700,
    "invisible": "m\u200ba\u200bd\u200be\u200bl\u200be\u200by " * 800,
    "markup": "<script>alert(1)</script><!channel> <@U123> " * 270,
    "a bomb for patterns": "(" * 4_000 + "a" * 4_000 + "!" * 4_000,
    "half a character": "\ud800 text" * 1_000,
}


def spans_are_exact(text: str, found: Suggestions) -> None:
    assert all(text[span.start : span.end] == span.text for span in found.personal_data)
    assert all(place.text in text for place in found.places)
    assert set(found.answers) == set(SIGNALS)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_read_whole(name: str):
    spans_are_exact(HOSTILE[name], sample_reader().suggest(HOSTILE[name]))


def test_a_text_that_is_hidden_from_the_eye_is_still_read():
    found = sample_reader().suggest(HOSTILE["invisible"])
    assert found.wards == ("madeley",)
    assert found.places[0].text == "m\u200ba\u200bd\u200be\u200bl\u200be\u200by"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all(text: str):
    spans_are_exact(text, sample_reader().suggest(text))
