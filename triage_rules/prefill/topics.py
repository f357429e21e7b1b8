"""What a text is about: the council's topics that its words belong to, told apart by how they are spoken of.

A thing may be the matter itself (`the swings are broken`), a landmark (`behind the swings`), or denied (`not the
swings`); each has a weight of its own for each service.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from triage_rules.prefill.words.cues import Cues, cancelled, distinct
from triage_rules.prefill.words.lexicon import Lexicon
from triage_rules.prefill.words.phrases import Hit

BESIDE, DENIED, PRETEND = "beside", "denied", "pretend"
"""The contexts, where the council has them, of words before a landmark, of denials, and of drills and films."""
WARNED = "warned "
"""Before the name of a family of words that a safety warning made count."""
MOST = 3
"""Words of a topic that count."""
Signs = Mapping[str, tuple[str, ...]]
"""Feature to the words, as typed."""


@dataclass(frozen=True)
class _Said:
    topic: str
    hit: Hit

    @property
    def span(self) -> tuple[int, int] | None:
        """Of words that stand together."""
        return self.hit.parts[0] if len(self.hit.parts) == 1 else None


def topics(cues: Cues, lexicon: Lexicon, placed: frozenset[int]) -> Signs:
    """placed: tokens of places' names, which say nothing."""
    said = [_Said(name, hit) for name in lexicon.topics for hit in distinct(cues.of("topics", name, "words"))]
    said = [each for each in said if not _named(each.hit, placed)]
    longer = _longer(said)
    found: dict[str, dict[str, None]] = {}
    for each in said:
        if lexicon.topics[each.topic].services and not _inside(each, longer):
            words = cues.text.between(*each.hit.parts[0]) if each.span else cues.words(each.hit)
            found.setdefault(_way(each, cues, lexicon) + each.topic, {})[words] = None
    return {name: tuple(words) for name, words in found.items()}


def amounts(signs: Signs) -> dict[str, float]:
    return {name: min(len({each.casefold() for each in words}), MOST) ** 0.5 for name, words in signs.items()}


def _named(hit: Hit, placed: frozenset[int]) -> bool:
    return any(all(at in placed for at in range(first, last + 1)) for first, last in hit.parts)


def _longer(said: list[_Said]) -> dict[int, list[tuple[int, int, str]]]:
    """By token: the pieces of several words that it is in."""
    longer: dict[int, list[tuple[int, int, str]]] = {}
    for each in said:
        if each.span and each.span[1] > each.span[0]:
            for at in range(each.span[0], each.span[1] + 1):
                longer.setdefault(at, []).append((*each.span, each.topic))
    return longer


def _inside(each: _Said, longer: Mapping[int, list[tuple[int, int, str]]]) -> bool:
    """`lamp post` is not a post, nor a `dog bin` a bin."""
    return each.span is not None and any(_swallows(other, each) for other in longer.get(each.span[0], ()))


def _swallows(other: tuple[int, int, str], each: _Said) -> bool:
    first, last = each.span or (0, 0)
    return other[2] != each.topic and other[0] <= first and last <= other[1] and other[1] - other[0] > last - first


def _way(each: _Said, cues: Cues, lexicon: Lexicon) -> str:
    names = lexicon.contexts.keys()
    if PRETEND in names and cues.of("contexts", PRETEND, "words"):
        return "no "
    if DENIED in names and cancelled(cues, lexicon, each.hit, (DENIED,)):
        return "no "
    return "at " if BESIDE in names and cancelled(cues, lexicon, each.hit, (BESIDE,)) else ""


def warned_of(hits: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The signs that a safety warning adds. hits: family of words to those found."""
    for name, words in hits.items():
        yield WARNED + name, words
