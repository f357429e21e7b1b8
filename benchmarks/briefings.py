"""60 ward and 12 Cabinet briefings in one run, over a year of 1,000, 10,000 and 100,000 issues, on both databases.

BENCH_ISSUES=1000,100000 names other numbers. Each run has a process of its own, whose memory is measured: what it grows
by over what it needs to start.
"""

import multiprocessing
import os
from dataclasses import replace
from functools import cache
from pathlib import Path

from sqlalchemy import event

from benchmarks._databases import everywhere, fresh
from benchmarks._figures import row
from benchmarks._year import ENDS, fill
from bot.clock import Clock, StandingClock
from bot.desk.due.brief import brief
from bot.desk.work import Desk
from storage.session import open_engine
from tests.sample import sample_council
from triage_rules.council import Council
from triage_rules.records import Person, Role

SIZES = tuple(int(size) for size in (os.environ.get("BENCH_ISSUES") or "1000,10000,100000").split(","))
WARD, CABINET = 60, 12
Figures = tuple[int, float, float, float, float]
clock = Clock()


@cache
def council() -> Council:
    """The sample, with so many councillors and, beside them, so many Cabinet Leads for its portfolios."""
    sample = sample_council()
    directory = sample.directory
    on = ENDS.date()
    found = {role.person: role for role in directory.roles if role.role == "ward_member" and role.holds(on)}
    members = list(found.values())[:WARD]
    leads = [
        Person(id=f"lead-{n}", name=f"Cabinet Lead {n}", email=f"lead{n}@example.org") for n in range(1, CABINET + 1)
    ]
    portfolios = [portfolio.id for portfolio in directory.portfolios]
    roles = [
        Role(person=lead.id, role="cabinet_lead", of=portfolios[n % len(portfolios)]) for n, lead in enumerate(leads)
    ]
    people = (*directory.people, *leads)
    return replace(sample, directory=directory.model_copy(update={"people": people, "roles": (*members, *roles)}))


def run(url: str, answer: "multiprocessing.Queue[Figures]") -> None:
    """Copies made; seconds, SELECTs a copy, MB before and MB more at the most."""
    engine = open_engine(url)
    asked = 0

    def count(_connection, _cursor, statement: str, *_: object) -> None:
        nonlocal asked
        asked += statement.lstrip().upper().startswith("SELECT")

    desk = Desk(engine, StandingClock(ENDS), council)
    desk.council()
    event.listen(engine, "before_cursor_execute", count)
    before, began = _peak(), clock.monotonic()
    made = brief(desk)
    took = clock.monotonic() - began
    answer.put((made, took, asked / max(made, 1), before, _peak() - before))
    engine.dispose()


def _peak() -> float:
    """Of this process alone: what getrusage says begins with its parent's."""
    kept = Path("/proc/self/status").read_text()
    return int(kept.partition("VmHWM:")[2].split()[0]) / 1024


def measured(url: str) -> Figures:
    apart = multiprocessing.get_context("spawn")
    answer = apart.Queue()
    process = apart.Process(target=run, args=(url, answer))
    process.start()
    figures = answer.get(timeout=600)
    process.join()
    return figures


def main() -> None:
    with everywhere() as databases:
        for name, where in databases.items():
            row(f"{name}: issues on record", "copies", "seconds", "SELECTs each", "MB before", "MB more")
            for size in SIZES:
                with fresh(where) as url:
                    engine = open_engine(url)
                    fill(engine, council(), size)
                    engine.dispose()
                    made, took, asked, before, more = measured(url)
                row(f"{size:,}", made, f"{took:.2f}", f"{asked:.1f}", f"{before:.0f}", f"{more:.0f}")


if __name__ == "__main__":
    main()
