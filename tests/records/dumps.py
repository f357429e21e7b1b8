"""Everything that a database holds, as text: what somebody with a copy of it could read."""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine, MetaData


def dump(engine: Engine) -> str:
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        engine.dispose()
        with sqlite3.connect(file) as connection:
            logical = "\n".join(connection.iterdump())
        connection.close()
        raw = b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
        return logical + raw.decode("utf-8", errors="replace")
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        rows = [f"{table.name} {row}" for table in tables.sorted_tables for row in connection.execute(table.select())]
    return "\n".join(rows)
