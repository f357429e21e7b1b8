"""What stands in a database at some moment, kept to be put into other, empty ones: a long story is told once."""

from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import SQLModel

from bot.clock import StandingClock


class Kept:
    """All rows of all tables, and where the clock stood."""

    def __init__(self, engine: Engine, clock: StandingClock):
        with engine.connect() as connection:
            self._rows = {  # in the order of their keys: a row may lead to an earlier one of its own table
                table: [dict(row) for row in connection.execute(table.select().order_by(*table.primary_key)).mappings()]
                for table in SQLModel.metadata.sorted_tables
            }
        self._clock = {name: value for name, value in vars(clock).items() if name != "_lock"}

    def put(self, engine: Engine, clock: StandingClock) -> None:
        """Into a database that has the tables, and no rows but those that every database begins with."""
        with engine.begin() as connection:
            for table, rows in reversed(self._rows.items()):
                if rows:
                    connection.execute(table.delete())
            for table, rows in self._rows.items():
                if rows:
                    connection.execute(table.insert(), rows)
                counted = table.autoincrement_column
                if rows and counted is not None and engine.name == "postgresql":
                    names: dict[str, Any] = {"table": table.name, "column": counted.name}
                    newest = max(row[counted.name] for row in rows)
                    number = text("SELECT setval(pg_get_serial_sequence(:table, :column), :newest)")
                    connection.execute(number, {**names, "newest": newest})
        vars(clock).update(self._clock)
