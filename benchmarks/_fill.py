"""A database with many issues on record, copied by the database itself from one that the desk made."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, text
from sqlmodel import SQLModel

from bot.clock import StandingClock
from bot.desk.work import Desk
from storage.actions import Action
from storage.issues import Event, Issue, IssueWard
from storage.outbox import Delivery
from storage.waits import Reminder, Wait
from tests.desk.people import Office
from tests.sample import sample_council

REPORTED = datetime(2026, 11, 23, 9, tzinfo=UTC)
DUE_AT = datetime(2030, 1, 7, 9, tzinfo=UTC)
AT_A_TIME = 50_000
STEP = 10  # between the ids of one copy and the next: no issue has so many of anything
TABLES: Sequence[type[SQLModel]] = (Issue, IssueWard, Action, Event, Delivery, Wait, Reminder)
WITH_IDS = ("issue", "action", "event", "delivery", "wait", "reminder")
MOVED = ("id", "issue_id", "action_id", "wait_id")
SENT = {"state": "'sent'", "attempts": "1", "key": "key || '-' || n", "lane": "lane || '-' || n"}
LATER = {"due_at": ":due_at"}
CLOSED = {
    "issue": {"state": "'closed'", "closed_at": "reported_at"},
    "action": {"state": "'done'"},
    "wait": {"state": "'ended'"},
    "reminder": {"state": "'void'"},
    "delivery": SENT,
}
OPEN = {"reminder": LATER, "delivery": SENT}


def first_issue(engine: Engine) -> int:
    """Reports the one that is copied; how many reminders it has."""
    Office(Desk(engine, StandingClock(REPORTED), sample_council)).report("R13")
    with engine.begin() as connection:
        return connection.execute(text("SELECT count(*) FROM reminder")).scalar_one()


def copies(engine: Engine, number: int, *, closed: bool) -> None:
    """So many more: open with their reminders in 2030, or closed."""
    for done in range(0, number, AT_A_TIME):
        _some(engine, min(AT_A_TIME, number - done), closed)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _some(engine: Engine, number: int, closed: bool) -> None:
    with engine.begin() as connection:
        newest = [connection.execute(text(f"SELECT max(id) FROM {name}")).scalar() or 0 for name in WITH_IDS]  # noqa: S608
        first = max(newest) // STEP + 1
        last = first + number - 1
        for table in TABLES:
            _copy(connection, table, first, last, (CLOSED if closed else OPEN).get(table.__tablename__, {}))  # type: ignore[call-overload]


def _copy(connection: Connection, table: type[SQLModel], first: int, last: int, changed: dict[str, str]) -> None:
    name = str(table.__tablename__)
    columns = [column.name for column in table.__table__.columns]  # type: ignore[attr-defined]
    moved = {column: f'"{column}" + n * {STEP}' for column in columns if column in MOVED}
    values = ", ".join({**moved, **changed}.get(column, f'"{column}"') for column in columns)
    quoted = ", ".join(f'"{column}"' for column in columns)
    number, one = ("issue_id", "1") if "issue_id" in columns else ("id", f"{STEP - 1}")
    numbers = "SELECT CAST(:first AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < :last"
    chosen = f'SELECT {values} FROM numbers, {name} WHERE "{number}" <= {one}'  # noqa: S608
    connection.execute(
        text(f"WITH RECURSIVE numbers(n) AS ({numbers}) INSERT INTO {name} ({quoted}) {chosen}"),  # noqa: S608
        {"first": first, "last": last, **({"due_at": DUE_AT} if ":due_at" in values else {})},
    )
    if connection.dialect.name == "postgresql" and "id" in columns:
        of = f"pg_get_serial_sequence('{name}', 'id')"
        connection.execute(text(f"SELECT setval({of}, (SELECT max(id) FROM {name}))"))  # noqa: S608
