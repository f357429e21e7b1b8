"""Cutting a text into words."""

from hypothesis import given
from hypothesis import strategies as st

from triage_rules.prefill.words.text import read_text


def words(source: str) -> list[str]:
    return [token.word for token in read_text(source).tokens]


def test_apostrophes_accents_and_what_cannot_be_seen_do_not_count():
    assert words("Can't Siân’s ma\u200bde\u00adley") == ["cant", "sians", "madeley"]


def test_a_word_is_the_exact_substring():
    text = read_text("In ma\u200bdeley, Siân")
    assert [text.source[token.start : token.end] for token in text.tokens] == ["In", "ma\u200bdeley", "Siân"]


def test_sentences_and_clauses():
    text = read_text("Mr. Hill fell, twice. No. 4 said Dr. Who\nNew line! At 1.15 it rained.. Yes")
    assert [token.sentence for token in text.tokens] == [0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3, 4]
    assert [token.clause for token in text.tokens][:4] == [0, 0, 0, 1]
    assert [token.raw for token in text.tokens if token.opens] == ["Mr", "No", "New", "At", "Yes"]
    assert read_text("one - two").tokens[1].clause == 1


def test_capitals_of_a_shouted_text_say_nothing():
    assert read_text("NEW ROAD POTHOLE").shouted
    assert not read_text("New Road pothole").shouted
    assert not read_text("NO").shouted


@given(st.text())
def test_words_stand_in_order_inside_the_text(source: str):
    tokens = read_text(source).tokens
    assert all(0 <= token.start < token.end <= len(source) for token in tokens)
    assert all(a.end <= b.end and a.start <= b.start for a, b in zip(tokens, tokens[1:], strict=False))
