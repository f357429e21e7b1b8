"""Learns the weights of lexicon/learned.yaml from labelled texts, and says how well they do on texts not learned from.

    python -m evaluation.train tests/prefill/texts.jsonl tests/prefill/reports.jsonl [--write]

Figures are of cross-validation: each text is judged by weights that were learned without it and without its
neighbours in the file.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from evaluation.figures import SAFETY
from evaluation.learning import Features, Read, Weights, fit, folds, total
from evaluation.of_services import ENOUGH, LEAST, f1, learn_services, service_examples, services_judged
from evaluation.score import PLACES, SHARED, reader_of
from storage import council_files
from triage_rules.council import parse
from triage_rules.prefill.services import ALWAYS

PULL = 0.004
FALSE_ALARMS = 0.12
"""What the learned weights may raise by themselves; the phrases have a share of their own."""
Safety = tuple[Features, bool]


def learn(listed: Sequence[Safety]) -> Weights:
    """Weights that are drawn towards nought; both answers count alike."""
    share = _shares(listed)
    start = {name: 0.0 for found, _ in listed for name in found}
    return fit([(found, answer, share[answer]) for found, answer in listed], start, PULL)


def _shares(listed: Sequence[Safety]) -> dict[bool, float]:
    yes = sum(answer for _, answer in listed)
    return {True: 0.5 / max(yes, 1), False: 0.5 / max(len(listed) - yes, 1)}


def safety_examples(read: Sequence[Read]) -> list[Safety]:
    """Reports labelled neither Yes nor No on both are left out."""
    listed = []
    for report, seen in read:
        labels = {report["signals"][name] for name in SAFETY}
        if "yes" in labels or labels == {"no"}:
            listed.append(({ALWAYS: 1.0, **seen.families}, "yes" in labels))
    return listed


def learn_safety(read: Sequence[Read]) -> Weights:
    return learn(safety_examples(read))


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
    lexicon = reader.lexicon
    judged_services = services_judged(read, lexicon)
    for enough in (-0.6, ENOUGH, 0.2):
        print(f"services, enough {enough}: F1 {f1(judged_services, enough, LEAST):.3f}")
    if given.write:
        file = council_files.SHIPPED / given.council / "lexicon" / "learned.yaml"
        file.write_text(
            written(
                learn_safety(read),
                threshold(judged),
                learn_services(service_examples(read), lexicon),
            ),
            encoding="utf-8",
        )
    return 0


def written(safety: Weights, least: float, services: dict[str, Weights]) -> str:
    lines = [
        "# Learned from tests/prefill/*.jsonl by `python -m evaluation.train`: change the texts, not the numbers.",
        "weights:",
        f"  threshold: {least:.2f}",
        f"  safety: {_shown(safety)}",
        f"  enough: {ENOUGH:.1f}",
        f"  least: {LEAST:.1f}",
        "  services:",
    ]
    for name, weights in sorted(services.items()):
        lines.append(f"    {name}: {_shown(weights, 0.1)}")
    return "\n".join([*lines, ""])


def _shown(weights: Weights, least: float = 0.02) -> str:
    shown = (f"{name}: {weight:.2f}" for name, weight in sorted(weights.items()) if abs(weight) >= least)
    return "{" + ", ".join(shown) + "}"


if __name__ == "__main__":
    sys.exit(main())
