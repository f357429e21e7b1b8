"""The little language of phrases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_rules.prefill.words.phrases import PhraseError, Phrases
from triage_rules.prefill.words.text import read_text


def found(phrase: str, source: str, **groups: tuple[str, ...]) -> list[str]:
    text = read_text(source)
    return [hit.words(text) for hit in Phrases([phrase], groups).find(text)]


@pytest.mark.parametrize(
    ("phrase", "source", "words"),
    [
        ("street light", "The Street Light is out", ["Street Light"]),
        ("lamp", "Two lamps, glass", ["lamps"]),
        ("glas", "glass", []),
        ("pot*", "Potholes and pots", ["Potholes", "pots"]),
        ("car/van", "A van, a car", ["van", "car"]),
        ("smell of? gas", "smell of gas, smell gas", ["smell of gas", "smell gas"]),
        ("kid ~ river", "a kid is in the river", ["kid is in the river"]),
        ("kid ~ river", "a kid a b c d e f river", []),
        ("kid ~ river", "a kid. The river", []),
        ("# people", "23 people, 14th people", ["23 people"]),
        ("$kid alone", "a child alone", ["child alone"]),
        ("fire & house", "The house is on fire. A fire.", ["house … fire"]),
        ("fire & !drill", "A fire drill. A fire.", ["fire"]),
        ("fire && house", "A fire. The house.", ["fire … house"]),
        ("fire && !drill", "A fire. The drill.", []),
        ("kid & kid/child", "kid", []),
        ("kid & kid/child", "kid, child", ["kid … child"]),
        ("can't", "CAN’T", ["CAN’T"]),
        ("fire & house", "fire", []),
    ],
)
def test_what_a_phrase_finds(phrase: str, source: str, words: list[str]):
    assert found(phrase, source, kid=("kid", "child")) == words


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("", "nothing to look for"),
        ("!fire", "names nothing"),
        ("fire ~", "nothing to look for at its end"),
        ("fire & ", "nothing to look for at its end"),
        ("$nobody", "not among the groups"),
        ("a-b", "is not a word"),
        ("f*", "is not a word"),
    ],
)
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str, why: str):
    with pytest.raises(PhraseError, match=why):
        Phrases([phrase])


def test_the_same_words_in_two_phrases_are_both_found():
    text = read_text("on fire")
    hits = Phrases(["on fire", "fire", "fire/smoke"]).find(text)
    assert [(hit.phrase, hit.first, hit.last) for hit in hits] == [(0, 0, 1), (1, 1, 1), (2, 1, 1)]
    assert Phrases(["on fire"]).vocabulary == {"on", "fire"}


@given(st.lists(st.sampled_from(["fire", "no", "kid", ".", ",", "river", "7"]), max_size=40))
def test_hits_lie_in_one_sentence(parts: list[str]):
    text = read_text(" ".join(parts))
    for hit in Phrases(["kid ~ river", "fire & kid", "# fire"]).find(text):
        sentences = {text.tokens[at].sentence for first, last in hit.parts for at in (first, last)}
        assert sentences == {hit.sentence}
