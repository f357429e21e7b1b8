"""A council's phrases, found in a text in one pass.

The little language: words (a word stands for its plural too); `word*` any ending; `a/b` either; `the?` may be
missing; `~` up to five words between; `#` a number in figures; `$group` any word of a group; `A & B` both in one
sentence, in any order; `& !B` and no B in it; `A && B` and `&& !B` the same for the whole text.
There are no regular expressions, so no phrase of anybody's can take long: each word of a text is tried once
against the phrases that begin with it, and a gap is filled by the nearest word that fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from triage_rules.prefill.words.text import Text

GAP = 5
"""How many words a `~` may stand for."""
SHORTEST_STEM = 2
LONGEST_STEM = 24
NUMBER = "#"
LONG_ENOUGH = 4
"""Letters: a shorter word is no plural."""

Groups = Mapping[str, Sequence[str]]
Found = dict[int, list[tuple[int, int]]]
"""Sequence number to the spans where it stands."""


class PhraseError(ValueError):
    """A phrase cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Hit:
    """phrase: its number. parts: first and last token of each piece, in the text's order. sentence: its number."""

    phrase: int
    parts: tuple[tuple[int, int], ...]
    sentence: int

    @property
    def first(self) -> int:
        return self.parts[0][0]

    @property
    def last(self) -> int:
        return max(last for _, last in self.parts)

    def words(self, text: Text) -> str:
        """The words that matched, as typed."""
        return " … ".join(text.between(first, last) for first, last in self.parts)


@dataclass(frozen=True, slots=True)
class _Step:
    """One word of a sequence: the atoms that fit, and how many words may stand before it."""

    atoms: frozenset[int]
    gap: int


@dataclass(frozen=True, slots=True)
class _Whole:
    """A phrase: alternatives (by sequence number) for each piece, all needed; and pieces that must be absent.

    anywhere: in the text, not only in one sentence.
    """

    needed: tuple[frozenset[int], ...]
    absent: frozenset[int]
    anywhere: bool


class Phrases:
    """Compiled phrases. Raises PhraseError naming the phrase."""

    def __init__(self, phrases: Iterable[str], groups: Groups | None = None):
        self._groups = groups or {}
        self._exact: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._sequences: list[tuple[_Step, ...]] = []
        self._numbers: dict[tuple[_Step, ...], int] = {}
        self._starts: dict[int, list[int]] = {}
        self._wholes: list[_Whole] = [self._whole(phrase) for phrase in phrases]
        self._begun_by: dict[bool, dict[int, list[int]]] = {False: {}, True: {}}
        for number, whole in enumerate(self._wholes):
            for sequence in whole.needed[0]:
                self._begun_by[whole.anywhere].setdefault(sequence, []).append(number)
        pieces = (piece for whole in self._wholes if whole.anywhere for piece in (*whole.needed, whole.absent))
        self._anywhere = frozenset(sequence for piece in pieces for sequence in piece)

    @property
    def vocabulary(self) -> frozenset[str]:
        """The whole words that phrases name."""
        return frozenset(self._exact)

    def find(self, text: Text) -> list[Hit]:
        """Every phrase in every sentence that has it, once for each first word of its first piece."""
        by_sentence: dict[int, Found] = {}
        everywhere: Found = {}
        for sequence, first, last in self._sequences_in(text):
            here = by_sentence.setdefault(text.tokens[first].sentence, {})
            if sequence in here:
                here[sequence].append((first, last))
            else:
                here[sequence] = [(first, last)]
        for here in by_sentence.values():
            for sequence in self._anywhere & here.keys():
                everywhere.setdefault(sequence, []).extend(here[sequence])
        hits = [hit for here in by_sentence.values() for hit in self._hits(text, here, anywhere=False)]
        hits += self._hits(text, everywhere, anywhere=True)
        return sorted(hits, key=lambda hit: (hit.first, hit.phrase))

    def _hits(self, text: Text, here: Found, anywhere: bool) -> Iterator[Hit]:
        begun_by = self._begun_by[anywhere]
        for number in {number for sequence in here for number in begun_by.get(sequence, ())}:
            whole = self._wholes[number]
            if not whole.absent.isdisjoint(here) or any(needed.isdisjoint(here) for needed in whole.needed[1:]):
                continue
            pieces = [sorted(span for s in needed for span in here.get(s, ())) for needed in whole.needed]
            for span in dict.fromkeys(pieces[0]):
                others = [_another(spans, span) for spans in pieces[1:]]
                if None not in others:
                    parts = tuple(sorted([span, *(other for other in others if other)]))
                    yield Hit(number, parts, text.tokens[span[0]].sentence)

    def _sequences_in(self, text: Text) -> Iterator[tuple[int, int, int]]:
        """Each sequence that is found: its number, its first token and its last."""
        known: dict[str, tuple[frozenset[int], list[int], list[int]]] = {}
        for token in text.tokens:
            if token.word not in known:
                known[token.word] = self._beginning_with(token.word)
        words = [known[token.word] for token in text.tokens]
        atoms = [fitting for fitting, _, _ in words]
        for first, (_, single, longer) in enumerate(words):
            for sequence in single:
                yield sequence, first, first
            for sequence in longer:
                last = self._follow(sequence, first, atoms, text)
                if last is not None:
                    yield sequence, first, last

    def _beginning_with(self, word: str) -> tuple[frozenset[int], list[int], list[int]]:
        """The word's atoms, and the sequences of one word and of more that begin with it."""
        atoms = self._atoms(word)
        numbers = sorted({number for atom in atoms for number in self._starts.get(atom, ())})
        single = [number for number in numbers if len(self._sequences[number]) == 1]
        return atoms, single, [number for number in numbers if len(self._sequences[number]) > 1]

    def _follow(self, sequence: int, first: int, atoms: list[frozenset[int]], text: Text) -> int | None:
        at, end = first, len(atoms)
        for step in self._sequences[sequence][1:]:
            for ahead in range(at + 1, min(at + 2 + step.gap, end)):
                if not step.atoms.isdisjoint(atoms[ahead]):
                    at = ahead
                    break
            else:
                return None
        return at if text.tokens[at].sentence == text.tokens[first].sentence else None

    def _atoms(self, word: str) -> frozenset[int]:
        fitting = {self._exact[form] for form in _forms(word) if form in self._exact}
        if word.isdecimal() and NUMBER in self._exact:
            fitting.add(self._exact[NUMBER])
        for length in range(SHORTEST_STEM, min(len(word), LONGEST_STEM) + 1):
            stem = self._stems.get(word[:length])
            if stem is not None:
                fitting.add(stem)
        return frozenset(fitting)

    def _whole(self, phrase: str) -> _Whole:
        needed, absent = [], set()
        anywhere = "&&" in phrase
        for piece in phrase.replace("&&", "&").split("&"):
            words = piece.split()
            refused = bool(words) and words[0].startswith("!")
            if refused:
                words[0] = words[0][1:]
            sequences = frozenset(self._add(steps) for steps in self._variants(words, phrase))
            if refused:
                absent |= sequences
            else:
                needed.append(sequences)
        if not needed:
            raise PhraseError(f"'{phrase}' names nothing that has to be there")
        return _Whole(tuple(needed), frozenset(absent), anywhere)

    def _variants(self, words: list[str], phrase: str) -> Iterator[tuple[_Step, ...]]:
        optional = [(word[:-1], None) if word.endswith("?") else (word,) for word in words]
        for chosen in product(*optional):
            steps, gap = [], 0
            for word in chosen:
                if word == "~":
                    gap = GAP
                elif word:
                    steps.append(_Step(self._fitting(word, phrase), gap))
                    gap = 0
            if not steps or gap:
                raise PhraseError(f"'{phrase}' has a part with nothing to look for at its end")
            yield tuple(steps)

    def _fitting(self, word: str, phrase: str) -> frozenset[int]:
        fitting: set[int] = set()
        for either in word.split("/"):
            if either.startswith("$"):
                if either[1:] not in self._groups:
                    raise PhraseError(f"'{phrase}' names the group '{either[1:]}', which is not among the groups")
                for member in self._groups[either[1:]]:
                    fitting.add(self._atom(member, phrase))
            else:
                fitting.add(self._atom(either, phrase))
        return frozenset(fitting)

    def _atom(self, word: str, phrase: str) -> int:
        if word == NUMBER:
            return self._exact.setdefault(NUMBER, len(self._exact) + len(self._stems))
        plain = word.removesuffix("*").replace("'", "").casefold()
        if not plain.isalnum() or (word.endswith("*") and not SHORTEST_STEM <= len(plain) <= LONGEST_STEM):
            raise PhraseError(f"'{phrase}' has '{word}', which is not a word")
        table = self._stems if word.endswith("*") else self._exact
        return table.setdefault(plain, len(self._exact) + len(self._stems))

    def _add(self, steps: tuple[_Step, ...]) -> int:
        """The number of a sequence; one that another phrase has too is looked for only once."""
        if steps not in self._numbers:
            self._numbers[steps] = number = len(self._sequences)
            self._sequences.append(steps)
            for atom in steps[0].atoms:
                self._starts.setdefault(atom, []).append(number)
        return self._numbers[steps]


def _forms(word: str) -> tuple[str, ...]:
    """A word, and its singular if it may be a plural."""
    if len(word) < LONG_ENOUGH or not word.endswith("s") or word.endswith("ss"):
        return (word,)
    return (word, word[:-1])


def _another(spans: list[tuple[int, int]], taken: tuple[int, int]) -> tuple[int, int] | None:
    """The first span that is not one of the words already used."""
    first, last = taken
    return next((span for span in spans if span not in (taken, (first, first), (last, last))), None)
