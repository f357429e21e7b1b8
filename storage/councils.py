"""Snapshots of the council's folder, by content hash; the newest load is the current one."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field, Session, col, select

from storage.base import Table


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
