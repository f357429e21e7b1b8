"""Personal data in a text, and the text without it."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from triage_rules.prefill.personal.contacts import Span, contacts, house_numbers
from triage_rules.prefill.personal.names import NameFinder
from triage_rules.prefill.where.places import Place
from triage_rules.prefill.words.cues import Cues
from triage_rules.prefill.words.lexicon import Lexicon
from triage_rules.prefill.words.phrases import Hit

PersonalKind = Literal["name", "phone", "email", "address", "plate", "birth", "number", "health"]
SHOWN: dict[str, str] = {
    "name": "[name]",
    "phone": "[phone]",
    "email": "[e-mail]",
    "address": "[address]",
    "plate": "[number plate]",
    "birth": "[date of birth]",
    "number": "[personal number]",
    "health": "[health]",
}
BEFORE, AFTER = 7, 9
"""Tokens: how far around its words a health detail is taken to reach, inside its clause."""


@dataclass(frozen=True)
class PersonalSpan:
    """text: exactly as typed, from start to end."""

    text: str
    kind: PersonalKind
    start: int
    end: int


def personal_data(
    cues: Cues, lexicon: Lexicon, places: Sequence[Place], known: frozenset[str]
) -> tuple[PersonalSpan, ...]:
    """In the text's order; none overlaps another. known: words that are no surnames."""
    shaped = [*contacts(cues.text), *house_numbers(cues.text, places)]
    named = [*NameFinder(cues, lexicon.personal, places, known).spans(shaped)]
    ill = _health(cues, places, identified=bool(shaped or named))
    source = cues.text.source
    spans = _apart(source, [*shaped, *named, *ill])
    return tuple(PersonalSpan(source[start:end], cast("PersonalKind", kind), start, end) for start, end, kind in spans)


def redact(text: str, spans: Iterable[PersonalSpan]) -> str:
    """The text with each span replaced by what it was, such as `[name]`. Spans may come in any order."""
    pieces, at = [], 0
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        if span.start >= at:
            pieces += [text[at : span.start], SHOWN[span.kind]]
            at = span.end
    return "".join([*pieces, text[at:]])


def _apart(source: str, spans: list[Span]) -> list[Span]:
    """Without overlaps: what comes first in the list stays whole, the rest is cut to its longest free piece."""
    kept: list[Span] = []
    for start, end, kind in spans:
        at = bisect_left(kept, (start,))  # the first that begins here or later
        while at > 0 and kept[at - 1][1] > start:
            at -= 1
        pieces, free = [], start
        while at < len(kept) and kept[at][0] < end:
            pieces.append((free, kept[at][0]))
            free = max(free, kept[at][1])
            at += 1
        first, last = max([*pieces, (free, end)], key=lambda piece: piece[1] - piece[0])
        while first < last and source[first].isspace():
            first += 1
        if last > first:
            insort(kept, (first, last, kind))
    return kept


def _health(cues: Cues, places: Sequence[Place], identified: bool) -> Iterator[Span]:
    """Somebody's health, when the text also says whose: kin, the writer, a named person, an identifiable home."""
    hits = cues.of("personal", "health")
    not_meant = {hit.sentence for hit in cues.of("personal", "not_health")}
    kin = {hit.sentence for hit in cues.of("personal", "kin")}
    person = {hit.sentence for hit in cues.of("personal", "person")}
    at_home = any(place.wards or place.kind == "street" for place in places)
    tokens = cues.text.tokens
    pieces: list[tuple[int, int]] = []
    for hit in hits:
        whose = hit.sentence in kin or (hit.sentence in person and at_home) or identified
        if not whose or hit.sentence in not_meant:
            continue
        first, last = _around(cues, hit)
        if pieces and first <= pieces[-1][1] + 1 and tokens[pieces[-1][1]].sentence == tokens[first].sentence:
            pieces[-1] = (pieces[-1][0], max(last, pieces[-1][1]))
        else:
            pieces.append((first, last))
    for first, last in pieces:
        yield tokens[first].start, tokens[last].end, "health"


def _around(cues: Cues, hit: Hit) -> tuple[int, int]:
    tokens = cues.text.tokens
    first, last = hit.first, hit.last
    while first > max(0, hit.first - BEFORE) and tokens[first - 1].clause == tokens[hit.first].clause:
        first -= 1
    while last < min(len(tokens) - 1, hit.last + AFTER) and tokens[last + 1].clause == tokens[hit.last].clause:
        last += 1
    return first, last
