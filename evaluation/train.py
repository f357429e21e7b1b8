"""Learns the weights of lexicon/learned.yaml from labelled texts, and says how well they do on texts not learned from.

    python -m evaluation.train tests/prefill/texts.jsonl [--write]

Logistic regression by plain gradient descent, no library; the same result on every run. Figures are of
cross-validation: each text is judged by weights that were learned without it and without its neighbours in the file.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evaluation.figures import SAFETY
from evaluation.score import PLACES, SHARED, reader_of
from storage import council_files
from triage_rules.council import parse
from triage_rules.prefill.suggest import Seen

ALWAYS = "always"
FOLDS = 10
STEPS, PACE = 120, 0.3
PULL = 0.004
FALSE_ALARMS = 0.10
"""What the learned weights may raise by themselves; the phrases have a share of their own."""
Features = dict[str, float]
Example = tuple[Features, bool]
Weights = dict[str, float]
Read = tuple[dict[str, Any], Seen]


def learn(listed: Sequence[Example]) -> Weights:
    """Weights that are drawn towards nought, the stronger the greater PULL; both answers count alike.

    Each weight has its own pace, the slower the more it has moved (AdaGrad).
    """
    weights: Weights = {name: 0.0 for found, _ in listed for name in found}
    moved = dict.fromkeys(weights, 1e-8)
    share = _shares(listed)
    for _ in range(STEPS):
        slope = {name: PULL * weight for name, weight in weights.items()}
        for found, answer in listed:
            miss = share[answer] * (chance(weights, found) - answer)
            for name, value in found.items():
                slope[name] += miss * value
        for name, each in slope.items():
            moved[name] += each * each
            weights[name] -= PACE * each / math.sqrt(moved[name])
    return weights


def _shares(listed: Sequence[Example]) -> dict[bool, float]:
    yes = sum(answer for _, answer in listed)
    return {True: 0.5 / max(yes, 1), False: 0.5 / max(len(listed) - yes, 1)}


def total(weights: Weights, found: Features) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in found.items())


def chance(weights: Weights, found: Features) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total(weights, found)))))


def safety_examples(read: Sequence[Read]) -> list[Example]:
    """Reports labelled neither Yes nor No on both are left out."""
    listed = []
    for report, seen in read:
        labels = {report["signals"][name] for name in SAFETY}
        if "yes" in labels or labels == {"no"}:
            listed.append(({ALWAYS: 1.0, **seen.families}, "yes" in labels))
    return listed


def learn_safety(read: Sequence[Read]) -> Weights:
    return learn(safety_examples(read))


def folds(read: Sequence[Read]) -> list[tuple[Sequence[Read], Sequence[Read]]]:
    """What is learned from and what is judged, in turn."""
    size = math.ceil(len(read) / FOLDS)
    return [([*read[:at], *read[at + size :]], read[at : at + size]) for at in range(0, len(read), size)]


def safety_judged(read: Sequence[Read]) -> list[tuple[float, bool]]:
    judged = []
    for known, new in folds(read):
        weights = learn_safety(known)
        judged += [(total(weights, found), danger) for found, danger in safety_examples(new)]
    return judged


def threshold(judged: Sequence[tuple[float, bool]], false_alarms: float = FALSE_ALARMS) -> float:
    """The lowest sum that keeps the false alarms within bounds."""
    calm = sorted((score for score, danger in judged if not danger), reverse=True)
    return calm[int(false_alarms * len(calm))] + 0.01 if calm else 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--council", default="telford-wrekin")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    council = parse(council_files.read(given.council), given.council)
    with tempfile.TemporaryDirectory() as folder:
        reader = reader_of(council, [SHARED / path for path in PLACES], f"sqlite:///{folder}/places.db")
    reports = [json.loads(line) for file in given.files for line in file.read_text(encoding="utf-8").splitlines()]
    read = [(report, reader.seen(report["text"])) for report in reports]
    judged = safety_judged(read)
    for share in (0.05, 0.09, 0.12, 0.15, 0.2):
        least = threshold(judged, share)
        yes = [score >= least for score, danger in judged if danger]
        print(f"safety, false alarms {share:.0%}: recall {sum(yes) / len(yes):.1%} of {len(yes)}")
    if given.write:
        file = council_files.SHIPPED / given.council / "lexicon" / "learned.yaml"
        file.write_text(written(learn_safety(read), threshold(judged)), encoding="utf-8")
    return 0


def written(safety: Weights, least: float) -> str:
    lines = [
        "# Learned from tests/prefill/texts.jsonl by `python -m evaluation.train`: change the texts, not the numbers.",
        "weights:",
        f"  threshold: {least:.2f}",
        f"  safety: {_shown(safety)}",
    ]
    return "\n".join([*lines, ""])


def _shown(weights: Weights) -> str:
    shown = (f"{name}: {weight:.2f}" for name, weight in sorted(weights.items()) if abs(weight) >= 0.02)
    return "{" + ", ".join(shown) + "}"


if __name__ == "__main__":
    sys.exit(main())
