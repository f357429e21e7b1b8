"""The councils' gazetteers, as imported from open data."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, insert
from sqlmodel import Field, Session, col, select

from storage.base import Table


class PlaceFile(Table, table=True):
    """A file that was imported; `digest` (hex) is of its rows, so that a gazetteer is built only once."""

    council: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    digest: str
    rows: int
    imported_at: datetime


class PlaceRow(Table, table=True):
    """A postcode, street or place, and one area (an id of the directory) that it lies in."""

    id: int | None = Field(default=None, primary_key=True)
    council: str = Field(index=True)
    file: str
    name: str
    kind: str
    area: str


def replace_file(
    session: Session, council: str, file: str, rows: Iterable[tuple[str, str, str]], digest: str, now: datetime
) -> int:
    """Put these rows (name, kind, area) in place of what the file gave before; how many. `now` is system time."""
    session.execute(delete(PlaceRow).where(col(PlaceRow.council) == council, col(PlaceRow.file) == file))
    values = [{"council": council, "file": file, "name": n, "kind": k, "area": a} for n, k, a in rows]
    if values:
        session.execute(insert(PlaceRow), values)
    known = session.get(PlaceFile, (council, file))
    if known is None:
        known = PlaceFile(council=council, name=file, digest=digest, rows=len(values), imported_at=now)
    known.digest, known.rows, known.imported_at = digest, len(values), now
    session.add(known)
    return len(values)


def stamp(session: Session, council: str) -> str:
    """Changes when, and only when, the council's imported places change; empty when there are none."""
    query = select(PlaceFile.name, PlaceFile.digest).where(PlaceFile.council == council).order_by(PlaceFile.name)
    return " ".join(f"{name}:{digest}" for name, digest in session.exec(query))


def files(session: Session, council: str) -> list[PlaceFile]:
    """What has been imported, by name."""
    return list(session.exec(select(PlaceFile).where(PlaceFile.council == council).order_by(PlaceFile.name)))


def rows(session: Session, council: str) -> list[tuple[str, str, str]]:
    """Every name, kind and area of a council."""
    query = select(PlaceRow.name, PlaceRow.kind, PlaceRow.area).where(PlaceRow.council == council)
    return [(name, kind, area) for name, kind, area in session.exec(query)]
