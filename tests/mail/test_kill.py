"""SIGKILL between the mail server's answer and our mark: sent once more, with the same Message-ID, and never lost."""

import multiprocessing
import signal
from datetime import timedelta

from sqlalchemy import Engine

from bot.clock import StandingClock
from bot.delivery.ledger import LEASE
from storage.outbox import RESENT, SENDING, SENT
from tests.mail.mail_server import Mailbox
from tests.mail.post_office import PostOffice
from tests.mail.sends_and_dies import main

RUBY = "ruby.registerby@example.org"
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([main.__module__])


def test_killed_after_the_answer(engine: Engine, database_url: str, clock: StandingClock, mailbox: Mailbox):
    post = PostOffice(engine, clock, mailbox.port)
    post.ask_schools()

    def state() -> str:
        return next(each.state for each in post.letters("person:ruby-register") if each.kind == "action_card")

    clock.move_system(timedelta(minutes=6))
    dying = PROCESSES.Process(target=main, args=(database_url, mailbox.port, RUBY, clock.system()))
    dying.start()
    dying.join(60)
    assert dying.exitcode == -signal.SIGKILL
    assert state() == SENDING
    clock.move_system(LEASE * 1.1)
    post.dispatcher.drain()
    assert state() == RESENT
    clock.move_system(LEASE * 1.1)
    post.dispatcher.drain()
    assert state() == SENT
    ids = [str(got.letter["Message-ID"]) for got in mailbox.received if got.to == RUBY]
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert post.dispatcher.counts["again"] == 1
