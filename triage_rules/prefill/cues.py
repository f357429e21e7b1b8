"""All of a lexicon's phrases, compiled together and found in a text in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from triage_rules.prefill.lexicon import Lexicon, phrase_lists
from triage_rules.prefill.phrases import Hit, Phrases
from triage_rules.prefill.text import Text

Owner = tuple[str, ...]
"""Where a list of phrases stands in the lexicon, such as ("services", "highways", "sure")."""


@dataclass
class Cues:
    """The hits in one text, by owner."""

    text: Text
    found: dict[Owner, list[Hit]] = field(default_factory=dict)

    def of(self, *owner: str) -> list[Hit]:
        return self.found.get(owner, [])

    def words(self, hit: Hit) -> str:
        return hit.words(self.text)


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
    return any(_reaches(cues, other, hit, reach) for other in cues.of("contexts", name, "words"))


def _reaches(cues: Cues, other: Hit, hit: Hit, reach: str) -> bool:
    if reach == "text":
        return True
    if reach == "sentence":
        return other.sentence == hit.sentence
    tokens = cues.text.tokens
    return any(
        0 <= first - other.last <= 4 and other.last < first and tokens[other.last].clause == tokens[first].clause
        for first, _ in hit.parts
    )


def distinct(hits: list[Hit]) -> Iterator[Hit]:
    """One hit for each different piece of the text."""
    seen = set()
    for hit in hits:
        if hit.parts not in seen:
            seen.add(hit.parts)
            yield hit
