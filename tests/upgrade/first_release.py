"""What the first release left in its tables after a busy week, put back into tables of its schema.

`first_release.json.gz` was written by that release's own code (schema 0001): table -> rows, times in ISO 8601.
It is never made anew: what a council has on record today stays as it was written then.
"""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Engine, MetaData, text

from storage import schema

REVISION = "0001"
FILE = Path(__file__).with_name("first_release.json.gz")
Rows = dict[str, list[dict[str, Any]]]


def rows() -> Rows:
    return json.loads(gzip.decompress(FILE.read_bytes()))


def restore(engine: Engine) -> None:
    """Make `engine`'s database what the first release left. What is in it is dropped."""
    tables = MetaData()
    tables.reflect(engine)
    tables.drop_all(engine)
    schema.upgrade(engine, REVISION)
    tables = MetaData()
    tables.reflect(engine)
    kept = rows()
    with engine.begin() as connection:
        for table in tables.sorted_tables:
            times = [column.name for column in table.columns if isinstance(column.type, DateTime)]
            if found := kept.get(table.name):
                connection.execute(table.insert(), [_read(row, times, engine) for row in found])
                if engine.dialect.name == "postgresql" and "id" in table.columns and isinstance(found[0]["id"], int):
                    sequence = "SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"
                    last = max(row["id"] for row in found)
                    connection.execute(text(sequence), {"name": table.name, "last": last})


def _read(row: dict[str, Any], times: list[str], engine: Engine) -> dict[str, Any]:
    return {name: _moment(value, engine) if name in times and value else value for name, value in row.items()}


def _moment(value: str, engine: Engine) -> datetime:
    """SQLite's tables hold UTC without saying so."""
    moment = datetime.fromisoformat(value)
    return moment if engine.dialect.name == "sqlite" else moment.replace(tzinfo=UTC)
