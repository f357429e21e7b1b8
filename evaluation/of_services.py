"""What each topic weighs for each service, learned from labelled reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluation.learning import Features, Read, Weights, fit, folds, total
from triage_rules.prefill.services import ALWAYS, served, usual
from triage_rules.prefill.topics import amounts
from triage_rules.prefill.words.lexicon import Lexicon

Labelled = tuple[Features, frozenset[str], float]
"""What a text is about, its services, and how much it counts."""
Judged = tuple[frozenset[str], Weights]
"""The services of a text, and the sum for each."""
ODD, ODD_IDS = 0.3, "own"
"""How much the odd texts of our first batches count: they are less like what officers type."""
DRAWN = 2.0
"""How strongly weights are drawn to what a topic usually weighs: a few texts do not overrule it."""
ENOUGH, LEAST = -0.5, -1.5
"""From which sum on a service is touched, and the highest one when none is. The middle of a flat top, not its best."""


def service_examples(read: Sequence[Read]) -> list[Labelled]:
    return [
        ({ALWAYS: 1.0, **amounts(seen.signs)}, frozenset(report["services"]), _share(report["id"]))
        for report, seen in read
    ]


def _share(id: str) -> float:
    return ODD if id.startswith(ODD_IDS) else 1.0


def learn_services(listed: Sequence[Labelled], lexicon: Lexicon) -> dict[str, Weights]:
    """By feature, by service: for each service by itself."""
    features = dict.fromkeys(name for found, _, _ in listed for name in found)
    learned: dict[str, Weights] = {name: {} for name in features}
    for id in served(lexicon):
        start = {name: usual(name, lexicon).get(id, 0.0) for name in features}
        answers = [(found, id in services, share) for found, services, share in listed]
        for name, weight in fit(answers, start, DRAWN).items():
            learned[name][id] = weight
    return learned


def services_judged(read: Sequence[Read], lexicon: Lexicon) -> list[Judged]:
    """By weights that were learned without the text. Odd texts are learned from and not judged."""
    judged = []
    for known, new in folds(read):
        learned = learn_services(service_examples(known), lexicon)
        judged += [
            (services, {id: total(_of(id, found, learned, lexicon), found) for id in served(lexicon)})
            for found, services, share in service_examples(new)
            if share == 1
        ]
    return judged


def _of(id: str, found: Features, learned: Mapping[str, Weights], lexicon: Lexicon) -> Weights:
    return {name: (learned[name] if name in learned else usual(name, lexicon)).get(id, 0.0) for name in found}


def f1(judged: Sequence[Judged], enough: float, least: float) -> float:
    right = both = 0
    for labelled, sums in judged:
        said = {id for id, score in sums.items() if score >= enough}
        most = max(sums, key=lambda id: sums[id])
        said = said or ({most} if sums[most] >= least else set())
        right, both = right + len(said & labelled), both + len(said) + len(labelled)
    return 2 * right / both
