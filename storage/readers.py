"""The readers of reports' texts: a council's words and its places, compiled once for as long as both stay the same."""

import threading
from collections import OrderedDict
from typing import ClassVar, cast

from sqlalchemy import Engine

from storage import places
from storage.session import reading
from triage_rules.council import Council
from triage_rules.prefill.suggest import Reader
from triage_rules.prefill.where.gazetteer import Gazetteer, Row, RowKind

KEPT = 3
"""Readers kept: the council in force, the one before it for those still at work, and one more."""


class Readers:
    """Gives the reader of a council; safe to use from several threads. All of a process share what is built: it
    depends on content alone."""

    _lock: ClassVar = threading.Lock()
    _built: ClassVar[OrderedDict[tuple[str, str], Reader]] = OrderedDict()

    def __init__(self, engine: Engine):
        self._engine = engine

    def __call__(self, council: Council) -> Reader:
        with self._lock, reading(self._engine) as session:
            key = (council.hash, places.stamp(session, council.id))
            if key not in self._built:
                rows = (Row(name, cast("RowKind", kind), area) for name, kind, area in places.rows(session, council.id))
                words = council.lexicon
                self._built[key] = Reader(words, Gazetteer(rows, council.directory, words.places))
                while len(self._built) > KEPT:
                    self._built.popitem(last=False)
            self._built.move_to_end(key)
            return self._built[key]
