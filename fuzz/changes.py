"""What stands in the database, and whether people without any right changed anything of it."""

import sqlite3
from pathlib import Path

Rows = dict[str, dict[str, dict[str, object]]]
"""Table to key to row."""
# What an attempt leaves behind: who it was, as Slack tells it, and that it was refused.
TRACES = frozenset({"refused", "slackidentity"})


def rows_of(database: Path) -> Rows:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        connection.row_factory = sqlite3.Row
        names = [each[0] for each in connection.execute("select name from sqlite_master where type = 'table'")]
        return {name: _rows(connection, name) for name in names if not name.startswith("sqlite_")}


def _rows(connection: sqlite3.Connection, table: str) -> dict[str, dict[str, object]]:
    keys = [each["name"] for each in connection.execute(f"pragma table_info({table})") if each["pk"]]
    rows = (dict(row) for row in connection.execute(f"select * from {table}"))  # noqa: S608  (names of tables)
    return {"/".join(str(row[key]) for key in keys): row for row in rows}


def unlawful(before: Rows, after: Rows) -> list[str]:
    """Each table in which something stands that a refusal does not leave."""
    return [table for table in after if table not in TRACES and _differs(table, before[table], after[table])]


def _differs(table: str, before: dict[str, dict[str, object]], after: dict[str, dict[str, object]]) -> bool:
    if any(after.get(key) != row for key, row in before.items()):
        return True
    new = [row for key, row in after.items() if key not in before]
    if table == "event":
        return any(row["verb"] != "refused" for row in new)
    if table == "delivery":  # after a refusal the cards that there are get painted again
        cards = {(row["kind"], row["recipient"]) for row in before.values() if row["card"]}
        return any((row["kind"], row["recipient"]) not in cards for row in new)
    return bool(new)
