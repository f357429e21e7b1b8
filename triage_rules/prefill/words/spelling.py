"""Words close to a misspelt one: found by leaving out one letter on either side, then measured."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

SHORTEST = 4
LONGEST = 24
TWO_EDITS_FROM = 8
"""From this length a word may have two slips."""
MOST = 4


class Spelling:
    """A vocabulary in which misspelt words are looked up."""

    def __init__(self, words: Iterable[str]):
        self._words = frozenset(words)
        self._near: dict[str, tuple[str, ...]] = {}
        for word in sorted(self._words):
            if SHORTEST <= len(word) <= LONGEST and word.isalpha():
                for key in _keys(word):
                    self._near[key] = (*self._near.get(key, ()), word)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def near(self, word: str) -> tuple[str, ...]:
        """The closest words, best first; none for a word that is in the vocabulary or is no word."""
        if word in self._words or not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
            return ()
        found = {candidate for key in _keys(word) for candidate in self._near.get(key, ())}
        measured = sorted((edits(word, candidate), candidate) for candidate in found)
        return tuple(candidate for distance, candidate in measured if distance <= _allowed(word, candidate))[:MOST]


def _allowed(word: str, candidate: str) -> int:
    return 2 if min(len(word), len(candidate)) >= TWO_EDITS_FROM and word[0] == candidate[0] else 1


def _keys(word: str) -> set[str]:
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


@lru_cache(maxsize=4096)
def edits(one: str, other: str) -> int:
    """Letters left out, added, replaced, or swapped with their neighbour."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]
