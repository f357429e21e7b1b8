"""A council's words as files: read, and every mistake put at its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from triage_rules.folder.problems import CouncilError, Problem, instead
from triage_rules.folder.refusals import refusals
from triage_rules.folder.sections import is_words
from triage_rules.folder.yaml_lines import Document, read_yaml
from triage_rules.prefill.words.lexicon import Lexicon, phrase_lists
from triage_rules.prefill.words.phrases import PhraseError, Phrases

KEPT = 3
"""The council in force, the one before it for those still at work, and one more."""


@dataclass(frozen=True)
class Known:
    """Ids of the council's directory, which its words may name."""

    areas: frozenset[str]
    organisations: frozenset[str]


@lru_cache(maxsize=KEPT)
def _read(files: tuple[tuple[str, str], ...], known: Known | None) -> Lexicon:
    return read_lexicon(dict(files), known)


def lexicon_of(files: Mapping[str, str], known: Known) -> Lexicon:
    """The words among a council's files, read once for each content. Raises CouncilError."""
    return _read(tuple(sorted(item for item in files.items() if is_words(item[0]))), known)


def read_lexicon(files: Mapping[str, str], known: Known | None = None) -> Lexicon:
    """From file name to text; each section stands in one file. Raises CouncilError with every problem found."""
    documents = [read_yaml(name, text) for name, text in sorted(files.items())]
    problems = [problem for document in documents for problem in document.problems]
    sections: dict[str, tuple[Any, Document]] = {}
    for document in documents:
        problems += _add_sections(document, sections)
    if not problems:
        problems += [*_refused(sections)]
    if problems:
        raise CouncilError(problems)
    lexicon = Lexicon.model_validate({name: data for name, (data, _) in sections.items()})
    problems = [*_misused(lexicon, sections), *(_unknown(lexicon, sections, known) if known else ())]
    if problems:
        raise CouncilError(problems)
    return lexicon


def _add_sections(document: Document, sections: dict[str, tuple[Any, Document]]) -> Iterator[Problem]:
    if document.data is None:
        return
    if not isinstance(document.data, dict):
        yield document.problem((), "this file is not made of sections", "Begin with 'topics:' or another section.")
        return
    for name, data in document.data.items():
        if name not in Lexicon.model_fields:
            yield document.problem((name,), f"'{name}' is not a section", instead(name, Lexicon.model_fields))
        elif name in sections:
            other = sections[name][1].file
            yield document.problem((name,), f"'{name}' is here and in {other}", "Keep one of them.")
        else:
            sections[name] = (data, document)


def _refused(sections: Mapping[str, tuple[Any, Document]]) -> Iterator[Problem]:
    for name, (data, document) in sections.items():
        try:
            Lexicon.model_validate({name: data})
        except ValidationError as error:
            for path, what, fix in refusals(error, Lexicon):
                yield document.problem(path, what, fix)


def _misused(lexicon: Lexicon, sections: Mapping[str, tuple[Any, Document]]) -> Iterator[Problem]:
    """Phrases that cannot be read, and names of contexts that there are none of."""
    groups = {name: tuple(words) for name, words in lexicon.groups.items()}
    for path, phrases in phrase_lists(lexicon):
        for phrase in phrases:
            try:
                Phrases((phrase,), groups)
            except PhraseError as error:
                document = sections[path[0]][1]
                yield document.problem(path, str(error), "Write words, word*, a/b, word?, #, ~, $group, & or & !.")
    for name, words in lexicon.signals.items():
        for context in words.cancelled_by:
            if context not in lexicon.contexts:
                fix = instead(context, lexicon.contexts)
                yield sections["signals"][1].problem(
                    ("signals", name, "cancelled_by"), f"there is no context '{context}'", fix
                )


def _unknown(lexicon: Lexicon, sections: Mapping[str, tuple[Any, Document]], known: Known) -> Iterator[Problem]:
    """Wards and organisations that the directory has none of: nobody would ever see them suggested."""
    for number, place in enumerate(lexicon.places.known):
        for part in ("wards", "narrows"):
            for ward in sorted(set(getattr(place, part)) - known.areas):
                path = ("places", "known", number, part)
                yield sections["places"][1].problem(path, f"there is no area '{ward}'", instead(ward, known.areas))
    named = [
        ("topics", ("topics", name, "services"), id) for name, topic in lexicon.topics.items() for id in topic.services
    ]
    named += [
        ("families", ("families", name, "service"), each.service or "") for name, each in lexicon.families.items()
    ]
    for section, path, id in named:
        if id and id not in known.organisations:
            fix = instead(id, known.organisations)
            yield sections[section][1].problem(path, f"there is no organisation '{id}'", fix)
