"""The dispatcher against a stand-in for Slack that keeps Slack's limit: one message a second and channel.

For 20 seconds of real time (BENCH_SECONDS), six channels with more to send than they may: how much of what the limit
allows was used, and how often it was overstepped (429). Then from a report's commit to its card in the channel, for
50 officers at once, without limits.
"""

import os
import threading
from collections.abc import Sequence

from slack_sdk import WebClient
from sqlalchemy import Engine

from benchmarks._databases import everywhere, fresh
from benchmarks._figures import percentile, row
from bot.app import draw
from bot.cards.message import Message
from bot.clock import Clock
from bot.delivery.addresses import Addresses
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.pacing import Limits
from bot.delivery.slack_sender import SlackSender, web_client
from bot.demo.cast import people_and_places
from bot.desk.work import Desk
from bot.simulator import Workspace, run_in_thread, simulator_app
from storage.outbox import Delivery
from storage.session import open_engine, writing
from tests.desk.people import Office
from tests.sample import sample_council

SECONDS = int(os.environ.get("BENCH_SECONDS") or 20)
CHANNELS = ("street_scene", "police", "highways", "waste_recycling", "parks_open_spaces", "community_safety")
OFFICERS = 50
clock = Clock()


def says(*_: object) -> Message:
    return Message("Something has happened")


class Bench:
    def __init__(self, url: str, workspace: Workspace, api: str, limits: Limits | None, draw=draw):
        self.engine, self.workspace = open_engine(url), workspace
        self.stop, self.wake = threading.Event(), threading.Event()
        self.desk = Desk(self.engine, clock, sample_council, self.wake.set)
        client: WebClient = web_client(workspace.bot_token, api)
        sender = SlackSender(client, Addresses(self.engine, client, clock), limits)
        self.dispatcher = Dispatcher(self.engine, clock, {"slack": sender}, draw, sample_council, "bench")
        self._thread = threading.Thread(target=self.dispatcher.run, args=(self.stop, self.wake))

    def __enter__(self) -> "Bench":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.wake.set()
        self._thread.join(30)
        self.engine.dispose()


def new_workspace() -> Workspace:
    workspace = Workspace(now=clock.now, monotonic=clock.monotonic, system_time=lambda: clock.system().timestamp())
    people_and_places(workspace, sample_council(), clock.now().date(), ())
    return workspace


def plenty(engine: Engine, each: int) -> None:
    now = clock.system()
    with writing(engine) as session:
        for number in range(each):
            for name in CHANNELS:
                lane = f"{name} {number}"
                row = {"kind": "parked", "data": {"late": True}, "due_at": now, "created_at": now, "lane": lane}
                session.add(Delivery(key=lane, recipient=f"org:{name}", **row))
        session.commit()


def within_limits(name: str, url: str) -> None:
    workspace = new_workspace()
    workspace.pace_messages = True
    with (
        run_in_thread(simulator_app(workspace)) as served,
        Bench(url, workspace, served.api_url, Limits(), says) as bench,
    ):
        plenty(bench.engine, SECONDS + 10)
        bench.wake.set()
        began = clock.monotonic()
        workspace.wait(lambda: clock.monotonic() - began > SECONDS, SECONDS + 1)
        sent = len([call for call in workspace.log.of("chat.postMessage") if call.ok])
    allowed = SECONDS * len(CHANNELS)
    refused = len([call for call in workspace.log.refused() if call.error == "ratelimited"])
    row(f"{name}: sent of what is allowed", f"{sent}", f"{allowed}", f"{sent / allowed:.0%}", f"{refused} x 429")


def report_to_card(name: str, url: str, officers: int) -> None:
    workspace = new_workspace()
    with run_in_thread(simulator_app(workspace)) as served, Bench(url, workspace, served.api_url, None) as bench:
        office, took, reported = Office(bench.desk), [], {}
        channel = workspace.channel_named("street-scene").id
        warm = office.report("R13").reference  # addresses are known, templates read
        workspace.wait(lambda: warm in _cards(workspace, channel), 30)

        def officer() -> None:
            began = clock.monotonic()
            reported[office.report("R13").reference] = began

        threads = [threading.Thread(target=officer) for _ in range(officers)]
        for thread in threads:
            thread.start()
        seen = {warm}
        while len(seen) <= officers and workspace.wait(lambda: len(_cards(workspace, channel)) > len(seen), 30):
            now = clock.monotonic()
            for reference in _cards(workspace, channel) - seen:
                seen.add(reference)
                took.append((reference, now))
        for thread in threads:
            thread.join()
        seconds = [at - reported[reference] for reference, at in took]
    _say(f"{name}: report to card, {officers} at once", seconds)


def _cards(workspace: Workspace, channel: str) -> set[str]:
    texts = [message.text for message in workspace.messages[channel]]
    return {text.partition("(")[2].partition(",")[0] for text in texts}


def _say(title: str, seconds: Sequence[float]) -> None:
    row(title, *(f"{percentile(seconds, share):.0f} ms" for share in (0.5, 0.99)))


def main() -> None:
    with everywhere() as databases:
        row("", "sent", "allowed", "used", "overstepped")
        for name, where in databases.items():
            with fresh(where) as url:
                within_limits(name, url)
        row("", "p50", "p99")
        for name, where in databases.items():
            for officers in (1, OFFICERS):
                with fresh(where) as url:
                    report_to_card(name, url, officers)


if __name__ == "__main__":
    main()
