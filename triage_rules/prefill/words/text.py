"""A text as words, each with its place in the text as typed, its sentence and its clause."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property


def word_set(words: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(words.split())


WORD = re.compile(r"[^\W_]+(?:['’‘`´][^\W_]+)*")
APOSTROPHES = str.maketrans("", "", "'’‘`´")
ABBREVIATED = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "rd",
        "ave",
        "cl",
        "cres",
        "no",
        "nos",
        "approx",
        "cllr",
        "rev",
        "sgt",
        "insp",
        "ref",
        "tel",
        "ext",
        "wk",
        "inc",
        "eg",
        "ie",
        "etc",
        "vs",
        "prof",
        "mt",
    ]
)
STRONG_ENDS = frozenset("!?;\n\r•…·|")
CLAUSE_ENDS = frozenset(',:()[]–—"“”')  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Token:
    """word: small letters without accents or apostrophes. start, end: in the text as typed."""

    word: str
    start: int
    end: int
    raw: str
    sentence: int
    clause: int
    opens: bool
    """Whether it is the first word of its sentence."""

    @property
    def capital(self) -> bool:
        return self.raw[0].isupper()


@dataclass(frozen=True)
class Text:
    """source: as typed, whole. shouted: nearly all in capitals, so that a capital says nothing."""

    source: str
    tokens: tuple[Token, ...]

    def between(self, first: int, last: int) -> str:
        """The exact substring from one token to another, both included."""
        return self.source[self.tokens[first].start : self.tokens[last].end]

    def gap(self, index: int) -> str:
        """What stands between a token and the next."""
        return self.source[self.tokens[index].end : self.tokens[index + 1].start]

    @cached_property
    def shouted(self) -> bool:
        letters = [token for token in self.tokens if token.raw.isalpha() and len(token.raw) > 1]
        return len(letters) > 1 and sum(token.raw.isupper() for token in letters) > 0.6 * len(letters)


def read_text(source: str) -> Text:
    """Cuts into words. Invisible characters and accents do not count; takes time in proportion to the length."""
    plain, origin = _plain(source)
    tokens: list[Token] = []
    sentence = clause = 0
    end = 0
    for match in WORD.finditer(plain):
        gap = plain[end : match.start()]
        strong = bool(tokens) and _ends_sentence(gap, tokens[-1].word)
        if strong:
            sentence += 1
        if strong or (tokens and _ends_clause(gap)):
            clause += 1
        word = match.group().casefold().translate(APOSTROPHES)
        start, stop = origin[match.start()], origin[match.end() - 1] + 1
        tokens.append(Token(word, start, stop, match.group(), sentence, clause, strong or not tokens))
        end = match.end()
    return Text(source, tuple(tokens))


def _plain(source: str) -> tuple[str, range | list[int]]:
    """Without accents and invisible characters; and for each character where it came from."""
    if source.isascii():
        return source, range(len(source))
    plain: list[str] = []
    origin: list[int] = []
    for at, character in enumerate(source):
        for part in character if character.isascii() else unicodedata.normalize("NFKD", character):
            if unicodedata.category(part) not in ("Mn", "Cf"):
                plain.append(part)
                origin.append(at)
    return "".join(plain), origin


def _ends_sentence(gap: str, before: str) -> bool:
    if any(character in STRONG_ENDS for character in gap):
        return True
    if "." not in gap:
        return False
    after = gap.partition(".")[2]
    return "." in after or (after != "" and len(before) > 1 and before not in ABBREVIATED)


def _ends_clause(gap: str) -> bool:
    return any(character in CLAUSE_ENDS for character in gap) or " - " in gap
