"""`migrate` killed at every statement and around its commit: the database is as it was before, or as it should be."""

import psycopg
from sqlalchemy import event, inspect

from storage import schema
from storage.session import open_engine
from torture.moments import Fate
from torture.processes import KILLED, PROCESSES, migrate
from torture.stage import Stage

EMPTY = "migrated_from_nothing"


def migrated_under_fire(stage: Stage, kills: int) -> list[str]:
    """Kills it `kills` times, spread over all its moments; then lets it finish. What was wrong."""
    statements = _moments_of_a_whole_run(_empty_database(stage))
    url = _empty_database(stage)
    spread = sorted({1 + (statements - 1) * n // max(kills - 1, 1) for n in range(kills)})
    problems = [said for number in spread if (said := _once(stage, url, number))]
    if _run(stage, url, 0) != 0:
        problems.append("migrate did not finish after it had been killed")
    engine = open_engine(url)
    if schema.current(engine) != schema.head():
        problems.append(f"migrated to {schema.current(engine)}, not {schema.head()}")
    engine.dispose()
    return problems


def _once(stage: Stage, url: str, number: int) -> str | None:
    if _run(stage, url, number) != KILLED:
        return f"migrate was not killed at its moment {number}"
    engine = open_engine(url)
    revision, tables = schema.current(engine), inspect(engine).get_table_names()
    engine.dispose()
    whole = (revision is None and not tables) or (revision == schema.head() and len(tables) > 1)
    return None if whole else f"killed at moment {number}, migrate left {revision} with {len(tables)} tables"


def _run(stage: Stage, url: str, number: int) -> int | None:
    process = PROCESSES.Process(target=migrate, args=(url, Fate("migrate", number), stage.diary))
    process.start()
    process.join(60)
    return process.exitcode


def _moments_of_a_whole_run(url: str) -> int:
    """How many moments there are up to the one before the last: killed after its commit, it has migrated."""
    engine = open_engine(url)
    counted = [0]
    event.listen(engine, "before_cursor_execute", lambda *_: counted.__setitem__(0, counted[0] + 1))
    schema.upgrade(engine)
    engine.dispose()
    return counted[0]


def _empty_database(stage: Stage) -> str:
    if stage.database.startswith("sqlite"):
        for file in stage.folder.glob(f"{EMPTY}.db*"):
            file.unlink()
        return f"sqlite:///{stage.folder / EMPTY}.db"
    address = stage.database.replace("+psycopg", "", 1)
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{EMPTY}"'.encode())
        admin.execute(f'CREATE DATABASE "{EMPTY}" TEMPLATE template0'.encode())
    before, _, query = stage.database.partition("?")
    return f"{before.rpartition('/')[0]}/{EMPTY}?{query}"
