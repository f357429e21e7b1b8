"""Snapshots of the council's folder, by content hash; the newest load is the current one."""

from datetime import datetime
from functools import lru_cache

from sqlalchemy import JSON
from sqlmodel import Field, Session, col, select

from storage.base import Table
from triage_rules.criteria import Criteria
from triage_rules.folder.criteria_document import read_criteria
from triage_rules.folder.sections import CRITERIA_FILE


class CouncilSnapshot(Table, table=True):
    hash: str = Field(primary_key=True)
    council: str
    files: dict[str, str] = Field(sa_type=JSON)
    loaded_at: datetime = Field(index=True)


class CurrentCouncil(Table, table=True):
    """One row: which snapshot is in force."""

    id: int = Field(default=1, primary_key=True)
    hash: str = Field(foreign_key="councilsnapshot.hash")


def current_hash(session: Session) -> str | None:
    return session.exec(select(CurrentCouncil.hash).where(CurrentCouncil.id == 1)).first()


def snapshot(session: Session, hash: str) -> CouncilSnapshot | None:
    return session.get(CouncilSnapshot, hash)


def snapshots(session: Session) -> list[CouncilSnapshot]:
    return list(session.exec(select(CouncilSnapshot).order_by(col(CouncilSnapshot.loaded_at))))


def make_current(session: Session, council: str, hash: str, files: dict[str, str], now: datetime) -> None:
    if session.get(CouncilSnapshot, hash) is None:
        session.add(CouncilSnapshot(hash=hash, council=council, files=files, loaded_at=now))
        session.flush()
    current = session.get(CurrentCouncil, 1)
    if current is None:
        session.add(CurrentCouncil(id=1, hash=hash))
    else:
        current.hash = hash
        session.add(current)


def criteria_of(session: Session, version: str) -> Criteria | None:
    """The criteria of this version, in the words they had then; None when no snapshot holds them."""
    for kept in reversed(snapshots(session)):
        criteria = _criteria(kept.files.get(CRITERIA_FILE, ""))
        if criteria is not None and criteria.version == version:
            return criteria
    return None


@lru_cache(maxsize=32)
def _criteria(text: str) -> Criteria | None:
    """Reading takes a tenth of a second, and snapshots do not change."""
    return read_criteria({CRITERIA_FILE: text}).criteria
