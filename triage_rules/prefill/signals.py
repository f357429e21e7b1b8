"""The answers that a text suggests, each with the words that suggest it.

A suggestion is never a decision. For the safety questions in particular it is a warning to the person who
answers: a Yes is shown, never filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from triage_rules.prefill.cues import Cues, cancelled, distinct
from triage_rules.prefill.lexicon import SAFETY_SIGNALS, SIGNALS, Answer, Lexicon, Signal, SignalWords
from triage_rules.prefill.phrases import Hit

SEVERAL = 3
"""From this many services on, the matter is plainly not one service's."""


@dataclass(frozen=True)
class Suggested:
    """because: the words, as typed; empty for what is assumed because nothing is said."""

    answer: Answer
    because: tuple[str, ...] = ()


Found = dict[Signal, Suggested]


def signals(
    cues: Cues, lexicon: Lexicon, services: Sequence[str], warning: tuple[Signal, tuple[str, ...]] | None = None
) -> dict[Signal, Suggested]:
    """Every signal. services: ids of those touched. warning: a safety signal and its words, from `alarm`."""
    found: Found = {name: _said(name, cues, lexicon) for name in SIGNALS}
    if warning and not any(found[name].answer == "yes" for name in SAFETY_SIGNALS):
        found[warning[0]] = Suggested("yes", warning[1])
    for name, assume in ASSUMED.items():
        if not found[name].because:
            found[name] = assume(found, services) or found[name]
    return found


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


def _can_act(found: Found, services: Sequence[str]) -> Suggested | None:
    return Suggested("yes") if services else None


def _one_service(found: Found, services: Sequence[str]) -> Suggested | None:
    if not services:
        return None
    return Suggested("yes" if len(services) == 1 else "unknown" if len(services) < SEVERAL else "no")


def _threat(found: Found, services: Sequence[str]) -> Suggested | None:
    """What is serious or has many owners may well become a threat: nobody should take a No for granted."""
    serious = any(found[name].answer == "yes" for name in ("immediate_danger", "safeguarding"))
    return Suggested("unknown") if serious or len(services) > SEVERAL else None


ASSUMED: dict[Signal, Callable[[Found, Sequence[str]], Suggested | None]] = {
    "council_can_act": _can_act,
    "one_service": _one_service,
    "threat_kpi": _threat,
    "threat_reputation": _threat,
}
