"""What is wrong in a council's folder, said so that whoever wrote it can put it right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

ENOUGH_TO_LIST = 12


@dataclass(frozen=True)
class Problem:
    """file: name inside the folder. line: from 1. what: what is wrong. fix: what to write instead."""

    file: str
    line: int
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.what}. {self.fix}"


class CouncilError(ValueError):
    """The folder is refused; `problems` holds everything found, by file and line."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(sorted(set(problems), key=lambda each: (each.file, each.line, each.what)))
        super().__init__("\n".join(map(str, self.problems)))


def instead(word: str, known: Iterable[str]) -> str:
    """What to write for a word that is not among the known ones: close ones, or all when they are few."""
    names = sorted(set(known))
    near = get_close_matches(word, names, n=3, cutoff=0.6)
    if near:
        return f"Did you mean {either(near)}?"
    if not names:
        return "There are none yet: add it first."
    if len(names) <= ENOUGH_TO_LIST:
        return f"Write {either(names)}."
    return f"There are {len(names)}, such as {either(names[:3])}."


def either(names: Iterable[str]) -> str:
    """`'a', 'b' or 'c'`."""
    *most, last = (f"'{name}'" for name in names)
    return f"{', '.join(most)} or {last}" if most else last
