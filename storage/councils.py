"""Snapshots of the council's folder, by content hash; the newest load is the current one."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from sqlalchemy import JSON
from sqlmodel import Field, Session, col, select

from storage.base import Table
from triage_rules.criteria import Criteria
from triage_rules.folder.criteria_document import read_criteria
from triage_rules.folder.sections import CRITERIA_FILE, is_words


class CouncilSnapshot(Table, table=True):
    """files, words: file name to text; the words for prefilling stand by themselves, because the release before
    cannot read them. criteria_version: "" where that release wrote the row."""

    hash: str = Field(primary_key=True)
    council: str
    files: dict[str, str] = Field(sa_type=JSON)
    words: dict[str, str] = Field(default_factory=dict, sa_type=JSON, sa_column_kwargs={"server_default": "{}"})
    criteria_version: str = Field(default="", sa_column_kwargs={"server_default": ""})
    loaded_at: datetime = Field(index=True)

    @property
    def folder(self) -> dict[str, str]:
        return {**self.files, **self.words}


class CurrentCouncil(Table, table=True):
    """One row: which snapshot is in force; and which is from `next_from` (UTC) on, while its criteria's date is
    still to come."""

    id: int = Field(default=1, primary_key=True)
    hash: str = Field(foreign_key="councilsnapshot.hash")
    next_hash: str | None = None
    next_from: datetime | None = None


def current_hash(session: Session, now: datetime | None = None) -> str | None:
    """The snapshot in force at `now` (aware); without it, only whether there is one matters."""
    current = session.get(CurrentCouncil, 1)
    if current is None:
        return None
    come = now is not None and current.next_from is not None and current.next_from <= now
    return current.next_hash if come else current.hash


def snapshot(session: Session, hash: str) -> CouncilSnapshot | None:
    return session.get(CouncilSnapshot, hash)


def snapshots(session: Session) -> list[CouncilSnapshot]:
    return list(session.exec(select(CouncilSnapshot).order_by(col(CouncilSnapshot.loaded_at))))


def keep(session: Session, council: str, hash: str, files: Mapping[str, str], version: str, now: datetime) -> None:
    """Store a snapshot, once for each content."""
    if session.get(CouncilSnapshot, hash) is None:
        words = {name: text for name, text in files.items() if is_words(name)}
        rest = {name: text for name, text in files.items() if name not in words}
        session.add(
            CouncilSnapshot(
                hash=hash, council=council, files=rest, words=words, criteria_version=version, loaded_at=now
            )
        )
        session.flush()


def make_current(session: Session, hash: str, next: tuple[str, datetime] | None = None) -> None:
    """Kept snapshots: the one in force, and the one that will be from a moment on. What waited before waits no more."""
    current = session.get(CurrentCouncil, 1) or CurrentCouncil(hash=hash)
    current.hash = hash
    current.next_hash, current.next_from = next or (None, None)
    session.add(current)


def criteria_of(session: Session, version: str) -> Criteria | None:
    """The criteria of this version, in the words they had then; None when no snapshot holds them."""
    query = select(CouncilSnapshot.files).order_by(col(CouncilSnapshot.loaded_at).desc())
    of_version = session.exec(query.where(CouncilSnapshot.criteria_version == version).limit(1)).all()
    for files in of_version or session.exec(query.where(CouncilSnapshot.criteria_version == "")):
        criteria = _criteria(files.get(CRITERIA_FILE, ""))
        if criteria is not None and criteria.version == version:
            return criteria
    return None


@lru_cache(maxsize=32)
def _criteria(text: str) -> Criteria | None:
    """Reading takes a tenth of a second, and snapshots do not change."""
    return read_criteria({CRITERIA_FILE: text}).criteria
