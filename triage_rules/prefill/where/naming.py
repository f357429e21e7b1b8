"""Names of places in a text, exact or misspelt, before anything is decided about them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from triage_rules.prefill.where.gazetteer import ENDINGS, LONGEST_NAME, Entry, Gazetteer, Kind, key_of, plain_postcode
from triage_rules.prefill.words.text import Text, word_set

OUTWARD = re.compile(r"[a-z]{1,2}\d[a-z\d]?")
INWARD = re.compile(r"\d[a-z]{2}")
WHOLE = re.compile(r"([a-z]{1,2}\d[a-z\d]?)(\d[a-z]{2})")
INSIDE_NAME = re.compile(r"[\s.&/'’‘`-]*")  # noqa: RUF001
STREETS = word_set(
    "street road close avenue drive lane crescent gardens court square terrace place grove way walk mews rise"
)
"""Last words of streets, also of those that the gazetteer does not have."""
SHORT = frozenset(short for short, whole in ENDINGS.items() if whole in STREETS and short not in ("la", "gr", "ct"))
SHORTEST_ALONE = 5
"""Letters: a shorter name of one word has to be spelt right."""
Spelt = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Named:
    """A name in the text: its first and last token, and what the gazetteer has under it.

    entries: empty for a street that the gazetteer does not have. exact: whether it was spelt right.
    """

    first: int
    last: int
    kind: Kind
    entries: tuple[Entry, ...]
    wards: tuple[str, ...] = ()
    exact: bool = True

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class Names:
    """Finds names in one text. ordinary: words that are not taken for misspelt names."""

    def __init__(self, text: Text, gazetteer: Gazetteer, ordinary: frozenset[str]):
        self._text, self._gazetteer, self._ordinary = text, gazetteer, ordinary
        self._words = [_without_s(token.word, token.raw) for token in text.tokens]
        self._near = [self._spelt(word, at) for at, word in enumerate(self._words)]

    def all(self) -> Iterator[Named]:
        """From left to right; none overlaps another."""
        at = 0
        while at < len(self._words):
            named = self._postcode(at) or self._longest(at)
            if named is None:
                at += 1
            else:
                yield named
                at = named.last + 1

    def _spelt(self, word: str, at: int) -> tuple[str, ...]:
        """The ways to read a word: as it is, or as the words that it may be meant for."""
        if word in self._gazetteer.spelling or word in self._ordinary or word in ENDINGS:
            return (word,)
        return (word, *self._gazetteer.spelling.near(word))

    def _reach(self, at: int) -> int:
        """How many tokens from here may make one name."""
        last = at
        while last + 1 < len(self._words) and last - at + 1 < LONGEST_NAME:
            if self._text.tokens[last + 1].sentence != self._text.tokens[last].sentence:
                break
            if not INSIDE_NAME.fullmatch(self._text.gap(last)):
                break
            last += 1
        return last - at + 1

    def _longest(self, at: int) -> Named | None:
        reach = self._reach(at)
        candidates = [self._exact(at, reach), self._unknown_street(at, reach)]
        best = max((named for named in candidates if named), key=lambda named: named.length, default=None)
        if any(len(ways) > 1 for ways in self._near[at : at + reach]):
            misspelt = self._misspelt(at, reach)
            if misspelt and (best is None or misspelt.length > best.length or not (best.entries or best.exact)):
                return misspelt
            if misspelt and best and not best.entries and misspelt.length >= best.length:
                return misspelt
        return best or self._joined(at, reach)

    def _named(self, at: int, length: int, key: str, exact: bool) -> Named:
        entries = self._gazetteer.entries[key]
        return Named(at, at + length - 1, entries[0].kind, entries, exact=exact)

    def _exact(self, at: int, reach: int) -> Named | None:
        for length in range(reach, 0, -1):
            if self._words[at] == "and" or self._words[at + length - 1] == "and":
                continue
            key = key_of(self._words[at : at + length])
            if key in self._gazetteer.entries:
                return self._named(at, length, key, exact=True)
        return None

    def _misspelt(self, at: int, reach: int) -> Named | None:
        for length in range(min(reach, 4), 0, -1):
            ways = self._near[at : at + length]
            wrong = [at + i for i, each in enumerate(ways) if len(each) > 1]
            if not wrong or len(wrong) > 2:
                continue
            for words in product(*ways):
                key = key_of(words)
                if key in self._gazetteer.entries and self._may_stand(at, length, key):
                    return self._named(at, length, key, exact=False)
        return None

    def _may_stand(self, at: int, length: int, key: str) -> bool:
        """One misspelt word alone (or after `the`) has to be long, and to begin as the name does."""
        own = [at + i for i in range(length) if self._words[at + i] not in ("the", "and")]
        if len(own) > 1:
            return True
        word, name = self._words[own[0]], key.removeprefix("the ")
        return len(word) >= SHORTEST_ALONE and word[0] == name[0]

    def _unknown_street(self, at: int, reach: int) -> Named | None:
        """One to three words and `Road`: a street all the same, though nobody knows where."""
        for length in range(2, min(reach, 4) + 1):
            ending = self._words[at + length - 1]
            if (ending not in STREETS and ending not in SHORT) or self._text.gap(at + length - 2).strip():
                continue
            names = range(at, at + length - 1)
            if any(key_of(self._words[i : at + length]) in self._gazetteer.entries for i in names[1:]):
                continue  # a known street begins further on
            if all(self._like_a_name(i) for i in names):
                return Named(at, at + length - 1, "street", ())
        return None

    def _like_a_name(self, at: int) -> bool:
        token, word = self._text.tokens[at], self._words[at]
        if not word.isalpha() or len(word) < 2:
            return False
        if token.capital and not self._text.shouted:
            return not token.opens or word not in self._ordinary
        return word not in self._ordinary and len(word) > 3

    def _joined(self, at: int, reach: int) -> Named | None:
        """`suttonhill`, or `wood side`."""
        key = self._gazetteer.joined.get(self._words[at])
        if key:
            return self._named(at, 1, key, exact=False)
        if reach < 2 or self._words[at] in self._ordinary and self._words[at + 1] in self._ordinary:
            return None
        both = self._words[at] + self._words[at + 1]
        if len(both) > SHORTEST_ALONE and both in self._gazetteer.entries:
            return self._named(at, 2, both, exact=False)
        return None

    def _postcode(self, at: int) -> Named | None:
        word = self._text.tokens[at].word
        whole = WHOLE.fullmatch(word)
        if whole and whole.group(1).upper() in self._gazetteer.partial:
            return self._coded(at, at, word)
        if not OUTWARD.fullmatch(word):
            return None
        if at + 1 < len(self._words) and self._text.gap(at).strip() in ("", "-"):
            following = self._text.tokens[at + 1].word
            if INWARD.fullmatch(following) and not following.endswith(("st", "nd", "rd", "th", "am", "pm")):
                return self._coded(at, at + 1, word + following)
            sector = plain_postcode(word + following)
            if following.isdigit() and len(following) == 1 and sector in self._gazetteer.partial:
                return self._within(at, at + 1, sector)
        if word.upper() in self._gazetteer.partial:
            return self._within(at, at, word.upper())
        return None

    def _coded(self, first: int, last: int, code: str) -> Named:
        wards = self._gazetteer.postcodes.get(plain_postcode(code), ())
        entry = Entry(plain_postcode(code), "postcode", wards, wards)
        return Named(first, last, "postcode", (entry,), wards)

    def _within(self, first: int, last: int, code: str) -> Named:
        """Part of a postcode: it says nothing by itself, and helps to tell streets of one name apart."""
        entry = Entry(code, "postcode", (), tuple(sorted(self._gazetteer.partial[code])))
        return Named(first, last, "postcode", (entry,))


def _without_s(word: str, raw: str) -> str:
    """`Madeley's` as `madeley`."""
    return word[:-1] if raw[-2:].casefold() in ("'s", "’s") and len(word) > 2 else word  # noqa: RUF001
