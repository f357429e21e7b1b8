"""The council's data as it is in force: the newest snapshot in the database, parsed once."""

import threading
from collections.abc import Mapping

from sqlalchemy import Engine

from bot.clock import Clock
from storage import councils
from storage.session import reading, writing
from triage_rules.council import Council, parse

LOOK_AGAIN = 1.0  # seconds: how soon a process notices that another one loaded a new folder


class NoCouncil(LookupError):
    """Nothing has been loaded into this database yet."""


class CouncilInForce:
    """Call it to have the council. A `council load` is noticed without a restart."""

    def __init__(self, engine: Engine, clock: Clock):
        self._engine, self._clock = engine, clock
        self._lock = threading.Lock()
        self._parsed: dict[str, Council] = {}
        self._current: Council | None = None
        self._looked_at = float("-inf")

    def __call__(self) -> Council:
        with self._lock:
            if self._current is None or self._clock.monotonic() - self._looked_at >= LOOK_AGAIN:
                self._current = self._look()
                self._looked_at = self._clock.monotonic()
            return self._current

    def _look(self) -> Council:
        with reading(self._engine) as session:
            hash = councils.current_hash(session)
            if hash is None:
                raise NoCouncil("No council has been loaded: run `rapid-response council load`.")
            if hash not in self._parsed:
                snapshot = councils.snapshot(session, hash)
                assert snapshot is not None, "the current hash is a foreign key to its snapshot"
                self._parsed[hash] = parse(snapshot.files, snapshot.council)
            return self._parsed[hash]

    def load(self, name: str, files: Mapping[str, str]) -> Council:
        """Check the folder's files and make them current. Raises CouncilError and changes nothing on a mistake."""
        council = parse(files, name)
        with writing(self._engine) as session:
            councils.make_current(session, name, council.hash, dict(files), self._clock.now())
            session.commit()
        with self._lock:
            self._parsed[council.hash] = self._current = council
        return council
