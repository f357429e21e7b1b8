"""A second look for danger and for people at risk: many small signs added up.

Phrases know what they look for, and people in danger are written about in ways that nobody has thought of. So
families of words (people, bodies, harm, fear, haste; and, against, the things that councils hear of daily) each
have a weight, learned from labelled texts; the sum is compared with a threshold. What spoke for it can be shown.
"""

from __future__ import annotations

from collections.abc import Mapping

from triage_rules.prefill.words.cues import Cues, cancelled, distinct
from triage_rules.prefill.words.lexicon import Lexicon, Signal
from triage_rules.prefill.words.phrases import Hit

MOST = 3
"""Words of a family that count."""
CONTEXTS = ("over", "pretend", "figure")
NONE, PRETEND = "none", "pretend"
"""The contexts, where the council has them, of words that say there is none of it, and of drills and films."""


def features(
    cues: Cues, lexicon: Lexicon, services: Mapping[str, float], placed: frozenset[int] = frozenset()
) -> dict[str, float]:
    """How much there is of each family, of words that cancel, and of each service.

    services: id to weight of cues. placed: tokens of places' names, which are no signs.
    """
    found = {f"family {name}": _amount(len(_hits(cues, name, placed))) for name in lexicon.families}
    for signal in ("immediate_danger", "safeguarding"):
        for part in ("pressing", "unknown"):
            hits = distinct(cues.of("signals", signal, part))
            words = lexicon.signals.get(signal)
            standing = [hit for hit in hits if words and not cancelled(cues, lexicon, hit, words.cancelled_by)]
            found[f"{part} {signal}"] = _amount(len(standing))
    for name in CONTEXTS:
        found[f"context {name}"] = _amount(len(cues.of("contexts", name, "words")))
    found["now"] = _amount(len(cues.of("now")))
    for id, weight in services.items():
        found[f"service {id}"] = min(weight, 4) / 2
    return {name: value for name, value in found.items() if value}


def _hits(cues: Cues, family: str, placed: frozenset[int] = frozenset()) -> list[Hit]:
    hits = distinct(cues.of("families", family, "words"))
    return [hit for hit in hits if hit.first not in placed and not _none_of(cues, hit)]


def _none_of(cues: Cues, hit: Hit) -> bool:
    """`no smoke`, `nobody hurt`."""
    _, ends = cues.where("contexts", NONE, "words")
    return hit.first - 1 in ends or hit.first - 2 in ends


def of_services(cues: Cues, lexicon: Lexicon, placed: frozenset[int]) -> dict[str, tuple[str, ...]]:
    """Once a safety warning is raised: the families of words that point to a service, and the words."""
    found: dict[str, tuple[str, ...]] = {}
    for name, family in lexicon.families.items():
        if family.service and (hits := _hits(cues, name, placed)):
            found[name] = tuple(dict.fromkeys(cues.words(hit) for hit in hits))
    return found


def _amount(count: int) -> float:
    return min(count, MOST) ** 0.5


def alarm(cues: Cues, lexicon: Lexicon, present: Mapping[str, float]) -> tuple[Signal, tuple[str, ...]] | None:
    """Which of the two safety signals is to be warned of, and the words that weigh most; None for neither.

    present: the `features` of the text.
    """
    weights = lexicon.weights.safety
    if not weights or cues.of("contexts", PRETEND, "words"):
        return None
    score = weights.get("always", 0.0) + sum(weights.get(name, 0.0) * value for name, value in present.items())
    if score < lexicon.weights.threshold:
        return None
    pulls: dict[Signal, float] = {"immediate_danger": 0.0, "safeguarding": 0.0}
    spoke: list[tuple[float, str]] = []
    for name, family in lexicon.families.items():
        pull = weights.get(f"family {name}", 0.0) * present.get(f"family {name}", 0.0)
        if pull > 0:
            pulls["safeguarding" if family.leans == "safeguarding" else "immediate_danger"] += pull
            spoke += [(pull, cues.words(hit)) for hit in _hits(cues, name)]
    if not spoke:
        return None
    signal: Signal = "safeguarding" if pulls["safeguarding"] > pulls["immediate_danger"] else "immediate_danger"
    strongest = sorted(spoke, key=lambda each: -each[0])
    return signal, tuple(dict.fromkeys(words for _, words in strongest))[:4]
