"""A worker of its own process that SIGKILLs itself after the mail server's answer to one letter, before our mark."""

import os
import signal
from datetime import datetime

from bot.clock import StandingClock
from bot.delivery.smtp_server import Post
from storage.session import open_engine
from tests.mail.post_office import PostOffice


def main(database_url: str, port: int, to: str, now: datetime) -> None:
    """`now`: the time at which this process lives."""
    handed_over = Post.hand_over

    def hand_over_and_die(self, sender: str, address: str, letter: bytes) -> None:
        handed_over(self, sender, address, letter)
        if address == to:
            os.kill(os.getpid(), signal.SIGKILL)

    Post.hand_over = hand_over_and_die
    PostOffice(open_engine(database_url), StandingClock(now), port).dispatcher.drain()
