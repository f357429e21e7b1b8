"""The council's places by name: from open data, its directory, and its own words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from triage_rules.directory import Directory
from triage_rules.prefill.words.lexicon import PlaceWords
from triage_rules.prefill.words.spelling import Spelling
from triage_rules.prefill.words.text import read_text

RowKind = Literal["postcode", "street", "place"]
Kind = Literal["postcode", "street", "ward", "estate", "town", "parish", "landmark", "outside"]
LONGEST_NAME = 7
"""Words; no name has more."""
ENDINGS = {
    "rd": "road",
    "st": "street",
    "str": "street",
    "ave": "avenue",
    "av": "avenue",
    "aven": "avenue",
    "cl": "close",
    "clo": "close",
    "dr": "drive",
    "drv": "drive",
    "ln": "lane",
    "la": "lane",
    "cres": "crescent",
    "cresc": "crescent",
    "cr": "crescent",
    "gdns": "gardens",
    "gdn": "gardens",
    "ct": "court",
    "crt": "court",
    "sq": "square",
    "tce": "terrace",
    "terr": "terrace",
    "ter": "terrace",
    "pl": "place",
    "gr": "grove",
    "grv": "grove",
    "pk": "park",
    "wy": "way",
    "hl": "hill",
    "mdw": "meadow",
}
"""Short forms of the last word of a street."""


@dataclass(frozen=True)
class Row:
    """A line of open data. area: a ward's id in the directory."""

    name: str
    kind: RowKind
    area: str


@dataclass(frozen=True)
class Entry:
    """wards: ids, sorted; where it is. narrows: wards that tell streets of one name apart beside it."""

    name: str
    kind: Kind
    wards: tuple[str, ...]
    narrows: tuple[str, ...]


def key_of(words: Iterable[str]) -> str:
    """How a name is looked up: `Saint` is `st`, `and` is left out, the last word is written out."""
    kept = ["st" if word == "saint" else word for word in words if word != "and"]
    if len(kept) > 1:
        kept[-1] = ENDINGS.get(kept[-1], kept[-1])
    return " ".join(kept)


def plain_postcode(text: str) -> str:
    """`tf1 1aa` as `TF11AA`."""
    return "".join(character for character in text.upper() if character.isalnum())


class Gazetteer:
    """Names to entries, postcodes to wards, and the vocabulary for misspelt names."""

    def __init__(self, rows: Iterable[Row], directory: Directory, known: PlaceWords):
        self.entries: dict[str, tuple[Entry, ...]] = {}
        self.postcodes: dict[str, tuple[str, ...]] = {}
        self.partial: dict[str, frozenset[str]] = {}
        self._collected: dict[tuple[str, Kind], dict[str, set[str]]] = {}
        self._names: dict[tuple[str, Kind], str] = {}
        self._add_areas(directory)
        self._add_known(known)
        self._add_rows(rows)
        for (key, kind), wards in self._collected.items():
            entry = Entry(self._names[key, kind], kind, _sorted(wards["in"]), _sorted(wards["in"] | wards["narrows"]))
            self.entries[key] = (*self.entries.get(key, ()), entry)
        self.joined = {key.replace(" ", ""): key for key in self.entries if " " in key and len(key) > LONGEST_NAME}
        self.spelling = Spelling(word for key in self.entries for word in key.split())
        self._collected.clear()
        self._names.clear()

    def _add(self, name: str, kind: Kind, wards: Iterable[str], narrows: Iterable[str] = ()) -> None:
        key = key_of(token.word for token in read_text(name).tokens)
        if not key or (kind == "street" and key in ENDINGS.values()):
            return
        self._names.setdefault((key, kind), name)
        collected = self._collected.setdefault((key, kind), {"in": set(), "narrows": set()})
        collected["in"].update(wards)
        collected["narrows"].update(narrows)

    def _add_areas(self, directory: Directory) -> None:
        wards = [area for area in directory.areas if area.kind == "ward"]
        for area in wards:
            for half in (area.name, *_halves(area.name)):
                self._add(half, "ward", (area.id,))
        taken = set(self._collected)
        for area in directory.areas:
            if area.kind == "parish":
                for half in (area.name, *_halves(area.name)):
                    key = key_of(token.word for token in read_text(half).tokens)
                    if (key, "ward") not in taken:
                        self._add(half, "parish", (), area.wards)

    def _add_known(self, known: PlaceWords) -> None:
        for place in known.known:
            for name in (place.name, *place.also):
                self._drop(name, "parish")
                self._add(name, place.kind, place.wards, place.narrows)
        for name in known.outside:
            self._add(name, "outside", ())

    def _drop(self, name: str, kind: Kind) -> None:
        self._collected.pop((key_of(token.word for token in read_text(name).tokens), kind), None)

    def _add_rows(self, rows: Iterable[Row]) -> None:
        partial: dict[str, set[str]] = {}
        for row in rows:
            if row.kind == "postcode":
                code = plain_postcode(row.name)
                if row.area not in self.postcodes.get(code, ()):
                    self.postcodes[code] = tuple(sorted({*self.postcodes.get(code, ()), row.area}))
                for prefix in (code[:-3], code[:-2]):
                    partial.setdefault(prefix, set()).add(row.area)
            else:
                self._add(row.name, "street" if row.kind == "street" else "landmark", (row.area,))
        self.partial = {prefix: frozenset(areas) for prefix, areas in partial.items()}


def _sorted(areas: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(areas)))


def _halves(name: str) -> tuple[str, ...]:
    """Both halves of a double name."""
    halves = [half.strip() for joint in (" and ", " & ") if joint in name for half in name.split(joint)]
    return tuple(half for half in halves if half)
