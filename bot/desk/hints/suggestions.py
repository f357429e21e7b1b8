"""What the words of a report suggest, and which issues on record it may repeat. Reads; writes nothing."""

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from bot.desk.council_in_force import NoCouncil
from bot.desk.hints.advice import Advice, Said, Which
from bot.desk.hints.similar_issues import Found, Near, SimilarIssues
from bot.desk.verbs.report import shorten
from bot.desk.work import Desk
from storage.readers import Readers
from triage_rules.council import Council
from triage_rules.criteria import Question, Signal
from triage_rules.prefill.personal.redaction import PersonalSpan, redact
from triage_rules.prefill.signals import Suggested
from triage_rules.prefill.suggest import Reader, Suggestions
from triage_rules.prefill.where.places import Place
from triage_rules.prefill.words.text import read_text

log = logging.getLogger(__name__)
READ = 10_000
"""Characters that are read, so that no text takes long; what is longer is kept whole all the same."""
SEVERAL = 3
"""From so many services on a matter is plainly not one service's."""


@dataclass(frozen=True)
class Typed:
    """What stands in the form. `wards` and `services` are None while nobody has chosen any; `but`: an issue that is
    no repeat of itself."""

    note: str
    place: str = ""
    summary: str = ""
    wards: tuple[str, ...] | None = None
    services: tuple[str, ...] | None = None
    but: int | None = None


class Advisor:
    """`advise` for a form, as often as it changes: what has not changed is not read again."""

    def __init__(self, desk: Desk):
        self._desk, self._readers, self._similar = desk, Readers(desk.engine), SimilarIssues()

    def warm(self) -> None:
        """Build what reading needs before somebody waits for it; later when no council is loaded yet."""
        with suppress(NoCouncil):
            self._desk.council()
            self.advise(Typed("warm"))

    def advise(self, typed: Typed, before: Advice | None = None) -> Advice | None:
        """`before` where it still holds. None when reading failed: a report never waits for its suggestions."""
        of = _digest(typed)
        if before is not None and before.of == of:
            return before
        try:
            council = self._desk.council()
            reader = self._readers(council)
            return self._read(council, reader, typed).model_copy(update={"of": of})
        except Exception:
            log.exception("What the text suggests could not be read.")
            return None

    def _read(self, council: Council, reader: Reader, typed: Typed) -> Advice:
        note, place = typed.note[:READ], typed.place[:READ]
        if not read_text(f"{note}\n{place}").tokens:
            return Advice()
        found = reader.suggest(f"{note}\n{place}")
        private = _personal(reader, note, typed.summary[:READ], found)
        if typed.but is not None or not note.strip():
            return Advice(**private, **_places(note, found))
        ours = {organisation.id for organisation in council.directory.organisations}
        touched = tuple(each for each in found.services if each.id in ours)
        placed = _places(note, found)
        services = tuple(each.id for each in touched) if typed.services is None else typed.services
        alike = self._alike(council, reader, typed, found, services, placed)
        answers, hints = _answers(council, found, services, alike)
        return Advice(
            **private,
            **placed,
            services=tuple(each.id for each in touched),
            service_words=tuple(dict.fromkeys(word for each in touched for word in each.because)),
            raised_by="" if found.raised.by == "unknown" else found.raised.by,
            raised_words=found.raised.because,
            answers=answers,
            hints=hints,
            threats=_threats(council, found),
            urgent=_urgent(council, found),
            like=alike.like,
            repeats=alike.repeats,
        )

    def _alike(
        self,
        council: Council,
        reader: Reader,
        typed: Typed,
        found: Suggestions,
        services: tuple[str, ...],
        placed: Mapping[str, Any],
    ) -> Found:
        wards = typed.wards if typed.wards is not None else placed["wards"] or found.wards
        since = self._desk.clock.now() - timedelta(days=council.repeats.window_days)
        with self._desk.look() as session:
            return self._similar.find(session, reader, found, Near(wards, services, since))


def _digest(typed: Typed) -> str:
    return hashlib.sha256(json.dumps(asdict(typed)).encode()).hexdigest()


def _personal(reader: Reader, note: str, summary: str, found: Suggestions) -> dict[str, Any]:
    """Of the summary where one was typed; else of the note, whose first lines others would see."""
    in_note = [span for span in found.personal_data if span.end <= len(note)]
    in_place = [span for span in found.personal_data if span.start > len(note)]
    text, spans = (summary, reader.suggest(summary).personal_data) if summary.strip() else (note, in_note)
    return {
        "personal": _kinds(spans),
        "personal_place": _kinds(in_place),
        "seen": shorten(redact(text, spans)) if spans else "",
    }


def _kinds(spans: Iterable[PersonalSpan]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(span.kind for span in spans))


def _places(note: str, found: Suggestions) -> dict[str, Any]:
    """What "Where is it?" says goes before what the text says. A name of several places is asked about, not guessed."""
    noted = len(read_text(note).tokens)  # words; those behind them are of "Where is it?"
    told = [place for place in found.places if place.first >= noted and _locates(place)]
    considered = told or list(found.places)
    sure = [place for place in considered if place.wards and not place.choose]
    wards = sorted({ward for place in sure for ward in place.wards})
    which = [Which(name=place.text, wards=place.wards) for place in considered if place.choose]
    if not wards and not which:
        which = [
            Which(name=place.text, wards=place.could_be, spread=True) for place in considered if len(place.could_be) > 1
        ]
    nowhere = not wards and not which
    return {
        "wards": tuple(wards),
        "ward_words": tuple(dict.fromkeys(place.text for place in sure)),
        "which": tuple({each.name.casefold(): each for each in which}.values()),
        "outside": tuple(dict.fromkeys(place.text for place in considered if place.outside)) if nowhere else (),
    }


def _locates(place: Place) -> bool:
    return bool(place.wards or place.outside)


def _urgent(council: Council, found: Suggestions) -> dict[str, tuple[str, ...]]:
    said = {one.id: found.answers.get(one.signal) for one in council.criteria.safety if one.signal}
    return {id: each.because for id, each in said.items() if each is not None and each.answer == "yes"}


def _answers(
    council: Council, found: Suggestions, services: tuple[str, ...], alike: Found
) -> tuple[dict[str, Said], dict[str, tuple[str, ...]]]:
    """Answers, and words that only speak for one; of no safety question. What is not clear is left to be asked."""
    answers: dict[str, Said] = {}
    hints: dict[str, tuple[str, ...]] = {}
    for question in council.criteria.questions:
        if question.safety:
            continue
        said = _of_question(question, found, services, alike)
        if said is not None:
            answers[question.id] = said
        elif words := _words_for(question, found):
            hints[question.id] = words
    return answers, hints


def _of_question(question: Question, found: Suggestions, services: tuple[str, ...], alike: Found) -> Said | None:
    if question.parts:
        return _of_parts(question, found, alike)
    given = found.answers.get(question.signal) if question.signal else None
    if given is None:
        return None
    if question.object == "issue":
        # A Yes needs the issue that it is the same as: that is offered, and taken by a person.
        unlike = alike.apart and given.answer != "yes"
        return Said(answer="no", why="nothing_alike") if unlike else None
    if given.because:
        return _said(given)
    if question.signal in ("council_can_act", "one_service"):
        return _by_services(question.signal, services)
    return None if given.answer == "unknown" else Said(answer=given.answer, why="silence")


def _said(given: Suggested) -> Said | None:
    return None if given.answer == "unknown" else Said(answer=given.answer, why="words", words=given.because)


def _by_services(signal: str, services: tuple[str, ...]) -> Said | None:
    if signal == "council_can_act":
        return Said(answer="yes", why="services", words=services) if services else None
    if len(services) == 1:
        return Said(answer="yes", why="services", words=services)
    return Said(answer="no", why="services", words=services) if len(services) >= SEVERAL else None


def _of_parts(question: Question, found: Suggestions, alike: Found) -> Said | None:
    """Yes when one part is; No when none is. Earlier reports of the same make silence no answer."""
    given = [found.answers[part.signal] for part in question.parts if part.signal]
    words = tuple(word for each in given if each.answer == "yes" for word in each.because)
    if any(each.answer == "yes" for each in given):
        return Said(answer="yes", why="words", words=words)
    if not given or any(each.answer != "no" for each in given) or alike.repeats is not None:
        return None
    said = tuple(word for each in given for word in each.because)
    return Said(answer="no", why="words" if said else "silence", words=said)


def _words_for(question: Question, found: Suggestions) -> tuple[str, ...]:
    """Words that leave a question open, and that whoever answers it should look at."""
    signals: tuple[Signal | None, ...] = (question.signal, *(part.signal for part in question.parts))
    given = [found.answers[name] for name in signals if name is not None and name in found.answers]
    return tuple(dict.fromkeys(word for each in given for word in each.because))


def _threats(council: Council, found: Suggestions) -> tuple[str, ...]:
    parts = [part for question in council.criteria.questions for part in question.parts]
    return tuple(part.id for part in parts if part.signal and found.answers[part.signal].answer == "yes")
