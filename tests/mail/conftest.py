"""A desk whose letters go through a real mail server on loopback."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.clock import StandingClock
from tests.mail.mail_server import Mailbox, start
from tests.mail.post_office import PostOffice


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    server = start(mailbox)
    mailbox.port = server.port
    yield mailbox
    mailbox.let_go.set()
    server.stop()


@pytest.fixture
def post(sqlite_engine: Engine, clock: StandingClock, mailbox: Mailbox) -> PostOffice:
    return PostOffice(sqlite_engine, clock, mailbox.port)


@pytest.fixture
def database_file(sqlite_engine: Engine) -> str:
    """The URL of the same database, for a command that opens it itself."""
    return str(sqlite_engine.url)
