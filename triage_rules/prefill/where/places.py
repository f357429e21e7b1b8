"""Where a report is: the places that it names, and the wards that they lie in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from triage_rules.prefill.where.gazetteer import Entry, Gazetteer, Kind
from triage_rules.prefill.where.naming import STREETS, Named, Names
from triage_rules.prefill.words.lexicon import Lexicon
from triage_rules.prefill.words.text import Text, word_set

SETTLEMENTS: tuple[Kind, ...] = ("ward", "estate", "town", "parish", "outside")
ARTICLES = word_set("a an the this that our your any every each another no new")
BUSINESSES = word_set("surgery school practice pharmacy primary academy hotel inn pub cafe nursery club centre")
BETWEEN = word_set("in at on the from to of")
"""Words that may stand between what is said about a place and its name."""
BEFORE_PLACE = word_set("in at round around on near off from of by across throughout")
BESIDE = 6
"""Words: a postcode this near to a street is that street's."""
AROUND = 15
"""How many places before and after one are looked at together with it."""
FAR = 12
"""Words: a settlement further than this from any street is a place of its own."""


@dataclass(frozen=True)
class Place:
    """text: exactly as typed. wards: ids, sorted. choose: whether one of several places of this name is meant.

    outside: not in the council's area. could_be: wards that it may be in, when it says too little.
    """

    text: str
    kind: Kind
    wards: tuple[str, ...]
    first: int
    last: int
    choose: bool = False
    outside: bool = False
    could_be: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Spot:
    """A name that stands for a place. own: its wards before the others are looked at."""

    named: Named
    own: tuple[str, ...]
    narrows: frozenset[str]
    role: str
    """street, code, settlement, outside, body or aside."""

    def away(self, other: _Spot) -> int:
        """How many words lie between."""
        return max(other.named.first - self.named.last, self.named.first - other.named.last) - 1


class Contexts:
    """Where, in one text, the words stand that say how a place is meant: token numbers."""

    def __init__(
        self,
        aside: Iterable[int] = (),
        whole: Iterable[int] = (),
        wholly: Iterable[int] = (),
        body: Iterable[int] = (),
    ):
        self.aside, self.whole = frozenset(aside), frozenset(whole)
        self.wholly, self.body = frozenset(wholly), frozenset(body)


def places(text: Text, gazetteer: Gazetteer, lexicon: Lexicon, contexts: Contexts) -> tuple[Place, ...]:
    """All places in order. contexts: last words of `aside` and `whole` phrases, first words of `body` ones."""
    ordinary = lexicon.personal.ordinary | lexicon.personal.first_names
    found = [*Names(text, gazetteer, ordinary).all()]
    standing = [named for i, named in enumerate(found) if _stands(text, found, i, lexicon)]
    spots = [_spot(text, named, contexts) for named in standing]
    spots = _joined_bodies(text, spots)
    return tuple(
        _place(text, spot, spots[max(0, at - AROUND) : at + AROUND + 1])
        for at, spot in enumerate(spots)
        if spot.role != "aside"
    )


def _stands(text: Text, found: Sequence[Named], i: int, lexicon: Lexicon) -> bool:
    """Whether the words are meant as a place: not a person's name, nor words like any other."""
    named = found[i]
    if named.kind == "postcode":
        return True
    first, last = text.tokens[named.first], text.tokens[named.last]
    if _is_person(text, named, lexicon):
        return False
    words = {text.tokens[at].word for at in range(named.first, named.last + 1)}
    by_ward = named.last + 1 < len(text.tokens) and text.tokens[named.last + 1].word == "ward"
    if named.kind in SETTLEMENTS:
        if words <= lexicon.places.needs_ward:
            return by_ward
        return not words <= lexicon.places.needs_capital or by_ward or _shown_as_name(text, named)
    if not words <= lexicon.personal.ordinary | STREETS:
        return True
    if named.last + 1 < len(text.tokens) and text.tokens[named.last + 1].word in BUSINESSES:
        return False
    if i + 1 < len(found) and found[i + 1].kind in SETTLEMENTS and found[i + 1].first - named.last <= 2:
        return True
    before = text.tokens[named.first - 1].word if named.first else ""
    if i and found[i - 1].kind in SETTLEMENTS and found[i - 1].last + 1 == named.first:
        return True
    if named.length > 1 and first.word != "the":
        return before not in ARTICLES or (last.capital and not text.shouted)
    return last.capital and not text.shouted and (named.length > 1 or not first.opens)


def _shown_as_name(text: Text, named: Named) -> bool:
    token = text.tokens[named.first]
    before = text.tokens[named.first - 1].word if named.first else ""
    if token.capital and not text.shouted:
        return True
    return before in BEFORE_PLACE


def _is_person(text: Text, named: Named, lexicon: Lexicon) -> bool:
    if named.first == 0 or text.tokens[named.last].word in STREETS:
        return False
    before, personal = text.tokens[named.first - 1], lexicon.personal
    if text.gap(named.first - 1).strip(" .-&") != "":
        return False
    if before.word in personal.titles or before.word in personal.roles:
        return True
    if len(before.raw) == 1 and before.capital and named.first > 1:
        return text.tokens[named.first - 2].word in personal.titles | personal.roles
    named_before = before.capital and before.word in personal.first_names and not text.shouted
    return named_before and text.tokens[named.first].capital


def _spot(text: Text, named: Named, contexts: Contexts) -> _Spot:
    entries = _meant(text, named)
    own = {ward for entry in entries for ward in entry.wards} | set(named.wards)
    narrows = frozenset(ward for entry in entries for ward in entry.narrows)
    kinds = {entry.kind for entry in entries}
    role = "street"
    if named.kind == "postcode":
        role = "code"
    elif "outside" in kinds:
        role = "outside"
    elif kinds & set(SETTLEMENTS):
        role = "settlement"
    before = {named.first - 1}
    if named.first > 1 and text.tokens[named.first - 1].word in BETWEEN:
        before.add(named.first - 2)
    if role == "settlement" and (before & contexts.whole or named.last + 1 in contexts.wholly):
        own |= narrows
    if role == "settlement" and named.last + 1 in contexts.body:
        role = "body"
    if role != "code" and before & contexts.aside:
        role = "aside"
    return _Spot(replace(named, kind=entries[0].kind if entries else named.kind), tuple(sorted(own)), narrows, role)


def _meant(text: Text, named: Named) -> tuple[Entry, ...]:
    """Of a settlement and a street with one name the settlement, unless the text says otherwise."""
    settled = tuple(entry for entry in named.entries if entry.kind in SETTLEMENTS)
    return settled or named.entries


def _joined_bodies(text: Text, spots: list[_Spot]) -> list[_Spot]:
    """Both halves of a parish council's double name are the council."""
    joined: list[_Spot] = []
    for spot in reversed(spots):
        following = joined[-1] if joined else None
        if following and following.role == "body" and spot.role == "settlement" and spot.away(following) <= 1:
            spot = replace(spot, role="body")
        joined.append(spot)
    return joined[::-1]


def _place(text: Text, spot: _Spot, spots: list[_Spot]) -> Place:
    named = spot.named
    wards, outside = spot.own, spot.role == "outside"
    if spot.role == "street":
        wards, outside = _street(text, spot, spots)
    elif spot.role == "body" or (spot.role == "settlement" and _belongs_to_a_street(spot, spots)):
        wards = ()
    could_be = tuple(sorted(spot.narrows)) if not wards and spot.role in ("settlement", "body") else ()
    choose = spot.role == "street" and len(wards) > 1
    span = text.between(named.first, named.last)
    return Place(span, named.kind, wards, named.first, named.last, choose, outside, could_be)


def _street(text: Text, spot: _Spot, spots: list[_Spot]) -> tuple[tuple[str, ...], bool]:
    """Its wards, and whether it lies outside."""
    near = _narrowing(text, spot, spots)
    if any(other.role == "outside" and (len(spot.own) != 1 or spot.away(other) <= 2) for other in near):
        return (), True
    if len(spot.own) <= 1 or not near:
        return spot.own, False
    narrows = frozenset[str]().union(*(other.narrows for other in near))
    narrowed = tuple(ward for ward in spot.own if ward in narrows)
    if narrowed:
        return narrowed, False
    if narrows and near[0].role in ("settlement", "body"):
        # The file does not have the street of this name in that settlement: the settlement speaks.
        return near[0].own, False
    return spot.own, False


def _narrowing(text: Text, spot: _Spot, spots: list[_Spot]) -> list[_Spot]:
    """The places that tell which street is meant: the nearest in the sentence, or else all others."""
    helping = [other for other in spots if other.role in ("settlement", "code", "outside", "body")]
    helping = [other for other in helping if other.narrows or other.role == "outside"]
    sentence = text.tokens[spot.named.first].sentence
    here = [other for other in helping if text.tokens[other.named.first].sentence == sentence]
    if here:
        # What follows a street says where it is more often than what stands before it.
        nearest = min(here, key=lambda other: (spot.away(other), other.named.first < spot.named.first))
        codes = [other for other in here if other.role == "code" and spot.away(other) <= BESIDE]
        return codes or [nearest]
    return [other for other in helping if other.role != "outside"]


def _belongs_to_a_street(spot: _Spot, spots: list[_Spot]) -> bool:
    """A street or postcode beats the settlement beside it, unless another settlement stands between."""
    for other in spots:
        if other.role not in ("street", "code") or not other.own:
            continue
        if set(other.own) & set(spot.narrows):
            return True
        low, high = sorted((other.named.first, spot.named.first))
        between = any(low < each.named.first < high and each.role == "settlement" for each in spots)
        if spot.away(other) <= FAR and not between:
            return True
    return False
