"""The readers of reports' texts: a council's words and its places, compiled once for as long as both stay the same."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, cast

from sqlalchemy import Engine

from storage import places
from storage.council_files import SHIPPED, SUFFIXES
from storage.session import reading
from triage_rules.council import Council
from triage_rules.prefill.gazetteer import Gazetteer, Row, RowKind
from triage_rules.prefill.lexicon import Lexicon, read_lexicon
from triage_rules.prefill.suggest import Reader

FOLDER = "lexicon"
KEPT = 3
"""Readers kept: the council in force, the one before it for those still at work, and one more."""


def lexicon_files(council: str) -> dict[str, str]:
    """File name to text, of a shipped council or a folder; empty when it has no words of its own."""
    folder = (SHIPPED / council if (SHIPPED / council).is_dir() else Path(council)) / FOLDER
    if not folder.is_dir():
        return {}
    texts = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES)
    return {path.name: path.read_text(encoding="utf-8") for path in texts}


@lru_cache(maxsize=KEPT)
def _read(files: tuple[tuple[str, str], ...]) -> Lexicon:
    return read_lexicon(dict(files))


def lexicon(files: Mapping[str, str]) -> Lexicon:
    """Parsed once for each content. Raises CouncilError with every mistake."""
    return _read(tuple(sorted(files.items())))


class Readers:
    """Gives the reader of a council; safe to use from several threads. All of a process share what is built: it
    depends on content alone."""

    _lock: ClassVar = threading.Lock()
    _built: ClassVar[OrderedDict[tuple[str, str, int], Reader]] = OrderedDict()

    def __init__(self, engine: Engine):
        self._engine = engine

    def __call__(self, council: Council, folder: str | None = None) -> Reader:
        """folder: where the council's words are when it is not a shipped one. Raises CouncilError."""
        words = lexicon(lexicon_files(folder or council.id))
        with self._lock, reading(self._engine) as session:
            key = (council.hash, places.stamp(session, council.id), id(words))
            if key not in self._built:
                rows = (Row(name, cast("RowKind", kind), area) for name, kind, area in places.rows(session, council.id))
                self._built[key] = Reader(words, Gazetteer(rows, council.directory, words.places))
                while len(self._built) > KEPT:
                    self._built.popitem(last=False)
            self._built.move_to_end(key)
            return self._built[key]
