"""Names of private people. A name in office (a councillor, a constable) is not one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from triage_rules.prefill.personal.contacts import Span
from triage_rules.prefill.where.places import Place
from triage_rules.prefill.words.cues import Cues
from triage_rules.prefill.words.lexicon import PersonalWords
from triage_rules.prefill.words.text import Text, Token, word_set

LONGEST = 4
PARTICLES = word_set("de da del van von der la le bin ben ap ab al el mac mc o st")
JOINS = word_set("and")
NEXT_DOOR = ("next", "door")
SHORT = 5
"""Tokens: of a shorter text the end is no signature."""
NEAR = 3
"""Tokens: a name this near to a phone number or an address is somebody's."""


class NameFinder:
    """Finds names in one text. known: words that are in the council's own phrases and so no surnames."""

    def __init__(self, cues: Cues, words: PersonalWords, places: Sequence[Place], known: frozenset[str]):
        self._text: Text = cues.text
        self._words, self._known = words, known
        self._placed = {at for place in places for at in range(place.first, place.last + 1)}
        self._cued = {hit.last + 1 for hit in cues.of("personal", "cues")}
        self._office: set[str] = set()

    def spans(self, contacts: Iterable[Span]) -> Iterator[Span]:
        """In order; none overlaps another."""
        self._office = set(self._names_in_office())
        beside = self._beside([*contacts])
        at = 0
        while at < len(self._text.tokens):
            last = self._titled(at)
            if last is None:
                last = self._untitled(at, at in beside)
            if last is None:
                at += 1
                continue
            yield self._text.tokens[at].start, self._text.tokens[last].end, "name"
            at = last + 1

    def _names_in_office(self) -> Iterator[str]:
        """Surnames of people in office: they may stand again without the title."""
        for at, token in enumerate(self._text.tokens):
            if token.word in self._words.roles:
                yield from (self._text.tokens[i].word for i in self._run(at + 1))

    def _beside(self, contacts: list[Span]) -> set[int]:
        """The tokens near a phone number, an address or an e-mail."""
        beside: set[int] = set()
        at = 0
        for start, end, kind in sorted(contacts):
            while at < len(self._text.tokens) and self._text.tokens[at].end <= start:
                at += 1
            after = at
            while after < len(self._text.tokens) and self._text.tokens[after].start < end:
                after += 1
            self._placed.update(range(at, after))
            if kind != "plate":
                beside.update(range(at - NEAR - 1, at))
                beside.update(range(after, after + 2))
        return beside

    def _name_like(self, at: int) -> bool:
        """A word with a capital that is neither an ordinary one nor part of a place."""
        if at in self._placed or at >= len(self._text.tokens):
            return False
        token = self._text.tokens[at]
        if not token.raw[0].isalpha() or not token.capital or any(c.isdigit() for c in token.raw):
            return False
        return self._may_be_name(token)

    def _may_be_name(self, token: Token) -> bool:
        word = token.word
        if word in self._words.first_names:
            return True
        return word not in self._words.ordinary and word not in self._known and word not in self._words.bodies

    def _run(self, at: int) -> range:
        """The tokens from here that make one name."""
        end = at
        while end < len(self._text.tokens) and end - at < LONGEST:
            token = self._text.tokens[end]
            if end > at and not self._continues(end):
                break
            if token.word in PARTICLES and end + 1 < len(self._text.tokens) and self._name_like(end + 1):
                end += 1
                continue
            initial = len(token.raw) == 1 and token.capital and token.word not in ("i", "a")
            if not initial and not self._name_like(end):
                break
            end += 1
        return range(at, end)

    def _continues(self, at: int) -> bool:
        return self._text.gap(at - 1).strip(" .-'’\t") == ""  # noqa: RUF001

    def _titled(self, at: int) -> int | None:
        """`Mrs D. Halloway`, `mr smith`, `Mr & Mrs Smith`."""
        tokens = self._text.tokens
        if tokens[at].word not in self._words.titles:
            return None
        name = at + 1
        if name < len(tokens) and tokens[name].word in JOINS:
            name += 1
        if name < len(tokens) and tokens[name].word in self._words.titles:
            name += 1
        if name >= len(tokens) or self._text.gap(name - 1).strip(" .&") != "":
            return None
        if run := self._whole_name(name):
            return run[-1]
        small = tokens[name]
        if small.raw.isalpha() and len(small.raw) > 2 and small.word not in self._words.ordinary:
            return name
        return None

    def _whole_name(self, at: int) -> range:
        """After a title any word with a capital is a name, be it that of a place."""
        placed, self._placed = self._placed, set()
        try:
            run = self._run(at)
            first = self._text.tokens[at]
            if not run and first.capital and first.raw.isalpha() and len(first.raw) > 2:
                run = range(at, at + 1)
        finally:
            self._placed = placed
        return run

    def _untitled(self, at: int, beside: bool) -> int | None:
        tokens = self._text.tokens
        if at and tokens[at - 1].word in self._words.roles and self._continues(at):
            return None
        cued = at in self._cued
        if not self._text.shouted and (run := self._run(at)):
            run = self._and_partner(run)
            if self._is_name(run, cued or beside):
                return run[-1]
        return self._small(at, cued)

    def _and_partner(self, run: range) -> range:
        """`Geoff & Pauline Wrigley`."""
        last = run[-1]
        tokens = self._text.tokens
        if last + 1 < len(tokens) and tokens[last].word in self._words.first_names:
            joined = last + 1 + (tokens[last + 1].word in JOINS)
            if joined < len(tokens) and self._text.gap(last).strip(" ") in ("&", ""):
                more = self._run(joined)
                if more and tokens[more[0]].word in self._words.first_names:
                    return range(run[0], more[-1] + 1)
        return run

    def _is_name(self, run: range, supported: bool) -> bool:
        tokens = [self._text.tokens[at] for at in run]
        words = [token.word for token in tokens if len(token.raw) > 1]
        if not words or self._in_office_or_body(run, words):
            return False
        first = words[0] in self._words.first_names
        safe = first and words[0] not in self._words.also_words
        if len(words) > 1:
            known = [word for word in words[1:] if word in self._words.first_names]
            if first or supported:
                return True
            if run[0] and self._text.tokens[run[0] - 1].word == "the" and not known:
                return False
            return not tokens[0].opens or bool(known) or all(not self._plain(word) for word in words)
        if safe:
            return True
        if first:
            return supported or self._signs(run)
        if len(tokens) > 1:
            return supported or not tokens[0].opens or self._signs(run) or self._before_own_place(run)
        if tokens[0].opens and self._before_own_place(run):
            return True
        return supported and not tokens[0].opens and not tokens[0].raw.isupper()

    def _signs(self, run: range) -> bool:
        """Whether it stands by itself at the end, as under a letter."""
        tokens = self._text.tokens
        alone = tokens[run[0]].opens or tokens[run[0]].clause != tokens[run[0] - 1].clause
        return run[0] > SHORT and run[-1] == len(tokens) - 1 and alone

    def _before_own_place(self, run: range) -> bool:
        """`Adamson, Long Lane.` and nothing more, at the end."""
        tokens = self._text.tokens
        rest = range(run[-1] + 1, len(tokens))
        return run[0] > SHORT and len(rest) > 0 and all(at in self._placed for at in rest) and self._comma(run[-1])

    def _comma(self, at: int) -> bool:
        return self._text.gap(at).strip() == ","

    def _plain(self, word: str) -> bool:
        return word in self._words.ordinary or word in self._known

    def _in_office_or_body(self, run: range, words: list[str]) -> bool:
        after = run[-1] + 1
        tokens = self._text.tokens
        following = tokens[after].word if after < len(tokens) else ""
        if (
            following in self._words.bodies
            or following in self._words.roles
            or tokens[run[-1]].word in self._words.bodies
        ):
            return True
        if words[0] == "st":
            return True
        if all(tokens[at].raw.isupper() for at in run):
            return words[0] not in self._words.first_names
        return words[-1] in self._office

    def _small(self, at: int, cued: bool) -> int | None:
        """A first name in small letters, with a surname or after words that a name follows."""
        tokens = self._text.tokens
        word = tokens[at].word
        if word not in self._words.first_names or word in self._words.also_words or at in self._placed:
            return None
        following = at + 1
        if tuple(token.word for token in tokens[following : following + 2]) == NEXT_DOOR:
            return at
        if following < len(tokens) and self._continues(following) and following not in self._placed:
            surname = tokens[following]
            if surname.raw.isalpha() and len(surname.raw) > 3 and not self._plain(surname.word):
                return following
        return at if cued else None
