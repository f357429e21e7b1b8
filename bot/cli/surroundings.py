"""What a command has around it: settings, clock, database, council; opened when first asked for."""

import os
from collections.abc import Callable
from functools import cached_property

import click
from pydantic import ValidationError
from sqlalchemy import Engine

from bot import settings as environment
from bot.clock import Clock
from bot.desk.council_in_force import CouncilInForce
from bot.settings import Settings
from storage import council_files, councils, schema
from storage.session import open_engine, reading
from triage_rules.council import Council, CouncilError, parse


class No(click.ClickException):
    """The answer is no, or something is missing: one line on stderr, exit status 1."""

    def show(self, file=None) -> None:
        click.echo(self.format_message(), err=True)


class Surroundings:
    clock = Clock()

    @cached_property
    def settings(self) -> Settings:
        try:
            return environment.read(os.environ)
        except ValidationError as error:
            wrong = "; ".join(f"{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
            raise No(f"The environment is not right. {wrong}") from error

    @cached_property
    def _engine(self) -> Engine:
        return open_engine(self.settings.database_url)

    def engine(self) -> Engine:
        """The database, at this release's schema or the next one's. Raises No when it is older."""
        if schema.current(self._engine) is None and self._engine.dialect.name == "sqlite":
            schema.upgrade(self._engine)  # one file, one process: nothing to coordinate
        if behind := schema.behind(self._engine):
            raise No(f"The database's schema is {behind}.")
        return self._engine

    def unchecked_engine(self) -> Engine:
        """The database as it is, for the commands that look at its schema or change it."""
        return self._engine

    def council(self, name: str | None = None) -> Council:
        """The council in force; or, where `name` is given or nothing has been loaded, that of the folder."""
        return self.councils()() if name is None else self.council_of_folder(name)

    def councils(self) -> Callable[[], Council]:
        """What gives the council in force each time; where nothing has been loaded, that of the folder."""
        engine = self.engine()
        with reading(engine) as session:
            loaded = councils.current_hash(session) is not None
        if loaded:
            return CouncilInForce(engine, self.clock)
        of_folder = self.council_of_folder(self.settings.council)
        return lambda: of_folder

    def council_of_folder(self, name: str) -> Council:
        files = self.folder(name)
        try:
            return parse(files, name)
        except CouncilError as error:
            raise No("\n".join(str(problem) for problem in error.problems)) from error

    def folder(self, name: str) -> dict[str, str]:
        try:
            return council_files.read(name)
        except (OSError, LookupError, ValueError) as error:
            raise No(str(error)) from error


surroundings = click.make_pass_decorator(Surroundings, ensure=True)
