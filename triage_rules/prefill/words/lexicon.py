"""A council's words: which of them suggest what, as its files of the folder `lexicon` say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from pydantic import Field

from triage_rules.criteria import Answer, Signal
from triage_rules.prefill.words.signs import Family, Topic, Weights
from triage_rules.prefill.words.word_lists import PhraseList, Words, WordSet

SIGNALS: tuple[Signal, ...] = get_args(Signal)
SAFETY_SIGNALS: tuple[Signal, ...] = ("immediate_danger", "safeguarding")
RaisedBy = Literal["resident", "ward_member", "cabinet", "cmt", "partner", "officer", "unknown"]


class Context(Words):
    """What makes a cue not count: words just before it, in its sentence, or anywhere in the text."""

    reach: Literal["before", "sentence", "text"]
    words: PhraseList


class SignalWords(Words):
    """otherwise: the answer when nothing is said. pressing: Yes when the text also has words of `now`."""

    otherwise: Answer = "unknown"
    yes: PhraseList = ()
    pressing: PhraseList = ()
    unknown: PhraseList = ()
    no: PhraseList = ()
    cancelled_by: tuple[str, ...] = ()


class PersonalWords(Words):
    """titles: of private people. roles: titles of people in office. cues: words that a name follows.

    ordinary: words that are no names, though written with a capital. bodies: words that make a name that of an
    organisation. health: words about health; kin, person: whose health it may be.
    """

    titles: WordSet = frozenset()
    roles: WordSet = frozenset()
    first_names: WordSet = frozenset()
    also_words: WordSet = frozenset()
    cues: PhraseList = ()
    ordinary: WordSet = frozenset()
    bodies: WordSet = frozenset()
    health: PhraseList = ()
    not_health: PhraseList = ()
    kin: PhraseList = ()
    person: PhraseList = ()


class KnownPlace(Words):
    """estate: `wards` are its wards. town: spread over wards, or of none; `narrows` only helps to tell streets
    of one name apart. outside: not in the council's area. `also`: other names. A ward is an id of the directory."""

    name: str
    kind: Literal["estate", "town", "outside", "street", "landmark"]
    wards: tuple[str, ...] = ()
    narrows: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class PlaceWords(Words):
    """aside: words before a place that only passes by.

    whole, wholly: words before, and after, a town that mean all its wards. body: words after a place that make it
    the name of an organisation. needs_ward: names of wards that are ordinary words too, and count only beside the
    word `ward`; needs_capital: those that count with a capital.
    """

    known: tuple[KnownPlace, ...] = ()
    outside: PhraseList = ()
    aside: PhraseList = ()
    whole: PhraseList = ()
    wholly: PhraseList = ()
    body: PhraseList = ()
    needs_ward: WordSet = frozenset()
    needs_capital: WordSet = frozenset()


class Lexicon(Words):
    """Everything that a council says about words. An empty one suggests nothing."""

    groups: Mapping[str, WordSet] = Field(default_factory=dict)
    contexts: Mapping[str, Context] = Field(default_factory=dict)
    now: PhraseList = ()
    topics: Mapping[str, Topic] = Field(default_factory=dict)
    signals: Mapping[Signal, SignalWords] = Field(default_factory=dict)
    raised_by: Mapping[RaisedBy, PhraseList] = Field(default_factory=dict)
    personal: PersonalWords = PersonalWords()
    places: PlaceWords = PlaceWords()
    families: Mapping[str, Family] = Field(default_factory=dict)
    weights: Weights = Weights()
    alike: tuple[WordSet, ...] = ()
    """Words that mean the same when issues are compared."""


def phrase_lists(lexicon: Lexicon) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Where each list of phrases stands, and the list."""
    yield ("now",), lexicon.now
    for name, context in lexicon.contexts.items():
        yield ("contexts", name, "words"), context.words
    for name, topic in lexicon.topics.items():
        yield ("topics", name, "words"), topic.words
    for signal, words in lexicon.signals.items():
        for part in ("yes", "pressing", "unknown", "no"):
            yield ("signals", signal, part), getattr(words, part)
    for who, phrases in lexicon.raised_by.items():
        yield ("raised_by", who), phrases
    for name, family in lexicon.families.items():
        yield ("families", name, "words"), family.words
    for part in ("cues", "health", "not_health", "kin", "person"):
        yield ("personal", part), getattr(lexicon.personal, part)
    for part in ("aside", "whole", "wholly", "body"):
        yield ("places", part), getattr(lexicon.places, part)
