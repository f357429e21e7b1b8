"""One time for all machines: the database's own. SQLite has none; whoever uses it is on one machine."""

from datetime import UTC, datetime

from sqlalchemy import text
from sqlmodel import Session

from bot.clock import Clock

ITS_CLOCK = text("SELECT clock_timestamp()")  # not now(), which is when the transaction began


def shared_time(session: Session, clock: Clock) -> datetime:
    """System time by the database's clock, aware UTC. `clock` goes by it from then on."""
    if session.get_bind().dialect.name != "postgresql":
        return clock.system()
    began = clock.monotonic()
    moment: datetime = session.connection().execute(ITS_CLOCK).scalar_one()
    return clock.shared(moment.astimezone(UTC), clock.monotonic() - began)
