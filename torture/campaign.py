"""One run on one database: people and workers, killed and started again, until enough have died; then the rest is
sent in calm weather, and everything is reckoned up.

On SQLite one process lives at a time and does everything; on PostgreSQL three workers and two people at once, on
machines whose clocks are minutes apart.
"""

import os
import random  # noqa: TID251  (seeded, and nothing but the proofs uses it)
import signal
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Event, Thread
from typing import Any

from bot.clock import Clock
from storage.session import open_engine, reading
from torture.moments import Fate
from torture.processes import DONE, DOUBLED, KILLED, REFUSED, Life, begin, ended
from torture.stage import Stage
from torture.verbs import Deed, choose

PATIENCE = 60  # seconds of real time for one life that has an end
SEND_MOMENTS, TICK_MOMENTS = 24, 12  # how far into its work a worker dies
MOST_OFF = timedelta(minutes=4)  # a machine's clock: longer than a lease


@dataclass
class Outcomes:
    """What was done, as those who did it were told: the deed, and whether it counted or was refused."""

    done: list[Deed] = field(default_factory=list)
    refused: list[Deed] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    repeats: Counter[str] = field(default_factory=Counter)


class Campaign:
    def __init__(self, stage: Stage, seed: int, kills: int, until: float):
        """`kills`: how many of this campaign's processes have to die. `until`: when to stop in any case, monotonic."""
        self.stage, self.kills, self.outcomes = stage, kills, Outcomes()
        self._until, self._real = until, Clock()
        self._throws = random.Random(seed)
        self._engine = open_engine(stage.database)
        self._lock = threading.Lock()
        self._deeds = self._died = 0
        self._alone = self._engine.name == "sqlite"

    # -- lives ------------------------------------------------------------------------------------------------

    def run_to_its_end(self, life: Life) -> int:
        process = begin(life)
        status = ended(process, PATIENCE)
        if status is None:
            process.kill()
            status = ended(process, PATIENCE) or KILLED
            self.outcomes.problems.append(f"{life.name} did not come to an end")
        with self._lock:
            self._died += status == KILLED
            if status not in (DONE, REFUSED, DOUBLED, KILLED):
                self.outcomes.problems.append(f"{life.name} ended with {status}: {life.deed}")
        return status

    @property
    def over(self) -> bool:
        return self._died >= self.kills or self._real.monotonic() > self._until or bool(self.outcomes.problems)

    def life(self, **more: Any) -> Life:
        """On one of the machines."""
        with self._lock:
            off = timedelta() if self._alone else MOST_OFF * self._throws.choice((-1, 0, 1))
        return self.stage.life(off=off, **more)

    def _chance(self, part: str) -> Fate:
        """When a process dies: near enough that every commit and every request has its turn."""
        furthest = {"web": 4, "tick": TICK_MOMENTS, "send": SEND_MOMENTS}[part]
        with self._lock:
            return Fate(part, self._throws.randint(1, furthest))

    # -- people -----------------------------------------------------------------------------------------------

    def a_deed(self, turns: int = 0) -> None:
        """Somebody does something; Slack repeats it while nobody says that it was done, and sometimes anyway."""
        with self._lock, reading(self._engine) as session:
            self._deeds += 1
            deed = choose(session, self._throws, f"«{self._deeds}»")
            kind = self._throws.random()
        statuses = self._twice_at_once(deed) if kind < 0.15 and not turns else [self._until_answered(deed, turns)]
        if DONE not in statuses and REFUSED in statuses:
            self.outcomes.refused.append(deed)
            return
        self.outcomes.done.append(deed)
        if kind > 0.85:
            self.outcomes.repeats["answered already"] += 1
            if (status := self.run_to_its_end(self.life(deed=deed))) != DOUBLED:
                self.outcomes.problems.append(f"{deed} came again and was counted again ({status})")

    def _until_answered(self, deed: Deed, turns: int) -> int:
        for part in ("web", "send", ""):
            fate = self._chance(part) if part and (part == "web" or turns) else Fate()
            status = self.run_to_its_end(self.life(deed=deed, fate=fate, turns=turns))
            if status != KILLED:
                return status
            self.outcomes.repeats["unanswered"] += 1
        return self.run_to_its_end(self.life(deed=deed))

    def _twice_at_once(self, deed: Deed) -> list[int]:
        self.outcomes.repeats["at once"] += 1
        statuses: list[int] = []
        both = [Thread(target=lambda: statuses.append(self.run_to_its_end(self.life(deed=deed)))) for _ in range(2)]
        for each in both:
            each.start()
        for each in both:
            each.join()
        if statuses.count(DONE) > 1:
            self.outcomes.problems.append(f"{deed} came twice at once and was done twice")
        return statuses

    # -- the two ways to run it ---------------------------------------------------------------------------------

    def one_process(self) -> None:
        """SQLite: whoever lives does everything, one after the other."""
        while not self.over:
            for _ in range(3):
                self.a_deed(turns=1)
            for part in ("tick", "send", "send"):
                self.run_to_its_end(self.life(fate=self._chance(part), turns=12))

    def many_processes(self, workers: int = 3, people: int = 2) -> None:
        """PostgreSQL: workers that die and come again, and people at the same time."""
        busy = [Thread(target=self._workers) for _ in range(workers)]
        busy += [Thread(target=self._people) for _ in range(people)]
        for each in busy:
            each.start()
        for each in busy:
            each.join()

    def _workers(self) -> None:
        while not self.over:
            part = self._throws.choice(("tick", "send", "send"))
            self.run_to_its_end(self.life(fate=self._chance(part), turns=60))

    def _people(self) -> None:
        while not self.over:
            self.a_deed()


class Pauses:
    """Workers that stop for longer than their lease, right before they post, and go on as if nothing had been."""

    def __init__(self, campaign: Campaign, wanted: int, lease: float):
        """`lease` in seconds of real time."""
        self.campaign, self.wanted, self.lease = campaign, wanted, lease
        self.made = 0

    def run(self) -> None:
        """Two of three workers are paused again and again, while one works on and people go about."""
        stage = self.campaign.stage
        fates = [Fate("send", n, "before chat.", signal.SIGSTOP) for n in (4, 7)]
        workers = [self.campaign.life(fate=fate, turns=None) for fate in [*fates, Fate()]]
        processes = [begin(life) for life in workers]
        pausing = [Thread(target=self._let_go, args=it) for it in zip(processes, (1.1, 2.4), strict=False)]
        for each in pausing:
            each.start()
        while self.made < self.wanted and not self.campaign.over:
            self.campaign.a_deed()
        stage.stop.touch()
        for each in pausing:
            each.join(PATIENCE)
        for process in processes:
            if (status := ended(process, PATIENCE)) != DONE:
                process.kill()
                self.campaign.outcomes.problems.append(f"a worker that was paused ended with {status}")
        stage.stop.unlink()

    def _let_go(self, process: BaseProcess, leases: float) -> None:
        """Each time that it has stopped it goes on after so many leases."""
        pause = Event()
        while ended(process) is None:
            if _is_stopped(process.pid):
                self.made += 1
                pause.wait(self.lease * leases)
                os.kill(process.pid or 0, signal.SIGCONT)
            pause.wait(0.01)


def _is_stopped(pid: int | None) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"
    except OSError:  # it has ended meanwhile
        return False
