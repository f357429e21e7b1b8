"""Phone numbers, e-mail addresses, number plates and house numbers: personal data that has a shape.

Every repetition in a pattern is bounded, so each takes time in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from triage_rules.prefill.where.places import Place
from triage_rules.prefill.words.text import Text, word_set

PHONE = re.compile(
    r"(?<![\w.+])\(?(?:(?:\+|00)44[\s().-]{0,3}(?:0[\s().-]{0,2})?|0[ .-]?)[1-9](?:[\s().-]{0,2}[0-9]){8,9}(?!\w)"
    r"|(?<![\w.+])7[4-9][0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{3}(?!\w)"
)
EMAIL = re.compile(
    r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    r"|[\w.+-]{1,64} ?[(\[]at[)\]] ?[\w-]{1,63}(?: ?(?:[(\[]dot[)\]]|\.) ?[\w-]{1,63}){1,3}"
    r"|[\w.+-]{1,64} at [\w-]{1,63}(?: dot [\w-]{1,63}){1,3}",
    re.IGNORECASE,
)
PLATE = re.compile(
    r"(?<!\w)(?:[A-Za-z]{2}[0-9]{2}[ -]?[A-Za-z]{3}|[A-Z]{2} [0-9]{2} [A-Z]{3}"
    r"|[A-Z][0-9]{1,3}[ -]?[A-Z]{3}|[A-Z]{3}[ -]?[0-9]{1,3}[A-Z])(?!\w)"
)
BORN = re.compile(
    r"(?<!\w)(?:d\.?o\.?b\.?|date of birth|born)[ :.-]{1,3}(?:on |is )?"
    r"[0-9]{1,2}(?:st|nd|rd|th)?[ /.-](?:[0-9]{1,2}|[a-z]{3,9})[ /.-][0-9]{2,4}(?!\w)",
    re.IGNORECASE,
)
NUMBERS = re.compile(r"(?<!\w)(?:[0-9]{3}[ -][0-9]{3}[ -][0-9]{4}|[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D])(?!\w)")
"""A health service number, and a national insurance number."""

LOCAL = re.compile(r"[0-9]{5,7}")
RING = word_set("tel phone ring rings call mob mobile telephone number")
NUMBER = re.compile(r"[0-9]{1,3}[a-z]?")
NUMBERED = word_set("no number nos house flat door num apartment")
NOT_HOME = word_set(
    "unit units plot streetlight light sign bus route service stop column lamp lamppost bay halesfield hortonwood"
)
FILLERS = word_set("at on in of off the")

Span = tuple[int, int, str]
"""Start and end in the text as typed, and the kind."""


def contacts(text: Text) -> Iterator[Span]:
    """Phones, e-mail addresses, plates, dates of birth, and the numbers of a person."""
    for match in EMAIL.finditer(text.source):
        yield *match.span(), "email"
    for match in PHONE.finditer(text.source):
        yield *match.span(), "phone"
    for match in BORN.finditer(text.source):
        yield *match.span(), "birth"
    for match in NUMBERS.finditer(text.source):
        yield *match.span(), "number"
    for match in PLATE.finditer(text.source):
        if not _ordinary_words(match.group()):
            yield *match.span(), "plate"
    for at, token in enumerate(text.tokens[1:], 1):
        if LOCAL.fullmatch(token.raw) and any(before.word in RING for before in text.tokens[max(0, at - 3) : at]):
            yield token.start, token.end, "phone"


def _ordinary_words(plate: str) -> bool:
    """`in20 min`, `TF10 end`: small words beside a number; a plate is written all large or all small."""
    letters = "".join(character for character in plate if character.isalpha())
    if not (letters.isupper() or letters.islower()):
        return True
    return plate[-3:].casefold() in ("and", "the", "for", "min", "mins", "mph", "yds", "per", "pct", "day", "are")


def house_numbers(text: Text, places: Sequence[Place]) -> Iterator[Span]:
    """`14 Long Lane`, `number 14 in Long Lane`, `Long Lane, no. 14`; also of streets that nobody knows."""
    for place in places:
        if place.kind != "street":
            continue
        yield from _before(text, place)
        yield from _after(text, place)


def _before(text: Text, place: Place) -> Iterator[Span]:
    at = place.first - 1
    while at > 0 and text.tokens[at].word in FILLERS and place.first - at <= 3:
        at -= 1
    if at < 0 or not NUMBER.fullmatch(text.tokens[at].word):
        return
    sentence = text.tokens[place.first].sentence
    if text.tokens[at].sentence != sentence and text.tokens[at].word not in NUMBERED:
        return
    before = text.tokens[at - 1].word if at else ""
    direct = at == place.first - 1
    if before in NOT_HOME or not (direct or before in NUMBERED):
        return
    if direct and text.gap(at).strip(" ,-") != "":
        return
    first = at
    while first > 0 and (text.tokens[first - 1].word in NUMBERED or _another_number(text, first)):
        first -= 1
    yield text.tokens[first].start, text.tokens[place.last].end, "address"


def _another_number(text: Text, at: int) -> bool:
    """`flat 3, 22 Long Lane`."""
    two_before = text.tokens[at - 2].word if at > 1 else ""
    return bool(NUMBER.fullmatch(text.tokens[at - 1].word)) and two_before in NUMBERED


def _after(text: Text, place: Place) -> Iterator[Span]:
    for at in range(place.last + 1, min(place.last + 5, len(text.tokens) - 1)):
        if text.tokens[at].word in NUMBERED and NUMBER.fullmatch(text.tokens[at + 1].word):
            yield text.tokens[place.first].start, text.tokens[at + 1].end, "address"
            return
