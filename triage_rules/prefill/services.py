"""Which services a text touches: what it is about, added up for each service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from triage_rules.prefill.topics import WARNED, Signs, amounts
from triage_rules.prefill.words.lexicon import Lexicon

ALWAYS, SELDOM = "always", -3.2
"""What is added for every service when nothing was learned: most matters are not its job."""
USUAL, ASIDE, WARNING = 4.0, 1.0, 2.0
"""What weighs for a service when nothing was learned: a topic as the matter, or otherwise; what a warning is about."""


@dataclass(frozen=True)
class Spoken:
    """How much speaks for a service. because: the words that do, the weightiest first, as typed."""

    id: str
    score: float
    because: tuple[str, ...]

    @property
    def weight(self) -> float:
        """From 0, when nothing speaks for it."""
        return max(0.0, self.score - SELDOM)


@dataclass(frozen=True)
class TouchedService:
    """id: the organisation's. because: the words that say so, as typed."""

    id: str
    because: tuple[str, ...]


def served(lexicon: Lexicon) -> tuple[str, ...]:
    """Every service that a topic names, in the lexicon's order."""
    return tuple(dict.fromkeys(id for topic in lexicon.topics.values() for id in topic.services))


def usual(feature: str, lexicon: Lexicon) -> Mapping[str, float]:
    """By service, what a feature weighs before anything is learned."""
    if feature == ALWAYS:
        return dict.fromkeys(served(lexicon), SELDOM)
    if feature.startswith(WARNED):
        family = lexicon.families.get(feature.removeprefix(WARNED))
        return {family.service: WARNING} if family and family.service else {}
    if feature in lexicon.topics:
        return dict.fromkeys(lexicon.topics[feature].services, USUAL)
    topic = lexicon.topics.get(feature.partition(" ")[2])
    return dict.fromkeys(topic.services, ASIDE) if topic else {}


def spoken_for(signs: Signs, lexicon: Lexicon) -> tuple[Spoken, ...]:
    """Every service that there are signs of, and the others with what is always added."""
    every = dict.fromkeys(served(lexicon), 0.0)
    because: dict[str, list[tuple[float, tuple[str, ...]]]] = {id: [] for id in every}
    for feature, amount in (*amounts(signs).items(), (ALWAYS, 1.0)):
        for id, weight in _weights(feature, lexicon).items():
            if id in every:
                every[id] += weight * amount
                if weight > 0 and feature in signs:
                    because[id].append((weight * amount, signs[feature]))
    return tuple(Spoken(id, score, tuple(_strongest(because[id]))) for id, score in every.items())


def _weights(feature: str, lexicon: Lexicon) -> Mapping[str, float]:
    learned = lexicon.weights.services
    return learned[feature] if feature in learned else usual(feature, lexicon)


def _strongest(reasons: list[tuple[float, tuple[str, ...]]]) -> Iterator[str]:
    ordered = sorted(reasons, key=lambda each: -each[0])
    yield from dict.fromkeys(words for weight, each in ordered for words in each if weight * 4 >= ordered[0][0])


def services(every: tuple[Spoken, ...], lexicon: Lexicon) -> tuple[TouchedService, ...]:
    """Those with enough; or else the one with most, if that is not too little. None without words that say so."""
    weights = lexicon.weights
    able = [spoken for spoken in every if spoken.because]
    enough = [spoken for spoken in able if spoken.score >= weights.enough]
    if not enough and able:
        most = max(able, key=lambda spoken: spoken.score)
        enough = [most] if most.score >= weights.least else []
    return tuple(TouchedService(spoken.id, spoken.because) for spoken in enough)
