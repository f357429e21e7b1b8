"""Everything that a text suggests, in one call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from triage_rules.prefill.alarm import alarm, features, of_services
from triage_rules.prefill.personal.redaction import PersonalSpan, personal_data
from triage_rules.prefill.raised_by import Raised, raised_by
from triage_rules.prefill.services import Spoken, TouchedService, services, spoken_for
from triage_rules.prefill.signals import Found, Suggested, assumed, signals
from triage_rules.prefill.similar import Archive, Likeness, Matter, matter, same_words
from triage_rules.prefill.topics import Signs, topics, warned_of
from triage_rules.prefill.where.gazetteer import Gazetteer, key_of
from triage_rules.prefill.where.places import Contexts, Place, places
from triage_rules.prefill.words.cues import CueFinder, Cues
from triage_rules.prefill.words.lexicon import SAFETY_SIGNALS, Lexicon, Signal
from triage_rules.prefill.words.text import Text, read_text


@dataclass(frozen=True)
class Suggestions:
    """wards: ids, sorted. answers: every signal; those of the safety questions are warnings, never filled in.

    matter: what to keep for comparing later issues with this one.
    """

    wards: tuple[str, ...]
    places: tuple[Place, ...]
    services: tuple[TouchedService, ...]
    answers: Mapping[Signal, Suggested]
    personal_data: tuple[PersonalSpan, ...]
    raised: Raised
    matter: Matter
    similar: tuple[Likeness, ...] = ()


@dataclass(frozen=True)
class Seen:
    """What the services and the safety warning are judged by."""

    signs: Signs
    spoken: tuple[Spoken, ...]
    families: Mapping[str, float]
    answers: Mapping[Signal, Suggested]


class Reader:
    """A lexicon and a gazetteer, compiled; reads any number of texts, also from several threads at once."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer):
        self.lexicon, self.gazetteer = lexicon, gazetteer
        self._finder = CueFinder(lexicon)
        self._same = same_words(lexicon.alike)
        self._skip = lexicon.personal.ordinary - frozenset(word for group in lexicon.alike for word in group)

    def suggest(self, text: str, *, id: str = "", earlier: Archive | None = None) -> Suggestions:
        """Any text at all, in time proportional to its length. earlier: issues to compare with."""
        words = read_text(text)
        cues = self._finder.find(words)
        found = places(words, self.gazetteer, self.lexicon, _contexts(cues))
        seen = self.look(cues, found)
        touched = services(seen.spoken, self.lexicon)
        wards = tuple(sorted({ward for place in found for ward in place.wards}))
        about = self._matter(id, words, found, wards, touched)
        return Suggestions(
            wards=wards,
            places=found,
            services=touched,
            answers=assumed(dict(seen.answers), len(touched)),
            personal_data=personal_data(cues, self.lexicon, found, self._finder.vocabulary),
            raised=raised_by(cues, self.lexicon),
            matter=about,
            similar=earlier.like(about) if earlier is not None else (),
        )

    def look(self, cues: Cues, found: Iterable[Place]) -> Seen:
        placed = frozenset(at for place in found for at in range(place.first, place.last + 1))
        signs = topics(cues, self.lexicon, placed)
        spoken = spoken_for(signs, self.lexicon)
        families = features(cues, self.lexicon, {each.id: each.weight for each in spoken}, placed)
        answers = signals(cues, self.lexicon, alarm(cues, self.lexicon, families))
        if any(answers[name].answer == "yes" for name in SAFETY_SIGNALS):
            signs = {**signs, **dict(warned_of({**of_services(cues, self.lexicon, placed), **_warning(answers)}))}
            spoken = spoken_for(signs, self.lexicon)
        return Seen(signs, spoken, families, answers)

    def seen(self, text: str) -> Seen:
        """What weights are learned from."""
        words = read_text(text)
        cues = self._finder.find(words)
        return self.look(cues, places(words, self.gazetteer, self.lexicon, _contexts(cues)))

    def _matter(
        self,
        id: str,
        text: Text,
        found: Iterable[Place],
        wards: Iterable[str],
        touched: Iterable[TouchedService],
    ) -> Matter:
        names = [key_of(token.word for token in text.tokens[place.first : place.last + 1]) for place in found]
        ids = [service.id for service in touched]
        return matter(id, text, self._skip, self._same, names, wards, ids)


def _warning(answers: Found) -> dict[str, tuple[str, ...]]:
    """Which of the two was warned of, and the words."""
    warned = {name: answers[name] for name in SAFETY_SIGNALS if answers[name].answer == "yes"}
    return {name: said.because for name, said in warned.items()}


def _contexts(cues: Cues) -> Contexts:
    return Contexts(
        aside=(hit.last for hit in cues.of("places", "aside")),
        whole=(hit.last for hit in cues.of("places", "whole")),
        wholly=(hit.first for hit in cues.of("places", "wholly")),
        body=(hit.first for hit in cues.of("places", "body")),
    )


def suggest(text: str, lexicon: Lexicon, gazetteer: Gazetteer, earlier: Archive | None = None) -> Suggestions:
    """For one text; keep a `Reader` to read many."""
    return Reader(lexicon, gazetteer).suggest(text, earlier=earlier)
