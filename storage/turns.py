"""Work that one process at a time does, however many there are: whose turn it is."""

from datetime import datetime, timedelta

from sqlmodel import Field, Session, col, select

from storage.base import Table

TICK = "tick"
LEASE = timedelta(seconds=30)  # how long after its last transaction a process that died keeps others out


class Turn(Table, table=True):
    """`by`: who has it, "" for nobody; `until`: when others need not wait for them any more, system time."""

    name: str = Field(primary_key=True)
    by: str = ""
    until: datetime


def take(session: Session, name: str, by: str, now: datetime) -> bool:
    """Whether it is `by`'s turn. If so nobody else has it until the end of this transaction, at the least.

    That does not depend on any clock: whose turn has passed to another finds out here, before doing anything.
    """
    held = select(Turn).where(Turn.name == name).with_for_update(skip_locked=True)
    turn = session.exec(held.execution_options(populate_existing=True)).first()
    if turn is None or (turn.by not in ("", by) and turn.until > now):
        return False
    turn.by, turn.until = by, now + LEASE
    session.add(turn)
    session.flush()
    return True


def give_up(session: Session, name: str, by: str) -> None:
    """The turn, if it is still theirs, is anybody's."""
    turn = session.exec(select(Turn).where(Turn.name == name, col(Turn.by) == by).with_for_update()).first()
    if turn is not None:
        turn.by = ""
        session.add(turn)
