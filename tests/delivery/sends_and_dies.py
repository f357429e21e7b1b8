"""A worker of its own process that SIGKILLs itself at a chosen moment of its first post."""

import os
import signal
from datetime import datetime

from sqlalchemy import event

from bot.clock import StandingClock
from bot.delivery.addresses import Addresses
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.slack_sender import SlackSender, web_client
from storage.session import open_engine
from tests.delivery.post_room import draw, small_council


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class DyingSender(SlackSender):
    moment = "never"
    posted = False

    def post(self, delivery, message, place):
        if self.moment == "before the send":
            die()
        receipt = super().post(delivery, message, place)
        self.posted = True
        if self.moment == "after the answer":
            die()
        return receipt


def main(database_url: str, api_url: str, moment: str, now: datetime) -> None:
    """moment: "before the send", "after the answer", "before the commit" (of the mark), "after the commit", "never".

    now: the system time at which this process lives.
    """
    engine, clock = open_engine(database_url), StandingClock(now)
    client = web_client("xoxb-simulator", api_url, 10)
    sender = DyingSender(client, Addresses(engine, client, clock), None)
    sender.moment = moment

    @event.listens_for(engine, "commit")
    def _on_commit(connection) -> None:
        if not sender.posted or moment not in ("before the commit", "after the commit"):
            return
        if moment == "after the commit":
            connection.connection.commit()
        die()

    council = small_council()
    Dispatcher(engine, clock, {"slack": sender}, draw, lambda: council, "dying").drain()
