"""The migrations make the tables that the code expects, on both databases, and may run twice."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine
from sqlmodel import SQLModel

from bot.cli.surroundings import No, Surroundings
from storage import schema
from storage.session import open_engine


def test_the_migrated_tables_are_those_of_the_code(engine):
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    assert differences == []


def test_migrating_twice_changes_nothing(engine):
    schema.upgrade(engine)
    assert schema.current(engine) == schema.head()


def test_an_empty_database_has_no_revision(tmp_path: Path):
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    assert schema.current(engine) is None
    engine.dispose()


def test_a_process_starts_on_its_own_schema_and_on_the_next_releases(sqlite_engine, monkeypatch):
    around = Surroundings()
    monkeypatch.setattr(Surroundings, "_engine", sqlite_engine)
    for at in (schema.head(), "9999_of_the_next_release"):
        _mark(sqlite_engine, at)
        assert around.engine() is sqlite_engine
    _mark(sqlite_engine, "0001")
    with pytest.raises(No, match="run `rapid-response migrate`"):
        around.engine()


def _mark(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")


@pytest.mark.parametrize("text", ["plain", "emoji 🕳️", "right to left שלום", "'; DROP TABLE issue; --"])
def test_what_is_written_is_read(engine, text):
    from storage.councils import CouncilSnapshot
    from storage.session import reading, writing
    from tests.conftest import MONDAY

    with writing(engine) as session:
        session.add(CouncilSnapshot(hash=text, council=text, files={text: text}, loaded_at=MONDAY))
        session.commit()
    with reading(engine) as session:
        found = session.get_one(CouncilSnapshot, text)
        assert (found.files, found.loaded_at) == ({text: text}, MONDAY)
