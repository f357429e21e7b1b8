"""Which services a text touches."""

from __future__ import annotations

from dataclasses import dataclass

from triage_rules.prefill.cues import Cues, cancelled, distinct
from triage_rules.prefill.lexicon import Lexicon
from triage_rules.prefill.phrases import Hit

ENOUGH = 2
NEGATED = "denied"
"""The context, if the council has one, of words just before a cue that take it back."""


@dataclass(frozen=True)
class TouchedService:
    """id: the organisation's. because: the words that say so, as typed."""

    id: str
    because: tuple[str, ...]
    weight: int


def services(cues: Cues, lexicon: Lexicon) -> tuple[TouchedService, ...]:
    """In the lexicon's order; those with only a likely cue or so count when nothing is sure."""
    touched = [_touched(id, cues, lexicon) for id in lexicon.services]
    sure = tuple(each for each in touched if each.weight >= ENOUGH)
    return sure or tuple(each for each in touched if each.weight > 0)


def _touched(id: str, cues: Cues, lexicon: Lexicon) -> TouchedService:
    spoilt = {hit.sentence for hit in cues.of("services", id, "unless")}
    sure = [hit for hit in cues.of("services", id, "sure") if _counts(hit, spoilt, cues, lexicon)]
    likely = [hit for hit in cues.of("services", id, "likely") if _counts(hit, spoilt, cues, lexicon)]
    because = tuple(dict.fromkeys(cues.words(hit) for hit in distinct([*sure, *likely])))
    return TouchedService(id, because, ENOUGH * len(sure) + len({hit.parts for hit in likely}))


def _counts(hit: Hit, spoilt: set[int], cues: Cues, lexicon: Lexicon) -> bool:
    if hit.sentence in spoilt:
        return False
    return NEGATED not in lexicon.contexts or not cancelled(cues, lexicon, hit, (NEGATED,))
