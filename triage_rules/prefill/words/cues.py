"""All of a lexicon's phrases, compiled together and found in a text in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from triage_rules.prefill.words.lexicon import Lexicon, phrase_lists
from triage_rules.prefill.words.phrases import Hit, Phrases
from triage_rules.prefill.words.text import Text

BEFORE = 4
"""Words: how far before a cue stands what takes it back."""
Owner = tuple[str, ...]
"""Where a list of phrases stands in the lexicon, such as ("topics", "potholes", "words")."""


@dataclass
class Cues:
    """The hits in one text, by owner."""

    text: Text
    found: dict[Owner, list[Hit]] = field(default_factory=dict)
    _places: dict[Owner, tuple[frozenset[int], frozenset[int]]] = field(default_factory=dict)

    def of(self, *owner: str) -> list[Hit]:
        return self.found.get(owner, [])

    def words(self, hit: Hit) -> str:
        return hit.words(self.text)

    def where(self, *owner: str) -> tuple[frozenset[int], frozenset[int]]:
        """The sentences with such hits, and the tokens that they end at."""
        if owner not in self._places:
            hits = self.of(*owner)
            self._places[owner] = frozenset(hit.sentence for hit in hits), frozenset(hit.last for hit in hits)
        return self._places[owner]


class CueFinder:
    """The compiled lexicon. Raises PhraseError."""

    def __init__(self, lexicon: Lexicon):
        self._owners: list[Owner] = []
        phrases: list[str] = []
        for owner, listed in phrase_lists(lexicon):
            phrases += listed
            self._owners += [owner] * len(listed)
        self._phrases = Phrases(phrases, {name: tuple(sorted(words)) for name, words in lexicon.groups.items()})

    @property
    def vocabulary(self) -> frozenset[str]:
        return self._phrases.vocabulary

    def find(self, text: Text) -> Cues:
        cues = Cues(text)
        for hit in self._phrases.find(text):
            cues.found.setdefault(self._owners[hit.phrase], []).append(hit)
        return cues


def cancelled(cues: Cues, lexicon: Lexicon, hit: Hit, names: tuple[str, ...]) -> bool:
    """Whether one of these contexts makes the hit not count."""
    return any(_applies(cues, lexicon, hit, name) for name in names)


def _applies(cues: Cues, lexicon: Lexicon, hit: Hit, name: str) -> bool:
    reach = lexicon.contexts[name].reach
    sentences, ends = cues.where("contexts", name, "words")
    if reach == "text":
        return bool(sentences)
    if reach == "sentence":
        return hit.sentence in sentences
    return any(_just_before(cues.text, first, ends) for first, _ in hit.parts)


def _just_before(text: Text, first: int, ends: frozenset[int]) -> bool:
    clause = text.tokens[first].clause
    return any(at in ends and text.tokens[at].clause == clause for at in range(max(0, first - BEFORE), first))


def distinct(hits: list[Hit]) -> Iterator[Hit]:
    """One hit for each different piece of the text."""
    seen = set()
    for hit in hits:
        if hit.parts not in seen:
            seen.add(hit.parts)
            yield hit
