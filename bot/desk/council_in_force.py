"""The council's data as it is in force: a snapshot in the database, parsed once.

Criteria whose date is still to come wait in the database, and come into force on it without anybody's help.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session

from bot.clock import Clock
from storage import councils
from storage.session import reading, writing
from triage_rules.council import Council, parse
from triage_rules.folder.sections import CRITERIA_FILE

LOOK_AGAIN = 1.0  # seconds: how soon a process notices that another one loaded a new folder


class NoCouncil(LookupError):
    """Nothing has been loaded into this database yet."""


@dataclass(frozen=True)
class Loaded:
    """now: what is in force. later: what will be from the date of its criteria on, where that is to come."""

    now: Council
    later: Council | None = None


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
            hash = councils.current_hash(session, self._clock.now())
            if hash is None:
                raise NoCouncil("No council has been loaded: run `rapid-response council load`.")
            if hash not in self._parsed:
                snapshot = councils.snapshot(session, hash)
                assert snapshot is not None, "the current hash is a foreign key to its snapshot"
                self._parsed[hash] = parse(snapshot.folder, snapshot.council)
            return self._parsed[hash]

    def load(self, name: str, files: Mapping[str, str]) -> Loaded:
        """Check the folder's files and make them current. Raises CouncilError and changes nothing on a mistake.

        Where its criteria apply from a day to come, those in force go on until then; all else is current at once.
        A council's first criteria are in force at once: there are none before them.
        """
        council, now = parse(files, name), self._clock.now()
        starts = begins(council)
        with writing(self._engine) as session:
            earlier = self._criteria_before(session, council, now) if starts > now else None
            until = {**files, CRITERIA_FILE: earlier} if earlier else files
            current = parse(until, name) if earlier else council
            for kept, text in ((current, until), (council, files)):
                councils.keep(session, name, kept.hash, text, kept.criteria.version, now)
            councils.make_current(session, current.hash, (council.hash, starts) if earlier else None)
            session.commit()
        with self._lock:
            self._parsed |= {council.hash: council, current.hash: current}
            self._current = current
        return Loaded(current, council if earlier else None)

    def _criteria_before(self, session: Session, council: Council, now: datetime) -> str | None:
        """The text of the criteria in force, where they are others."""
        hash = councils.current_hash(session, now)
        snapshot = councils.snapshot(session, hash) if hash else None
        if snapshot is None or snapshot.council != council.id:
            return None
        same = parse(snapshot.folder, snapshot.council).criteria.version == council.criteria.version
        return None if same else snapshot.files[CRITERIA_FILE]


def begins(council: Council) -> datetime:
    """The first moment of the day from which the council's criteria apply; aware."""
    return datetime.combine(council.criteria.effective_from, time(), ZoneInfo(council.zone))
