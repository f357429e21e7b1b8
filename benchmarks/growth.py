"""What a click, a tick and a delivery cost with 1,000 and 100,000 issues on record, on both databases.

BENCH_ISSUES=1000,100000,1000000 names other numbers: a million takes 8 GB of disk, and a quarter of an hour. All but
300 issues are closed, with everything that they leave behind. Medians; nothing goes over the network.
"""

import os
from collections.abc import Callable
from datetime import timedelta
from statistics import median

from sqlalchemy import Engine

from benchmarks._databases import everywhere, fresh
from benchmarks._figures import row
from benchmarks._fill import REPORTED as MONDAY
from benchmarks._fill import copies, first_issue
from bot.cards.message import Message
from bot.clock import Clock, StandingClock
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.ledger import LEASE
from bot.desk.due import chase
from bot.desk.verbs import respond
from bot.desk.work import Desk
from storage import outbox
from storage.session import open_engine, writing
from tests.desk.people import Office
from tests.properties.pretend_slack import PretendSlack
from tests.sample import sample_council

SIZES = tuple(int(size) for size in (os.environ.get("BENCH_ISSUES") or "1000,100000").split(","))
LIVE, TIMES = 300, 40
COSTS = ("report", "click", "deliver", "idle claim", "idle tick")
clock = Clock()


def costs(engine: Engine) -> dict[str, float]:
    """Medians in milliseconds."""
    desk = Desk(engine, StandingClock(MONDAY), sample_council)
    office, slack = Office(desk), PretendSlack()
    ways = dict.fromkeys(("slack", "email", "print"), slack)
    dispatcher = Dispatcher(engine, desk.clock, ways, lambda *_: SAYS, sample_council, "bench")
    owner = office.holder("contact", "street_scene")
    dispatcher.drain(10_000)
    found: dict[str, list[float]] = {
        name: [] for name in ("report", "click", "deliver", "idle claim", "idle tick", "remind")
    }
    for _ in range(TIMES):
        found["report"].append(_timed(lambda: made.append(office.report("R13"))))
        action = office.actions(made[-1].id)[0].id or 0
        found["click"].append(_timed(lambda id=action: respond.acknowledge(desk, owner, id)))
        found["deliver"].append(_timed(dispatcher.step))
        dispatcher.drain()
        found["idle claim"].append(_timed(lambda: _claim(engine)))
        found["idle tick"].append(_timed(lambda: chase.tick(desk)))
    desk.clock.move(timedelta(days=3))  # type: ignore[attr-defined]
    found["remind"] = [_timed(lambda: chase.tick(desk, limit=1)) for _ in range(TIMES)]
    return {name: 1000 * median(each) for name, each in found.items()}


made: list = []
SAYS = Message("as things stand")


def _claim(engine: Engine) -> None:
    with writing(engine) as session:
        assert outbox.claim(session, MONDAY, "bench", LEASE) is None


def _timed(work: Callable[[], object]) -> float:
    began = clock.monotonic()
    work()
    return clock.monotonic() - began


def main() -> None:
    with everywhere() as databases:
        for name, where in databases.items():
            with fresh(where) as url:
                engine = open_engine(url)
                first_issue(engine)
                copies(engine, LIVE, closed=False)
                measured, on_record = [], LIVE
                for size in SIZES:
                    copies(engine, size - on_record, closed=True)
                    on_record = size
                    measured.append(costs(engine))
                engine.dispose()
            row(f"{name}: issues on record", *(f"{size:,}" for size in SIZES), "last : first")
            for each in measured[0]:
                cells = [f"{found[each]:.2f} ms" for found in measured]
                row(each, *cells, f"{measured[-1][each] / measured[0][each]:.2f}")


if __name__ == "__main__":
    main()
