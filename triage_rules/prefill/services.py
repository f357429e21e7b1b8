"""Which services a text touches: those whose own phrases it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from triage_rules.prefill.cues import Cues, cancelled, distinct
from triage_rules.prefill.lexicon import Lexicon
from triage_rules.prefill.phrases import Hit

NEGATED = "denied"
"""The context, if the council has one, of words just before a cue that take it back."""


@dataclass(frozen=True)
class Spoken:
    """How much speaks for a service. because: the words that say so, as typed."""

    id: str
    sure: int
    likely: int
    because: tuple[str, ...]

    @property
    def weight(self) -> int:
        return 2 * self.sure + self.likely


@dataclass(frozen=True)
class TouchedService:
    """id: the organisation's. because: the words that say so, as typed."""

    id: str
    because: tuple[str, ...]


def spoken_for(cues: Cues, lexicon: Lexicon, placed: frozenset[int]) -> tuple[Spoken, ...]:
    """Every service, in the lexicon's order. placed: tokens of places' names, which say nothing about services."""
    return tuple(_spoken(id, cues, lexicon, placed) for id in lexicon.services)


def _spoken(id: str, cues: Cues, lexicon: Lexicon, placed: frozenset[int]) -> Spoken:
    spoilt = {hit.sentence for hit in cues.of("services", id, "unless")}

    def standing(part: str) -> list[Hit]:
        hits = distinct(cues.of("services", id, part))
        return [hit for hit in hits if not _spoilt(hit, spoilt, placed) and _counts(hit, cues, lexicon)]

    sure = standing("sure")
    taken = {at for hit in sure for first, last in hit.parts for at in range(first, last + 1)}
    likely = [hit for hit in standing("likely") if hit.first not in taken]
    different = {cues.text.tokens[hit.first].word for hit in likely}
    because = tuple(dict.fromkeys(cues.words(hit) for hit in [*sure, *likely]))
    return Spoken(id, len(sure), len(different), because)


def _spoilt(hit: Hit, spoilt: set[int], placed: frozenset[int]) -> bool:
    named = any(all(at in placed for at in range(first, last + 1)) for first, last in hit.parts)
    return named or hit.sentence in spoilt


def _counts(hit: Hit, cues: Cues, lexicon: Lexicon) -> bool:
    return NEGATED not in lexicon.contexts or not cancelled(cues, lexicon, hit, (NEGATED,))


def services(every: tuple[Spoken, ...], pointed: Mapping[str, tuple[str, ...]]) -> tuple[TouchedService, ...]:
    """Those with a sure phrase or two likely ones; one likely phrase is enough where nothing is sure.

    pointed: services that a safety warning points to, and the words that do.
    """
    unsure = not any(spoken.sure for spoken in every)
    if any(spoken.sure and spoken.id in pointed for spoken in every):
        pointed = {}
    enough = 1 if unsure and not pointed else 2
    touched = []
    for spoken in every:
        if spoken.sure or spoken.likely >= enough or spoken.id in pointed:
            because = dict.fromkeys((*spoken.because, *pointed.get(spoken.id, ())))
            touched.append(TouchedService(spoken.id, tuple(because)))
    return tuple(touched)
