"""Logistic regression by plain gradient descent, no library; the same result on every run."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from triage_rules.prefill.suggest import Seen

FOLDS = 10
STEPS, PACE = 120, 0.3
SETTLED = 0.005
"""A miss this small moves nothing."""
Features = dict[str, float]
Weights = dict[str, float]
Example = tuple[Features, bool, float]
"""What a text has, the answer, and how much the example counts."""
Read = tuple[dict[str, Any], Seen]
"""A labelled report, and what was seen in it."""


def fit(listed: Sequence[Example], start: Mapping[str, float], pull: float) -> Weights:
    """Weights that are drawn back to where they start, the stronger the greater `pull`.

    Each weight has its own pace, the slower the more it has moved (AdaGrad).
    """
    weights, moved = dict(start), dict.fromkeys(start, 1e-8)
    for _ in range(STEPS):
        slope = {name: pull * (weight - start[name]) for name, weight in weights.items()}
        for found, answer, share in listed:
            miss = chance(weights, found) - answer
            if abs(miss) > SETTLED:
                for name, value in found.items():
                    slope[name] += share * miss * value
        for name, each in slope.items():
            moved[name] += each * each
            weights[name] -= PACE * each / math.sqrt(moved[name])
    return weights


def total(weights: Mapping[str, float], found: Features) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in found.items())


def chance(weights: Mapping[str, float], found: Features) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total(weights, found)))))


def folds(read: Sequence[Read]) -> list[tuple[Sequence[Read], Sequence[Read]]]:
    """What is learned from and what is judged, in turn."""
    size = math.ceil(len(read) / FOLDS)
    return [([*read[:at], *read[at + size :]], read[at : at + size]) for at in range(0, len(read), size)]
