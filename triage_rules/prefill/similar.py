"""Which earlier issues are like this one: by place, by service and by words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from triage_rules.prefill.words.text import Text

PLACE, SERVICE, WORDS = 0.4, 0.15, 0.45
LEAST = 0.12
"""Below this nothing is alike."""
MOST = 3
ENDINGS = ("ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s", "e", "y")


@dataclass(frozen=True)
class Matter:
    """What one issue is about. words: stems and how often; places: names as looked up; shown: stems as typed."""

    id: str
    words: Mapping[str, int]
    places: frozenset[str]
    wards: frozenset[str]
    services: frozenset[str]
    shown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Likeness:
    """score: from 0 to 1. because: places, services and words that both have. place_only: it is there, and no more."""

    id: str
    score: float
    because: tuple[str, ...]
    place_only: bool = False


def stem(word: str) -> str:
    """A word without its ending: `dumped`, `dumping` and `dumps` are one."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def matter(
    id: str,
    text: Text,
    skip: frozenset[str],
    same: Mapping[str, str],
    places: Iterable[str],
    wards: Iterable[str],
    services: Iterable[str],
) -> Matter:
    """skip: words that say nothing. same: stems that stand for one another."""
    shown: dict[str, str] = {}
    words: Counter[str] = Counter()
    for token in text.tokens:
        if token.word in skip or len(token.word) < 2:
            continue
        root = stem(token.word)
        root = same.get(root, root)
        words[root] += 1
        shown.setdefault(root, token.raw)
    return Matter(id, words, frozenset(places), frozenset(wards), frozenset(services), shown)


class Archive:
    """The issues so far. Rare words and places weigh more than common ones."""

    def __init__(self, matters: Iterable[Matter] = ()):
        self._matters: list[Matter] = []
        self._seen: Counter[str] = Counter()
        self._having: dict[str, set[int]] = {}
        for each in matters:
            self.add(each)

    def __len__(self) -> int:
        return len(self._matters)

    def add(self, each: Matter) -> None:
        number = len(self._matters)
        self._matters.append(each)
        self._seen.update(each.words.keys())
        for key in (*each.words, *(f"@{place}" for place in each.places)):
            self._having.setdefault(key, set()).add(number)

    def like(self, new: Matter, most: int = MOST) -> tuple[Likeness, ...]:
        """Best first. Only issues that share a word or a place are compared."""
        keys = (*new.words, *(f"@{place}" for place in new.places))
        candidates = set[int]().union(*(self._having.get(key, set()) for key in keys))
        scored = ((self._score(new, self._matters[number]), number) for number in candidates)
        best = sorted((pair for pair in scored if pair[0] >= LEAST), key=lambda pair: (-pair[0], pair[1]))
        return tuple(
            Likeness(self._matters[number].id, round(score, 3), *self._because(new, self._matters[number]))
            for score, number in best[:most]
        )

    def _rarity(self, word: str) -> float:
        return math.log((len(self._matters) + 2) / (self._seen.get(word, 0) + 1))

    def _length(self, words: Iterable[str]) -> float:
        return math.sqrt(sum(self._rarity(word) ** 2 for word in words))

    def _score(self, new: Matter, old: Matter) -> float:
        shared = new.words.keys() & old.words.keys()
        lengths = self._length(new.words) * self._length(old.words)
        words = sum(self._rarity(word) ** 2 for word in shared) / lengths if lengths else 0.0
        services = _overlap(new.services, old.services)
        return PLACE * self._place(new, old) + SERVICE * services + WORDS * min(1.0, 2 * words)

    def _place(self, new: Matter, old: Matter) -> float:
        if new.places & old.places:
            rare = min(len(self._having.get(f"@{place}", ())) for place in new.places & old.places)
            return 1.0 if rare <= 3 else 0.7
        return 0.35 * _overlap(new.wards, old.wards)

    def _because(self, new: Matter, old: Matter) -> tuple[tuple[str, ...], bool]:
        """What both have, a place's own words not said again; and whether that is a place alone."""
        places, services = sorted(new.places & old.places), sorted(new.services & old.services)
        of_places = {stem(word) for place in places for word in place.split()}
        shared = (new.words.keys() & old.words.keys()) - of_places
        words = sorted(shared, key=lambda word: (-self._rarity(word), word))[:4]
        shown = [new.shown.get(word, word) for word in words]
        return (*places, *services, *shown), not (services or shown)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def same_words(alike: Sequence[Iterable[str]]) -> dict[str, str]:
    """Each stem of a group to the group's first."""
    return {
        stem(word): stem(sorted_group[0]) for group in alike if (sorted_group := sorted(group)) for word in sorted_group
    }
