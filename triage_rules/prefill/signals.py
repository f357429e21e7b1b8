"""The answers that a text suggests, each with the words that suggest it.

A suggestion is never a decision. For the safety questions in particular it is a warning to the person who
answers: a Yes is shown, never filled in.
"""

from __future__ import annotations

from dataclasses import dataclass

from triage_rules.prefill.words.cues import Cues, cancelled, distinct
from triage_rules.prefill.words.lexicon import SAFETY_SIGNALS, SIGNALS, Answer, Lexicon, Signal, SignalWords
from triage_rules.prefill.words.phrases import Hit

SEVERAL = 3
"""From this many services on, the matter is plainly not one service's."""


@dataclass(frozen=True)
class Suggested:
    """because: the words, as typed; empty for what is assumed because nothing is said."""

    answer: Answer
    because: tuple[str, ...] = ()


Found = dict[Signal, Suggested]


def signals(cues: Cues, lexicon: Lexicon, warning: tuple[Signal, tuple[str, ...]] | None = None) -> Found:
    """Every signal, by what is said. warning: a safety signal and its words, from `alarm`."""
    found: Found = {name: _said(name, cues, lexicon) for name in SIGNALS}
    if warning and not any(found[name].answer == "yes" for name in SAFETY_SIGNALS):
        found[warning[0]] = Suggested("yes", warning[1])
    return found


def assumed(found: Found, services: int) -> Found:
    """With what may be assumed where nothing is said. services: how many are touched."""
    return {name: _assumed(name, found, services) for name in found}


def _said(name: Signal, cues: Cues, lexicon: Lexicon) -> Suggested:
    words = lexicon.signals.get(name, SignalWords())

    def standing(part: str) -> list[Hit]:
        hits = distinct(cues.of("signals", name, part))
        return [hit for hit in hits if not cancelled(cues, lexicon, hit, words.cancelled_by)]

    pressing, now = standing("pressing"), cues.of("now")
    yes = [*standing("yes"), *(hit for hit in pressing if _presses(hit, now))]
    if yes:
        return _because("yes", yes, cues)
    if no := [*distinct(cues.of("signals", name, "no"))]:
        return _because("no", no, cues)
    if unsure := [*pressing, *standing("unknown")]:
        return _because("unknown", unsure, cues)
    return Suggested(words.otherwise)


def _presses(hit: Hit, now: list[Hit]) -> bool:
    """Whether words of haste stand somewhere else than in the cue itself."""
    return any(all(last < other.first or other.last < first for first, last in hit.parts) for other in now)


def _because(answer: Answer, hits: list[Hit], cues: Cues) -> Suggested:
    return Suggested(answer, tuple(dict.fromkeys(cues.words(hit) for hit in hits)))


def _assumed(name: Signal, found: Found, services: int) -> Suggested:
    said = found[name]
    if said.because:
        return said
    if name == "council_can_act" and services:
        return Suggested("yes")
    if name == "one_service" and services:
        return Suggested("yes" if services == 1 else "unknown" if services < SEVERAL else "no")
    if name in ("threat_kpi", "threat_reputation"):
        # What is serious or has many owners may well become a threat: nobody should take a No for granted.
        serious = any(found[safety].answer == "yes" for safety in SAFETY_SIGNALS)
        return Suggested("unknown") if serious or services > SEVERAL else said
    return said
