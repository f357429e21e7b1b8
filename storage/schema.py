"""The database's schema: bring it to this release's, or say how far it is from it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

MIGRATIONS = Path(__file__).parent / "migrations"
ADVISORY_LOCK = 0x52524D49  # PostgreSQL: one migration at a time, whoever starts it


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def head() -> str | None:
    """The revision that this release's code expects."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def current(engine: Engine) -> str | None:
    """The revision of the database; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def behind(engine: Engine) -> str | None:
    """What has to be done before this release's code can work on this database, in words; None: nothing.

    A newer database is right for one release: while the new code comes in, machine by machine, migrations only add.
    """
    at, known = current(engine), {each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()}
    if at == head() or (at is not None and at not in known):
        return None
    return f"at {at}, needs {head()}: run `rapid-response migrate`"


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to `revision`, all steps in one transaction; safe to run twice and from two machines."""
    config = _config()
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def write_revision(engine: Engine, message: str) -> None:
    """For developers: a new revision from the difference between the tables in code and in the database."""
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True)
